"""References that follow an id which is changed: processes, lines, co-products, stages, parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tanzuji.documents.editing.places import LINE_KINDS, Trail
from tanzuji.documents.editing.values import Plain

AMOUNT_FIELDS = frozenset(
    {"amount", "mass", "distance", "energy", "price", "share", "value", "biogenic_carbon_content"}
)
"""Fields that may hold a formula."""

SCENARIO_PLACES = ("datasets", "shares", "amounts", "materials")
"""Fields of a scenario whose keys are places of the model."""

Change = Callable[[str], str]
Followed = list[tuple[Trail, Any]]
"""New values by trail."""


def followers(plain: Plain, trail: Trail, old: str, new: str) -> Followed:
    """What refers to the item whose id stands at `trail`, with the new id in place of the old one."""
    if len(trail) == 3 and trail[0] == "processes":
        return [
            *_suppliers(plain, old, new),
            *_swaps(plain, f"{old}/", f"{new}/", whole=False),
            *_swaps(plain, old, new, whole=True),
        ]
    if len(trail) == 5 and trail[2] in LINE_KINDS:
        owner = plain["processes"][trail[1]].get("id")
        return list(_swaps(plain, f"{owner}/{old}", f"{owner}/{new}", whole=True))
    if len(trail) == 5 and trail[2] == "coproducts":
        owner = plain["processes"][trail[1]].get("id")
        return list(_suppliers(plain, f"{owner}:{old}", f"{owner}:{new}"))
    if len(trail) == 3 and trail[0] == "materials":
        return list(_swaps(plain, f"{old}/", f"{new}/", whole=False))
    if len(trail) == 4 and trail[:2] == ("boundary", "stages"):
        return list(_stages(plain, old, new))
    if len(trail) == 3 and trail[0] == "parameters":
        return [*_formulas(plain, old, new), *_scenario_parameters(plain, old, new)]
    return []


def _processes(plain: Plain) -> Iterator[tuple[int, dict[str, Any]]]:
    for i, process in enumerate(plain.get("processes", ())):
        if isinstance(process, dict):
            yield i, process


def _suppliers(plain: Plain, old: str, new: str) -> Iterator[tuple[Trail, str]]:
    """Lines and `deliver` that name a process or one of its co-products, `process:co-product`."""
    for i, process in _processes(plain):
        for kind in LINE_KINDS:
            for j, line in enumerate(process.get(kind, ())):
                supplier = line.get("process") if isinstance(line, dict) else None
                if isinstance(supplier, str) and _names(supplier, old):
                    yield ("processes", i, kind, j, "process"), new + supplier[len(old) :]
    deliver = plain.get("deliver")
    if isinstance(deliver, str) and _names(deliver, old):
        yield ("deliver",), new + deliver[len(old) :]


def _names(reference: str, product: str) -> bool:
    return reference == product or reference.startswith(f"{product}:")


def _swaps(plain: Plain, old: str, new: str, *, whole: bool) -> Iterator[tuple[Trail, dict[str, Any]]]:
    """What scenarios put in place of `process/line`, of a process's output or of `material/field`."""

    def renamed(key: str) -> str:
        hit = key == old if whole else key.startswith(old)
        return new + key[len(old) :] if hit else key

    for i, scenario in enumerate(plain.get("scenarios", ())):
        for field in SCENARIO_PLACES if isinstance(scenario, dict) else ():
            swaps = scenario.get(field)
            if isinstance(swaps, dict) and any(renamed(key) != key for key in swaps):
                yield ("scenarios", i, field), _rekeyed(swaps, renamed)


def _rekeyed(mapping: dict[str, Any], renamed: Change) -> dict[str, Any]:
    """The mapping with renamed keys in their order; a key that is there already keeps its value."""
    found: dict[str, Any] = {}
    for key, value in mapping.items():
        name = renamed(key)
        if name == key or name not in mapping:
            found[name] = value
    return found


def _stages(plain: Plain, old: str, new: str) -> Iterator[tuple[Trail, str]]:
    for i, process in _processes(plain):
        if process.get("stage") == old:
            yield ("processes", i, "stage"), new


def _scenario_parameters(plain: Plain, old: str, new: str) -> Iterator[tuple[Trail, dict[str, Any]]]:
    """Values that scenarios give to a parameter, with formulas in them."""
    renamed = _in_formulas(old, new)
    for i, scenario in enumerate(plain.get("scenarios", ())):
        values = scenario.get("parameters") if isinstance(scenario, dict) else None
        if not isinstance(values, dict):
            continue
        rekeyed = _rekeyed(values, lambda key: new if key.casefold() == old.casefold() else key)
        found = {key: renamed(v) if isinstance(v, str) else v for key, v in rekeyed.items()}
        if list(found.items()) != list(values.items()):
            yield ("scenarios", i, "parameters"), found


def _formulas(plain: Plain, old: str, new: str) -> Iterator[tuple[Trail, str]]:
    """Formulas in amounts that use a parameter. Names are read without regard to case, as the engine does."""
    renamed = _in_formulas(old, new)

    def walk(value: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if trail[:1] != ("scenarios",) or key != "parameters":
                    yield from walk(inner, (*trail, key))
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from walk(inner, (*trail, i))
        elif _is_formula(value, trail) and (text := renamed(value)) != value:
            yield trail, text

    yield from walk(plain, ())


def _is_formula(value: Any, trail: Trail) -> bool:
    holds = trail[-1] in AMOUNT_FIELDS or (trail[0] == "scenarios" and trail[2:3] == ("amounts",))
    return isinstance(value, str) and holds and value.lstrip().startswith("=")


_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
"""A name in a formula; what follows a digit or a point belongs to a number, as in 2.e5."""


def _in_formulas(old: str, new: str) -> Change:
    folded = old.casefold()
    return lambda text: _NAME.sub(lambda m: new if m[0].casefold() == folded else m[0], text)
