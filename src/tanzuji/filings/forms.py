"""The form of a certificate that was issued elsewhere: texts in two languages side by side, papers with their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.kinds import PAPERS
from tanzuji.filings.services import Upload

PAIRS = ("scheme", "body", "holder", "maker", "product", "unit_words", "verifier")
"""Fields with a Chinese and an English text."""

PLAIN = ("number", "body_code", "gtin", "value", "unit", "boundary", "standard", "rule", "reference_year", "level",
         "issued_on", "valid_until", "status", "status_since", "link")  # fmt: skip
OPTIONAL = ("verifier", "level", "status", "status_since", "status_reason")


def facts_from(posted: Mapping[str, str]) -> FiledCertificate:
    """The facts of a form. Raises CodedError with one problem a field."""
    plain: dict[str, Any] = {name: posted.get(name, "").strip() for name in PLAIN}
    for name in (*PAIRS, "status_reason"):
        zh, en = posted.get(f"{name}_zh", "").strip(), posted.get(f"{name}_en", "").strip()
        if zh or en:
            plain[name] = {key: said for key, said in (("zh", zh), ("en", en)) if said}
    plain["models"] = [line.strip() for line in posted.get("models", "").splitlines() if line.strip()]
    for name in OPTIONAL:
        if not plain.get(name):
            plain.pop(name, None)
    return FiledCertificate.parse(plain)


def given(facts: FiledCertificate) -> dict[str, str]:
    """What the form shows of facts that are there."""
    plain = facts.model_dump(mode="json")
    shown = {name: str(plain[name] or "") for name in PLAIN}
    for name in (*PAIRS, "status_reason"):
        text = plain[name] or {}
        shown |= {f"{name}_zh": text.get("zh") or "", f"{name}_en": text.get("en") or ""}
    return shown | {"models": "\n".join(facts.models)}


def papers_from(request: HttpRequest) -> list[Upload]:
    """The papers sent with a form, each in the field of its kind."""
    return [
        Upload(kind, (sent.name or "")[:300], sent.read())
        for kind in PAPERS
        for sent in request.FILES.getlist(f"paper_{kind}")
    ]
