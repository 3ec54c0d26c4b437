"""How long a product's footprint, its check and its reports take; and opening and importing a library.

    python benchmarks/bench_product.py [--uslci ZIP]

Prints medians in milliseconds. The 1 000-row model is generated: ten linked processes of a hundred inputs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tanzuji import (
    ProductModel,
    Release,
    check,
    compute,
    demo_models,
    import_olca,
    starter_release,
    write_report,
)


def milliseconds(run: Callable[[], object], times: int = 7) -> float:
    """Median wall time of `run`, after one run that does not count."""
    run()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def large_model(rows: int = 1000, processes: int = 10) -> ProductModel:
    """A generated model: each process supplies the next and takes rows/processes inputs from the library."""
    made = []
    for p in range(processes):
        inputs: list[dict[str, object]] = [
            {
                "name": f"input {p}-{i}",
                "amount": 1 + i / 100,
                "unit": "kWh",
                "dataset": "cn-elec-cf-2024-cn-041",
            }
            for i in range(rows // processes)
        ]
        if p:
            inputs[0] = {"name": "link", "amount": 1, "unit": "kg", "process": f"p{p - 1}"}
        made.append(
            {
                "id": f"p{p}",
                "name": f"process {p}",
                "stage": "manufacturing",
                "output": {"amount": 1, "unit": "kg"},
                "inputs": inputs,
            }
        )
    return ProductModel.parse(
        {
            "id": "large",
            "product": {"name": "large"},
            "unit": {"kind": "declared", "unit": "kg", "description": "1 kg"},
            "boundary": {"type": "cradle_to_gate"},
            "deliver": f"p{processes - 1}",
            "processes": made,
        }
    )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--uslci", type=Path, help="the USLCI package in openLCA JSON-LD")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TANZUJI_HOME"] = folder
        library = starter_release()
        print(f"open the starter library, one factor     {milliseconds(lambda: _opened(library)):9.1f} ms")
        battery = demo_models()["lfp_battery_pack"]
        plain = battery.model_copy(update={"scenarios": ()})
        print(
            f"footprint, battery pack                  {milliseconds(lambda: compute(plain, library)):9.1f} ms"
        )
        print(
            f"footprint, with its scenarios            {milliseconds(lambda: compute(battery, library)):9.1f} ms"
        )
        large = large_model()
        print(
            f"footprint, 1 000 generated rows          {milliseconds(lambda: compute(large, library)):9.1f} ms"
        )
        result = compute(battery, library)
        print(f"rule check, battery pack                 {milliseconds(lambda: check(result)):9.1f} ms")
        checked = check(result)
        for suffix in ("html", "pdf", "docx", "xlsx", "json"):
            path = Path(folder) / f"report.{suffix}"

            def write(path: Path = path) -> None:
                write_report(result, checked, path, language="zh")

            print(f"report, {suffix:<5}                            {milliseconds(write, 3):9.1f} ms")
        if chosen.uslci:
            started = time.perf_counter()
            release = import_olca(chosen.uslci, name="uslci").release
            print(
                f"import USLCI, {len(release)} processes             {(time.perf_counter() - started) * 1000:9.1f} ms"
            )
            print(
                f"open USLCI, one intensity                {milliseconds(lambda: _opened(release)):9.1f} ms"
            )


def _opened(release: Release) -> float:
    again = Release.open(release.folder)
    return float(again.intensity(again.ids[0]).sum())


if __name__ == "__main__":
    main()
