"""What is uncertain in a product model: stated distributions, and what stands for those that are not stated.

Four kinds of inputs: parameters, amounts of lines (and of materials), conversions, background factors; and the joint
samples of unit-process releases. Where no distribution is stated the scores of data quality stand for one, under the
scheme chosen; scores that nobody stated are derived if that is wanted (`data_quality`), but for what the model's own
processes hand to each other: that follows from what they yield. What is left is taken as certain, and told as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tanzuji.documents.datasets import Dataset, Quality, Uncertainty
from tanzuji.documents.exchanges import DataOrigin, Emission, Exchange, Transport
from tanzuji.documents.models import Material, ProductModel
from tanzuji.documents.quality_schemes import BASIC, OTHER_GASES, Datum, Scheme
from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import Basis
from tanzuji.engine.activity import Amounts
from tanzuji.engine.arrays import Flags
from tanzuji.engine.background import Background, Factor
from tanzuji.engine.formulas import parse
from tanzuji.engine.rows import Row
from tanzuji.engine.samples.release_samples import Counting, ready_samples
from tanzuji.engine.uncertainty.data_quality import Setting, derived_of_factor, derived_of_line, scored
from tanzuji.engine.uncertainty.uncertain_inputs import Input, Inputs, Joint

LINES_OF = ("inputs", "energy", "transports", "wastes", "emissions")
"""The lists of lines of a process that carry data of their own."""


def inputs_of(
    model: ProductModel,
    background: Background,
    amounts: Amounts,
    rows: Sequence[Row],
    scheme: Scheme | None,
    *,
    derive: bool,
) -> Inputs:
    """What is uncertain in a model whose lines became `rows`; without a scheme only stated distributions are."""
    finder = _Finder(model, amounts, scheme, derive=derive)
    items = [*finder.parameters(), *finder.amounts(rows), *finder.conversions()]
    joint, unsampled, unknown = _joint(background, rows)
    drawn = {(each.release.name, dataset) for each in joint for dataset in each.datasets}
    finder.bases |= {f"{release}/{dataset}": "samples" for release, dataset in drawn}
    items += finder.factors(background, rows, drawn)
    # What an amount of 0 or a width of 0 leaves without effect is no input.
    probe = Inputs(items, joint, finder.bases)
    moved = [item for at, item in enumerate(items) if probe.factors.uncertain[at]]
    return Inputs(moved, joint, finder.bases, [*_incomplete(model), *unknown], unsampled)


def _joint(background: Background, rows: Sequence[Row]) -> tuple[list[Joint], list[str], list[str]]:
    """The joint samples of every uncertain unit-process release for the datasets the rows use, stored or drawn now;
    and the releases, as `name@version`, whose samples are not stored and would take too long; and
    the datasets, as `name@version/id`, that have no samples because their drawn exchanges often have no answer."""
    used = {factor.dataset.id: factor for row in rows for factor, _ in row.factors}
    found: list[Joint] = []
    unsampled: list[str] = []
    unknown: list[str] = []
    for release in background.releases:
        if not release.is_uncertain:
            continue
        own = sorted(id for id, factor in used.items() if factor.release == release.name and id in release)
        if own:
            places = [release.index(id) for id in own]
            method = background.method
            samples = ready_samples(release, places, Counting(method.gwp_set, method.biogenic))
            if samples is None:
                unsampled.append(f"{release.name}@{release.version}")
                continue
            known: Flags = np.asarray(~np.isnan(samples).any(axis=0), dtype=bool)
            named = tuple(id for at, id in enumerate(own) if known[at])
            unknown += [f"{release.name}@{release.version}/{id}" for id in own if id not in named]
            if named:
                found.append(Joint(release, named, samples[:, known]))
    return found, unsampled, unknown


def line_key(process: str, line: Exchange | Emission, path: str) -> str:
    """`process/line`, by which scenarios name a line too; its path where it has no id."""
    return f"{process}/{line.id}" if line.id else path


class _Finder:
    def __init__(self, model: ProductModel, amounts: Amounts, scheme: Scheme | None, *, derive: bool) -> None:
        self.model = model
        self.stated_amounts = amounts
        self.scheme = scheme
        self.derive = derive
        self.setting = Setting.of(model)
        self.bases: dict[str, Basis] = {}
        self.moving = moving_parameters(model)

    def parameters(self) -> Iterator[Input]:
        for i, parameter in enumerate(self.model.parameters):
            if _stated(parameter.uncertainty):
                yield Input(
                    parameter.name.casefold(),
                    "parameter",
                    parameter.description or Text.parse(parameter.name),
                    f"parameters[{i}]",
                    "stated",
                    parameter.uncertainty,  # type: ignore[arg-type]
                    self.stated_amounts.parameters[parameter.name],
                    ("parameter", self.model.id, parameter.name.casefold()),
                )

    def amounts(self, rows: Sequence[Row]) -> Iterator[Input]:
        base = {row.path: row for row in rows}
        for p, process in enumerate(self.model.processes):
            for kind in LINES_OF:
                for j, line in enumerate(getattr(process, kind)):
                    path = f"processes[{p}].{kind}[{j}]"
                    if path in base:
                        yield from self._amount(
                            line_key(process.id, line, path), line, base[path], _basic(kind, line)
                        )
        for i, material in enumerate(self.model.materials):
            row = base.get(f"materials[{i}]")
            if row is not None:
                yield from self._amount(f"materials/{material.id}", material, row, BASIC["material"])

    def _amount(
        self, key: str, line: Exchange | Emission | Material, row: Row, basic: float
    ) -> Iterator[Input]:
        stated = None if isinstance(line, Material) else line.uncertainty
        if _stated(stated):
            basis, uncertainty = "stated", stated
        elif formulas_of(line) & self.moving:
            self.bases[row.path] = (
                "stated"  # its parameters are drawn: scores would count the same doubt twice
            )
            return
        else:
            derived = self._derived(line.data) if row.supplier is None else None
            uncertainty, basis = self._from_scores(line.data.quality, derived, basic, row)
        if uncertainty is not None:
            self.bases[row.path] = basis  # type: ignore[assignment]
            yield Input(
                key,
                "amount",
                line.name,
                row.path,
                basis,  # type: ignore[arg-type]
                uncertainty,
                row.amount,
                ("line", self.model.id, key),
            )

    def _derived(self, data: DataOrigin) -> Quality | None:
        if self.scheme is None or not self.derive:
            return None
        return derived_of_line(data, self.setting, self.scheme)

    def _from_scores(
        self, stated: Quality | None, derived: Quality | None, basic: float, row: Row
    ) -> tuple[Uncertainty | None, Basis]:
        if self.scheme is None:
            return None, "stated"
        quality, basis = scored(stated, derived, self.scheme)
        return self.scheme.uncertainty(quality, basic, row.amount), basis

    def conversions(self) -> Iterator[Input]:
        for p, process in enumerate(self.model.processes):
            for kind in ("inputs", "energy", "transports", "wastes"):
                for j, line in enumerate(getattr(process, kind)):
                    path = f"processes[{p}].{kind}[{j}]"
                    if line.conversion is None or not _stated(line.conversion.uncertainty):
                        continue
                    key = line_key(process.id, line, path)
                    yield Input(
                        key,
                        "conversion",
                        line.name,
                        f"{path}.conversion",
                        "stated",
                        line.conversion.uncertainty,
                        self.stated_amounts.value(line.conversion.amount, f"{path}.conversion.amount"),
                        ("conversion", self.model.id, key),
                    )

    def factors(
        self, background: Background, rows: Sequence[Row], drawn: set[tuple[str, str]]
    ) -> Iterator[Input]:
        used = {(f.release, f.dataset.id): f for row in rows for f, _ in row.factors}
        for (release, id), factor in sorted(used.items()):
            if (release, id) in drawn:
                continue
            dataset, amount = factor.dataset, factor.total
            if _stated(dataset.uncertainty):
                uncertainty, basis = dataset.uncertainty, "stated"
                amount = self._stated_total(background, factor)
            else:
                uncertainty, basis = self._of_factor(dataset, factor)
            if uncertainty is None:
                continue
            self.bases[f"{release}/{id}"] = basis  # type: ignore[assignment]
            yield Input(
                f"{release}/{id}",
                "factor",
                dataset.name,
                "",
                basis,  # type: ignore[arg-type]
                uncertainty,
                amount,
                (release, id),
            )

    def _stated_total(self, background: Background, factor: Factor) -> float:
        """What a distribution stated with a dataset stands around: its total in its own GWP set."""
        release = next(each for each in background.releases if each.name == factor.release)
        own = Counting(factor.dataset.gwp_set or "AR6", "-1/+1")
        return float(own.totals(release, [release.index(factor.dataset.id)])[0])

    def _of_factor(self, dataset: Dataset, factor: Factor) -> tuple[Uncertainty | None, str]:
        if self.scheme is None:
            return None, "stated"
        derived = (
            derived_of_factor(
                dataset.geography,
                dataset.year_from,
                dataset.year_to,
                dataset.confidence,
                self.setting,
                self.scheme,
            )
            if self.derive
            else None
        )
        quality, basis = scored(dataset.quality, derived, self.scheme)
        return self.scheme.uncertainty(quality, BASIC["factor"], factor.total), basis


def _incomplete(model: ProductModel) -> list[str]:
    found = [(f"parameters[{i}]", p.uncertainty) for i, p in enumerate(model.parameters)]
    for p, process in enumerate(model.processes):
        for kind in LINES_OF:
            for j, line in enumerate(getattr(process, kind)):
                path = f"processes[{p}].{kind}[{j}]"
                found.append((path, line.uncertainty))
                conversion = getattr(line, "conversion", None)
                if conversion is not None:
                    found.append((f"{path}.conversion", conversion.uncertainty))
    return [f"{path}.uncertainty" for path, uncertainty in found if uncertainty and uncertainty.problems()]


def _stated(uncertainty: Uncertainty | None) -> bool:
    """Whether a distribution is stated that can be drawn."""
    return uncertainty is not None and uncertainty.distribution != "none" and not uncertainty.problems()


_DATA: dict[str, Datum] = {
    "inputs": "material",
    "energy": "energy",
    "transports": "transport",
    "wastes": "waste",
}


def _basic(kind: str, line: Exchange | Emission) -> float:
    if isinstance(line, Emission):
        return BASIC["emission"] if line.gas.strip().upper() in ("CO2", "CO2E") else OTHER_GASES
    return BASIC[_DATA[kind]]


def formulas_of(line: Exchange | Emission | Material) -> frozenset[str]:
    """The names, case-folded, that the formulas behind the amount of a line refer to."""
    amounts: list[float | str | None] = [line.amount]
    if isinstance(line, Transport) and line.amount is None:
        amounts = [line.mass, line.distance]
    return frozenset().union(*(parse(a).names for a in amounts if isinstance(a, str)))


def moving_parameters(model: ProductModel) -> frozenset[str]:
    """The case-folded names of the parameters that are drawn, and of those whose formulas stand on them."""
    moving = {p.name.casefold() for p in model.parameters if _stated(p.uncertainty)}
    formulas = {p.name.casefold(): parse(p.value).names for p in model.parameters if isinstance(p.value, str)}
    before = -1
    while moving and len(moving) != before:
        before = len(moving)
        moving |= {name for name, names in formulas.items() if names & moving}
    return frozenset(moving)
