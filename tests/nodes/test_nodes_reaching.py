"""Asking another node is not led astray: by its name, by what it answers, by how slowly it answers (TRUST §4, 71–73)."""

from __future__ import annotations

import http.server
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.nodes import reaching

ASKED: list[str] = []


class _Node(http.server.BaseHTTPRequestHandler):
    """A node that means harm; the path chooses how."""

    def do_GET(self) -> None:
        ASKED.append(self.path)
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/inner")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
        elif self.path == "/huge":
            self._send_gigabyte()
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            self._drip()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"secret": true}')

    def _send_gigabyte(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(2**30))
        self.end_headers()
        try:
            for _ in range(1024):
                self.wfile.write(bytes(2**20))
        except OSError:
            ASKED.append("left")

    def _drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            ASKED.append("left")

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def node(settings: Any) -> Iterator[str]:
    """Its address; inner addresses are allowed here, so that what comes after the address is seen."""
    settings.INNER_PEERS = True
    ASKED.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Node) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_72_a_redirect_is_not_followed(node: str) -> None:
    assert reaching.ask(node, "/redirect").status == 302
    assert ASKED == ["/redirect"]


def test_73_a_gigabyte_is_left_after_eight_megabytes(node: str) -> None:
    with pytest.raises(CodedError) as refused:
        reaching.ask(node, "/huge")
    assert refused.value.code == "nodes.answered-badly"


def test_73_an_answer_that_drips_is_left(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "PATIENCE", 0.3)
    with pytest.raises(CodedError) as refused:
        reaching.ask(node, "/drip")
    assert refused.value.code == "nodes.unreachable"


def test_71_a_name_is_resolved_once_and_the_connection_goes_where_was_looked(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A name server that says an open address first and an inner one afterwards leads nowhere."""
    settings.INNER_PEERS = False
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    connected: list[tuple[str, int]] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(CodedError) as refused:
        reaching.ask("https://rebinding.example", "/api/nodes/catalogue")
    assert refused.value.code == "nodes.unreachable"
    assert connected == [("8.8.8.8", 443)]


def test_71_one_inner_address_among_several_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.INNER_PEERS = False
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(CodedError) as refused:
        reaching.ask("https://mixed.example", "/")
    assert refused.value.code == "nodes.bad-address"


def test_certificates_of_other_nodes_are_checked() -> None:
    """A server whose certificate nobody vouches for is not spoken to."""
    import ssl

    context = ssl.create_default_context()
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname
    assert "create_default_context" in reaching._Pinned.connect.__code__.co_names
