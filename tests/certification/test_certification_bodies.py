"""Qualification, staff and schemes as they are kept: declared, confirmed by another organisation, by two persons (CERT-02, CERT-03, ZJ-301)."""

from __future__ import annotations

from datetime import date

import pytest
from certification_cases import DETAILS, FILE, LONG_AGO, World, qualify, world
from django.db import DatabaseError, connection, transaction

from tanzuji.certificates import queries as certificates
from tanzuji.certification import bodies, queries, schemes, services
from tanzuji.certification.models import Application
from tanzuji.documents.errors import CodedError
from tanzuji.rules.schemes import shipped
from tanzuji.web.verdicts import Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> World:
    return world(monkeypatch, qualified=False)


def _refused(call: object, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        call()  # type: ignore[operator]
    assert refused.value.code == f"certification.{code}"


def test_a_body_without_confirmed_qualification_cannot_accept(office: World) -> None:
    of = office.applied()
    _refused(lambda: services.act(office.heng, of.id, "accept", {"lines": []}), "body-unconfirmed")


def test_a_body_with_nine_people_cannot_accept(office: World) -> None:
    """CERT-03."""
    qualify(office.heng, office.fang, office.heng, staff=9)
    of = office.applied()
    _refused(lambda: services.act(office.heng, of.id, "accept", {"lines": []}), "few-staff")


def test_what_a_body_declares_counts_once_the_authority_confirmed_it(office: World) -> None:
    declared = services.declare(
        office.heng,
        approval="A",
        pilot=True,
        projects=60,
        standards="",
        fields=[{"item": "cement", "since": LONG_AGO}],
    )
    assert bodies.qualified(office.body) is None
    _refused(lambda: services.decide(office.heng, declared.id, confirmed=True), "not-authority")
    _refused(lambda: services.decide(office.lu, declared.id, confirmed=True), "needs-role")
    _refused(lambda: services.decide(office.fang, declared.id, confirmed=False), "reason-needed")
    services.decide(office.fang, declared.id, confirmed=True)
    assert bodies.qualified(office.body) is not None
    _refused(lambda: services.decide(office.fang, declared.id, confirmed=True), "decided-already")


def test_an_enterprise_declares_no_qualification(office: World) -> None:
    _refused(
        lambda: services.declare(office.lin, approval="A", pilot=True, projects=1, standards="", fields=[]),
        "not-body",
    )


def test_the_evaluator_has_to_be_competent_in_the_product(office: World) -> None:
    """Somebody of the body without the field in the staff register is called into no team."""
    qualify(office.heng, office.fang, office.heng, office.mei)
    entry = services.register(office.heng, name="轮胎", competences=[{"item": "tyre", "since": LONG_AGO}])
    services.decide_staff(office.fang, entry.id, confirmed=True)
    of = office.contracted()
    _refused(lambda: services.call(office.heng, of.id, entry.id, "lead"), "not-staff")


def test_somebody_is_in_the_staff_register_once(office: World) -> None:
    given = {
        "name": "衡",
        "email": office.heng.person.email,
        "competences": [{"item": "cement", "since": LONG_AGO}],
    }
    services.register(office.heng, **given)
    _refused(lambda: services.register(office.heng, **given), "staff-twice")
    _refused(lambda: services.register(office.heng, **{**given, "email": "x@y.example"}), "no-account")


def test_an_application_of_the_same_key_is_kept_once(office: World) -> None:
    """TRUST 66: the same key and the same request give the same application; another request is refused."""
    one = office.begin(key="same")
    assert office.begin(key="same").id == one.id
    _refused(lambda: office.begin(key="same", scheme="cn.reduction-label"), "key-reused")
    assert Application.objects.count() == 1


def test_the_body_is_chosen_by_the_applicant(office: World) -> None:
    """3-00: no default body; an enterprise or authority is none."""
    _refused(lambda: office.begin(body=office.lu.organisation_id), "not-a-body")
    _refused(lambda: office.begin(body=""), "not-a-body")
    _refused(
        lambda: services.begin(office.heng, body=office.body, scheme="cn.footprint-label", study="", key="k"),
        "not-applicant",
    )


def test_fields_nobody_may_write_are_left_alone(office: World) -> None:
    """TRUST 57: mass assignment of state, certificate, statement."""
    of = office.begin()
    services.describe(
        office.lin,
        of.id,
        {"state": "certified", "certificate": "X", "statement": "1", "organisation_id": "1"},
    )
    of.refresh_from_db()
    assert (of.state, of.certificate, of.statement) == ("draft", "", None)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("target_base", "1e999", "bad-number"), ("target_base", "NaN", "bad-number"), ("target_base", "-1", "bad-number"),
     ("target_base", "９", "bad-number"), ("management_since", "2026-13-01", "bad-date"), ("variant", "x", "unknown-choice"),
     ("tags", ["x"], "unknown-choice"), ("target_year", "99999", "bad-number"), ("study", "x", "no-study")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(
    office: World, field: str, value: object, code: str
) -> None:
    of = office.begin()
    _refused(lambda: services.describe(office.lin, of.id, {"product_zh": "改了", field: value}), code)
    assert Application.objects.get(id=of.id).product_zh != "改了"


def test_an_application_handed_in_is_not_edited(office: World) -> None:
    """TRUST 68: edit after submission."""
    of = office.applied()
    _refused(lambda: services.describe(office.lin, of.id, {"product_zh": "别的"}), "not-editable")
    _refused(lambda: services.attach(office.lin, of.id, "request", data=b"x", file="x"), "not-editable")


def test_a_certificate_is_renewed_near_its_end_alone(office: World) -> None:
    qualify(office.heng, office.fang, office.heng, office.mei)
    of = office.certified()
    _refused(lambda: office.begin(renews=of.certificate, key="r"), "not-renewable")
    _refused(lambda: office.begin(renews="PCF-0", key="r"), "other-certificate")


def test_a_model_under_a_valid_certificate_is_not_certified_twice(office: World) -> None:
    """CERT-11."""
    qualify(office.heng, office.fang, office.heng, office.mei)
    office.certified()
    of = office.filled()
    _refused(lambda: services.act(office.lin, of.id, "apply"), "model-taken")


def _draft(office: World, code: str = "demo.label", **changes: str) -> str:
    text = shipped()["cn-zj.carbon-label"].replace("code: cn-zj.carbon-label", f"code: {code}")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def test_another_body_defines_its_own_scheme_without_code(office: World) -> None:
    """ZJ-301; a body's own scheme is used by that body alone, and two persons bring it into force."""
    draft = services.begin_scheme(office.heng, _draft(office))
    made = services.fix_scheme(office.heng, draft.id)
    _refused(lambda: services.decide_scheme(office.heng, made.id, "activate"), "needs-role")
    services.decide_scheme(office.jue, made.id, "activate")
    assert schemes.scheme("demo.label").bodys_own
    assert queries.scheme("demo.label", 1).management.months == 24
    of = office.begin(scheme="demo.label", key="own")
    assert of.scheme_version == 1


def test_whoever_wrote_a_scheme_does_not_bring_it_into_force(office: World) -> None:
    draft = services.begin_scheme(office.mei, _draft(office))
    made = services.fix_scheme(office.mei, draft.id)
    _refused(lambda: services.decide_scheme(office.mei, made.id, "activate"), "own-scheme")


def test_a_body_does_not_replace_a_shipped_scheme(office: World) -> None:
    draft = services.begin_scheme(office.heng, _draft(office, "cn-js.carbon-label"))
    _refused(lambda: services.fix_scheme(office.heng, draft.id), "code-taken")


def test_an_authority_brings_the_next_version_into_force_and_the_former_stays_readable(office: World) -> None:
    """Applications go by the version they were begun with."""
    of = office.begin(scheme="cn-zj.carbon-label", key="zj")
    text = (
        shipped()["cn-zj.carbon-label"]
        .replace("version: 1", "version: 2")
        .replace("management:\n", "management:\n  months: 36\n")
    )
    made = services.fix_scheme(office.lu, services.begin_scheme(office.lu, text).id)
    services.decide_scheme(office.fang, made.id, "activate")
    assert schemes.scheme("cn-zj.carbon-label").management.months == 36
    assert schemes.scheme("cn-zj.carbon-label", 1).management.months == 24
    assert queries.document(of).management.months == 24


def test_an_unsound_scheme_becomes_no_version(office: World) -> None:
    draft = services.begin_scheme(
        office.heng, _draft(office).replace("grades: {source_tag", "colour: {source_tag")
    )
    assert draft.problems > 0
    with pytest.raises(CodedError):
        services.fix_scheme(office.heng, draft.id)


def test_two_writers_do_not_overwrite_each_other(office: World) -> None:
    draft = services.begin_scheme(office.heng, _draft(office))
    services.save_scheme(office.mei, draft.id, _draft(office) + "# mei\n", revision=1)
    with pytest.raises(Stale):
        services.save_scheme(office.heng, draft.id, _draft(office) + "# heng\n", revision=1)


def test_an_enterprise_writes_no_scheme(office: World) -> None:
    with pytest.raises(Refused):
        services.begin_scheme(office.lin, _draft(office))


def test_what_was_done_cannot_be_undone_in_the_database(office: World) -> None:
    """Steps, answers, assessments and versions of schemes are only added to."""
    office.applied()
    for table, column in (("certification_step", "reason"), ("certification_paper", "item")):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM certification_step")


def test_the_file_is_open_to_the_body_from_the_application_on(office: World) -> None:
    of = office.filled()
    paper = queries.papers(of)[0]
    assert not paper.evidence.grants.exists()
    services.act(office.lin, of.id, "apply")
    assert paper.evidence.grants.filter(grantee_id=office.body).count() == 1


def test_an_incomplete_file_is_sent_back_and_handed_in_again(office: World) -> None:
    of = office.applied()
    _refused(lambda: services.act(office.heng, of.id, "return"), "reason-needed")
    assert services.act(office.heng, of.id, "return", reason="工艺流程图不清").state == "returned"
    services.attach(office.lin, of.id, "flow-diagram", data=b"clear", file="f.pdf")
    assert services.act(office.lin, of.id, "apply").state == "applied"


def test_a_day_too_early_the_management_system_is_too_young(office: World) -> None:
    """CERT-04."""
    of = office.filled(management_since=str(date.today()))
    _refused(lambda: services.act(office.lin, of.id, "apply"), "management-young")
    assert not certificates.of_holder(office.lin)
    assert DETAILS and FILE
