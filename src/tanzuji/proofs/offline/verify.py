#!/usr/bin/env python3
"""验证产品碳足迹证书的证明文件，不联网。 Verify the proof bundle of a product carbon footprint certificate, off-line.

    python verify.py BUNDLE.zip [--keys trusted.txt] [--key VKEY] [--witnesses N] [--status LIST.json] [--lang zh|en]

只需 Python 3.9 以上和 cryptography 库（pip install cryptography）；不导入任何平台代码。
Needs Python 3.9 and the package `cryptography`, nothing else; it knows no code of the platform that issued the bundle.

What is checked, in this order; the first that fails ends it:
  1. the file is the bundle as issued: stored members, one of a name, nothing else in it
  2. certificate.json is canonical JSON (RFC 8785) and its SHA-256 stands in the log entry, with the same values
  3. the entry is in the log: inclusion proof (RFC 6962) to the root of a checkpoint (C2SP tlog-checkpoint)
  4. the checkpoint is signed by the log's key (C2SP signed-note, Ed25519) and cosigned by witnesses; a key that was
     retired or lost counts no further than where it ended, a lost one only beside a witness whose key you gave
  5. earlier entries about the certificate are in the same log, in their order
  6. the credential is signed by the body that certified (W3C eddsa-jcs-2022), with a key the log recorded for it
  7. the status lists (W3C Bitstring Status List) are signed by the platform, with a key the log recorded

Keys inside a bundle prove nothing by themselves: give the log's key with --key or --keys, as published at /log/keys of
the platform, in print, or by the authority. A keys file has one key a line: a verifier key `name+id+base64` of the log
or of a witness, or `did:web:… z6Mk…` to pin the key of a certification body. Lines with # are comments, but for
`#ended name+id ENTRIES retired` (or `lost`): that key counts for checkpoints of at most so many entries.

Exit codes: 0 all holds, by a key you gave, and the certificate is valid as of the lists · 1 something does not hold
2 not readable, or wrong use · 3 all holds, but the certificate is not valid · 4 all holds, but the keys are the bundle's
"""

from __future__ import annotations

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import struct
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("pip install cryptography")

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST, MOST, LONGEST_PATH = 1 << 20, 64, 63
ED25519, COSIGNATURE = b"\x01", b"\x04"
LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*(/[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*)?")
NUMBER = re.compile("0|[1-9][0-9]{0,18}")
ENDED = re.compile(r"#ended ([^ +]+)\+([0-9a-f]{8}) (0|[1-9][0-9]{0,18}) (retired|lost)")

SAME = {  # what the log entry and certificate.json both say, under their names in each
    "number": "number",
    "dataset": "dataset_digest",
    "standard": "standard",
    "rule": "rule",
    "value": "value",
    "unit": "unit",
    "boundary": "boundary",
    "valid_from": "issued_on",
    "valid_until": "expires_on",
    "holder": "holder",
    "body": "body",
}
STATUS = {
    "valid": ("有效", "valid"),
    "suspended": ("已暂停", "suspended"),
    "revoked": ("已撤销", "revoked"),
    "cancelled": ("已注销", "cancelled"),
    "expired": ("已到期", "expired"),
    "superseded": ("已换证", "replaced by another"),
    "not-yet": ("尚未生效", "not valid yet"),
}
FAILED = {
    "bundle": ("这不是原样的证明文件。请使用下载的原文件，不要解压后重新打包。", "This is no proof bundle as it was issued. Use the file as downloaded, not one packed again."),
    "member": ("证明文件里缺少 {name}。", "{name} is missing from the bundle."),
    "key": ("“{text}”不是验证公钥。", "“{text}” is no verifier key."),
    "json": ("{name} 不是规范 JSON：内容被改动过。", "{name} is not canonical JSON: it was altered."),
    "kind": ("{name} 不是“{kind}”记录。", "{name} is no entry of the kind {kind}."),
    "certificate": ("证书内容与日志记录不符（{what}）：被改动过，或属于别的证书。", "The certificate is not what the log entry says ({what}): it was altered, or is another one."),
    "proof-form": ("{name} 的格式不对。", "{name} is malformed."),
    "proof": ("{name} 不能证明这条记录在日志里：内容或证明被改动过，或属于别的证书。", "{name} does not lead to the root of the log: content or proof was altered, or is another certificate's."),
    "checkpoint": ("检查点的格式不对。", "The checkpoint is malformed."),
    "other-log": ("您给的公钥都不是日志“{name}”的。", "None of the keys you gave belongs to the log “{name}”."),
    "unknown-line": ("检查点有一行签名没有对应的公钥（{name}）。", "The checkpoint has a signature line of a key that nobody named ({name})."),
    "signature": ("“{name}”在检查点上的签名不成立。", "The signature of “{name}” on the checkpoint does not hold."),
    "ended": ("“{name}”指纹 {fingerprint} 的公钥只算到 {end} 条记录为止，其后已停用；这个检查点有 {size} 条。请从您信得过的地方取得日志现在的公钥，用重新下载的证明文件再验。", "The key of “{name}” with the fingerprint {fingerprint} counts up to {end} entries, where it was retired; this checkpoint has {size}. Get the present key of the log from where you trust it, and check a proof downloaded anew."),
    "lost": ("“{name}”指纹 {fingerprint} 的公钥已登记丢失，可能在别人手里；只有不超过 {end} 条记录、并有您给了公钥的见证方共同签名的检查点才算数，这个有 {size} 条。请从您信得过的地方取得日志现在的公钥，用重新下载的证明文件再验，或给出见证方的公钥。", "The key of “{name}” with the fingerprint {fingerprint} was lost and may be in foreign hands; it counts only on a checkpoint of at most {end} entries that a witness whose key you gave has cosigned, and this one has {size}. Get the present key of the log from where you trust it, and check a proof downloaded anew, or give the key of a witness."),
    "unsigned": ("检查点没有日志公钥的签名。", "No key of the log has signed the checkpoint."),
    "witnesses": ("您信任的见证方不足 {count} 家。", "Fewer than {count} of the witnesses you trust have cosigned."),
    "time-stamp": ("附有的时间戳不是这个检查点的。", "The enclosed time stamp is not of this checkpoint."),
    "history": ("{name} 不是这张证书此前的记录。", "{name} is no earlier entry of this certificate."),
    "gap": ("证书此前的记录不全。", "Earlier entries of the certificate are missing."),
    "agreement": ("凭证与证书不符。", "The credential does not say what the certificate says."),
    "issuer": ("{name} 的签发者不对。", "{name} is issued by somebody else than it should be."),
    "recorded": ("{name} 没有记录 {key} 的公钥。", "{name} does not record the key of {key}."),
    "credential": ("{name} 的签名不成立。", "The signature of {name} does not hold."),
    "credential-key": ("{name} 的签名公钥不属于 {did}。", "{name} is signed with a key that is not one of {did}."),
    "list": ("{name} 读不出来，或不是这张证书的状态列表。", "{name} cannot be read, or is not the status list of this certificate."),
    "no-list": ("缺少撤销或暂停的状态列表。", "A status list (revocation or suspension) is missing."),
}  # fmt: skip
UNREADABLE = ("bundle", "member", "key")
HELD = {
    "bundle": ("文件是签发时的原样", "the file is as it was issued"),
    "certificate": ("证书内容与日志记录一致", "the certificate says what the log entry says"),
    "proof": ("记录第 {index} 号在 {size} 条记录的日志里", "entry {index} is in the log of {size} entries"),
    "signature": ("检查点由 {name} 签名，公钥指纹 {fingerprint}", "the checkpoint is signed by {name}, key fingerprint {fingerprint}"),
    "witness": ("{name} 于 {time} 见证", "witnessed by {name} at {time}"),
    "listed-witness": ("{name} 于 {time} 见证（公钥取自证明文件）", "witnessed by {name} at {time} (by a key from the bundle)"),
    "history": ("此前 {count} 条记录都在同一日志里", "its {count} earlier entries are in the same log"),
    "credential": ("凭证由认证机构签名，内容与证书一致", "the credential is signed by the certification body and agrees with the certificate"),
    "list": ("状态列表由平台签名，截至 {time}", "the status lists are signed by the platform, as of {time}"),
}  # fmt: skip
NOTED = {
    "own-keys": (
        "公钥取自证明文件本身，单凭它不能证明来源。请把指纹 {fingerprint} 与 {name}/keys 页面或主管部门公布的核对，再用 --key \"{key}\" 验证。",
        "The keys are the bundle's own, which proves nothing about where it comes from. Compare the fingerprint {fingerprint} with the page {name}/keys or with what the authority published, then verify with --key \"{key}\".",
    ),
    "ended": (
        "“{name}”指纹 {fingerprint} 的公钥只算到 {end} 条记录为止（已停用或登记丢失），这里没有采信它。请从您信得过的地方更新公钥清单。",
        "The key of “{name}” with the fingerprint {fingerprint} counts up to {end} entries only (it was retired or lost); it was not relied on here. Renew your list of keys from where you trust it.",
    ),
    "other-signature": ("{name} 另有一个本程序不验的签名（如 SM2）。", "{name} also signed in a way this program does not check (such as SM2)."),
    "time-stamp": ("附有这个检查点的时间戳；其签名请查验：openssl ts -verify -in checkpoint.tsr -data checkpoint.txt -CAfile 时间戳机构的根证书", "A time stamp of this checkpoint is enclosed; check its signature: openssl ts -verify -in checkpoint.tsr -data checkpoint.txt -CAfile ROOT-OF-THE-AUTHORITY"),
}  # fmt: skip

Object = dict[str, Any]
Keys = set[bytes]
Name = tuple[str, bytes]
Ends = dict[Name, tuple[int, bool]]
"""Where keys of a log ended, by name and ID: the most entries a checkpoint of theirs may have, and whether it was lost."""


class Refused(Exception):
    """Something does not hold: a code of FAILED, and what its sentence needs."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(FAILED[code][1].format(**fields))
        self.code, self.fields = code, fields


# The file ---------------------------------------------------------------------------------------------------------


def packed(members: dict[str, bytes]) -> bytes:
    """The one ZIP file there is for these members: stored, in the order of their names, dated 1 January 1980."""
    heads, directory, offset = b"", b"", 0
    for name in sorted(members):
        data, raw = members[name], name.encode()
        crc = zlib.crc32(data)
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, crc, len(data), len(data), len(raw), 0)
        heads += b"PK\3\4" + common + raw + data
        directory += b"PK\1\2" + struct.pack("<H", 0x0314) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, offset) + raw
        offset = len(heads)
    count = len(members)
    return (
        heads + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), offset, 0)
    )


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members by name. Bytes that `packed` would not write are refused: doubles, bombs, paths, flipped bits."""
    members: dict[str, bytes] = {}
    at = 0
    while len(data) <= 2 * LARGEST and data[at : at + 4] == b"PK\3\4" and len(data) >= at + 30:
        size, length = struct.unpack_from("<IH", data, at + 22)
        begin = at + 30 + length
        members[data[at + 30 : begin].decode("ascii", "replace")] = data[begin : begin + size]
        at = begin + size
    good = members and len(members) <= MOST and all(NAME.fullmatch(name) for name in members)
    if not good or packed(members) != data:
        raise Refused("bundle")
    return members


def member(members: dict[str, bytes], name: str) -> bytes:
    if name not in members:
        raise Refused("member", name=name)
    return members[name]


# Canonical JSON ---------------------------------------------------------------------------------------------------


def canonical(value: object) -> str:
    """RFC 8785 of strings, whole numbers, true, false, null, lists and objects; fractions never occur in a bundle."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) < 1 << 53:
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    raise ValueError(type(value).__name__)


def read_object(data: bytes, name: str) -> Object:
    """The object of a member that is canonical JSON to the byte, so that a text has one meaning and one spelling."""
    try:
        value = json.loads(data.decode("utf-8"))
        if not isinstance(value, dict) or canonical(value).encode("utf-8") != data:
            raise ValueError(name)
    except (ValueError, RecursionError):
        raise Refused("json", name=name) from None
    return value


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def inside(value: object, name: str) -> Any:
    """A property of something that may be no object at all."""
    return value.get(name) if isinstance(value, dict) else None


# Keys and signed notes --------------------------------------------------------------------------------------------


class Key:
    """A verifier key: its name, its type (one byte for those checked here) with the public key, and its ID."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.name, _, rest = text.partition("+")
        identity, _, encoded = rest.partition("+")
        raw = exact_base64(encoded) or b""
        self.kind, self.public = raw[:1], raw[1:]
        self.id = sha256(self.name.encode(), b"\n", raw)[:4]
        right = len(self.public) == 32 or self.kind not in (ED25519, COSIGNATURE)
        if not self.name or not raw or identity != self.id.hex() or not right:
            raise Refused("key", text=text[:100])

    @property
    def known_as(self) -> Name:
        return self.name, self.id

    @property
    def fingerprint(self) -> str:
        """The first half of SHA-256 over the public key, in groups of four, to be read out."""
        digest = sha256(self.public).hex()
        return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def exact_base64(text: str) -> bytes | None:
    """The bytes of base64 in its one spelling; None for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def read_keys(text: str) -> tuple[list[Key], dict[str, Keys], Ends]:
    """Verifier keys, pinned keys by their owner's identifier, and ends of keys, from the lines of a keys file."""
    keys: list[Key] = []
    pinned: dict[str, Keys] = {}
    ends: Ends = {}
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#ended"):
            told = ENDED.fullmatch(line)
            if told is None:  # passed over, it would bring a lost key back
                raise Refused("key", text=line[:100])
            name, identity, size, how = told.groups()
            add_end(ends, (name, bytes.fromhex(identity)), int(size), how == "lost")
        elif line.startswith("did:"):
            did, _, multibase = line.partition(" ")
            pinned.setdefault(did, set()).add(ed25519_of(multibase.strip()))
        elif line and not line.startswith("#"):
            keys.append(Key(line))
    return keys, pinned, ends


def add_end(ends: Ends, key: Name, size: int, lost: bool) -> None:
    """Note the end of a key; of several the first counts, and a key that was ever lost is lost."""
    before, was_lost = ends.get(key, (size, lost))
    ends[key] = min(before, size), was_lost or lost


def signed_by(public: bytes, data: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


class Signed:
    """Who signed a checkpoint: keys of its log, witnesses with their time, and signatures of other kinds."""

    def __init__(self) -> None:
        self.log: list[Key] = []
        self.witnesses: list[tuple[Key, int, bool]] = []
        self.others: list[Key] = []
        self.ended: list[Key] = []
        """Keys of its log whose signature does not count, because they were retired or lost."""
        self.given = False
        """Whether a key that you gave is among the log's."""


class Checkpoint:
    """What a log signed of itself: its name, how many entries, the root over them; signature lines stand below."""

    def __init__(self, note: str) -> None:
        self.note = note
        head, gap, tail = note.rpartition("\n\n")
        self.text = head + "\n"
        lines, rows = self.text.split("\n")[:-1], tail.split("\n")[:-1]
        self.rows = [re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)", row) for row in rows]
        good = gap and tail.endswith("\n") and 0 < len(rows) <= 100 and all(self.rows) and len(lines) >= 3
        root = exact_base64(lines[2]) if good else None
        if root is None or len(root) != 32 or not NUMBER.fullmatch(lines[1]):
            raise Refused("checkpoint")
        self.origin, self.size, self.root = lines[0], int(lines[1]), root

    def signatures(self, trusted: Sequence[Key], listed: Iterable[Key], ends: Ends) -> Signed:
        """Who signed it, every line verified. `trusted` keys are those you gave, `listed` those of the bundle.

        A line by a key that nobody named is refused as well, so that no bit of the note can change unseen; where you
        gave a key of this log, only its signature counts.
        """
        own = [key for key in trusted if key.kind == ED25519 and key.name == self.origin]
        if not own and any(key.kind == ED25519 for key in trusted):
            raise Refused("other-log", name=self.origin)
        known = {key.known_as: (key, False) for key in listed}
        known.update({key.known_as: (key, True) for key in trusted})
        found = Signed()
        for row in self.rows:
            assert row is not None  # as the constructor saw
            name, raw = row.group(1), exact_base64(row.group(2)) or b""
            if (name, raw[:4]) not in known:
                raise Refused("unknown-line", name=name)
            key, given = known[name, raw[:4]]
            if not self._line_holds(key, raw[4:]):
                raise Refused("signature", name=name)
            if key.kind == COSIGNATURE:
                found.witnesses.append((key, int.from_bytes(raw[4:12], "big"), given))
            elif key.kind != ED25519:
                found.others.append(key)
            elif key.name == self.origin and (given or not own):
                found.log.append(key)
                found.given |= given
        self._leave_out_ended(found, ends)
        if not found.log:
            raise self._uncounted(found, own, ends)
        return found

    def _leave_out_ended(self, found: Signed, ends: Ends) -> None:
        """A key does not sign a tree that holds its own end. Below that size a lost key, which a thief may have, counts
        only for what a witness cosigned whose key you gave: that signs one history of a log and no other."""
        vouched = any(given for _, _, given in found.witnesses)
        for key in list(found.log):
            end, lost = ends.get(key.known_as, (self.size, False))
            if self.size > end or (lost and not vouched):
                found.log.remove(key)
                found.ended.append(key)

    def _uncounted(self, found: Signed, own: Sequence[Key], ends: Ends) -> Refused:
        """Why no signature counts: the key that signed had ended, all that you gave had, or neither signed at all."""
        old = [key for key in own if self.size > ends.get(key.known_as, (self.size, False))[0]]
        blamed = found.ended or (old if old == own else [])
        if not blamed:
            return Refused("unsigned")
        key = blamed[-1]
        end, lost = ends[key.known_as]
        code = "lost" if lost else "ended"
        return Refused(code, name=key.name, fingerprint=key.fingerprint, end=end, size=self.size)

    def _line_holds(self, key: Key, signature: bytes) -> bool:
        if key.kind == ED25519:
            return signed_by(key.public, self.text.encode(), signature)
        if key.kind == COSIGNATURE:
            time = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {time}\n{self.text}".encode()
            return time < 1 << 36 and signed_by(key.public, message, signature[8:])
        return True  # a kind this program does not know, such as SM2: nothing rests on it


# Entries of the log -----------------------------------------------------------------------------------------------


def root_from(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that an entry and its path lead to (RFC 9162, 2.1.3.2); None where the path has another length."""
    position, last, root = index, size - 1, sha256(b"\0", leaf)
    for step in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = sha256(b"\1", step, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = sha256(b"\1", root, step)
        position, last = position >> 1, last >> 1
    return root if last == 0 else None


def included(members: dict[str, bytes], name: str) -> tuple[int, Checkpoint]:
    """(index, checkpoint) of the entry `name`, once its proof (C2SP tlog-proof) leads to the checkpoint's root."""
    proof = "proof.tlog-proof" if name == "leaf" else name.replace(".leaf", ".tlog-proof")
    leaf, raw = member(members, name), member(members, proof)
    top, _, note = raw.decode("utf-8", "replace").partition("\n\n")
    lines = top.split("\n")
    place = lines[1][6:] if len(lines) > 1 and lines[1].startswith("index ") else ""
    path = [step for step in map(exact_base64, lines[2:]) if step is not None and len(step) == 32]
    right = lines[0] == "c2sp.org/tlog-proof@v1" and NUMBER.fullmatch(place)
    if not right or len(path) != len(lines) - 2 or len(path) > LONGEST_PATH:
        raise Refused("proof-form", name=proof)
    index, checkpoint = int(place), Checkpoint(note)
    if index >= checkpoint.size or root_from(index, checkpoint.size, leaf, path) != checkpoint.root:
        raise Refused("proof", name=proof)
    return index, checkpoint


def entry_of(members: dict[str, bytes], name: str, kind: str) -> Object:
    """What an entry of that kind says."""
    head, _, body = member(members, name).partition(b"\n")
    if head != kind.encode():
        raise Refused("kind", name=name, kind=kind)
    return read_object(body, name)


# Credentials ------------------------------------------------------------------------------------------------------


def base58(text: object) -> bytes:
    """The bytes of multibase base58btc text (`z…`); empty for anything else."""
    if (
        not isinstance(text, str)
        or not text.startswith("z")
        or len(text) > 256
        or set(text[1:]) - set(LETTERS)
    ):
        return b""
    number = 0
    for letter in text[1:]:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def ed25519_of(multibase: str) -> bytes:
    """The 32 bytes of a key written as a Multikey (`z6Mk…`)."""
    raw = base58(multibase)
    if raw[:2] != b"\xed\x01" or len(raw) != 34:
        raise Refused("key", text=multibase[:100])
    return raw[2:]


def check_credential(document: Object, name: str, did: str, keys: Keys) -> None:
    """The credential is issued by `did` and signed with one of its keys (W3C vc-di-eddsa, 3.3)."""
    issuer, proof = document.get("issuer"), document.get("proof")
    if did != (inside(issuer, "id") if isinstance(issuer, dict) else issuer):
        raise Refused("issuer", name=name)
    if not isinstance(proof, dict) or proof.get("@context", document.get("@context")) != document.get(
        "@context"
    ):
        raise Refused("credential", name=name)
    kind = [proof.get(part) for part in ("type", "cryptosuite", "proofPurpose")]
    owner, _, fragment = str(proof.get("verificationMethod")).partition("#")
    if kind != ["DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"]:
        raise Refused("credential", name=name)
    public = ed25519_of(fragment)
    if owner != did or public not in keys:
        raise Refused("credential-key", name=name, did=did)
    bare = {part: value for part, value in document.items() if part != "proof"}
    options = {part: value for part, value in proof.items() if part != "proofValue"}
    data = sha256(canonical(options).encode()) + sha256(canonical(bare).encode())
    if not signed_by(public, data, base58(proof.get("proofValue"))):
        raise Refused("credential", name=name)


def unfolded(text: object) -> bytes:
    """The bits of a status list, 131 072 at least and a mebibyte at most; empty for anything else."""
    if not isinstance(text, str) or text[:1] != "u":
        return b""
    try:
        raw = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        unfolding = zlib.decompressobj(16 + zlib.MAX_WBITS)
        bits = unfolding.decompress(raw, LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        return b""
    whole = unfolding.eof and not unfolding.unused_data and len(bits) >= 16384
    return bits if whole else b""


def bit_of(listing: Object, name: str, entry: object) -> bool:
    """The certificate's bit in a list; `entry` is what its credential says of its place."""
    subject, index = listing.get("credentialSubject"), str(inside(entry, "statusListIndex"))
    right = (
        listing.get("id") == inside(entry, "statusListCredential")
        and inside(subject, "statusPurpose") == inside(entry, "statusPurpose")
        and NUMBER.fullmatch(index)
    )
    bits = unfolded(inside(subject, "encodedList")) if right else b""
    place = int(index) if right else 0
    if place >= len(bits) * 8:
        raise Refused("list", name=name)
    return bool(bits[place >> 3] & (0x80 >> (place & 7)))


# The whole --------------------------------------------------------------------------------------------------------


class Report:
    """What was found: what holds, what is to be said beside it, the certificate, and how it stands as of when."""

    def __init__(self) -> None:
        self.held: list[tuple[str, Object]] = []
        self.noted: list[tuple[str, Object]] = []
        self.certificate: Object = {}
        self.status = self.as_of = self.reason = self.online = ""
        self.own_keys = True

    @property
    def exit_code(self) -> int:
        if self.status != "valid":
            return 3
        return 4 if self.own_keys else 0


class Verification:
    """One bundle against the keys you trust; `run` gives the report, or raises Refused for the first thing wrong."""

    def __init__(self, data: bytes, keys_text: str = "", lists: Sequence[tuple[str, bytes]] = ()) -> None:
        self.trusted, self.pinned, self.ends = read_keys(keys_text)
        self.lists = lists
        self.report = Report()
        self.members = unpacked(data)
        self.held("bundle")

    def held(self, code: str, **fields: object) -> None:
        self.report.held.append((code, fields))

    def run(self, witnesses: int = 0, today: str = "") -> Report:
        """`witnesses`: cosignatures that there have to be, by keys you gave; `today`: a date as 2026-11-27."""
        self.entry = entry_of(self.members, "leaf", "pcf-cert/v1")
        self.check_certificate()
        self.index, self.checkpoint = included(self.members, "leaf")
        self.host = self.checkpoint.origin.rpartition("/")[0]
        self.held("proof", index=self.index, size=self.checkpoint.size)
        self.check_signatures(witnesses)
        self.check_history()
        self.check_credential()
        self.check_lists()
        self.check_days(today or datetime.date.today().isoformat())
        return self.report

    def check_certificate(self) -> None:
        """The entry holds the digest of certificate.json, and every value it repeats is the same."""
        raw = member(self.members, "certificate.json")
        certificate = self.report.certificate = read_object(raw, "certificate.json")
        wrong = [name for name, other in SAME.items() if self.entry.get(name) != certificate.get(other)]
        if self.entry.get("facts") != "sha256:" + hashlib.sha256(raw).hexdigest() or wrong:
            raise Refused("certificate", what=", ".join(wrong) or "SHA-256")
        self.held("certificate")

    def check_signatures(self, witnesses: int) -> None:
        text = member(self.members, "keys.txt").decode("utf-8", "replace")
        ends = self.ends_told()
        found = self.checkpoint.signatures(self.trusted, read_keys(text)[0], ends)
        self.report.own_keys = not found.given
        for key in found.log:
            self.held("signature", name=key.name, fingerprint=key.fingerprint)
        for key, seconds, given in found.witnesses:
            self.held("witness" if given else "listed-witness", name=key.name, time=as_time(seconds))
        if sum(given for _, _, given in found.witnesses) < witnesses:
            raise Refused("witnesses", count=witnesses)
        noted = self.report.noted
        noted.extend(("other-signature", {"name": key.name}) for key in found.others)
        unheard = [key for key in self.trusted if key.known_as in ends and key.known_as not in self.ends]
        for key in {key.known_as: key for key in [*found.ended, *unheard]}.values():
            end = ends[key.known_as][0]
            noted.append(("ended", {"name": key.name, "fingerprint": key.fingerprint, "end": end}))
        if not found.given:
            key = found.log[0]
            noted.append(("own-keys", {"name": key.name, "fingerprint": key.fingerprint, "key": key.text}))
        self.check_stamp()

    def ends_told(self) -> Ends:
        """Where keys of the log ended: by your list, and by entries in the bundle, each proven in the same log."""
        ends, origin = dict(self.ends), self.checkpoint.origin
        for name in sorted(name for name in self.members if re.fullmatch(r"keys/ended-[0-9]{4}\.leaf", name)):
            told = entry_of(self.members, name, "pcf-key/v1")
            index, found = included(self.members, name)
            key, event = Key(str(told.get("vkey"))), told.get("event")
            same = found.note == self.checkpoint.note and key.name == told.get("name") == origin
            if not same or event not in ("retired", "lost"):
                raise Refused("recorded", name=name, key=origin)
            add_end(ends, key.known_as, index, event == "lost")
        return ends

    def check_stamp(self) -> None:
        """A time stamp is over the checkpoint's text; whether its authority signed it is left to openssl."""
        stamp, text = self.members.get("checkpoint.tsr"), self.checkpoint.text.encode()
        if stamp is None:
            return
        over = any(hashlib.new(kind, text).digest() in stamp for kind in ("sha256", "sha384", "sha512"))
        if not over or self.members.get("checkpoint.txt") != text:
            raise Refused("time-stamp")
        self.report.noted.append(("time-stamp", {}))

    def check_history(self) -> None:
        """Earlier entries: about the same certificate, numbered from 1 on, in the same log before this one."""
        names = sorted(name for name in self.members if re.fullmatch(r"history/[0-9]{4}\.leaf", name))
        before = -1
        for place, name in enumerate(names):
            told = entry_of(self.members, name, "pcf-cert/v1")
            index, found = included(self.members, name)
            same = found.note == self.checkpoint.note and told.get("number") == self.entry.get("number")
            if not same or told.get("sequence") != place + 1 or not before < index < self.index:
                raise Refused("history", name=name)
            before = index
        if self.entry.get("sequence") != len(names) + 1:
            raise Refused("gap")
        if names:
            self.held("history", count=len(names))

    def keys_of(self, role: str, name: str, did: str) -> Keys:
        """The keys of an identifier: those you pinned, else the one that the log recorded under that name."""
        if did in self.pinned:
            return self.pinned[did]
        entry = entry_of(self.members, f"keys/{role}.leaf", "pcf-key/v1")
        _, found = included(self.members, f"keys/{role}.leaf")
        if found.note != self.checkpoint.note or entry.get("name") != name or entry.get("event") != "made":
            raise Refused("recorded", name=f"keys/{role}.leaf", key=name)
        key = Key(str(entry.get("vkey")))
        if key.name != name or key.kind != ED25519:
            raise Refused("recorded", name=f"keys/{role}.leaf", key=name)
        return {key.public}

    def check_credential(self) -> None:
        """It is the body's, signed with its key, and repeats number, value, unit, boundary, validity and digest."""
        name, body, certificate = "credential.json", self.entry.get("body"), self.report.certificate
        self.credential = document = read_object(member(self.members, name), name)
        did = did_of(self.host, "did", str(body))
        check_credential(document, name, did, self.keys_of("issuer", f"{self.host}/issuer/{body}", did))
        said = inside(document.get("credentialSubject"), "footprint")
        same = ("number", "value", "unit", "boundary", "standard", "rule")
        days = [str(document.get(part))[:10] for part in ("validFrom", "validUntil")]
        places = {str(inside(one, "statusListIndex")) for one in self.places()}
        index = certificate.get("status_index")
        if (
            any(inside(said, part) != certificate.get(part) for part in same)
            or inside(said, "digest") != self.entry.get("facts")
            or days != [certificate.get("issued_on"), certificate.get("expires_on")]
            or not isinstance(index, int)
            or places != {str(index % 131_072)}
        ):
            raise Refused("agreement")
        self.report.online = str(document.get("id", ""))
        self.held("credential")

    def places(self) -> list[object]:
        found = self.credential.get("credentialStatus")
        return found if isinstance(found, list) else []

    def check_lists(self) -> None:
        """How the certificate stands: by its last entry, and by its bits in the newest lists there are."""
        did = did_of(self.host)
        keys = self.keys_of("status", f"{self.host}/status", did)
        bits: dict[str, tuple[str, bool]] = {}
        own = [(name, self.members[name]) for name in sorted(self.members) if name.startswith("status-")]
        for name, raw in [*own, *self.lists]:
            listing = read_object(raw, name)
            check_credential(listing, name, did, keys)
            purpose = inside(listing.get("credentialSubject"), "statusPurpose")
            mine = next((one for one in self.places() if inside(one, "statusPurpose") == purpose), None)
            found = (str(listing.get("validFrom")), bit_of(listing, name, mine))
            bits[str(purpose)] = max(found, bits.get(str(purpose), found))
        if set(bits) != {"revocation", "suspension"}:
            raise Refused("no-list")
        report, told = self.report, str(self.entry.get("status"))
        report.as_of = min(since for since, _ in bits.values())
        report.status = told
        if told in ("valid", "suspended") and bits["revocation"][1]:
            report.status = "revoked"
        elif told == "valid" and bits["suspension"][1]:
            report.status = "suspended"
        if report.status == told != "valid":
            report.reason = str(self.entry.get("reason", ""))
        self.held("list", time=report.as_of)

    def check_days(self, today: str) -> None:
        certificate, report = self.report.certificate, self.report
        if report.status == "valid" and today > str(certificate.get("expires_on")):
            report.status = "expired"
        elif report.status == "valid" and today < str(certificate.get("issued_on")):
            report.status = "not-yet"


def did_of(host: str, *path: str) -> str:
    """did:web of a host and a path below it; a port is written %3A."""
    return ":".join(["did:web", host.replace(":", "%3A"), *path])


def as_time(seconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)  # noqa: UP017 – Python 3.9 and older
    return moment.strftime("%Y-%m-%d %H:%M UTC")


# For people -------------------------------------------------------------------------------------------------------


def said(text: object, language: str) -> str:
    """A text of certificate.json in a language, or in the other where it is not written in that one."""
    if not isinstance(text, dict):
        return str(text or "")
    return str(text.get(language) or text.get("zh") or text.get("en") or "")


BOUNDS = {
    "cradle_to_grave": ("从摇篮到坟墓", "cradle to grave"),
    "cradle_to_gate": ("从摇篮到大门", "cradle to gate"),
    "gate_to_gate": ("从大门到大门", "gate to gate"),
    "gate_to_grave": ("从大门到坟墓", "gate to grave"),
}


def bounds(boundary: object, language: str) -> str:
    """The boundary in words; one that is not known here as it stands."""
    return BOUNDS.get(str(boundary), (str(boundary),) * 2)[language != "zh"]


def printed(report: Report, language: str) -> str:
    """The report as lines."""
    which, one = (0, report.certificate) if language == "zh" else (1, report.certificate)
    names = (("证书", "碳足迹", "有效期", "持有人"), ("Certificate", "Carbon footprint", "Valid", "Holder"))[
        which
    ]
    holder = said(one.get("holder_name"), language)
    unit = f"{one.get('unit')} · {said(one.get('unit_words'), language)} · {bounds(one.get('boundary'), language)}"
    lines = [
        f"{names[0]} {one.get('number')}",
        f"  {said(one.get('product'), language)} · {said(one.get('maker'), language)}",
        f"  {names[1]} {one.get('value')} {unit}",
        f"  {names[2]} {one.get('issued_on')} – {one.get('expires_on')}",
        *([f"  {names[3]} {holder}"] if holder else []),
        "",
        *(f"✓ {HELD[code][which].format(**fields)}" for code, fields in report.held),
        *(f"! {NOTED[code][which].format(**fields)}" for code, fields in report.noted),
        "",
    ]
    status = STATUS.get(report.status, (report.status, report.status))[which]
    if language == "zh":
        lines.append(f"结论：证明成立。截至 {report.as_of}，证书{status}。{report.reason}")
        lines.append(f"之后是否暂停或撤销，不联网无从得知；请查 {report.online}")
    else:
        lines.append(
            f"Verdict: the proof holds. As of {report.as_of} the certificate is {status}. {report.reason}"
        )
        lines.append(
            f"Whether it was suspended or revoked since cannot be known off-line; see {report.online}"
        )
    return "\n".join(line.rstrip() for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; prints the report, or what does not hold."""
    english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bundle")
    parser.add_argument("--keys", action="append", default=[], metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY")
    parser.add_argument("--witnesses", type=int, default=0, metavar="N")
    parser.add_argument("--status", action="append", default=[], metavar="LIST.json")
    parser.add_argument("--lang", choices=("zh", "en"), default="en" if english else "zh")
    given = parser.parse_args(arguments)
    try:
        keys = "\n".join([*given.key, *(Path(name).read_text("utf-8") for name in given.keys)])
        lists = [(name, Path(name).read_bytes()) for name in given.status]
        report = Verification(Path(given.bundle).read_bytes(), keys, lists).run(given.witnesses)
    except Refused as refused:
        print("✗ " + FAILED[refused.code][given.lang == "en"].format(**refused.fields))
        return 2 if refused.code in UNREADABLE else 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"✗ {error}")
        return 2
    print(printed(report, given.lang))
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
