"""Asking another node over HTTP without being led astray.

The name is resolved once and the connection made to that address, so that it cannot change in between; addresses inside
the network are refused unless the operator allows them; nothing is followed, nothing larger than asked for is read.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_json import read_json
from tanzuji.nodes import messages

TIMEOUT = 20.0
"""Seconds for a connection, and for every piece of an answer."""

PATIENCE = 60.0
"""Seconds for a whole answer."""

MAX_ANSWER = 8 * 2**20
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What another node answered: status and JSON."""

    status: int
    body: Any


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, in the name of its host."""

    def __init__(self, host: str, port: int, address: str, secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self.sock = plain


def base_of(address: str) -> str:
    """An address as it is kept: scheme, host, port, path without the last slash. Raises `nodes.bad-address`."""
    written = address.strip()
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as error:
        raise _bad(written, str(error)) from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise _bad(written, "https://")
    if parts.scheme == "http" and not settings.INNER_PEERS:
        raise _bad(written, "http")
    if parts.username or parts.password or parts.query or parts.fragment or len(written) > 200:
        raise _bad(written, "user, query, #")
    if any(ord(c) < 33 or ord(c) > 126 for c in written):
        raise _bad(written, "ASCII")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def ask(address: str, path: str, *, token: str = "", body: Any = None, key: str = "") -> Answer:
    """A GET, or a POST of `body` as JSON, at `address` + `path`. Raises `nodes.*`, `json.*`."""
    parts = urlsplit(base_of(address))
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    headers = {"Accept": "application/json", "User-Agent": "tanzuji-node"}
    sent = None
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        sent = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        headers["Content-Type"] = "application/json"
    if key:
        headers["Idempotency-Key"] = key
    connection = _Pinned(host, port, _address(host, port, address), secure)
    try:
        connection.request("POST" if sent is not None else "GET", parts.path + path, sent, headers)
        response = connection.getresponse()
        read = _body(response, monotonic() + PATIENCE)
        status = response.status
    except (OSError, http.client.HTTPException) as error:
        raise messages.UNREACHABLE.error(detail=str(error) or type(error).__name__) from error
    finally:
        connection.close()
    if len(read) > MAX_ANSWER:
        raise messages.ANSWERED_BADLY.error(detail=f"> {MAX_ANSWER // 2**20} MiB")
    try:
        return Answer(status, read_json(read, "answer"))
    except CodedError as error:
        raise messages.ANSWERED_BADLY.error(detail=f"HTTP {status}") from error


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """The body, or one byte more than is allowed; a node that drips is left. Raises `nodes.unreachable`."""
    parts, size = [], 0
    while size <= MAX_ANSWER and (piece := response.read1(65536)):
        parts.append(piece)
        size += len(piece)
        if monotonic() > deadline:
            raise messages.UNREACHABLE.error(detail=f"> {PATIENCE:.0f} s")
    return b"".join(parts)


def _address(host: str, port: int, written: str) -> str:
    """The address of a host, looked at. Raises `nodes.bad-address`, `nodes.unreachable`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise messages.UNREACHABLE.error(detail=f"{host}: {error}") from error
    addresses = [str(row[4][0]) for row in found]
    if not settings.INNER_PEERS:
        for each in addresses:
            if not public(each):
                raise _bad(written, each)
    return addresses[0]


def public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever form it is wrapped in."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if any(ip in network for network in _WRAPPING):
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    if isinstance(ip, IPv4Address) and ip in _PROTOCOLS:
        return False
    return ip.is_global and not ip.is_multicast


_PROTOCOLS = IPv4Network("192.0.0.0/24")
"""Kept for protocols (RFC 6890); Python before 3.13 calls parts of it global."""


_WRAPPING = tuple(map(IPv6Network, ("::/96", "fec0::/10", "64:ff9b:1::/48", "::ffff:0:0:0/96")))
"""IPv4-compatible and translated addresses, local NAT64 and old site-local ones: none is of the open internet."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""NAT64's well-known prefix, behind which an IPv4 address stands."""


def _bad(address: str, why: str) -> CodedError:
    return messages.BAD_ADDRESS.error("address", address=address[:200], why=why)
