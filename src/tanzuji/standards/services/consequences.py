"""What follows by itself when a standard comes into force or a project ends.

The old edition is superseded, sector standards for the same product are flagged 应予废止 where a national one came,
drafters of what is thereby closed are told, and the machine rule is brought to bear.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.queries import organisations
from tanzuji.standards import events, policy, queries
from tanzuji.standards.finding import same_product, same_purpose
from tanzuji.standards.models import Standard
from tanzuji.standards.rules import bring, retire
from tanzuji.standards.services.keeping import news, stepped
from tanzuji.standards.states import OPEN, STANDARD, VALID


def bring_where_due(standard: Standard, today: date | None = None) -> bool:
    """Bring a published standard into force if its day has come, in the name of the system; whether it did."""
    standing = queries.standing(None, standard, today)
    if not STANDARD.verdict(standard.state, "take_effect", standing).allowed:
        return False
    take_effect(standard, today)
    return True


def take_effect(standard: Standard, today: date | None = None) -> None:
    """The step into force with all that follows from it, within the caller's transaction."""
    _hold(standard)
    stepped(standard, "take_effect", "in_force", None, on=standard.in_force_on or today)
    news(standard, "take_effect")
    bring(standard)
    _supersede(standard, today)
    _flag(standard, today)


def _hold(new: Standard) -> None:
    """Lock what the new standard changes before its step is logged: whoever acts on one of these waits for the log last."""
    changed = {*_replaced(new), *_below(new).values_list("id", flat=True)}
    list(Standard.objects.select_for_update().filter(id__in=changed).order_by("id"))


def _replaced(new: Standard) -> list[UUID]:
    return list(
        new.relations.filter(kind="replaces", other__state__in=VALID).values_list("other_id", flat=True)
    )


def _alike(new: Standard) -> QuerySet[Standard]:
    """Other standards for the product of a national one, of its purpose; none where it is no national product standard."""
    if new.level != "national" or new.layer != "product":
        return Standard.objects.none()
    same = Q(kind__in=same_purpose(new.kind)) & same_product(new)
    return Standard.objects.filter(same).exclude(id=new.id)


def _below(new: Standard) -> QuerySet[Standard]:
    """Sector standards in force for the same product as a national one."""
    return _alike(new).filter(level="sector", state__in=VALID)


def _supersede(new: Standard, today: date | None) -> None:
    """What the new standard replaces ends on its day."""
    for old in Standard.objects.filter(id__in=_replaced(new)).order_by("id"):
        row = STANDARD.find(old.state, "supersede")
        if row is not None and policy.may_supersede(queries.standing(None, old, today)):
            old.ended_on = new.in_force_on
            reason = f"{new.number}".strip()
            stepped(old, "supersede", row.to, None, reason=reason, on=new.in_force_on)
            retire(None, old, by=new)
            news(old, "supersede", reason=reason)


def _flag(new: Standard, today: date | None) -> None:
    """A national standard in force: sector standards for the same product are to be abolished, projects below it stop."""
    ids = list(_alike(new).values_list("id", flat=True).distinct())
    for row in Standard.objects.filter(id__in=ids).order_by("id"):
        if row.level == "sector" and row.state in VALID and not row.to_be_abolished:
            row.to_be_abolished = True
            stepped(row, "flag", row.state, None, reason=new.number, on=today)
            record(
                events.TO_BE_ABOLISHED, None, "standard", row.id, organisation=row.organisation_id,
                reason=new.number, number=row.number,
            )  # fmt: skip
            _say(row, Text(zh="应予废止", en="To be abolished"), new)
        elif row.level == "provincial" and row.state in OPEN:
            _say(
                row,
                Text(
                    zh="已有国家标准，不再制定地方标准",
                    en="A national standard exists; no provincial one is made",
                ),
                new,
            )


def _say(row: Standard, what: Text, cause: Standard) -> None:
    """Tell drafters, and for a standard without any the authority, what a new standard means for theirs."""
    concerned = set(queries.drafters(row)) or set(
        organisations(mandate="authority").values_list("id", flat=True)
    )
    named = row.named
    tell(
        concerned, events.NEWS,
        Text(zh=f"{what.zh}：{named.zh}"[:200], en=f"{what.en}: {named.en}"[:200]),
        cause.named, page=f"/standards/{row.id}/",
    )  # fmt: skip


def ended(project: Standard, today: date | None = None) -> None:
    """A project was declined or withdrawn: what it was to replace goes on being in force."""
    for old in Standard.objects.select_for_update().filter(
        id__in=list(project.relations.filter(kind="replaces").values_list("other_id", flat=True)),
        state="under_revision",
    ):
        if STANDARD.verdict(old.state, "keep", queries.standing(None, old, today)).allowed:
            stepped(old, "keep", "in_force", None, reason=str(project.title.zh or project.title.en), on=today)
            news(old, "keep")
