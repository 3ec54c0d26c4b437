"""The difference of two footprints unfolded by the lines of the model: amount, factor, runs, come and gone."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from tanzuji.documents.comparisons import EffectKind, LineEffect
from tanzuji.documents.editing import keyed_paths, with_line_ids
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.quantities import convertible, factor

NOISE = 1e-13
"""Parts of a line below this share of it are rounding of the solver, and not told."""


class _Key(NamedTuple):
    """What makes a contribution the same line in both versions: its place by ids, and the term of a material loop."""

    place: str
    term: str


def line_effects(before: Footprint, after: Footprint) -> tuple[LineEffect, ...]:
    """What every line that differs adds to the difference, largest magnitude first; they sum to it.

    Lines are matched by the ids of process and line. Lines without id are matched by kind and position.
    """
    old, old_gaps = _by_line(before)
    new, new_gaps = _by_line(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        b, a = old.get(key), new.get(key)
        if a is not None and b is not None:
            if _differs(b, a):
                found.append(_changed(key.place, b, a))
        elif a is not None:
            kind: EffectKind = "filled" if key.place in old_gaps else "added"
            found.append(_one_sided(key.place, kind, a, sign=1))
        elif b is not None:
            found.append(_one_sided(key.place, "emptied" if key.place in new_gaps else "removed", b, sign=-1))
    return tuple(sorted(found, key=lambda line: (-abs(line.effect), line.place, line.name.to("en"))))


def _by_line(footprint: Footprint) -> tuple[dict[_Key, Contribution], set[str]]:
    """Contributions by line, and the places of gaps."""
    plain = with_line_ids(footprint.model.plain())
    paths = [c.path for c in footprint.contributions] + [gap.path for gap in footprint.gaps]
    places = keyed_paths(plain, paths)
    found: dict[_Key, Contribution] = {}
    for contribution in footprint.contributions:
        # the terms of a material loop share the place of their material: “aluminium: disposal”
        loop = contribution.path.startswith("materials[")
        term = contribution.name.to("en").rpartition(": ")[2] if loop else ""
        found[_Key(places[contribution.path], term)] = contribution
    return found, {places[gap.path] for gap in footprint.gaps}


def _datasets(contribution: Contribution) -> tuple[str, ...]:
    return tuple(f"{use.dataset}@{use.version}" for use in contribution.factors)


def _differs(b: Contribution, a: Contribution) -> bool:
    scale = NOISE * max(abs(b.total), abs(a.total))
    amounts = NOISE * max(abs(b.amount), abs(a.amount))
    return (
        abs(a.total - b.total) > scale
        or abs(a.amount - b.amount) > amounts
        or (b.unit, _datasets(b)) != (a.unit, _datasets(a))
    )


def _changed(place: str, b: Contribution, a: Contribution) -> LineEffect:
    """Runs × amount a run × factor on both sides, taken apart one by one; what they do together is the rest."""
    each = factor(a.unit, b.unit) if convertible(a.unit, b.unit) else None
    effect = a.total - b.total
    by_amount = by_factor = by_runs = 0.0
    if each is None:
        by_runs = (a.runs - b.runs) * _over(b.total, b.runs, 0.0)
    else:
        moved = a.amount * each
        f0 = _over(b.total, b.amount, _over(a.total, moved, 0.0))
        f1 = _over(a.total, moved, f0)
        p0 = _over(b.amount, b.runs, _over(moved, a.runs, 0.0))
        p1 = _over(moved, a.runs, p0)
        by_amount = b.runs * (p1 - p0) * f0
        by_factor = b.runs * p0 * (f1 - f0)
        by_runs = (a.runs - b.runs) * p0 * f0
    scale = NOISE * max(abs(b.total), abs(a.total))
    parts = [0.0 if abs(part) <= scale else part for part in (by_amount, by_factor, by_runs)]
    jointly = fsum((a.total, -b.total, *(-part for part in parts)))
    return LineEffect(
        place=place,
        kind="changed" if each is not None else "replaced",
        process=a.process,
        process_name=a.process_name,
        stage=a.stage,
        name=a.name,
        amount_before=b.amount,
        amount_after=a.amount,
        unit_before=b.unit,
        unit_after=a.unit,
        factor_before=_factor(b),
        factor_after=_factor(a),
        datasets_before=_datasets(b),
        datasets_after=_datasets(a),
        before=b.total,
        after=a.total,
        effect=effect,
        by_amount=parts[0],
        by_factor=parts[1],
        by_runs=parts[2],
        jointly=0.0 if abs(jointly) <= scale else jointly,
    )


def _one_sided(place: str, kind: EffectKind, c: Contribution, *, sign: int) -> LineEffect:
    """A line that only one version counts: the later (`sign` 1) or the earlier one (-1)."""
    side = "after" if sign > 0 else "before"
    return LineEffect.model_validate(
        {
            "place": place,
            "kind": kind,
            "process": c.process,
            "process_name": c.process_name,
            "stage": c.stage,
            "name": c.name,
            f"amount_{side}": c.amount,
            f"unit_{side}": c.unit,
            f"factor_{side}": _factor(c),
            f"datasets_{side}": _datasets(c),
            "before": 0.0 if sign > 0 else c.total,
            "after": c.total if sign > 0 else 0.0,
            "effect": sign * c.total,
        }
    )


def _factor(contribution: Contribution) -> float | None:
    """kg CO2e per unit of the line's amount; None where the amount is 0."""
    return contribution.total / contribution.amount if contribution.amount else None


def _over(value: float, by: float, otherwise: float) -> float:
    return value / by if by else otherwise
