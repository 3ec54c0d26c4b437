"""`tanzuji log verify | monitor | witness | export` as processes of their own, against files and loopback servers."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from log_in_memory import ORIGIN, Log, entries

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import fetching, merkle, notes, witnessing
from tanzuji.proofs.cosignatures import cosignatures

ROOT = Path(__file__).resolve().parent.parent.parent
Done = subprocess.CompletedProcess[str]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tanzuji", "log", *map(str, arguments)]


def environment(given: dict[str, str] | None = None) -> dict[str, str]:
    source = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    return {**(given or os.environ), "PYTHONPATH": source, "TANZUJI_LANG": "en", "COLUMNS": "200"}


def run(*arguments: object, given: dict[str, str] | None = None) -> Done:
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        encoding="utf-8",
        env=environment(given),
        timeout=180,
        check=False,
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, as a mirror or a CDN serves it."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of 300 entries: a full tile, and one that is not."""
    made = Log(entries(300))
    made.write(tmp_path / "log")
    return made


def test_anybody_verifies_a_log_at_its_address_and_in_a_folder(log: Log, tmp_path: Path) -> None:
    root = merkle.root_of(300, log.read).hex()
    with served(tmp_path / "log") as address:
        for where in (address, tmp_path / "log"):
            done = run("verify", where, "--key", log.key.vkey)
            assert done.returncode == 0, done.stderr
            assert done.stdout.strip() == f"300 entries, 1 checkpoints, root {root}"


def test_a_log_is_not_verified_by_a_strangers_key_nor_after_one_entry_changed(
    log: Log, tmp_path: Path
) -> None:
    stranger = Log(entries(1))
    refused = run("verify", tmp_path / "log", "--key", stranger.key.vkey)
    assert refused.returncode == 3 and "log.not-signed" in refused.stderr
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{log.key.vkey}\n#ended {log.key.name}+{log.key.id.hex()} 300 lost\n")
    lost = run("verify", tmp_path / "log", "--key", f"@{keys}")
    assert lost.returncode == 3 and "log.not-signed" in lost.stderr, "a key that ended is passed over"
    bundle = next(path for path in (tmp_path / "log" / "tile" / "entries").rglob("*") if path.is_file())
    bundle.write_bytes(bundle.read_bytes().replace(b"entry 7", b"entry 8", 1))
    forged = run("verify", tmp_path / "log", "--key", log.key.vkey)
    assert forged.returncode == 3 and "log.bad-proof" in forged.stderr
    assert run("verify", tmp_path / "log").returncode == 3, (
        "a log vouches for itself with no key of the reader's"
    )


def test_a_monitor_lists_what_is_new_and_finds_a_past_that_changed(log: Log, tmp_path: Path) -> None:
    state, keys = tmp_path / "seen.json", tmp_path / "keys.txt"
    keys.write_text(f"# the log's key, from print\n{log.key.vkey}\n")
    with served(tmp_path / "log") as address:
        watch = functools.partial(run, "monitor", address, "--state", state, "--key", f"@{keys}")
        first = watch()
        assert first.returncode == 0, first.stderr
        assert first.stdout.splitlines()[:2] == ["0 entry 0", "1 entry 1"]
        log.entries = entries(302)
        log.write(tmp_path / "log")
        assert watch().stdout.splitlines()[:2] == ["300 entry 300", "301 entry 301"]
        assert len(watch().stdout.splitlines()) == 1, "nothing is new"
        before = state.read_bytes()
        log.entries = entries(310, "other")
        log.write(tmp_path / "log")
        changed = watch()
        assert changed.returncode == 3 and "log.forked" in changed.stderr
        assert state.read_bytes() == before, "what was seen is kept as the proof"
        log.entries = entries(290)
        log.write(tmp_path / "log")
        shrunk = watch()
        assert shrunk.returncode == 3 and "log.forked" in shrunk.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def witness(folder: Path, log: Log) -> Iterator[tuple[notes.Key, str]]:
    """`tanzuji log witness` as a process: its key and address; stopped as an operator stops it."""
    port = free_port()
    arguments = command(
        "witness", folder, "--key", log.key.vkey, "--name", "witness.example/w1", "--port", port
    )
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, encoding="utf-8", env=environment())
    try:
        assert process.stdout is not None
        key = notes.read_key(process.stdout.readline().strip())
        assert f":{port}/add-checkpoint" in process.stdout.readline()
        yield key, f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        if process.poll() is None:
            process.kill()
        with contextlib.suppress(ProcessLookupError):
            process.communicate()


def test_a_witness_in_a_process_of_its_own_signs_only_what_continues_the_past(
    log: Log, tmp_path: Path
) -> None:
    folder = tmp_path / "witness"
    with witness(folder, log) as (key, address):
        line = witnessing.cosigned(address, key, log.checkpoint(), log.prove)
        (seen,) = cosignatures(notes.read_note(log.checkpoint() + str(line)), [key])
        assert seen.key == key
        assert fetching.ask(f"{address}/key")[1].decode().strip() == key.vkey
        assert (folder / "witness.key").stat().st_mode & 0o777 == 0o600
    with witness(folder, log) as (again, address):
        assert again == key, "started again, it is the same witness with the same memory"
        assert fetching.ask(f"{address}/checkpoint/{ORIGIN}")[1].decode() == log.checkpoint()
        log.entries = entries(300, "other")
        with pytest.raises(CodedError, match=r"409"):
            witnessing.cosigned(address, key, log.checkpoint(), log.prove)


FILL = """
from tanzuji.site.operations import ready_django
ready_django()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from tanzuji.ledger import kinds, log
with transaction.atomic():
    for number in range(3):
        log.append(kinds.CERTIFICATE, {"number": f"C-{number}"}, subject="certificate", subject_id=number)
"""


def test_an_installation_signs_exports_and_is_verified_by_strangers(
    installation: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-c", FILL], env=environment(installation), check=True, timeout=180)
    signed = run("sign", given=installation)
    assert signed.returncode == 0, signed.stderr
    assert signed.stdout.splitlines()[1] == "4", "three certificates, and the log's own key"
    mirror = tmp_path / "mirror"
    first = run("export", mirror, given=installation)
    assert first.returncode == 0, first.stderr
    assert (mirror / "checkpoint").read_text() == signed.stdout
    assert (mirror / "keys").read_text() == run("keys", given=installation).stdout
    here = run("verify", given=installation)
    assert here.returncode == 0, here.stderr
    with served(mirror) as address:
        elsewhere = run("verify", address, "--key", f"@{mirror / 'keys'}")
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert elsewhere.stdout == here.stdout, "size and root, reckoned from rows and from files"
    again = run("export", mirror, given=installation)
    assert "2 files written." in again.stdout, "keys and checkpoint alone; tiles are there"
