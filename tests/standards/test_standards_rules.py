"""The machine rule a standard names: whose it may be, when it begins to hold, what ends it, and that it is what was voted on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from standard_cases import TEXT, TODAY, Cast, Office, accepted, proposal, published, reviewed, somebody

from tanzuji.documents.errors import CodedError
from tanzuji.rulebook.models import RuleVersion, Standing
from tanzuji.standards import services
from tanzuji.standards.models import Standard

AFTER = TODAY + timedelta(days=91)


def ready(office: Office, version: str = "1", state: str = "ready", rule: str = "demo.glue") -> RuleVersion:
    """A version of a rule in an organisation's rule book; of an active one, how it came to be so."""
    made = RuleVersion.objects.create(
        organisation_id=office.id, rule=rule, version=version, digest=f"{office.id}-{version}", kind="product",
        layer="product", level="N", made_by=office.editor.person, state=state,
        text=f"""\
id: {rule}
version: "{version}"
layer: product
level: T
title: {{zh: 胶, en: Glue}}
number: T/DEMO 1-2026
inherits: gbt-24067-2024
source: {{zh: 测试, en: a test}}
parameters:
  cutoff.total_max: {{value: 0.03, source_tag: D}}
""",
    )  # fmt: skip
    if state == "active":
        Standing.objects.create(version=made, action="activate", person=office.reviewer.person)
    return made


def state(version: RuleVersion) -> str:
    version.refresh_from_db()
    return version.state


def named(people: Cast, standard: Standard, version: str = "1") -> None:
    services.describe(people.association.editor, standard.id, {"rule": "demo.glue", "rule_version": version})


def gone_the_way(people: Cast, number: str = "T/JSXX 001-2026", version: str = "1", **other: str) -> Standard:
    """A project of the association that names a version, in force since 2026-06-01."""
    made = accepted(people, **other)
    named(people, made, version)
    services.add_draft(people.association.editor, made.id, text=TEXT)
    services.act(people.association.editor, made.id, "consult", today=TODAY)
    services.act(people.association.editor, made.id, "review", today=AFTER)
    for one in people.panel[:3]:
        services.convene(
            people.authority.editor, made.id, organisation_id=one.organisation_id, email=one.person.email
        )
        services.vote(one, made.id, choice="for")
    services.act(people.authority.reviewer, made.id, "approve", today=AFTER)
    own = made.level in ("association", "enterprise")
    publisher = people.association.reviewer if own else people.authority.reviewer
    begins = {"number": number, "in_force_on": "2026-06-01"}
    return services.act(publisher, made.id, "publish", begins, today=AFTER)


def test_a_standard_that_names_a_rule_of_others_neither_activates_nor_ends_it(people: Cast) -> None:
    """The rule of the nation goes on when an association abolishes a standard that refers to it."""
    national = ready(people.curators, state="active")
    made = gone_the_way(people)
    assert made.state == "in_force" and state(national) == "active"
    services.act(people.association.reviewer, made.id, "abolish", reason="over", today=AFTER)
    assert state(national) == "active"


def test_an_association_standard_leaves_its_rule_to_a_curator(people: Cast) -> None:
    """N-01: only the library's curator and the authority let rules hold."""
    own = ready(people.association)
    assert gone_the_way(people).state == "in_force"
    assert state(own) == "offered"


def test_a_rule_holds_as_long_as_one_standard_the_authority_published_names_it(people: Cast) -> None:
    own = ready(people.association)
    first = gone_the_way(people, "DB32/T 1-2026", level="provincial", jurisdiction="cn-js")
    assert state(own) == "active"
    second = gone_the_way(people, "T/JSXX 2-2026")
    for made, still, who in ((second, "active", people.association), (first, "superseded", people.authority)):
        services.act(who.reviewer, made.id, "abolish", reason="over", today=AFTER)
        assert state(own) == still


def test_one_of_two_standards_that_name_the_same_rule_does_not_end_it(people: Cast) -> None:
    own = ready(people.association)
    first = gone_the_way(people, "DB32/T 1-2026", level="provincial", jurisdiction="cn-js")
    gone_the_way(people, "T/JSXX 2-2026")
    services.act(people.authority.reviewer, first.id, "abolish", reason="over", today=AFTER)
    assert state(own) == "active"


@pytest.mark.parametrize("kept", ["ready", "offered", "withdrawn"])
def test_what_others_have_not_published_is_as_if_it_were_not_there(people: Cast, kept: str) -> None:
    ready(people.works, state=kept)
    made = accepted(people)
    answers = []
    for version in ("1", "no-such"):
        with pytest.raises(CodedError) as refused:
            named(people, made, version)
        answers.append(refused.value.code)
    assert answers == ["standards.no-such-rule"] * 2


def test_the_rule_is_not_swapped_once_the_panel_sits(people: Cast) -> None:
    ready(people.association), ready(people.association, "2")
    made = reviewed(people)
    named(people, made, "2")
    made.refresh_from_db()
    assert (made.rule, made.rule_version) == ("", "")
    services.act(people.authority.reviewer, made.id, "approve", today=AFTER)
    named(people, made, "2")
    Standard.objects.filter(id=made.id).update(rule="demo.glue", rule_version="2")
    with pytest.raises(CodedError) as swapped:
        services.act(
            people.association.reviewer, made.id, "publish",
            {"number": "T/X 1-2026", "in_force_on": "2026-09-01"}, today=AFTER,
        )  # fmt: skip
    assert swapped.value.code == "standards.rule-changed"


def test_votes_on_another_rule_do_not_count_after_a_return(people: Cast) -> None:
    ready(people.association)
    made = reviewed(people)
    services.act(people.authority.reviewer, made.id, "return", reason="请补规则", today=AFTER)
    named(people, made)
    with pytest.raises(CodedError) as early:
        services.act(people.association.editor, made.id, "review", today=AFTER)
    assert early.value.code == "standards.rule-changed"
    services.add_draft(people.association.editor, made.id, text=TEXT)
    assert services.act(people.association.editor, made.id, "review", today=AFTER).state == "technical_review"


def test_nothing_of_this_stands_in_the_way_of_a_standard_without_a_rule(people: Cast) -> None:
    assert published(people, in_force=date(2026, 6, 1)).state == "in_force"
    assert services.propose(people.works.editor, proposal(), today=TODAY).rule_digest == ""


def test_whoever_put_products_on_a_list_does_not_publish_it(people: Cast) -> None:
    """Four eyes: A begins the list, B adds the products, and neither publishes it."""
    both = somebody("both@authority.example", people.authority.editor.organisation, "editor", "reviewer")
    begun = services.begin_list(people.authority.editor, title="清单", jurisdiction="cn-js")
    services.add_item(both, begun.id, group="cement", reason="产量大")
    with pytest.raises(CodedError) as own:
        services.publish_list(both, begun.id)
    assert own.value.code == "standards.four-eyes"
