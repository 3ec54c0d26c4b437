"""Any edits at all through the door: answered, never a failure, and the draft is a model afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from doors import House, model, refused, send
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tanzuji.documents.editing import with_line_ids
from tanzuji.documents.models import ProductModel
from tanzuji.footprints.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def _places(value: Any, place: str = "") -> list[str]:
    """Every place of a plain model, with items by id and by number."""
    found = [place] if place else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += _places(part, f"{place}.{key}" if place else key)
    if isinstance(value, list):
        for at, part in enumerate(value):
            found += _places(part, f"{place}[#{at}]")
            if isinstance(part, dict) and "id" in part:
                found += _places(part, f"{place}[{part['id']}]")[:40]
    return found


PLACES = sorted(set(_places(with_line_ids(model().plain()))))
PIECES = ["processes", "[", "]", ".", "[#0]", "[#-1]", "[#99999]", "energy", "amount", "name", "zh", "__class__", "\x00", "'", '["a"]',
          "parameters", "id", "unit", "", "scenarios", "product", "é", "[cultivation]", "\ud7ff"]  # fmt: skip
PLACE = st.one_of(
    st.sampled_from(PLACES),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.tuples(st.sampled_from(PLACES), st.sampled_from(PIECES)).map("".join),
    st.text(max_size=20),
)
SAYS = [
    "=1/0",
    "=p*",
    "=cultivation",
    "kg",
    "t",
    "",
    " ",
    "碳",
    "use",
    "GLO",
    "\x00",
    "\u202e",
    "0123",
    "1e999",
    "__class__",
    "=9^9^9",
]
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(SAYS) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(PIECES) | st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
TEXTS = [place for place in PLACES if place.endswith((".zh", ".en", "citation", "model", "version"))]
AMOUNTS = [place for place in PLACES if place.endswith((".amount", ".distance", ".mass", ".low"))]
LINES = [
    place
    for place in PLACES
    if place.endswith((".inputs", ".energy", ".emissions", "parameters", "processes"))
]
LIKELY = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("set"), "place": st.sampled_from(TEXTS), "value": st.text(min_size=1, max_size=30)}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("set"),
            "place": st.sampled_from(AMOUNTS),
            "value": st.floats(-1e308, 1e308) | st.sampled_from(SAYS),
        }
    ),
    st.fixed_dictionaries({"kind": st.sampled_from(["remove", "unset"]), "place": st.sampled_from(PLACES)}),
    st.fixed_dictionaries(
        {
            "kind": st.just("insert"),
            "place": st.sampled_from(LINES),
            "item": st.fixed_dictionaries(
                {
                    "name": st.just({"zh": "新"}),
                    "unit": st.sampled_from(["kg", "kWh", "x"]),
                    "amount": st.floats(-1e9, 1e9),
                }
            ),
        }
    ),
)
OPERATION = LIKELY | st.one_of(
    st.fixed_dictionaries({"kind": st.just("set"), "place": PLACE, "value": VALUE}, optional={"was": VALUE}),
    st.fixed_dictionaries({"kind": st.just("unset"), "place": PLACE}, optional={"was": VALUE, "prune": st.integers(-2, 9)}),
    st.fixed_dictionaries({"kind": st.just("insert"), "place": PLACE, "item": VALUE}, optional={"at": st.integers(-9, 99), "after": st.text(max_size=5)}),
    st.fixed_dictionaries({"kind": st.just("remove"), "place": PLACE}, optional={"was": VALUE}),
    st.fixed_dictionaries({"kind": st.just("move"), "place": PLACE}, optional={"at": st.integers(-9, 99), "after": st.text(max_size=5)}),
    st.fixed_dictionaries({"kind": st.just("typed"), "place": PLACE, "text": st.sampled_from(SAYS) | st.text(max_size=20)}, optional={"was": VALUE}),
    st.fixed_dictionaries({"kind": st.just("replace_all"), "document": VALUE}),
    st.dictionaries(st.sampled_from(["kind", "place", "value", "x"]), VALUE, max_size=3),
)  # fmt: skip
EXAMPLES = 120
BODY = st.fixed_dictionaries(
    {
        "operations": st.lists(LIKELY, min_size=1, max_size=2) | st.lists(OPERATION, min_size=1, max_size=4),
        "force": st.booleans(),
    },
    optional={"here": VALUE, "key": VALUE},
)


@pytest.mark.parametrize("door", ["/api/studies/{}/edits", "/zh/studies/{}/edits/"])
def test_any_edit_is_answered_and_the_draft_stays_a_model(house: House, door: str) -> None:
    client, kept = house.browser(), []

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(body=BODY)
    @example(body={"operations": [{"kind": "move", "place": "boundary", "after": "x"}], "force": False})
    @example(body={"operations": [{"kind": "insert", "place": "", "item": []}], "force": False})
    @example(body={"operations": [{"kind": "set", "place": "0", "value": []}], "force": False})
    def ask(body: dict[str, Any]) -> None:
        if door.startswith("/api"):
            body = {key: body[key] for key in ("operations", "force")}
        with transaction.atomic():
            answer = send(client, "POST", door.format(house.study.id), json.dumps(body))
            if answer.status_code == 200:
                kept.append(_sound(client, house))
            else:
                refused(answer, 409, 422)
                assert Study.objects.get().revision == 1
            transaction.set_rollback(True)

    ask()
    assert kept, "some of the edits were made"


def _sound(client: Client, house: House) -> int:
    """The draft parses, is read back as a model, and its pages are drawn."""
    study = Study.objects.get()
    ProductModel.parse(json.loads(study.document))
    assert client.get(f"/api/studies/{house.study.id}/model").status_code == 200
    assert client.get(f"/api/studies/{house.study.id}/result").status_code == 200
    for page in ("inventory", "scope", "history", "result"):
        assert client.get(f"/zh/studies/{house.study.id}/{page}/").status_code == 200, study.document
    return study.revision
