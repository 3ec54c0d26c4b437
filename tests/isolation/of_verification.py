"""Addresses and tables of the verification room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"engagement_id", "review_id", "statement_id"}

_NONE = {"GET": 404, "HEAD": 404, "POST": 404}
_NOBODY = "00000000-0000-4000-8000-000000000001"
_REFUSED, _GONE = {"POST": 403}, {"POST": 404}
_TEAM = [{"email": "somebody@example.org", "role": "lead"}]
_ACT = {"POST": as_form(action="withdraw", reason="because")}


def _report(world: Any, ids: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file": SimpleUploadedFile("report.json", b"{}")}


ROWS: dict[str, Row] = {
    "verification:home": Row(queries=(*PAGES, "state=requested", "state=x")),
    "verification:queue": Row(queries=(*PAGES, "state=examining")),
    "verification:new": Row(sends={"POST": as_form(study="x")}, answers={"POST": 422}),
    "verification:reviews": Row(queries=PAGES),
    "verification:invite": Row(sends={"POST": as_form(version="x")}, answers={"POST": 422}),
    "verification:review": Row(sends={"POST": as_form(action="withdraw")}),
    "verification:guest": Row({"link": "no-such-link"}, {"POST": as_form()}, answers=_NONE),
    "verification:reviewing": Row(sends={"POST": as_form(action="remark", text="x")}, answers=_NONE),
    "verification:engagement": Row(sends=_ACT),
    "verification:study": Row(queries=("submission=1", "submission=x")),
    "verification:changes": Row(queries=("from=1&to=1", "from=x")),
    "verification:plan": Row(sends={"POST": as_form(materiality="5")}, answers={"POST": 403}),
    "verification:evidence": Row(sends={"POST": as_form(action="x")}, answers={"POST": 422}),
    "verification:findings": Row(sends={"POST": as_form(action="x")}, answers={"POST": 422}),
    "verification:recomputation": Row(sends={"POST": as_form()}, answers={"POST": 403}),
    "verification:package": Row({"number": 1}),
    "verification:recomputed": Row({"number": 1}, {"POST": as_form()}, answers={"POST": 422}),
    "verification:statement": Row(sends={"POST": as_form(action="x")}, answers={"POST": 422}),
    "verification:report": Row({"form": "pdf"}, answers={"GET": 404, "HEAD": 404}),
    "api:list_verifications": Row(
        queries=(*LISTS, "side=verifier", "side=waiting&state=requested", "side=x")
    ),
    "api:request_verification": Row(
        sends={"POST": as_json(study=_NOBODY, verifier=_NOBODY, level="limited")}, answers=_GONE
    ),
    "api:get_verification": Row(),
    "api:offer_verification": Row(sends={"POST": as_json(team=_TEAM)}, answers=_REFUSED),
    "api:change_verification_team": Row(sends={"PUT": as_json(team=_TEAM, reason="x")}, answers={"PUT": 403}),
    "api:decide_verification": Row(sends={"POST": as_json(action="withdraw", reason="because")}),
    "api:declare_independence": Row(
        sends={"POST": as_json(no_interest=True, no_advice=True, no_kin=True, confidential=True)},
        answers=_REFUSED,
    ),
    "api:list_verification_steps": Row(),
    "api:list_submissions": Row(),
    "api:submit_version": Row(sends={"POST": as_json(note="x")}, answers=_REFUSED),
    "api:get_verification_plan": Row(answers={"GET": 404, "HEAD": 404}),
    "api:plan_verification": Row(sends={"POST": as_json(materiality=0.05)}, answers=_REFUSED),
    "api:get_sample": Row(),
    "api:examine_sample": Row(sends={"POST": as_json(lines=[{"place": "x", "text": "x"}])}, answers=_REFUSED),
    "api:list_evidence_requests": Row(),
    "api:ask_evidence": Row(sends={"POST": as_json(text="x")}, answers=_REFUSED),
    "api:answer_evidence_request": Row(
        {"request_id": _NOBODY}, {"POST": as_json(text="x")}, answers=_REFUSED
    ),
    "api:check_evidence_request": Row({"request_id": _NOBODY}, {"POST": nothing}, answers=_REFUSED),
    "api:list_verification_findings": Row(),
    "api:make_verification_finding": Row(
        sends={"POST": as_json(text="x", severity="minor")}, answers=_REFUSED
    ),
    "api:settle_verification_finding": Row(
        {"finding_id": _NOBODY}, {"POST": as_json(action="answer", text="x")}, answers=_GONE
    ),
    "api:list_submission_recomputations": Row(),
    "api:start_submission_recomputation": Row(sends={"POST": nothing}, answers=_REFUSED),
    "api:get_submission_package": Row({"number": 1}),
    "api:report_submission_recomputation": Row({"number": 1}, {"POST": _report}, answers=_REFUSED),
    "api:list_statements": Row(queries=LISTS),
    "api:get_statement": Row(),
    # the recomputation of the matrix was never run, so there is nothing to write a report of
    "api:get_statement_report": Row(queries=("form=docx", "form=x"), answers={"GET": 422}),
    "api:withdraw_statement": Row(sends={"POST": as_json(reason="because")}, answers=_REFUSED),
    "api:get_statement_draft": Row(answers={"GET": 404, "HEAD": 404}),
    "api:draft_statement": Row(
        sends={"POST": as_json(opinion="disclaimer", criteria="x", scope={"zh": "x"}, basis={"zh": "x"})},
        answers=_REFUSED,
    ),
    "api:sign_statement": Row(sends={"POST": as_json()}, answers=_REFUSED),
    "api:list_reviews": Row(queries=LISTS),
    "api:invite_reviewer": Row(
        sends={"POST": as_json(study=_NOBODY, version=1, name="x", email="r@example.org")}, answers=_GONE
    ),
    "api:get_review": Row(),
    "api:renew_review_link": Row(sends={"POST": nothing}),
    "api:withdraw_review": Row(sends={"POST": nothing}),
    "api:answer_review_remark": Row({"remark_id": _NOBODY}, {"PUT": as_json(text="x")}, answers={"PUT": 404}),
}

_OF_ENGAGEMENT = (
    "Submission", "Member", "Plan", "Step", "EvidenceRequest", "Examination", "Finding", "Draft", "Statement",
)  # fmt: skip
OWNED: dict[str, Callable[[Any], Any]] = {
    "verification.Engagement": lambda of: Q(client=of),
    **{f"verification.{name}": lambda of: Q(engagement__client=of) for name in _OF_ENGAGEMENT},
    "verification.Answer": lambda of: Q(request__engagement__client=of),
    "verification.FindingStep": lambda of: Q(finding__engagement__client=of),
    "verification.Recomputation": lambda of: Q(submission__engagement__client=of),
    "verification.Withdrawal": lambda of: Q(statement__engagement__client=of),
    "verification.Review": lambda of: Q(organisation=of),
    "verification.ReviewRemark": lambda of: Q(review__organisation=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def _office() -> Any:
    model = apps.get_model("parties.Organisation")
    # not the verifier of the matrix, who is nobody's here and may see nothing
    return model.objects.get_or_create(kind="verifier", name_zh="核")[0]


def _begun(office: Any, said: Callable[[], str], sequence: int) -> Any:
    """An engagement on the office's study, with its newest version handed in."""
    person, now = office.people["everything"].person, timezone.now()
    of = apps.get_model("verification.Engagement").objects.create(
        client=office.organisation, verifier=_office(), study=office.study, key=uuid4().hex, sequence=sequence,
        level="limited", purpose=said(), requested_by=person, since=now,
    )  # fmt: skip
    version = office.study.versions.order_by("-number").first()
    apps.get_model("verification.Submission").objects.create(
        engagement=of, number=1, version=version, by=person, note=said()
    )
    return of


def _next(name: str) -> int:
    return apps.get_model(name).objects.count() + 1


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A verification that was asked for, and a review somebody was invited to."""
    of = _begun(office, said, _next("verification.Engagement"))
    review = apps.get_model("verification.Review").objects.create(
        organisation=office.organisation, version=office.study.versions.first(), name=said()[:120], email="r@example.org",
        asks=said(), affiliation=said(), sequence=_next("verification.Review"),
        invited_by=office.people["everything"].person, expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    return {"engagement_id": of.id, "review_id": review.id, "statement_id": _stated(office, said).id}


def _stated(office: Any, said: Callable[[], str]) -> Any:
    """The statement of another engagement, drafted and signed by people of the verifier."""
    of = _begun(office, said, _next("verification.Engagement"))
    handed, person = of.submissions.get(), office.people["everything"].person
    again = apps.get_model("verification.Recomputation").objects.create(
        submission=handed, key=uuid4().hex, origin="server", package_digest="sha256:0", outcome="equal", report="{}",
        by=person,
    )  # fmt: skip
    of.state = "stated"
    of.save()
    words, version, now = {"zh": said()}, handed.version, timezone.now()
    paper = {"level": "limited", "opinion": "qualified", "criteria": said(), "scope": words, "basis": words,
             "reservations": words, "materiality": 0.05}  # fmt: skip
    return apps.get_model("verification.Statement").objects.create(
        engagement=of, number=f"VS-{of.sequence}", sequence=of.sequence, submission=handed, version=version,
        client=of.client, verifier=of.verifier, level="limited", opinion="qualified", document=json.dumps(paper),
        digest="sha256:0", footprint_id=version.footprint_id, result_digest=version.result_digest, total="1",
        unit="t", boundary="cradle_to_gate", reservations_zh=said(), recomputation=again, drafted_by=person,
        signed_by=person, signed_at=now, valid_until=now.date() + timedelta(days=90),
    )  # fmt: skip


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, now = office.people["everything"].person, timezone.now()
    version = office.study.versions.order_by("-number").first()
    made = filled(
        apps.get_model("verification.Engagement"), client=office.organisation, verifier=_office(), study=office.study,
        sequence=_next("verification.Engagement") + 900_000, requested_by=person, since=now,
    )  # fmt: skip
    of = {"engagement": made, "by": person}
    handed = filled(apps.get_model("verification.Submission"), number=1, version=version, **of)
    filled(apps.get_model("verification.Member"), engagement=made, person=person)
    filled(apps.get_model("verification.Plan"), number=1, **of)
    filled(apps.get_model("verification.Step"), sequence=1, organisation=office.organisation, **of)
    filled(apps.get_model("verification.Examination"), submission=handed, **of)
    asked = filled(apps.get_model("verification.EvidenceRequest"), number=1, **of)
    filled(apps.get_model("verification.Answer"), request=asked, by=person, organisation=office.organisation)
    found = filled(apps.get_model("verification.Finding"), number=1, submission=handed, **of)
    filled(
        apps.get_model("verification.FindingStep"), finding=found, by=person, organisation=office.organisation
    )
    again = filled(apps.get_model("verification.Recomputation"), submission=handed, by=person)
    filled(apps.get_model("verification.Draft"), number=1, submission=handed, **of)
    signed = filled(
        apps.get_model("verification.Statement"), engagement=made, sequence=900_001, submission=handed, version=version,
        client=office.organisation, verifier=made.verifier, recomputation=again, drafted_by=person, signed_by=person,
        signed_at=now, valid_until=now.date(),
    )  # fmt: skip
    filled(apps.get_model("verification.Withdrawal"), statement=signed, by=person)
    review = filled(
        apps.get_model("verification.Review"), organisation=office.organisation, version=version,
        sequence=_next("verification.Review") + 900_000, invited_by=person, expires_at=now,
    )  # fmt: skip
    filled(apps.get_model("verification.ReviewRemark"), review=review, number=1)
