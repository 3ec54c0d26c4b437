"""What the worker does for the log with every beat: it signs, asks witnesses, asks for the day's time stamp."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tanzuji.ledger import attesting, heads, keys, kinds, log, tree
from tanzuji.ledger.models import Cosigned, SignedHead, Stamped
from tanzuji.proofs import timestamps, witnessing
from tanzuji.proofs.cosignatures import cosignatures
from tanzuji.proofs.notes import read_note
from tanzuji.proofs.witnessing import Witness

pytestmark = pytest.mark.django_db
NOBODY = "http://127.0.0.1:9"
"""The discard port, where nothing listens."""


@pytest.fixture(autouse=True)
def _no_failures_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attesting, "_failed", {})


def tell(number: int) -> None:
    log.append(kinds.CERTIFICATE, {"number": f"C-{number}"}, subject="certificate", subject_id=number)


@contextmanager
def serving(folder: Path, name: str) -> Iterator[tuple[Witness, str]]:
    """A witness of this installation's log on a port of its own, with its line of the settings."""
    opened = witnessing.opened(folder, name, [keys.signer(keys.LOG).key])
    server = witnessing.server(opened, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield opened, f"{opened.key.vkey}@http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_beat_signs_what_is_committed_and_has_it_cosigned_once(tmp_path: Path, settings: Any) -> None:
    tell(1)
    with serving(tmp_path, "witness.example/w1") as (witness, line):
        settings.WITNESSES = [line]
        attesting.attend()
        newest = heads.checkpoint()
        assert newest is not None and newest.size == tree.size()
        (seen,) = cosignatures(read_note(newest.text), [witness.key])
        assert seen.key == witness.key and timezone.now() - seen.at < timedelta(minutes=1)
        attesting.attend()
        assert (SignedHead.objects.count(), Cosigned.objects.count()) == (1, 1), (
            "nothing new: nothing is asked"
        )
        tell(2)
        attesting.attend()
        grown = heads.checkpoint()
        assert grown is not None and grown.size == newest.size + 1
        assert cosignatures(read_note(grown.text), [witness.key]), (
            "the second proves that it continues the first"
        )
        assert witness.latest(keys.origin())


def test_a_witness_that_is_away_is_left_in_peace_and_keeps_nobody_waiting(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(1)
    asked: list[str] = []
    ask = witnessing.cosigned
    monkeypatch.setattr(
        witnessing, "cosigned", lambda address, *more: asked.append(address) or ask(address, *more)
    )
    with serving(tmp_path, "witness.example/w2") as (witness, line):
        settings.WITNESSES = [f"{line.rpartition('@')[0]}@{NOBODY}", line]
        attesting.attend()
        newest = heads.checkpoint()
        assert newest is not None and cosignatures(read_note(newest.text), [witness.key])
        tell(2)
        attesting.attend()
        assert asked.count(NOBODY) == 1, "five minutes of peace"
        monkeypatch.setattr(attesting, "_failed", dict.fromkeys(attesting._failed, 0.0))
        settings.WITNESSES = [f"{line.rpartition('@')[0]}@{NOBODY}"]
        tell(3)
        attesting.attend()
        assert asked.count(NOBODY) == 2, "then it is asked again"


def test_a_day_has_one_time_stamp_and_an_authority_that_is_away_stops_nothing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(1)
    settings.TIME_STAMPS = NOBODY
    attesting.attend()
    newest = heads.checkpoint()
    assert newest is not None and not Stamped.objects.exists()
    assert attesting.stamp_of(newest) is None
    stamped: list[str] = []

    def authority(address: str, text: str) -> bytes:
        stamped.append(text)
        return b"reply of " + address.encode()

    monkeypatch.setattr(timestamps, "stamped", authority)
    settings.TIME_STAMPS = "http://tsa.example"
    attesting.attend()
    assert stamped == [read_note(newest.text).text], "the signed text without its signatures is stamped"
    assert attesting.stamp_of(newest) == b"reply of http://tsa.example"
    tell(2)
    attesting.attend()
    assert len(stamped) == 1, "one a day"
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    attesting.attend()
    grown = heads.checkpoint()
    assert len(stamped) == 2 and grown is not None and attesting.stamp_of(grown) is not None


def test_a_log_without_entries_has_nothing_to_attest(settings: Any) -> None:
    settings.WITNESSES, settings.TIME_STAMPS = [], ""
    attesting.attend()
    assert not Cosigned.objects.exists() and not Stamped.objects.exists()
