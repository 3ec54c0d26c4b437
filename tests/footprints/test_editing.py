"""The editor's pages and autosave: what is typed is stored or refused at its field, and every field can be edited."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from offices import browser, organisation, somebody

from tanzuji.documents.editing import Set
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError, catalogue
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import services
from tanzuji.footprints.models import Edit, Study
from tanzuji.footprints.pages.editing.actions import new_name
from tanzuji.footprints.pages.editing.typed import seen
from tanzuji.footprints.pages.schema import Fields, fields_of, leaf_at, leaves
from tanzuji.footprints.pages.wording import choice_names, label
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

POWER = "processes[field].energy[irrigation-electricity].amount"


@pytest.fixture
def editor() -> Acting:
    return somebody("li@a.cn", name="李梅")


@pytest.fixture
def of(editor: Acting) -> Study:
    return services.create(editor, demo_models()["rice_paddy"], [starter_release()])


@pytest.fixture
def page(editor: Acting) -> Client:
    return browser(editor)


def address(of: Study, name: str, language: str = "zh") -> str:
    return f"/{language}/studies/{of.id}/{name}"


def send(page: Client, of: Study, *typed: tuple[str, str, Any], **more: Any) -> HttpResponse:
    """What the script sends: `(place, text, was)` of each field."""
    body = {
        "key": more.pop("key", "k1"),
        "here": {"page": "inventory", "process": "field", "base": 1, **more.pop("here", {})},
        "operations": [{"kind": "typed", "place": p, "text": t, "was": w} for p, t, w in typed],
        **more,
    }
    answer: Any = page.post(
        address(of, "edits/"),
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return answer  # type: ignore[no-any-return]


def held(of: Study, place: str) -> Any:
    return seen(json.loads(Study.objects.get(id=of.id).document), place)


# ── pages ──


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["inventory/", "scope/", "history/", "comments/"])
def test_every_page_opens_in_both_languages(page: Client, of: Study, name: str, language: str) -> None:
    answer = page.get(address(of, name, language))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in html
    assert " style=" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("key", sorted(demo_models()))
def test_every_process_of_every_demo_product_is_shown(page: Client, editor: Acting, key: str) -> None:
    of = services.create(editor, demo_models()[key], [starter_release()])
    for process in demo_models()[key].processes:
        html = page.get(address(of, "inventory/"), {"process": process.id}).content.decode()
        for line in (
            *process.inputs,
            *process.energy,
            *process.transports,
            *process.wastes,
            *process.emissions,
        ):
            assert line.name.to("zh") in unescape(html)


def test_a_draft_leads_to_its_inventory_and_a_calculated_study_to_its_result(
    page: Client, editor: Acting, of: Study
) -> None:
    assert page.get(address(of, "")).headers["Location"].endswith("/inventory/")
    services.make_version(editor, of.id)
    assert page.get(address(of, "")).headers["Location"].endswith("/result/")


def test_the_live_total_is_the_engines(page: Client, of: Study) -> None:
    """755.3654… kg CO2e per tonne (`EXPECTED.csv`), printed with four digits."""
    html = page.get(address(of, "inventory/")).content.decode()
    assert re.search(r'id="live-total">755\.4<', html)


def test_an_unknown_amount_is_a_word_and_never_zero(page: Client, of: Study) -> None:
    answer = send(page, of, (POWER, "", 171.0)).json()
    cells = answer["rows"]["in-irrigation-electricity"]
    assert "用量未知" in cells["value"]
    assert ">0<" not in cells["value"]
    assert "灌溉电力" in answer["live"].partition("没有计入")[2]


def test_every_field_of_the_model_can_be_edited_somewhere(page: Client, editor: Acting) -> None:
    """The schema is walked: each single value has a control with its place on some page of a full model."""
    model = ProductModel.parse(full_model())
    of = services.create(editor, model, [starter_release()])
    found: set[Fields] = set()
    pages = [address(of, "scope/"), address(of, "inventory/")]
    process = model.processes[0]
    kinds = ("inputs", "energy", "transports", "wastes", "emissions", "coproducts")
    rows = [f"processes[{process.id}].{kind}[{getattr(process, kind)[0].id}]" for kind in kinds]
    pages += [address(of, f"inventory/row/?place={row}") for row in rows]
    for one in pages:
        places = re.findall(r'data-place="([^"]*)"', page.get(one).content.decode())
        found |= {fields_of(read_place(unescape(place))) for place in places}
    missing = {".".join(leaf.fields) for leaf in leaves()} - {".".join(fields) for fields in found}
    assert missing == set()


def test_every_field_and_choice_is_named_in_both_languages() -> None:
    for leaf in leaves():
        assert label(leaf.fields, "zh") != leaf.fields[-1] or leaf.fields[-1].isupper()
        assert set(leaf.choices) <= set(choice_names(leaf.fields)) or not leaf.choices


# ── autosave ──


def test_a_typed_number_is_stored_and_answered_with_what_moved(page: Client, of: Study) -> None:
    answer = send(page, of, (POWER, "30.2", 171.0))
    assert answer.status_code == 200
    told = answer.json()
    assert held(of, POWER) == 30.2
    assert told["revision"] == 2
    assert told["values"] == {POWER: 30.2}
    assert told["undo"] is True
    assert "sheet" not in told
    assert "in-irrigation-electricity" in told["rows"]
    assert re.fullmatch(r"app;dur=\d+\.\d", answer.headers["Server-Timing"])
    total = services.edit(somebody("q@a.cn", of=of.organisation), of.id, []).live.total
    assert f'id="live-total">{total:.1f}' in told["live"]


def test_only_rows_that_changed_are_sent_again(page: Client, of: Study) -> None:
    first = send(page, of, (POWER, "100", 171.0)).json()
    here = {"base": first["revision"], "digest": first["digest"]}
    again = send(page, of, (POWER, "101", 100.0), key="k2", here=here).json()
    lists = [held(of, f"processes[field].{kind}") or [] for kind in ("inputs", "energy", "emissions")]
    everything = {f"in-{item['id']}" for items in lists for item in items}
    assert "in-irrigation-electricity" in again["rows"]
    assert len(set(again["rows"]) - {""}) < len(everything)


def test_an_answer_that_was_lost_is_given_again_and_the_edit_made_once(page: Client, of: Study) -> None:
    for _ in range(2):
        told = send(page, of, (POWER, "30.2", 171.0), key="same").json()
        assert told["revision"] == 2
    assert Edit.objects.filter(study=of).count() == 1


def test_who_missed_a_colleagues_edit_gets_the_whole_sheet(page: Client, of: Study) -> None:
    other = somebody("wang@a.cn", of=of.organisation)
    services.edit(other, of.id, [Set(place="processes[field].site", value="东")])
    told = send(page, of, (POWER, "30.2", 171.0)).json()
    assert 'value="东"' in told["sheet"]


BAD = [
    ("NaN", "document.not-a-number"),
    ("1e400", "document.not-a-number"),
    ("inf", "document.not-a-number"),
    ("1,5", "document.not-a-number"),
    ("1,350", "footprints.ambiguous-comma"),
    ("1，350", "footprints.ambiguous-comma"),
    ("1 20", "document.not-a-number"),
    ("1 200,300", "document.not-a-number"),
    ("0x10", "document.not-a-number"),
    ("30.2 MJ", "footprints.other-unit"),
    ("30.2 电", "document.not-a-number"),
    ("1_000", "document.not-a-number"),
    ("<b>1</b>", "document.not-a-number"),
    ("=9**9**9", "formula.not-a-number"),
    ("=" + "(" * 200 + "1" + ")" * 200, "formula.too-deep"),
    ("=１+1", "formula.bad-character"),
    ("=__import__('os')", "formula.bad-character"),
    ("=mass*", "formula.syntax"),
    ("=1/0", "formula.not-a-number"),
    ("9" * 200_000, "footprints.text-too-long"),
    ("=" + "1+" * 100_000 + "1", "footprints.text-too-long"),
]


@pytest.mark.parametrize(("text", "code"), BAD, ids=[text[:12] for text, _ in BAD])
def test_a_bad_amount_is_refused_at_its_field_in_both_languages_and_nothing_is_stored(
    page: Client, of: Study, text: str, code: str
) -> None:
    answer = send(page, of, (POWER, text, 171.0))
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["code"], problem["path"]) == (code, POWER)
    for part in ("message", "remedy"):
        assert problem[part]["zh"] and problem[part]["en"]
        assert len(problem[part]["zh"]) < 800
    assert Study.objects.get(id=of.id).document == of.document
    assert not Edit.objects.filter(study=of).exists()


UNDERSTOOD = {
    "１２．５": 12.5,
    "1 350": 1350.0,
    "1\u00a0350": 1350.0,
    "1\u202f350\u202f000.5": 1350000.5,
    "1,350,000": 1350000.0,
    "1,350.5": 1350.5,
    " 94.2 kWh": 94.2,
    "94.2kWh": 94.2,
    "９４．２\u3000ｋＷｈ": 94.2,
    "−3": -3.0,
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_an_amount_is_read_as_people_type_and_paste_it_and_told_as_it_is_kept(
    page: Client, of: Study, text: str
) -> None:
    answer = send(page, of, (POWER, text, 171.0))
    assert answer.status_code == 200
    assert held(of, POWER) == UNDERSTOOD[text]
    assert float(answer.json()["texts"][POWER]) == UNDERSTOOD[text]


def test_an_ambiguous_comma_is_told_with_both_readings(page: Client, of: Study) -> None:
    (problem,) = send(page, of, (POWER, "1,350", 171.0)).json()["problems"]
    assert "1350" in problem["remedy"]["zh"] and "1.350" in problem["remedy"]["en"]


def test_a_unit_typed_after_an_amount_is_compared_in_a_form_as_well(page: Client, of: Study) -> None:
    form = {"do": "", "process": "field", POWER: "94.2 kWh"}
    assert page.post(address(of, "change/"), form).status_code == 302
    assert held(of, POWER) == 94.2
    form[POWER] = "95 MJ"
    assert page.post(address(of, "change/"), form).status_code == 422
    assert held(of, POWER) == 94.2


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        ("unit.amount", "0", "document.invalid"),
        ("unit.unit", "炉", "quantity.unknown-unit"),
        ("unit.kind", "guess", "document.not-one-of"),
        ("period.start", "2025-02-30", "footprints.not-a-date"),
        ("period.start", "20250101", None),
        ("processes[field].energy[irrigation-electricity].data.year_from", "2024.5", "document.not-a-number"),
        ("processes[field].energy[irrigation-electricity].data.quality.time", "6", "document.invalid"),
        ("processes[field].controlled", "maybe", "footprints.not-yes-or-no"),
        ("processes[field].stage", "nowhere", "model.unknown-stage"),
        ("processes[field].energy[irrigation-electricity].process", "nobody", "model.unknown-process"),
        ("product.name", "x", "footprints.not-a-field"),
        ("nowhere", "x", "footprints.not-a-field"),
        ("a[", "x", "edit.bad-place"),
        ("product.description.zh", "长" * 10_001, "footprints.text-too-long"),
        ("processes[field].id", "a b", "model.bad-id"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(
    page: Client, of: Study, place: str, text: str, code: str | None
) -> None:
    answer = send(page, of, (place, text, None), force=True)
    if code is None:  # the date of ISO 8601's basic form is read and kept as a date
        assert held(of, place) == "2025-01-01"
        return
    assert answer.status_code == 422
    problem = answer.json()["problems"][0]
    assert problem["code"] == code
    assert problem["path"] == place or place.endswith("].id")  # a wrong id is named as it was written
    assert Study.objects.get(id=of.id).revision == 1


def test_markup_in_a_name_is_shown_as_it_was_written(page: Client, of: Study) -> None:
    name = "<script>alert(1)</script>\"'&"
    place = "processes[field].energy[irrigation-electricity].name.zh"
    told = send(page, of, (place, name, "灌溉电力")).json()
    assert held(of, place) == name
    html = page.get(address(of, "inventory/"), {"process": "field"}).content.decode()
    for drawn in (html, told["live"], *told["rows"]["in-irrigation-electricity"].values()):
        assert "<script>alert" not in drawn
    assert name in unescape(html)


def test_several_bad_fields_are_all_named(page: Client, of: Study) -> None:
    answer = send(
        page, of, (POWER, "a", 171.0), ("unit.amount", "b", 1.0), ("product.model", "fine", "paddy")
    )
    assert [p["path"] for p in answer.json()["problems"]] == [POWER, "unit.amount"]
    assert held(of, "product.model") == "paddy"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'{"operations": 1}', b'{"operations": [1]}', b'{"operations": [{"kind": "typed"}]}',
        b'{"operations": [{"kind": "typed", "place": 1, "text": 2}]}', b'{"operations": [{"kind": "melt"}]}',
        b'{"operations": [{"kind": "set", "place": "version", "value": NaN}]}', b"[" * 5000,
        b'{"operations": ' + b"[" * 600 + b"]" * 600 + b"}", b'{"a": 1, "a": 2, "operations": []}', b"\xff\xfe",
        b'{"operations": [' + b",".join([b'{"kind":"unset","place":"notes"}'] * 501) + b"]}",
    ],
)  # fmt: skip
def test_what_is_no_edit_is_refused_with_a_code(page: Client, of: Study, body: bytes) -> None:
    answer = page.post(
        address(of, "edits/"), body, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code in (413, 422), answer.content
    known = {message.code for message in catalogue()}
    assert all(problem["code"] in known for problem in answer.json()["problems"])
    assert Study.objects.get(id=of.id).revision == 1


def test_operations_of_the_model_are_taken_as_well(page: Client, of: Study) -> None:
    body = {"operations": [{"kind": "insert", "place": "parameters", "item": {"name": "q", "value": 2}}]}
    answer = page.post(address(of, "edits/"), json.dumps(body), content_type="application/json")
    assert answer.status_code == 200
    assert "sheet" in answer.json()
    assert held(of, "parameters[q].value") == 2


def test_an_edit_needs_the_csrf_token(editor: Acting, of: Study) -> None:
    strict = browser(editor, enforce_csrf_checks=True)
    assert send(strict, of, (POWER, "1", 171.0)).status_code == 403
    assert Study.objects.get(id=of.id).revision == 1


# ── two people ──


def test_a_conflict_tells_mine_theirs_who_and_when_and_loses_nothing(page: Client, of: Study) -> None:
    other = somebody("wang@a.cn", of=of.organisation, name="王强")
    services.edit(other, of.id, [Set(place=POWER, value=28.0, was=171.0)])
    answer = send(page, of, (POWER, "30.2", 171.0))
    assert answer.status_code == 409
    told = answer.json()
    (conflict,) = told["conflicts"]
    assert conflict["name"] == "田间生产 › 灌溉电力 › 用量"
    assert (conflict["was"], conflict["mine"], conflict["theirs"]) == ("171", "30.2", "28")
    assert conflict["who"] == "王强"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", conflict["when"])
    assert "王强" in told["merge"] and "data-keep" in told["merge"]
    assert held(of, POWER) == 28.0
    assert send(page, of, (POWER, "30.2", 171.0), force=True, key="k2").status_code == 200
    assert held(of, POWER) == 30.2


def test_a_row_that_was_removed_meanwhile_cannot_be_kept_and_says_so(page: Client, of: Study) -> None:
    other = somebody("wang@a.cn", of=of.organisation, name="王强")
    page_of_other = browser(other)
    form = {"do": f"remove:{POWER.removesuffix('.amount')}", "base": "1", "process": "field"}
    assert page_of_other.post(address(of, "change/"), form).status_code == 302
    told = send(page, of, (POWER, "30.2", 171.0)).json()
    assert told["conflicts"][0]["reason"] == "vanished"
    assert told["conflicts"][0]["can_keep"] is False
    assert "data-keep" not in told["merge"]


def test_a_look_tells_what_colleagues_changed_and_nothing_else(page: Client, of: Study) -> None:
    quiet = page.get(address(of, "edits/"), {"since": 1}, headers={"Accept": "application/json"})
    assert quiet.status_code == 204
    other = somebody("wang@a.cn", of=of.organisation, name="王强")
    services.edit(other, of.id, [Set(place=POWER, value=28.0, was=171.0)])
    told = page.get(
        address(of, "edits/"), {"since": 1, "process": "field"}, headers={"Accept": "application/json"}
    ).json()
    assert [one["who"] for one in told["by"]] == ["王强"]
    assert 'value="28"' in told["sheet"]


# ── who may ──


def test_anothers_study_is_absent_on_every_address(of: Study) -> None:
    stranger = browser(somebody("x@b.cn", of=organisation("乙厂")), raise_request_exception=False)
    as_json = {"Accept": "application/json"}
    answers = [
        *(stranger.get(address(of, name)) for name in ("", "inventory/", "scope/", "history/", "comments/", "edits/",
                                                     "inventory/row/?place=x", "inventory/adding/?add=inputs")),
        *(stranger.post(address(of, name), {}, headers=as_json) for name in ("change/", "make-version/", "comments/new/")),
        *(stranger.post(address(of, name), "{}", content_type="application/json", headers=as_json)
          for name in ("undo/", "redo/")),
        send(stranger, of, (POWER, "1", 171.0)),
        send(stranger, of, (POWER, "nonsense", 171.0)),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}
    assert Study.objects.get(id=of.id).revision == 1


def test_who_is_not_signed_in_is_led_to_sign_in_and_a_script_is_told(of: Study) -> None:
    nobody = Client()
    assert nobody.get(address(of, "inventory/")).status_code == 302
    assert send(nobody, of, (POWER, "1", 171.0)).status_code == 401


def test_a_reader_sees_everything_and_can_change_nothing(of: Study) -> None:
    reader = browser(somebody("sun@a.cn", "reader", of=of.organisation))
    html = reader.get(address(of, "inventory/")).content.decode()
    assert "核算员" in html  # the role that is missing
    assert "<fieldset disabled>" in html
    assert 'id="make-version" aria-disabled="true" aria-describedby="why-no-version"' in html
    answer = send(reader, of, (POWER, "1", 171.0))
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["code"] == "footprints.needs-role"


def test_a_submitted_study_says_why_it_is_closed(page: Client, of: Study) -> None:
    Study.objects.filter(id=of.id).update(state="submitted")
    html = page.get(address(of, "scope/")).content.decode()
    assert "已提交，不能编辑" in html
    assert send(page, of, (POWER, "1", 171.0)).json()["problems"][0]["code"] == "footprints.submitted"


# ── rows ──


def test_a_rows_number_unfolds_to_the_factor_and_its_paper(page: Client, of: Study) -> None:
    html = unescape(
        page.get(address(of, f"inventory/row/?place={POWER.removesuffix('.amount')}")).content.decode()
    )
    footprint = services.edit(somebody("q@a.cn", of=of.organisation), of.id, []).live.footprint
    assert footprint is not None
    use = next(c for c in footprint.contributions if c.name.zh == "灌溉电力").factors[0]
    for part in (use.name.to("zh"), use.source, use.licence, use.geography):
        assert part in html
    assert f"/library/datasets/{use.dataset}/" in html


@pytest.mark.parametrize(
    "place", ["", "x", "processes[field]", "processes[field].energy[none]", "a[", "product.name"]
)
def test_a_row_that_is_not_there_is_absent(page: Client, of: Study, place: str) -> None:
    assert page.get(address(of, "inventory/row/"), {"place": place}).status_code == 404


NEW_ROWS = [
    ("inputs", {"name.zh": "石灰", "amount": "3", "unit": "kg"}, {"amount": 3.0, "unit": "kg"}),
    ("energy", {"name.zh": "柴油", "amount": "=2*3", "unit": "l"}, {"amount": "=2*3"}),
    ("transports", {"name.zh": "车", "mass": "2", "distance": "100"}, {"mass": 2.0, "distance": 100.0}),
    ("wastes", {"name.zh": "渣", "unit": "t"}, {"unit": "t"}),
    ("emissions", {"name.zh": "甲烷", "gas": "CH4", "amount": "1"}, {"gas": "CH4"}),
    ("coproducts", {"name.zh": "秸秆", "amount": "1", "unit": "t"}, {"amount": 1.0}),
]


@pytest.mark.parametrize(("kind", "texts", "kept"), NEW_ROWS)
def test_a_row_of_each_kind_is_added_by_a_small_form(
    page: Client, of: Study, kind: str, texts: dict[str, str], kept: dict[str, Any]
) -> None:
    place = f"processes[field].{kind}"
    assert page.get(address(of, "inventory/adding/"), {"process": "field", "add": kind}).status_code == 200
    form = {new_name(place, name): text for name, text in texts.items()}
    answer = page.post(
        address(of, "change/"),
        {"do": f"add:{place}", "process": "field", **form},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content
    items = held(of, place)
    assert items[-1]["name"] == {"zh": texts["name.zh"]}
    assert kept.items() <= items[-1].items()
    assert answer.json()["opened"] == items[-1]["id"]


def test_a_small_form_that_lacks_something_says_what_and_keeps_the_rest(page: Client, of: Study) -> None:
    place = "processes[field].inputs"
    form = {"do": f"add:{place}", "process": "field", "adding": "inputs", new_name(place, "amount"): "1,5"}
    answer = page.post(address(of, "change/"), form)
    assert answer.status_code == 422
    html = unescape(answer.content.decode())
    assert 'value="1,5"' in html
    assert "“1,5”不能读作数" in html
    assert "缺少“名称”" in html


def test_rows_are_copied_moved_removed_and_brought_back(page: Client, of: Study) -> None:
    def ids() -> list[str]:
        return [item["id"] for item in held(of, "processes[farm_inputs].inputs")]

    def press(do: str) -> None:
        form = {"do": do, "base": str(Study.objects.get(id=of.id).revision), "process": "farm_inputs"}
        assert page.post(address(of, "change/"), form).status_code == 302

    before = ids()
    first = f"processes[farm_inputs].inputs[{before[0]}]"
    press(f"down:{first}")
    assert ids()[:2] == [before[1], before[0]]
    press(f"up:{first}")
    assert ids() == before
    press(f"up:{first}")  # at the end of the list nothing happens
    assert ids() == before
    press(f"copy:{first}")
    assert ids()[0] == before[0] and len(ids()) == len(before) + 1
    press(f"remove:{first}")
    assert before[0] not in ids()
    page.post(address(of, "undo/"), {})
    assert before[0] in ids()


@pytest.mark.parametrize(
    "do", ["melt:x", "add:", "copy:unit", "up:unit.amount", "key:unit", "remove:nowhere[1]", "add:a["]
)
def test_a_button_that_does_not_exist_is_refused(page: Client, of: Study, do: str) -> None:
    answer = page.post(
        address(of, "change/"), {"do": do, "base": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code in (409, 422), answer.content
    assert Study.objects.get(id=of.id).revision == 1


# ── without script ──


def whole_form(page: Client, where: str) -> dict[str, Any]:
    """What a browser without script would send for the page's main form."""
    html = page.get(where).content.decode()
    html = html[html.index('class="sheet-form"') :]
    html = html[: html.index("</form>")]
    found: dict[str, Any] = {}
    for tag, attributes, rest in re.findall(
        r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea)|\Z)", html, re.S
    ):
        name = re.search(r'name="([^"]*)"', attributes)
        if not name:
            continue
        value = re.search(r'value="([^"]*)"', attributes)
        if tag == "textarea":
            text = rest.partition("</textarea>")[0]
        elif tag == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', rest)
            text = chosen[1] if chosen else ""
        elif 'type="checkbox"' in attributes:
            if "checked" not in attributes:
                continue
            text = value[1] if value else ""
        else:
            text = value[1] if value else ""
        key = unescape(name[1])
        if key in found and key == "rules":
            found[key] = [*([found[key]] if isinstance(found[key], str) else found[key]), unescape(text)]
        else:
            found[key] = unescape(text)
    return found


@pytest.mark.parametrize("name", ["inventory/?process=field", "scope/"])
def test_saving_an_untouched_form_changes_nothing(page: Client, of: Study, name: str) -> None:
    form = whole_form(page, address(of, name))
    assert page.post(address(of, "change/"), form).status_code == 302
    assert Study.objects.get(id=of.id).revision == 1


def test_a_whole_form_changes_what_its_author_changed_and_leaves_the_rest_to_others(
    page: Client, of: Study
) -> None:
    form = whole_form(page, address(of, "inventory/?process=field"))
    other = somebody("wang@a.cn", of=of.organisation)
    services.edit(other, of.id, [Set(place="processes[field].site", value="东")])
    form[POWER] = "30.2"
    assert page.post(address(of, "change/"), form).status_code == 302
    assert held(of, POWER) == 30.2
    assert held(of, "processes[field].site") == "东"


def test_an_error_comes_back_at_its_field_and_every_text_stands_there_still(page: Client, of: Study) -> None:
    form = whole_form(page, address(of, "inventory/?process=field"))
    form[POWER] = "1,5"
    form["processes[field].site"] = "新场地"
    answer = page.post(address(of, "change/"), form)
    assert answer.status_code == 422
    html = unescape(answer.content.decode())
    assert 'value="1,5"' in html and 'value="新场地"' in html
    assert f'id="f-{POWER}-error"' in html
    assert Study.objects.get(id=of.id).revision == 1


def test_a_conflict_is_a_page_with_a_choice_and_the_rest_is_saved_with_it(page: Client, of: Study) -> None:
    form = whole_form(page, address(of, "inventory/?process=field"))
    other = somebody("wang@a.cn", of=of.organisation, name="王强")
    services.edit(other, of.id, [Set(place=POWER, value=28.0, was=171.0)])
    form[POWER], form["processes[field].site"] = "30.2", "新场地"
    answer = page.post(address(of, "change/"), form)
    assert answer.status_code == 409
    html = unescape(answer.content.decode())
    assert "王强" in html
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    carried.pop("csrfmiddlewaretoken", None)
    for choice, expected in (("theirs", 28.0), ("mine", 30.2)):
        again = {**carried, f"choose:{POWER}": choice, "base": str(Study.objects.get(id=of.id).revision)}
        assert page.post(address(of, "change/"), again).status_code == 302
        assert held(of, POWER) == expected
        assert held(of, "processes[field].site") == "新场地"


# ── other parts of the model ──


def press(page: Client, of: Study, do: str, **new: str) -> HttpResponse:
    place = do.partition(":")[2]
    form = {new_name(place, name.replace("__", ".")): text for name, text in new.items()}
    base = str(Study.objects.get(id=of.id).revision)
    answer: Any = page.post(
        address(of, "change/"),
        {"do": do, "base": base, "page": "scope", **form},
        headers={"Accept": "application/json"},
    )
    return answer  # type: ignore[no-any-return]


def test_parts_of_goal_and_scope_are_added_and_removed(page: Client, of: Study) -> None:
    steps: list[tuple[str, dict[str, str], str, Any]] = [
        ("add:parameters", {"name": "extra", "value": "=300/2", "unit": "kg"}, "parameters[extra].value", "=300/2"),
        ("add:exclusions", {"name__zh": "办公", "share": "0.01"}, "exclusions[0].share", 0.01),
        ("add:comparisons", {"name__zh": "他人", "low": "1", "unit": "kg", "citation": "某文"}, f"comparisons[{len(json.loads(of.document)['comparisons'])}].low", 1.0),
        ("add:materials", {"name__en": "Steel", "name__zh": "钢", "amount": "2", "unit": "kg"}, "materials[steel].amount", 2.0),
        ("add:scenarios", {"name__zh": "光伏", "kind": "electricity"}, "scenarios[scenario-1].kind", "electricity"),
        ("key:scenarios[scenario-1].parameters", {"key": "extra", "value": "5"}, "scenarios[scenario-1].parameters[extra]", 5.0),
        ("key:product.codes", {"key": "GB/T 7635", "value": "01"}, "product.codes[GB/T 7635]", "01"),
        ("remove:product.codes[GB/T 7635]", {}, "product.codes", None),
        ("remove:period", {}, "period", None),
        ("put:period", {"start": "2025-01-01", "end": "2025-12-31"}, "period.end", "2025-12-31"),
        ("remove:parameters[extra]", {}, "exclusions[0].name.zh", "办公"),
    ]  # fmt: skip
    for do, new, place, expected in steps:
        answer = press(page, of, do, **new)
        assert answer.status_code == 200, (do, answer.content.decode()[:600])
        assert "sheet" in answer.json()
        assert held(of, place) == expected, do
    assert page.get(address(of, "scope/", "en")).status_code == 200


def test_half_a_period_is_refused_at_the_missing_half(page: Client, of: Study) -> None:
    press(page, of, "remove:period")
    problems = press(page, of, "put:period", start="2025-01-01").json()["problems"]
    assert [(p["code"], p["path"]) for p in problems] == [("document.missing", "new.period+end")]


def test_a_parameter_is_named_once(page: Client, of: Study) -> None:
    name = json.loads(of.document)["parameters"][0]["name"]
    answer = press(page, of, "add:parameters", name=name.upper(), value="1")
    assert answer.status_code in (409, 422)
    assert Study.objects.get(id=of.id).revision == 1


def test_rules_are_chosen_from_those_there_are_and_suggested_by_the_product(
    page: Client, editor: Acting
) -> None:
    plain = demo_models()["cement_po425"].plain()
    plain["rules"] = ["gbt-24067-2024", "made.up"]
    of = services.create(editor, ProductModel.parse(plain), [starter_release()])
    html = unescape(page.get(address(of, "scope/")).content.decode())
    assert re.search(r'value="cn.cement"><span>.*?适合这个产品', html, re.S)
    assert 'value="made.up" checked' in html
    assert (
        send(page, of, ("rules", "gbt-24067-2024\ncn.cement", ["gbt-24067-2024", "made.up"])).status_code
        == 200
    )
    assert held(of, "rules") == ["gbt-24067-2024", "cn.cement"]


# ── history, comments, versions ──


def test_history_tells_who_changed_what_from_what_to_what(page: Client, of: Study) -> None:
    send(page, of, (POWER, "30.2", 171.0))
    send(page, of, (POWER, "28", 30.2), key="k2")
    page.post(address(of, "undo/"), {})
    for language, words in (
        ("zh", "田间生产 › 灌溉电力 › 用量"),
        ("en", "Field › irrigation electricity › Amount"),
    ):
        html = unescape(page.get(address(of, "history/", language)).content.decode())
        assert html.count(words) == 3
        assert "<del>30.2</del> → <ins>28</ins>" in html
        assert "<del>28</del> → <ins>30.2</ins>" in html
        assert "李梅" in html


def test_a_comment_on_a_field_is_written_answered_and_settled(page: Client, of: Study) -> None:
    thread = {"X-Fragment": "thread"}
    place = POWER.removesuffix(".amount")
    html = page.post(
        address(of, "comments/new/"), {"place": place, "text": "<i>电表</i>哪一块？"}, headers=thread
    ).content.decode()
    assert "&lt;i&gt;电表" in html
    assert "电表" in page.get(address(of, "inventory/"), {"process": "field"}).content.decode()
    comment = re.search(r'id="c-([0-9a-f-]{36})"', html)
    assert comment
    page.post(
        address(of, f"comments/{comment[1]}/answer/"), {"place": place, "text": "二号表"}, headers=thread
    )
    settled = page.post(
        address(of, f"comments/{comment[1]}/settle/"), {"place": place}, headers=thread
    ).content.decode()
    assert "二号表" in settled and "已了结" in settled
    assert "未了结的批注" not in page.get(address(of, "inventory/"), {"process": "field"}).content.decode()


def test_a_piece_of_a_page_is_marked_and_the_page_to_sign_in_is_not(page: Client, of: Study) -> None:
    row = POWER.removesuffix(".amount")
    pieces = {"row": f"inventory/row/?place={row}", "add": "inventory/adding/?process=field&add=inputs",
              "thread": f"comments/?place={row}"}  # fmt: skip
    for name, piece in pieces.items():
        assert page.get(address(of, piece), headers={"X-Fragment": name})["X-Fragment"] == name
        signed_out = Client().get(address(of, piece), headers={"X-Fragment": name}, follow=True)
        assert "X-Fragment" not in signed_out.headers


def test_who_opens_a_version_is_told_what_an_edit_does_and_then_what_it_did(
    page: Client, of: Study, editor: Acting
) -> None:
    assert "改回原样即恢复" not in page.get(address(of, "inventory/")).content.decode()
    services.make_version(editor, of.id)
    for name in ("inventory/", "scope/"):
        assert "改动任何一处都会使它回到草稿" in page.get(address(of, name)).content.decode()
    told = send(page, of, (POWER, "30.2", 171.0)).json()
    assert told["state_code"] == "draft" and "草稿" in told["state"]
    assert "notice" not in told["standing"]["html"]
    assert "已回到草稿" in told["standing"]["change"]


def test_a_reader_is_not_told_what_an_edit_would_do(of: Study, editor: Acting) -> None:
    services.make_version(editor, of.id)
    reader = browser(somebody("zhao@a.cn", "reader", of=of.organisation))
    assert "改回原样即恢复" not in reader.get(address(of, "inventory/")).content.decode()


def test_processes_without_an_output_are_named_beside_the_unit(page: Client, of: Study) -> None:
    model = ProductModel.model_validate_json(of.document)
    names = [p.name.to("zh") for p in model.processes if p.output is None]
    html = unescape(page.get(address(of, "scope/")).content.decode())
    assert names and f"{len(names)} 个过程没有写产出（{'、'.join(names[:3])}" in html


def test_a_list_in_conflict_is_told_by_its_parts(page: Client, of: Study) -> None:
    other = somebody("wang@a.cn", of=of.organisation, name="Wang Qiang")
    was = held(of, "rules")
    services.edit(other, of.id, [Set(place="rules", value=["gbt-24067-2024", "iso-14067-2018"], was=was)])
    told = send(page, of, ("rules", "gbt-24067-2024", was)).json()
    words = told["problems"][0]["message"]
    assert "（Wang Qiang）" in words["zh"]
    assert "gbt-24067-2024、iso-14067-2018" in words["zh"] and "gbt-24067-2024, iso-14067-2018" in words["en"]
    assert "['" not in unescape(told["merge"])


def test_an_empty_comment_is_refused_and_what_was_written_kept(page: Client, of: Study) -> None:
    answer = page.post(address(of, "comments/new/"), {"place": "", "text": "长" * 4001})
    assert answer.status_code == 422
    assert "长" * 4001 in answer.content.decode()
    assert page.post(address(of, "comments/new/"), {"place": "", "text": " "}).status_code == 422


def test_a_version_is_made_and_shown(page: Client, of: Study) -> None:
    answer = page.post(address(of, "make-version/"))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/result/")
    assert Study.objects.get(id=of.id).state == "calculated"
    send(page, of, (POWER, "30.2", 171.0))
    told = send(page, of, (POWER, "31", 30.2), key="k2").json()
    assert re.search("比版本 1 低 [0-9]", told["live"])


def test_what_cannot_be_computed_makes_no_version_and_says_why(page: Client, of: Study) -> None:
    told = send(page, of, (POWER, "=nobody", 171.0)).json()
    assert told["can_make"] is False
    assert "未计算" in told["live"]
    answer = page.post(address(of, "make-version/"))
    assert answer.status_code == 422
    html = unescape(answer.content.decode())
    assert "没有名为“nobody”的参数" in html
    assert 'id="make-version" aria-disabled="true" aria-describedby="why-no-version"' in html


def full_model() -> dict[str, Any]:
    """A model in which everything the schema knows is stated."""
    data = {"kind": "primary", "quality": {"time": 2}, "evidence": [{"title": "表"}]}
    exchange = {
        "name": "x",
        "amount": 1,
        "unit": "kg",
        "datasets": [],
        "conversion": {"amount": 2, "unit": "MJ/kg"},
        "data": data,
    }
    plain = demo_models()["rice_paddy"].plain()
    return {
        **plain,
        "boundary": {**plain["boundary"], "stages": [{"id": s, "name": s, "canonical": c} for s, c in
                     (("raw_materials", "raw_materials"), ("manufacturing", "manufacturing"))]},
        "product": {**plain["product"], "codes": {"HS": "1006"}},
        "period": {"start": "2025-01-01", "end": "2025-12-31"},
        "parameters": [{"name": "p", "value": 1}],
        "processes": [
            {
                "id": "one", "name": "一", "stage": "manufacturing", "output": {"amount": 1, "unit": "t"},
                "inputs": [{"id": "i", **exchange}],
                "energy": [{"id": "e", **exchange, "electricity": "certificate", "instrument": {"number": "1"}}],
                "transports": [{"id": "t", **exchange, "unit": "t*km"}],
                "wastes": [{"id": "w", **exchange}],
                "emissions": [{"id": "g", "name": "g", "gas": "CO2", "amount": 1, "data": data}],
                "coproducts": [{"id": "c", "name": "c", "amount": 1, "unit": "kg"}],
                "allocation": {"method": "mass", "reason": "r"},
            }
        ],
        "deliver": "one",
        "materials": [{"id": "m", "name": "m", "amount": 1, "data": data}],
        "exclusions": [{"name": "x"}],
        "comparisons": [{"name": "x", "low": 1, "unit": "kg", "citation": "c"}],
        "scenarios": [
            {
                "id": "s", "name": "s", "parameters": {"p": 2}, "datasets": {"one/i": ["d"]},
                "shares": {"one/i": 0.5}, "amounts": {"one/e": 2}, "materials": {"m/recycling_rate": 0.5},
            }
        ],
    }  # fmt: skip


def test_the_reader_of_texts_knows_every_single_value() -> None:
    for leaf in leaves():
        assert leaf_at(".".join(leaf.fields)) == leaf
    with pytest.raises(CodedError):
        leaf_at("a[")


def test_the_first_stage_of_a_models_own_stands_beside_the_usual_ones(page: Client, of: Study) -> None:
    place = "boundary.stages"
    form = {
        "do": f"add:{place}",
        "page": "scope",
        new_name(place, "name.zh"): "收储",
        new_name(place, "canonical"): "manufacturing",
    }
    assert page.post(address(of, "change/"), form).status_code == 302
    stages = held(of, place)
    assert [stage["id"] for stage in stages[:-1]] == list(STAGES)
    assert stages[-1]["name"] == {"zh": "收储"} and stages[-1]["canonical"] == "manufacturing"
