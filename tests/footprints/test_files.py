"""Files: new studies from them, exports and reports to them, and a changed file laid over a draft."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import browser, model, models, named, organisation, somebody, study, workbook_with

from tanzuji.documents import editing
from tanzuji.documents.canonical import digest
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.footprints import exchange, services, shelf, starting
from tanzuji.footprints.models import Study
from tanzuji.footprints.tasks import FORMS
from tanzuji.formats.models import read_model, write_workbook, write_yaml
from tanzuji.formats.starter import starter_release
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.ledger.models import Event
from tanzuji.ledger.sealed import prepared
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Acting:
    return somebody()


@pytest.fixture
def client(editor: Acting) -> Client:
    return browser(editor)


def text_of(answer: Any) -> str:
    """What a page says, without markup."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", without)))


# new studies ──────────────────────────────────────────────────────────────────


def test_the_empty_list_says_what_is_needed_to_begin(client: Client) -> None:
    said = text_of(client.get("/zh/studies/"))
    assert "还没有核算" in said and "一年的用量" in said


def test_an_example_is_begun_with_one_click(client: Client) -> None:
    page = client.get("/zh/studies/new/")
    assert "普通硅酸盐水泥 P·O 42.5" in text_of(page) and "794.5" in text_of(page)
    answer = client.post("/zh/studies/new/examples/cement_po425/")
    made = Study.objects.get()
    assert answer["Location"] == f"/zh/studies/{made.id}/"
    assert made.total == compute(model("cement_po425"), (starter_release(),)).total


def test_the_totals_of_the_examples_are_the_engines_and_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    totals = {example.key: example.total for example in shelf.examples()}
    assert totals == {key: compute(m, (starter_release(),)).total for key, m in models().items()}
    shelf._totals.cache_clear()
    monkeypatch.setattr(shelf, "compute", lambda *a: pytest.fail("computed again"))
    assert {example.key: example.total for example in shelf.examples()} == totals


def test_a_workbook_with_one_wrong_cell_is_refused_by_sheet_and_cell(client: Client) -> None:
    book = workbook_with(write_workbook(model()), "能源", "D3", "一百七十一")
    answer = client.post("/zh/studies/new/", {"file": named(book, "2025年台账.xlsx")})
    said = text_of(answer)
    assert answer.status_code == 422 and Study.objects.count() == 0
    assert "“2025年台账.xlsx”里有 1 处要改，没有保存任何内容" in said
    assert re.search(r"能源 D3 .*一百七十一", said)
    assert 'role="alert"' in answer.content.decode() and 'href="#wrong-1"' in answer.content.decode()


def test_a_sound_workbook_becomes_a_study_and_what_should_be_known_is_told(client: Client) -> None:
    answer = client.post(
        "/zh/studies/new/", {"file": named(write_workbook(model()), "台账.xlsx")}, follow=True
    )
    assert Study.objects.get().digest == digest(editing.with_line_ids(model().plain()))
    assert answer.status_code == 200


def test_a_large_file_is_read_in_the_background_and_makes_one_study(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("tanzuji.footprints.pages.files.creating.LARGE_TEXT", 100)
    answer = client.post("/zh/studies/new/", {"file": named(write_yaml(model()).encode(), "大.yaml")})
    job = Job.objects.get()
    assert answer["Location"] == f"/zh/jobs/{job.id}/" and Study.objects.count() == 0
    jobs.run(job.id)
    made = Study.objects.get()
    Job.objects.update(state="queued")  # as after a worker died between the study and the end of its job
    Job.objects.update(**prepared(Job.objects.get(), {"upload": write_yaml(model()).encode()}))
    jobs.run(job.id)
    assert Study.objects.get() == made
    assert f'href="/zh/studies/{made.id}/"' in client.get(f"/zh/jobs/{job.id}/").content.decode()


def test_a_large_file_with_errors_says_so_on_its_job(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("tanzuji.footprints.pages.files.creating.LARGE_TEXT", 10)
    client.post("/zh/studies/new/", {"file": named(b"id: x\nunit: 7\n" + b"# \n" * 50, "大.yaml")})
    job = Job.objects.get()
    jobs.run(job.id)
    said = text_of(client.get(f"/zh/jobs/{job.id}/"))
    assert "未完成" in said and "product" in said and Study.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["\u202egnp.exe", "a\r\nSet-Cookie: x.yaml", "CON", "碳" * 300, "<script>alert(1)</script>.yaml"]
)
def test_a_hostile_file_name_is_shown_safely(client: Client, name: str) -> None:
    answer = client.post("/zh/studies/new/", {"file": named(b"id: [", name)})
    page = answer.content.decode()
    assert answer.status_code == 422 and Study.objects.count() == 0
    assert "\u202e" not in page and "<script>alert" not in page and "Set-Cookie" not in answer


def test_no_file_is_asked_for_again(client: Client) -> None:
    answer = client.post("/en/studies/new/", {})
    assert answer.status_code == 422 and "No file arrived." in text_of(answer)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_a_workbook_with_a_guide(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/studies/new/template.xlsx")
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    example = client.get(f"/{language}/studies/new/template.xlsx?example=laptop")
    assert digest(read_model(example.content, name="x.xlsx")) == digest(models()["laptop"])
    assert client.get(f"/{language}/studies/new/template.exe").status_code == 404
    assert client.get(f"/{language}/studies/new/template.xlsx?example=none").status_code == 404


FILLED = {
    "product.name.zh": "普通硅酸盐水泥 P·O 42.5",
    "unit.kind": "declared",
    "unit.amount": "1",
    "unit.unit": "t",
    "unit.description.zh": "1 t 出厂散装水泥",
    "boundary.type": "cradle_to_gate",
    "period.start": "2025-01-01",
    "period.end": "2025-12-31",
    "rules": ["cn.cement"],
    "stages": "canonical",
}


def test_a_blank_form_becomes_a_study_with_an_empty_process_a_stage(client: Client) -> None:
    answer = client.post("/zh/studies/new/blank/", FILLED)
    made = Study.objects.get()
    assert answer["Location"] == f"/zh/studies/{made.id}/"
    kept = ProductModel.parse(json.loads(made.document))
    assert [p.stage for p in kept.processes] == ["raw_materials", "manufacturing"]
    assert kept.rules == ("gbt-24067-2024", "cn.cement")
    assert kept.period is not None and kept.period.end.isoformat() == "2025-12-31"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"product.name.zh": " "}, "product.name.zh", "产品还没有名称"),
        ({"unit.unit": "léopard"}, "unit.unit", "léopard"),
        ({"unit.amount": "一"}, "unit.amount", "一"),
        ({"unit.amount": "-1"}, "unit.amount", "大于 0"),
        ({"unit.kind": ""}, "unit.kind", "还没有填"),
        ({"boundary.type": "cradle_to_moon"}, "boundary.type", "还没有填"),
        ({"period.end": "2024-12-31"}, "period.end", "早于开始"),
        ({"period.end": ""}, "period.end", "只写了一头"),
        ({"period.start": "去年"}, "period.start", "去年"),
    ],
)
def test_a_blank_form_leads_to_the_field_that_is_wrong_and_keeps_what_was_typed(
    client: Client, change: dict[str, str], field: str, words: str
) -> None:
    answer = client.post("/zh/studies/new/blank/", {**FILLED, **change})
    page = answer.content.decode()
    assert answer.status_code == 422 and Study.objects.count() == 0
    assert f'<a href="#{field}">' in page and f'id="{field}"' in page
    assert words in text_of(answer)
    if "product.name.zh" not in change:
        assert FILLED["product.name.zh"] in page  # type: ignore[operator]


def test_product_rules_are_suggested_by_the_name(client: Client) -> None:
    page = client.get(
        "/zh/studies/new/blank/rules/", {"product.name.zh": "磷酸铁锂动力电池包"}
    ).content.decode()
    first = page.index('value="cn.battery.li.ev" checked')
    assert first < page.index('value="cn.cement"') and "名称相符" in page


@pytest.mark.parametrize("vocabulary", sorted(__import__("tanzuji.rules").rules.vocabularies()))
@pytest.mark.parametrize("boundary", ["cradle_to_grave", "cradle_to_gate", "gate_to_gate", "gate_to_grave"])
def test_every_boundary_begins_in_every_division_into_stages(vocabulary: str, boundary: str) -> None:
    plain = {
        "product": {"name": {"en": "Cement"}},
        "unit": {"kind": "declared", "unit": "t", "description": {"en": "1 t"}},
        "boundary": {"type": boundary},
    }
    begun = starting.started(plain, vocabulary)
    assert begun.processes and {p.stage for p in begun.processes} <= {s.id for s in begun.stages()}


# round trips ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", exchange.SUFFIXES)
@pytest.mark.parametrize("key", sorted(models()))
def test_export_and_import_give_the_same_digest(
    client: Client, editor: Acting, key: str, suffix: str
) -> None:
    made = study(editor, key)
    answer = client.get(f"/en/studies/{made.id}/export.{suffix}")
    client.post("/zh/studies/new/", {"file": named(answer.content, f"x.{suffix}")})
    assert [s.digest for s in Study.objects.all()] == [made.digest, made.digest]


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("energy"), st.floats(1e-6, 1e9)),
        st.tuples(
            st.just("note"),
            st.sampled_from(["=1+1", "a: b", " 两端空白 ", "no", "0123", "1e5", "多\n行", "#x", "'"]),
        ),
        st.tuples(st.just("gwp"), st.sampled_from(["AR5", "AR6"])),
        st.tuples(st.just("unset"), st.just(None)),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=EDITS)
def test_export_and_import_give_the_same_digest_after_any_edits(
    editor: Acting, steps: list[tuple[str, Any]]
) -> None:
    made = study(editor)
    for kind, value in steps:
        at = {"energy": PLACE, "note": "product.description.zh", "gwp": "method.gwp_set", "unset": PLACE}[
            kind
        ]
        operation = editing.Unset(place=at) if kind == "unset" else editing.Set(place=at, value=value)
        services.edit(editor, made.id, [operation], force=True)
    kept = Study.objects.get(id=made.id)
    for suffix in exchange.SUFFIXES:
        file = exchange.exported(editor, kept, suffix, "zh")
        again = services.create(editor, read_model(file.content, name=file.name), [starter_release()])
        assert again.digest == kept.digest, suffix


# exports ──────────────────────────────────────────────────────────────────────


def test_the_name_of_an_export_holds_product_and_revision_for_every_browser(
    client: Client, editor: Acting
) -> None:
    made = study(editor, "cement_po425")
    disposition = client.get(f"/zh/studies/{made.id}/export.xlsx")["Content-Disposition"]
    plain, extended = re.fullmatch(
        r"attachment; filename=\"([ -~]+)\"; filename\*=UTF-8''(\S+)", disposition
    ).groups()  # type: ignore[union-attr]
    assert unquote(extended) == "普通硅酸盐水泥 P·O 42.5-r1.xlsx" and plain.endswith("42.5-r1.xlsx")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CON", "CON-r1.yaml"), ("a/b\\c:d*?\"<>|%.", "a b c d -r1.yaml"), ("\u202egnp", "gnp-r1.yaml"),
        ("水" * 300, "水" * 50), ("...", "-r1.yaml"), ("é\u0301", "é\u0301-r1.yaml"),
    ],
)  # fmt: skip
def test_the_name_of_an_export_is_one_every_file_system_takes(
    editor: Acting, name: str, expected: str
) -> None:
    made = services.create(editor, model().model_copy(update={"product": model().product.model_copy(
        update={"name": type(model().product.name)(zh=name)})}), [starter_release()])  # fmt: skip
    file = exchange.exported(editor, made, "yaml", "zh")
    assert file.name.startswith(expected[:-5].split("-r1")[0]) and file.name.endswith(".yaml")
    assert len(file.name.encode()) <= 200 and not set('/\\:*?"<>|%\u202e\r\n') & set(file.name)


def test_an_export_is_remembered(client: Client, editor: Acting) -> None:
    made = study(editor)
    client.get(f"/zh/studies/{made.id}/export.json")
    event = Event.objects.filter(kind="footprints.study.exported").get()
    assert (event.subject_id, json.loads(event.detail)) == (str(made.id), {"edition": "r1", "form": "json"})


# a changed file over the draft ────────────────────────────────────────────────


def with_amount(of: Study, amount: float, **more: Any) -> bytes:
    """The study's YAML with another amount of irrigation electricity."""
    plain = json.loads(of.document)
    field = next(p for p in plain["processes"] if p["id"] == "field")
    next(line for line in field["energy"] if line["unit"] == "kWh")["amount"] = amount
    return write_yaml(ProductModel.parse({**plain, **more})).encode()


PLACE = "processes[field].energy[irrigation-electricity].amount"


def previewed(client: Client, of: Study, content: bytes, name: str = "稻谷-r1.yaml", **fields: str) -> Any:
    return client.post(f"/zh/studies/{of.id}/replace/", {"file": named(content, name), **fields})


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_changed_file_is_previewed_then_applied(client: Client, editor: Acting) -> None:
    made = study(editor)
    answer = previewed(client, made, with_amount(made, 200.0))
    said = text_of(answer)
    assert "1 处改动" in said and "171 → 200" in said and "灌溉电力" in said
    assert Study.objects.get().revision == 1
    client.post(f"/zh/studies/{made.id}/replace/", hidden(answer))
    assert Study.objects.get().revision == 2
    assert json.loads(Study.objects.get().document)["processes"][1]["energy"][1]["amount"] == 200.0


def test_what_a_colleague_changed_meanwhile_is_kept(client: Client, editor: Acting) -> None:
    made = study(editor)
    content = with_amount(made, 200.0)
    services.edit(editor, made.id, [editing.Set(place="version", value="2", was=None)])
    answer = previewed(client, made, content)
    assert "文件出自修订 1，草稿现在是 2" in text_of(answer)
    client.post(f"/zh/studies/{made.id}/replace/", hidden(answer))
    now = json.loads(Study.objects.get().document)
    assert now["version"] == "2" and now["processes"][1]["energy"][1]["amount"] == 200.0


@pytest.mark.parametrize(("choice", "amount"), [("mine", 200.0), ("theirs", 190.0)])
def test_where_both_changed_one_place_a_person_chooses(
    client: Client, editor: Acting, choice: str, amount: float
) -> None:
    made = study(editor)
    content = with_amount(made, 200.0, version="2")
    services.edit(editor, made.id, [editing.Set(place=PLACE, value=190.0, was=171.0)])
    answer = previewed(client, made, content)
    said = text_of(answer)
    assert answer.status_code == 409 and "文件里的：200" in said and "草稿里的：190" in said
    undecided = client.post(f"/zh/studies/{made.id}/replace/", hidden(answer))
    assert undecided.status_code == 409 and Study.objects.get().revision == 2
    client.post(f"/zh/studies/{made.id}/replace/", {**hidden(answer), f"choice:{PLACE}": choice})
    now = json.loads(Study.objects.get().document)
    assert now["processes"][1]["energy"][1]["amount"] == amount and now["version"] == "2"


def test_a_draft_that_moved_on_after_the_preview_is_shown_again(client: Client, editor: Acting) -> None:
    made = study(editor)
    answer = previewed(client, made, with_amount(made, 200.0))
    services.edit(editor, made.id, [editing.Set(place="version", value="2", was=None)])
    again = client.post(f"/zh/studies/{made.id}/replace/", hidden(answer))
    assert "草稿刚刚又有改动" in text_of(again) and Study.objects.get().revision == 2
    client.post(f"/zh/studies/{made.id}/replace/", hidden(again))
    assert Study.objects.get().revision == 3


def test_a_file_of_an_unknown_revision_is_asked_about(client: Client, editor: Acting) -> None:
    made = study(editor)
    answer = previewed(client, made, with_amount(made, 200.0), name="台账.yaml")
    assert answer.status_code == 422 and "不知道这个文件是从草稿的哪个修订导出的" in text_of(answer)
    assert (
        previewed(client, made, with_amount(made, 200.0), name="台账.yaml", base_revision="1").status_code
        == 200
    )
    assert previewed(client, made, with_amount(made, 200.0), base_revision="7").status_code == 422
    assert previewed(client, made, with_amount(made, 200.0), base_revision="１").status_code == 422


def test_what_is_submitted_is_not_replaced(client: Client, editor: Acting) -> None:
    made = study(editor)
    Study.objects.update(state="submitted")
    assert "已提交，不能编辑" in text_of(client.get(f"/zh/studies/{made.id}/replace/"))
    assert previewed(client, made, with_amount(made, 200.0)).status_code == 403


def test_a_file_that_is_as_the_draft_says_so(client: Client, editor: Acting) -> None:
    made = study(editor)
    answer = previewed(client, made, write_yaml(ProductModel.parse(json.loads(made.document))).encode())
    assert "没有不同" in text_of(answer)


def test_a_wrong_file_over_a_draft_is_named_by_its_place(client: Client, editor: Acting) -> None:
    made = study(editor)
    answer = previewed(client, made, b"id: x\n")
    assert answer.status_code == 422 and "要改，没有保存任何内容" in text_of(answer)
    assert Study.objects.get().revision == 1


# reports ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_report_in_every_form_and_language_comes_as_a_download(
    client: Client, editor: Acting, form: str, language: str
) -> None:
    made = study(editor)
    client.post(f"/zh/studies/{made.id}/report/", {"form": form, "language": language, "version": "draft"})
    job = Job.objects.get()
    assert "可以离开本页" in text_of(client.get(f"/zh/studies/{made.id}/report/"))
    jobs.run(job.id)
    page = client.get(f"/zh/studies/{made.id}/report/").content.decode()
    assert f"/zh/jobs/{job.id}/result/" in page
    file = client.get(f"/zh/jobs/{job.id}/result/")
    begins = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "html": b"<!", "json": b"{"}[form]
    assert file.content.startswith(begins)
    assert (
        file["Content-Disposition"].startswith("attachment") and file["X-Content-Type-Options"] == "nosniff"
    )


def test_a_report_of_what_cannot_be_computed_says_why(client: Client, editor: Acting) -> None:
    plain = model().plain()
    plain["processes"][0]["inputs"][0]["datasets"] = ["no.such.dataset"]
    made = services.create(editor, ProductModel.parse(plain), [starter_release()])
    client.post(f"/zh/studies/{made.id}/report/", {"form": "pdf", "language": "zh", "version": "draft"})
    jobs.run(Job.objects.get().id)
    assert "footprints.not-computed" in text_of(client.get(f"/zh/studies/{made.id}/report/"))


@pytest.mark.parametrize("wrong", [{"form": "exe"}, {"language": "fr"}])
def test_a_report_in_no_known_form_is_refused(client: Client, editor: Acting, wrong: dict[str, str]) -> None:
    made = study(editor)
    fields = {"form": "pdf", "language": "zh", "version": "draft", **wrong}
    assert client.post(f"/zh/studies/{made.id}/report/", fields).status_code == 422
    assert client.post(f"/zh/studies/{made.id}/report/", {**fields, "version": "3"}).status_code in (404, 422)
    assert Job.objects.count() == 0


def test_a_reader_may_take_a_report_but_create_and_replace_nothing(editor: Acting) -> None:
    made = study(editor)
    reader = browser(somebody("leser@example.org", "reader", of=editor.organisation))
    assert (
        reader.post(f"/zh/studies/{made.id}/report/", {"form": "json", "language": "zh"}).status_code == 302
    )
    assert reader.post("/zh/studies/new/examples/laptop/").status_code == 403
    assert reader.post("/zh/studies/new/", {"file": named(b"x", "x.yaml")}).status_code == 403
    assert (
        reader.post(f"/zh/studies/{made.id}/replace/", {"file": named(b"x", "x-r1.yaml")}).status_code == 403
    )
    assert reader.post(f"/zh/studies/{made.id}/archive/").status_code == 403
    assert "需要“核算员”的角色" in text_of(reader.get("/zh/studies/new/"))
    assert Study.objects.count() == 1


# the list ─────────────────────────────────────────────────────────────────────


def test_the_list_is_searched_filtered_and_sorted(client: Client, editor: Acting) -> None:
    for key in ("cement_po425", "laptop", "steel_eaf"):
        made = study(editor, key)
    services.make_version(editor, made.id)
    assert "共 1 页" not in text_of(client.get("/zh/studies/"))
    found = text_of(client.get("/zh/studies/?name=水泥"))
    assert "“水泥”找到 1 项" in found and "笔记本电脑" not in found
    calculated = text_of(client.get("/zh/studies/?state=calculated"))
    assert "电弧炉钢" in calculated and "v1" in calculated and "笔记本" not in calculated
    by_name = text_of(client.get("/en/studies/?sort=name"))
    assert by_name.index("Arc-furnace") < by_name.index("Laptop") < by_name.index("Portland")
    assert "No such study" in text_of(client.get("/en/studies/?name=zzz"))


def test_nobody_sees_anothers_studies_or_files(client: Client, editor: Acting) -> None:
    made = study(editor)
    stranger = browser(somebody("x@example.org", of=organisation("乙厂")))
    assert "稻谷" not in text_of(stranger.get("/zh/studies/"))
    for path in ("export.yaml", "report/", "replace/", "archive/"):
        theirs = stranger.get(f"/zh/studies/{made.id}/{path}")
        none = stranger.get(f"/zh/studies/00000000-0000-4000-8000-000000000000/{path}")
        assert (
            (theirs.status_code, len(theirs.content))
            == (none.status_code, len(none.content))
            == (404, len(none.content))
        )


def test_a_study_is_archived_after_being_asked(client: Client, editor: Acting) -> None:
    made = study(editor)
    assert "归档“稻谷”？" in text_of(client.get(f"/zh/studies/{made.id}/archive/"))
    answer = client.post(f"/zh/studies/{made.id}/archive/", follow=True)
    assert "“稻谷”已归档" in text_of(answer) and Study.objects.get().archived_at is not None
