"""Formulas at the doors of edits and uploads: never run away, never run anything, never a complex or infinite number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from doors import House, Knock, model, named, plain, problems_of, refused, send

from tanzuji.documents.models import ProductModel
from tanzuji.footprints.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

FORMULAS: dict[str, str] = {
    "44 9**9**9": "=9**9**9",
    "44 9^9^9": "=9^9^9",
    "45 1<<10**9": "=1<<10**9",
    "46 dunder chain": "=().__class__.__bases__[0].__subclasses__()",
    "47 import": "=__import__('os').system('true')",
    "48 format": "='{0.__class__}'.format(1)",
    "49 5 000 brackets": "=" + "(" * 5_000 + "1" + ")" * 5_000,
    "49 4 900 brackets that are short": "=" + "(" * 4_900 + "1",
    "50 200 000 terms": "=" + "+".join(["1"] * 200_000),
    "50 4 000 terms of a parameter": "=" + "*".join(["1.5"] * 2_400),
    "51 10**400": "=10**400",
    "51 10^308*10": "=10^308*10",
    "51 0/0": "=0/0",
    "51 (-1)^0.5": "=(-1)^0.5",
    "51 sqrt(-1)": "=sqrt(-1)",
    "51 1e999": "=1e999",
    "52 full-width digits": "=１２+３",
    "52 homoglyph": "=ｅval('1')",
    "52 Cyrillic letter": "=ехр(1)",
    "53 itself": "=hostile",
    "54 unknown function": "=hostile(1)",
    "lambda": "=(lambda: 1)()",
    "list": "=[1 for i in range(10**9)]",
    "string of a gigabyte": "='x'*10**9",
    "NUL": "=1\x00+1",
    "another program's": "=cmd|'/c calc'!A1",
    "empty": "=",
    "sharp": "=1#2",
    "percent": "=100%%",
    "thousand comparisons": "=" + "<".join(["1"] * 1_000),
}


def _place() -> str:
    process = next(p for p in model().processes if p.energy)
    return f"processes[{process.id}].energy[#0].amount"


def _sound(house: House) -> dict[str, Any]:
    """The draft parses, and its result is finite or none."""
    study = Study.objects.get(id=house.study.id)
    ProductModel.parse(json.loads(study.document))
    client = house.browser("reader")
    answer = client.get(f"/api/studies/{study.id}/result")
    assert answer.status_code == 200
    result: dict[str, Any] = answer.json()
    assert result["total"] is None or abs(result["total"]) < 1e300
    for page in ("inventory", "result", "checks", "scope"):
        assert client.get(f"/zh/studies/{study.id}/{page}/").status_code == 200
    return result


@pytest.mark.parametrize("case", FORMULAS)
def test_a_bad_formula_in_an_edit_is_refused_or_told_and_the_draft_stays_sound(
    house: House, case: str
) -> None:
    """Through the API a draft may hold what cannot be computed; then there is no total, and the reason is told."""
    client = house.browser()
    operation = {"kind": "set", "place": _place(), "value": FORMULAS[case]}
    with Knock(stores=True):
        answer = send(client, "POST", f"/api/studies/{house.study.id}/edits",
                      json.dumps({"operations": [operation], "force": True}))  # fmt: skip
    if answer.status_code == 200:
        told = answer.json()["result"]
        assert told["total"] is None
        assert (
            all(p["code"] and p["message"]["zh"] and p["message"]["en"] for p in told["problems"])
            and told["problems"]
        )
        assert len(answer.content) < 100_000
        assert _sound(house)["total"] is None
    else:
        refused(answer, 422)
        assert Study.objects.get().revision == 1
        assert _sound(house)["total"]


@pytest.mark.parametrize("case", FORMULAS)
def test_a_bad_formula_typed_into_a_field_is_refused_there(house: House, case: str) -> None:
    client, names = house.browser(), {"53 itself", "54 unknown function"}
    body = {"operations": [{"kind": "typed", "place": _place(), "text": FORMULAS[case]}], "force": True}
    with Knock(stores=case in names):
        answer = send(client, "POST", f"/zh/studies/{house.study.id}/edits/", json.dumps(body))
    if answer.status_code != 200:
        refused(answer, 422)
        assert Study.objects.get().revision == 1
    _sound(house)


@pytest.mark.parametrize("case", FORMULAS)
def test_a_bad_formula_in_a_file_makes_no_number(house: House, case: str) -> None:
    found = plain()
    energy = next(p for p in found["processes"] if p.get("energy"))["energy"]
    energy[0]["amount"] = FORMULAS[case]
    with Knock(stores=True):
        answer = house.browser().post(
            "/api/studies/file", {"file": named(json.dumps(found).encode(), "m.json")}
        )
    if answer.status_code == 201:
        assert answer.json()["total"] is None and answer.json()["errors"] > 0
    else:
        refused(answer, 422)
        assert Study.objects.count() == 1


PARAMETERS: dict[str, list[dict[str, Any]]] = {
    "53 a = a": [{"name": "a", "value": "=a"}],
    "53 a = b, b = a": [{"name": "a", "value": "=b"}, {"name": "b", "value": "=a"}],
    "53 a circle of 300": [{"name": f"p{i}", "value": f"=p{(i + 1) % 300}+1"} for i in range(300)],
    "53 a chain of 1 000": [{"name": f"p{i}", "value": f"=p{i + 1}*1.0001"} for i in range(1_000)] + [{"name": "p1000", "value": 1}],
    "53 doubling, 900 deep": [{"name": "p0", "value": 2}] + [{"name": f"p{i}", "value": f"=p{i - 1}*p{i - 1}"} for i in range(1, 900)],
    "54 shadows sqrt": [{"name": "sqrt", "value": 2}],
    "54 shadows min": [{"name": "MIN", "value": 2}],
    "54 twice, in two cases": [{"name": "Mass", "value": 1}, {"name": "mass", "value": 2}],
    "54 shadows __class__": [{"name": "__class__", "value": 1}],
    "54 no name": [{"name": "", "value": 1}],
    "54 a name of markup": [{"name": "<script>alert(1)</script>", "value": 1}],
}  # fmt: skip


@pytest.mark.parametrize("case", PARAMETERS)
def test_bad_parameters_are_refused_or_told(house: House, case: str) -> None:
    client = house.browser()
    with Knock(stores=True):
        answer = send(client, "POST", "/api/studies", json.dumps(plain(parameters=PARAMETERS[case])))
    if answer.status_code != 201:
        refused(answer, 422)
        return
    made = answer.json()
    assert made["total"] is None or abs(made["total"]) < 1e300
    for page in ("inventory", "scope", "result"):
        with Knock(stores=True):
            text = client.get(f"/zh/studies/{made['id']}/{page}/").content.decode()
        assert "<script>alert" not in text
    result = client.get(f"/api/studies/{made['id']}/result")
    assert result.status_code == 200
    if result.json()["total"] is None:
        assert all(problem["message"]["zh"] for problem in result.json()["problems"])


def test_51_amounts_that_are_no_finite_numbers_are_no_amounts(house: House) -> None:
    client = house.browser()
    for raw in ("NaN", "Infinity", "-Infinity", "1e999", '"1,5"', '"-0x1"', "true", "[]", "{}", '"１２"'):
        body = (
            '{"operations": [{"kind": "set", "place": "'
            + _place()
            + '", "value": '
            + raw
            + '}], "force": true}'
        )
        with Knock():
            answer = send(client, "POST", f"/api/studies/{house.study.id}/edits", body)
        assert problems_of(answer) and answer.status_code == 422, raw
