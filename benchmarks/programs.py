"""Each program on one prepared database, in a process of its own: `python benchmarks/programs.py PROGRAM FOLDER`.

Prints one JSON object: seconds by what was asked, scores of the sample, peak memory in MB. Files are in the
operating system's cache and every program has done a small computation before, so that neither the disk nor the
importing of packages is measured.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from databases import lognormal, read

Figures = dict[str, Any]


def timed(action: Callable[[], Any], repeat: int = 5, most: float = 20.0) -> tuple[float, Any]:
    """Best wall time in seconds of up to `repeat` runs within `most` seconds, and the last result."""
    best, result, spent = np.inf, None, 0.0
    for _ in range(repeat):
        start = time.perf_counter()
        result = action()
        took = time.perf_counter() - start
        best, spent = min(best, took), spent + took
        if spent > most:
            break
    return best, result


def peak_memory() -> float:
    """Largest resident set of this process so far, MB.

    Linux hands `ru_maxrss` on from the process that started this one; what `/proc` tells is this one's own.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copy_bandwidth() -> float:
    """Bytes a second that copying an array too large for any cache moves, read and written."""
    source = np.ones(16_000_000)
    target = np.empty_like(source)
    seconds, _ = timed(lambda: np.copyto(target, source), repeat=10)
    return 2 * source.nbytes / seconds


def tanzuji(folder: Path) -> Figures:
    from tanzuji.engine.release import Release
    from tanzuji.engine.samples.uncertain_exchanges import Uncertainties
    from tanzuji.engine.system import System

    head, arrays = read(folder)
    technosphere, interventions, factors = arrays[:3], arrays[3:6], arrays[6]
    made, emitted = lognormal(arrays[7]), lognormal(arrays[8])
    place, demanded = folder / "release", head["sample"][0]
    product = f"p{demanded:06}"

    def opened() -> Release:
        return Release.open(place)

    def loaded() -> System:
        return System.from_triplets(technosphere, interventions, {"total": factors})

    def cold(action: Callable[[System], Any]) -> tuple[float, Any]:
        systems = [loaded() for _ in range(5)]
        return timed(lambda: action(systems.pop()), repeat=5)

    found: Figures = {"program": "tanzuji"}
    opened().intensity(product)
    found["one, opened"], _ = timed(lambda: float(opened().intensity(product).sum()), repeat=20)
    found["all, opened"], stored = timed(lambda: np.asarray(opened().intensities()).sum(axis=1), repeat=20)
    found["load"], _ = timed(loaded)
    found["one"], _ = cold(lambda system: system.score({demanded: 1.0}))
    found["all"], scores = cold(lambda system: system.intensities()[:, 0])
    found["tree 0.1 %"], tree = cold(lambda system: system.tree({demanded: 1.0}, cutoff=1e-3))
    found["tree 0.01 %"], _ = cold(lambda system: system.tree({demanded: 1.0}, cutoff=1e-4))
    found["nodes"] = len(tree)
    system = loaded()
    system.intensities()
    found["tree 0.1 %, warm"], _ = timed(lambda: system.tree({demanded: 1.0}, cutoff=1e-3))
    found["inventory"], _ = timed(lambda: system.inventory({demanded: 1.0}))
    row, col = _an_input(technosphere)
    found["edit"], _ = timed(lambda: system.with_edits([(row, col, -1e-3)]).intensities())
    found["bytes"] = system.technosphere.nnz * 12 + system.interventions.nnz * 12
    found["peak"] = peak_memory()
    uncertain = System.from_triplets(
        technosphere,
        interventions,
        {"total": factors},
        Uncertainties(
            made, emitted, *(np.arange(x.size, dtype=np.uint64) * 7 for x in (arrays[2], arrays[5]))
        ),
    )
    work = uncertain.sampler(factors[:, None], 1)
    work(0, 4)
    each, _ = timed(lambda: work(4, 8), repeat=5)
    found["iteration"] = each / 8
    found["peak, sampling"] = peak_memory()
    assert np.allclose(stored, scores, rtol=1e-9), "what is stored differs from what is solved"
    found["scores"] = scores[head["sample"]].tolist()
    found["bandwidth"] = copy_bandwidth()
    return found


def _an_input(technosphere: Any) -> tuple[int, int]:
    rows, cols, values = technosphere
    at = int(np.flatnonzero((values < 0) & (rows != cols))[0])
    return int(rows[at]), int(cols[at])


def brightway(folder: Path) -> Figures:
    import bw2calc
    import bw_processing as bwp

    head, arrays = read(folder)
    sample, n = head["sample"], head["n"]

    def package() -> Any:
        place = bwp.generic_directory_filesystem(dirpath=folder / "datapackage")
        return bwp.load_datapackage(fs_or_obj=place)

    def loaded(**options: Any) -> Any:
        lca = bw2calc.LCA({sample[0]: 1.0}, data_objs=[package()], **options)
        lca.load_lci_data()
        lca.load_lcia_data()
        return lca

    def computed(lca: Any) -> Any:
        lca.lci()
        lca.lcia()
        return lca

    solver = "PARDISO" if installed("pypardiso") else "SuperLU"
    found: Figures = {"program": f"bw2calc {version('bw2calc')} ({solver})"}
    found["load"], lca = timed(loaded, repeat=3)
    found["one, opened"], _ = timed(lambda: computed(loaded()), repeat=3)
    found["one"], _ = timed(lambda: computed(lca), repeat=1)
    scores = [lca.score]
    start = time.perf_counter()
    for product in sample[1:]:
        lca.lci({int(product): 1.0})
        lca.lcia()
        scores.append(lca.score)
        if time.perf_counter() - start > 60:
            break
    each = (time.perf_counter() - start) / max(len(scores) - 1, 1)
    found["all, one by one"] = found["one"] + each * (n - 1)
    found["peak"] = peak_memory()
    if installed("pypardiso"):
        found |= _fast_scores(bw2calc, package(), n, np.random.default_rng(1).permutation(n)[:200])
    found["edit"], _ = timed(lambda: _edited(lca, *_an_input(arrays[:3])), repeat=3)
    drawing = loaded(use_distributions=True, seed_override=1)
    computed(drawing)
    found["iteration"], _ = timed(lambda: next(drawing), repeat=3, most=60)
    found["peak, sampling"] = peak_memory()
    found["scores"] = scores
    return found


def _edited(lca: Any, row: int, col: int) -> float:
    matrix = lca.technosphere_matrix
    at = lca.dicts.product[row], lca.dicts.activity[col]
    matrix[at] *= 1.001
    if hasattr(lca, "solver"):
        del lca.solver
    lca.lci_calculation()
    lca.lcia_calculation()
    return float(lca.score)


def _fast_scores(bw2calc: Any, package: Any, n: int, demands: Any) -> Figures:
    """All scores by bw2calc's own way for many demands, forward (extrapolated) and, where it has it, adjoint."""

    def made(direction: str) -> Any:
        many = bw2calc.FastScoresOnlyMultiLCA(
            {str(i): {int(product): 1.0} for i, product in enumerate(demands)},
            {"impact_categories": [("ghg", "total")]},
            [package],
            direction=direction,
        )
        many._load_datapackages()
        many.build_precalculated()
        return many

    start = time.perf_counter()
    forward = made("forward")
    opening = time.perf_counter() - start
    seconds, _ = timed(forward.calculate, repeat=1)
    found = {"all, FastScores": opening + seconds * n / len(demands)}
    adjoint = made("adjoint")
    seconds, _ = timed(adjoint.calculate, repeat=3)
    return {**found, "all, adjoint": opening + seconds}


def graph_tools(folder: Path) -> Figures:
    import bw2calc
    import bw_processing as bwp
    from bw_graph_tools.graph_traversal import GraphTraversalSettings, NewNodeEachVisitGraphTraversal

    head, _ = read(folder)
    place = bwp.generic_directory_filesystem(dirpath=folder / "datapackage")
    lca = bw2calc.LCA({head["sample"][0]: 1.0}, data_objs=[bwp.load_datapackage(fs_or_obj=place)])
    lca.lci()
    lca.lcia()
    found: Figures = {"program": f"bw_graph_tools {version('bw_graph_tools')}"}
    for cutoff, name in ((1e-3, "tree 0.1 %"), (1e-4, "tree 0.01 %")):

        def traversed(cutoff: float = cutoff) -> Any:
            settings = GraphTraversalSettings(
                cutoff=cutoff, biosphere_cutoff=0.5, separate_biosphere_flows=False, max_calc=100_000
            )
            traversal = NewNodeEachVisitGraphTraversal(lca, settings)
            traversal.traverse()
            return traversal

        found[name], traversal = timed(traversed, repeat=2, most=30)
        found.setdefault("nodes", len(traversal.nodes))
    found["peak"] = peak_memory()
    return found


def installed(module: str) -> bool:
    return find_spec(module) is not None


PROGRAMS = {"tanzuji": tanzuji, "brightway": brightway, "graph_tools": graph_tools}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(PROGRAMS[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
