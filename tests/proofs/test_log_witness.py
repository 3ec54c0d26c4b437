"""A witness and a monitor, each with a memory of its own, against logs that grow, shrink, fork and lie."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from log_in_memory import ORIGIN, Log, entries

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import fetching, monitoring, notes, tiles, witnessing
from tanzuji.proofs.checkpoints import Head, sign_head
from tanzuji.proofs.cosignatures import cosignatures
from tanzuji.proofs.tiles import Tile
from tanzuji.proofs.witnessing import Asked, Witness


@pytest.fixture
def log() -> Log:
    return Log(entries(5))


@pytest.fixture
def witness(log: Log, tmp_path: Path) -> Witness:
    return witnessing.opened(tmp_path / "witness", "witness.example/w1", [log.key])


def test_a_log_that_grows_is_cosigned_step_by_step(log: Log, witness: Witness) -> None:
    for old, size in ((0, 5), (5, 5), (5, 9), (9, 300)):
        log.entries = entries(size)
        answer = witness.add_checkpoint(log.ask(old))
        assert answer.status == 200, answer
        (seen,) = cosignatures(notes.read_note(log.checkpoint() + answer.body), [witness.key])
        assert seen.key == witness.key
    assert witness.latest(ORIGIN) == log.checkpoint()


def test_who_does_not_know_the_size_is_told_it(log: Log, witness: Witness) -> None:
    witness.add_checkpoint(log.ask(0))
    log.entries = entries(9)
    answer = witness.add_checkpoint(log.ask(0))
    assert (answer.status, answer.body, answer.content_type) == (409, "5\n", "text/x.tlog.size")


@pytest.mark.parametrize(
    ("rewritten", "old", "status"),
    [
        (entries(3), 3, 409),
        (entries(3), 5, 400),
        (entries(5, "other"), 5, 409),
        (entries(9, "other"), 5, 422),
        ([b"entry 0", b"forged", *entries(9)[2:]], 5, 422),
    ],
    ids=["smaller", "smaller than it says", "same size, other root", "other past", "one entry of the past"],
)
def test_a_log_that_changes_its_past_is_never_cosigned(
    log: Log, witness: Witness, rewritten: list[bytes], old: int, status: int
) -> None:
    """Input 77."""
    assert witness.add_checkpoint(log.ask(0)).status == 200
    before = witness.latest(ORIGIN)
    log.entries = rewritten
    assert witness.add_checkpoint(log.ask(old)).status == status
    assert witness.latest(ORIGIN) == before


def test_strangers_and_malformed_requests_are_answered_as_the_protocol_says(
    log: Log, witness: Witness
) -> None:
    stranger = Log(entries(5))
    assert witness.add_checkpoint(stranger.ask(0)).status == 403
    elsewhere = str(sign_head(Head("example.org/log", 1, bytes(32)), [log.signer]))
    assert witness.add_checkpoint(str(Asked(0, (), elsewhere)).encode()).status == 404
    good = log.ask(0).decode()
    for bad in (
        b"", b"\xff", good.replace("old 0", "old 00").encode(), good.replace("old 0", "old -1").encode(),
        good.replace("old 0\n", "old 0\nAAAA\n").encode(), good.replace("\n\n", "\n", 1).encode(),
        good.replace("\n", "\r\n").encode(),
    ):  # fmt: skip
        assert witness.add_checkpoint(bad).status == 400, bad
    assert witness.latest(ORIGIN) == ""


def test_a_first_checkpoint_comes_with_no_proof(log: Log, witness: Witness) -> None:
    asked = Asked(0, (bytes(32),), log.checkpoint())
    assert witness.add_checkpoint(str(asked).encode()).status == 422


def test_a_witness_started_again_remembers_and_keeps_its_key(
    log: Log, witness: Witness, tmp_path: Path
) -> None:
    witness.add_checkpoint(log.ask(0))
    again = witnessing.opened(tmp_path / "witness", "another name", [log.key])
    assert again.key == witness.key and (tmp_path / "witness/witness.key").stat().st_mode & 0o077 == 0
    log.entries = entries(5, "other")
    assert again.add_checkpoint(log.ask(5)).status == 409


def test_of_two_histories_offered_at_once_one_is_cosigned(log: Log, witness: Witness) -> None:
    """The race that C2SP tlog-witness warns of: checked and kept in one step."""
    witness.add_checkpoint(log.ask(0))
    offers = []
    for number in range(16):
        fork = Log([*entries(5), *entries(3, f"fork {number}")], log.signer)
        offers.append(fork.ask(5))
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda offer=offer: statuses.append(witness.add_checkpoint(offer).status))
        for offer in offers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 15


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    server = witnessing.server(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_log_gets_its_line_over_http(log: Log, witness: Witness, address: str) -> None:
    for size in (5, 9, 40):
        log.entries = entries(size)
        line = witnessing.cosigned(address, witness.key, log.checkpoint(), log.prove)
        assert cosignatures(notes.read_note(log.checkpoint() + str(line)), [witness.key])
    log.entries = entries(40, "other")
    with pytest.raises(CodedError, match=r"log\.unreachable"):
        witnessing.cosigned(address, witness.key, log.checkpoint(), log.prove)
    with pytest.raises(CodedError, match=r"log\.unreachable"):
        witnessing.cosigned("http://127.0.0.1:9", witness.key, log.checkpoint(), log.prove)


@pytest.mark.parametrize("status", [b"200 OK", b"409 Conflict"])
def test_an_answer_that_drips_is_given_up_in_time(status: bytes) -> None:
    """TRUST 73: every byte comes within the socket's limit, the whole never ends."""
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 1000000\r\n\r\n")
            while not over.wait(0.05):
                connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=[listening], daemon=True)
        thread.start()
        with pytest.raises(CodedError, match=r"log\.unreachable"):
            fetching.ask(f"http://127.0.0.1:{listening.getsockname()[1]}/", seconds=0.5)
        over.set()
        thread.join()


# the monitor ─────────────────────────────────────────────────────────────────


def test_a_monitor_reads_every_new_entry_once_and_remembers_where_it_was(log: Log, tmp_path: Path) -> None:
    read: list[tuple[int, bytes]] = []
    state, seen = tmp_path / "state.json", None
    for size in (5, 6, 256, 256, 700):
        log.entries = entries(size)
        log.write(tmp_path / "log")
        seen = monitoring.watch(
            monitoring.source(str(tmp_path / "log")),
            [log.key],
            monitoring.kept(state),
            lambda *e: read.append(e),
        )
        monitoring.keep(state, seen)
    assert read == list(enumerate(entries(700))) and seen is not None and seen.head.size == 700


@pytest.mark.parametrize(
    "rewritten",
    [entries(30), entries(40, "other"), [b"forged", *entries(60)[1:]]],
    ids=["shorter", "other", "past"],
)
def test_a_monitor_finds_a_log_that_changed_its_past(
    log: Log, tmp_path: Path, rewritten: list[bytes]
) -> None:
    log.entries = entries(40)
    log.write(tmp_path)
    seen = monitoring.watch(monitoring.in_folder(tmp_path), [log.key], None)
    log.entries = rewritten
    log.write(tmp_path)
    with pytest.raises(CodedError, match=r"log\.forked"):
        monitoring.watch(monitoring.in_folder(tmp_path), [log.key], seen)


def test_a_monitor_finds_entries_that_are_not_those_of_the_tree(log: Log, tmp_path: Path) -> None:
    log.write(tmp_path)
    bundle = tmp_path / Tile(-1, 0, 5).path
    bundle.write_bytes(tiles.bundle([b"forged", *entries(5)[1:]]))
    with pytest.raises(CodedError, match=r"log\.bad-proof"):
        monitoring.watch(monitoring.in_folder(tmp_path), [log.key], None)
    bundle.write_bytes(b"\x00")
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        monitoring.watch(monitoring.in_folder(tmp_path), [log.key], None)
    bundle.unlink()
    with pytest.raises(CodedError, match=r"log\.unreachable"):
        monitoring.watch(monitoring.in_folder(tmp_path), [log.key], None)


def test_a_monitor_trusts_no_other_key(log: Log, tmp_path: Path) -> None:
    log.write(tmp_path)
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        monitoring.watch(monitoring.in_folder(tmp_path), [Log([]).key], None)
