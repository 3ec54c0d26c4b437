"""Rules are written, tried, made versions, offered and activated; nothing skips the second person."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from rulebook_cases import FAILS, PASSES, RULE

from tanzuji.documents.errors import CodedError
from tanzuji.notices import queries as notices
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import queries, services
from tanzuji.rulebook.models import RuleVersion, Standing
from tanzuji.rules import load_pack, shelf
from tanzuji.rules.cases import Case
from tanzuji.rules.load import text_of

pytestmark = pytest.mark.django_db
People = dict[str, Acting]


def made(people: People, text: str = RULE) -> RuleVersion:
    draft = services.begin(people["editor"], text)
    for case in (PASSES, FAILS):
        services.add_trial(people["editor"], draft.id, Case.parse(case))
    return services.fix(people["editor"], draft.id)


def active(people: People, curator: People, text: str = RULE) -> RuleVersion:
    version = made(people, text)
    services.act(people["editor"], version.id, "offer")
    return services.act(curator["reviewer"], version.id, "activate")


def refused(code: str, call: Any, *args: Any, **named: Any) -> CodedError:
    with pytest.raises(CodedError) as caught:
        call(*args, **named)
    assert code in caught.value.codes, caught.value.codes
    return caught.value


def test_a_rule_is_drafted_tried_offered_and_activated_by_a_second_person(
    association: People, curator: People
) -> None:
    """N-01: draft → active → superseded, and only the library's curator or the authority activates."""
    version = made(association)
    assert (version.state, version.kind, version.layer) == ("ready", "accounting", "product")
    refused("state.not-now", services.act, curator["reviewer"], _offered(association, version).id, "offer")
    refused("rulebook.needs-mandate", services.act, association["reviewer"], version.id, "activate")
    refused("rulebook.needs-reviewer", services.act, curator["editor"], version.id, "activate")
    services.act(curator["reviewer"], version.id, "activate")
    assert [rule.name for rule in queries.active() if rule.row] == ["demo.glue@1"]
    second = active(association, curator, RULE.replace('version: "1"', 'version: "2"'))
    version.refresh_from_db()
    assert (version.state, second.state) == ("superseded", "active")
    assert [s.action for s in version.standings.all()] == ["made", "offer", "activate", "supersede"]


def _offered(people: People, version: RuleVersion) -> RuleVersion:
    return services.act(people["editor"], version.id, "offer")


def test_nobody_activates_a_version_of_their_own(curator: People) -> None:
    draft = services.begin(curator["both"], RULE)
    for case in (PASSES, FAILS):
        services.add_trial(curator["both"], draft.id, Case.parse(case))
    version = services.fix(curator["both"], draft.id)
    services.act(curator["both"], version.id, "offer")
    refused("rulebook.own-version", services.act, curator["both"], version.id, "activate")
    assert services.act(curator["reviewer"], version.id, "activate").state == "active"


def test_a_child_that_loosens_its_parent_becomes_no_version_and_the_line_is_told(association: People) -> None:
    """ZJ-101: child may tighten, never loosen; linted on publish. 0.05 in GB/T 24067's pack, 0.2 in the draft."""
    draft = services.begin(association["editor"], RULE.replace("value: 0.03", "value: 0.2"))
    assert draft.problems == 1
    error = refused("rulebook.not-sound", services.fix, association["editor"], draft.id)
    loosened = next(p for p in error.problems if p.code == "rules.loosens-parent")
    assert RULE.splitlines()[loosened.fields["line"] - 1].strip().startswith("cutoff.total_max")


def test_an_accounting_rule_without_a_study_it_refuses_becomes_no_version(association: People) -> None:
    draft = services.begin(association["editor"], RULE)
    services.add_trial(association["editor"], draft.id, Case.parse(PASSES))
    refused("rulebook.no-trials", services.fix, association["editor"], draft.id)


def test_a_case_that_comes_out_otherwise_holds_the_version_back(association: People) -> None:
    draft = services.begin(association["editor"], RULE)
    services.add_trial(association["editor"], draft.id, Case.parse(PASSES))
    services.add_trial(
        association["editor"], draft.id, Case.parse({**PASSES, "id": "wrong", "expects": "fail"})
    )
    error = refused("rulebook.trials-fail", services.fix, association["editor"], draft.id)
    assert "wrong" in error.problems[0].text("en")


def test_who_saves_after_somebody_else_is_told_and_nothing_is_lost(association: People) -> None:
    draft = services.begin(association["editor"], RULE)
    services.save(association["editor"], draft.id, RULE + "# one\n", revision=1)
    refused(
        "rulebook.draft-changed", services.save, association["editor"], draft.id, RULE + "# two\n", revision=1
    )
    assert queries.draft(association["editor"], draft.id).text.endswith("# one\n")


def test_a_version_and_its_history_never_change(association: People) -> None:
    version = made(association)
    for change in (
        lambda: RuleVersion.objects.filter(id=version.id).update(text="id: other"),
        lambda: RuleVersion.objects.filter(id=version.id).delete(),
        lambda: Standing.objects.filter(version=version).update(action="activate"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_version_number_is_given_once(association: People) -> None:
    made(association)
    draft = services.begin(association["editor"], RULE)
    for case in (PASSES, FAILS):
        services.add_trial(association["editor"], draft.id, Case.parse(case))
    refused("rulebook.version-taken", services.fix, association["editor"], draft.id)


def brought(version: RuleVersion, by: People | None, standard: str = "a-standard") -> str:
    """State of a version after its organisation's standard came into force, published by a reviewer of `by`."""
    services.bring(
        version.rule, version.version, standard=standard, owner=version.organisation_id,
        decided_by=by["reviewer"].person.id if by else None,
    )  # fmt: skip
    version.refresh_from_db()
    return version.state


def test_an_association_cannot_stand_in_for_a_shipped_rule_even_through_its_standard(
    association: People, curator: People
) -> None:
    """A standard would otherwise bend the rules of everybody's studies; a curator decides on the version itself."""
    text = text_of("cn.cement").replace('version: "1"', 'version: "9"')
    draft = services.begin(association["editor"], text)
    for case in queries.rule("cn.cement").cases():
        services.add_trial(association["editor"], draft.id, case)
    version = services.fix(association["editor"], draft.id)
    assert brought(version, curator) == "offered"
    assert services.act(curator["reviewer"], version.id, "activate").state == "active"


def test_a_standard_in_force_activates_its_rule_and_ends_it(association: People, curator: People) -> None:
    """JS-101: accounting rules come into force with their standard, where a mandated body published it."""
    one = made(association)
    assert brought(one, curator) == "active"
    assert one.standings.last().standard == "a-standard"  # type: ignore[union-attr]
    services.supersede(None, "demo.glue", "1", standard="another-standard")
    one.refresh_from_db()
    assert one.state == "active", "a standard ends what it activated and nothing else"
    services.supersede(None, "demo.glue", "1", standard="a-standard", reason="abolished")
    one.refresh_from_db()
    assert one.state == "superseded"
    assert brought(one, curator) == "superseded", "what has ended does not begin again"


def test_a_standard_that_nobody_mandated_published_leaves_its_rule_to_a_curator(
    association: People, curator: People
) -> None:
    """N-01: only the library's curator and the authority activate."""
    one = made(association)
    assert brought(one, None) == "offered"
    services.act(association["editor"], one.id, "withdraw", reason="over")
    assert brought(one, curator) == "withdrawn"


def test_a_standard_touches_no_version_of_others(association: People, curator: People) -> None:
    theirs, own = made(curator), curator["reviewer"].person.id
    services.bring(
        "demo.glue", "1", standard="s", owner=association["editor"].organisation_id, decided_by=own
    )
    theirs.refresh_from_db()
    assert theirs.state == "ready"


def test_studies_are_checked_against_what_was_activated(
    association: People, curator: People, shelved: None, django_capture_on_commit_callbacks: Any
) -> None:
    """JS-107: a voluntary study takes the rules that hold, without asking anybody."""
    from tanzuji.engine.footprint import compute
    from tanzuji.formats.models import read_model
    from tanzuji.formats.starter import starter_folder, starter_release
    from tanzuji.rules import check

    with django_capture_on_commit_callbacks(execute=True):
        active(association, curator)
    assert load_pack("demo.glue").title.to("en") == "Glue"
    model = read_model(starter_folder().joinpath("products", "cement_po425.yaml").read_bytes())
    found = check(compute(model.model_copy(update={"rules": ("demo.glue",)}), [starter_release()]))
    assert [p.id for p in found.packs] == ["gbt-24067-2024", "demo.glue"]
    with django_capture_on_commit_callbacks(execute=True):
        services.act(curator["reviewer"], RuleVersion.objects.get().id, "supersede", reason="over")
    assert "demo.glue" not in shelf.texts()


def test_who_inherits_from_a_rule_that_changed_is_told_how_many_lines_are_looser(
    association: People, curator: People
) -> None:
    """ZJ-101: the child's 3 % is looser than the new parent's 2 %."""
    parent = (
        RULE.replace("demo.glue", "demo.parent")
        .replace("value: 0.03", "value: 0.04")
        .replace("layer: product", "layer: sector")
    )
    active(association, curator, parent)
    # the child inherits what holds; the draft reads it from the shelf only once it is there
    from tanzuji.rules import shelf as kept

    kept.put({"demo.parent": ("1", parent)})
    try:
        active(association, curator, RULE.replace("inherits: gbt-24067-2024", "inherits: demo.parent"))
        active(association, curator, parent.replace('version: "1"', 'version: "2"').replace("0.04", "0.02"))
    finally:
        kept.put({})
    told = [n for n in notices.notices(association["editor"]) if n.kind == "rulebook.parent-changed"]
    assert len(told) == 1 and "1" in (told[0].text_en or "")


def test_a_returned_version_says_why_and_its_authors_hear_of_it(association: People, curator: People) -> None:
    version = made(association)
    services.act(association["editor"], version.id, "offer")
    assert [n.kind for n in notices.notices(curator["reviewer"])] == ["rulebook.offered"]
    refused("rulebook.no-reason", services.act, curator["reviewer"], version.id, "return")
    services.act(curator["reviewer"], version.id, "return", reason="范围太宽")
    told = notices.notices(association["editor"]).first()
    assert told is not None and told.kind == "rulebook.returned" and "范围太宽" in told.text_zh
    assert services.act(association["editor"], version.id, "offer").state == "offered"


def test_a_strangers_draft_and_version_are_absent(
    association: People, stranger: Acting, curator: People
) -> None:
    draft = services.begin(association["editor"], RULE)
    refused("web.absent", queries.draft, stranger, draft.id)
    refused("web.absent", services.save, stranger, draft.id, "x", revision=1)
    version = made(association)
    refused("web.absent", queries.row, stranger, version.id)
    refused("web.absent", queries.row, curator["reviewer"], version.id)  # until it is offered
    services.act(association["editor"], version.id, "offer")
    assert queries.row(curator["reviewer"], version.id).rule == "demo.glue"
    refused("web.absent", queries.public_rule, "demo.glue", "1")


def test_a_reader_writes_nothing(association: People) -> None:
    refused("rulebook.needs-editor", services.begin, association["reader"], RULE)
