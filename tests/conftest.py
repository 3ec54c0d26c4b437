"""Fixtures every floor may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real-world material beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("TANZUJI_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the shared databases are not on this machine")
    return folder
