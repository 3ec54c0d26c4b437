"""How long “what if” takes: one edit on a solved model, the marginal table, a target, and one model under standards.

    python benchmarks/bench_what_if.py [--rows 1000] [--runs 40]

Prints the median and the 95th percentile in milliseconds for the battery pack and for a model generated from it.
Every kind of edit is first held against the scenario computed from scratch; the time of that stands beside it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from generated_models import enlarged, rows_in

from tanzuji import ProductModel, Release, compute, demo_models, starter_release
from tanzuji.documents.models import Scenario
from tanzuji.documents.what_if import Measure
from tanzuji.engine import preview
from tanzuji.engine.profiles import profile_results
from tanzuji.engine.what_if import Ground, electricity_alternatives, marginals, reach
from tanzuji.engine.what_if.ground import NOTHING

EDITS: dict[str, dict[str, object]] = {
    "another supplier (dataset)": {"datasets": {"cell/cell-electricity": ("cn-elec-cf-2024-cn-047",)}},
    "40 % of another supplier": {
        "datasets": {"cell/cell-electricity": ("cn-elec-cf-2024-cn-047",)},
        "shares": {"cell/cell-electricity": 0.4},
    },
    "an amount": {"amounts": {"housing/aluminium": 1.2}},
    "a link between processes": {"amounts": {"service/pack": 0.9}},
    "a yield": {"amounts": {"cathode": 1.05}},
    "a parameter": {"parameters": {"service_years": 10.0}},
    "another GWP set": {"gwp_set": "AR5"},
    "another end of life": {"end_of_life": "cff"},
}
MEASURES = [
    {"id": "pv", "name": "pv", "kind": "datasets", "place": "cell/cell-electricity",
     "datasets": ["cn-elec-cf-2024-cn-047"]},
    {"id": "al", "name": "al", "kind": "amount", "place": "housing/aluminium", "factor": 0.7},
    {"id": "power", "name": "power", "kind": "amount", "place": "cell/cell-electricity", "factor": 0.9},
    {"id": "foil", "name": "foil", "kind": "amount", "place": "foils/copper-foil", "factor": 0.9},
    {"id": "years", "name": "years", "kind": "parameter", "place": "service_years", "value": 10.0, "priority": 2},
]  # fmt: skip


def percentile(values: list[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def milliseconds(run: Callable[[], object], runs: int) -> list[float]:
    """Wall times of `runs` runs."""
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        found.append((time.perf_counter() - started) * 1000)
    return found


def told(name: str, times: list[float], first: float | None = None) -> None:
    beside = "" if first is None else f"   first {first:8.2f} ms"
    print(
        f"  {name:<28} p50 {percentile(times, 0.5):8.2f} ms   p95 {percentile(times, 0.95):8.2f} ms{beside}"
    )


def from_scratch(model: ProductModel, scenario: Scenario, library: Release) -> float:
    """The scenario's total as `compute` gives it."""
    return compute(model.model_copy(update={"scenarios": (scenario,)}), library).scenarios[0].total


def measure(model: ProductModel, library: Release, runs: int) -> None:
    ground = Ground(model, library)
    told("the whole model (preview)", milliseconds(lambda: preview(model, library), max(3, runs // 4)))
    told("solving the base case", milliseconds(lambda: Ground(model, library), max(3, runs // 4)))
    for name, changes in EDITS.items():
        scenario = NOTHING.model_copy(update=changes)
        started = time.perf_counter()
        answer = ground.answer(scenario)
        first = (time.perf_counter() - started) * 1000
        expected = from_scratch(model, scenario, library)
        assert abs(answer.total / expected - 1) < 1e-12, (name, answer.total, expected)
        told(name, milliseconds(lambda s=scenario: ground.answer(s), runs), first)  # type: ignore[misc]
    few = max(3, runs // 8)
    told("marginal table", milliseconds(lambda: marginals(ground), few))
    told("other electricity", milliseconds(lambda: electricity_alternatives(ground), few))
    measures = [Measure.parse(each) for each in MEASURES]
    for strategy in ("fewest", "least", "even"):
        run = lambda s=strategy: reach(ground, measures, ground.base.total * 0.8, strategy=s)  # noqa: E731
        told(f"target −20 %, {strategy}", milliseconds(run, few))
    told("six standards and bridges", milliseconds(lambda: profile_results(model, library), few))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rows", type=int, default=1000, help="lines of the generated model")
    arguments.add_argument("--runs", type=int, default=40, help="how often each edit is timed")
    chosen = arguments.parse_args()
    library = starter_release()
    battery = demo_models()["lfp_battery_pack"]
    for title, model in (("battery pack", battery), ("generated", enlarged(battery, chosen.rows))):
        print(f"{title}: {rows_in(model)} rows, {len(model.processes)} processes")
        measure(model, library, chosen.runs)


if __name__ == "__main__":
    main()
