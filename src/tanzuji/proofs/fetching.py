"""What the log's tools ask of other machines: one small HTTP request, bounded in time and size."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request

from tanzuji.proofs.refusals import UNREACHABLE

SECONDS = 10.0
MAX_ANSWER = 20_000_000


def ask(
    address: str, body: bytes | None = None, content_type: str = "text/plain", seconds: float = SECONDS
) -> tuple[int, bytes]:
    """Status and body of a GET, or of a POST where there is a body; redirects are not followed.

    Raises `log.unreachable` where there is no answer, none in time, or one beyond 20 MB.
    """
    headers = {"Content-Type": content_type} if body is not None else {}
    request = urllib.request.Request(address, data=body, headers=headers)
    try:
        with _OPENER.open(request, timeout=seconds) as answer:
            return answer.status, _bounded(address, answer.read(MAX_ANSWER + 1))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(MAX_ANSWER)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UNREACHABLE.error(address=address[:200], detail=str(error)[:120]) from None


def _bounded(address: str, found: bytes) -> bytes:
    if len(found) > MAX_ANSWER:
        raise UNREACHABLE.error(address=address[:200], detail=f"> {MAX_ANSWER} B")
    return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
