"""Counter-based random numbers: known answers, and that nothing but seed, key and iteration decides."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from tanzuji.engine.samples.random_numbers import key_of, keys_of, philox, uniforms


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]
) -> None:
    """Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds."""
    words = tuple(np.array([word], dtype=np.uint64) for word in counter)
    found = philox(words, key[0] | key[1] << 32)  # type: ignore[arg-type]
    assert tuple(int(word[0]) for word in found) == answer


def test_a_uniform_is_the_middle_of_its_cell_of_the_published_answer() -> None:
    """Counter (0, 0), seed 0: iterations 0 to 3 are the four words of the first known answer."""
    words = np.array([0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8])
    found = uniforms(0, np.zeros(1, dtype=np.uint64), 0, 4)[:, 0]
    assert (found == (words + 0.5) / 2**32).all()


@given(
    seed=st.integers(0, 2**64 - 1),
    keys=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=40),
    first=st.integers(0, 2**40),
    cuts=st.lists(st.integers(0, 30), max_size=4),
)
def test_blocks_and_company_change_no_number(seed: int, keys: list[int], first: int, cuts: list[int]) -> None:
    every = np.array(keys, dtype=np.uint64)
    whole = uniforms(seed, every, first, 30)
    edges = [0, *sorted(cuts), 30]
    parts = [uniforms(seed, every, first + a, b - a) for a, b in pairwise(edges)]
    assert (np.vstack(parts) == whole).all()
    alone = uniforms(seed, every[::-1][:1], first, 30)
    assert (alone[:, 0] == whole[:, -1]).all()
    assert ((whole > 0) & (whole < 1)).all()


def test_pieces_of_many_keys_change_no_number() -> None:
    keys = keys_of(("exchange", str(i)) for i in range(20_000))
    whole = uniforms(7, keys, 5, 3)
    assert (uniforms(7, keys[9_000:9_010], 5, 3) == whole[:, 9_000:9_010]).all()


def test_numbers_are_uniform_along_iterations_and_along_exchanges() -> None:
    keys = keys_of(("exchange", str(i)) for i in range(4_000))
    numbers = uniforms(1, keys, 0, 1_000)
    assert kstest(numbers[:, 0], "uniform").pvalue > 1e-3
    assert kstest(numbers[0], "uniform").pvalue > 1e-3
    # 4 000 correlations of neighbours over 1 000 iterations: none beyond five standard errors.
    standard = (numbers - 0.5) * np.sqrt(12)
    neighbours = (standard[:, 1:] * standard[:, :-1]).mean(axis=0)
    assert np.abs(neighbours).max() < 5 / np.sqrt(1_000)
    following = (standard[1:] * standard[:-1]).mean(axis=0)
    assert np.abs(following).max() < 5 / np.sqrt(1_000)


def test_keys_tell_parts_apart_and_stay() -> None:
    """BLAKE2b-64 of 00000001 61 00000002 6263, by `b2sum -l 64`."""
    assert key_of("a", "bc") == 0x7C71A240A6AA6D33
    assert len({key_of("a", "bc"), key_of("ab", "c"), key_of("abc"), key_of("abc", "")}) == 4


def test_iterations_before_the_first_are_refused() -> None:
    with pytest.raises(ValueError, match="numbered from 0"):
        uniforms(0, np.zeros(1, dtype=np.uint64), -1, 1)
