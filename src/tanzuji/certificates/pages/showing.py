"""What pages show of a certificate: words, marks, the steps that may follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanzuji.certificates import queries, wording
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.models import Certificate
from tanzuji.certificates.paper import LIMITS
from tanzuji.certificates.states import CERTIFICATE, EVENTS, STATES
from tanzuji.documents.errors import Problem
from tanzuji.documents.rounding import printed
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language
from tanzuji.web.numerals import spelled

CONSEQUENCES: dict[str, Text] = {
    "suspend": Text(zh="标识不能使用，公开页面说明原因；可以恢复", en="The label is not to be used, its page says why; it may be resumed"),
    "resume": Text(zh="证书重新有效，标识可以使用", en="Valid again; the label may be used"),
    "cancel": Text(zh="证书永久失效，没有过错", en="Void for good, without any wrong"),
    "revoke": Text(zh="证书因过错永久失效，页面和原因一直公开", en="Void for good because of a wrong; page and reason stay public"),
}  # fmt: skip
"""Steps that the page of a certificate offers, and what they mean."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A step with what it means, and why it is not possible where it is not."""

    action: str
    name: str
    consequence: str
    refused: Problem | None


def concerns(acting: Acting, row: Certificate) -> bool:
    """Whether the room shows them this certificate: its holder, its body, the authority."""
    return acting.organisation_id in (row.holder_id, row.body_id) or acting.mandated("authority")


def choices(acting: Acting, row: Certificate, view: CertificateView) -> list[Choice]:
    """The steps that leave its state, for the body that issued it; the authority takes its own in supervision."""
    if acting.organisation_id != row.body_id:
        return []
    case = queries.case(acting, row)
    return [
        Choice(action, CERTIFICATE.actions[action].to(language()), CONSEQUENCES[action].to(language()), verdict.problem)
        for action, verdict in CERTIFICATE.next(view.status, case)
        if action in CONSEQUENCES
    ]  # fmt: skip


def words() -> dict[str, Any]:
    """Names and marks that every page of the room uses."""
    return {
        "states": STATES,
        "tones": wording.TONES,
        "events": EVENTS,
        "families": wording.FAMILIES,
        "levels": wording.LEVELS,
        "variants": wording.VARIANTS,
        "boundary": wording.boundary,
        "rounding_rule": wording.rounding_rule,
        "limits": LIMITS,
        "written": printed,
        "per": spelled,
    }
