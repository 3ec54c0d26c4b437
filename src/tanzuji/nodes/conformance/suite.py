"""Running the suite over a release."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.documents.regions import regions
from tanzuji.engine.release import Release
from tanzuji.nodes.conformance.rules import RULES, Severity

FAILING_SHOWN = 50
"""Datasets that an outcome names."""

MAGNITUDE = 1000.0
UNLINKED = 0.05
"""Share of inputs that may lack a supplier."""

FEWEST_ALIKE = 5
"""Datasets of one category and unit before their median means something."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule found: of how many datasets it was asked, how many fail, and the first of them."""

    rule: str
    asked: int
    failing: int
    named: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity


@dataclass(frozen=True, slots=True)
class Report:
    """Every outcome over a release; it conforms where no error was found."""

    release: str
    digest: str
    count: int
    outcomes: tuple[Outcome, ...]

    @property
    def conforms(self) -> bool:
        return self.count > 0 and not any(o.failing for o in self.outcomes if o.severity == "error")


def examine(release: Release, *, licence: str = "") -> Report:
    """Every rule over every dataset; `licence` is that of the release, which stands for datasets that state none."""
    datasets = release.datasets()
    values = release.intensities().sum(axis=1)
    value_of = {dataset.id: float(value) for dataset, value in zip(datasets, values, strict=True)}
    asked = _per_dataset(licence, value_of)
    outcomes = [_files(release)]
    for rule, (applies, holds) in asked.items():
        these = [d for d in datasets if applies(d)]
        failing = [d.id for d in these if not holds(d)]
        outcomes.append(Outcome(rule, len(these), len(failing), tuple(failing[:FAILING_SHOWN])))
    outcomes += [_repeated(datasets), _replaces(datasets), _magnitude(datasets, value_of), _linked(release)]
    order = list(RULES)
    outcomes.sort(key=lambda outcome: order.index(outcome.rule))
    return Report(f"{release.name}@{release.version}", release.digest, len(datasets), tuple(outcomes))


Asked = tuple[Callable[[Dataset], bool], Callable[[Dataset], bool]]
"""Of which datasets a rule is asked, and whether one keeps it."""


def _per_dataset(licence: str, value_of: dict[str, float]) -> dict[str, Asked]:
    known = regions()

    def every(dataset: Dataset) -> bool:
        return True

    return {
        "source": (every, lambda d: bool(d.source.title and d.source.publisher)),
        "licence": (every, lambda d: bool(d.source.licence or licence)),
        "geography": (every, lambda d: d.geography in known),
        "year": (every, lambda d: (d.year_to or d.year_from) is not None),
        "boundary": (every, lambda d: d.boundary != "unknown"),
        "gas-basis": (every, lambda d: d.gas_basis != "co2"),
        "value": (every, lambda d: math.isfinite(value_of[d.id])),
        "gwp-set": (lambda d: d.gas_basis == "co2e", lambda d: d.gwp_set is not None),
        "losses": (_is_electricity, lambda d: d.includes_losses is not None),
        "quality": (every, lambda d: d.quality is not None and d.quality.rating is not None),
        "chinese": (every, lambda d: bool(d.name.zh)),
        "category": (every, lambda d: bool(d.category)),
        "uncertainty": (
            every,
            lambda d: (
                (d.uncertainty is not None and d.uncertainty.distribution != "none") or d.kind == "process"
            ),
        ),
    }


def _is_electricity(dataset: Dataset) -> bool:
    words = " ".join([*dataset.category, dataset.name.zh or "", dataset.name.en or ""]).casefold()
    return dataset.unit in ("kWh", "MWh") and ("电" in words or "electric" in words)


def _files(release: Release) -> Outcome:
    try:
        release.verify()
    except CodedError as error:
        return Outcome("files", 1, 1, (str(error.problems[0].path or error.code),))
    return Outcome("files", 1, 0, ())


def _repeated(datasets: list[Dataset]) -> Outcome:
    seen: dict[tuple[object, ...], str] = {}
    failing = []
    for d in datasets:
        key = (d.name.zh, d.name.en, d.unit, d.geography, d.year_from, d.year_to, d.boundary, d.technology)
        if key in seen and seen[key] not in (d.replaces,):
            failing.append(d.id)
        seen.setdefault(key, d.id)
    return Outcome("repeated", len(datasets), len(failing), tuple(failing[:FAILING_SHOWN]))


def _replaces(datasets: list[Dataset]) -> Outcome:
    """A dataset that replaces one of another release is told, as it cannot be followed here."""
    ids = {d.id for d in datasets}
    these = [d for d in datasets if d.replaces]
    failing = [d.id for d in these if d.replaces not in ids]
    return Outcome("replaces", len(these), len(failing), tuple(failing[:FAILING_SHOWN]))


def _magnitude(datasets: list[Dataset], value_of: dict[str, float]) -> Outcome:
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for d in datasets:
        if d.category and math.isfinite(value_of[d.id]) and value_of[d.id] > 0:
            groups[d.category, d.unit].append(d.id)
    failing: list[str] = []
    asked = 0
    for ids in groups.values():
        if len(ids) < FEWEST_ALIKE:
            continue
        asked += len(ids)
        middle = median(value_of[id_] for id_ in ids)
        failing += [id_ for id_ in ids if not middle / MAGNITUDE <= value_of[id_] <= middle * MAGNITUDE]
    return Outcome("magnitude", asked, len(failing), tuple(failing[:FAILING_SHOWN]))


def _linked(release: Release) -> Outcome:
    """From the report of the import; a library of factors has no inputs to link."""
    linking = release.report.get("linking")
    if not isinstance(linking, dict) or not linking.get("inputs"):
        return Outcome("linked", 0, 0, ())
    inputs = int(linking["inputs"])
    missing = inputs - int(linking["linked"])
    failing = missing > UNLINKED * inputs
    return Outcome("linked", 1, int(failing), (f"{missing} / {inputs}",) if failing else ())
