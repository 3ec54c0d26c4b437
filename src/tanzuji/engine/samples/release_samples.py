"""Joint Monte Carlo samples of a release's footprints: made once, stored with it, read in milliseconds.

Samples of one release are joint: iteration k of every dataset comes from the same drawn exchanges, so that what
two products have in common cancels when they are compared. They are an answer, not an input: they stand outside
the release's digest, and whoever holds the release makes the very same ones again from its seed.

- A unit-process database is solved in every iteration (`engine.sampling`). Where samples were not stored, they
  are made when asked for, which takes as long as making them takes.
- A list of factors needs no storing: a dataset's own distribution is drawn when it is asked for.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import define
from tanzuji.documents.models import Biogenic
from tanzuji.engine.arrays import Flags, Positions, Vector
from tanzuji.engine.background import carbon_neutral
from tanzuji.engine.release import GWP_SETS, MATRICES, GasColumn, Release, file_digest, gwp_vector
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.executors import Executor
from tanzuji.engine.samples.random_numbers import keys_of, uniforms
from tanzuji.engine.samples.sampling import Progress, Sampler, sample

NO_SAMPLES = define(
    "uncertainty.no-samples",
    zh="数据库“{release}”写有不确定度，但没有存联合样本，又太大，来不及现抽：用到的数据集这里按数据质量评分计。",
    en="The library “{release}” states uncertainties but holds no joint samples, and is too large to draw while you wait: "
    "its datasets count by their data quality here.",
    remedy_zh="请管理员运行 tanzuji sample {release}，或重新读入并填写联合抽样次数。",
    remedy_en="Have an administrator run tanzuji sample {release}, or read it in again with joint samples.",
)

CONVENTIONS: tuple[Biogenic, ...] = ("-1/+1", "0/0")

ITERATIONS = 1000
SEED = 0

QUICK = 25_000_000
"""Exchanges × iterations up to which samples that nobody stored are drawn when a product asks: a second or two."""
KEPT = 4_000_000
"""Datasets × iterations of samples drawn so that are kept, 32 MB."""

DOUBTFUL = (0.1, 0.01, 0.0)
"""Shares of iterations without an answer above which a dataset has no samples at all, the first that will do."""


@dataclass(frozen=True)
class Counting:
    """One way to count: a GWP set and a convention for biogenic carbon dioxide."""

    gwp_set: GwpSet
    biogenic: Biogenic

    def __str__(self) -> str:
        return f"{self.gwp_set} {self.biogenic}"

    def weights(self, columns: Sequence[GasColumn]) -> Vector:
        """kg CO2e per kg of a gas on a line, (columns,); NaN where the set knows none."""
        neutral = [carbon_neutral(self.biogenic, column.gas, column.line) for column in columns]
        return np.where(np.array(neutral, dtype=bool), 0.0, gwp_vector(columns, self.gwp_set))

    def of_flows(self, release: Release) -> Vector:
        """kg CO2e per unit of each elementary flow, (flows,); a gas the set does not know counts nothing."""
        weights = self.weights([GasColumn(flow.gas or "", flow.line) for flow in release.flows])
        counted: Vector = np.nan_to_num(weights) * np.array([flow.unit_kg for flow in release.flows])
        return counted

    def totals(self, release: Release, rows: Sequence[int]) -> Vector:
        """Footprints of datasets, kg CO2e per declared unit, all lines together; NaN: not known."""
        masses = np.asarray(release.gas_amounts[np.asarray(rows, dtype=np.int64)])
        weights = self.weights(release.columns)
        known = ~np.isnan(weights)
        totals: Vector = masses[:, known] @ weights[known]
        if not release.has_processes:
            totals[(masses[:, ~known] != 0).any(axis=1)] = np.nan
        return totals


def samples_of(
    release: Release,
    rows: Sequence[int],
    counting: Counting,
    *,
    iterations: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Vector:
    """Joint samples of the datasets in these rows, (iterations, len(rows)), kg CO2e per declared unit.

    Read where they are stored; otherwise drawn. Without `iterations` and `seed` it is as many as are stored,
    or 1 000, and the seed of the stored ones, or 0. A dataset is either NaN in all samples or in none.
    Raises `release.damaged`.
    """
    count = release.sample_count or ITERATIONS if iterations is None else iterations
    wanted = np.asarray(rows, dtype=np.int64)
    if seed is None:
        seed = release.sample_seed
    if not release.is_uncertain:
        return _factor_samples(release, wanted, counting, count, seed)
    stored = stored_samples(release, counting)
    if stored is not None and seed == release.sample_seed and count <= stored.shape[1]:
        return np.ascontiguousarray(stored[wanted, :count].T)
    found = np.empty((count, wanted.size))

    def keep(places: Positions, values: Vector) -> None:
        found[places] = values[:, wanted, 0]

    doubtful, _ = _joint(_sampler(release, [counting], seed), count, keep, None, progress)
    found[:, doubtful[wanted]] = np.nan
    return found


def ready_samples(release: Release, rows: Sequence[int], counting: Counting) -> Vector | None:
    """`samples_of` where that takes no longer than a second or two; None where it would, or nothing is uncertain.

    Samples that are not stored are drawn once a process, and are the very ones that would be stored.
    """
    if not release.is_uncertain:
        return None
    if stored_samples(release, counting) is not None:
        return samples_of(release, rows, counting)
    if not drawn_quickly(release):
        return None
    return np.ascontiguousarray(_whole(release, counting)[:, np.asarray(rows, dtype=np.int64)])


def drawn_quickly(release: Release) -> bool:
    """Whether the samples of a unit-process database can be drawn while somebody waits."""
    count = release.sample_count or ITERATIONS
    exchanges = sum(release.triplets(name)[2].size for name in MATRICES)
    return exchanges * count <= QUICK and len(release) * count <= KEPT


@lru_cache(maxsize=4)
def _whole(release: Release, counting: Counting) -> Vector:
    """Samples of all datasets, (iterations, n), as they were drawn last."""
    return samples_of(release, range(len(release)), counting)


def stored_samples(release: Release, counting: Counting) -> Vector | None:
    """Samples of all datasets as they are stored, (n, K), memory-mapped; None where there are none so counted.

    Raises `release.damaged`.
    """
    file = release.sample_files.get(str(counting))
    # Whoever opened the release before its samples were replaced knows files that are gone, and draws.
    if file is None or not (release.folder / file).is_file():
        return None
    return release.array(file, (len(release), release.sample_count), mmap_mode="r", through=False)


def add_samples(
    release: Release,
    iterations: int = ITERATIONS,
    seed: int = SEED,
    *,
    gwp_sets: Sequence[GwpSet] = GWP_SETS,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Release:
    """Make joint samples of all footprints of a unit-process database, store them with it, and open it again.

    They are stored for the GWP sets named, under both conventions for biogenic carbon where these differ:
    8 bytes × datasets × iterations for each. Samples that stand there are replaced; until all is done, and when
    `progress` (done, all) raises, nothing changes. A release without any uncertain exchange has nothing to store and
    stays as it is. Raises what the executor raises.

    Where drawn amounts have no answer (see `sampling`): datasets to which that happens in more than a tenth of the
    iterations have NaN for samples; for all others, iterations in which it happens give way to later ones.
    """
    if not release.is_uncertain:
        return release
    counted_as: dict[str, int] = {}
    countings: list[Counting] = []
    for counting in [Counting(gwp_set, biogenic) for gwp_set, biogenic in product(gwp_sets, CONVENTIONS)]:
        flows = counting.of_flows(release)
        alike = [at for at, other in enumerate(countings) if (other.of_flows(release) == flows).all()]
        counted_as[str(counting)] = alike[0] if alike else len(countings)
        countings += [] if alike else [counting]
    staging = Path(tempfile.mkdtemp(prefix=".sampling-", dir=release.folder.parent))
    try:
        paths = [staging / f"{at}.npy" for at in range(len(countings))]
        shape = (len(release), iterations)
        stores = [open_memmap(path, mode="w+", dtype=np.float64, shape=shape) for path in paths]

        def keep(places: Positions, values: Vector) -> None:
            for at, store in enumerate(stores):
                store[:, places] = values[:, :, at].T

        work = _sampler(release, countings, seed)
        doubtful, replaced = _joint(work, iterations, keep, executor, progress)
        for store in stores:
            store[doubtful] = np.nan
            store.flush()
        stores.clear()
        named = [_named(path, f"samples-{iterations}-{seed}") for path in paths]
        told = {
            "iterations": iterations,
            "seed": seed,
            "replaced": replaced,
            "doubtful": int(doubtful.sum()),
            "files": {counting: named[at].name for counting, at in counted_as.items()},
        }
        _store(release, named, told)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Release.open(release.folder)


def _named(path: Path, start: str) -> Path:
    """The file under a name that tells its content: nobody who knows a name finds other samples under it."""
    return path.rename(path.with_name(f"{start}-{file_digest(path).removeprefix('sha256:')[:16]}.npy"))


def _store(release: Release, paths: Sequence[Path], told: dict[str, Any]) -> None:
    """Put finished files beside the others, then say so in the head, which is replaced in one step; then the old go."""
    head = json.loads((release.folder / "release.json").read_text("utf-8"))
    head["solved"] = {name: of for name, of in head["solved"].items() if not name.startswith("samples-")}
    for path in paths:
        head["solved"][path.name] = file_digest(path)
        path.replace(release.folder / path.name)
    head["samples"] = told
    new = paths[0].parent / "release.json"
    new.write_text(json.dumps(head, ensure_ascii=False, sort_keys=True), "utf-8")
    new.replace(release.folder / "release.json")
    kept = {path.name for path in paths}
    for path in release.folder.glob("samples-*.npy"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _sampler(release: Release, countings: Sequence[Counting], seed: int) -> Sampler:
    system = release.system()
    assert system is not None  # it has uncertain exchanges
    return system.sampler(np.column_stack([counting.of_flows(release) for counting in countings]), seed)


def _joint(
    work: Sampler,
    iterations: int,
    keep: Callable[[Positions, Vector], None],
    executor: Executor | None,
    progress: Progress | None,
) -> tuple[Flags, int]:
    """`keep(places, values)` for every place 0 … iterations − 1; the datasets without samples, and what was replaced.

    Places in which a dataset that has samples lacks an answer are filled by the iterations after the last one,
    in order; before each, `progress` is told that all is done, so that it may end the work.
    """
    lacking: dict[int, Positions] = {}

    def sort_out(first: int, values: Vector) -> None:
        keep(first + np.arange(values.shape[0]), values)
        unknown = np.isnan(values[:, :, 0])
        for at in np.flatnonzero(unknown.any(axis=1)):
            lacking[first + int(at)] = np.flatnonzero(unknown[at])

    sample(work, iterations, executor=executor, progress=progress, into=sort_out)
    n = work.process.size
    times = sum((np.bincount(at, minlength=n) for at in lacking.values()), np.zeros(n, dtype=np.int64))
    for share in DOUBTFUL:
        doubtful: Flags = times > share * iterations
        empty = sorted(place for place, at in lacking.items() if not doubtful[at].all())
        if 2 * len(empty) <= iterations:
            break
    replaced, following = len(empty), iterations
    while empty:
        if progress:
            progress(iterations, iterations)
        values = work(following, 1)
        following += 1
        if not np.isnan(values[0, ~doubtful, 0]).any():
            keep(np.array([empty.pop(0)]), values)
    return doubtful, replaced


def _factor_samples(
    release: Release, rows: Positions, counting: Counting, iterations: int, seed: int
) -> Vector:
    """Factors times their own distributions, drawn by name of the release and id of the dataset."""
    datasets = release.read(rows.tolist())
    stated = [
        float(Counting(dataset.gwp_set or "AR6", "-1/+1").totals(release, [row])[0])
        for dataset, row in zip(datasets, rows.tolist(), strict=True)
    ]
    factors = Factors.of([dataset.uncertainty for dataset in datasets], np.nan_to_num(stated))
    keys = keys_of((release.name, dataset.id) for dataset in datasets)
    drawn = factors.draw(uniforms(seed, keys, 0, iterations))
    found: Vector = drawn * counting.totals(release, rows.tolist())
    return found
