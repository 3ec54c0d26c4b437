"""Status lists as signed credentials: which certificates are suspended or void, as of a checkpoint of the log."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from tanzuji.certificates import credentials, identifiers, statuses
from tanzuji.certificates.services.recording import stamp
from tanzuji.certificates.statuses import Purpose
from tanzuji.ledger import keys, log
from tanzuji.ledger.heads import Checkpoint, checkpoint_for
from tanzuji.proofs import data_integrity, status_list
from tanzuji.web.answers import absent


def signed(purpose: Purpose, number: int = 0, *, now: datetime | None = None) -> dict[str, Any]:
    """List `number` of a purpose. Raises `web.absent` beyond the last list, `log.not-signed-yet` for an empty log.

    The same bytes until an entry is added to the log or the day turns: nothing that changes a certificate is outside
    the log, so the list of the newest checkpoint holds at the midnight after it as well.
    """
    checkpoint = covering()
    bits = statuses.bits(purpose)
    part = bits[number * status_list.BITS // 8 : (number + 1) * status_list.BITS // 8]
    if not part:
        raise absent()
    signer = keys.signer(identifiers.STATUS_KEY)
    as_of = stamp(max(checkpoint.at, _midnight(now or timezone.now())))
    unsigned = status_list.list_credential(
        credentials.list_address(purpose, number),
        purpose,
        part,
        issuer=identifiers.node(),
        valid_from=as_of,
        context=credentials.context_address(),
        checkpoint={
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": base64.b64encode(checkpoint.root).decode(),
        },
    )
    method = identifiers.method(identifiers.node(), signer)
    return data_integrity.with_proof(unsigned, signer, method, as_of)


def covering() -> Checkpoint:
    """The checkpoint that covers every entry there is, signed now where none does. Raises `log.not-signed-yet`."""
    newest, size = log.checkpoint(), log.size()
    if newest is None or newest.size < size:
        newest = checkpoint_for(max(size - 1, 0))
    return newest


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
