"""From the records of a unit-process database, whatever format they were read from, to a library release."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tanzuji.documents.datasets import Dataset, GwpSet, Source
from tanzuji.documents.errors import Language, define
from tanzuji.documents.lines import LINES
from tanzuji.documents.text import Text
from tanzuji.engine.release import ProcessArrays, Release
from tanzuji.engine.release_writer import EXISTS, write_release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.store import release_folder
from tanzuji.formats.lci.absurd import absurd
from tanzuji.formats.lci.allocation import ALLOCATIONS, Allocation
from tanzuji.formats.lci.balance import balance
from tanzuji.formats.lci.columns import Column
from tanzuji.formats.lci.gasless import NOTE, gasless
from tanzuji.formats.lci.interventions import Interventions, interventions
from tanzuji.formats.lci.linking import Links
from tanzuji.formats.lci.options import Linking, LinkOptions
from tanzuji.formats.lci.productive import link_productive
from tanzuji.formats.lci.records import Database, Flow
from tanzuji.formats.lci.report import FORMAT, make_report

UNKNOWN_ALLOCATION = define(
    "import.unknown-allocation",
    zh="不认识分配方法“{allocation}”。",
    en="“{allocation}” is not an allocation method.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
NOTHING_USABLE = define(
    "import.nothing-usable",
    zh="“{file}”中没有一个过程可用：{count} 个过程的定量参考都不是产品。",
    en="No process of “{file}” can be used: the references of all {count} are no products.",
    remedy_zh="请检查各过程的定量参考后重新导出。",
    remedy_en="Check the quantitative references and export again.",
)

Progress = Callable[[str, int, int], None]
"""Told `(step, done, total)`; steps are `read`, `link`, `balance`, `solve`, `sample`. What it raises stops the work."""

_DESCRIPTION = 600


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The release that was written and what the import has to say (also kept in the release; see `report_of`)."""

    release: Release
    report: dict[str, Any]


def check_target(
    name: str,
    version: str,
    *,
    allocation: Allocation = "none",
    home: Path | str | None = None,
    replace: bool = False,
) -> Path:
    """The folder a release will be written to, before anything is read.

    Raises `import.unknown-allocation`, `release.bad-name`, and `release.exists` unless `replace`.
    """
    if allocation not in ALLOCATIONS:
        raise UNKNOWN_ALLOCATION.error("allocation", allocation=allocation, known=", ".join(ALLOCATIONS))
    folder = release_folder(name, version)
    if home is not None:
        folder = Path(home) / "releases" / name / version
    if folder.exists() and not replace:  # asked again when the release is put in its place
        raise EXISTS.error(name=name, version=version)
    return folder


def import_database(
    database: Database,
    *,
    name: str,
    version: str = "1",
    allocation: Allocation = "none",
    gwp_set: GwpSet = "AR6",
    home: Path | str | None = None,
    progress: Progress | None = None,
    title: Text | None = None,
    licence: str = "",
    replace: bool = False,
    linking: Linking = "first",
    choices: Mapping[str, str] | None = None,
    samples: int = 0,
) -> ImportResult:
    """Link the records of a database, and write the release `name`.

    `allocation` says how processes with several products are shared out; `none` leaves everything with the
    quantitative reference. `gwp_set` is the one shown unless another is asked for; the release holds
    all three. `licence` is kept with the release: the terms and the notice its publisher asks for.
    `linking` is the rule by which suppliers are found, `choices` say by hand who supplies a flow
    (`options.LinkOptions`). `samples`: joint Monte Carlo iterations to store with the release where the database states
    uncertainties (`engine.release_samples`). Nothing is stored where an error is raised, or where `progress` raises to stop the work.
    Raises what `check_target` raises, `import.unknown-linking`, `import.bad-choice`, `import.nothing-usable`, and the
    engine's diagnosis of a system that has no solution.
    """
    options = LinkOptions(linking, choices or {})
    folder = check_target(name, version, allocation=allocation, home=home, replace=replace)
    tell = progress or (lambda step, done, total: None)
    linked = link_productive(database, allocation, tell, options)
    converter, links, allocations = linked.converter, linked.links, linked.allocations
    if not links.columns:
        raise NOTHING_USABLE.error(file=database.file, count=len(database.processes))
    found = interventions(converter, links.columns)
    balanced = balance(converter, tell)
    report = make_report(
        database, converter, links, allocations, found, allocation, options=options, balanced=balanced
    )
    silent = gasless(links, found)
    report["linking"]["own_use"] = [asdict(use) for use in linked.own_use]
    report["gases"]["silent"] = [links.columns[at].process.name for at in sorted(silent)]
    report["gwp_set"] = gwp_set
    release = write_release(
        folder,
        name=name,
        version=version,
        title=title or Text.parse(Path(database.file).stem or name),
        licence=licence,
        datasets=[_dataset(c, database, links, at in silent) for at, c in enumerate(links.columns)],
        processes=_arrays(links, found),
        report=report,
        replace=replace,
        samples=samples,
        solving=lambda done, total: tell("solve", done, total),
        progress=lambda done, total: tell("sample", done, total),
    )
    return ImportResult(release, report)


def report_of(release: Release) -> dict[str, Any]:
    """The report kept with a release, and its footprints held against the ranges of the starter library."""
    report = release.report
    return (
        {**report, "absurd": absurd(release)} if report.get("format") in (FORMAT, "factor-list") else report
    )


def _arrays(links: Links, found: Interventions) -> ProcessArrays:
    def triplets(rows: list[int], cols: list[int], values: list[float]) -> Any:
        return (
            np.array(rows, dtype=np.intp),
            np.array(cols, dtype=np.intp),
            np.array(values, dtype=np.float64),
        )

    return ProcessArrays(
        technosphere=triplets(links.rows, links.cols, links.values),
        interventions=triplets(found.rows, found.cols, found.values),
        flows=found.flows,
        uncertainty=(Factors.of(links.spreads, links.stated), Factors.of(found.spreads, found.stated)),
    )


def _dataset(column: Column, database: Database, links: Links, silent: bool) -> Dataset:
    """`silent`: no greenhouse gas is stated in it or in what it uses."""
    process = column.process
    flow = database.flows[column.flow]
    cut_off = links.unlinked_of.get(process.id, 0)
    return Dataset(
        id=column.id,
        version=process.version or "1",
        kind="process",
        name=_name(column, flow),
        category=process.category,
        unit=column.declared.unit,
        geography=process.location or "GLO",
        year_from=_year(process.valid_from),
        year_to=_year(process.valid_to),
        technology=Text.parse(process.technology[:_DESCRIPTION]) if process.technology else None,
        boundary="waste_treatment" if flow.type == "WASTE_FLOW" else "cradle_to_gate",
        gas_basis="gases",
        confidence="low" if cut_off or silent else "medium",
        source=Source(title=database.file, publisher=process.source, location=process.member),
        note=NOTE if silent else _cut_off_note(cut_off) if cut_off else None,
    )


def _name(column: Column, flow: Flow) -> Text:
    """The name of the process, in both languages where the format has them; a co-product's stands before it."""
    process = column.process
    own = process.names or Text.parse(process.name or process.id)
    if column.is_main:
        return own
    made = flow.names or Text.parse(flow.name)
    return Text(
        zh=f"{made.to('zh')} [{own.to('zh')}]" if own.zh or made.zh else None,
        en=f"{made.to('en')} [{own.to('en')}]" if own.en or made.en else None,
    )


def _cut_off_note(count: int) -> Text:
    return Text(
        zh=f"有 {count} 项投入在数据库中没有供应过程，按零计入。",
        en=f"{count} of its inputs have no supplier in the database and count as zero.",
    )


def _year(date: str) -> int | None:
    found = re.match(r"(\d{4})\b", date)
    return int(found.group(1)) if found else None


def intensities_rows(
    release: Release, gwp_set: GwpSet = "AR6", language: Language = "zh"
) -> Iterator[dict[str, str | float]]:
    """One row a dataset: id, name, location, product, unit, each line and the total, kg CO2e per unit."""
    products = release.report.get("products", {})
    for dataset, row in zip(release.datasets(), release.intensities(gwp_set), strict=True):
        name = dataset.name.to(language)
        yield {
            "id": dataset.id,
            "name": name,
            "location": dataset.geography,
            "product": products.get(dataset.id, name),
            "unit": dataset.unit,
            **{line: float(value) for line, value in zip(LINES, row, strict=True)},
            "total": float(row.sum()),
        }
