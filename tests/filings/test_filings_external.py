"""ZJ-307: certificates issued elsewhere are reported, checked by two people, kept true and withdrawn (FILING)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from filing_cases import CERTIFICATE, NOTICE, PDF, elsewhere, house, person

from tanzuji.documents.errors import CodedError
from tanzuji.filings import queries, services
from tanzuji.filings.models import Filing, Reminder, Statement, Step
from tanzuji.filings.services import Upload
from tanzuji.ledger import log
from tanzuji.notices import queries as notices
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Absent, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def steel() -> Acting:
    return person(house("enterprise", "柏桥钢铁"), "steel", "editor")


@pytest.fixture
def clerks() -> tuple[Acting, Acting]:
    """An editor and a reviewer of the authority."""
    bureau = house("regulator", "主管部门", "authority")
    return person(bureau, "clerk", "editor", "reviewer"), person(bureau, "judge", "reviewer")


@pytest.fixture
def filed(steel: Acting, clerks: tuple[Acting, Acting]) -> Filing:
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    services.check(clerks[0], of.id)
    return services.file(clerks[1], of.id)


def test_each_step_on_the_page_says_that_it_is_recorded_and_how_the_filing_stands(
    steel: Acting, clerks: tuple[Acting, Acting]
) -> None:
    of = services.submit_external(steel, elsewhere(rule="cn.nobody.knows@1"), [CERTIFICATE])
    clerk = Client()
    clerk.force_login(clerks[0].person)
    form = {"action": "check", "acting_for": str(clerks[0].organisation_id), "edition": of.edition}
    said = clerk.post(f"/zh/filings/{of.id}/", form, follow=True).content.decode()
    assert f"备案 {of.number}：核对无误，已记录。现在：已核对。" in said
    assert "<code>cn.nobody.knows@1</code>" in said, "a rule that is not known here shows its code"
    assert "已记录" not in clerk.post(f"/zh/filings/{of.id}/", form, follow=True).content.decode()


def test_a_certificate_issued_elsewhere_is_filed_by_two_people_of_the_authority(
    steel: Acting, clerks: tuple[Acting, Acting]
) -> None:
    """ZJ-307 FILING: submitted → checked → filed; A.11: the authority decides, by four eyes."""
    clerk, judge = clerks
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE], note="首次 first")
    assert (of.state, of.number[:3], of.edition) == ("submitted", "BA-", 1)
    assert queries.external(of.certificate) is None, "not public before it is filed"
    with pytest.raises(Refused) as error:
        services.file(judge, of.id)
    assert error.value.code == "state.not-now"
    services.check(clerk, of.id)
    with pytest.raises(Refused) as error:
        services.file(clerk, of.id)
    assert error.value.code == "filings.four-eyes"
    services.file(judge, of.id)
    view = queries.external("CQC-CFP-2026-000123")
    assert view is not None and view.external and view.stands
    assert (view.facts.value, view.facts.unit, view.status) == ("1850", "kgCO2e/t", "valid")
    assert queries.external(view.number) == view, "found by its filing number as well"
    assert queries.filed("CQC-CFP-2026-000123")
    assert [event.kind for event in view.history] == ["file"]
    (entry,) = log.entries("filing", of.id)
    assert entry.kind == "pcf-filing/v1"
    assert (entry.payload["event"], entry.payload["value"], entry.payload["unit"]) == (
        "filed",
        "1850",
        "kgCO2e/t",
    )
    assert entry.index == view.history[0].log_index
    assert any("已备案" in one.title_zh for one in notices.notices(steel))


def test_a_suspension_shows_at_once_and_only_two_people_bring_it_back(
    steel: Acting, clerks: tuple[Acting, Acting], filed: Filing
) -> None:
    """ZJ-307 「动态调整」: worse at once, better after a check and a decision."""
    clerk, judge = clerks
    services.report_status(steel, filed.id, "suspended", "监督检查未按期整改")
    view = queries.external(filed.certificate)
    assert view is not None and (view.state, view.status) == ("updated", "suspended")
    assert view.facts.status_reason is not None and view.facts.status_reason.zh == "监督检查未按期整改"
    services.change(steel, filed.id, elsewhere(), [NOTICE], cause="status", note="已恢复")
    view = queries.external(filed.certificate)
    assert view is not None and view.status == "suspended", (
        "a claim to be valid again shows only once it is decided"
    )
    services.check_change(clerk, filed.id)
    with pytest.raises(Refused):
        services.accept(clerk, filed.id)
    services.accept(judge, filed.id)
    view = queries.external(filed.certificate)
    assert view is not None and view.status == "valid"
    assert [entry.payload["status"] for entry in log.entries("filing", filed.id)] == [
        "valid",
        "suspended",
        "valid",
    ]


def test_another_value_stays_apart_until_it_is_accepted(
    steel: Acting, clerks: tuple[Acting, Acting], filed: Filing
) -> None:
    """ZJ-307: value change."""
    services.change(steel, filed.id, elsewhere(value="1790"), [NOTICE], cause="value")
    with pytest.raises(CodedError) as error:
        services.change(steel, filed.id, elsewhere(value="1700"), [NOTICE], cause="value")
    assert error.value.code == "filings.change-open"
    view = queries.external(filed.certificate)
    assert view is not None and view.facts.value == "1850"
    services.check_change(clerks[0], filed.id)
    services.accept(clerks[1], filed.id, reason="与通知一致")
    view = queries.external(filed.certificate)
    assert view is not None and view.facts.value == "1790"
    assert Statement.objects.filter(filing=filed).count() == 2, "what was filed before is kept"


def test_a_change_that_is_sent_back_leaves_what_is_filed(
    steel: Acting, clerks: tuple[Acting, Acting], filed: Filing
) -> None:
    services.change(steel, filed.id, elsewhere(value="1"), [NOTICE])
    services.dismiss(clerks[0], filed.id, "与证书不符")
    view = queries.external(filed.certificate)
    assert view is not None and (view.state, view.facts.value) == ("filed", "1850")
    services.change(steel, filed.id, elsewhere(value="1851"), [NOTICE])


def test_a_worse_status_gives_up_an_open_change(
    steel: Acting, clerks: tuple[Acting, Acting], filed: Filing
) -> None:
    services.change(steel, filed.id, elsewhere(value="1790"), [NOTICE])
    services.check_change(clerks[0], filed.id)
    services.report_status(steel, filed.id, "revoked", "发证机构撤销")
    with pytest.raises(Refused) as error:
        services.accept(clerks[1], filed.id)
    assert error.value.code == "state.not-now"
    for change in (elsewhere(), elsewhere(value="3")):
        with pytest.raises(CodedError) as refused:
            services.change(steel, filed.id, change, [NOTICE])
        assert refused.value.code == "filings.not-back", "a revoked certificate does not come back"


def test_what_was_sent_back_is_corrected_and_submitted_again(
    steel: Acting, clerks: tuple[Acting, Acting]
) -> None:
    of = services.submit_external(steel, elsewhere(value="185"), [CERTIFICATE])
    services.send_back(clerks[0], of.id, "数值与证书不符")
    services.resubmit(steel, of.id, elsewhere())
    services.check(clerks[0], of.id)
    services.file(clerks[1], of.id)
    view = queries.external(of.number)
    assert view is not None and view.facts.value == "1850"


def test_a_withdrawn_filing_keeps_its_public_page_and_says_why(
    steel: Acting, clerks: tuple[Acting, Acting], filed: Filing
) -> None:
    """ZJ-307 FILING: … → withdrawn."""
    services.withdraw(steel, filed.id, "产品停产")
    view = queries.external(filed.certificate)
    assert view is not None and not view.stands and view.history[-1].reason == "产品停产"
    assert not queries.filed(filed.certificate)
    services.submit_external(steel, elsewhere(), [CERTIFICATE])  # may be filed anew


def test_nobody_files_the_same_certificate_twice(steel: Acting, filed: Filing) -> None:
    other = person(house("enterprise", "另一家"), "other", "editor")
    for who in (steel, other):
        with pytest.raises(CodedError) as error:
            services.submit_external(who, elsewhere(), [CERTIFICATE])
        assert error.value.code == "filings.filed-already"
    assert Filing.objects.count() == 1


def test_papers_are_what_they_say_and_the_certificate_is_among_them(steel: Acting) -> None:
    """TRUST §4, 39–40: names with controls, a lying type; nothing is stored when one is refused."""
    cases = {
        "filings.no-paper": [NOTICE],
        "filings.wrong-type": [Upload("certificate", "x.pdf", b"<html>"), ],
        "filings.empty-paper": [Upload("certificate", "x.pdf", b"")],
        "filings.unknown-paper": [Upload("virus", "x.pdf", PDF), CERTIFICATE],
    }  # fmt: skip
    for code, papers in cases.items():
        with pytest.raises(CodedError) as error:
            services.submit_external(steel, elsewhere(), papers)
        assert code in error.value.codes
    assert not Filing.objects.exists()
    made = services.submit_external(
        steel, elsewhere(), [Upload("certificate", "..\\e\u202evil\r\n.exe", PDF)]
    )
    assert made.papers.get().file == "e vil.pdf" or "\u202e" not in made.papers.get().file


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("value", "7,3.8x", "filings.not-a-value"),
        ("value", "NaN", "filings.not-a-value"),
        ("value", "1e400", "filings.not-a-value"),
        ("value", "７３８", "filings.not-a-value"),
        ("unit", "kg", "filings.no-unit"),
        ("unit", "kgCO2e/", "filings.no-unit"),
        ("gtin", "6901234567890", "filings.bad-gtin"),
        ("link", "javascript:alert(1)", "filings.bad-link"),
        ("valid_until", "2026-03-01", "filings.ends-before"),
        ("boundary", "cradle_to_moon", "document.not-one-of"),
        ("number", "<script>", "document.invalid"),
    ],
)
def test_facts_that_no_certificate_says_are_refused(field: str, value: str, code: str) -> None:
    """JS-301: value, unit with declared unit and boundary are always there; values stay as they were written."""
    with pytest.raises(CodedError) as error:
        elsewhere(**{field: value})
    assert code in error.value.codes


def test_others_see_nothing_of_a_filing_under_way(steel: Acting, clerks: tuple[Acting, Acting]) -> None:
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    other = person(house("enterprise", "另一家"), "other", "editor")
    with pytest.raises(Absent):
        queries.filing(other, of.id)
    with pytest.raises(Absent):
        queries.paper(other, of.papers.get().id)
    assert queries.paper(clerks[0], of.papers.get().id).filing_id == of.id


def test_an_edition_that_was_seen_before_is_refused(steel: Acting, clerks: tuple[Acting, Acting]) -> None:
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    services.check(clerks[0], of.id, edition=1)
    with pytest.raises(Stale):
        services.file(clerks[1], of.id, edition=1)


def test_reminders_come_once(steel: Acting, clerks: tuple[Acting, Acting], filed: Filing) -> None:
    """A certificate's end is told sixty days before and after it; a case that waits, after ten days."""
    until = date(2028, 2, 29)
    assert services.remind_due(today=until - timedelta(days=61)) == 0
    assert services.remind_due(today=until - timedelta(days=60)) == 1
    assert services.remind_due(today=until - timedelta(days=59)) == 0
    assert services.remind_due(today=until + timedelta(days=1)) == 1
    view = queries.external(filed.certificate)
    assert view is not None and view.facts.status_on(until + timedelta(days=1)) == "expired"
    assert Reminder.objects.count() == 2


def test_statements_and_steps_never_change(filed: Filing) -> None:
    from django.db import DatabaseError, transaction

    for model in (Statement, Step):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all().update(at="2020-01-01T00:00:00Z")  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all().delete()  # type: ignore[attr-defined]


def test_whoever_reported_a_filing_decides_nothing_of_it_for_the_authority(steel: Acting) -> None:
    """A.11: one person in two organisations is still one person, whichever they act for."""
    bureau = house("regulator", "主管部门", "authority")
    founding.join(steel.person, bureau, ("editor", "reviewer"))
    both = parties.required_for(steel.person, bureau.id)
    clerk = person(bureau, "clerk", "editor", "reviewer")
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    assert list(queries.waiting(both)) == [] and list(queries.waiting(clerk)) == [of]
    for act in (
        lambda: services.check(both, of.id),
        lambda: services.send_back(both, of.id, "不全"),
        lambda: services.refuse(both, of.id, "不符"),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "filings.filer-checks"
    services.check(clerk, of.id)
    with pytest.raises(Refused) as error:
        services.file(both, of.id)
    assert error.value.code == "filings.filer-checks"
