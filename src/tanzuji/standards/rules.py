"""Machine rules that standards name: whether there is such a version, and bringing it to bear."""

from __future__ import annotations

from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import queries as rulebook
from tanzuji.rulebook import services as rulebook_services
from tanzuji.standards import messages
from tanzuji.standards.models import Standard


def exists(rule: str, version: str) -> bool:
    """Whether the rule book holds that version of the rule."""
    try:
        rulebook.rule(rule, version or None)
    except CodedError:
        return False
    return True


def check_rule(rule: str, version: str) -> None:
    """Raises `standards.no-such-rule` where the rule book holds no such version; nothing is asked of a blank."""
    if rule and not exists(rule, version):
        raise messages.NO_SUCH_RULE.error("rule", rule=rule, version=version)


def activate(actor: Acting | None, standard: Standard) -> None:
    """Let studies be checked against the rule of a standard that came into force."""
    if standard.rule:
        rulebook_services.activate(actor, standard.rule, standard.rule_version, standard=str(standard.id))


def retire(actor: Acting | None, standard: Standard, by: Standard | None = None) -> None:
    """Let the rule of a standard that ended hold no longer, unless its successor goes on with the same version."""
    goes_on = by is not None and (by.rule, by.rule_version) == (standard.rule, standard.rule_version)
    if standard.rule and not goes_on:
        rulebook_services.supersede(
            actor,
            standard.rule,
            standard.rule_version,
            standard=str(standard.id),
            reason=by.number if by else "",
        )
