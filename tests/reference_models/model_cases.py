"""Makers, curators and reference models for tests of the product model library."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Mandate, Role
from tanzuji.reference_models import services as library
from tanzuji.reference_models.models import ModelVersion
from tanzuji.reference_models.shipped import shipped_models


@lru_cache(maxsize=1)
def by_code() -> dict[str, ReferenceModel]:
    return {reference.code: reference for reference in shipped_models()}


def house(kind: Kind, name: str, *mandates: Mandate, **people: tuple[Role, ...]) -> dict[str, Acting]:
    """An organisation and its people by name; their addresses hold the name of the house."""
    made = services.found(kind, zh=name, en=name)
    if mandates:
        services.charge(made, mandates)
    found = {}
    for who, roles in people.items():
        person = services.register(email=f"{who}@{name}.example", name=who, password="violet-kiln-1450")
        services.join(person, made, roles)
        found[who] = queries.required_for(person, made.id)
    return found


def institute(name: str = "institute") -> dict[str, Acting]:
    return house("research", name, writer=("editor",), reviewer=("reviewer",))


def curator(name: str = "curator") -> dict[str, Acting]:
    return house("research", name, "models", editor=("editor",), reviewer=("reviewer",), second=("reviewer",))


def works(name: str = "works") -> dict[str, Acting]:
    return house("enterprise", name, editor=("editor",), reviewer=("reviewer",), reader=("reader",))


def released(
    maker: Acting, charged: dict[str, Acting], code: str = "cement-po425", **more: Any
) -> ModelVersion:
    """A shipped model made by `maker`, reviewed and released by two persons of the curator."""
    kept = library.create(maker, ReferenceModel.parse({**by_code()[code].plain(), **more}))
    return through(maker, charged, kept.id)


def through(maker: Acting, charged: dict[str, Acting], model_id: UUID) -> ModelVersion:
    """The draft offered, reviewed and released."""
    version = library.offer(maker, model_id)
    library.decide(charged["reviewer"], model_id, version.number, "approve")
    return library.decide(charged["editor"], model_id, version.number, "release")
