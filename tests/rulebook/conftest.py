"""Two organisations that write rules, and the curator that lets them hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.kinds import Kind, Mandate, Role


def settle(
    kind: Kind, name: str, people: dict[str, tuple[Role, ...]], *mandates: Mandate
) -> dict[str, Acting]:
    """An organisation and its people by name."""
    from tanzuji.parties import queries, services

    made = services.found(kind, zh=f"{name}单位", en=f"{name} works")
    if mandates:
        services.charge(made, mandates)
    found = {}
    for who, roles in people.items():
        person = services.register(email=f"{who}@{name}.example", name=f"{who} {name}", password=None)
        services.join(person, made, roles)
        found[who] = queries.required_for(person, made.id)
    return found


@pytest.fixture
def association(db: None) -> dict[str, Acting]:
    return settle(
        "association", "glue", {"editor": ("editor",), "reviewer": ("reviewer",), "reader": ("reader",)}
    )


@pytest.fixture
def curator(db: None) -> dict[str, Acting]:
    people: dict[str, tuple[Role, ...]] = {
        "editor": ("editor",),
        "reviewer": ("reviewer",),
        "both": ("editor", "reviewer"),
    }
    return settle("research", "library", people, "standards")


@pytest.fixture
def stranger(db: None) -> Acting:
    return settle("enterprise", "stranger", {"editor": ("editor", "reviewer", "admin")})["editor"]


@pytest.fixture
def shelved() -> Iterator[None]:
    """What is activated in the test is forgotten after it."""
    import shutil

    from tanzuji.rules import shelf

    yield
    shutil.rmtree(shelf.folder(), ignore_errors=True)
