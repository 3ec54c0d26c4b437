"""A proof that travels with what it proves (C2SP tlog-proof): index, path to the root, signed checkpoint, as one text."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.proofs.checkpoints import Head, read_checkpoint
from tanzuji.proofs.merkle import MAX_PROOF, check_inclusion, leaf_hash
from tanzuji.proofs.notes import Key, Note, exact_base64, exact_number
from tanzuji.proofs.refusals import BAD_FORM

HEADER = "c2sp.org/tlog-proof@v1"
PROOF = Text(zh="日志证明", en="log proof")


@dataclass(frozen=True, slots=True)
class LogProof:
    """Index, path and checkpoint as read; nothing of it is checked before `check`."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        extra = f"extra {base64.b64encode(self.extra).decode()}\n" if self.extra else ""
        path = "".join(base64.b64encode(step).decode() + "\n" for step in self.path)
        return f"{HEADER}\n{extra}index {self.index}\n{path}\n{self.checkpoint}"

    def check(self, leaf: bytes, keys: Iterable[Key], origin: str = "") -> tuple[Head, Note]:
        """The checkpoint the leaf is in, once everything holds.

        Raises `log.bad-form`, `log.other-origin`, `log.not-signed`, `log.bad-proof`.
        """
        head, note = read_checkpoint(self.checkpoint, keys, origin)
        check_inclusion(self.index, head.size, leaf_hash(leaf), self.path, head.root)
        return head, note


def read_proof(data: bytes | str) -> LogProof:
    """A proof from its text. Raises `log.bad-form`."""
    try:
        whole = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise _bad("不是 UTF-8", "it is not UTF-8") from None
    top, gap, checkpoint = whole.partition("\n\n")
    lines = top.split("\n")
    if not gap or lines.pop(0) != HEADER:
        raise _bad("首行或空行有误", "its first line or the empty line is wrong")
    extra: bytes | None = b""
    if lines and lines[0].startswith("extra "):
        extra = exact_base64(lines.pop(0).removeprefix("extra "))
    index = (
        exact_number(lines.pop(0).removeprefix("index ")) if lines and lines[0].startswith("index ") else None
    )
    path = [exact_base64(line) for line in lines]
    if extra is None or index is None or len(path) > MAX_PROOF:
        raise _bad("编号或附加内容有误", "its index or extra data is malformed")
    steps = tuple(step for step in path if step is not None and len(step) == 32)
    if len(steps) != len(path):
        raise _bad("哈希有误", "a hash is malformed")
    return LogProof(index, steps, checkpoint, extra)


def _bad(zh: str, en: str) -> Exception:
    return BAD_FORM.error(what=PROOF, detail=Text(zh=zh, en=en))
