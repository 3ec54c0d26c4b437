"""What is decided on a submission: by the curator, who assigns and queues, and at the two gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.contributions import events, messages, notes, policy, queries
from tanzuji.contributions.gates import gates
from tanzuji.contributions.guards.findings import value_of
from tanzuji.contributions.guards.messages import SAME_ID
from tanzuji.contributions.models import Contribution, Remark
from tanzuji.contributions.provenance import resolving
from tanzuji.contributions.provenance.coverage import coverage
from tanzuji.contributions.provenance.disclosing import close, disclose
from tanzuji.contributions.services.recording import done_already, locked, said, take, unchanged
from tanzuji.contributions.services.remarks import place_of
from tanzuji.contributions.services.turns import in_turn
from tanzuji.contributions.states import CONTRIBUTION, IN_USE
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting

MAX_DAYS = 400


def assign(
    acting: Acting,
    contribution_id: UUID | str,
    organisation_id: UUID | str,
    *,
    due: date | None = None,
    seen: int | None = None,
    reason: str = "",
) -> Contribution:
    """The organisation that verifies it, or, once it is verified, that checks its provenance; with a deadline.

    Done again before a decision, it assigns another. The documents and meters of its trail are opened to the
    organisation. Raises `contributions.same-group`, `contributions.same-as-verifier`, `contributions.no-gatekeeper`.
    """
    with transaction.atomic():
        of = locked(acting, contribution_id)
        first_gate = of.state in ("format_checked", "under_verification")
        action = "assign_verifier" if first_gate else "assign_checker"
        asked = {"to": str(organisation_id)} | ({"due": due.isoformat()} if due else {})
        if done_already(acting, of, action, seen, reason=reason, detail=asked):
            return of
        unchanged(of, seen)
        chosen = queries.party(organisation_id)
        standing = queries.standing(acting, of, chosen=chosen)
        CONTRIBUTION.verdict(of.state, action, standing).enforce()
        of.due = _day(due) or gates().due("verification" if first_gate else "provenance")
        of.assignee = None
        if first_gate:
            of.verifier_id, of.checker_id = chosen.id, None
        else:
            of.checker_id = chosen.id
        close(of)  # whoever had it in hand before has no more to do with what it rests on
        opened = disclose(of, queries.revision(of, queries.newest_number(of)), chosen.id, of.due)
        detail = {"to": str(chosen.id), "due": of.due.isoformat(), "opened": opened}
        take(acting, of, action, standing, reason=said(reason, needed=False), detail=detail)
    return of


def take_on(acting: Acting, contribution_id: UUID | str, email: str) -> Contribution:
    """Who in the organisation at the gate has it in hand. Raises `contributions.no-assignee`, `…not-at-gate`."""
    with transaction.atomic():
        of = locked(acting, contribution_id)
        policy.may_take_on(queries.standing(acting, of), of.state).enforce()
        held = parties.people(acting.organisation_id).filter(person__email=email.strip().lower()).first()
        person = held.person if held is not None and "reviewer" in held.role_set else None
        if person is None:
            raise messages.NO_ASSIGNEE.error("email", email=email.strip()[:80])
        of.assignee = person
        of.save(update_fields=["assignee"])
        record(events.TAKEN_ON, acting, "contribution", of.id, assignee=str(person.id))
    return of


def verify(
    acting: Acting, contribution_id: UUID | str, *, reason: str, seen: int | None = None
) -> Contribution:
    """Verification of the result (验证): it holds, for the reason given. Raises the policy's reason, Stale."""
    with transaction.atomic():
        of = locked(acting, contribution_id)
        if done_already(acting, of, "verify", seen, reason=reason):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        CONTRIBUTION.verdict(of.state, "verify", standing).enforce()
        of.due, of.assignee = gates().due("assignment"), None
        take(acting, of, "verify", standing, reason=said(reason))
    return of


def check_provenance(
    acting: Acting,
    contribution_id: UUID | str,
    *,
    confirmed: Sequence[str],
    reason: str,
    remarks: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Contribution:
    """The provenance check (溯源性核验): the inputs of these ids were followed to their sources and hold.

    Their share of the result has to reach what the jurisdiction asks; references that the checker cannot follow do
    not count. `remarks` are words on inputs by id. Raises `contributions.too-little-traced`, `contributions.unknown-input`.
    """
    with transaction.atomic():
        of = locked(acting, contribution_id)
        held = {"confirmed": sorted(set(confirmed)), "remarks": _words(remarks)}
        if done_already(acting, of, "check_provenance", seen, reason=reason, detail=held):
            return of
        unchanged(of, seen)
        known = {each.id for each in of.provenance.inputs}
        for unknown in [each for each in (*confirmed, *(remarks or {})) if each not in known]:
            raise messages.UNKNOWN_INPUT.error("confirmed", input=unknown[:80])
        resolved = resolving.resolved(acting, of.provenance)
        covered = coverage(of.provenance, value_of(of.dataset), resolved, frozenset(confirmed))
        standing = queries.standing(acting, of, confirmed=covered.share)
        CONTRIBUTION.verdict(of.state, "check_provenance", standing).enforce()
        of.due, of.assignee = gates().due("assignment"), None
        detail = held | {"coverage": covered.share, "by_kind": dict(covered.by_kind)}
        take(acting, of, "check_provenance", standing, reason=said(reason), detail=detail)
    return of


def _words(remarks: Mapping[str, str] | None) -> dict[str, str]:
    """Words on inputs as they are kept."""
    return {key: text.strip()[:1000] for key, text in (remarks or {}).items() if text.strip()}


def return_(
    acting: Acting,
    contribution_id: UUID | str,
    *,
    reason: str,
    reasons: Sequence[tuple[str, str]] = (),
    seen: int | None = None,
) -> Contribution:
    """Sent back to the contributor; each of `reasons`, (place, text), becomes a remark that wants an answer.

    It passes both gates again. Raises `contributions.reason-needed`, `contributions.bad-place`.
    """
    return _refuse(acting, contribution_id, "return", reason, reasons, seen)


def reject(
    acting: Acting, contribution_id: UUID | str, *, reason: str, seen: int | None = None
) -> Contribution:
    """Not taken, for good. Raises `contributions.reason-needed`."""
    return _refuse(acting, contribution_id, "reject", reason, (), seen)


def _refuse(
    acting: Acting,
    contribution_id: UUID | str,
    action: str,
    reason: str,
    reasons: Sequence[tuple[str, str]],
    seen: int | None,
) -> Contribution:
    with transaction.atomic():
        of = locked(acting, contribution_id)
        placed = [(place_of(place), said(text)) for place, text in reasons if text.strip()]
        detail = {"reasons": [{"place": place, "text": text} for place, text in placed]}
        if done_already(acting, of, action, seen, reason=reason, detail=detail):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        CONTRIBUTION.verdict(of.state, action, standing).enforce()
        number = queries.newest_number(of)
        for place, text in placed:
            Remark.objects.create(
                contribution=of, place=place, text=text, revision=number, by=acting.person,
                organisation=acting.organisation,
            )  # fmt: skip
        of.due, of.assignee = (gates().due("correction") if action == "return" else None), None
        take(acting, of, action, standing, reason=said(reason), detail=detail)
    return of


def queue(
    acting: Acting, contribution_id: UUID | str, *, due: date | None = None, seen: int | None = None
) -> Contribution:
    """Put into the entry queue, to enter the library with a release by a day. Raises `contributions.pre-study`, `contributions.id-taken`."""
    with transaction.atomic():
        of = locked(acting, contribution_id)
        asked = {"due": due.isoformat()} if due else {}
        if done_already(acting, of, "queue", seen, detail=asked):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        CONTRIBUTION.verdict(of.state, "queue", standing).enforce()
        _refuse_taken(of)
        of.due = _day(due) or gates().due("queue")
        take(acting, of, "queue", standing, detail={"due": of.due.isoformat()})
    return of


def _refuse_taken(of: Contribution) -> None:
    """Raises `contributions.id-taken` where another of this id stands in the queue or the library, not to be replaced.

    Two of one id come here one after the other, so that the second sees the first in the queue.
    """
    in_turn(f"contributions.queue {of.dataset_id}")
    others = Contribution.objects.filter(
        dataset_id=of.dataset_id, state__in=("entry_queue", *IN_USE)
    ).exclude(id=of.id)
    if of.replaces_id is not None:
        others = others.exclude(id=of.replaces_id)
    taken = others.order_by("sequence").first()
    if taken is not None:
        raise SAME_ID.error("dataset.id", dataset=of.dataset_id, where=taken.number)


def remind(today: date | None = None, *, ahead: int = 3) -> int:
    """Remind of deadlines that are past or at most `ahead` days off, each at most once a week and again when it has passed; how many."""
    day = today or timezone.localdate()
    sent = 0
    waiting = Contribution.objects.filter(due__lte=_later(day, ahead)).exclude(state="in_library")
    for row in waiting.order_by("due").values_list("id", flat=True):
        with transaction.atomic():
            of = Contribution.objects.select_for_update().get(id=row)
            if of.due is None or _spoken_of(of, day):
                continue
            of.reminded = day
            of.save(update_fields=["reminded"])
            notes.due(of, day)
            sent += 1
    return sent


def _spoken_of(of: Contribution, day: date) -> bool:
    """Whether its deadline was spoken of within a week; one that has passed since then is spoken of again."""
    if of.reminded is None or of.due is None:
        return False
    return (day - of.reminded).days < 7 and not of.reminded <= of.due < day


def _later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def _day(due: date | None) -> date | None:
    """A deadline from today on. Raises `contributions.bad-date`."""
    if due is not None and not 0 <= (due - timezone.localdate()).days <= MAX_DAYS:
        raise messages.BAD_DATE.error("due", value=due.isoformat())
    return due
