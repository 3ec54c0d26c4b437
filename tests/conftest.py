"""Fixtures every floor may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every run, so that a change is to blame for a failure; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real-world material beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("TANZUJI_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the shared databases are not on this machine")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Releases made by tests go to a folder of their own, never to the user's."""
    before = os.environ.get("TANZUJI_HOME")
    os.environ["TANZUJI_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["TANZUJI_HOME"]
    else:
        os.environ["TANZUJI_HOME"] = before
