"""How long an edit's answer takes: the footprint without its scenarios (`preview`) and its findings (`check`).

    python benchmarks/bench_live.py [--rows 1000] [--runs 40] [--freeze]

Prints the median and the 95th percentile in milliseconds, for the battery pack and for a model generated from
it, and the ratio to the full footprint with its findings, measured in turn in the same run. `--freeze` measures
as in a server that calls `gc.freeze()` once it is warm: without it a full collection adds 60 ms now and then.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable

from generated_models import enlarged, rows_in

from tanzuji import ProductModel, Release, check, compute, demo_models, starter_release
from tanzuji.engine import preview


def percentile(values: list[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def milliseconds(run: Callable[[], object]) -> float:
    """Wall time of one run."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def measure(model: ProductModel, library: Release, runs: int, *, freeze: bool) -> dict[str, list[float]]:
    """Times of each step, taken in turn so that a busy moment of the machine meets all of them."""
    footprint = preview(model, library)
    steps: dict[str, Callable[[], object]] = {
        "preview": lambda: preview(model, library),
        "check": lambda: check(footprint),
        "live: preview + check": lambda: check(preview(model, library)),
        "full: compute + check": lambda: check(compute(model, library)),
    }
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for run in steps.values():
        run()  # the first run reads the factors and compiles the rules
    if freeze:
        gc.collect()
        gc.freeze()
    for _ in range(runs):
        for name, run in steps.items():
            taken[name].append(milliseconds(run))
    return taken


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rows", type=int, default=1000, help="lines of the generated model")
    arguments.add_argument("--runs", type=int, default=40, help="how often each step is timed")
    arguments.add_argument(
        "--freeze", action="store_true", help="exempt what is warm from garbage collection"
    )
    chosen = arguments.parse_args()
    library = starter_release()
    battery = demo_models()["lfp_battery_pack"]
    for title, model in (("battery pack", battery), ("generated", enlarged(battery, chosen.rows))):
        print(
            f"{title}: {rows_in(model)} rows, {len(model.processes)} processes, {len(model.scenarios)} scenarios"
        )
        taken = measure(model, library, chosen.runs, freeze=chosen.freeze)
        for name, times in taken.items():
            print(
                f"  {name:<24} p50 {percentile(times, 0.5):8.1f} ms   p95 {percentile(times, 0.95):8.1f} ms"
            )
        live, full = taken["live: preview + check"], taken["full: compute + check"]
        ratios = (percentile(live, part) / percentile(full, part) for part in (0.5, 0.95))
        print("  {:<24} p50 {:8.2f}      p95 {:8.2f}".format("live / full", *ratios))


if __name__ == "__main__":
    main()
