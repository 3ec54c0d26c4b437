"""What tests of releases share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tanzuji.parties.acting import Acting


@pytest.fixture
def people(db: None) -> Iterator[dict[str, Acting]]:
    """The houses of the electricity story, with a store of their own."""
    from houses import cast, store_of_its_own

    with store_of_its_own():
        yield cast()
