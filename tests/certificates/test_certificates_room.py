"""Certificates are issued on a verification and a decision of two people, and end as the rules say (DOMAIN A.7.3, C.1)."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from certificate_cases import TODAY, Case, leaves_of, made, somebody
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tanzuji.certificates import queries, services, statuses
from tanzuji.certificates.models import Certificate, Event, Request, Standing
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger.services import listen, record
from tanzuji.notices import queries as notices
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Organisation
from tanzuji.site import installation
from tanzuji.verification.events import WITHDRAWN
from tanzuji.web.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    return made(monkeypatch)


def refused(code: str, what: Any) -> CodedError:
    with pytest.raises(CodedError) as caught, transaction.atomic():
        what()
    assert code in caught.value.codes
    return caught.value


def test_an_issued_certificate_says_what_was_verified_and_stands_in_the_log(case: Case) -> None:
    """3-00, CERT-09: the certified value is the verified one, rounded once; leaf and page tell the same."""
    view = case.issue()
    assert view.number.startswith("CFP-2026-000001-")
    assert (view.status, view.value, view.unit) == ("valid", Decimal("612"), "kgCO2e/t")
    (leaf,) = leaves_of(view.number)
    assert leaf["event"] == "issued"
    assert (leaf["value"], leaf["status"], leaf["sequence"]) == ("612", "valid", 1)
    assert leaf["facts"] == "sha256:" + hashlib.sha256(canonical_json(dict(view.document))).hexdigest()
    assert view.history[0].log_index == queries.row_of(view.number).events.get().log_index  # type: ignore[union-attr]
    assert queries.by_number(view.number.lower(), today=TODAY) == view


def test_the_public_document_holds_nothing_that_is_not_public(case: Case) -> None:
    """Neither the unrounded value, nor internal ids, nor who evaluated and decided."""
    view = case.issue()
    written = canonical_json(dict(view.document)).decode()
    assert "612.3456789" not in written
    assert not {"version_id", "unrounded", "number_pattern"} & set(view.document)
    for person in (case.who.decider.person, case.who.evaluator.person):
        assert str(person.id) not in written
        assert person.name not in written


def test_a_certificate_lasts_two_years_to_the_end_of_its_last_day(case: Case) -> None:
    """CERT-07; Civil Code art. 201, 202: the day of issue does not count, the same day two years on is the last."""
    view = case.issue()
    assert view.expires_on == date(2028, 11, 27)
    last, after = view.expires_on, view.expires_on + timedelta(days=1)
    assert queries.by_number(view.number, today=last).status == "valid"  # type: ignore[union-attr]
    assert queries.by_number(view.number, today=after).status == "expired"  # type: ignore[union-attr]
    assert services.expire_due(today=last) == 0
    assert services.expire_due(today=after) == 1
    assert services.expire_due(today=after) == 0
    assert leaves_of(view.number)[-1]["status"] == "expired"


def test_a_term_that_began_on_the_29th_of_february_ends_with_the_month(case: Case) -> None:
    """Civil Code art. 202: where the month has no such day, its last day is the last of the term."""
    assert case.issue(today=date(2028, 2, 29)).expires_on == date(2030, 2, 28)


def test_nothing_is_issued_without_a_statement_about_exactly_this_version(case: Case) -> None:
    """CERT, TRUST 68: another version’s statement, a withdrawn one, an adverse one, another firm’s: all refused."""
    refused("certificates.not-verified", lambda: case.issue(statement=uuid4()))
    refused("certificates.not-verified", lambda: case.issue(statement=None))
    case.statement.verified = False
    refused("certificates.not-verified", case.issue)
    case.statement.verified, case.statement.opinion = True, "adverse"
    refused("certificates.adverse-opinion", case.issue)
    case.statement.opinion, case.statement.client = "qualified", case.who.rival.organisation
    refused("certificates.not-holders-statement", case.issue)
    assert not Certificate.objects.exists()
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("unrounded", "612.0", "certificates.not-as-verified"),
        ("dataset_digest", "sha256:" + "0" * 64, "certificates.not-as-verified"),
        ("boundary", "cradle_to_grave", "certificates.not-as-verified"),
        ("rule", "cn.cement@2", "certificates.not-as-verified"),
        ("unit", "kgCO2e/kg", "certificates.not-as-verified"),
        ("level", "limited", "certificates.not-as-verified"),
        ("value", Decimal("613"), "certificates.not-rounded"),
        ("value", Decimal("NaN"), "certificates.bad-fact"),
        ("unrounded", "1e999999999", "certificates.bad-fact"),
        ("unrounded", "six", "certificates.bad-fact"),
        ("rounding", "digits:0", "certificates.bad-fact"),
        ("rounding", "interval:0", "certificates.bad-fact"),
        ("gtin", "6901234567893", "certificates.bad-gtin"),
        ("gtin", "٦٩٠", "certificates.bad-gtin"),
        ("months", 0, "certificates.bad-fact"),
        ("variant", "score", "certificates.bad-fact"),
        ("variant", "grade", "certificates.bad-fact"),
        ("score", Decimal("101"), "certificates.bad-fact"),
        ("family", "magic", "certificates.bad-fact"),
        ("unit", "", "certificates.bad-fact"),
        ("unit", "1 t", "certificates.bad-fact"),
        ("boundary", "", "certificates.bad-fact"),
        ("product", Text(zh="泥" * 301), "certificates.bad-fact"),
        ("interval", (Decimal(2), Decimal(1)), "certificates.bad-fact"),
        ("number_pattern", "CFP-{serial:6}", "certificates.bad-pattern"),
        ("number_pattern", "标识-{serial:6}-{check}", "certificates.bad-pattern"),
        ("number_pattern", "CFP-{year.__class__}-{serial:6}-{check}", "certificates.bad-pattern"),
    ],
)  # fmt: skip
def test_facts_that_are_wrong_or_not_as_verified_are_refused(
    case: Case, fact: str, value: Any, code: str
) -> None:
    """CERT-09, JS-301: value, unit, declared unit and boundary are there and are those of the statement."""
    refused(code, lambda: case.issue(**{fact: value}))
    assert not Certificate.objects.exists()
    assert not Request.objects.exists()


def test_stages_that_do_not_add_up_are_refused(case: Case) -> None:
    refused("certificates.stages-differ", lambda: case.issue(stages=case.facts.stages[:1]))


def test_whoever_evaluated_neither_decides_nor_issues(case: Case) -> None:
    """CERT-10: the evaluator is not the decision maker, and both are the body’s own people."""
    who = case.who
    same = who.evaluator.person.id
    refused("certificates.evaluator-decides", lambda: case.issue(decided_by=same))
    refused("certificates.evaluator-decides", lambda: case.issue(acting=who.evaluator))
    refused("certificates.not-of-body", lambda: case.issue(evaluated_by=who.holder.person.id))
    refused("certificates.not-of-body", lambda: case.issue(decided_by=who.rival.person.id))
    refused("certificates.not-of-body", lambda: case.issue(decided_by=uuid4()))


def test_only_a_reviewer_of_the_body_that_the_facts_name_issues(case: Case) -> None:
    """A.11: CB creates; TRUST 57: a body named by somebody else is refused."""
    who = case.who
    refused("certificates.not-body", lambda: case.issue(acting=who.holder))
    refused("certificates.not-body", lambda: case.issue(acting=who.rival))
    clerk = Acting(who.second.person, who.second.organisation, frozenset({"editor"}))
    refused("certificates.needs-role", lambda: case.issue(acting=clerk))
    reading = Acting(who.second.person, who.second.organisation, frozenset({"reviewer"}), "script", False)
    refused("certificates.read-only-token", lambda: case.issue(acting=reading))


def test_the_database_itself_keeps_evaluator_and_decision_apart(case: Case) -> None:
    """CERT-10 as a constraint: no code path can store one person as both."""
    case.issue()
    row = Certificate.objects.get()
    row.pk, row.number, row.serial, row.status_index = uuid4(), "CFP-X", 99, 99
    row.request = Request.objects.create(body_id=case.who.body, key="other", digest="d")
    row.evaluated_by = row.decided_by
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_the_same_key_and_facts_give_the_same_number_and_other_facts_are_refused(case: Case) -> None:
    """TRUST 66: a replayed key with the same body gives the same serial, with another body 422."""
    first = case.issue("k1")
    assert case.issue("k1").number == first.number
    assert Certificate.objects.count() == 1
    assert len(leaves_of(first.number)) == 1
    refused("certificates.other-facts", lambda: case.issue("k1", gtin=""))
    assert case.issue("k2").number != first.number
    refused("certificates.bad-key", lambda: case.issue(""))
    refused("certificates.bad-key", lambda: case.issue("k" * 121))


def test_a_key_is_its_bodys_own(case: Case) -> None:
    """Another body’s key tells nothing: it may use the same one."""
    case.issue("k1")
    assert not Request.objects.filter(body=case.who.rival.organisation).exists()
    refused("certificates.not-body", lambda: case.issue("k1", acting=case.who.rival))


def test_efficiency_ratings_need_no_statement_and_everything_else_does(case: Case) -> None:
    """SH-301: 碳效评价 is a family of its own that certifies no footprint."""
    bare = {"statement": None, "version_id": None, "level": "", "verifier": None}
    view = case.issue(family="efficiency", **bare)
    assert view.statement is None
    for family in ("footprint", "reduction", "neutrality"):
        refused("certificates.bad-fact", lambda f=family: case.issue(f, family=f, **bare))  # type: ignore[misc]


def test_a_suspended_certificate_may_be_resumed_and_says_why_it_was_suspended(case: Case) -> None:
    who, number = case.who, case.issue().number
    view = services.suspend(
        who.decider, number, reason="监督检查逾期", reason_en="Surveillance overdue", until="2027-02-01", today=TODAY
    )  # fmt: skip
    assert (view.status, view.status_reason.to("en")) == ("suspended", "Surveillance overdue")
    assert view.history[-1].until == date(2027, 2, 1)
    view = services.resume(who.decider, number, reason="已补做检查", today=TODAY)
    assert view.status == "valid"
    assert [e.kind for e in view.history] == ["issued", "suspended", "resumed"]
    assert [leaf["status"] for leaf in leaves_of(number)] == ["valid", "suspended", "valid"]
    assert view.version_stamp == 3


def test_what_ended_never_comes_back(case: Case) -> None:
    """A revoked, cancelled or replaced certificate stays so, whoever asks."""
    who = case.who
    for key, end in (("a", services.revoke), ("b", services.cancel)):
        number = case.issue(key).number
        end(who.decider, number, reason="原因", today=TODAY)
        for again in (services.resume, services.suspend, services.revoke, services.cancel):
            refused(
                "state.not-now", lambda act=again, n=number: act(who.decider, n, reason="原因", today=TODAY)
            )  # type: ignore[misc]
        refused(
            "state.not-now",
            lambda n=number: services.lift_by_authority(who.inspector, n, "原因", "1 号", today=TODAY),
        )  # type: ignore[misc]
    assert services.expire_due(today=date(2040, 1, 1)) == 0


def test_an_expired_certificate_can_no_longer_be_acted_upon_even_before_that_is_written_down(
    case: Case,
) -> None:
    number = case.issue().number
    refused("state.not-now", lambda: services.suspend(case.who.decider, number, reason="x", today=date(2029, 1, 1)))  # fmt: skip


def test_a_suspension_that_the_authority_ordered_is_lifted_by_the_authority_alone(case: Case) -> None:
    """A.7.7: escalation; the body cannot resume what the authority suspended, and the authority not what the body did."""
    who, number = case.who, case.issue().number
    refused("certificates.order-needed", lambda: services.suspend_by_authority(who.inspector, number, "抽查不合格", "", today=TODAY))  # fmt: skip
    refused("certificates.not-authority", lambda: services.suspend_by_authority(who.rival, number, "x", "1", today=TODAY))  # fmt: skip
    services.suspend_by_authority(who.inspector, number, "抽查不合格", "示监〔2026〕1 号", today=TODAY)
    refused("certificates.ordered-by-authority", lambda: services.resume(who.decider, number, reason="x", today=TODAY))  # fmt: skip
    assert (
        services.lift_by_authority(who.inspector, number, "整改完成", "2 号", today=TODAY).status == "valid"
    )
    services.suspend(who.decider, number, reason="逾期", today=TODAY)
    refused("certificates.not-ordered", lambda: services.lift_by_authority(who.inspector, number, "x", "3", today=TODAY))  # fmt: skip


def test_a_lifted_order_leaves_the_suspension_by_the_body(case: Case) -> None:
    who, number = case.who, case.issue().number
    services.suspend(who.decider, number, reason="逾期", today=TODAY)
    services.suspend_by_authority(who.inspector, number, "抽查不合格", "1 号", today=TODAY)
    assert (
        services.lift_by_authority(who.inspector, number, "整改完成", "2 号", today=TODAY).status
        == "suspended"
    )
    assert services.resume(who.decider, number, reason="已补做", today=TODAY).status == "valid"


def _authority(name: str) -> Acting:
    made = Organisation.objects.create(kind="regulator", name_zh=name, name_en=name, mandates="authority")
    return somebody(made, name, "reviewer")


def test_an_order_is_lifted_by_the_authority_that_gave_it_and_by_no_other(case: Case) -> None:
    """A.7.7: each authority's order holds by itself; the certificate is valid again once the last is lifted."""
    who, number, other = case.who, case.issue().number, _authority("other")
    services.suspend_by_authority(who.inspector, number, "抽查不合格", "1 号", today=TODAY)
    refused("certificates.other-authoritys-order", lambda: services.lift_by_authority(other, number, "x", "9 号", today=TODAY))  # fmt: skip
    services.suspend_by_authority(other, number, "另案", "2 号", today=TODAY)
    one = who.inspector.organisation_id
    refused("certificates.other-authoritys-order", lambda: services.lift_by_authority(other, number, "x", "9 号", of=one, today=TODAY))  # fmt: skip
    assert services.lift_by_authority(other, number, "整改", "3 号", today=TODAY).status == "suspended"
    refused("certificates.other-authoritys-order", lambda: services.lift_by_authority(other, number, "x", "9 号", today=TODAY))  # fmt: skip
    assert services.lift_by_authority(who.inspector, number, "整改", "4 号", today=TODAY).status == "valid"


def test_the_authority_above_may_lift_an_order_and_the_one_below_may_not(case: Case) -> None:
    """上级主管部门: the operator says who stands above whom, at any distance."""
    who, number = case.who, case.issue().number
    city, nation = _authority("city"), _authority("nation")
    founding.place_under(city.organisation, who.inspector.organisation)
    founding.place_under(who.inspector.organisation, nation.organisation)
    services.suspend_by_authority(nation, number, "抽查", "1 号", today=TODAY)
    for below in (city, who.inspector):
        refused("certificates.other-authoritys-order", lambda b=below: services.lift_by_authority(b, number, "x", "9 号", today=TODAY))  # type: ignore[misc]  # fmt: skip
    services.suspend_by_authority(city, number, "抽查", "2 号", today=TODAY)
    assert services.lift_by_authority(nation, number, "整改", "3 号", today=TODAY).status == "suspended", (
        "their own first"
    )
    assert services.lift_by_authority(nation, number, "复议决定", "4 号", today=TODAY).status == "valid"
    assert any(number in one.title_zh for one in notices.notices(city)), "whose order it was is told"


def test_another_body_and_the_holder_decide_nothing(case: Case) -> None:
    number = case.issue().number
    for other in (case.who.rival, case.who.holder):
        for act in (services.suspend, services.revoke, services.cancel):
            refused("certificates.not-yours", lambda a=act, s=other: a(s, number, reason="x", today=TODAY))  # type: ignore[misc]


def test_an_act_needs_its_reason(case: Case) -> None:
    number = case.issue().number
    for reason in ("", " \x00 ", "长" * 1001):
        refused("certificates.reason-needed", lambda r=reason: services.revoke(case.who.decider, number, reason=r, today=TODAY))  # type: ignore[misc]  # fmt: skip
    for day in ("2026-11-26", "2029-01-01", "soon", "2026-02-30"):
        refused("certificates.bad-day", lambda d=day: services.suspend(case.who.decider, number, reason="x", until=d, today=TODAY))  # type: ignore[misc]  # fmt: skip


def test_certificates_are_suspended_when_their_statement_is_withdrawn(case: Case) -> None:
    """No certificate stays in force without a verification; resuming needs another statement about the same version."""
    who, number = case.who, case.issue().number
    ended = case.issue("other").number
    services.revoke(who.decider, ended, reason="x", today=TODAY)
    case.statement.verified = False
    record(WITHDRAWN, None, "statement", case.statement.id, organisation=who.body)
    view = queries.by_number(number, today=TODAY)
    assert view is not None
    assert (view.status, view.history[-1].by_body) == ("suspended", None)
    assert queries.by_number(ended, today=TODAY).status == "revoked"  # type: ignore[union-attr]
    refused("certificates.statement-withdrawn", lambda: services.resume(who.decider, number, reason="x", today=TODAY))  # fmt: skip
    case.statements.sign(case.version)
    assert services.resume(who.decider, number, reason="重新核查", today=TODAY).status == "valid"


def test_a_certificate_resumed_on_another_statement_does_not_outlive_that_one(case: Case) -> None:
    """Its own statement stays the withdrawn one; what keeps it in force is the later one about the same version."""
    who, number = case.who, case.issue().number
    statements = [case.statement, case.statements.sign(case.version), case.statements.sign(case.version)]

    def withdrawn(statement: Any) -> str:
        statement.verified, statement.status = False, "withdrawn"
        record(WITHDRAWN, None, "statement", statement.id, organisation=who.body, version=case.version.id)
        view = queries.by_number(number, today=TODAY)
        assert view is not None
        return view.status

    assert withdrawn(statements[0]) == "suspended"
    services.resume(who.decider, number, reason="另有核查声明", today=TODAY)
    assert withdrawn(statements[1]) == "valid", "one more is left"
    assert withdrawn(statements[2]) == "suspended"
    refused("certificates.statement-withdrawn", lambda: services.resume(who.decider, number, reason="x", today=TODAY))  # fmt: skip


def test_a_renewal_replaces_the_former_certificate(case: Case) -> None:
    who, former = case.who, case.issue()
    day = date(2028, 10, 1)
    people = {"decided_by": who.decider.person.id, "evaluated_by": who.evaluator.person.id}
    view = services.renew(who.decider, former.number, case.facts, key="r", today=day, **people)
    assert (view.replaces, view.expires_on, view.status) == (former.number, date(2030, 10, 1), "valid")
    old = queries.by_number(former.number, today=day)
    assert old is not None
    assert (old.status, old.replaced_by, old.history[-1].kind) == ("superseded", view.number, "renewed")
    assert old.document == former.document
    again = services.renew(who.decider, former.number, case.facts, key="r", today=day, **people)
    assert again.number == view.number
    refused("state.not-now", lambda: services.renew(who.decider, former.number, case.facts, key="r2", today=day, **people))  # fmt: skip


def test_a_renewal_is_for_the_same_holder(case: Case) -> None:
    from dataclasses import replace

    number = case.issue().number
    other = replace(case.facts, holder=case.who.rival.organisation_id)
    people = {"decided_by": case.who.decider.person.id, "evaluated_by": case.who.evaluator.person.id}
    refused("certificates.other-product", lambda: services.renew(case.who.decider, number, other, key="r", today=TODAY, **people))  # fmt: skip


def test_a_correction_names_what_it_corrects_and_ends_the_same_day(case: Case) -> None:
    who, former = case.who, case.issue()
    later = TODAY + timedelta(days=40)
    view = services.correct(
        who.decider, former.number, reason="型号写错", changes={"models": ("P·O 52.5",)}, key="c", today=later
    )
    assert (view.replaces, view.models, view.expires_on) == (former.number, ("P·O 52.5",), former.expires_on)
    assert (view.document["replaces"], view.document["relation"]) == (former.number, "corrected")
    old = queries.by_number(former.number, today=later)
    assert old is not None
    assert (old.status, old.models) == ("superseded", former.models)
    assert [leaf["event"] for leaf in leaves_of(former.number)] == ["issued", "corrected"]


def test_results_grounds_and_terms_cannot_be_corrected(case: Case) -> None:
    number = case.issue().number
    for field, value in (("value", Decimal(1)), ("unit", "kgCO2e/kg"), ("months", 99), ("statement", None)):
        refused("certificates.not-correctable", lambda f=field, v=value: services.correct(case.who.decider, number, reason="x", changes={f: v}, key="c", today=TODAY))  # type: ignore[misc]  # fmt: skip
    refused("certificates.nothing-corrected", lambda: services.correct(case.who.decider, number, reason="x", changes={}, key="c", today=TODAY))  # fmt: skip
    refused("certificates.evaluator-decides", lambda: services.correct(case.who.evaluator, number, reason="x", changes={"gtin": ""}, key="c", today=TODAY))  # fmt: skip


def test_serials_have_no_gaps_where_something_was_refused_between(case: Case) -> None:
    """A refused issuance takes no number with it."""
    numbers = [case.issue("a").number]
    refused("certificates.bad-gtin", lambda: case.issue("b", gtin="1"))
    numbers += [case.issue("c").number]
    assert [n.split("-")[2] for n in numbers] == ["000001", "000002"]
    assert sorted(Certificate.objects.values_list("status_index", flat=True)) == [0, 1]


def test_a_schemes_own_pattern_numbers_its_certificates(case: Case) -> None:
    view = case.issue(number_pattern="ZJ{year}{month}-{serial:4}{check}")
    assert view.number.startswith("ZJ202611-0001")
    assert case.issue("k2").number.startswith("CFP-2026-000001")


def test_status_bits_tell_suspended_and_void_certificates_apart(case: Case) -> None:
    """W3C Bitstring Status List: bit 0 is the leftmost of the first byte; 131 072 bits at least."""
    who = case.who
    numbers = [case.issue(str(i)).number for i in range(10)]
    services.suspend(who.decider, numbers[1], reason="x", today=TODAY)
    services.revoke(who.decider, numbers[8], reason="x", today=TODAY)
    suspended, revoked = statuses.bits("suspension"), statuses.bits("revocation")
    assert len(suspended) == len(revoked) == 131_072 // 8
    assert suspended[:2] == bytes([0b01000000, 0])
    assert revoked[:2] == bytes([0, 0b10000000])
    services.resume(who.decider, numbers[1], reason="x", today=TODAY)
    assert not any(statuses.bits("suspension"))


def test_holder_and_body_are_told(case: Case) -> None:
    who, number = case.who, case.issue().number
    (told,) = notices.notices(who.holder)
    assert number in told.title_zh
    services.suspend_by_authority(who.inspector, number, "抽查", "1 号", today=TODAY)
    assert notices.notices(who.holder).count() == 2
    assert notices.notices(who.decider).count() == 1


def test_holder_and_body_are_reminded_once_at_ninety_and_once_at_thirty_days(case: Case) -> None:
    view = case.issue()
    for days, expected in ((91, 0), (90, 1), (89, 0), (30, 1), (5, 0), (0, 0)):
        assert services.remind_ending(today=view.expires_on - timedelta(days=days)) == expected, days
    services.cancel(case.who.decider, case.issue("b").number, reason="x", today=TODAY)
    assert services.remind_ending(today=view.expires_on) == 0


def test_what_was_issued_cannot_be_changed_by_orm_or_sql(case: Case) -> None:
    """TRUST §5: triggers refuse UPDATE and DELETE on the tables of record."""
    case.issue()
    for change in (
        lambda: Certificate.objects.update(gtin=""),
        lambda: Event.objects.update(reason="nothing happened"),
        lambda: Request.objects.all().delete(),
        lambda: connection.cursor().execute("UPDATE certificates_certificate SET holder_id = body_id"),
        lambda: connection.cursor().execute("DELETE FROM certificates_event"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_news_of_every_step_reaches_rooms_above(case: Case) -> None:
    seen: list[tuple[str, str]] = []
    kinds = ("issued", "suspended", "revoked")

    def handler(event: Any) -> None:
        seen.append((event.kind, event.subject_id))

    for kind in kinds:
        listen(f"certificates.certificate.{kind}", handler)
    number = case.issue().number
    services.suspend(case.who.decider, number, reason="x", today=TODAY)
    services.revoke(case.who.decider, number, reason="x", today=TODAY)
    assert seen == [(f"certificates.certificate.{kind}", number) for kind in kinds]


def test_a_gtin_is_found_however_many_leading_zeros_it_is_written_with(case: Case) -> None:
    number = case.issue().number
    for written in ("6901234567892", "06901234567892"):
        assert [one.number for one in queries.by_gtin(written)] == [number]
    for written in ("", "0", "abc", "９", "6901234567893"):
        assert queries.by_gtin(written) == []


def test_signing_needs_a_fresh_second_factor(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every act of legal weight asks `parties.rights.may_sign`."""
    from tanzuji.documents.errors import define
    from tanzuji.parties import rights
    from tanzuji.web.verdicts import Verdict

    number = case.issue().number
    missing = define(
        "tests.factor", zh="要二次验证", en="second factor", remedy_zh="请验证", remedy_en="show it"
    )
    monkeypatch.setattr(rights, "may_sign", lambda acting: Verdict(missing.problem()))
    who = case.who
    people = {"decided_by": who.decider.person.id, "evaluated_by": who.evaluator.person.id}
    for act in (
        lambda: case.issue("new"),
        lambda: services.suspend(who.decider, number, reason="x", today=TODAY),
        lambda: services.revoke(who.decider, number, reason="x", today=TODAY),
        lambda: services.cancel(who.decider, number, reason="x", today=TODAY),
        lambda: services.correct(who.decider, number, reason="x", changes={"gtin": ""}, key="c", today=TODAY),
        lambda: services.renew(who.decider, number, case.facts, key="r", today=TODAY, **people),
        lambda: services.suspend_by_authority(who.inspector, number, "x", "1", today=TODAY),
        lambda: services.revoke_by_authority(who.inspector, number, "x", "1", today=TODAY),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "tests.factor"


def test_a_standing_that_somebody_changed_by_hand_is_found(case: Case) -> None:
    """`tanzuji check` compares facts, events and standing with the log."""
    numbers = [case.issue(key).number for key in ("a", "b")]
    services.suspend(case.who.decider, numbers[0], reason="x", today=TODAY)
    assert queries.disagreeing() == []
    Standing.objects.filter(certificate__number=numbers[0]).update(status="valid")
    assert queries.disagreeing() == [numbers[0]]
    part = next(part for part in installation.examine() if part.name.en == "certificates")
    assert part.state == "error"
    assert numbers[0] in part.detail.to("zh")
