"""Everybody who takes part, made anew for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from standard_cases import Cast


@pytest.fixture
def people(db: None) -> Cast:
    from standard_cases import cast

    return cast()
