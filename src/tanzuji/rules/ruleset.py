"""Several packs as one set of rules: every check once, every parameter at its strictest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.exchanges import Allocation, ElectricityKind
from tanzuji.documents.lines import Stage
from tanzuji.documents.models import BoundaryType, LoopMethod, Unitage
from tanzuji.documents.quantities import convertible
from tanzuji.documents.rules import (
    PARAMETERS,
    Check,
    Flow,
    Range,
    RuleNote,
    RulePack,
    RuleParameter,
)
from tanzuji.rules.load import chain

_ALL: dict[str, float | tuple[str, ...]] = {
    "gwp_sets": get_args(GwpSet),
    "end_of_life_methods": get_args(LoopMethod),
    "allocation_methods": get_args(Allocation.model_fields["method"].annotation),
    "electricity.allow": get_args(ElectricityKind),
    "forbidden_gas_bases": (),
    "cutoff.per_item_max": 1.0,
    "cutoff.total_max": 1.0,
    "period.months_min": 0.0,
    "background_age_max_years": 1000.0,
    "background_age_preferred_years": 1000.0,
    "validity_years": 1000.0,
    "low_confidence_share_max": 1.0,
    "primary_share_expected": 0.0,
    "mass_balance_tolerance": 1000.0,
}
"""What holds where no pack sets a parameter: everything is allowed."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Packs from the most general to the most specific, and their items with the pack each comes from."""

    packs: tuple[RulePack, ...]

    def checks(self) -> list[tuple[RulePack, Check]]:
        return _latest(self.packs, "checks")

    def flows(self) -> list[tuple[RulePack, Flow]]:
        return _latest(self.packs, "flows")

    def ranges(self) -> list[tuple[RulePack, Range]]:
        return _latest(self.packs, "ranges")

    def notes(self) -> list[tuple[RulePack, RuleNote]]:
        return _latest(self.packs, "notes")

    def parameter(self, name: str) -> float | tuple[str, ...]:
        """The strictest value of a parameter over all packs (CO-03)."""
        values = [pack.parameters[name] for pack in self.packs if name in pack.parameters]
        return _strictest(name, values)

    def view(self, unit: Unitage) -> dict[str, Any]:
        """`rules` as predicates see it: parameters by name, `unit` and `boundary`."""
        view: dict[str, Any] = {}
        for name in PARAMETERS:
            value = self.parameter(name)
            *outer, last = name.split(".")
            place = view.setdefault(outer[0], {}) if outer else view
            place[last] = list(value) if isinstance(value, tuple) else value
        view["unit"] = self._unit(unit)
        view["boundary"] = self._boundary()
        return view

    def _unit(self, unit: Unitage) -> dict[str, Any]:
        rules = [pack.unit for pack in self.packs if pack.unit is not None]
        kinds = {"functional", "declared"}.intersection(*(rule.kinds for rule in rules))
        asked = [rule.units for rule in rules if rule.units]
        return {
            "kinds": sorted(kinds),
            "units": list(asked[-1]) if asked else [],
            "fits": all(any(convertible(unit.unit, u) for u in units) for units in asked),
        }

    def _boundary(self) -> dict[str, Any]:
        rules = [pack.boundary for pack in self.packs if pack.boundary is not None]
        types: set[BoundaryType] = set(get_args(BoundaryType))
        required: set[Stage] = set()
        excluded: set[Stage] = set()
        for rule in rules:
            types &= set(rule.types)
            required |= set(rule.required_stages)
            excluded |= set(rule.excluded_stages)
        return {"types": sorted(types), "required": sorted(required), "excluded": sorted(excluded)}


def rule_set(packs: Sequence[str | RulePack]) -> RuleSet:
    """The packs named and all they inherit, each once. Raises `rules.unknown-pack`, `.inherits-itself`."""
    found: dict[str, RulePack] = {}
    for pack in packs:
        for each in chain(pack):
            found.setdefault(each.id, each)
    order = {"general": 0, "sector": 1, "product": 2}
    return RuleSet(tuple(sorted(found.values(), key=lambda p: order[p.layer])))


def _latest(packs: Sequence[RulePack], name: str) -> list[Any]:
    """(pack, item) of every item; where two packs hold the same id, the more specific one's."""
    found: dict[str, tuple[RulePack, Any]] = {}
    for pack in packs:
        for item in getattr(pack, name):
            found[item.id] = (pack, item)
    return list(found.values())


def _strictest(name: str, parameters: Sequence[RuleParameter]) -> float | tuple[str, ...]:
    if not parameters:
        return _ALL[name]
    direction = PARAMETERS[name]
    words = [set(p.value) for p in parameters if isinstance(p.value, tuple)]
    numbers = [p.value for p in parameters if isinstance(p.value, float)]
    match direction:
        case "lower":
            return min(numbers)
        case "higher":
            return max(numbers)
        case "subset":
            return tuple(sorted(set.intersection(*words)))
        case "superset":
            return tuple(sorted(set.union(*words)))
