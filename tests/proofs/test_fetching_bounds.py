"""A server that answers a byte at a time holds nobody longer than the bound, whichever part it drips."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.proofs.fetching import ask

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"


def dripping(at_once: bytes, then: bytes) -> tuple[str, threading.Thread]:
    """A server for one connection that sends `then` byte by byte, ten a second; its address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening, listening.accept()[0] as peer:
            peer.recv(4096)
            try:
                peer.sendall(at_once)
                for byte in then:
                    peer.sendall(bytes([byte]))
                    time.sleep(0.1)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/checkpoint", thread


@pytest.mark.parametrize(
    ("at_once", "then"), [(b"", HEAD + b"x" * 400), (HEAD, b"x" * 400)], ids=["head", "body"]
)
def test_an_answer_that_drips_ends_with_the_bound(at_once: bytes, then: bytes) -> None:
    """Input 73: 400 bytes at ten a second take 40 s; the bound is one second over the whole exchange."""
    address, thread = dripping(at_once, then)
    began = time.monotonic()
    with pytest.raises(CodedError, match=r"log\.unreachable"):
        ask(address, seconds=1.0)
    assert time.monotonic() - began < 5
    thread.join(5)
    assert not thread.is_alive(), "the connection was let go"


def test_an_answer_in_time_is_whole() -> None:
    address, _ = dripping(HEAD + b"x" * 400, b"")
    assert ask(address, seconds=5.0) == (200, b"x" * 400)
