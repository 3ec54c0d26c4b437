"""Random numbers that are looked up, not drawn one after another: the seed alone decides.

The number of iteration k of an exchange is a function of the seed, the key of the exchange and k. So it is the
same in any order, in any block, with any number of processes, on any machine; an exchange that joins or leaves
a system changes no other's numbers, and two products that share an exchange share its draws.

The function is Philox4x32-10 (Salmon, Moraes, Dror & Shaw, “Parallel random numbers: as easy as 1, 2, 3”, 2011):
counter (k div 4, key of the exchange), Philox key = seed; word k mod 4 of the answer, x, gives u = (x + ½) / 2³².
A uniform thus lies in (0, 1) and never at its ends; the farthest normal deviate is 6.3 standard deviations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tanzuji.engine.arrays import Vector

Keys: TypeAlias = NDArray[np.uint64]

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_PIECE = 8192  # keys worked on at a time: their counters stay in the processor's own memory
_WORDS = 4


def key_of(*parts: str) -> int:
    """A stable 64-bit key of what the parts name; ("a", "bc") and ("ab", "c") differ."""
    told = b"".join(len(text).to_bytes(4, "big") + text for text in (part.encode() for part in parts))
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")


def keys_of(named: Iterable[tuple[str, ...]]) -> Keys:
    """`key_of` for each of many, (n,)."""
    return np.fromiter((key_of(*parts) for parts in named), dtype=np.uint64)


def uniforms(seed: int, keys: Keys, first: int, count: int) -> Vector:
    """Uniform numbers in (0, 1) of iterations first … first + count − 1, (count, n).

    seed: any integer, of which the lowest 64 bits count. Raises ValueError on a negative first or count.
    """
    if first < 0 or count < 0:
        raise ValueError(f"iterations are numbered from 0: first {first}, count {count}")
    keys = np.ascontiguousarray(keys, dtype=np.uint64)
    numbers = np.empty((count, keys.size))
    blocks = range(first // _WORDS, -(-(first + count) // _WORDS)) if count else range(0)
    for start in range(0, keys.size, _PIECE):
        piece = keys[start : start + _PIECE]
        together = max(
            1, _PIECE // max(piece.size, 1)
        )  # few keys: many blocks in one go, which is seven times as fast
        for at in range(0, len(blocks), together):
            some = blocks[at : at + together]
            for word, values in enumerate(_philox(some, piece, seed)):
                for block, value in zip(some, values.reshape(len(some), piece.size), strict=True):
                    row = block * _WORDS + word - first
                    if 0 <= row < count:
                        target = numbers[row, start : start + _PIECE]
                        np.add(value, 0.5, out=target)
                        target *= 2.0**-32
    return numbers


def _philox(blocks: range, keys: Keys, seed: int) -> tuple[Keys, Keys, Keys, Keys]:
    """The four words of Philox4x32-10 of counters (block, key) under the seed, block by block, below 2³²."""
    whole = np.repeat(np.arange(blocks.start, blocks.stop, dtype=np.uint64), keys.size)
    every = np.tile(keys, len(blocks)) if len(blocks) != 1 else keys
    return philox((whole & _LOW, whole >> _HALF, every & _LOW, every >> _HALF), seed)


def philox(counter: tuple[Keys, Keys, Keys, Keys], seed: int) -> tuple[Keys, Keys, Keys, Keys]:
    """Philox4x32-10 of counters of four 32-bit words, each (n,), under a 64-bit seed, lowest word first."""
    c0, c1, c2, c3 = (word.copy() for word in counter)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF
    p0, p1 = np.empty_like(c0), np.empty_like(c0)
    for _ in range(10):
        np.multiply(c0, _MULTIPLIERS[0], out=p0)
        np.multiply(c2, _MULTIPLIERS[1], out=p1)
        np.right_shift(p1, _HALF, out=c0)
        c0 ^= c1
        c0 ^= np.uint64(k0)
        np.right_shift(p0, _HALF, out=c2)
        c2 ^= c3
        c2 ^= np.uint64(k1)
        np.bitwise_and(p1, _LOW, out=c1)
        np.bitwise_and(p0, _LOW, out=c3)
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3
