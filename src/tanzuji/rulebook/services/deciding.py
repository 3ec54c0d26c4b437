"""Letting a rule hold, and ending it: by a curator's second person, or by a standard that comes into force."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Mandate, Role
from tanzuji.rulebook import events, messages, queries
from tanzuji.rulebook.models import RuleVersion, Standing
from tanzuji.rulebook.policy import Deciding
from tanzuji.rulebook.services.shelving import shelve_later
from tanzuji.rulebook.states import MACHINE, NEEDS_REASON
from tanzuji.rules.lint import lint
from tanzuji.rules.load import effective, shipped_texts
from tanzuji.web.answers import absent

_EVENTS = {
    "offer": events.OFFERED,
    "return": events.RETURNED,
    "activate": events.ACTIVATED,
    "supersede": events.SUPERSEDED,
    "withdraw": events.WITHDRAWN,
}


_DECIDERS: tuple[Role, ...] = ("reviewer",)
"""Who in a curator's organisation is told of what waits."""


def act(acting: Acting, version_id: UUID | str, action: str, *, reason: str = "") -> RuleVersion:
    """Offer, return, activate, supersede or withdraw a version. Raises `state.not-now`, `rulebook.*`, `web.absent`."""
    with transaction.atomic():
        one = _locked(queries.row(acting, version_id).id)
        who = Deciding(acting, one.organisation_id, one.made_by_id)
        if action not in MACHINE.actions:
            raise absent()
        MACHINE.verdict(one.state, action, who).enforce()
        if action in NEEDS_REASON and not reason.strip():
            raise messages.NO_REASON.error("reason")
        if action == "activate":
            _free(one)
            _activate(one, acting, "", reason)
        else:
            row = MACHINE.find(one.state, action)
            assert row is not None
            _move(one, row.to, action, acting, "", reason)
            if action == "supersede":
                shelve_later()
        _tell(one, action, reason)
    return one


def bring(
    rule_id: str, version: str, *, standard: str, owner: UUID, decided_by: UUID | None
) -> RuleVersion | None:
    """Bring the rule of a standard in force to bear; None where the standard only refers to a rule of others.

    Only a ready or offered version of `owner`, the standard's lead, is touched. It holds from now on where a mandated
    organisation published the standard, `decided_by` its reviewer (N-01), who did not make the version, and where it
    takes no id that is somebody else's. Else it is offered, and waits for a curator.
    """
    with transaction.atomic():
        one = (
            RuleVersion.objects.select_for_update()
            .filter(rule=rule_id, version=version, organisation_id=owner, state__in=queries.WAITING)
            .first()
        )
        if one is None:
            return None
        if decided_by not in (None, one.made_by_id) and not _foreign(one):
            _activate(one, None, standard, "")
            _tell(one, "activate", "")
        elif one.state == "ready":
            _move(one, "offered", "offer", None, standard, "")
            _tell(one, "offer", "")
    return one


def supersede(
    actor: Acting | None, rule_id: str, version: str, *, standard: str, reason: str = ""
) -> RuleVersion | None:
    """End the version that this standard activated, since the standard ended; None where it activated none that holds."""
    with transaction.atomic():
        one = (
            RuleVersion.objects.select_for_update()
            .filter(rule=rule_id, version=version, state="active")
            .first()
        )
        if one is None or not standard:
            return None
        began = one.standings.filter(action="activate").last()
        if began is None or began.standard != standard[:64]:
            return None
        _move(one, "superseded", "supersede", actor, standard, reason)
        shelve_later()
    return one


def _locked(version_id: UUID) -> RuleVersion:
    return RuleVersion.objects.select_for_update().get(id=version_id)


def _foreign(one: RuleVersion) -> bool:
    """Whether its id is a shipped rule's, or that of a rule of others which holds or held."""
    others = RuleVersion.objects.filter(rule=one.rule, state__in=queries.PUBLIC)
    return one.rule in shipped_texts() or others.exclude(organisation_id=one.organisation_id).exists()


def _free(one: RuleVersion) -> None:
    """A version number holds once, whoever wrote it. Raises `rulebook.version-taken`."""
    if RuleVersion.objects.filter(rule=one.rule, version=one.version, state__in=queries.PUBLIC).exists():
        raise messages.VERSION_TAKEN.error("version", rule=one.rule, version=one.version)


def _activate(one: RuleVersion, actor: Acting | None, standard: str, reason: str) -> None:
    """The version holds from now on, and the one that held until now does not."""
    former = RuleVersion.objects.select_for_update().filter(rule=one.rule, state="active").first()
    if former is not None:
        _move(former, "superseded", "supersede", actor, standard, f"{one.rule}@{one.version}")
    _move(one, "active", "activate", actor, standard, reason)
    shelve_later()
    _tell_children(one)


def _move(
    one: RuleVersion, state: str, action: str, actor: Acting | None, standard: str, reason: str
) -> None:
    one.state = state
    RuleVersion.objects.filter(id=one.id).update(state=state)
    said = reason.strip()[:4000]
    Standing.objects.create(
        version=one,
        action=action,
        person=actor.person if actor else None,
        organisation=actor.organisation if actor else None,
        standard=standard[:64],
        reason=said,
    )
    record(
        _EVENTS[action], actor, "rule-version", one.id,
        organisation=one.organisation_id, reason=said, rule=one.rule, version=one.version, standard=standard,
    )  # fmt: skip


def _tell(one: RuleVersion, action: str, reason: str) -> None:
    """Curators hear of what is offered; its organisation of what was decided."""
    name = f"{one.rule}@{one.version}"
    page = f"/rulebook/versions/{one.id}/"
    words = Text(zh=reason or None, en=reason or None) if reason.strip() else None
    if action == "offer":
        mandates: tuple[Mandate, ...] = ("standards", "authority")
        curators = {o.id: o for mandate in mandates for o in parties.organisations(mandate=mandate)}
        title = Text(zh=f"规则 {name} 提请启用", en=f"Rule {name} was offered for activation")
        tell(curators.values(), events.TOLD_OFFERED, title, words, page=page, roles=_DECIDERS)
    elif action == "return":
        title = Text(zh=f"规则 {name} 被退回", en=f"Rule {name} was returned")
        tell([one.organisation_id], events.TOLD_RETURNED, title, words, page=page)
    elif action == "activate":
        title = Text(zh=f"规则 {name} 已启用", en=f"Rule {name} holds now")
        tell([one.organisation_id], events.TOLD_ACTIVATED, title, words, page=f"/rulebook/rules/{one.rule}/")


def _tell_children(one: RuleVersion) -> None:
    """Organisations whose rules inherit from this one hear where they are looser than it now."""
    parent = queries.of_row(one).pack
    for child in queries.children(one.rule):
        if child.row is None:
            continue
        looser = lint(child.pack, effective(parent))
        title = Text(
            zh=f"{child.name} 继承的 {one.rule} 有了版本 {one.version}",
            en=f"{one.rule}, from which {child.name} inherits, has version {one.version}",
        )
        text = (
            Text(
                zh=f"有 {len(looser)} 处比新的上层规则宽松，核算时以较严者为准；请修订。",
                en=f"{len(looser)} of its lines are looser now; studies are held to the stricter. Please revise it.",
            )
            if looser
            else Text(zh="没有比它宽松的地方。", en="Nothing in it is looser.")
        )
        page = f"/rulebook/rules/{child.id}/inheritance/"
        tell([child.row.organisation_id], events.TOLD_PARENT, title, text, page=page)
