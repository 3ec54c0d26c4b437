"""Several threads of one server compute at once: what they share never shows in a result."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tanzuji import check, demo_models, starter_release
from tanzuji.documents import Dataset, Method, ProductModel, Text
from tanzuji.engine import Release, preview, write_release
from tanzuji.engine.background import Background

AR6, AR5 = Method(), Method(gwp_set="AR5", biogenic="0/0")


def answers(model: ProductModel, method: Method) -> tuple[str, str]:
    """As a request has it: a release opened for it alone."""
    footprint = preview(model, starter_release(), method=method)
    return footprint.model_dump_json(), check(footprint).model_dump_json()


def test_threads_that_compute_at_once_give_what_one_after_the_other_gives() -> None:
    cases = [(model, method) for model in demo_models().values() for method in (AR6, AR5)]
    expected = [answers(*case) for case in cases]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda case: answers(*case), cases * 3))
    finally:
        sys.setswitchinterval(before)
    assert found == expected * 3


def test_threads_that_start_together_in_a_fresh_process_agree() -> None:
    """Nothing is built yet then: no unit, no rule, no factor. Eight threads read one model from its file and check it."""
    script = """
import sys, threading
from importlib import resources
from tanzuji import check, read_model, starter_release
from tanzuji.engine import preview
sys.setswitchinterval(1e-5)
barrier, found = threading.Barrier(8), []
path = sys.argv[1]
def run():
    barrier.wait()
    footprint = preview(read_model(path), starter_release())
    found.append((footprint.model_dump_json(), check(footprint).model_dump_json()))
threads = [threading.Thread(target=run) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len(set(found)))
"""
    source = Path(__file__).parents[2] / "src"
    model = next((source / "tanzuji").rglob("lfp_battery_pack.*"))
    done = subprocess.run(
        [sys.executable, "-c", script, str(model)],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["8", "1"], done.stderr


def made(folder: Path, *amounts: dict[str, object]) -> Release:
    """A release of one dataset, `made`, with these gases per kWh."""
    dataset = Dataset.parse(
        {
            "id": "made",
            "name": "made",
            "unit": "kWh",
            "amounts": list(amounts),
            "gas_basis": "gases" if len(amounts) > 1 else "co2e",
            "source": {"title": "made by hand", "publisher": "tests", "year": 2024},
        }
    )
    return write_release(
        folder, name="made", version="1", title=Text(en="made"), licence="CC0", datasets=[dataset]
    )


def grid(folder: Path, kg: float) -> Release:
    return made(folder, {"gas": "CO2e", "amount": kg})


def test_a_release_that_claims_the_digest_of_another_does_not_lend_it_its_factors(tmp_path: Path) -> None:
    """A digest is what a folder says of itself: who copies it must not change what others compute."""
    honest, forged = grid(tmp_path / "honest", 0.5), grid(tmp_path / "forged", 0.001)
    forged.digest = honest.digest
    for releases, kg in (
        ((forged,), 0.001),
        ((honest,), 0.5),
        ((honest, forged), 0.5),
        ((forged, honest), 0.001),
    ):
        assert Background(releases, AR6).factor("made", "").total == kg


def test_a_factor_is_read_once_and_cannot_be_written_to(tmp_path: Path) -> None:
    grid(tmp_path / "grid", 0.5)
    first, again = (Background((Release.open(tmp_path / "grid"),), AR6).factor("made", "") for _ in range(2))
    assert first is again
    with pytest.raises(ValueError, match="read-only"):
        first.lines[0] = 1.0
    assert np.array_equal(again.lines, [0.5, 0, 0, 0, 0])


def test_gwp_sets_and_biogenic_conventions_do_not_share_factors(tmp_path: Path) -> None:
    """1 kg N2O and 2 kg biogenic CO2: 273 + 2 by AR6, 265 + 2 by AR5, and 2 less by the 0/0 convention."""
    amounts = [{"gas": "N2O", "amount": 1.0}, {"gas": "CO2", "amount": 2.0, "line": "biogenic"}]
    release = (made(tmp_path / "made", *amounts),)
    expected = {("AR6", "-1/+1"): 275, ("AR5", "-1/+1"): 267, ("AR5", "0/0"): 265, ("AR6", "0/0"): 273}
    for (gwp_set, biogenic), kg in (*expected.items(), *reversed(expected.items())):
        method = Method.parse({"gwp_set": gwp_set, "biogenic": biogenic})
        assert Background(release, method).factor("made", "").total == kg
