"""A certificate to be shown, and a register that keeps nothing from the test before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path += [str(Path(__file__).resolve().parents[1] / room) for room in ("certificates", "filings")]


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> Iterator[None]:
    from tanzuji.register import keeping

    keeping.forget()
    yield
    keeping.forget()


@pytest.fixture
def case(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Houses, a verified version and facts, of which `issue` makes a certificate."""
    from certificate_cases import made

    return made(monkeypatch)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing read is kept, as if half a second had gone by between any two requests."""
    from tanzuji.register import keeping

    monkeypatch.setattr(keeping._STANDINGS, "_seconds", 0.0)
