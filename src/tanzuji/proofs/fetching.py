"""What the log's tools ask of other machines: one small HTTP request, bounded in time and size."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import Any

from tanzuji.proofs.refusals import UNREACHABLE

SECONDS = 10.0
MAX_ANSWER = 20_000_000
CHUNK = 1 << 16


def ask(
    address: str, body: bytes | None = None, content_type: str = "text/plain", seconds: float = SECONDS
) -> tuple[int, bytes]:
    """Status and body of a GET, or of a POST where there is a body; redirects are not followed.

    Raises `log.unreachable` where there is no answer, none in time, or one beyond 20 MB.
    """
    until = time.monotonic() + seconds
    headers = {"Content-Type": content_type} if body is not None else {}
    request = urllib.request.Request(address, data=body, headers=headers)
    try:
        with _answer(request, seconds) as answer:
            return answer.status, _read(answer, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UNREACHABLE.error(address=address[:200], detail=str(error)[:120]) from None


def _answer(request: urllib.request.Request, seconds: float) -> Any:
    """The answer, whatever its status; its body is not read yet."""
    try:
        return _OPENER.open(request, timeout=seconds)
    except urllib.error.HTTPError as error:
        return error


def _read(answer: Any, until: float) -> bytes:
    """The body, piece by piece: the socket's own limit begins anew with every byte. Raises OSError beyond the bounds."""
    found = bytearray()
    while piece := answer.read1(CHUNK):
        found += piece
        if len(found) > MAX_ANSWER:
            raise OSError(f"> {MAX_ANSWER} B")
        if time.monotonic() > until:
            raise TimeoutError("the answer takes too long")
    return bytes(found)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
