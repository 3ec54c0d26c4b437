"""An authority, participants and campaigns for tests of the campaigns room."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from tanzuji.campaigns import services
from tanzuji.campaigns.assigning import Assigned
from tanzuji.campaigns.models import Campaign
from tanzuji.campaigns.planning import Plan, SectorGiven
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.footprints import services as footprints
from tanzuji.footprints.models import Study
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import queries
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Mandate, Role

SECTORS = (SectorGiven(Text(zh="锂电池", en="Batteries"), 2, "cn.battery.li.ev"), SectorGiven(Text(zh="钢材", en="Steel"), 3, "cn.steel.crude_rebar"))  # fmt: skip


def house(kind: Kind, name: str, *mandates: Mandate, **people: tuple[Role, ...]) -> dict[str, Acting]:
    """An organisation and its people by name."""
    made = parties.found(kind, zh=name, en=name, code=f"CODE-{name}")
    if mandates:
        parties.charge(made, mandates)
    found = {}
    for who, roles in people.items():
        person = parties.register(email=f"{who}@{name}.example", name=who, password="violet-kiln-1450")
        parties.join(person, made, roles)
        found[who] = queries.required_for(person, made.id)
    return found


def authority(name: str = "bureau") -> dict[str, Acting]:
    return house(
        "regulator",
        name,
        "authority",
        planner=("editor",),
        decider=("reviewer",),
        both=("editor", "reviewer"),
    )


def works(name: str = "works") -> dict[str, Acting]:
    return house("enterprise", name, editor=("editor",), reviewer=("reviewer",), reader=("reader",))


def plan(**more: Any) -> Plan:
    given: dict[str, Any] = {
        "kind": "focus",
        "year": 2026,
        "title": Text(zh="2026 年工作重点", en="Focus of 2026"),
        "due": timezone.localdate() + timedelta(days=60),
        "sectors": SECTORS,
    }
    return Plan(**{**given, **more})


def decided(bureau: dict[str, Acting], **more: Any) -> Campaign:
    made = services.draft(bureau["planner"], plan(**more))
    services.decide(bureau["planner"], made.id, "consult")
    return services.decide(bureau["decider"], made.id, "decide")


def running(
    bureau: dict[str, Acting], *tasks: tuple[str, str, str], due: date | None = None, **more: Any
) -> Campaign:
    """A campaign that runs with these tasks: organisation, sector, product."""
    made = decided(bureau, **more)
    services.assign_list(
        bureau["planner"], made.id, [Assigned(who, sector, product, due) for who, sector, product in tasks]
    )
    return services.decide(bureau["planner"], made.id, "start")


@lru_cache(maxsize=1)
def models() -> dict[str, ProductModel]:
    return demo_models()


def study(acting: Acting, key: str = "rice_paddy") -> Study:
    return footprints.create(acting, models()[key], [starter_release()])
