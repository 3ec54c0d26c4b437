"""Machine rules that standards name: whether there is such a version, bringing it to bear, and ending it."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from tanzuji.documents.errors import CodedError
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import queries as rulebook
from tanzuji.rulebook import services as rulebook_services
from tanzuji.standards import messages
from tanzuji.standards.models import Standard, Step
from tanzuji.standards.states import STANDING

_CURATORS = {"authority", "standards"}
"""Mandates whose organisations decide which rules hold (N-01)."""


def check_rule(rule: str, version: str, owner: UUID | None) -> None:
    """Raises `standards.no-such-rule` where no such version is public and `owner` has none ready or offered.

    What others have not published is answered as what is not there. Nothing is asked of a blank.
    """
    if not rule:
        return
    try:
        rulebook.rule(rule, version or None, owner=owner)
    except CodedError:
        raise messages.NO_SUCH_RULE.error("rule", rule=rule, version=version) from None


def named(standard: Standard) -> str:
    """What the standard names, to tell whether it is still the same: SHA-256 of rule, version and the version's text.

    Blank where it names no rule; without a version it names whatever holds, and the text stays out. Raises
    `standards.no-such-rule`.
    """
    if not standard.rule:
        return ""
    check_rule(standard.rule, standard.rule_version, standard.organisation_id)
    text = ""
    if standard.rule_version:
        owner = standard.organisation_id
        text = rulebook.rule(standard.rule, standard.rule_version, owner=owner).text
    return sha256("\n".join((standard.rule, standard.rule_version, text)).encode()).hexdigest()


def bring(standard: Standard) -> None:
    """Let the rule of a standard that came into force hold, or wait for a curator where nobody mandated published it."""
    issued = standard.steps.filter(action__in=("publish", "register")).order_by("id").last()
    owner = standard.organisation_id or (issued.organisation_id if issued else None)
    if standard.rule and owner:
        rulebook_services.bring(
            standard.rule,
            standard.rule_version,
            standard=str(standard.id),
            owner=owner,
            decided_by=_decided_by(issued),
        )


def _decided_by(issued: Step | None) -> UUID | None:
    """The reviewer of a mandated organisation who published it; None for others, and for what was only registered."""
    if issued is None or issued.action != "publish" or issued.organisation_id is None:
        return None
    mandated = parties.organisation(issued.organisation_id).mandate_set & _CURATORS
    return issued.by_id if mandated else None


def retire(actor: Acting | None, standard: Standard, by: Standard | None = None) -> None:
    """End the rule that a standard which ended had activated, unless another that was issued names it as well."""
    others = Standard.objects.filter(
        Q(rule_version=standard.rule_version) | Q(rule_version=""), rule=standard.rule, state__in=STANDING
    ).exclude(id=standard.id)
    if standard.rule and not others.exists():
        rulebook_services.supersede(
            actor,
            standard.rule,
            standard.rule_version,
            standard=str(standard.id),
            reason=by.number if by else "",
        )
