"""Addresses and tables of the filings room for the isolation matrix: what is not filed yet is its filer's alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {"filing_id", "filed_paper_id"}

_PDF = b"%PDF-1.7 a certificate"
_FACTS: dict[str, Any] = {
    "number": "OUT-2026-77", "value": "12", "unit": "kgCO2e/t", "boundary": "cradle_to_gate", "standard": "GB/T 24067-2024",
    "issued_on": "2026-01-01", "valid_until": "2099-01-01",
}  # fmt: skip
_NAMES = ("scheme", "body", "holder", "maker", "product", "unit_words")


def _sent(world: Any, ids: Any) -> Any:
    paper = SimpleUploadedFile("certificate.pdf", _PDF)
    return {**_FACTS, **{f"{name}_en": "said" for name in _NAMES}, "paper_certificate": paper}


def _as_program(**more: Any) -> Callable[[Any, Any], bytes]:
    paper = {"kind": "certificate", "name": "c.pdf", "content": base64.b64encode(_PDF).decode()}
    facts = {**_FACTS, **{name: {"en": "said"} for name in _NAMES}}
    return lambda world, ids: json.dumps({"certificate": facts, "papers": [paper], **more}).encode()


_NOT_NOW = {"POST": 403}

ROWS: dict[str, Row] = {
    "filings:home": Row(queries=(*PAGES, "state=submitted", "state=x")),
    "filings:submit": Row(sends={"GET": as_form(), "POST": as_form(number="NONE-1")}, answers={"POST": 422}),
    "filings:external": Row(sends={"GET": as_form(), "POST": _sent}),
    "filings:filing": Row(
        sends={"GET": as_form(), "POST": as_form(action="withdraw", reason="no longer made")}
    ),
    "filings:change": Row(sends={"GET": as_form(), "POST": _sent}, answers={"POST": 422}),
    "filings:paper": Row(),
    "api:list_filings": Row(queries=LISTS),
    "api:submit_filing": Row(sends={"POST": as_json(number="NONE-1")}, answers={"POST": 422}),
    "api:submit_external_filing": Row(sends={"POST": _as_program()}),
    "api:get_filing": Row(),
    "api:change_filing": Row(sends={"POST": _as_program(cause="other")}, answers={"POST": 422}),
    "api:report_filing_status": Row(
        sends={"POST": as_json(status="suspended", reason="r")}, answers=_NOT_NOW
    ),
    "api:decide_filing": Row(sends={"POST": as_json(action="withdraw", reason="r")}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "filings.Filing": lambda of: Q(organisation=of),
    **{
        f"filings.{name}": lambda of: Q(filing__organisation=of)
        for name in ("Statement", "Paper", "Step", "Reminder")
    },
}

SHARED: dict[str, str] = {"filings.Serial": "the last number of each year"}

KEPT: dict[str, str] = {
    "filings.Filing.origin": "one of two",
    "filings.Filing.state": "one of seven",
    "filings.Filing.change": "one of two, or none",
    "filings.Statement.cause": "one of six",
    "filings.Paper.kind": "one of five",
    "filings.Paper.digest": "a digest, by which the paper is found",
    "filings.Step.action": "one of the machine's",
    "filings.Step.before": "one of seven",
    "filings.Step.after": "one of seven",
}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A certificate issued elsewhere, submitted with its paper, all in the office's own words."""
    from tanzuji.filings import services
    from tanzuji.filings.services import Upload

    paper = Upload("certificate", said()[:60], b"%PDF-1.7 " + said().encode())
    made = services.submit_external(office.people["editor"], _facts(said), [paper], note=said())
    return {"filing_id": made.id, "filed_paper_id": made.papers.get().id}


def _facts(said: Callable[[], str]) -> Any:
    from tanzuji.filings.facts import FiledCertificate

    texts = {name: {"zh": said(), "en": said()} for name in _NAMES}
    return FiledCertificate.parse({**_FACTS, **texts, "number": f"C-{said()}"[:80].replace("碳", "C")})


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    from canaries import canary
    from django.utils import timezone

    from tanzuji.filings.models import Filing, Paper, Reminder, Statement, Step

    person, now = office.people["editor"].person, timezone.now()
    of = filled(Filing, organisation=office.organisation, submitted_by=person, since=now, origin="external")
    document = json.dumps(_facts(canary).plain())
    filled(Statement, filing=of, sequence=1, document=document, cause="other", by=person, at=now)
    filled(Paper, filing=of, statement=1, size=1, digest="0" * 64, kind="other", by=person, at=now)
    filled(Step, filing=of, sequence=1, action="submit", before="submitted", after="submitted", by=person,
           organisation=office.organisation, at=now)  # fmt: skip
    filled(Reminder, filing=of)
