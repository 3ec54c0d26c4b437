"""An organisation with people, as in the tests of the parties room, and the three officers of the installation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from tanzuji.parties.acting import Acting


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def editor(db: None) -> Acting:
    from tanzuji.parties import queries, services

    made = services.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement", code="91X")
    person = services.register(email="editor@works.example", name="Editor", password="violet-kiln-1450")
    services.join(person, made, ("admin", "editor"))
    return queries.required_for(person, made.id)


@pytest.fixture
def officers(db: None) -> dict[str, Any]:
    """A person in each office."""
    from tanzuji.parties import services
    from tanzuji.parties.kinds import OFFICES

    made = {}
    for office in OFFICES:
        person = services.register(
            email=f"{office}@node.example", name=office.title(), password="violet-kiln-1450"
        )
        services.appoint(person, office)
        made[office] = person
    return made
