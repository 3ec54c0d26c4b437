"""A contributor, a curator, two verifiers and a stranger, and the papers of a grid factor that passes every guard."""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass
from typing import Any

from tanzuji.contributions import queries, services
from tanzuji.contributions.models import Contribution
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person

_NUMBERS = itertools.count(1)


def organisation(kind: str, name: str, **more: Any) -> Organisation:
    return Organisation.objects.create(kind=kind, name_zh=name, name_en=name, **more)


def somebody(of: Organisation, *roles: Role) -> Acting:
    """A new person with roles in an organisation."""
    number = next(_NUMBERS)
    person = Person.objects.create(email=f"p{number}@example.org", name=f"P{number}")
    return joined(person, of, *roles)


def joined(person: Person, of: Organisation, *roles: Role) -> Acting:
    """A person who belongs to one more organisation."""
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


@dataclass(frozen=True)
class Houses:
    """Who takes part: `author` offers, `curator` assigns and queues, `second` enters, the others keep the gates."""

    author: Acting
    curator: Acting
    second: Acting
    verifier: Acting
    checker: Acting
    stranger: Acting

    @classmethod
    def built(cls) -> Houses:
        centre = organisation("research", "数据中心", mandates="factors,base_data")
        return cls(
            author=somebody(organisation("enterprise", "贡献厂"), "editor"),
            curator=somebody(centre, "editor"),
            second=somebody(centre, "reviewer"),
            verifier=somebody(organisation("verifier", "验证所"), "reviewer"),
            checker=somebody(organisation("verifier", "核验所"), "reviewer"),
            stranger=somebody(organisation("enterprise", "别的厂"), "editor", "reviewer", "admin"),
        )


def grid(**changes: Any) -> dict[str, Any]:
    """A grid factor as `Dataset.plain()`; the numbers are of a made-up region, none of an announcement."""
    plain: dict[str, Any] = {
        "id": f"grid-{next(_NUMBERS)}",
        "name": {"zh": "示例电网电力碳足迹因子", "en": "Footprint factor of the example grid"},
        "category": ["electricity", "footprint-factors"],
        "unit": "kWh",
        "geography": "CN-JS",
        "year_from": 2025,
        "year_to": 2025,
        "boundary": "cradle_to_gate",
        "gas_basis": "co2e",
        "gwp_set": "AR6",
        "amounts": [{"gas": "CO2e", "amount": 0.6}],
        "includes_losses": True,
        "quality": {"technology": 2, "geography": 1, "time": 1, "precision": 2},
        "source": {"title": "示例电网年报", "publisher": "示例电网", "year": 2026, "licence": "CC BY 4.0", "location": "表 1"},
    }  # fmt: skip
    return plain | copy.deepcopy(changes)


DECLARED: dict[str, Any] = {
    "consent": True,
    "scope": "province",
    "lawful_basis": "own_data",
    "method_profile": "GB/T 24067-2024",
}


def trail(*results: float, **changes: Any) -> dict[str, Any]:
    """Inputs of these results, each a declared estimate."""
    return {
        "inputs": [
            {
                "id": f"i{at}", "name": {"zh": f"输入{at}", "en": f"Input {at}"}, "amount": 1.0, "unit": "kg",
                "result": result, "references": [f"estimate:按年报估计 {at}"],
            } | changes
            for at, result in enumerate(results)
        ]
    }  # fmt: skip


def offered(acting: Acting, document: dict[str, Any] | None = None, **papers: Any) -> Contribution:
    """A draft that passes every guard, unless its papers are changed."""
    given = {"kind": "factor", "declarations": DECLARED, "provenance": trail(0.4, 0.2)} | papers
    return services.offer(acting, document or grid(), **given)


def footprint_paper(value: float = 0.6, **changes: Any) -> dict[str, Any]:
    return {
        "rule": "cn-cement@2025", "unit": "1 t", "boundary": "cradle_to_gate", "year": 2025, "gwp_set": "AR6",
        "electricity": "grid", "end_of_life": "cutoff", "allocation": "mass", "value": value, "output": 1000.0,
    } | changes  # fmt: skip


def submitted(houses: Houses, **papers: Any) -> Contribution:
    of = offered(houses.author, **papers)
    services.self_check(houses.author, of.id)
    return services.submit(houses.author, of.id)


def taken_to(houses: Houses, state: str, **papers: Any) -> Contribution:
    """A contribution that went the whole way to a state."""
    of = offered(houses.author, **papers)
    steps = {
        "self_checked": lambda: services.self_check(houses.author, of.id),
        "format_checked": lambda: services.submit(houses.author, of.id),
        "under_verification": lambda: services.assign(houses.curator, of.id, houses.verifier.organisation_id),
        "verified": lambda: services.verify(houses.verifier, of.id, reason="结果可复算"),
        "under_provenance_check": lambda: services.assign(
            houses.curator, of.id, houses.checker.organisation_id
        ),
        "provenance_ok": lambda: services.check_provenance(
            houses.checker, of.id, confirmed=[each.id for each in of.provenance.inputs], reason="来源一致"
        ),
        "entry_queue": lambda: services.queue(houses.curator, of.id),
        "in_library": lambda: services.enter(houses.second, [of.id], "example@2026.1"),
    }
    for name, step in steps.items():
        if of.state == state:
            break
        step()
        of.refresh_from_db()
        assert of.state == name
    assert of.state == state
    return queries.contribution(houses.author, of.id)
