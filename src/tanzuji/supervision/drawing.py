"""A random draw that anybody can make again: `python drawing.py draw.json` (standard library only).

Before its seed can be known, the authority commits to everything the draw is made from: the pool, the inspectors with
those they are barred from, how many are drawn, and a secret. The SHA-256 of that document is an entry of the public log.
The seed is then SHA-256 over that secret, the root of the log once `after` more entries were added (nobody knows it when
the lists are committed), and the value of a public source, where one was named. Who keeps the log does not know the secret,
who knows the secret does not choose the root, and nobody chooses when: the size of the tree is fixed by the commitment.

All choices are made by numbers that are uniform below n: 64-bit words of SHA-256(seed ‖ counter), those that would
favour some outcomes left out; lists are drawn from by Fisher and Yates' shuffle, in the order of their codes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

RULE = "tanzuji-draw/v1"
CLASSES = ("ordinary", "raised")
_WORDS = 1 << 64


def canonical(value: Any) -> bytes:
    """RFC 8785 for what a draw holds: strings, integers, lists, and objects whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def seed_of(secret: str, root: str, beacon: str) -> str:
    """The seed, in hexadecimal, from the committed secret, the log's root (both hexadecimal) and the public value."""
    return hashlib.sha256(f"{RULE}\n{secret}\n{root}\n{beacon}\n".encode()).hexdigest()


class Numbers:
    """Whole numbers, uniform below a bound, that the seed alone determines."""

    def __init__(self, seed: str) -> None:
        self._seed = bytes.fromhex(seed)
        self._counter = 0
        self._words: list[int] = []

    def _word(self) -> int:
        if not self._words:
            block = hashlib.sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._words = [int.from_bytes(block[at : at + 8], "big") for at in (24, 16, 8, 0)]
            self._counter += 1
        return self._words.pop()

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1; each as likely as any other."""
        limit = _WORDS - _WORDS % bound
        while True:
            word = self._word()
            if word < limit:
                return word % bound

    def drawn(self, items: list[str], count: int) -> list[str]:
        """`count` of the items in the order in which they are drawn; all of them where there are fewer."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


def draw(document: dict[str, Any], seed: str) -> dict[str, Any]:
    """What the seed draws from a committed document: for each of the drawn its team, and who takes a free place.

    `document`: `pool` of {code, class}, `inspectors` of {code, barred}, `sample` by class, `team`.
    """
    numbers = Numbers(seed)
    inspectors = sorted(document["inspectors"], key=lambda each: each["code"])
    found = []
    for kind in CLASSES:
        codes = sorted(each["code"] for each in document["pool"] if each["class"] == kind)
        for code in numbers.drawn(codes, document["sample"][kind]):
            free = [each["code"] for each in inspectors if code not in each["barred"]]
            order = numbers.drawn(free, len(free))
            team = document["team"]
            found.append({"code": code, "class": kind, "team": order[:team], "reserves": order[team:]})
    return {"drawn": found}


def _leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> bool:
    """Whether an entry is the one at `index` of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, _leaf_hash(leaf)
    for hash_ in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = _node_hash(hash_, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = _node_hash(found, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def extended(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    """Whether the tree of `second` entries begins with that of `first` (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    hashes = list(path) if first & (first - 1) else [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]
    for hash_ in hashes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = _node_hash(hash_, fr), _node_hash(hash_, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _node_hash(sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def faults(record: dict[str, Any]) -> list[str]:
    """What does not hold in a published draw, in plain words; empty where everything does.

    `record`: `document`, `entry` (the committed one), `index`, `size`, `root`, `beacon`, `seed`, `result`, and where the
    log had signed by then: `checkpoint` {size, root}, `inclusion` and `consistency` as hexadecimal hashes.
    """
    document, entry, found = record["document"], record["entry"].encode(), []
    payload = json.loads(entry.split(b"\n", 1)[1])
    if payload.get("digest") != digest(document):
        found.append("the lists are not those that were committed / 名录与承诺的摘要不符")
    if record["size"] != record["index"] + 1 + document["after"]:
        found.append("the seed was not taken at the size that was committed / 种子不是取自承诺的位置")
    if record["seed"] != seed_of(document["secret"], record["root"], record["beacon"]):
        found.append("the seed does not follow from secret, root and public value / 种子算不出来")
    if bool(document["beacon"]) != bool(record["beacon"]):
        found.append("the public value is missing, or none was named / 公开随机数缺失或未经事先指定")
    if record["result"] != draw(document, record["seed"]):
        found.append("the result is not what the seed draws / 结果与重算不符")
    head = record.get("checkpoint")
    if head is None:
        return found
    root, signed = bytes.fromhex(record["root"]), bytes.fromhex(head["root"])
    inclusion, consistency = (
        [bytes.fromhex(each) for each in record[key]] for key in ("inclusion", "consistency")
    )
    if not included(record["index"], head["size"], entry, inclusion, signed):
        found.append("the commitment is not in the log / 承诺不在日志里")
    if not extended(record["size"], head["size"], root, signed, consistency):
        found.append("the root is not one of the log's / 根不属于这份日志")
    return found


def main(arguments: list[str]) -> int:
    """Check a published draw and say what was found; 0 where everything holds."""
    record = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    found = faults(record)
    for line in found or ["everything holds / 全部相符"]:
        print(line)
    if "checkpoint" in record:
        print("log / 日志:", record["checkpoint"]["size"], record["checkpoint"]["root"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
