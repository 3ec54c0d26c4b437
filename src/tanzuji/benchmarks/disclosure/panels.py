"""Panels: comparable verified footprints of one year, one value and output for each group of companies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from math import fsum, isfinite
from typing import Protocol

from tanzuji.benchmarks import messages
from tanzuji.documents.text import Text


class Verified(Protocol):
    """A verified footprint as the contributions room tells it; `value` in kg CO2e per unit, `output` in units a year."""

    @property
    def group(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def boundary(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def gwp_set(self) -> str: ...
    @property
    def electricity(self) -> str: ...
    @property
    def end_of_life(self) -> str: ...
    @property
    def allocation(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def output(self) -> float | None: ...


FIELDS: dict[str, Text] = {
    "rule": Text(zh="规则及版本", en="rule and version"),
    "unit": Text(zh="单位", en="unit"),
    "boundary": Text(zh="系统边界", en="boundary"),
    "gwp_set": Text(zh="GWP 数据集", en="GWP set"),
    "electricity": Text(zh="电力方法", en="electricity method"),
    "end_of_life": Text(zh="生命末期方法", en="end-of-life method"),
    "allocation": Text(zh="分配", en="allocation"),
    "year": Text(zh="年份", en="year"),
}
"""What has to agree (DOMAIN CM-01), with names."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What footprints have to have in common before they may be compared (DOMAIN B.8, CM-01)."""

    rule: str
    unit: str
    boundary: str
    gwp_set: str
    electricity: str
    end_of_life: str
    allocation: str

    @classmethod
    def of(cls, row: Verified) -> Key:
        return cls(**{field.name: str(getattr(row, field.name)) for field in fields(cls)})

    def differences(self, other: Key) -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name))


@dataclass(frozen=True, slots=True)
class Panel:
    """One value (kg CO2e per unit) and one output (units a year) for each group, groups in order of their codes."""

    key: Key
    year: int
    groups: tuple[str, ...]
    values: tuple[float, ...]
    outputs: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.groups)

    def without(self, groups: Iterable[str]) -> Panel:
        """The panel without some of its groups."""
        left = set(groups)
        kept = [i for i, group in enumerate(self.groups) if group not in left]
        return Panel(
            self.key,
            self.year,
            tuple(self.groups[i] for i in kept),
            tuple(self.values[i] for i in kept),
            tuple(self.outputs[i] for i in kept),
        )

    def told(self) -> dict[str, tuple[float, float]]:
        """Value and output by group."""
        return dict(zip(self.groups, zip(self.values, self.outputs, strict=True), strict=True))

    @classmethod
    def from_groups(cls, key: Key, year: int, told: Mapping[str, tuple[float, float]]) -> Panel:
        """The panel of values and outputs by group."""
        groups = tuple(sorted(told))
        return cls(key, year, groups, tuple(told[g][0] for g in groups), tuple(told[g][1] for g in groups))


def panel(rows: Iterable[Verified]) -> Panel:
    """The panel of comparable footprints; several of one group become its mean, weighted by output.

    Raises `benchmarks.not-comparable`, `benchmarks.not-positive`, `benchmarks.no-output`, and `benchmarks.too-few`
    where there is no row at all.
    """
    found = list(rows)
    if not found:
        raise messages.TOO_FEW.error(least=1)
    _one_kind(found)
    by_group: dict[str, list[Verified]] = {}
    for row in found:
        if not (isfinite(row.value) and row.value > 0):
            raise messages.NOT_POSITIVE.error()
        if row.output is None or not (isfinite(row.output) and row.output > 0):
            raise messages.NO_OUTPUT.error()
        by_group.setdefault(row.group, []).append(row)
    told = {}
    for group, own in by_group.items():
        output = fsum(row.output or 0.0 for row in own)
        value = fsum(row.value * (row.output or 0.0) for row in own) / output
        told[group] = (own[0].value if len(own) == 1 else value, output)
    return Panel.from_groups(Key.of(found[0]), found[0].year, told)


def _one_kind(rows: list[Verified]) -> None:
    first = Key.of(rows[0])
    differing = {name for row in rows for name in first.differences(Key.of(row))}
    if any(row.year != rows[0].year for row in rows):
        differing.add("year")
    if differing:
        names = [text for name, text in FIELDS.items() if name in differing]
        joined = Text(zh="、".join(n.to("zh") for n in names), en=", ".join(n.to("en") for n in names))
        raise messages.NOT_COMPARABLE.error(what=joined)
