"""What killed writers left in the store goes after a day; what is whole or in use stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tanzuji.engine.leftovers import clear_leftovers
from tanzuji.engine.store import home


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    return home()


def left(folder: Path, *, hours: float, file: str = "array.npy", content: str = "{}") -> Path:
    """A folder with a file in it that was changed so many hours ago."""
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_text(content)
    then = time.time() - hours * 3600
    for path in (folder / file, *(folder / file).parents):
        if path.is_relative_to(folder):
            os.utime(path, (then, then))
    return folder


def test_only_what_nobody_touched_for_a_day_is_removed(store: Path) -> None:
    old = [
        left(store / "releases" / "mine" / ".writing-a", hours=30),
        left(store / "releases" / "mine" / ".sampling-a", hours=30),
        left(store / ".writing-a", hours=30),
        left(store / "imports" / ".receiving-a", hours=30),
    ]
    kept = [
        left(store / "releases" / "mine" / ".writing-b", hours=2),
        left(store / "releases" / "mine" / "1", hours=1000),
        left(store / "imports" / "a7", hours=1000),
        left(store / "releases" / "mine" / ".other", hours=1000),
    ]
    assert clear_leftovers() == len(old)
    assert [path.exists() for path in old] == [False] * 4 and all(path.exists() for path in kept)
    assert clear_leftovers() == 0


def test_a_release_that_was_moved_aside_and_never_replaced_is_put_back(store: Path) -> None:
    place = store / "releases" / "mine"
    left(place / ".replaced-a", hours=30, file="release/release.json", content='{"version": "2"}')
    left(place / ".replaced-b", hours=30, file="release/release.json", content='{"version": "../../x"}')
    assert clear_leftovers() == 2
    assert sorted(path.name for path in place.iterdir()) == ["2"] and not (store / "x").exists()


def test_a_store_that_is_not_there_has_no_leftovers(store: Path) -> None:
    assert clear_leftovers() == 0
