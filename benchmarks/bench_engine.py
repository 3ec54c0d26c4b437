"""All footprints of a synthetic database, with tanzuji and, where it is installed, with Brightway in the same run.

    python benchmarks/bench_engine.py [--n 20000] [--seed 42]

The database: n unit processes with about eleven inputs each, most of them from the neighbourhood (one industry) or
from a few hundred markets that everyone buys from, so that the factors of the matrix stay as sparse as those of
real databases; two thirds of the processes in one loop, products measured in units six orders of magnitude apart,
seven flows in half of the processes each. Nothing is pruned and both programs get the same matrices.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from tanzuji.engine.system import System

FACTORS = np.array([1.0, 1.0, 29.8, 273.0, 25_200.0, 7_380.0, 0.0])


def database(n: int, seed: int) -> tuple[Any, Any]:
    """Technosphere and intervention triplets of n processes; productive, since inputs cost less than the product."""
    rng = np.random.default_rng(seed)
    price = 10.0 ** rng.uniform(-3, 3, n)
    cols = np.repeat(np.arange(n), rng.poisson(11.25, n))
    near = (cols + rng.integers(1, 40, cols.size)) % n
    market = (min(400, n // 5) * rng.random(cols.size) ** 2).astype(int) * (n // min(400, n // 5))
    rows = np.where(rng.random(cols.size) < 0.6, market, near)
    # A third of the processes are final: nobody buys from them, so they stand outside the loop.
    final = rng.random(n) < 1 / 3
    final[market] = False
    rows = np.where(final[rows], market, rows)
    rows, cols = rows[rows != cols], cols[rows != cols]
    weight = rng.lognormal(0, 1.5, cols.size)
    load = rng.uniform(0.2, 0.85, n)
    inputs = weight / np.bincount(cols, weight, n)[cols] * load[cols] * price[cols] / price[rows]
    everyone = np.arange(n)
    technosphere = (
        np.concatenate([everyone, rows]),
        np.concatenate([everyone, cols]),
        np.concatenate([np.ones(n), -inputs]),
    )
    flow, process = np.nonzero(rng.random((FACTORS.size, n)) < 0.5)
    emitted = price[process] * rng.lognormal(-1, 2, process.size) / np.maximum(FACTORS[flow], 1.0)
    return technosphere, (flow, process, emitted)


def timed(action: Callable[[], Any], repeat: int = 5) -> tuple[float, Any]:
    """Best wall time in seconds of `repeat` runs, and the last result."""
    best, result = np.inf, None
    for _ in range(repeat):
        start = time.perf_counter()
        result = action()
        best = min(best, time.perf_counter() - start)
    return best, result


def peak_memory() -> float:
    """Largest resident set of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(what: str, seconds: float, note: str = "") -> None:
    print(f"  {what:<44} {seconds * 1e3:>12,.2f} ms   {note}")


def ours(technosphere: Any, interventions: Any, demanded: int) -> tuple[dict[str, float], Any]:
    def load() -> System:
        return System.from_triplets(technosphere, interventions, {"total": FACTORS})

    def cold(action: Callable[[System], Any]) -> tuple[float, Any]:
        best, result = np.inf, None
        for _ in range(7):
            system = load()
            start = time.perf_counter()
            result = action(system)
            best = min(best, time.perf_counter() - start)
        return best, result

    times: dict[str, float] = {}
    times["load"], system = timed(load)
    times["all"], scores = cold(lambda system: system.intensities())
    times["one"], _ = cold(lambda system: system.score({demanded: 1.0}))
    system.intensities()
    times["tree3"], tree3 = timed(lambda: system.tree({demanded: 1.0}, cutoff=1e-3))
    times["tree4"], tree4 = timed(lambda: system.tree({demanded: 1.0}, cutoff=1e-4))
    times["inventory"], _ = timed(lambda: system.inventory({demanded: 1.0}))
    times["edit"], _ = timed(lambda: system.with_edits([(demanded, demanded, 1.01)]).intensities())
    print("tanzuji")
    show("triplets to matrices", times["load"])
    show("all footprints, cold, without loading", times["all"], f"{scores.shape[0]:,} products")
    show("one footprint, cold, without loading", times["one"])
    show("tree 0.1 %, with λ", times["tree3"], f"{len(tree3):,} nodes")
    show("tree 0.01 %, with λ", times["tree4"], f"{len(tree4):,} nodes")
    show("supply and inventory of one product", times["inventory"])
    show("all footprints after one edit", times["edit"])
    print(f"  peak memory {peak_memory():,.0f} MB, matrices in triplets included")
    return times, scores


def datapackage(technosphere: Any, interventions: Any, n: int) -> Any:
    """The same matrices as a bw_processing datapackage; flows are numbered after the processes."""
    import bw_processing as bwp

    def places(rows: Any, cols: Any) -> Any:
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, cols
        return indices

    made = bwp.create_datapackage()
    rows, cols, values = technosphere
    made.add_persistent_vector(
        matrix="technosphere_matrix",
        indices_array=places(rows, cols),
        data_array=np.abs(values),
        flip_array=values < 0,
    )
    rows, cols, values = interventions
    made.add_persistent_vector(
        matrix="biosphere_matrix", indices_array=places(rows + n, cols), data_array=values
    )
    flows = np.arange(FACTORS.size) + n
    made.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=places(flows, np.zeros_like(flows)),
        data_array=FACTORS,
        global_index=0,
        identifier=["ghg", "total"],
    )
    return made


def brightway(technosphere: Any, interventions: Any, n: int, sample: Any) -> tuple[dict[str, float], Any]:
    """Scores of the sample, one demand after another, and all products by the adjoint where bw2calc has it."""
    import bw2calc

    times: dict[str, float] = {}
    data = [datapackage(technosphere, interventions, n)]
    start = time.perf_counter()
    lca = bw2calc.LCA({int(sample[0]): 1.0}, data_objs=data)
    lca.load_lci_data()
    lca.load_lcia_data()
    times["load"] = time.perf_counter() - start
    start = time.perf_counter()
    lca.lci()
    lca.lcia()
    times["one"] = time.perf_counter() - start
    scores = [lca.score]
    start = time.perf_counter()
    for product in sample[1:]:
        lca.lci({int(product): 1.0})
        lca.lcia()
        scores.append(lca.score)
    each = (time.perf_counter() - start) / max(sample.size - 1, 1)
    times["loop"] = times["one"] + each * (n - 1)
    solvers = ", ".join(name for name in ("pypardiso", "scikits.umfpack") if _installed(name)) or "SuperLU"
    print(f"bw2calc {version('bw2calc')} with {solvers}")
    show("datapackage to matrices", times["load"])
    show("one footprint, cold, without loading", times["one"])
    show("each further footprint", each, f"mean of {sample.size - 1}")
    show("all footprints, one demand after another", times["loop"], f"extrapolated from {sample.size}")
    if _installed("pypardiso") and hasattr(bw2calc.FastScoresOnlyMultiLCA, "solve_adjoint"):
        many = bw2calc.FastScoresOnlyMultiLCA(
            {"one": {int(sample[0]): 1.0}},
            {"impact_categories": [("ghg", "total")]},
            data,
            direction="adjoint",
        )
        many._load_datapackages()
        many.build_precalculated()
        times["adjoint"], _ = timed(many.calculate, repeat=3)
        show("all footprints, FastScoresOnlyMultiLCA adjoint", times["adjoint"], "without loading")
    print(f"  peak memory {peak_memory():,.0f} MB, both programs")
    return times, np.array(scores)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--sample", type=int, default=30, help="products that bw2calc computes")
    options = parser.parse_args()
    technosphere, interventions = database(options.n, options.seed)
    matrix = sp.csc_array((technosphere[2], technosphere[:2]), shape=(options.n, options.n))
    _, label = sp.csgraph.connected_components(matrix, connection="strong")
    loop = np.bincount(label).max() / options.n
    print(f"{options.n:,} processes, {matrix.nnz:,} exchanges, {loop:.0%} of the processes in one loop")
    sample = np.random.default_rng(0).choice(options.n, options.sample, replace=False)
    times, scores = ours(technosphere, interventions, int(sample[0]))
    if find_spec("bw2calc") is None:
        print("bw2calc is not installed: no comparison")
        return 0
    theirs, expected = brightway(technosphere, interventions, options.n, sample)
    difference = np.max(np.abs(scores[sample].sum(axis=1) - expected) / np.abs(expected))
    print("compared")
    ways = {"loop": "all, against one demand after another", "adjoint": "all, against its adjoint"}
    for way, words in ways.items():
        if way in theirs:
            whole = (theirs[way] + theirs["load"]) / (times["all"] + times["load"])
            print(f"  {words}: {theirs[way] / times['all']:,.0f} ×, with loading {whole:,.0f} ×")
    print(f"  one footprint, cold: {theirs['one'] / times['one']:,.0f} ×")
    print(f"  largest relative difference over {sample.size} products: {difference:.1e}")
    return 0 if difference <= 1e-9 else 1


if __name__ == "__main__":
    sys.exit(main())
