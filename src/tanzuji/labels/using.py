"""What holder and body do with the use of a label: ask for it, authorise or decline it, show it in use, end it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.activity import vault
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.services import hold
from tanzuji.documents.text import Text
from tanzuji.labels import messages, policy, queries
from tanzuji.labels.kinds import OPEN, PLACEMENTS
from tanzuji.labels.models import Authorisation, Proof
from tanzuji.labels.recording import LONGEST, kept, locked, step
from tanzuji.labels.states import ACTIONS, LABEL, WITH_REASON
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import file_name
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

WHERE = 300
PROOF_MIB = 10
DECISIONS = tuple(action for action in ACTIONS if action not in ("use", "prove"))


def request(acting: Acting, number: str, *, placement: str, where: str) -> Authorisation:
    """Ask the body for leave to show the label of a certificate at one placement.

    Raises `web.absent`, `labels.not-holder`, `labels.not-in-force`, `labels.unknown-placement`, `labels.no-where`,
    `labels.same-again`.
    """
    said = clean(where)
    with transaction.atomic():
        hold(number)
        view = queries.certificate(number)
        policy.may_request(queries.case_of(acting, view)).enforce()
        if placement not in PLACEMENTS:
            raise messages.UNKNOWN_PLACEMENT.error(
                "placement", given=placement[:40], known=", ".join(PLACEMENTS)
            )
        if not said or len(said) > WHERE:
            raise messages.NO_WHERE.error("where", limit=WHERE)
        same = Authorisation.objects.filter(
            certificate_id=view.id, placement=placement, where=said, state__in=OPEN
        ).first()
        if same is not None:
            raise messages.SAME_AGAIN.error("where", number=same.number)
        return _requested(acting, view, placement, said)


def _requested(
    acting: Acting, view: certificates.CertificateView, placement: str, where: str
) -> Authorisation:
    """The new row with the next number."""
    now = timezone.now()
    for _ in range(20):  # two at a time cannot both be next
        last: int | None = Authorisation.objects.aggregate(last=Max("sequence"))["last"]
        try:
            with transaction.atomic():
                of = Authorisation.objects.create(
                    sequence=(last or 0) + 1, certificate_id=view.id, certificate_number=view.number,
                    holder_id=view.holder, body_id=view.body, placement=placement, where=where,
                    requested_by=acting.person, requested_at=now, since=now,
                )  # fmt: skip
                kept(acting, of, "request", "")
                return of
        except IntegrityError:
            continue
    raise Stale([messages.CHANGED_MEANWHILE.problem()])


def decide(
    acting: Acting, use_id: UUID | str, action: str, *, reason: str = "", edition: int | None = None
) -> Authorisation:
    """`authorise` or `decline` a request, `void` an authorisation (the body), or `give_up` a use (the holder).

    With `authorise`, `reason` are the terms of use. Raises the policy's reason, `state.not-now`, `labels.unknown-action`,
    `labels.reason-needed`, `labels.changed-meanwhile`.
    """
    if action not in DECISIONS:
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40], known=", ".join(DECISIONS))
    why = clean(reason)
    with transaction.atomic():
        of = locked(acting, use_id, edition)
        LABEL.verdict(of.state, action, queries.case(acting, of)).enforce()
        if len(why) > LONGEST or (action in WITH_REASON and not why):
            raise messages.REASON_NEEDED.error("reason", limit=LONGEST)
        said = Text.model_validate(why) if why else None
        if action != "authorise":
            step(acting, of, action, reason=said)
            return of
        step(acting, of, action, reason=said, terms=why)
    return of


def show(
    acting: Acting,
    use_id: UUID | str,
    *,
    data: bytes,
    name: str,
    taken_on: str = "",
    words: str = "",
    edition: int | None = None,
) -> Authorisation:
    """Say that the label is in use, or how it looks now, with a photograph or print file as proof.

    Raises `web.absent`, the policy's reason, `state.not-now`, `labels.no-proof`, `labels.not-a-picture`,
    `labels.proof-again`, `labels.bad-day`.
    """
    kind = _kind(data, name)
    day = _day(taken_on)
    with transaction.atomic():
        of = locked(acting, use_id, edition)
        action = "use" if of.state != "in_use" else "prove"
        LABEL.verdict(of.state, action, queries.case(acting, of)).enforce()
        stem, _, suffix = name.rpartition(".")
        digest = vault.digest_of(data)
        try:
            with transaction.atomic():
                Proof.objects.create(
                    authorisation=of, digest=digest, kind=kind, size=len(data), by=acting.person,
                    file=file_name(clean(stem or name), suffix if stem else kind)[:160],
                    words=clean(words, 500), taken_on=day,
                )  # fmt: skip
        except IntegrityError as error:
            raise messages.PROOF_AGAIN.error("file") from error
        step(acting, of, action, used_since=of.used_since or day)
        vault.keep(data)
    return of


def _kind(data: bytes, name: str) -> str:
    """What a file is, by its first bytes."""
    if not data or len(data) > PROOF_MIB * 2**20:
        raise messages.NO_PROOF.error("file", limit=PROOF_MIB)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"%PDF-"):
        return "pdf"
    raise messages.NOT_A_PICTURE.error("file", file=name[:120])


def _day(written: str) -> date:
    """A day up to today; today where nothing is written."""
    today = timezone.localdate()
    if not written.strip():
        return today
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        day = date.max
    if day > today:
        raise messages.BAD_DAY.error("taken_on", given=written[:40])
    return day
