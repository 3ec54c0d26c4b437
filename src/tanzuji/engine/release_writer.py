"""Writing a release: whole or not at all, identified by what was put in.

Unit processes are solved once, here, for the mass of every gas; opening a release never solves.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
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
from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.lines import LINES
from tanzuji.documents.text import Text
from tanzuji.engine.release import (
    FORMAT,
    GWP_SETS,
    MATRICES,
    GasColumn,
    ProcessArrays,
    Release,
    Triplets,
    file_digest,
    gwp_vector,
    identity,
    unit_system,
)
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.release_samples import add_samples
from tanzuji.engine.samples.sampling import Progress
from tanzuji.engine.samples.uncertain_exchanges import exchange_keys, ordered

REPEATED_DATASET = define(
    "release.repeated-dataset",
    zh="数据集标识“{dataset}”出现了两次。",
    en="The dataset id “{dataset}” stands twice.",
    remedy_zh="请给其中一个换个标识。",
    remedy_en="Give one of them another id.",
)

EXISTS = define(
    "release.exists",
    zh="已有数据库版本“{name}@{version}”。",
    en="The library release “{name}@{version}” exists already.",
    remedy_zh="请换个 --version，或加 --force 替换：引用旧版本的结果将无法复算。",
    remedy_en="Choose another --version, or replace it with --force: results that cite it can then not be recomputed.",
)
NOT_FINITE = define(
    "release.not-finite",
    zh="求解结果超出计算机可表示的范围{where}。",
    en="The solution is beyond what a computer can hold{where}.",
    remedy_zh="请检查数据库中数量级异常的用量和换算系数。",
    remedy_en="Check the database for amounts and conversion factors of an impossible magnitude.",
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
    replace: bool = True,
    samples: int = 0,
    solving: Progress | None = None,
    progress: Progress | None = None,
) -> Release:
    """Write a release to `folder` and open it; all or nothing. One that stands there is replaced, or kept.

    Datasets are put in order of id, so that the order in which they came changes nothing.
    samples: joint Monte Carlo iterations to store with it (see `release_samples`), of which `progress` is told;
    `solving` is told of gases solved for and of all. What either raises ends the work, and nothing is stored.
    Raises `release.exists` where one stands there and `replace` is false, `release.repeated-dataset`,
    `release.not-finite`, and what the solver raises for a singular system.
    """
    order = sorted(range(len(datasets)), key=lambda i: datasets[i].id)
    ordered = [datasets[i] for i in order]
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise REPEATED_DATASET.error(dataset=one.id)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
    try:
        staging.chmod(0o777 & ~_umask())
        _write_datasets(staging, ordered)
        if processes is None:
            columns, amounts = _factor_amounts(ordered)
        else:
            with np.errstate(all="ignore"):  # checked below
                columns, amounts = _write_processes(staging, ordered, processes, order, solving)
            _refuse_not_finite(amounts, ordered)
        np.save(staging / "gas-amounts.npy", amounts)
        for gwp_set in GWP_SETS:
            if solving is not None:
                solving(len(columns), len(columns))
            with np.errstate(all="ignore"):
                lines = _by_line(columns, amounts, gwp_set, unknown_is_zero=processes is not None)
            if processes is not None:
                _refuse_not_finite(lines, ordered)
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
            "solved": {p.name: file_digest(p) for p in sorted(staging.iterdir()) if p.name not in _COVERED},
        }
        head["digest"] = identity(head)
        _dump(staging / "release.json", head)
        if samples:
            add_samples(Release.open(staging), samples, progress=progress)
        _put(staging, folder, replace, EXISTS.error(name=name, version=version))
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Release.open(folder)


def _put(staging: Path, folder: Path, replace: bool, exists: CodedError) -> None:
    """Move a finished release to its place in one step, so that whoever looks finds the old or the new one."""
    for _ in range(20):  # another writer may put its own there between two steps
        try:
            staging.rename(folder)
            return
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR) or not folder.exists():
                raise
        if not replace:
            raise exists
        old = Path(tempfile.mkdtemp(prefix=".replaced-", dir=folder.parent))
        with contextlib.suppress(FileNotFoundError):
            folder.rename(old / "release")
        try:
            staging.rename(folder)
            return
        except OSError:
            if (old / "release").exists() and not folder.exists():
                (old / "release").rename(folder)
        finally:
            shutil.rmtree(old, ignore_errors=True)
    raise exists


def _umask() -> int:
    """The bits a new folder leaves out; it can only be asked for by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _refuse_not_finite(values: NDArray[np.float64], datasets: Sequence[Dataset]) -> None:
    bad = np.nonzero(~np.isfinite(values).all(axis=1))[0]
    if bad.size:
        names = ", ".join(datasets[i].id for i in bad[:3])
        raise NOT_FINITE.error(where=f" ({names}{' …' if bad.size > 3 else ''})")


_COVERED = {
    "datasets.jsonl",
    "ids.json",
    "flows.json",
    *(
        f"{name}-{part}.npy"
        for name in MATRICES
        for part in ("rows", "cols", "values", "distributions", "outcomes", "keys")
    ),
}


def _dump(path: Path, value: Any) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except ValueError as error:  # a sum of the report that ran over
        raise NOT_FINITE.error(where="") from error
    path.write_text(text, "utf-8")


def _write_datasets(folder: Path, datasets: Sequence[Dataset]) -> None:
    offsets = [0]
    with (folder / "datasets.jsonl").open("wb") as file:
        for dataset in datasets:
            offsets.append(offsets[-1] + file.write(canonical_json(dataset) + b"\n"))
    np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
    _dump(folder / "ids.json", [dataset.id for dataset in datasets])


def _factor_amounts(datasets: Sequence[Dataset]) -> tuple[tuple[GasColumn, ...], NDArray[np.float64]]:
    columns = sorted({(a.gas, a.line) for dataset in datasets for a in dataset.amounts})
    if not columns:  # a column that all is unknown in: without any, sums over gases would be zero
        columns = [("CO2e", "fossil")]
    place = {column: i for i, column in enumerate(columns)}
    amounts = np.zeros((len(datasets), len(columns)))
    for row, dataset in enumerate(datasets):
        for amount in dataset.amounts:
            amounts[row, place[amount.gas, amount.line]] += amount.amount
        if not dataset.amounts:
            amounts[row] = np.nan  # unknown, never zero
    return tuple(GasColumn(*column) for column in columns), amounts


def _write_processes(
    folder: Path,
    datasets: Sequence[Dataset],
    processes: ProcessArrays,
    order: Sequence[int],
    solving: Progress | None,
) -> tuple[tuple[GasColumn, ...], NDArray[np.float64]]:
    kept = _arranged(processes, order)
    for name, triplets in (("technosphere", kept.technosphere), ("interventions", kept.interventions)):
        for part, array in zip(("rows", "cols", "values"), triplets, strict=True):
            np.save(folder / f"{name}-{part}.npy", array)
    _dump(folder / "flows.json", [
        {"id": f.id, "name": f.name, "gas": f.gas, "line": f.line, "unit_kg": f.unit_kg} for f in kept.flows
    ])  # fmt: skip
    ids = [dataset.id for dataset in datasets]
    _write_distributions(folder, kept, ids)
    pairs = sorted({(flow.gas or "", flow.line) for flow in kept.flows})
    characterization = {
        f"{gas}|{line}": np.array([f.unit_kg if (f.gas, f.line) == (gas, line) else 0.0 for f in kept.flows])
        for gas, line in pairs
    }
    system = unit_system(ids, kept.technosphere, kept.interventions, kept.flows, characterization)
    return tuple(GasColumn(gas, line) for gas, line in pairs), np.array(system.intensities(solving))


def _write_distributions(folder: Path, processes: ProcessArrays, ids: Sequence[str]) -> None:
    """Distributions and keys of the exchanges, where any is uncertain at all."""
    if processes.uncertainty is None or not any(part.uncertain.any() for part in processes.uncertainty):
        return
    row_ids = {"technosphere": ids, "interventions": [flow.id for flow in processes.flows]}
    triplets = processes.technosphere, processes.interventions
    for name, (rows, cols, _), factors in zip(MATRICES, triplets, processes.uncertainty, strict=True):
        np.save(folder / f"{name}-distributions.npy", factors.table())
        np.save(folder / f"{name}-outcomes.npy", factors.outcomes)
        np.save(folder / f"{name}-keys.npy", exchange_keys(rows, cols, row_ids[name], ids).view(np.int64))


def _arranged(processes: ProcessArrays, order: Sequence[int]) -> ProcessArrays:
    """The same arrays with processes in `order`, flows by id, and without flows that are no greenhouse gas."""
    place = np.empty(len(order), dtype=np.intp)
    place[np.array(order, dtype=np.intp)] = np.arange(len(order))
    made, emitted = processes.uncertainty or (None, None)
    rows, cols, values = (np.asarray(part) for part in processes.technosphere)
    technosphere, made = _sorted(place[rows.astype(np.intp)], place[cols.astype(np.intp)], values, made)
    kept = sorted(
        (i for i, flow in enumerate(processes.flows) if flow.gas), key=lambda i: processes.flows[i].id
    )
    renumbered = {old: new for new, old in enumerate(kept)}
    rows, cols, values = (np.asarray(part) for part in processes.interventions)
    wanted = np.array([row in renumbered for row in rows.tolist()], dtype=bool)
    interventions, emitted = _sorted(
        np.array([renumbered[row] for row in rows[wanted].tolist()], dtype=np.intp),
        place[cols[wanted].astype(np.intp)],
        values[wanted],
        emitted.take(wanted) if emitted is not None else None,
    )
    uncertainty = None if made is None or emitted is None else (made, emitted)
    return ProcessArrays(technosphere, interventions, [processes.flows[i] for i in kept], uncertainty)


def _sorted(
    rows: NDArray[Any], cols: NDArray[Any], values: NDArray[Any], factors: Factors | None
) -> tuple[Triplets, Factors | None]:
    order = ordered(rows, cols, values, factors)
    triplets = rows[order].astype(np.intp), cols[order].astype(np.intp), values[order].astype(np.float64)
    return triplets, None if factors is None else factors.take(order)


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
    if not unknown_is_zero:
        lines[np.isnan(amounts).all(axis=1)] = np.nan  # on every line: none of them is known to be nothing
    return lines
