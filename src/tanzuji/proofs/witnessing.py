"""A witness of logs: a process of its own, with its own key and its own small database (C2SP tlog-witness).

It signs a checkpoint only where the log proves that it continues the one signed before, so a log that shows two
histories, or was set back, gets no second signature. What it signed is on disk before the signature leaves.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.proofs.checkpoints import read_checkpoint, read_head
from tanzuji.proofs.cosignatures import cosign, cosignatures, witness_key
from tanzuji.proofs.fetching import ask
from tanzuji.proofs.merkle import EMPTY_ROOT, MAX_PROOF, check_consistency
from tanzuji.proofs.notes import Key, Line, exact_base64, exact_number, read_line, read_note
from tanzuji.proofs.refusals import BAD_FORM, NOT_SIGNED, UNREACHABLE
from tanzuji.proofs.signing import Ed25519Signer

REQUEST = Text(zh="见证请求", en="request to a witness")
SIZE_TYPE = "text/x.tlog.size"
MAX_BODY = 1_000_000

_TABLE = """
CREATE TABLE IF NOT EXISTS seen
(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint TEXT NOT NULL, at INTEGER NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the size the witness is believed to know, the proof from there, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.checkpoint}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: an HTTP status, and a body of that type."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


def read_request(data: bytes) -> Asked:
    """A request from its bytes. Raises `log.bad-form`."""
    try:
        top, gap, checkpoint = data.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise BAD_FORM.error(what=REQUEST, detail=Text(zh="不是 UTF-8", en="it is not UTF-8")) from None
    first, *rows = top.split("\n")
    old = exact_number(first.removeprefix("old ")) if first.startswith("old ") else None
    steps = [exact_base64(row) for row in rows]
    proof = tuple(step for step in steps if step is not None and len(step) == 32)
    if old is None or not gap or len(proof) != len(steps) or len(proof) > MAX_PROOF:
        raise BAD_FORM.error(what=REQUEST, detail=Text(zh="大小或证明有误", en="size or proof is malformed"))
    return Asked(old, proof, checkpoint)


class Witness:
    """Name, key and memory of one witness; `logs` are the keys it trusts, by the origin that is their name."""

    def __init__(
        self,
        name: str,
        signer: Ed25519Signer,
        database: Path,
        logs: Iterable[Key],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self.signer = signer
        self.logs = tuple(logs)
        self._clock = clock
        self._turn = threading.Lock()
        self._database = database
        with contextlib.closing(self._connect()) as connection:
            connection.execute(_TABLE)

    @property
    def key(self) -> Key:
        return witness_key(self.name, self.signer)

    def add_checkpoint(self, body: bytes) -> Answer:
        """What `POST add-checkpoint` is answered with, as C2SP tlog-witness says it."""
        try:
            asked = read_request(body)
            head = read_head(read_note(asked.checkpoint))
        except CodedError as error:
            return Answer(400, str(error))
        trusted = [key for key in self.logs if key.name == head.origin]
        if not trusted:
            return Answer(404, f"unknown log {head.origin}\n")
        try:
            _, note = read_checkpoint(asked.checkpoint, trusted, head.origin)
        except CodedError as error:
            return Answer(403, str(error))
        if asked.old > head.size:
            return Answer(400, "the old size is beyond the checkpoint\n")
        with self._turn, contextlib.closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT size, root FROM seen WHERE origin = ?", [head.origin]).fetchone()
            size, root = row or (0, EMPTY_ROOT)
            if asked.old != size or (size == head.size and root != head.root):
                return Answer(409, f"{size}\n", SIZE_TYPE)
            try:
                check_consistency(size, bytes(root), head.size, head.root, asked.proof)
            except CodedError as error:
                return Answer(422, str(error))
            now = int(self._clock())
            connection.execute(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
                [head.origin, head.size, head.root, asked.checkpoint, now],
            )
            connection.execute("COMMIT")
        return Answer(200, str(cosign(note.text, self.name, self.signer, now)))

    def latest(self, origin: str) -> str:
        """The checkpoint of a log it signed last; empty where there is none."""
        with contextlib.closing(self._connect()) as connection:
            found = connection.execute("SELECT checkpoint FROM seen WHERE origin = ?", [origin]).fetchone()
        return str(found[0]) if found else ""

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._database, timeout=20, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def opened(folder: Path, name: str, logs: Iterable[Key]) -> Witness:
    """The witness of a folder, whose key (mode 0600) is made on first use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "witness.key"
    if not path.is_file():
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump({"name": name, "private": Ed25519Signer.made().private.hex()}, file)
    kept = json.loads(path.read_text("utf-8"))
    signer = Ed25519Signer(bytes.fromhex(kept["private"]))
    return Witness(kept["name"], signer, folder / "witness.sqlite3", logs)


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """An HTTP server for the witness: `POST /add-checkpoint`, `GET /key`, `GET /checkpoint/<origin>`; not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_POST(self) -> None:
            length = exact_number(self.headers.get("Content-Length", ""))
            if self.path != "/add-checkpoint":
                self.close_connection = True
                self._say(Answer(404))
            elif length is None or length > MAX_BODY:
                self.close_connection = True
                self._say(Answer(413 if length else 411))
            else:
                self._say(witness.add_checkpoint(self.rfile.read(length)))

        def do_GET(self) -> None:
            if self.path == "/key":
                self._say(Answer(200, witness.key.vkey + "\n"))
                return
            found = witness.latest(self.path.removeprefix("/checkpoint/"))
            self._say(Answer(200 if found else 404, found))

        def _say(self, answer: Answer) -> None:
            body = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    return ThreadingHTTPServer((host, port), Handler)


Prove = Callable[[int], tuple[bytes, ...]]
"""The consistency proof from a size to that of the checkpoint."""


def cosigned(address: str, key: Key, checkpoint: str, prove: Prove) -> Line:
    """A witness's line under a checkpoint, asked for over HTTP; it is told the size it last signed where it says so.

    Raises `log.unreachable`, `log.not-signed`.
    """
    head = read_head(read_note(checkpoint))
    url = address.rstrip("/") + "/add-checkpoint"
    old = 0
    for _ in range(2):
        status, body = ask(url, str(Asked(old, prove(old), checkpoint)).encode())
        known = exact_number(body[:20].decode("ascii", "replace").strip()) if status == 409 else None
        if status == 200:
            return _own_line(body, key, checkpoint)
        if known is None or known == old or known > head.size:
            break
        old = known
    raise UNREACHABLE.error(address=url, detail=f"{status} {body[:100].decode('utf-8', 'replace')}")


def _own_line(body: bytes, key: Key, checkpoint: str) -> Line:
    """The line of that key which verifies; others are ignored."""
    for row in body.decode("utf-8", "replace").splitlines():
        line = read_line(row)
        if (line.name, line.id) == (key.name, key.id) and cosignatures(
            read_note(checkpoint.rstrip("\n") + "\n" + str(line)), [key]
        ):
            return line
    raise NOT_SIGNED.error()
