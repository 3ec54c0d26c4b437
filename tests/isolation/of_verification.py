"""Addresses and tables of the verification room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import PAGES, Row, as_form

TENANTS: set[str] = {"engagement_id", "review_id"}

_NONE = {"GET": 404, "HEAD": 404, "POST": 404}
_ACT = {"POST": as_form(action="withdraw", reason="because")}

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
}

_OF_ENGAGEMENT = (
    "Submission", "Member", "Plan", "Step", "EvidenceRequest", "Finding", "Draft", "Statement",
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
    return model.objects.filter(kind="verifier").first() or model.objects.create(
        kind="verifier", name_zh="核"
    )


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
    return {"engagement_id": of.id, "review_id": review.id}


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
