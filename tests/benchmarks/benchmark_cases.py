"""Houses and people around benchmarks, and verified footprints of a made-up trade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from tanzuji.benchmarks import services
from tanzuji.benchmarks.disclosure import Key
from tanzuji.benchmarks.models import Benchmark
from tanzuji.contributions import queries as contributions
from tanzuji.contributions.queries import VerifiedFootprint
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person

KEY = Key("cn.cement@1", "1 t", "cradle_to_gate", "AR6", "as_modelled", "cutoff", "none")
YEAR = 2024
VALUES = (512.0, 548.0, 566.0, 590.0, 611.0, 634.0, 655.0, 689.0, 721.0, 760.0, 598.0, 643.0)
OUTPUTS = (1.2e6, 0.9e6, 1.6e6, 0.7e6, 1.1e6, 0.8e6, 1.4e6, 0.6e6, 1.0e6, 0.5e6, 0.9e6, 1.3e6)
_SPACE = UUID("6f5c1d52-7a57-4d7e-9d3c-0d4a7f4b1a11")


def trade(
    count: int = 12,
    *,
    key: Key = KEY,
    year: int = YEAR,
    factor: float = 1.0,
    owners: tuple[UUID, ...] = (),
    **other: Any,
) -> list[VerifiedFootprint]:
    """Verified footprints of so many groups of companies; the first belong to `owners`."""
    rows = []
    rest, _ = Organisation.objects.get_or_create(kind="enterprise", name_zh="其余企业", name_en="The others")
    for i in range(count):
        owner = owners[i] if i < len(owners) else rest.id
        told: dict[str, Any] = {
            **{name: getattr(key, name) for name in key.__dataclass_fields__},
            "group": f"group {i}", "organisation": owner, "year": year,
            "value": VALUES[i % 12] * factor, "output": OUTPUTS[i % 12],
            "contribution_id": uuid5(_SPACE, f"{year} {i}"), "in_library": False,
        }  # fmt: skip
        rows.append(VerifiedFootprint(**(told | other)))
    return rows


def verified(monkeypatch: Any, rows: list[VerifiedFootprint]) -> None:
    """From now on these are the verified footprints there are."""

    def told(
        *, rule: Any = None, unit: Any = None, boundary: Any = None, year: Any = None
    ) -> list[VerifiedFootprint]:
        asked = {"rule": rule, "unit": unit, "boundary": boundary, "year": year}
        return [r for r in rows if all(v is None or getattr(r, n) == v for n, v in asked.items())]

    monkeypatch.setattr(contributions, "verified_footprints", told)


def somebody(of: Organisation, name: str, *roles: Role) -> Acting:
    person = Person.objects.create(email=f"{name}@{of.pk}.example", name=name)
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


@dataclass(frozen=True)
class Houses:
    """Who takes part: an association that proposes, the authority that decides, an enterprise that comments."""

    proposer: Acting
    colleague: Acting
    """Reviewer of the association."""
    clerk: Acting
    """Editor of the authority."""
    judge: Acting
    """Reviewer of the authority."""
    works: Acting


def houses() -> Houses:
    association = Organisation.objects.create(kind="association", name_zh="建材协会", name_en="Association")
    authority = Organisation.objects.create(
        kind="regulator", name_zh="主管部门", name_en="Authority", mandates="authority"
    )
    works = Organisation.objects.create(kind="enterprise", name_zh="水泥厂", name_en="Works")
    return Houses(
        somebody(association, "proposer", "editor"),
        somebody(association, "colleague", "reviewer"),
        somebody(authority, "clerk", "editor"),
        somebody(authority, "judge", "reviewer"),
        somebody(works, "works", "editor"),
    )


def proposed(who: Houses, **other: Any) -> Benchmark:
    """A draft with the computed values."""
    snapshot = services.take_snapshot(who.proposer, KEY, other.pop("year", YEAR))
    return services.propose(
        who.proposer, snapshot.id, name_zh="通用硅酸盐水泥", name_en="Common cement", **other
    )


def last_day() -> date:
    """Yesterday: a consultation until then may be decided on today."""
    from django.utils import timezone

    return timezone.localdate() - timedelta(days=1)


def consulted(acting: Acting, of: Benchmark) -> Benchmark:
    """Opened thirty days before yesterday, until yesterday."""
    return services.consult(acting, of.id, closes_on=last_day(), today=last_day() - timedelta(days=30))


def published(who: Houses, **other: Any) -> Benchmark:
    """One that went all the way."""
    of = proposed(who, **other)
    consulted(who.proposer, of)
    services.act(who.judge, of.id, "decide")
    return services.act(who.clerk, of.id, "publish")
