"""Proofs that travel (C2SP tlog-proof), the tiles of a log (C2SP tlog-tiles), and entries with and without salt."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import leaves, merkle, notes, tiles
from tanzuji.proofs.checkpoints import Head, sign_head
from tanzuji.proofs.notes import Key
from tanzuji.proofs.signing import Ed25519Signer
from tanzuji.proofs.tiles import Tile
from tanzuji.proofs.tlog_proof import LogProof, read_proof

ORIGIN = "example.com/log"
SIGNER = Ed25519Signer(bytes(range(32)))
KEY: Key = notes.key_of(ORIGIN, SIGNER)
ENTRIES = [b"pcf-cert/v1\n" + b'{"number":"%d"}' % number for number in range(11)]


def nodes_of(entries: list[bytes]) -> dict[merkle.Place, bytes]:
    nodes: dict[merkle.Place, bytes] = {}
    stack: list[tuple[int, bytes]] = []
    for index, entry in enumerate(entries):
        nodes[0, index] = merkle.leaf_hash(entry)
        nodes.update(merkle.push(stack, nodes[0, index]))
    return nodes


def proof_of(index: int, entries: list[bytes] = ENTRIES, extra: bytes = b"") -> LogProof:
    nodes = nodes_of(entries)
    head = Head(ORIGIN, len(entries), merkle.root_of(len(entries), lambda ps: [nodes[p] for p in ps]))
    path = merkle.inclusion_proof(index, len(entries), lambda ps: [nodes[p] for p in ps])
    return LogProof(index, tuple(path), str(sign_head(head, [SIGNER])), extra)


@pytest.mark.parametrize("index", range(11))
def test_a_proof_holds_for_its_entry_and_for_no_other(index: int) -> None:
    """Input 74."""
    proof = read_proof(str(proof_of(index)).encode())
    assert proof == proof_of(index)
    head, _ = proof.check(ENTRIES[index], [KEY], ORIGIN)
    assert head.size == 11
    for other in range(11):
        if other != index:
            with pytest.raises(CodedError, match=r"log\.bad-proof"):
                proof.check(ENTRIES[other], [KEY])


def test_every_flipped_bit_of_a_proof_or_its_entry_is_refused() -> None:
    whole = str(proof_of(6)).encode()
    for at in range(len(whole) * 8):
        bad = bytearray(whole)
        bad[at // 8] ^= 1 << at % 8
        with pytest.raises(CodedError):
            read_proof(bytes(bad)).check(ENTRIES[6], [KEY], ORIGIN)
    for at in range(len(ENTRIES[6]) * 8):
        entry = bytearray(ENTRIES[6])
        entry[at // 8] ^= 1 << at % 8
        with pytest.raises(CodedError):
            read_proof(whole).check(bytes(entry), [KEY], ORIGIN)


def test_extra_data_is_carried_as_it_is() -> None:
    text = str(proof_of(0, extra=b"extra information"))
    assert text.split("\n")[1] == "extra " + base64.b64encode(b"extra information").decode()
    assert read_proof(text).extra == b"extra information"


_HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "wrong-header\nindex 0\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + base64.b64encode(bytes(64)).decode() + "\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 00\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\r\n\r\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{_HASH}\n" * 64 + "\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + _HASH[:-2] + "B=\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\ncheckpoint\n",
    ],
)
def test_a_proof_that_is_not_in_its_one_form_is_refused(text: str) -> None:
    """TestVerifyTLogProofErrors of transparency-dev/merkle, and input 75."""
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        read_proof(text)
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        read_proof(b"\xff" + text.encode())


def test_an_index_beyond_the_checkpoint_is_refused() -> None:
    """Input 75: index ≥ size."""
    good = proof_of(3)
    for index in (11, 2**62):
        with pytest.raises(CodedError, match=r"log\.bad-proof"):
            LogProof(index, good.path, good.checkpoint).check(ENTRIES[3], [KEY])


def test_a_checkpoint_of_another_log_is_not_taken_for_this_one() -> None:
    with pytest.raises(CodedError, match=r"log\.other-origin"):
        proof_of(3).check(ENTRIES[3], [KEY], "example.org/log")
    elsewhere = notes.key_of("example.org/log", SIGNER)
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        proof_of(3).check(ENTRIES[3], [elsewhere])


# tiles ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(2, 1000, 5), "tile/2/x001/000.p/5"),
        (Tile(-1, 17, 255), "tile/entries/017.p/255"),
    ],
)
def test_a_tile_has_the_path_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.read_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000", "tile/0/0", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
        "tile/-1/000", "tile/64/000", "tile/0/../000", "tile/entries", "tile/0/٠٠٠", "tile/8/000", "tile/0/000\n",
        "tile/0/" + "x001/" * 40 + "000",
    ],
)  # fmt: skip
def test_a_path_that_is_not_in_its_one_form_is_refused(path: str) -> None:
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        tiles.read_path(path)


def test_a_log_of_70_000_has_the_tiles_the_specification_counts() -> None:
    """C2SP tlog-tiles: 273 full tiles of level 0 and one of width 112, one full of level 1 and one of 17, one of 1."""
    found = list(tiles.tiles_of(70_000))
    widths = {level: [tile.width for tile in found if tile.level == level] for level in (-1, 0, 1, 2)}
    assert widths[0] == [256] * 273 + [112] == widths[-1]
    assert widths[1] == [256, 17] and widths[2] == [1]
    assert [tile.path for tile in tiles.tiles_of(256) if tile.level >= 0] == ["tile/0/000", "tile/1/000.p/1"]
    assert all(tiles.fits(tile, 70_000) for tile in found)
    assert not tiles.fits(Tile(0, 273), 70_000) and not tiles.fits(Tile(2, 0, 2), 70_000)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000, 66_000])
def test_every_root_and_proof_is_made_of_tiles_alone(size: int) -> None:
    entries = [b"%d" % number for number in range(size)]
    nodes = nodes_of(entries)
    asked: list[str] = []

    def fetch(tile: Tile) -> bytes:
        assert tiles.fits(tile, size)
        asked.append(tile.path)
        return b"".join(nodes[place] for place in tiles.places(tile))

    read = tiles.reading(size, fetch)
    root = merkle.root_of(size, lambda places: [nodes[place] for place in places])
    assert merkle.root_of(size, read) == root
    for index in {0, size // 3, size - 1}:
        proof = merkle.inclusion_proof(index, size, read)
        merkle.check_inclusion(index, size, merkle.leaf_hash(entries[index]), proof, root)
    assert len(asked) == len(set(asked)), "each tile is fetched once"


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_of_entries_comes_back_as_it_was(entries: list[bytes]) -> None:
    assert tiles.read_bundle(tiles.bundle(entries), len(entries)) == entries
    for wrong in (tiles.bundle(entries) + b"\x00", tiles.bundle([*entries, b""])):
        with pytest.raises(CodedError, match=r"log\.bad-form"):
            tiles.read_bundle(wrong, len(entries))


# entries ─────────────────────────────────────────────────────────────────────


def test_an_entry_is_its_kind_and_canonical_json() -> None:
    """Written out by hand; RFC 8785 sorts the names."""
    assert (
        leaves.leaf("pcf-cert/v1", {"value": "0.42", "number": "A-1", "b": [True, 3]})
        == b'pcf-cert/v1\n{"b":[true,3],"number":"A-1","value":"0.42"}'
    )


def test_a_confidential_entry_shows_a_salted_digest_alone() -> None:
    salt, payload = bytes(range(32)), {"value": "0.42"}
    digest = hashlib.sha256(salt + b'{"value":"0.42"}').hexdigest()
    entry = leaves.salted_leaf("pcf-statement/v1", payload, salt)
    assert entry == b'pcf-statement/v1-salted\n{"digest":"' + digest.encode() + b'"}'
    assert leaves.salted_leaf("pcf-statement/v1", payload, bytes(32)) != entry


@pytest.mark.parametrize(
    ("payload", "place"), [({"a": 0.5}, "payload.a"), ({"a": [{"b": 1e3}]}, "payload.a[0].b")]
)
def test_an_entry_holds_no_binary_fractions(payload: dict[str, object], place: str) -> None:
    with pytest.raises(CodedError) as raised:
        leaves.leaf("pcf-cert/v1", payload)
    assert raised.value.code == "log.float" and raised.value.problems[0].path == place


def test_an_entry_that_no_bundle_could_carry_is_refused() -> None:
    with pytest.raises(CodedError, match=r"log\.entry-too-large"):
        leaves.leaf("pcf-cert/v1", {"reason": "长" * 30_000})
