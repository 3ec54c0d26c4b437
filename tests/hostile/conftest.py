"""A house with people and a study, and counts of sign-in attempts that are the test's own.

Models are imported inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from doors import House


@pytest.fixture
def house(db: None) -> House:
    from doors import house

    return house()


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
