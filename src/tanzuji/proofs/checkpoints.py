"""Checkpoints: what a log signs of itself at one size (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.proofs.notes import Key, Note, exact_base64, exact_number, read_note, signed
from tanzuji.proofs.refusals import BAD_FORM, OTHER_ORIGIN
from tanzuji.proofs.signing import Signer

CHECKPOINT = Text(zh="检查点", en="checkpoint")


@dataclass(frozen=True, slots=True)
class Head:
    """Origin, number of leaves and root of a log, as one checkpoint states them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_head(note: Note) -> Head:
    """What a checkpoint states; lines beyond the third are allowed and left alone. Raises `log.bad-form`."""
    lines = note.text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise BAD_FORM.error(what=CHECKPOINT, detail=Text(zh="少于三行", en="fewer than three lines"))
    size, root = exact_number(lines[1]), exact_base64(lines[2])
    if size is None:
        raise BAD_FORM.error(what=CHECKPOINT, detail=Text(zh="大小有误", en="its size is malformed"))
    if root is None or len(root) != 32:
        raise BAD_FORM.error(what=CHECKPOINT, detail=Text(zh="根有误", en="its root is malformed"))
    return Head(lines[0], size, root)


def sign_head(head: Head, signers: Sequence[Signer]) -> Note:
    """The checkpoint, signed under the log's origin."""
    return signed(str(head), head.origin, signers)


def read_checkpoint(data: bytes | str, keys: Iterable[Key], origin: str = "") -> tuple[Head, Note]:
    """What a checkpoint states, once a trusted key of its log has signed it.

    Without `origin` it is whichever log the keys belong to: a key signs only for the log whose name it has.
    Raises `log.bad-form`, `log.other-origin`, `log.not-signed`.
    """
    note = read_note(data)
    head = read_head(note)
    if origin and head.origin != origin:
        raise OTHER_ORIGIN.error(found=head.origin, expected=origin)
    note.signed_by(key for key in keys if key.name == head.origin)
    return head, note
