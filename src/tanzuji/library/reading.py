"""One dataset as its page and its downloads show it: value by GWP set, gases, where it comes from, what it replaces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from tanzuji.documents.datasets import Dataset, GwpSet
from tanzuji.documents.errors import CodedError
from tanzuji.documents.lines import LINE_NAMES, Line
from tanzuji.documents.text import Text
from tanzuji.engine.release import GWP_SETS, known_gwp
from tanzuji.engine.release import Release as StoredRelease
from tanzuji.engine.store import open_release
from tanzuji.figures.breakdown import gas_name
from tanzuji.library import queries
from tanzuji.library.found import Row
from tanzuji.library.models import Entry, Release
from tanzuji.library.queries import ReleaseName
from tanzuji.parties.acting import Acting
from tanzuji.reports.wording import plain
from tanzuji.web.answers import absent
from tanzuji.web.language import language, say


@dataclass(frozen=True, slots=True)
class GasLine:
    """A gas a dataset brings on a reporting line: kg per unit, GWP100, kg CO2e per unit (None: not known)."""

    gas: str
    line: Line
    kg: float
    gwp: float | None

    @property
    def name(self) -> str:
        """`甲烷（化石源） CH₄`, in the language of the request."""
        return gas_name(self.gas, language())

    @property
    def kg_co2e(self) -> float | None:
        return None if self.gwp is None else self.kg * self.gwp

    @property
    def line_name(self) -> Text:
        zh, en = LINE_NAMES[self.line]
        return Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Edition:
    """The dataset as a release has it; `change` against the release before it (None: first, or not comparable)."""

    row: Row
    release: Release
    change: float | None
    here: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A value of the same chain, and its change against the one before it (a fraction; None: the first)."""

    row: Row
    change: float | None
    here: bool


@dataclass(frozen=True)
class Sheet:
    """A dataset of a release, characterised with one GWP set."""

    entry: Entry
    dataset: Dataset
    stored: StoredRelease
    gwp_set: GwpSet
    acting: Acting | None = None

    @cached_property
    def row(self) -> Row:
        return queries.row_of(self.entry)

    @cached_property
    def gases(self) -> tuple[GasLine, ...]:
        """Every gas with its line, what brings most first; empty where nothing is known."""
        masses = np.array(self.stored.gas_amounts[self.stored.index(self.dataset.id)])
        found = []
        for i in np.flatnonzero(~(masses == 0.0)):
            column, mass = self.stored.columns[i], float(masses[i])
            weight = known_gwp(column.gas, self.gwp_set)
            if mass == mass:
                found.append(GasLine(column.gas, column.line, mass, weight if weight == weight else None))
        return tuple(sorted(found, key=lambda gas: -abs(gas.kg_co2e or 0.0)))

    @property
    def per_gas(self) -> bool:
        """Whether it can be characterised again: no part of it is a total of unknown gases."""
        return bool(self.gases) and not any(gas.gas == "CO2e" for gas in self.gases)

    @cached_property
    def value(self) -> float | None:
        """kg CO2e per unit with the chosen GWP set; None where the set does not know one of the gases."""
        total = float(self.stored.intensity(self.dataset.id, self.gwp_set).sum())
        return total if total == total else None

    @property
    def sets(self) -> tuple[GwpSet, ...]:
        """The sets to choose from: none where only a total was published, or carbon dioxide alone (1 in each)."""
        return GWP_SETS if any(gas.gas != "CO2" for gas in self.gases) and self.per_gas else ()

    @cached_property
    def chain(self) -> tuple[Neighbour, ...]:
        """Newer and older values of the same, newest first; empty where there are none."""
        entries = queries.replaced_and_replacing(self.entry)
        if len(entries) == 1:
            return ()
        return tuple(
            Neighbour(queries.row_of(entry), _change(older, entry), entry.id == self.entry.id)
            for entry, older in zip(entries, [*entries[1:], None], strict=True)
        )

    @property
    def successor(self) -> Row | None:
        """The newest value of the chain, where it is not this one."""
        return self.chain[0].row if self.chain and not self.chain[0].here else None

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The dataset in every release that may be seen, newest first; empty where there is one only."""
        entries = queries.editions(self.entry, self.acting)
        if len(entries) < 2:
            return ()
        return tuple(
            Edition(queries.row_of(entry), entry.release, _change(older, entry), entry.id == self.entry.id)
            for entry, older in zip(entries, [*entries[1:], None], strict=True)
        )

    @property
    def citation(self) -> str:
        """How to cite it, in the language of the request: publisher, name, value, library, id."""
        dataset = self.dataset
        value = "" if self.value is None else f"{plain(self.value)} {self.row.per}"
        release = f"{self.stored.title.to(language())} {self.stored.version}"
        parts = [dataset.name.to(language()), value, release, dataset.id]
        by = self.row.cited
        told = (by + say("：", ": ") if by else "") + say("，", ", ").join(part for part in parts if part)
        return told + say("。", ".")


def sheet(
    dataset: str, *, release: ReleaseName | None = None, gwp_set: GwpSet = "AR6", acting: Acting | None
) -> Sheet:
    """A dataset, from the release named or the newest that has it. Raises `web.absent`."""
    entry = queries.entry(dataset, release, acting=acting)
    try:
        stored = opened(entry.release)
        return Sheet(entry, stored.dataset(dataset), stored, gwp_set, acting)
    except CodedError as error:  # its files went since it was indexed
        raise absent() from error


def opened(of: Release) -> StoredRelease:
    """The files of an indexed release. Raises `web.absent` where another took their place, `release.not-found`."""
    return _opened(of.name, of.version, of.digest)


@lru_cache(maxsize=32)
def _opened(name: str, version: str, digest: str) -> StoredRelease:
    """A release as it was indexed, opened once a process. Raises `web.absent` where another took its place."""
    stored = open_release(name, version)
    if stored.digest != digest:
        raise absent()
    return stored


def _change(older: Entry | None, newer: Entry) -> float | None:
    if older is None or not older.value or newer.value is None or older.unit != newer.unit:
        return None
    return newer.value / older.value - 1.0
