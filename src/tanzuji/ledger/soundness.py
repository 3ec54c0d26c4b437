"""Whether the log is sound as the database keeps it: every entry, node and checkpoint reckoned anew.

An edit, a deletion, a change of order and a truncation are each found, with the first entry that is wrong. What makes
that sure is outside the database: the seal of every row rests on a secret beside the keys, the checkpoints on their
signatures, and the last signed size on the guard's memory.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger import announcing, guard, keys, tree
from tanzuji.ledger.key_files import SEALED, number
from tanzuji.ledger.models import Leaf, Node, SignedHead
from tanzuji.proofs import leaves, merkle
from tanzuji.proofs.checkpoints import read_checkpoint
from tanzuji.proofs.notes import Key

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, from which entry on."""

    index: int
    what: Text


@dataclass(slots=True)
class Soundness:
    """What was looked at and what was found, by entry."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def first_bad(self) -> int | None:
        """The first entry that is wrong; None where all holds."""
        return min((found.index for found in self.findings), default=None)

    def add(self, index: int, zh: str, en: str) -> None:
        self.findings.append(Finding(index, Text(zh=zh, en=en)))

    def add_within(self, begin: int, end: int, zh: str, en: str) -> None:
        """A finding somewhere in those entries, unless it is known already which of them is wrong."""
        if not any(begin <= found.index < end for found in self.findings):
            self.add(begin, zh, en)


def examine(limit: int = 100) -> Soundness:
    """Reckon the whole log anew; at most `limit` findings, in the order of entries."""
    found = Soundness()
    heads = _heads()
    roots = dict.fromkeys(heads, b"")
    if 0 in roots:
        roots[0] = merkle.EMPTY_ROOT
    _walk(found, roots, limit)
    _compare(found, heads, roots)
    _remembered(found, roots)
    found.findings = sorted(found.findings, key=lambda one: one.index)[:limit]
    return found


def _walk(found: Soundness, roots: dict[int, bytes], limit: int) -> None:
    """Every entry in its order; `roots` is filled with the root at each size a checkpoint states."""
    stack: list[tuple[int, bytes]] = []
    expected = 0
    for rows, nodes in _batches():
        for row in rows:
            if row.index != expected:
                found.add(expected, f"缺第 {expected} 条", f"entry {expected} is missing")
                expected = row.index
            if len(found.findings) > limit:
                found.size = (
                    tree.size()
                )  # the rest is not looked at; checkpoints of what follows are left alone
                return
            _examine(found, row)
            _grow(found, stack, row, nodes)
            expected += 1
            if expected in roots:
                roots[expected] = merkle.folded([value for _, value in stack])
    found.size = expected
    found.root = merkle.folded([value for _, value in stack])


def _batches() -> Iterator[tuple[list[Leaf], dict[int, bytes]]]:
    """Entries by thousands in their order, each with the inner nodes that entries of those numbers complete."""
    after = -1
    while True:
        rows = list(Leaf.objects.filter(index__gt=after).order_by("index")[:BATCH])
        if not rows:
            return
        places = [
            tree.place_number(place)
            for index in range(rows[0].index, min(rows[-1].index, rows[0].index + 4 * BATCH) + 1)
            for place in merkle.completed(index)
        ]
        nodes: dict[int, bytes] = {}
        for begin in range(0, len(places), BATCH):
            chosen = Node.objects.filter(place__in=places[begin : begin + BATCH])
            nodes.update((place, bytes(value)) for place, value in chosen.values_list("place", "hash"))
        yield rows, nodes
        after = rows[-1].index


def _examine(found: Soundness, row: Leaf) -> None:
    """One entry by itself: its hash, its kind, its salted content, its seal."""
    public = bytes(row.leaf)
    if merkle.leaf_hash(public) != bytes(row.leaf_hash):
        found.add(row.index, "内容与哈希不符", "content and hash differ")
    elif not _kind_fits(row, public):
        found.add(
            row.index, "类别或保密内容与条目不符", "kind or confidential content differs from the entry"
        )
    elif row.index >= number(SEALED, 0) and not hmac.compare_digest(tree.seal(row), bytes(row.seal)):
        found.add(row.index, "这一行被改动过", "the row was altered")


def _kind_fits(row: Leaf, public: bytes) -> bool:
    try:
        if row.salt:
            return leaves.salted_leaf(row.kind, json.loads(row.payload), bytes(row.salt)) == public
        return public.startswith(f"{row.kind}\n".encode()) and not row.payload
    except (ValueError, CodedError):
        return False


def _grow(found: Soundness, stack: list[tuple[int, bytes]], row: Leaf, nodes: dict[int, bytes]) -> None:
    """Add the entry to the tree as it should be, and hold the kept nodes against it."""
    if sum(1 << level for level, _ in stack) != row.index:
        return  # an entry before it is missing, which has been said
    for place, value in merkle.push(stack, bytes(row.leaf_hash)):
        if nodes.get(tree.place_number(place)) != value:
            first, last = place[1] << place[0], (place[1] + 1) << place[0]
            said = f"{place[0]}/{place[1]}"
            found.add_within(first, last, f"节点 {said} 不符", f"inner node {said} differs")


def _heads() -> dict[int, list[SignedHead]]:
    by_size: dict[int, list[SignedHead]] = {}
    for head in SignedHead.objects.order_by("size", "id"):
        by_size.setdefault(head.size, []).append(head)
    return by_size


def _compare(found: Soundness, heads: dict[int, list[SignedHead]], roots: dict[int, bytes]) -> None:
    """Every checkpoint is signed, follows the one before it, and states the root that the entries have."""
    known = announcing.every_key(keys.LOG)
    sound, before = 0, b""
    for size, rows in heads.items():
        for row in rows:
            found.checkpoints += 1
            if not _signed(row, [one.under(row.origin) for one in known]):
                found.add(
                    size, f"{size} 条处的检查点签名无效", f"the checkpoint at {size} is not signed validly"
                )
            elif size > number(SEALED, 0) and tree.head_seal(before, row.text) != bytes(row.seal):
                found.add(
                    size,
                    f"{size} 条处的检查点之前缺了检查点",
                    f"a checkpoint before that at {size} is missing",
                )
            elif size > found.size:
                found.add(
                    found.size,
                    f"检查点有 {size} 条，现在只有 {found.size} 条",
                    f"a checkpoint has {size} entries, there are {found.size}",
                )
            elif roots[size] and roots[size] != bytes(row.root):
                found.add_within(
                    sound, size, f"与 {size} 条处的检查点不符", f"the checkpoint at {size} has another root"
                )
            else:
                sound = size
            before = bytes(row.seal)


def _signed(row: SignedHead, trusted: list[Key]) -> bool:
    try:
        head, _ = read_checkpoint(row.text, trusted, row.origin)
    except CodedError:
        return False
    return head.size == row.size and head.root == bytes(row.root)


def _remembered(found: Soundness, roots: dict[int, bytes]) -> None:
    """What the keys' folder remembers of the last checkpoint is there as well."""
    last = guard.last()
    if last is None:
        return
    if last.size > found.size:
        found.add(
            found.size,
            f"已签署 {last.size} 条，现在只有 {found.size} 条",
            f"{last.size} entries were signed, there are {found.size}",
        )
    elif last.size not in roots:
        found.add(last.size, f"缺 {last.size} 条处的检查点", f"the checkpoint at {last.size} is missing")
