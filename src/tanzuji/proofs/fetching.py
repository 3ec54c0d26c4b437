"""What the log's tools ask of other machines: one small HTTP request, bounded in time and size."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
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
    request = _Request(address, data=body, headers=headers)
    request.bound = _Bound(until)
    try:
        with _answer(request, seconds) as answer:
            return answer.status, _read(answer, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = "the answer takes too long" if time.monotonic() >= until else str(error)[:120]
        raise UNREACHABLE.error(address=address[:200], detail=late) from None
    finally:
        request.bound.end()


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
    if time.monotonic() > until:  # the connection was cut: what came is not the whole
        raise TimeoutError("the answer takes too long")
    return bytes(found)


class _Bound:
    """The end of an exchange, from the first byte of its head or of a TLS handshake to the last of its body.

    The socket's own limit begins anew with every byte, so at the end the connection is cut from outside.
    """

    def __init__(self, until: float) -> None:
        self.until = until
        self._twin: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def connect(self, *given: Any, **named: Any) -> socket.socket:
        """A connection that is cut in time; takes what `socket.create_connection` takes."""
        made = socket.create_connection(*given, **named)
        self.end()
        self._twin = made.dup()  # TLS takes the socket itself over
        self._timer = threading.Timer(max(self.until - time.monotonic(), 0), self._cut)
        self._timer.daemon = True
        self._timer.start()
        return made

    def _cut(self) -> None:
        with contextlib.suppress(OSError):  # it ended by itself
            assert self._twin is not None
            self._twin.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let go of the connection."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._twin is not None:
            self._twin.close()


class _Request(urllib.request.Request):
    bound: _Bound


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_bounded(http.client.HTTPConnection, req), req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_bounded(http.client.HTTPSConnection, req), req)


def _bounded(kind: type[http.client.HTTPConnection], request: urllib.request.Request) -> Any:
    """What makes a connection of that kind whose socket is cut in time."""

    def made(*given: Any, **named: Any) -> http.client.HTTPConnection:
        connection = kind(*given, **named)
        if isinstance(request, _Request):
            connection._create_connection = request.bound.connect  # type: ignore[attr-defined]  # http.client's own seam
        return connection

    return made


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, _Http, _Https)
