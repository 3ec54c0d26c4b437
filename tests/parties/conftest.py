"""An organisation, another one, and counts of sign-in attempts that are the test's own.

Models are imported inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from party_cases import Works

    from tanzuji.parties.acting import Acting


@pytest.fixture
def works(db: None) -> Works:
    from party_cases import Works, somebody

    from tanzuji.parties import services

    made = services.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement", code="91X")
    return Works(
        somebody(made, "admin", "admin"),
        somebody(made, "editor", "editor"),
        somebody(made, "reviewer", "reviewer"),
        somebody(made, "reader", "reader"),
    )


@pytest.fixture
def elsewhere(db: None) -> Acting:
    """The administrator of another organisation."""
    from party_cases import somebody

    from tanzuji.parties import services

    bank = services.found("bank", zh="江屏银行", en="Jiangping Bank")
    return somebody(bank, "stranger", "admin", host="bank.example")


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
