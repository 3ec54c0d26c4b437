"""From an application to a certificate and its surveillance (DOMAIN 3-00, ZJ-206, ZJ-301, A.7.3, CERT-01 … CERT-11)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from certification_cases import FEES, World, world
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certification import barring, queries, services
from tanzuji.certification.models import Surveillance
from tanzuji.documents.errors import CodedError
from tanzuji.notices.models import Notice
from tanzuji.parties import services as parties
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> World:
    return world(monkeypatch)


def test_an_application_becomes_a_certificate_step_by_step(office: World) -> None:
    """A.7.3, first half; CERT-07: two years from the day of issue; CERT-09: value rounded once to four digits."""
    of = office.certified()
    assert of.state == "certified"
    assert all(
        check.problem is None for check in queries.checked(of)
    )  # its own certificate takes no model away
    view = certificates.by_number(of.certificate)
    assert view is not None
    assert view.status == "valid"
    assert view.holder == office.lin.organisation_id and view.body == office.body
    assert view.expires_on.year == view.issued_on.year + 2
    assert view.months == 24 and view.surveillance_months == 12
    assert view.rounding == "digits:4"
    assert len(view.value.as_tuple().digits) == 4
    assert [step.action for step in queries.steps(of)][::-1] == [
        "apply", "accept", "sign", "plan", "pass_documents", "pass_onsite", "pass_footprint", "evaluate", "approve",
    ]  # fmt: skip


def test_the_facts_show_stages_and_no_recipe(office: World) -> None:
    """JS-301: value, unit, declared unit, boundary. TRUST §3: stages only, at three digits."""
    view = certificates.by_number(office.certified().certificate)
    assert view is not None
    assert view.unit and view.boundary == "cradle_to_gate" and view.unit_words
    assert all(len(stage.value.as_tuple().digits) <= 3 for stage in view.stages)
    assert abs(sum((s.value for s in view.stages), Decimal(0)) - Decimal(view.unrounded)) < view.value / 100


def test_approving_twice_gives_one_certificate(office: World) -> None:
    """TRUST 68: a second decision on a decided application is refused, and there is one certificate."""
    of = office.certified()
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "approve")
    assert refused.value.code == "state.not-now"
    assert len(certificates.of_holder(office.lin)) == 1


def test_no_step_can_be_skipped(office: World) -> None:
    """TRUST 68: step skipped."""
    of = office.applied()
    for action in ("sign", "plan", "pass_documents", "pass_onsite", "pass_footprint", "evaluate", "approve"):
        with pytest.raises(Refused) as refused:
            services.act(office.heng, of.id, action, {"text": "x"})
        assert refused.value.code == "state.not-now"


def test_whoever_evaluated_does_not_decide(office: World) -> None:
    """CERT-10; `mei` inspected and holds the reviewer's role, and still may not."""
    of = office.evaluated()
    with pytest.raises(Refused) as refused:
        services.act(office.mei, of.id, "approve")
    assert refused.value.code == "certification.evaluator-decides"
    assert not certificates.of_holder(office.lin)


def test_nobody_of_the_applicant_decides_on_its_application(office: World) -> None:
    """A.11, GB/T 27065: a reviewer of the body who belongs to the applicant as well."""
    of = office.evaluated()
    parties.join(office.jue.person, office.lin.organisation, ("reader",))
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "approve")
    assert refused.value.code == "certification.tied"
    assert not certificates.of_holder(office.lin)


def test_a_listed_applicant_is_neither_accepted_nor_approved(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A.7.7: the blacklist of supervision reaches certification."""
    of, listed = office.evaluated(), {office.lin.organisation_id}
    monkeypatch.setattr(barring, "_LOOKUPS", [lambda organisation: organisation in listed])
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "approve")
    assert refused.value.code == "certification.barred"
    listed.clear()
    assert services.act(office.jue, of.id, "approve").certificate


def test_without_a_recommendation_nothing_is_issued(office: World) -> None:
    of = office.evaluated(recommends="")
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "approve")
    assert refused.value.code == "certification.not-recommended"
    back = services.act(office.jue, of.id, "reconsider", reason="请说明数据缺口")
    assert back.state == "evaluation"


def test_a_statement_withdrawn_before_the_decision_stops_it(office: World) -> None:
    of = office.evaluated()
    office.statements.rows[0].verified = False
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "approve")
    assert refused.value.code == "certification.not-verified"


def test_no_certificate_without_verification(office: World) -> None:
    of = office.inspected()
    with pytest.raises(Refused) as refused:
        services.act(office.heng, of.id, "pass_footprint", {"text": "x"})
    assert refused.value.code == "certification.not-verified"


def test_a_nonconformity_holds_the_inspection_open_until_it_is_closed(office: World) -> None:
    of = office.planned()
    services.act(office.heng, of.id, "pass_documents", {"text": "通过"})
    found = services.raise_nonconformity(office.mei, of.id, severity="minor", text="2 号电表超过检定期")
    visit = services.inspect(office.mei, of.id)
    for _, questions in queries.questions_of(visit):
        for question in questions:
            services.answer(
                office.mei, visit.id, question.id, "conforms", data=b"photo" if question.photo else b""
            )
    services.conclude(office.mei, visit.id, "见不符合项")
    with pytest.raises(Refused) as refused:
        services.act(office.mei, of.id, "pass_onsite", {"text": "通过"})
    assert refused.value.code == "certification.nonconformities-open"
    services.correct(
        office.lin, found.id, cause="漏检", correction="已送检，证书附后", data=b"certificate", file="c.pdf"
    )
    services.judge(office.mei, found.id, accepted=False, remark="缺检定证书编号")
    services.correct(
        office.lin, found.id, cause="漏检", correction="补上编号", data=b"certificate 2", file="c.pdf"
    )
    services.judge(office.mei, found.id, accepted=True)
    assert services.act(office.mei, of.id, "pass_onsite", {"text": "通过"}).state == "footprint_check"


def test_a_question_that_does_not_conform_becomes_a_nonconformity(office: World) -> None:
    of = office.planned()
    services.act(office.heng, of.id, "pass_documents", {"text": "通过"})
    visit = services.inspect(office.mei, of.id)
    for _, questions in queries.questions_of(visit):
        for question in questions:
            wrong = question.id == "output"
            services.answer(
                office.mei, visit.id, question.id, "not" if wrong else "conforms", note="产量台账缺 3 月" if wrong else "",
                data=b"photo" if question.photo else b"",
            )  # fmt: skip
    services.conclude(office.mei, visit.id, "一项不符合")
    assert [one.question for one in queries.nonconformities(of)] == ["output"]


def test_the_fee_note_adds_up(office: World) -> None:
    """800 + 3.5 × 2 500 = 9 550, by hand."""
    of = office.applied()
    services.act(office.heng, of.id, "accept", {"lines": FEES, "terms": "合同签订后 10 日内付款"})
    quote = queries.newest_quote(of)
    assert quote is not None and quote.total == Decimal("9550.00")


def test_only_the_team_examines(office: World) -> None:
    of = office.planned()
    with pytest.raises(Refused) as refused:
        services.act(office.jue, of.id, "pass_documents", {"text": "通过"})
    assert refused.value.code == "certification.not-in-team"


def test_strangers_find_no_application(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    of = office.applied()
    with pytest.raises(Absent):
        queries.application(office.lu, of.id)


def test_a_body_does_not_know_of_drafts(office: World) -> None:
    of = office.filled()
    with pytest.raises(Absent):
        queries.application(office.heng, of.id)
    services.act(office.lin, of.id, "withdraw", reason="不做了")
    with pytest.raises(Absent):
        queries.application(office.heng, of.id)


def test_the_other_side_is_told_of_every_step(office: World) -> None:
    of = office.applied()
    told = Notice.objects.filter(organisation=office.body, page=f"/certification/applications/{of.id}/")
    assert told.count() == 1


def test_steps_have_due_dates_of_the_scheme_and_reminders_come_once(office: World) -> None:
    """Acceptance takes ten days, and three before its end somebody is reminded (defaults of the shipped scheme)."""
    of = office.applied()
    assert of.due == of.since.date() + timedelta(days=10) or of.due is not None
    assert services.remind_due(today=of.due - timedelta(days=4)) == 0
    assert services.remind_due(today=of.due - timedelta(days=3)) == 1
    assert services.remind_due(today=of.due - timedelta(days=3)) == 0
    assert services.remind_due(today=of.due + timedelta(days=1)) == 1


def test_a_fast_lane_halves_the_days(office: World) -> None:
    """ZJ-306: exporters go first; ten days become five."""
    of = services.begin(
        office.lin, body=office.body, scheme="cn-zj.carbon-label", study=office.study.id, key="zj"
    )
    from certification_cases import DETAILS, FILE

    services.describe(office.lin, of.id, {**DETAILS, "tags": ["export"]})
    for item in FILE:
        services.attach(office.lin, of.id, item, data=item.encode(), file="x.pdf")
    of = services.act(office.lin, of.id, "apply")
    assert of.due == timezone.localdate() + timedelta(days=5)


def test_surveillance_is_planned_with_the_certificate(office: World) -> None:
    """CERT-08: due within twelve months; a certificate of two years has one cycle before it is renewed."""
    of = office.certified()
    cycles = list(Surveillance.objects.filter(certificate=of.certificate))
    view = certificates.by_number(of.certificate)
    assert view is not None
    assert [c.due.year for c in cycles] == [view.issued_on.year + 1]


def _under_way(office: World) -> Surveillance:
    of = office.certified()
    cycle = Surveillance.objects.get(certificate=of.certificate)
    services.begin_surveillance(office.heng, cycle.id)
    cycle.refresh_from_db()
    visit = services.inspect(office.mei, of.id, cycle)
    for _, questions in queries.questions_of(visit):
        for question in questions:
            services.answer(
                office.mei, visit.id, question.id, "conforms", data=b"photo" if question.photo else b""
            )
    services.conclude(office.mei, visit.id, "一致")
    return cycle


def test_surveillance_without_real_reduction_does_not_keep_the_certificate(office: World) -> None:
    """TR-01: a lower value that comes of another factor is no reduction of the product."""
    cycle = _under_way(office)
    base = cycle.base_value
    services.find(
        office.heng, cycle.id, consistent=True, value=base - 30, method_change="-30", finding="电力因子下降"
    )
    with pytest.raises(CodedError) as refused:
        services.conclude_surveillance(office.jue, cycle.id, "kept")
    assert refused.value.code == "certification.not-kept"
    done = services.conclude_surveillance(office.jue, cycle.id, "suspended", reason="没有真实减排")
    assert done.outcome == "suspended"
    view = certificates.by_number(cycle.certificate)
    assert view is not None and view.status == "suspended"


def test_surveillance_with_a_real_reduction_keeps_it(office: World) -> None:
    cycle = _under_way(office)
    services.find(
        office.heng,
        cycle.id,
        consistent=True,
        value=cycle.base_value - 30,
        method_change="-10",
        finding="节电",
    )
    with pytest.raises(CodedError) as refused:
        services.conclude_surveillance(office.mei, cycle.id, "kept")
    assert refused.value.code == "certification.finder-concludes"
    assert services.conclude_surveillance(office.jue, cycle.id, "kept").outcome == "kept"
    view = certificates.by_number(cycle.certificate)
    assert view is not None and view.status == "valid"


def test_a_revoked_certificate_is_not_surveyed_any_more(office: World) -> None:
    from tanzuji.certificates import services as issued

    of = office.certified()
    issued.revoke(office.jue, of.certificate, reason="虚假资料")
    assert Surveillance.objects.get(certificate=of.certificate).state == "dropped"


def test_a_certificate_near_its_end_is_renewed_and_the_former_is_replaced(office: World) -> None:
    """A.7.3: a renewal is a new certificate after a new verification and decision; its file is that of a renewal."""
    office.scheme = "cn-zj.carbon-label"
    former = office.certified(timezone.localdate() - timedelta(days=660))
    office.renews = former.certificate
    of = office.certified()
    assert of.certificate != former.certificate
    old, new = certificates.by_number(former.certificate), certificates.by_number(of.certificate)
    assert old is not None and new is not None
    assert (old.status, old.replaced_by, new.status) == ("superseded", new.number, "valid")
    assert not Surveillance.objects.filter(certificate=old.number, state="planned").exists()
