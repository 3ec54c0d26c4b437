"""The hash tree against the published vectors of transparency-dev/merkle (Google's for RFC 6962) and against pymerkle."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import merkle

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
"""transparency-dev/merkle, testonly/constants.go, LeafInputs."""

ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
"""RootHashes of the same file, by size."""

_A, _B, _C, _D, _E, _F, _G, _H, _I = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
INCLUSION = [(0, 8, (_A, _B, _C)), (5, 8, (_D, _E, _F)), (2, 3, (_G,)), (1, 5, (_H, _B, _D))]
"""proof/verify_test.go, inclusionProofs (there numbered from 1)."""
CONSISTENCY = [
    (1, 1, ()),
    (1, 8, (_A, _B, _C)),
    (6, 8, (_I, _E, _F)),
    (2, 5, (_B, _D)),
    (6, 7, (_I, "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f", _F)),
]
"""consistencyProofs of the same file."""

SOME = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")
EMPTY = merkle.EMPTY_ROOT


def kept(entries: list[bytes]) -> dict[merkle.Place, bytes]:
    """Every complete node of a tree, as a database keeps them."""
    nodes: dict[merkle.Place, bytes] = {}
    stack: list[tuple[int, bytes]] = []
    for index, entry in enumerate(entries):
        nodes[0, index] = merkle.leaf_hash(entry)
        nodes.update(merkle.push(stack, nodes[0, index]))
    return nodes


def reader(entries: list[bytes]) -> merkle.Read:
    nodes = kept(entries)
    return lambda places: [nodes[place] for place in places]


def steps(texts: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_every_size_is_the_published_one(size: int) -> None:
    assert merkle.root_of_entries(LEAVES[:size]) == ROOTS[size]
    assert merkle.root_of(size, reader(LEAVES)) == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_an_inclusion_proof_is_the_published_one(index: int, size: int, proof: tuple[str, ...]) -> None:
    assert merkle.inclusion_proof(index, size, reader(LEAVES)) == steps(proof)
    merkle.check_inclusion(index, size, merkle.leaf_hash(LEAVES[index]), steps(proof), ROOTS[size])


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_a_consistency_proof_is_the_published_one(first: int, second: int, proof: tuple[str, ...]) -> None:
    assert merkle.consistency_proof(first, second, reader(LEAVES)) == steps(proof)
    merkle.check_consistency(first, ROOTS[first], second, ROOTS[second], steps(proof))


@pytest.mark.parametrize(("index", "size", "texts"), INCLUSION)
def test_the_published_corruptions_of_an_inclusion_proof_are_refused(
    index: int, size: int, texts: tuple[str, ...]
) -> None:
    """corruptInclusionProof of the same file: 12 kinds, and a bit of every step."""
    proof, root, leaf = steps(texts), ROOTS[size], merkle.leaf_hash(LEAVES[index])
    wrong: list[tuple[int, int, bytes, bytes, list[bytes]]] = [
        (index - 1, size, root, leaf, proof), (index + 1, size, root, leaf, proof), (index ^ 2, size, root, leaf, proof),
        (index, size * 2, root, leaf, proof), (index, size // 2, root, leaf, proof),
        (index, size, root, b"WrongLeaf", proof), (index, size, EMPTY, leaf, proof), (index, size, SOME, leaf, proof),
        (index, size, root, leaf, [*proof, b""]), (index, size, root, leaf, [*proof, root]),
        (index, size, root, leaf, [b"", *proof]), (index, size, root, leaf, [root, *proof]),
        (index, size, root, leaf, proof[:-1]), (index, size, root, leaf, [proof[0], SOME, *proof[1:]]),
    ]  # fmt: skip
    for number, step in enumerate(proof):
        bad = bytes([step[0] ^ 8]) + step[1:]
        wrong.append((index, size, root, leaf, [*proof[:number], bad, *proof[number + 1 :]]))
    for at, of, its_root, its_leaf, its_proof in wrong:
        with pytest.raises(CodedError) as raised:
            merkle.check_inclusion(at, of, its_leaf, its_proof, its_root)
        assert raised.value.code == "log.bad-proof"


@pytest.mark.parametrize(("first", "second", "texts"), CONSISTENCY[1:])
def test_the_published_corruptions_of_a_consistency_proof_are_refused(
    first: int, second: int, texts: tuple[str, ...]
) -> None:
    """corruptConsistencyProof of the same file."""
    proof, old, new = steps(texts), ROOTS[first], ROOTS[second]
    wrong: list[tuple[int, int, bytes, bytes, list[bytes]]] = [
        (first - 1, second, old, new, proof), (first + 1, second, old, new, proof), (first ^ 2, second, old, new, proof),
        (first, second * 2, old, new, proof), (first, second // 2, old, new, proof),
        (first, second, b"WrongRoot", new, proof), (first, second, old, b"WrongRoot", proof),
        (first, second, new, old, proof), (first, second, old, new, []),
        (first, second, old, new, [*proof, b""]), (first, second, old, new, [*proof, old]),
        (first, second, old, new, [*proof, new]), (first, second, old, new, [b"", *proof]),
        (first, second, old, new, [old, *proof]), (first, second, old, new, [new, *proof]),
        (first, second, old, new, [proof[0], *proof]), (first, second, old, new, proof[:-1]),
    ]  # fmt: skip
    for number, step in enumerate(proof):
        bad = bytes([step[0] ^ 16]) + step[1:]
        wrong.append((first, second, old, new, [*proof[:number], bad, *proof[number + 1 :]]))
    for a, b, root_a, root_b, its_proof in wrong:
        with pytest.raises(CodedError):
            merkle.check_consistency(a, root_a, b, root_b, its_proof)


@pytest.mark.parametrize(
    ("first", "second", "roots", "proof", "holds"),
    [
        (0, 0, (b"1", b"2"), [], False), (1, 1, (b"1", b"2"), [], False),
        (0, 0, (b"1", b"1"), [], True), (0, 1, (b"1", b"2"), [], True), (1, 1, (b"2", b"2"), [], True),
        (1, 0, (b"1", b"2"), [], False), (2, 1, (b"1", b"2"), [], False), (1, 2, (b"1", b"2"), [], False),
        (0, 0, (EMPTY, EMPTY), [EMPTY], False), (0, 1, (EMPTY, EMPTY), [EMPTY], False),
        (1, 1, (EMPTY, EMPTY), [EMPTY], False),
    ],
)  # fmt: skip
def test_trees_of_size_nought_and_one_are_as_published(
    first: int, second: int, roots: tuple[bytes, bytes], proof: list[bytes], holds: bool
) -> None:
    """TestVerifyConsistency of the same file."""
    if holds:
        merkle.check_consistency(first, roots[0], second, roots[1], proof)
        return
    with pytest.raises(CodedError):
        merkle.check_consistency(first, roots[0], second, roots[1], proof)


def test_every_proof_of_every_size_to_a_hundred_holds() -> None:
    """All 5 050 inclusion and 5 151 consistency proofs of trees to 100 leaves."""
    entries = [str(number).encode() for number in range(100)]
    read = reader(entries)
    roots = [merkle.root_of(size, read) for size in range(101)]
    for size in range(101):
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, read)
            merkle.check_inclusion(index, size, merkle.leaf_hash(entries[index]), proof, roots[size])
        for first in range(size + 1):
            proof = merkle.consistency_proof(first, size, read)
            merkle.check_consistency(first, roots[first], size, roots[size], proof)


def test_roots_and_paths_are_those_of_a_peer() -> None:
    """pymerkle 7: SHA-256, RFC 9162 hashing with its security prefixes."""
    pymerkle: Any = pytest.importorskip("pymerkle", reason="pymerkle is not installed")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    entries = [hashlib.sha256(bytes([number])).digest()[: number % 33] for number in range(70)]
    read = reader(entries)
    for entry in entries:
        tree.append_entry(entry)
    for size in range(1, 71):
        assert tree.get_root(size) == merkle.root_of(size, read)
    for index in range(0, 70, 7):
        theirs = tree.prove_inclusion(index + 1, 70)
        assert theirs.path[1:] == merkle.inclusion_proof(index, 70, read)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=60), st.data())
def test_an_inner_node_never_passes_for_a_leaf(entries: list[bytes], data: st.DataObject) -> None:
    """Input 78: with 0x00 before leaves and 0x01 before nodes, the two children of a node are no entry of the tree."""
    nodes = kept(entries)
    inner = sorted(place for place in nodes if place[0])
    if not inner:
        return
    level, position = data.draw(st.sampled_from(inner))
    forged = nodes[level - 1, 2 * position] + nodes[level - 1, 2 * position + 1]
    root = merkle.root_of(len(entries), lambda places: [nodes[place] for place in places])
    for index in range(len(entries)):
        for size in range(index + 1, len(entries) + 1):
            proof = merkle.inclusion_proof(index, size, lambda places: [nodes[place] for place in places])
            for cut in range(len(proof) + 1):
                with pytest.raises(CodedError):
                    merkle.check_inclusion(index, size, merkle.leaf_hash(forged), proof[cut:], root)


@given(st.lists(st.binary(max_size=8), max_size=40), st.lists(st.binary(max_size=8), min_size=1, max_size=40))
def test_a_longer_tree_is_consistent_with_its_beginning_and_with_no_other(
    begin: list[bytes], more: list[bytes]
) -> None:
    entries = begin + more
    read = reader(entries)
    old, new = merkle.root_of(len(begin), read), merkle.root_of(len(entries), read)
    proof = merkle.consistency_proof(len(begin), len(entries), read)
    merkle.check_consistency(len(begin), old, len(entries), new, proof)
    if begin:
        other = merkle.root_of_entries([begin[0] + b"!", *begin[1:]])
        with pytest.raises(CodedError):
            merkle.check_consistency(len(begin), other, len(entries), new, proof)


def test_what_the_tree_has_not_cannot_be_proved() -> None:
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(CodedError, match=r"log\.not-in-tree"):
            merkle.inclusion_proof(index, size, reader(LEAVES))
    with pytest.raises(CodedError, match=r"log\.not-in-tree"):
        merkle.consistency_proof(9, 8, reader(LEAVES))
