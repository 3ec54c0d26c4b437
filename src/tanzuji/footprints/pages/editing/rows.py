"""The lines of a process as rows of a table: what stands in them, what they contribute, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from tanzuji.documents.editing.places import Item, read_place, write_place
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.exchanges import CoProduct, Energy, Transport
from tanzuji.documents.footprints import Contribution, Gap
from tanzuji.documents.models import Process, ProductModel
from tanzuji.engine.activity import Amounts
from tanzuji.figures.amounts import amount as printed
from tanzuji.figures.amounts import interval_of
from tanzuji.figures.parts import stage_roles
from tanzuji.footprints.live import Live, opened
from tanzuji.footprints.pages.editing.troubles import PATH, Trouble, of_finding, of_problem, row_path, why_gap
from tanzuji.footprints.pages.wording import DATA_KINDS, ELECTRICITY, LISTS
from tanzuji.footprints.products import identity
from tanzuji.web.language import language, say
from tanzuji.web.numerals import figure, number

ROW_LISTS = ("inputs", "energy", "transports", "wastes", "emissions", "coproducts")


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset behind a row: its name, and whether the releases of the study hold it."""

    id: str
    name: str
    known: bool
    about: str = ""
    address: str = ""


@dataclass(slots=True)
class Row:
    """One line of a process as the table shows it. `value` is kg CO2e per unit as it is printed."""

    place: str
    list: str
    line: Any
    anchor: str
    name: str
    amount: str
    computed: str = ""
    sources: tuple[Source, ...] = ()
    supplier: tuple[str, str] | None = None
    data: str = ""
    score: int = 0
    score_words: str = ""
    value: str = ""
    why_no_value: str = ""
    role: str = ""
    contribution: Contribution | None = None
    troubles: tuple[Trouble, ...] = ()
    remarks: int = 0

    @property
    def place_process(self) -> str:
        """The id of the process the row belongs to."""
        step = read_place(self.place)[1]
        return step.key if isinstance(step, Item) else ""

    @property
    def unit(self) -> str:
        return self.line.unit if hasattr(self.line, "unit") else ""

    @property
    def severity(self) -> str:
        """The gravest of what was found: error, warning, or nothing."""
        found = {trouble.severity for trouble in self.troubles}
        return "error" if "error" in found else "warning" if "warning" in found else ""

    @property
    def moved(self) -> bool:
        """A transport whose amount follows from mass × distance."""
        return isinstance(self.line, Transport) and self.line.amount is None and self.line.mass is not None


@dataclass
class View:
    """A live draft prepared for pages: what belongs to which row, found once."""

    live: Live
    releases: str
    remarks: Mapping[str, int] = field(default_factory=dict)
    """Open remarks by place."""
    products: str = ""
    """The newest release of the organisation's own products as `name@version`; empty before the first."""

    @property
    def model(self) -> ProductModel:
        return self.live.model

    @cached_property
    def contributions(self) -> dict[str, Contribution]:
        return {c.path: c for c in self.live.footprint.contributions} if self.live.footprint else {}

    @cached_property
    def gaps(self) -> dict[str, Gap]:
        return {g.path: g for g in self.live.footprint.gaps} if self.live.footprint else {}

    @cached_property
    def troubles(self) -> dict[str, list[Trouble]]:
        """By path of the row they stand at, `processes[1].energy[0]`; others by their own path."""
        found: dict[str, list[Trouble]] = {}
        for trouble in self.all_troubles:
            found.setdefault(row_path(trouble.path), []).append(trouble)
        return found

    @cached_property
    def all_troubles(self) -> tuple[Trouble, ...]:
        """What keeps it from being computed, then findings, gravest first."""
        findings = self.live.check.findings if self.live.check else ()
        return (
            *map(of_problem, self.live.problems),
            *(of_finding(f) for f in findings if f.severity != "info"),
        )

    @cached_property
    def roles(self) -> dict[str, str]:
        return stage_roles(self.live.footprint) if self.live.footprint else {}

    def role(self, stage: str) -> str:
        """The colour role of a stage, as swatches name it."""
        return self.roles.get(stage, "f-grey").removeprefix("f-")

    @cached_property
    def interval(self) -> Decimal:
        return interval_of(self.live.footprint) if self.live.footprint else Decimal("0.01")

    @cached_property
    def amounts(self) -> Amounts | None:
        """The values of formulas; none where the parameters themselves cannot be evaluated."""
        try:
            return Amounts(self.model)
        except CodedError:
            return None

    @cached_property
    def outputs(self) -> dict[str, str]:
        """What the model's own processes give, by the name a line refers to: `grinding`, `grinding:slag`."""
        names: dict[str, str] = {}
        for process in self.model.processes:
            if process.output:
                names[process.id] = process.name.to(language())
            for coproduct in process.coproducts:
                names[f"{process.id}:{coproduct.id}"] = (
                    f"{process.name.to(language())} › {coproduct.name.to(language())}"
                )
        return names

    def printed(self, value: float) -> str:
        """kg CO2e as it is printed beside the total."""
        return printed(value, self.interval)

    def computed(self, amount: float | str | None) -> str:
        """The value of a formula, empty for a plain number and where it cannot be told."""
        if not isinstance(amount, str) or self.amounts is None:
            return ""
        try:
            return figure(self.amounts.value(amount, ""), 5)
        except CodedError:
            return ""

    def process_index(self, process: str) -> int:
        """Where a process stands in the model; the first where there is none of that id."""
        return next((i for i, p in enumerate(self.model.processes) if p.id == process), 0)

    def subtotal(self, index: int) -> str:
        """The direct subtotal of a process as it is printed, empty where nothing can be computed."""
        if self.live.footprint is None:
            return ""
        process = self.model.processes[index].id
        total = next((p.total for p in self.live.footprint.processes if p.process == process), None)
        return "" if total is None else self.printed(total)

    def rows(self, index: int) -> dict[str, list[Row]]:
        """The rows of a process by list, all lists in their order."""
        process = self.model.processes[index]
        found: dict[str, list[Row]] = {}
        for name in ROW_LISTS:
            found[name] = [
                self.row(process, name, line, f"processes[{index}].{name}[{j}]")
                for j, line in enumerate(getattr(process, name))
            ]
        return found

    def signatures(self, index: int) -> dict[str, tuple[Any, ...]]:
        """What each row of a process shows, by its path: enough to tell whether it has to be drawn anew."""
        process = self.model.processes[index]
        found: dict[str, tuple[Any, ...]] = {}
        for name in ROW_LISTS:
            for j, line in enumerate(getattr(process, name)):
                path = f"processes[{index}].{name}[{j}]"
                held, gap = self.contributions.get(path), self.gaps.get(path)
                place = write_place(("processes", Item(process.id), name, Item(line.id)))
                found[path] = (
                    line,
                    self.printed(held.total) if held else gap.reason if gap else None,
                    held.stage if held else None,
                    self.computed(line.amount),
                    tuple((t.severity, t.text) for t in self.troubles.get(path, ())),
                    self._remarks_at(place) if self.remarks else 0,
                )
        return found

    def _remarks_at(self, place: str) -> int:
        return sum(n for at, n in self.remarks.items() if at == place or at.startswith(f"{place}."))

    def row_at(self, path: str) -> Row:
        """The row at a path by positions, `processes[1].energy[0]`."""
        match = PATH.match(path)
        assert match is not None and match[2] is not None  # a path of `signatures`
        process = self.model.processes[int(match[1])]
        return self.row(process, match[2], getattr(process, match[2])[int(match[3])], path)

    def row(self, process: Process, name: str, line: Any, path: str) -> Row:
        """One line as a row; `path` is its place by positions."""
        place = write_place(("processes", Item(process.id), name, Item(line.id)))
        row = Row(
            place=place,
            list=name,
            line=line,
            anchor=f"in-{line.id}",
            name=line.name.to(language()),
            amount=number(line.amount),
            computed=self.computed(line.amount),
            troubles=tuple(self.troubles.get(path, ())),
            remarks=self._remarks_at(place),
        )
        self._explain_sources(row)
        self._explain_data(row)
        self._explain_value(row, path)
        return row

    def _explain_sources(self, row: Row) -> None:
        row.sources = tuple(self.source(id_) for id_ in getattr(row.line, "datasets", ()))
        supplier = getattr(row.line, "process", None)
        if supplier:
            row.supplier = (supplier.split(":")[0], self.outputs.get(supplier, supplier))
        if row.moved:
            moved = [self.computed(amount) for amount in (row.line.mass, row.line.distance)]
            row.computed = " × ".join(part for part in moved if part)

    def source(self, id_: str) -> Source:
        """What a page tells of a dataset by its id."""
        return dataset_source(self.releases, id_, language())

    def _explain_data(self, row: Row) -> None:
        if isinstance(row.line, CoProduct):
            return
        data = row.line.data
        row.data = say(*DATA_KINDS[data.kind])
        rating = data.quality.rating if data.quality else None
        if rating is not None:
            row.score = max(1, min(5, round(6 - rating)))
            row.score_words = say(f"数据质量 {row.score}，满分 5", f"data quality {row.score} of 5")
        if isinstance(row.line, Energy) and row.line.electricity and row.line.electricity != "grid":
            row.data = f"{row.data}{say('，', ', ')}{say(*ELECTRICITY[row.line.electricity])}"

    def _explain_value(self, row: Row, path: str) -> None:
        found, gap = self.contributions.get(path), self.gaps.get(path)
        if found is not None:
            row.contribution = found
            row.value = self.printed(found.total)
            row.role = self.role(found.stage)
        elif gap is not None:
            row.why_no_value = why_gap(gap, row.line)
        elif self.live.footprint is None:
            row.why_no_value = say("未计算", "not calculated")
        elif row.supplier is not None:
            row.why_no_value = say("计入上游过程", "in the supplying process")
        elif isinstance(row.line, CoProduct):
            row.why_no_value = say("分担负担", "shares the burden")
        else:
            row.why_no_value = say("未知", "unknown")


@lru_cache(maxsize=8192)
def dataset_source(releases: str, id_: str, spoken: Language) -> Source:
    """A dataset of the study's releases; releases never change, so it is read once a process."""
    for release in opened(releases):
        if id_ in release:
            found = release.dataset(id_)
            years = str(found.year_to or found.year_from or "")
            about = ("，" if spoken == "zh" else ", ").join(part for part in (found.geography, years) if part)
            product = identity.read(id_)
            query = urlencode({"release": f"{release.name}@{release.version}"})
            address = (
                reverse("footprints:product", args=[product.study])
                if product
                else f"{reverse('library:dataset', args=[id_])}?{query}"
            )
            return Source(id_, found.name.to(spoken), True, about, address)
    return Source(id_, id_, False)


def legend(rows: Mapping[str, Iterable[Row]], stages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Role and name of every stage that rows are counted in; `stages` names them by id."""
    seen: dict[str, str] = {}
    for listed in rows.values():
        for row in listed:
            if row.contribution is not None:
                seen.setdefault(row.contribution.stage, row.role)
    yield from ((role, stages.get(stage, stage)) for stage, role in seen.items())


def list_name(name: str) -> str:
    """What a list of rows is called: 投入 / Inputs."""
    return say(*LISTS[name])
