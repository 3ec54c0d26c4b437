"""What a filing hears of the certificate it is about: suspended, resumed, revoked, cancelled, expired, corrected."""

from __future__ import annotations

import json

from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.documents.text import Text
from tanzuji.filings import events
from tanzuji.filings.from_certificates import facts_of
from tanzuji.filings.kinds import STATUSES
from tanzuji.filings.models import Filing
from tanzuji.filings.services import recording
from tanzuji.filings.states import STANDS
from tanzuji.ledger.services import News, listen

_ACTS = ("suspended", "resumed", "revoked", "cancelled", "expired", "renewed", "corrected")


def begin() -> None:
    """Hear of certificates from now on."""
    for act in _ACTS:
        listen(f"certificates.certificate.{act}", followed)


def followed(event: News) -> None:
    """The filing of the certificate states what became of it, in the same transaction."""
    number = str(json.loads(event.detail).get("number", ""))
    of = Filing.objects.select_for_update().filter(certificate=number, origin="own", state__in=STANDS).first()
    view = certificates.by_number(number) if of is not None else None
    if of is None or view is None:
        return
    facts = facts_of(view)
    statement = recording.stated(None, of, facts, "status", event.reason, timezone.now())
    recording.step(
        None, of, "follow", events.UPDATED, statement=statement.sequence, reason=event.reason, leaf=facts,
        stated=statement.sequence,
    )  # fmt: skip
    words = STATUSES[facts.status]
    recording.tell_authority(
        of, events.TOLD_CHANGED, Text(zh=f"证书：{words.to('zh')}", en=f"certificate: {words.to('en')}")
    )
