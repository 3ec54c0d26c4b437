"""Time stamps (RFC 3161) over checkpoints: an authority outside attests that a checkpoint was there by then.

Optional: needs the package `rfc3161-client` (extra `stamps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.x509 import Certificate

from tanzuji.proofs.fetching import ask
from tanzuji.proofs.refusals import BAD_STAMP, NO_PROVIDER, UNREACHABLE

QUERY = "application/timestamp-query"


def stamped(address: str, text: str) -> bytes:
    """The authority's reply (DER) over the text of a checkpoint, with its certificate.

    Raises `log.unreachable`, `log.bad-time-stamp`, `log.no-provider`.
    """
    client = _client()
    builder = client.TimestampRequestBuilder().data(text.encode())
    request = builder.hash_algorithm(client.HashAlgorithm.SHA256).cert_request(cert_request=True).build()
    status, reply = ask(address, request.as_bytes(), QUERY)
    if status != 200:
        raise UNREACHABLE.error(address=address, detail=str(status))
    found = _read(reply)
    if found.tst_info.nonce != request.nonce:
        raise BAD_STAMP.error(detail="nonce")
    if found.tst_info.message_imprint.message != request.message_imprint.message:
        raise BAD_STAMP.error(detail="message imprint")
    return reply


def check_stamp(reply: bytes, text: str, roots: Sequence[Certificate]) -> datetime:
    """The time at which the authority saw the text, once its signature leads to one of the roots.

    Raises `log.bad-time-stamp`, `log.no-provider`.
    """
    client = _client()
    builder = client.VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    found = _read(reply)
    try:
        builder.build().verify_message(found, text.encode())
    except (client.VerificationError, ValueError) as error:
        raise BAD_STAMP.error(detail=str(error)[:120]) from None
    at: datetime = found.tst_info.gen_time
    return at


def _read(reply: bytes) -> Any:
    client = _client()
    try:
        found = client.decode_timestamp_response(reply)
        if client.PKIStatus(found.status) != client.PKIStatus.GRANTED:
            raise ValueError(f"status {found.status}")
        _ = found.tst_info
    except ValueError as error:
        raise BAD_STAMP.error(detail=str(error)[:120]) from None
    return found


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise NO_PROVIDER.error(package="rfc3161-client", what="RFC 3161", extra="stamps") from None
    return rfc3161_client
