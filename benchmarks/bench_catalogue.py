"""A whole catalogue: a million products of fifty inputs each, recomputed for a new release and sampled jointly.

    python benchmarks/bench_catalogue.py [--products 1000000] [--inputs 50] [--datasets 20000] [--samples 1000]

Prints each figure beside the time that reading the arrays once takes, and ends with 1 where a bound is missed:
five lines within five readings and a second, the samples within a minute, memory of the samples bounded.
The whole path is measured: releases opened, characterised, multiplied. Inputs are drawn as in practice: few datasets (power, steel, transport) are in most products.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import Dataset, GasAmount, Source
from tanzuji.documents.lines import Line
from tanzuji.documents.models import Method
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.catalogue import (
    Catalogue,
    CatalogueRow,
    Column,
    Product,
    Releases,
    differences,
    recompute,
    spread,
)
from tanzuji.engine.catalogue.multiply import THREADS, Matrix
from tanzuji.engine.catalogue.recompute import Standing
from tanzuji.engine.catalogue.store import Rows, method_number

GASES: tuple[tuple[str, Line], ...] = (
    ("CO2", "fossil"), ("CH4-fossil", "fossil"), ("N2O", "fossil"), ("CO2", "biogenic"), ("CH4-biogenic", "biogenic"),
    ("CO2", "removal"), ("CO2", "land_use_change"), ("CO2", "aircraft"),
)  # fmt: skip


def generated_release(folder: Path, datasets: int, version: str, changed: int = 0) -> Release:
    """A list of factors on all five lines; in another version `changed` of them are half of what they were."""
    masses = np.random.default_rng(2).lognormal(-1, 1, (datasets, len(GASES)))
    masses[:changed] *= 0.5
    signs = [-1.0 if line == "removal" else 1.0 for _, line in GASES]
    made = [
        Dataset(
            id=f"d{i:06d}",
            name=Text(zh=f"数据集 {i}", en=f"dataset {i}"),
            unit="kg",
            gas_basis="gases",
            amounts=tuple(
                GasAmount(gas=gas, line=line, amount=float(sign * mass))
                for (gas, line), sign, mass in zip(GASES, signs, masses[i], strict=True)
            ),
            source=Source(title="generated"),
        )
        for i in range(datasets)
    ]
    title = Text(zh="生成的数据库", en="generated library")
    return write_release(
        folder / version, name="generated", version=version, title=title, licence="", datasets=made
    )


def generated(products: int, inputs: int, datasets: int, seed: int = 1) -> Matrix:
    """Rows of `inputs` different datasets each; the popularity of datasets falls with their rank (Zipf, exponent ½)."""
    rng = np.random.default_rng(seed)
    offsets = np.arange(0, products * inputs + 1, inputs, dtype=np.int64)
    columns = np.empty((products, inputs), dtype=np.int32)
    for first in range(0, products, 100_000):
        part = columns[first : first + 100_000]
        # The square of a uniform number falls off as 1/√rank; spacing keeps the inputs of a product apart.
        rank = np.sort(rng.random(part.shape) ** 2, axis=1)
        part[:] = (rank * (datasets - inputs)).astype(np.int32) + np.arange(inputs)
    return Matrix(offsets, columns.ravel(), rng.lognormal(-2, 2, products * inputs))


def best(run: Callable[[], Any], times_: int = 5) -> tuple[float, Any]:
    """Shortest wall time in seconds, and what came out."""
    taken, out = [], None
    for _ in range(times_):
        started = time.perf_counter()
        out = run()
        taken.append(time.perf_counter() - started)
    return min(taken), out


def read_once(matrix: Matrix, threads: int) -> float:
    """Reading every term once, as `numpy.sum` does, in so many threads."""

    def part(of: NDArray[Any]) -> float:
        return float(of.sum())

    pieces = [p for array in (matrix.values, matrix.columns) for p in np.array_split(array, threads)]
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(part, pieces))


def opened(folder: Path, matrix: Matrix, release: Release) -> Rows:
    """The rows kept in a catalogue and read back through its memory map."""
    columns = [Column(release.name, release.digest, dataset) for dataset in release.ids]
    products = [Product(f"p{i:07d}", "one", "d") for i in range(len(matrix))]
    with Catalogue(folder) as catalogue:
        started = time.perf_counter()
        catalogue.put_arrays(products, columns, matrix, Method())
        print(f"  written, all rows                     {time.perf_counter() - started:9.2f} s")
    with Catalogue(folder) as catalogue:
        taken, rows = best(catalogue.rows, 2)
        print(f"  opened with the names of all products {taken:9.2f} s")
    return rows


def one_row(folder: Path, release: Release) -> None:
    """What one changed product costs."""
    amounts = {Column(release.name, release.digest, d): 1.0 for d in release.ids[:50]}
    with Catalogue(folder) as catalogue:
        row = CatalogueRow(amounts, Method())
        taken, _ = best(lambda: catalogue.put([Product("p0000007", "one", "e")], [row]), 3)
    print(f"  one changed product                   {taken * 1000:9.1f} ms")


def lines(rows: Rows, old: Release, new: Release) -> list[str]:
    """Five lines beside one reading of the arrays, and what a new release changes with its causes."""
    releases = Releases.of(old, instead=[new])
    reading, _ = best(lambda: read_once(rows.matrix, 1))
    shared, _ = best(lambda: read_once(rows.matrix, THREADS))
    five, found = best(lambda: recompute(rows, releases))
    said, of = best(lambda: differences(rows, Standing(Releases.of(old)), Standing(releases)), 2)
    moved = int((of.cause >= 0).sum())
    print(
        f"  reading the arrays once               {reading * 1000:9.1f} ms   {shared * 1000:.1f} ms in {THREADS} threads"
    )
    print(f"  five lines on a new release           {five * 1000:9.1f} ms   {five / reading:5.1f} readings")
    print(
        f"  old, new and cause of each product    {said * 1000:9.1f} ms   {moved:,} moved, {int(of.beyond_tolerance.sum()):,} by more than 10 %"
    )
    assert np.isfinite(found.lines).all()
    return (
        [f"five lines: {five:.2f} s, {five / reading:.1f} readings"] if five > min(1.0, 5 * reading) else []
    )


def joint(rows: Rows, release: Release, count: int) -> list[str]:
    """Mean, deviation and interval of every product over joint samples, and what they take of memory."""
    standing = Standing(Releases.of(release))
    table = recompute(
        rows.__class__(rows.keys[:1], rows.matrix.rows(0, 1), rows.methods[:1], rows.columns), standing
    )
    totals = next(iter(table.tables.values())).sum(axis=1)
    drawn = totals[:, None] * np.random.default_rng(3).lognormal(0, 0.2, (totals.size, count))

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r  {done:,} of {of:,}", end="\r", file=sys.stderr)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    found = spread(rows, standing, {method_number(Method()): drawn}, progress=told)
    taken = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    widest = float(np.max((found.high - found.low) / found.median))
    print(
        f"  {count:,} joint samples of all            {taken:9.1f} s    memory +{grown:,.0f} MB, widest interval {widest:.0%}"
    )
    return [
        f"{what}"
        for what, bad in ((f"samples {taken:.0f} s", taken > 60), (f"memory {grown:.0f} MB", grown > 1000))
        if bad
    ]


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--products", type=int, default=1_000_000)
    ask.add_argument("--inputs", type=int, default=50)
    ask.add_argument("--datasets", type=int, default=20_000)
    ask.add_argument("--samples", type=int, default=1000)
    asked = ask.parse_args()
    print(
        f"{asked.products:,} products × {asked.inputs} inputs, {asked.datasets:,} datasets, {THREADS} threads"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        old, new = (generated_release(folder, asked.datasets, v, n) for v, n in (("1", 0), ("2", 400)))
        rows = opened(folder / "catalogue", generated(asked.products, asked.inputs, asked.datasets), old)
        missed = lines(rows, old, new) + joint(rows, old, asked.samples)
        one_row(folder / "catalogue", old)
    print("\n".join(f"MISSED {what}" for what in missed) or "every bound is kept")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
