"""The draw: fair, made again by anybody, fixed before its seed is known (双随机)."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs import merkle
from tanzuji.supervision import drawing

SEED = hashlib.sha256(b"a seed").hexdigest()


def urn(pool: int, sample: int, inspectors: int = 4, **other: Any) -> dict[str, Any]:
    made = {
        "pool": [{"code": f"C-{n:03d}", "name": f"甲{n}", "class": "ordinary"} for n in range(pool)],
        "inspectors": [{"code": f"J-{n:03d}", "barred": []} for n in range(inspectors)],
        "sample": {"ordinary": sample, "raised": 0}, "team": 2, "after": 1, "beacon": "", "secret": "ab" * 32,
        "rule": drawing.RULE,
    }  # fmt: skip
    return {**made, **other}


def test_numbers_are_uniform_and_follow_from_the_seed_alone() -> None:
    """Reckoned beside: words are the four big-endian quarters of SHA-256(seed ‖ counter), reduced modulo the bound."""
    numbers = drawing.Numbers(SEED)
    block = hashlib.sha256(bytes.fromhex(SEED) + bytes(8)).digest()
    words = [int.from_bytes(block[at : at + 8], "big") for at in (0, 8, 16, 24)]
    assert [numbers.below(10) for _ in range(4)] == [word % 10 for word in words]
    block = hashlib.sha256(bytes.fromhex(SEED) + (1).to_bytes(8, "big")).digest()
    assert numbers.below(1000) == int.from_bytes(block[:8], "big") % 1000


def test_every_member_of_the_pool_is_drawn_equally_often() -> None:
    """2 of 5 in 5 000 draws: each 2 000 times, standard deviation √(5000·0.4·0.6) = 34.6; within 5 of them."""
    counts: Counter[str] = Counter()
    for number in range(5000):
        seed = hashlib.sha256(str(number).encode()).hexdigest()
        counts.update(drawing.Numbers(seed).drawn(list("abcde"), 2))
    assert set(counts) == set("abcde")
    assert all(abs(count - 2000) < 5 * 34.6 for count in counts.values()), counts


@given(st.integers(1, 40), st.integers(1, 50), st.integers(2, 9), st.binary(min_size=32, max_size=32))
def test_a_draw_is_without_replacement_and_teams_are_of_different_people(
    pool: int, sample: int, inspectors: int, seed: bytes
) -> None:
    document = urn(pool, sample, inspectors)
    found = drawing.draw(document, seed.hex())["drawn"]
    codes = [each["code"] for each in found]
    assert len(codes) == len(set(codes)) == min(pool, sample)
    for each in found:
        assert len(each["team"]) == 2
        assert sorted(each["team"] + each["reserves"]) == sorted(
            one["code"] for one in document["inspectors"]
        )
    assert drawing.draw(json.loads(json.dumps(document)), seed.hex())["drawn"] == found


def test_whoever_is_barred_is_neither_on_the_team_nor_a_reserve() -> None:
    document = urn(6, 6)
    document["inspectors"][0]["barred"] = ["C-001", "C-004"]
    for each in drawing.draw(document, SEED)["drawn"]:
        everybody = each["team"] + each["reserves"]
        assert ("J-000" in everybody) is (each["code"] not in ("C-001", "C-004"))


def test_the_order_in_which_lists_are_written_down_changes_nothing() -> None:
    document = urn(9, 3)
    turned = {**document, "pool": document["pool"][::-1], "inspectors": document["inspectors"][::-1]}
    assert drawing.draw(document, SEED) == drawing.draw(turned, SEED)


def test_each_class_is_drawn_by_itself() -> None:
    document = {**urn(6, 2), "sample": {"ordinary": 1, "raised": 2}}
    for each in document["pool"][:3]:
        each["class"] = "raised"
    found = drawing.draw(document, SEED)["drawn"]
    assert [each["class"] for each in found] == ["ordinary", "raised", "raised"]


def test_its_canonical_form_is_that_of_rfc_8785() -> None:
    document = urn(3, 1, beacon="双色球 2026137 期“红球”")
    assert drawing.canonical(document) == canonical_json(document)


@given(st.integers(1, 70), st.data())
def test_its_checks_of_the_log_agree_with_those_of_the_log(size: int, data: st.DataObject) -> None:
    """The file stands alone; RFC 9162's checks in it are held against the log's own."""
    entries = [str(number).encode() for number in range(size)]
    tree = {(0, n): merkle.leaf_hash(entry) for n, entry in enumerate(entries)}
    level = 0
    while any(place[0] == level for place in tree):
        width = sum(place[0] == level for place in tree)
        for n in range(width // 2):
            tree[level + 1, n] = merkle.node_hash(tree[level, 2 * n], tree[level, 2 * n + 1])
        level += 1

    def read(places: Any) -> list[bytes]:
        return [tree[place] for place in places]

    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root = merkle.root_of(size, read)
    path = merkle.inclusion_proof(index, size, read)
    assert drawing.included(index, size, entries[index], path, root)
    assert not drawing.included(index, size, entries[index] + b"x", path, root)
    proof = merkle.consistency_proof(first, size, read)
    assert drawing.extended(first, size, merkle.root_of(first, read), root, proof)
    other = hashlib.sha256(b"other").digest()
    assert not drawing.extended(first, size, other, root, proof)


def published() -> dict[str, Any]:
    document = urn(8, 3)
    commitment = canonical_json({"digest": drawing.digest(document), "event": "draw-committed"})
    root = hashlib.sha256(b"root").hexdigest()
    seed = drawing.seed_of(document["secret"], root, "")
    return {
        "document": document, "entry": "pcf-supervision/v1\n" + commitment.decode(), "index": 4, "size": 6, "root": root,
        "beacon": "", "seed": seed, "result": drawing.draw(document, seed),
    }  # fmt: skip


def test_a_published_draw_holds_and_each_thing_exchanged_in_it_is_found() -> None:
    assert drawing.faults(published()) == []
    for change in (
        lambda r: r["document"]["pool"].pop(),
        lambda r: r["document"]["inspectors"][0]["barred"].append("C-001"),
        lambda r: r["document"].update(secret="cd" * 32),
        lambda r: r.update(seed=SEED),
        lambda r: r.update(size=7),
        lambda r: r.update(root=SEED),
        lambda r: r.update(beacon="07 11 23"),
        lambda r: r["result"]["drawn"].reverse(),
        lambda r: r["result"]["drawn"][0]["team"].reverse(),
    ):
        record = published()
        change(record)
        assert drawing.faults(record), "an exchange went unnoticed"


def test_the_seed_is_a_hash_of_secret_root_and_public_value() -> None:
    """Reckoned with another call of the standard library."""
    expected = hashlib.new("sha256", b"tanzuji-draw/v1\naa\nbb\ncc\n").hexdigest()
    assert hmac.compare_digest(drawing.seed_of("aa", "bb", "cc"), expected)


@pytest.mark.parametrize("broken", [False, True])
def test_the_program_that_strangers_download_runs_alone(tmp_path: Path, broken: bool) -> None:
    record = published()
    if broken:
        record["result"]["drawn"][0]["code"] = "C-999"
    (tmp_path / "draw.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    program = Path(drawing.__file__).read_bytes()
    (tmp_path / "drawing.py").write_bytes(program)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "drawing.py", "draw.json"], cwd=tmp_path, capture_output=True, text=True,
        encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert done.returncode == int(broken), done.stderr
    assert ("everything holds" in done.stdout) is not broken
