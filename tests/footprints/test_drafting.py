"""The draft of a study: edits by several people, one at a time, taken back and made again; nothing typed is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import model, organisation, somebody

from tanzuji.documents.editing import Insert, Operation, ReplaceAll, Set, Unset, same
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.footprints import live, messages, queries, services
from tanzuji.footprints.models import Edit, Study
from tanzuji.footprints.pages.editing.typed import seen
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> tuple[Acting, Acting, Study]:
    """Two editors of one organisation and a study of theirs."""
    of = organisation()
    one, other = somebody("li@a.cn", of=of, name="李梅"), somebody("wang@a.cn", of=of, name="王强")
    return one, other, bare_study(one)


def bare_study(acting: Acting) -> Study:
    """A study whose model number and notes are empty."""
    plain = model().plain()
    del plain["product"]["model"], plain["notes"]
    return services.create(acting, ProductModel.parse(plain), [starter_release()])


def line(of: Study) -> tuple[str, float]:
    """The place and value of an amount that is a number."""
    for process in json.loads(of.document)["processes"]:
        for item in process.get("energy", ()):
            if isinstance(item.get("amount"), float | int):
                return f"processes[{process['id']}].energy[{item['id']}].amount", item["amount"]
    raise AssertionError("the model has no plain amount")


def at(study_id: Any, place: str) -> Any:
    return seen(json.loads(Study.objects.get(id=study_id).document), place)


def test_every_line_of_a_new_draft_has_an_id(works: tuple[Acting, Acting, Study]) -> None:
    plain = json.loads(works[2].document)
    for process in plain["processes"]:
        for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
            assert all(item.get("id") for item in process.get(kind, ()))


def test_an_edit_moves_the_total_as_the_engine_says(works: tuple[Acting, Acting, Study]) -> None:
    """The live total equals a computation of the stored document from scratch."""
    one, _, of = works
    place, was = line(of)
    edited = services.edit(one, of.id, [Set(place=place, value=was * 2, was=was)])
    stored = Study.objects.get(id=of.id)
    expected = compute(ProductModel.parse(json.loads(stored.document)), starter_release()).total
    assert edited.live.total == expected == stored.total
    assert edited.live.total != of.total


def test_the_same_key_again_is_the_same_edit(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    place, was = line(of)
    add = [Insert(place="parameters", item={"name": "extra", "value": 1})]
    first = services.edit(one, of.id, add, key="k")
    again = services.edit(one, of.id, add, key="k")
    assert first.study.revision == again.study.revision == 2
    assert len([p for p in json.loads(again.study.document)["parameters"] if p["name"] == "extra"]) == 1
    # another person's key of the same name is another edit
    services.edit(other, of.id, [Set(place=place, value=was + 1, was=was)], key="k")
    assert at(of.id, place) == was + 1


def test_a_key_stands_for_one_edit_only(works: tuple[Acting, Acting, Study]) -> None:
    editor, _, study = works
    first = services.edit(editor, study.id, [Set(place="product.model", value="a")], key="k", force=True)
    with pytest.raises(CodedError) as refused:
        services.edit(editor, study.id, [Set(place="product.model", value="b")], key="k", force=True)
    assert refused.value.code == "footprints.edit-key-reused"
    with pytest.raises(CodedError) as refused:
        services.undo(editor, study.id, key="k")
    assert refused.value.code == "footprints.edit-key-reused"
    study.refresh_from_db()
    assert study.revision == first.study.revision
    again = [
        Set(place="product.model", value="a", was="seen before")
    ]  # what was seen is no part of what is meant
    assert services.edit(editor, study.id, again, key="k").study.revision == first.study.revision


@pytest.mark.parametrize("value", [1e31, -1e31, 1e300])
def test_a_number_beyond_every_amount_is_refused_with_its_place(
    works: tuple[Acting, Acting, Study], value: float
) -> None:
    editor, _, study = works
    place, _ = line(study)
    with pytest.raises(CodedError) as refused:
        services.edit(editor, study.id, [Set(place=place, value=value)], force=True)
    assert [(p.code, p.path) for p in refused.value.problems] == [("footprints.too-large-a-number", place)]
    study.refresh_from_db()
    assert study.revision == 1


def test_other_releases_are_another_revision_which_open_pages_learn_of(
    works: tuple[Acting, Acting, Study],
) -> None:
    editor, _, study = works
    before = services.edit(editor, study.id, [Set(place="product.model", value="a")], force=True).study
    chosen = services.choose_releases(editor, study.id, [])
    assert chosen.study.revision == before.revision + 1 == queries.revision_of(editor, study.id)
    after = services.edit(editor, study.id, [Set(place="product.model", value="b")], force=True).study
    assert queries.document_at(after, chosen.study.revision)["product"]["model"] == "a"
    assert services.undo(editor, study.id).study.revision == after.revision + 1


def test_a_library_that_was_missing_is_looked_for_again(
    works: tuple[Acting, Acting, Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, study = works
    monkeypatch.setattr(live, "_kept", live._Kept())
    with monkeypatch.context() as missing:

        def none(releases: str) -> None:
            raise messages.NO_VERSION.error()

        missing.setattr(live, "opened", none)
        assert queries.draft_result(study).footprint is None
    assert queries.draft_result(study).footprint is not None


def test_a_study_archived_meanwhile_is_not_written_to(
    works: tuple[Acting, Acting, Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, _, study = works
    found = queries.study

    def archived_after(acting: Acting, study_id: Any) -> Study:
        seen = found(acting, study_id)
        Study.objects.filter(id=study.id).update(archived_at=timezone.now())
        return seen

    monkeypatch.setattr(queries, "study", archived_after)
    with pytest.raises(CodedError) as refused:
        services.edit(editor, study.id, [Set(place="product.model", value="a")], force=True)
    assert refused.value.code == "web.absent"


def test_a_key_of_any_length_is_kept(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    place, was = line(of)
    for _ in range(2):
        services.edit(one, of.id, [Set(place=place, value=7, was=was)], key="键" * 5000)
    assert Study.objects.get(id=of.id).revision == 2


def test_two_people_conflict_at_the_same_place_only(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    place, was = line(of)
    services.edit(other, of.id, [Set(place=place, value=11, was=was)])
    services.edit(one, of.id, [Set(place="product.model", value="A1", was=None)])
    with pytest.raises(services.Conflicted) as raised:
        services.edit(
            one, of.id, [Set(place=place, value=12, was=was), Set(place="product.model", value="B")]
        )
    assert [c.place for c in raised.value.conflicts] == [place, "product.model"]
    assert at(of.id, place) == 11
    assert at(of.id, "product.model") == "A1"  # all or none


def test_a_conflict_names_who_changed_that_place_and_not_who_edited_last(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, other, of = works
    place, was = line(of)
    services.edit(other, of.id, [Set(place=place, value=11, was=was)])
    third = somebody("zhao@a.cn", of=one.organisation, name="赵雪")
    services.edit(third, of.id, [Set(place="product.model", value="A1")])
    with pytest.raises(services.Conflicted) as raised:
        services.edit(one, of.id, [Set(place=place, value=12, was=was)])
    who, when = raised.value.authors[place]
    assert who == "王强"
    assert when == Edit.objects.get(study=of, revision=2).at
    assert "王强" in raised.value.problems[0].text("zh")


def test_who_has_seen_the_other_value_may_insist(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    place, was = line(of)
    services.edit(other, of.id, [Set(place=place, value=11, was=was)])
    services.edit(one, of.id, [Set(place=place, value=12, was=was)], force=True)
    assert at(of.id, place) == 12


def test_writing_what_already_stands_there_makes_no_step(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    place, was = line(of)
    services.edit(other, of.id, [Set(place=place, value=11, was=was)])
    edited = services.edit(one, of.id, [Set(place=place, value=11, was=was)])
    assert edited.study.revision == 2


def test_undo_takes_back_ones_own_last_edit_and_redo_makes_it_again(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, other, of = works
    place, was = line(of)
    services.edit(one, of.id, [Set(place=place, value=5, was=was)])
    services.edit(one, of.id, [Set(place=place, value=6, was=5)])
    services.edit(other, of.id, [Set(place="product.model", value="M")])
    values = []
    for step in (services.undo, services.undo, services.redo, services.redo, services.undo):
        step(one, of.id)
        values.append(at(of.id, place))
    assert values == [5, was, 5, 6, 5]
    assert at(of.id, "product.model") == "M"


def test_anothers_edit_cannot_be_undone(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    services.edit(other, of.id, [Set(place="product.model", value="M")])
    with pytest.raises(CodedError) as raised:
        services.undo(one, of.id)
    assert raised.value.code == "footprints.nothing-to-undo"
    assert services.can_undo(one, of) == (False, False)
    assert services.can_undo(other, of) == (True, False)
    assert at(of.id, "product.model") == "M"


def test_a_new_edit_ends_what_could_be_done_again(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    services.edit(one, of.id, [Set(place="product.model", value="A")])
    services.undo(one, of.id)
    services.edit(one, of.id, [Set(place="product.model", value="B")])
    with pytest.raises(CodedError) as raised:
        services.redo(one, of.id)
    assert raised.value.code == "footprints.nothing-to-undo"


def test_undo_stops_where_somebody_else_changed_the_place_since(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    services.edit(one, of.id, [Set(place="product.model", value="A")])
    services.edit(other, of.id, [Set(place="product.model", value="B", was="A")])
    with pytest.raises(services.Conflicted):
        services.undo(one, of.id)
    assert at(of.id, "product.model") == "B"


def test_undo_with_the_same_key_happens_once(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    for value, was in (("A", None), ("B", "A")):
        services.edit(one, of.id, [Set(place="product.model", value=value, was=was)])
    for _ in range(2):
        services.undo(one, of.id, key="lost answer")
    assert at(of.id, "product.model") == "A"


def test_the_draft_is_kept_in_the_models_own_form(works: tuple[Acting, Acting, Study]) -> None:
    """Defaults are left out, texts have no blanks around them, a plain string becomes a text; undo is still exact."""
    one, _, of = works
    before = json.loads(of.document)
    operations: list[Operation] = [
        Set(place="notes", value="  注  "),
        Set(place="method.gwp_set", value="AR6"),
        Set(place="product.model", value=" X "),
        Insert(place=f"{line(of)[0].rpartition('.energy')[0]}.inputs", item={"name": "新", "unit": "kg"}),
    ]
    services.edit(one, of.id, operations)
    now = json.loads(Study.objects.get(id=of.id).document)
    assert now["notes"] == {"zh": "注"}
    assert now["product"]["model"] == "X"
    assert "gwp_set" not in now.get("method", {})
    assert all(item.get("id") for process in now["processes"] for item in process.get("inputs", ()))
    assert same(now, ProductModel.parse(now).plain())
    services.undo(one, of.id)
    assert same(json.loads(Study.objects.get(id=of.id).document), before)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (Set(place="unit.amount", value=-1), "document.invalid"),
        (Set(place="unit.unit", value="炉"), "quantity.unknown-unit"),
        (Set(place="unit.kind", value="guess"), "document.not-one-of"),
        (Set(place="processes[none]", value={}), "edit.not-found"),
        (Set(place="nowhere.at[all", value=1), "edit.bad-place"),
        (Set(place="nowhere", value=1), "document.unknown-field"),
        (Unset(place="product.name"), "document.missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_nothing_is_stored(
    works: tuple[Acting, Acting, Study], operation: Operation, code: str
) -> None:
    one, _, of = works
    with pytest.raises(CodedError) as raised:
        services.edit(one, of.id, [operation], force=True)
    assert raised.value.code == code
    assert raised.value.problems[0].path == operation.place  # type: ignore[union-attr]
    stored = Study.objects.get(id=of.id)
    assert (stored.revision, stored.document, stored.digest) == (1, of.document, of.digest)
    assert not Edit.objects.filter(study=of).exists()


def test_an_error_in_a_line_names_it_by_id(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    place = line(of)[0].replace(".amount", ".unit")
    with pytest.raises(CodedError) as raised:
        services.edit(one, of.id, [Set(place=place, value="furlongs!")], force=True)
    assert raised.value.problems[0].path == place


def test_a_model_beyond_the_limit_is_refused(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    plain = json.loads(of.document)
    plain["processes"][0]["inputs"] = [{"id": f"x{i}", "name": "x", "unit": "kg"} for i in range(5001)]
    with pytest.raises(CodedError) as raised:
        services.edit(one, of.id, [ReplaceAll(document=plain, was=of.digest)])
    assert raised.value.code == "footprints.too-many-lines"


def test_names_with_characters_no_database_keeps_do_not_break_lists(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, _, of = works
    services.edit(one, of.id, [Set(place="product.name.zh", value="泥\x00水" + "长" * 400)], force=True)
    stored = Study.objects.get(id=of.id)
    assert stored.name_zh.startswith("泥水长")
    assert len(stored.name_zh) == 300


def test_another_organisations_study_is_absent(works: tuple[Acting, Acting, Study]) -> None:
    _, _, of = works
    stranger = somebody("x@b.cn", of=organisation("乙厂"))
    for act in (
        lambda: services.edit(stranger, of.id, [Set(place="product.model", value="M")]),
        lambda: services.undo(stranger, of.id),
        lambda: services.redo(stranger, of.id),
        lambda: services.edit(stranger, uuid4(), []),
    ):
        with pytest.raises(Absent):
            act()


def test_a_reader_cannot_edit_and_a_submitted_study_is_closed(works: tuple[Acting, Acting, Study]) -> None:
    one, _, of = works
    reader = somebody("sun@a.cn", "reader", of=one.organisation)
    with pytest.raises(Refused):
        services.edit(reader, of.id, [Set(place="product.model", value="M")])
    Study.objects.filter(id=of.id).update(state="submitted")
    with pytest.raises(CodedError) as raised:
        services.edit(one, of.id, [Set(place="product.model", value="M")])
    assert raised.value.code == "footprints.submitted"


def test_an_edit_takes_a_calculated_study_back_to_draft_and_its_version_stays(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, _, of = works
    version = services.make_version(one, of.id)
    services.edit(one, of.id, [Set(place="product.model", value="M")])
    assert Study.objects.get(id=of.id).state == "draft"
    assert queries.version(of, 1).document == version.document


def test_every_earlier_draft_can_be_read_again(works: tuple[Acting, Acting, Study]) -> None:
    one, other, of = works
    seen = {1: json.loads(of.document)}
    place, was = line(of)
    for number, (who, value) in enumerate(((one, 1.0), (other, 2.0), (one, 3.0)), start=2):
        services.edit(who, of.id, [Set(place=place, value=value, was=was)])
        was = value
        seen[number] = json.loads(Study.objects.get(id=of.id).document)
    now = Study.objects.get(id=of.id)
    for number, plain in seen.items():
        assert same(queries.document_at(now, number), plain)


def test_a_draft_that_cannot_be_computed_says_why_and_keeps_no_number(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, _, of = works
    place, _ = line(of)
    edited = services.edit(one, of.id, [Set(place=place, value="=nobody * 2")], force=True)
    assert edited.live.footprint is None
    assert edited.live.problems[0].code == "formula.unknown-name"
    assert Study.objects.get(id=of.id).total is None


def test_results_kept_in_memory_are_bounded_by_their_rows() -> None:
    kept = live._Kept()
    rows = [object()] * 3000

    class _Result:
        class footprint:  # noqa: N801
            contributions = rows

    for number in range(10):
        kept.put((str(number), "", False), _Result())  # type: ignore[arg-type]
    assert len(kept._results) == 2
    assert kept._rows == 6000


Step = tuple[int, str, int]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(["mine", "stale", "undo", "redo", "same-key"]),
            st.integers(0, 3),
        ),
        max_size=40,
    )
)
def test_every_acknowledged_edit_of_two_people_stands_until_its_author_takes_it_back(
    works: tuple[Acting, Acting, Study], steps: list[Step]
) -> None:
    """A thousand random steps by two people, against a model that is a list of values by place."""
    people = works[:2]
    of = bare_study(works[0])
    places = ["product.model", "boundary.geography", "version", "goal.audience.zh"]
    expected = {place: at(of.id, place) for place in places}
    known = [dict(expected), dict(expected)]  # what each of them saw last
    for count, (who, action, which) in enumerate(steps):
        place = places[which]
        value = f"{'AB'[who]}{count}"
        try:
            if action in ("mine", "same-key", "stale"):
                if action != "stale":
                    known[who] = dict(expected)
                key = f"{who}:{count}" if action == "same-key" else ""
                for _ in range(2 if key else 1):
                    services.edit(
                        people[who], of.id, [Set(place=place, value=value, was=known[who][place])], key=key
                    )
                expected[place] = value
                known[who][place] = value
            else:
                (services.undo if action == "undo" else services.redo)(people[who], of.id)
                expected = {place: at(of.id, place) for place in places}
        except services.Conflicted as conflict:
            for clash in conflict.conflicts:
                assert clash.theirs == expected[clash.place]
        except CodedError as error:
            assert error.code == "footprints.nothing-to-undo"
        assert {place: at(of.id, place) for place in places} == expected
    first = queries.document_at(Study.objects.get(id=of.id), 1)
    assert same(first, json.loads(of.document))


def test_many_people_at_once_lose_nothing(installation: dict[str, str]) -> None:
    """Eight threads with connections of their own write two hundred edits to one study; every one stands."""
    script = Path(__file__).with_name("drafting_process.py")
    environment = {**installation, "PYTHONPATH": os.pathsep.join((str(script.parent), *sys.path))}
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["acknowledged"] == told["standing"] == 200
    assert told["revisions"] == list(range(2, 202))


def test_a_file_that_was_exported_before_keeps_what_others_changed_since(
    works: tuple[Acting, Acting, Study],
) -> None:
    one, other, of = works
    place, was = line(of)
    exported = json.loads(of.document)
    services.edit(other, of.id, [Set(place=place, value=11, was=was)])
    exported["product"]["model"] = "from a file"
    services.replace(one, of.id, ProductModel.parse(exported), base_revision=1)
    assert (at(of.id, "product.model"), at(of.id, place)) == ("from a file", 11)
    exported["product"]["model"] = "again"
    with pytest.raises(services.Conflicted):
        services.replace(one, of.id, ProductModel.parse(exported), base_revision=1)
    assert model().product.model != "again"


def test_what_is_asked_for_under_a_key_is_computed_before_others_have_to_wait(
    works: tuple[Acting, Acting, Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside the transaction the result is found computed."""
    from tanzuji.engine import preview
    from tanzuji.footprints.services.once import Answer, once

    editor, _, study = works
    monkeypatch.setattr(live, "_kept", live._Kept())
    place, was = line(study)
    operations = [Set(place=place, value=was * 3, was=was)]
    computed: list[str] = []

    def counted(*arguments: Any, **named: Any) -> Any:
        computed.append(stage[0])
        return preview(*arguments, **named)

    def make() -> Answer:
        stage[0] = "inside"
        return Answer(200, str(services.edit(editor, study.id, operations).live.total))

    stage = ["before"]
    monkeypatch.setattr(live, "preview", counted)
    first = once(editor, "k", "d", make, lambda: services.foresee(editor, study.id, operations))
    again = once(editor, "k", "d", make, lambda: services.foresee(editor, study.id, operations))
    assert first == again
    assert computed == ["before"]
