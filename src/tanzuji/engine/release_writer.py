"""Writing a release: whole or not at all, identified by what was put in.

Unit processes are solved once, here, for the mass of every gas; opening a release never solves.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.datasets import Dataset, GwpSet
from tanzuji.documents.errors import define
from tanzuji.documents.lines import LINES
from tanzuji.documents.text import Text
from tanzuji.engine.release import (
    FORMAT,
    GWP_SETS,
    GasColumn,
    ProcessArrays,
    Release,
    Triplets,
    file_digest,
    gwp_vector,
    identity,
    unit_system,
)

REPEATED_DATASET = define(
    "release.repeated-dataset",
    zh="数据集标识“{dataset}”出现了两次。",
    en="The dataset id “{dataset}” stands twice.",
    remedy_zh="请给其中一个换个标识。",
    remedy_en="Give one of them another id.",
)


def write_release(
    folder: Path,
    *,
    name: str,
    version: str,
    title: Text,
    licence: str,
    datasets: Sequence[Dataset],
    processes: ProcessArrays | None = None,
    report: Mapping[str, Any] | None = None,
) -> Release:
    """Write a release to `folder` (replacing one that stands there) and open it; all or nothing.

    Datasets are put in order of id, so that the order in which they came changes nothing.
    Raises `release.repeated-dataset` and what the solver raises for a singular system.
    """
    order = sorted(range(len(datasets)), key=lambda i: datasets[i].id)
    ordered = [datasets[i] for i in order]
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise REPEATED_DATASET.error(dataset=one.id)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
    try:
        _write_datasets(staging, ordered)
        if processes is None:
            columns, amounts = _factor_amounts(ordered)
        else:
            columns, amounts = _write_processes(staging, ordered, processes, order)
        np.save(staging / "gas-amounts.npy", amounts)
        for gwp_set in GWP_SETS:
            lines = _by_line(columns, amounts, gwp_set, unknown_is_zero=processes is not None)
            np.save(staging / f"intensities-{gwp_set}.npy", lines)
        _dump(staging / "report.json", dict(report or {}))
        head = {
            "format": FORMAT,
            "name": name,
            "version": version,
            "title": title.plain(),
            "licence": licence,
            "columns": [[column.gas, column.line] for column in columns],
            "processes": processes is not None,
            "files": {p.name: file_digest(p) for p in sorted(staging.iterdir()) if p.name in _COVERED},
        }
        head["digest"] = identity(head)
        _dump(staging / "release.json", head)
        if folder.exists():
            shutil.rmtree(folder)
        staging.replace(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Release.open(folder)


_COVERED = {
    "datasets.jsonl",
    "ids.json",
    "flows.json",
    *(
        f"{name}-{part}.npy"
        for name in ("technosphere", "interventions")
        for part in ("rows", "cols", "values")
    ),
}


def _dump(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), "utf-8")


def _write_datasets(folder: Path, datasets: Sequence[Dataset]) -> None:
    offsets = [0]
    with (folder / "datasets.jsonl").open("wb") as file:
        for dataset in datasets:
            offsets.append(offsets[-1] + file.write(canonical_json(dataset) + b"\n"))
    np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
    _dump(folder / "ids.json", [dataset.id for dataset in datasets])


def _factor_amounts(datasets: Sequence[Dataset]) -> tuple[tuple[GasColumn, ...], NDArray[np.float64]]:
    columns = sorted({(a.gas, a.line) for dataset in datasets for a in dataset.amounts})
    place = {column: i for i, column in enumerate(columns)}
    amounts = np.zeros((len(datasets), len(columns)))
    for row, dataset in enumerate(datasets):
        for amount in dataset.amounts:
            amounts[row, place[amount.gas, amount.line]] += amount.amount
        if not dataset.amounts:
            amounts[row] = np.nan  # unknown, never zero
    return tuple(GasColumn(*column) for column in columns), amounts


def _write_processes(
    folder: Path, datasets: Sequence[Dataset], processes: ProcessArrays, order: Sequence[int]
) -> tuple[tuple[GasColumn, ...], NDArray[np.float64]]:
    kept = _arranged(processes, order)
    for name, triplets in (("technosphere", kept.technosphere), ("interventions", kept.interventions)):
        for part, array in zip(("rows", "cols", "values"), triplets, strict=True):
            np.save(folder / f"{name}-{part}.npy", array)
    _dump(folder / "flows.json", [
        {"id": f.id, "name": f.name, "gas": f.gas, "line": f.line, "unit_kg": f.unit_kg} for f in kept.flows
    ])  # fmt: skip
    pairs = sorted({(flow.gas or "", flow.line) for flow in kept.flows})
    characterization = {
        f"{gas}|{line}": np.array([f.unit_kg if (f.gas, f.line) == (gas, line) else 0.0 for f in kept.flows])
        for gas, line in pairs
    }
    ids = [dataset.id for dataset in datasets]
    system = unit_system(ids, kept.technosphere, kept.interventions, kept.flows, characterization)
    return tuple(GasColumn(gas, line) for gas, line in pairs), np.array(system.intensities())


def _arranged(processes: ProcessArrays, order: Sequence[int]) -> ProcessArrays:
    """The same arrays with processes in `order`, flows by id, and without flows that are no greenhouse gas."""
    place = np.empty(len(order), dtype=np.intp)
    place[np.array(order, dtype=np.intp)] = np.arange(len(order))
    rows, cols, values = (np.asarray(part) for part in processes.technosphere)
    technosphere = _sorted(place[rows.astype(np.intp)], place[cols.astype(np.intp)], values)
    kept = sorted(
        (i for i, flow in enumerate(processes.flows) if flow.gas), key=lambda i: processes.flows[i].id
    )
    renumbered = {old: new for new, old in enumerate(kept)}
    rows, cols, values = (np.asarray(part) for part in processes.interventions)
    wanted = np.array([row in renumbered for row in rows.tolist()], dtype=bool)
    interventions = _sorted(
        np.array([renumbered[row] for row in rows[wanted].tolist()], dtype=np.intp),
        place[cols[wanted].astype(np.intp)],
        values[wanted],
    )
    return ProcessArrays(technosphere, interventions, [processes.flows[i] for i in kept])


def _sorted(rows: NDArray[Any], cols: NDArray[Any], values: NDArray[Any]) -> Triplets:
    order = np.lexsort((values, rows, cols))
    return rows[order].astype(np.intp), cols[order].astype(np.intp), values[order].astype(np.float64)


def _by_line(
    columns: Sequence[GasColumn], amounts: NDArray[np.float64], gwp_set: GwpSet, *, unknown_is_zero: bool
) -> NDArray[np.float64]:
    """kg CO2e by line; shape (n, 5). A gas the set does not know makes a factor unknown (NaN)."""
    weights = gwp_vector(columns, gwp_set)
    lines = np.zeros((amounts.shape[0], len(LINES)))
    for column, weight, masses in zip(columns, weights, amounts.T, strict=True):
        target = lines[:, LINES.index(column.line)]
        if np.isnan(weight):
            if not unknown_is_zero:
                target[masses != 0] = np.nan
        else:
            target += weight * masses
    return lines
