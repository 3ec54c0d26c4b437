"""Signed notes and verifier keys (C2SP signed-note).

A note is a text and the lines of those who signed it. A key is known by its name and a key ID of four bytes, which is no
protection by itself: a signature counts only where name *and* ID are those of a key the reader trusts, and verifies.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.proofs.refusals import BAD_FORM, BAD_KEY, NOT_SIGNED
from tanzuji.proofs.signing import Algorithm, Signer, verified

ED25519, COSIGNATURE, OTHER = 0x01, 0x04, 0xFF
SM2_TYPE = bytes([OTHER]) + b"tanzuji/sm2-sm3/v1"
"""An unassigned type is 0xff and an identifier unlikely to collide (C2SP signed-note)."""
MAX_NOTE = 1_000_000
MAX_SIGNATURES = 100
DASH = "\u2014 "
ENDED = re.compile(r"#ended ([^ +]+\+[0-9a-f]{8}) (?:0|[1-9][0-9]{0,18}) (?:retired|lost)")
"""How a keys file says that a key ended (docs/proof.md)."""

NOTE = Text(zh="签名文本", en="signed note")


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under a name; `kind` is its signature type with whatever identifier follows it."""

    name: str
    kind: bytes
    public_key: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public_key).digest()[:4]

    @property
    def algorithm(self) -> Algorithm:
        return "sm2-sm3" if self.kind == SM2_TYPE else "ed25519"

    @property
    def vkey(self) -> str:
        """`name+id+base64(type ‖ key)`."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.kind + self.public_key).decode()}"


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: who, the key's ID, and the signature's bytes."""

    name: str
    id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """The text, its final newline included, and the signature lines in their order."""

    text: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(line) for line in self.lines)

    def signed_by(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """The trusted keys that signed the text; cosigners' keys are left to `cosignatures`.

        Raises `log.not-signed` where none did, or where a line of a trusted key does not verify.
        """
        known = {(key.name, key.id): key for key in keys if key.kind[0] != COSIGNATURE}
        found = []
        for line in self.lines:
            key = known.get((line.name, line.id))
            if key is None:
                continue
            if not verified(key.algorithm, key.public_key, self.text.encode(), line.signature):
                raise NOT_SIGNED.error()
            found.append(key)
        if not found:
            raise NOT_SIGNED.error()
        return tuple(found)


def key_of(name: str, signer: Signer) -> Key:
    """The public half of a signer of notes."""
    kind = SM2_TYPE if signer.algorithm == "sm2-sm3" else bytes([ED25519])
    return Key(_name(name), kind, signer.public_key)


def signed(text: str, name: str, signers: Sequence[Signer]) -> Note:
    """The text as a note that every signer signed under that name. Raises `log.bad-form` for a text that is none."""
    _refuse_odd(text)
    if not text.endswith("\n"):
        raise _bad("不以换行结尾", "no newline at its end")
    lines = tuple(Line(name, key_of(name, one).id, one.sign(text.encode())) for one in signers)
    return Note(text, lines)


def read_key(text: str) -> Key:
    """A key from its `vkey` line. Raises `log.bad-key`."""
    name, _, rest = text.partition("+")
    _hexadecimal, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        kind = SM2_TYPE if raw.startswith(SM2_TYPE) else raw[:1]
        key = Key(_name(name), kind, raw[len(kind) :])
        length = 65 if kind == SM2_TYPE else 32
        if kind not in (SM2_TYPE, bytes([ED25519]), bytes([COSIGNATURE])) or len(key.public_key) != length:
            raise ValueError
        if key.vkey != text:  # another ID than the key's, or base64 that says the same in other letters
            raise ValueError
    except (ValueError, binascii.Error):
        raise BAD_KEY.error(text=text[:120]) from None
    return key


def live_keys(lines: Iterable[str]) -> list[Key]:
    """The keys of a keys file that sign still: without those of which a line `#ended name+id entries retired` (or
    `lost`) tells that they ended, and without other comments. Raises `log.bad-key`."""
    keys, ended = [], set()
    for line in filter(None, map(str.strip, lines)):
        told = ENDED.fullmatch(line)
        if told:
            ended.add(told[1])
        elif line.startswith("#ended") or not line.startswith("#"):
            keys.append(read_key(line))
    return [key for key in keys if f"{key.name}+{key.id.hex()}" not in ended]


def read_note(data: bytes | str) -> Note:
    """A note from its bytes, which come out of `str(note)` unchanged. Raises `log.bad-form`."""
    try:
        whole = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise _bad("不是 UTF-8", "it is not UTF-8") from None
    _refuse_odd(whole)
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        raise _bad("没有空行或末尾换行", "the empty line or the last newline is missing")
    text, tail = whole[: at + 1], whole[at + 2 :]
    rows = tail.split("\n")[:-1]
    if not rows or len(rows) > MAX_SIGNATURES:
        raise _bad(f"{len(rows)} 个签名", f"{len(rows)} signatures")
    return Note(text, tuple(read_line(row) for row in rows))


def read_line(row: str) -> Line:
    """A signature line without its newline. Raises `log.bad-form`."""
    name, _, encoded = row.removeprefix(DASH).partition(" ")
    raw = exact_base64(encoded)
    if not row.startswith(DASH) or raw is None or len(raw) < 5:
        raise _bad("签名行有误", "a signature line is malformed")
    return Line(_name(name), raw[:4], raw[4:])


def exact_base64(text: str) -> bytes | None:
    """The bytes, or None unless the text is their one standard form (padding, no stray bits)."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def exact_number(text: str) -> int | None:
    """A number in decimal ASCII without leading zeros, below 2^63; else None."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0") or len(text) > 19:
        return None
    return int(text) if int(text) < 1 << 63 else None


def _name(name: str) -> str:
    if not name or "+" in name or any(character.isspace() for character in name):
        raise _bad("签名者名称有误", "the name of a key is malformed")
    return name


def _refuse_odd(text: str) -> None:
    if len(text) > MAX_NOTE:
        raise _bad("过长", "it is too long")
    if any(character < " " and character != "\n" for character in text):
        raise _bad("含控制字符（如回车）", "it holds control characters, as a carriage return")


def _bad(zh: str, en: str) -> Exception:
    return BAD_FORM.error(what=NOTE, detail=Text(zh=zh, en=en))
