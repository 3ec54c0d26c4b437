"""The hash tree of a log: roots, inclusion and consistency proofs, as RFC 6962 (section 2.1) hashes and RFC 9162 checks.

A *complete* node is (level, index): the hash over leaves `index·2^level` up to, not including, `(index+1)·2^level`. Whoever
keeps them hands in `read`, which answers a list of such places with their hashes; every root and every proof of any
size is made of complete nodes alone, at most 64 of them, so a log of a million leaves is never read as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from tanzuji.proofs.refusals import BAD_PROOF, NOT_IN_TREE

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962, 2.1)."""

MAX_PROOF = 63
"""Hashes of the longest proof there can be; sizes are below 2^63."""

Place = tuple[int, int]
"""(level, index) of a complete node."""

Read = Callable[[Sequence[Place]], Sequence[bytes]]
"""The hashes of complete nodes, in the order asked for."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right): no leaf can pass for an inner node, nor the reverse."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed(index: int) -> Iterator[Place]:
    """The inner nodes that become complete with leaf `index`, lowest first."""
    level, position = 0, index
    while position & 1:
        level, position = level + 1, position >> 1
        yield level, position


def peaks(begin: int, end: int) -> list[Place]:
    """The complete nodes that cover leaves `begin` to `end`, left to right: what RFC 6962 splits that range into.

    `begin` is a multiple of the largest power of two below `end - begin`, as in every split of a tree.
    """
    places = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        places.append((level, begin >> level))
        begin += 1 << level
    return places


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over peaks, which are hashed from the right."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def root_of(size: int, read: Read) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return folded(read(peaks(0, size)))


def root_of_entries(entries: Iterable[bytes]) -> bytes:
    """The root over entries, reckoned from the first to the last; keeps one hash a level."""
    stack: list[tuple[int, bytes]] = []
    for entry in entries:
        push(stack, leaf_hash(entry))
    return folded([found for _, found in stack])


def push(stack: list[tuple[int, bytes]], leaf: bytes) -> list[tuple[Place, bytes]]:
    """Add a leaf's hash to the peaks `stack` of (level, hash); the inner nodes it completes, lowest first."""
    index = sum(1 << level for level, _ in stack)
    made: list[tuple[Place, bytes]] = []
    level, found = 0, leaf
    for place in completed(index):
        _, left = stack.pop()
        level, found = place[0], node_hash(left, found)
        made.append((place, found))
    stack.append((level, found))
    return made


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The hashes from the leaf's sibling up to the root's child (RFC 6962, 2.1.1). Raises `log.not-in-tree`."""
    if not 0 <= index < size:
        raise NOT_IN_TREE.error(index=index, size=size)
    ranges: list[tuple[int, int]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return _hashes_of(ranges[::-1], read)


def consistency_proof(first: int, second: int, read: Read) -> list[bytes]:
    """The proof that the tree of `first` leaves begins that of `second` (RFC 6962, 2.1.2); empty for 0 or equal sizes.

    Raises `log.not-in-tree`.
    """
    if not 0 <= first <= second:
        raise NOT_IN_TREE.error(index=first, size=second)
    if first in (0, second):
        return []
    ranges: list[tuple[int, int]] = []
    begin, end = 0, second
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin:  # else the old tree is that node whole, and who checks knows its root
        ranges.append((begin, end))
    return _hashes_of(ranges[::-1], read)


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _hashes_of(ranges: Sequence[tuple[int, int]], read: Read) -> list[bytes]:
    """The hash over each range of leaves, from one reading of all their complete nodes."""
    parts = [peaks(begin, end) for begin, end in ranges]
    found = list(read([place for part in parts for place in part]))
    hashes = []
    for part in parts:
        hashes.append(folded(found[: len(part)]))
        del found[: len(part)]
    return hashes


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that a leaf's hash and its proof lead to (RFC 9162, 2.1.3.2). Raises `log.bad-proof`."""
    if not 0 <= index < size or len(proof) > MAX_PROOF or any(len(step) != 32 for step in (leaf, *proof)):
        raise BAD_PROOF.error(index=index, size=size)
    position, last, root = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise BAD_PROOF.error(index=index, size=size)
        if position & 1 or position == last:
            root = node_hash(step, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, step)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise BAD_PROOF.error(index=index, size=size)
    return root


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raises `log.bad-proof` unless the leaf's hash is at `index` of the tree of that size and root."""
    if root_from_inclusion(index, size, leaf, proof) != root:
        raise BAD_PROOF.error(index=index, size=size)


def check_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raises `log.bad-proof` unless the second tree begins with the first (RFC 9162, 2.1.4.2)."""
    bad = BAD_PROOF.error(index=first, size=second)
    if not 0 <= first <= second or len(proof) > MAX_PROOF or any(len(step) != 32 for step in proof):
        raise bad
    if first == second or first == 0:
        if proof or (first == second and first_root != second_root):
            raise bad
        return
    steps = list(proof) if first & (first - 1) else [first_root, *proof]
    if not steps:
        raise bad
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise bad
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    if last != 0 or old != first_root or new != second_root:
        raise bad
