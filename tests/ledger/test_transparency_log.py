"""Entries of the public log: contiguous, proved, sealed, signed; nothing is signed that could be rolled back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import announcing, heads, keys, kinds, log, publishing
from tanzuji.ledger.models import Leaf, Node, SignedHead
from tanzuji.proofs import leaves, merkle, tiles
from tanzuji.proofs.checkpoints import read_checkpoint
from tanzuji.proofs.tiles import Tile
from tanzuji.proofs.tlog_proof import read_proof

pytestmark = pytest.mark.django_db


def told(count: int, *, confidential: bool = False) -> list[log.Entry]:
    """That many entries about certificates."""
    return [
        log.append(
            kinds.CERTIFICATE,
            {"number": f"C-{number}", "value": "0.42"},
            subject="certificate",
            subject_id=number,
            confidential=confidential,
        )
        for number in range(count)
    ]


def trusted() -> list[object]:
    return [keys.signer(keys.LOG).key]


def test_every_entry_is_proved_against_the_newest_checkpoint() -> None:
    made = told(21)
    assert [entry.index for entry in made] == list(range(21))
    for entry in made:
        proof = read_proof(log.proof(entry.index))
        head, _ = proof.check(entry.leaf, trusted(), keys.origin())  # type: ignore[arg-type]
        assert head.size == 22, "the log's own key is its last entry"
    assert merkle.root_of_entries([log.entry(index).leaf for index in range(22)]) == head.root


def test_an_entry_is_found_again_by_what_it_is_about() -> None:
    told(3)
    (entry,) = log.entries("certificate", 1)
    assert entry.index == 1 and entry.payload == {"number": "C-1", "value": "0.42"}
    assert log.entries("certificate", "1") == [entry]
    assert log.entries("certificate", "absent") == []


def test_what_is_confidential_leaves_no_trace_but_a_salted_digest() -> None:
    (entry,) = told(1, confidential=True)
    assert b"0.42" not in entry.leaf and len(entry.salt) == 32
    assert log.entry(0).payload == {"number": "C-0", "value": "0.42"}
    assert leaves.salted_leaf(kinds.CERTIFICATE, entry.payload, entry.salt) == entry.leaf
    log.sign_now()
    assert b"0.42" not in (publishing.tile_bytes(Tile(-1, 0, 2)) or b"")


def test_an_entry_needs_a_transaction_a_declared_kind_and_exact_numbers() -> None:
    with pytest.raises(ValueError, match="not declared"):
        log.append("pcf-other/v1", {}, subject="x", subject_id=1)
    with pytest.raises(CodedError, match=r"log\.float"):
        log.append(kinds.CERTIFICATE, {"value": 0.42}, subject="x", subject_id=1)
    assert not Leaf.objects.exists()


def test_an_act_that_is_rolled_back_leaves_no_entry_and_no_gap() -> None:
    told(5)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told(1)
        raise ZeroDivisionError
    (entry,) = told(1)
    assert entry.index == 5 and log.size() == 6
    log.sign_now()


def test_nothing_is_signed_within_a_transaction_that_may_be_rolled_back() -> None:
    with transaction.atomic():
        (entry,) = told(1)
        with pytest.raises(CodedError, match=r"log\.not-signed-yet"):
            log.proof(entry.index)
        with pytest.raises(RuntimeError):
            log.sign_now()
    assert not SignedHead.objects.exists()
    assert log.proof(0)


def test_what_is_committed_is_signed_at_once_and_a_burst_with_one_checkpoint(
    django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "_signed_at", -1e9)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        told(10)
    (head,) = SignedHead.objects.all()
    assert head.size == 11
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        told(1)
    assert SignedHead.objects.count() == 1, "within a second of the last; the worker signs the rest"


def test_a_checkpoint_is_signed_anew_only_when_something_is_new() -> None:
    told(2)
    first = log.sign_now()
    assert first is not None and log.sign_now() == first == log.checkpoint()
    told(1)
    second = log.sign_now()
    assert second is not None and second.size == first.size + 1
    proof = merkle.consistency_proof(first.size, second.size, lambda ps: [_hash(place) for place in ps])
    merkle.check_consistency(first.size, first.root, second.size, second.root, proof)


def _hash(place: merkle.Place) -> bytes:
    from tanzuji.ledger import tree

    return tree.read([place])[0]


def test_an_empty_log_begins_with_its_key() -> None:
    assert log.checkpoint() is None
    signed = log.sign_now()
    assert signed is not None and signed.size == 1
    (entry,) = log.latest()
    assert entry.kind == kinds.KEY and entry.payload["vkey"] == keys.signer(keys.LOG).vkey


def test_what_is_not_there_cannot_be_proved() -> None:
    told(1)
    for index in (-1, 7, 2**62):
        with pytest.raises(CodedError, match=r"log\.not-in-tree"):
            log.proof(index)


@pytest.mark.parametrize(
    "statement",
    [
        f"{verb} ledger_{table}"
        for table in ("leaf", "node", "signedhead", "cosigned", "stamped")
        for verb in ("DELETE FROM",)
    ]
    + ["UPDATE ledger_leaf SET kind = 'other'", "UPDATE ledger_signedhead SET size = 1"],
)
def test_the_tables_of_the_log_are_only_added_to(statement: str) -> None:
    told(2)
    head = SignedHead.objects.get(id=getattr(log.sign_now(), "id", 0))
    head.cosignatures.create(at=timezone.now(), name="w", line="— w AAAA\n")
    head.stamps.create(at=timezone.now(), authority="a", token=b"t")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


# what the log serves ─────────────────────────────────────────────────────────


def test_the_log_is_read_back_from_the_files_it_serves(client: Client) -> None:
    told(300)
    signed = log.sign_now()
    assert signed is not None
    answer = client.get("/log/checkpoint")
    assert answer.content.decode() == signed.text and answer["Content-Type"] == "text/plain; charset=utf-8"
    head, _ = read_checkpoint(answer.content, trusted())  # type: ignore[arg-type]

    def fetch(tile: Tile) -> bytes:
        found = client.get(f"/log/{tile.path}")
        assert found.status_code == 200 and "immutable" in found["Cache-Control"]
        return found.content

    entries: list[bytes] = []
    for tile in tiles.tiles_of(head.size):
        if tile.level < 0:
            entries += tiles.read_bundle(fetch(tile), tile.width)
    assert (
        merkle.root_of_entries(entries)
        == head.root
        == merkle.root_of(head.size, tiles.reading(head.size, fetch))
    )
    assert keys.signer(keys.LOG).vkey in client.get("/log/keys").content.decode()


def test_what_is_not_signed_yet_and_what_is_malformed_is_absent(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    told(2)
    log.sign_now()
    told(1)
    assert client.get("/log/tile/0/000.p/3").status_code == 200
    for path in ("0/000.p/4", "0/000", "entries/000.p/4", "0/0", "0/%2e%2e/000", "0/000.p/0", "x", "0/001"):
        assert client.get(f"/log/tile/{path}").status_code == 404, path
    assert client.post("/log/checkpoint").status_code == 405


def test_an_exported_log_is_the_served_one_and_is_added_to(tmp_path: object, client: Client) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    told(260)
    log.sign_now()
    assert publishing.export(folder) == 2 + len(list(tiles.tiles_of(261)))
    full = folder / "tile/entries/000"
    before = full.stat().st_mtime_ns
    for path in (
        "checkpoint",
        "keys",
        "tile/0/000",
        "tile/0/001.p/5",
        "tile/1/000.p/1",
        "tile/entries/001.p/5",
    ):
        assert (folder / path).read_bytes() == client.get(f"/log/{path}").content
    told(3)
    log.sign_now()
    assert publishing.export(folder) == 2 + 2, "two partial tiles, keys and checkpoint"
    assert full.stat().st_mtime_ns == before


# keys ────────────────────────────────────────────────────────────────────────


def test_private_keys_are_files_of_this_user_and_not_in_the_database_or_a_backup(tmp_path: object) -> None:
    from pathlib import Path

    from tanzuji.engine.store import home
    from tanzuji.site.safekeeping import write_backup

    signer = keys.signer("issuer/7b0c5c7e-6d3a-4a53-b6fb-6f1f2ac1f1aa")
    assert keys.signer("issuer/7b0c5c7e-6d3a-4a53-b6fb-6f1f2ac1f1aa").public_key == signer.public_key
    assert (len(signer.public_key), signer.algorithm) == (32, "ed25519")
    log.sign_now()
    assert "issuer/7b0c5c7e" in json.dumps([entry.payload for entry in log.of_kind(kinds.KEY)])
    folder = home() / "keys"
    assert folder.stat().st_mode & 0o077 == 0
    held = [path for path in folder.iterdir() if path.suffix in (".key", "") and path.is_file()]
    assert held and all(path.stat().st_mode & 0o077 == 0 for path in held)
    if connection.vendor == "postgresql":
        return  # there a backup is a transaction of its own, which this test is inside of
    backup = Path(str(tmp_path)) / "backup.zip"
    write_backup(backup, lambda *_: None)
    raw = backup.read_bytes()
    for path in held:
        assert path.name.encode() not in raw


@pytest.mark.parametrize("name", ["", "../log", "LOG", "issuer/..", "a" * 101, "log\n"])
def test_a_name_of_a_key_cannot_lead_out_of_its_folder(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a key"):
        keys.signer(name)


def test_a_key_is_announced_once_and_with_its_range() -> None:
    told(1)
    log.sign_now()
    told(1)
    log.sign_now()
    assert [
        entry.payload["event"] for entry in log.of_kind(kinds.KEY) if entry.payload["name"] == keys.origin()
    ] == ["made"]
    (known,) = announcing.every_key(keys.LOG)
    assert known.retired_at is None and known.made_at < timezone.now() + timedelta(seconds=1)


def test_the_installation_says_that_its_log_is_fine_or_what_is_not() -> None:
    from tanzuji.site.installation import examine

    told(3)
    log.sign_now()
    part = {part.name.en: part for part in examine()}["public log"]
    assert (part.state, part.detail.en) == ("ok", f"{log.size()} entries")


def test_no_node_is_kept_twice_or_missing() -> None:
    told(100)
    size = log.size()  # with the keys that were announced
    assert size >= 100 and Node.objects.count() == sum(size >> level for level in range(1, size.bit_length()))
    call_command("check", verbosity=0)
