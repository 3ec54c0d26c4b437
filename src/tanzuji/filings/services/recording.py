"""What every step has in common: the row locked, the machine asked, the step kept, the public log written."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.certificates import services as certificates
from tanzuji.documents.canonical import digest
from tanzuji.documents.text import Text
from tanzuji.filings import messages, queries
from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.models import Filing, Serial, Statement, Step
from tanzuji.filings.policy import standing
from tanzuji.filings.states import FILING
from tanzuji.ledger import kinds, log
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

LONGEST = 2000


def locked(acting: Acting, filing_id: object, edition: int | None = None) -> Filing:
    """One that whoever acts may see, as it is now and nobody else's until the transaction ends, nor its certificate.

    Raises `web.absent`, and `filings.changed-meanwhile` where it is no longer as the acting person saw it.
    """
    known = queries.filing(acting, str(filing_id))
    if known.origin == "own":  # it follows its certificate
        certificates.hold(known.certificate)
    found = Filing.objects.select_for_update().get(id=known.id)
    if edition is not None and edition != found.edition:
        raise Stale([messages.CHANGED_MEANWHILE.problem("edition")])
    return found


def next_number(at: datetime) -> str:
    """The next filing number of the year, without gaps: the year's row is locked until the transaction ends."""
    year = timezone.localtime(at).year
    Serial.objects.get_or_create(year=year)
    row = Serial.objects.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"BA-{year}-{row.last:06d}"


def stated(
    acting: Acting | None, of: Filing, facts: FiledCertificate, cause: str, note: str, at: datetime
) -> Statement:
    """The facts as the next statement of a filing."""
    return Statement.objects.create(
        filing=of,
        sequence=of.statements.count() + 1,
        cause=cause,
        document=json.dumps(facts.plain(), ensure_ascii=False),
        digest=digest(facts),
        note=clean(note, LONGEST),
        by=acting.person if acting else None,
        at=at,
    )


def step(
    acting: Acting | None,
    of: Filing,
    action: str,
    kind: str,
    *,
    statement: int,
    reason: str = "",
    leaf: FiledCertificate | None = None,
    **changed: Any,
) -> Step:
    """One step within the caller's transaction; `leaf` is what an official act puts into the public log.

    Raises the machine's verdict where the step is not possible. Steps of a change leave the state as it is.
    """
    before, now = of.state, timezone.now()
    row = FILING.find(before, action)
    if row is not None and acting is not None:
        row.guard(standing(acting, of)).enforce()
    for name, value in changed.items():
        setattr(of, name, value)
    if row is not None:
        of.state, of.since = row.to, now if row.to != before else of.since
    of.edition += 1
    of.save()
    sequence = of.steps.count() + 1
    index = log.append(kinds.FILING, _payload(of, leaf, action, reason, now, sequence), subject="filing",
                       subject_id=of.id).index if leaf else None  # fmt: skip
    made = Step.objects.create(
        filing=of, sequence=sequence, action=action, before=before, after=of.state, statement=statement, reason=reason,
        log_index=index, by=acting.person if acting else None, organisation=acting.organisation if acting else None,
        at=now,
    )  # fmt: skip
    record(kind, acting, "filing", of.id, organisation=of.organisation_id, reason=reason, number=of.number,
           certificate=of.certificate, origin=of.origin)  # fmt: skip
    return made


def enforce(acting: Acting, of: Filing, action: str) -> None:
    """Raises the reason why the step is not possible now."""
    FILING.verdict(of.state, action, standing(acting, of)).enforce()


def _payload(
    of: Filing, facts: FiledCertificate, action: str, reason: str, at: datetime, sequence: int
) -> dict[str, Any]:
    """The entry of the public log; values are text."""
    return {
        "filing": of.number,
        "certificate": of.certificate,
        "origin": of.origin,
        "event": "filed" if action == "file" else "withdrawn" if action == "withdraw" else "updated",
        "at": at.isoformat(),
        "status": facts.status,
        "holder": facts.holder.to("zh"),
        "body": facts.body.to("zh"),
        "value": facts.value,
        "unit": facts.unit,
        "boundary": facts.boundary,
        "valid_from": facts.issued_on.isoformat(),
        "valid_until": facts.valid_until.isoformat(),
        "facts": digest(facts),
        "reason": reason,
        "sequence": sequence,
    }


def written(reason: str) -> str:
    """A reason that has to be there. Raises `filings.needs-reason`."""
    said = clean(reason, LONGEST)
    if not said:
        raise messages.NEEDS_REASON.error("reason")
    return said


def tell_authority(of: Filing, kind: str, words: Text) -> None:
    """The authority is told that something waits."""
    authorities = list(parties.organisations(mandate="authority").values_list("id", flat=True))
    tell(authorities, kind, _title(of, words), page=page_of(of), roles=["editor", "reviewer"])


def tell_filer(of: Filing, kind: str, words: Text, reason: str = "") -> None:
    """Whoever filed it and the holder are told what came of it."""
    told: list[UUID] = [of.organisation_id, *([of.holder_id] if of.holder_id else [])]
    tell(told, kind, _title(of, words), Text(zh=reason, en=reason) if reason else None, page=page_of(of))


def page_of(of: Filing) -> str:
    """Its page, without a language."""
    return f"/filings/{of.id}/"


def _title(of: Filing, words: Text) -> Text:
    return Text(zh=f"备案 {of.number}（证书 {of.certificate}）：{words.to('zh')}",
                en=f"Filing {of.number} (certificate {of.certificate}): {words.to('en')}")  # fmt: skip
