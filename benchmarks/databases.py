"""The databases the engine is measured on, each written once for every program: the same exchanges for all.

A generated one has n unit processes with about eleven inputs each, most of them from the neighbourhood (one
industry) or from a few hundred markets that everyone buys from, so that the factors of the matrix stay as sparse
as those of real databases; two thirds of the processes in one loop, products measured in units six orders of
magnitude apart, seven flows in half of the processes each. The real one is USLCI as tanzuji reads it from
openLCA's JSON-LD. Inputs and emissions are lognormal around their amounts, with σ of 0.2 and 0.4 of the logarithm.
Nothing is pruned.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.engine.release import FlowGas, ProcessArrays
from tanzuji.engine.release_writer import write_release
from tanzuji.engine.samples.distributions import LOGNORMAL, Factors
from tanzuji.engine.samples.release_samples import Counting

FACTORS = np.array([1.0, 1.0, 29.8, 273.0, 25_200.0, 7_380.0, 0.0])
SIGMA_INPUTS, SIGMA_EMISSIONS = 0.2, 0.4
USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"


@dataclass(frozen=True)
class Database:
    """Triplets of products × processes and flows × processes, kg CO2e per unit of flow, and the reference amounts."""

    name: str
    technosphere: Any
    interventions: Any
    factors: Any

    @property
    def n(self) -> int:
        return int(self.technosphere[0].max()) + 1

    def sigmas(self) -> tuple[Any, Any]:
        """σ of ln of every exchange; what a process makes is certain."""
        rows, cols, values = self.technosphere
        made = np.where((rows == cols) | (values > 0), 0.0, SIGMA_INPUTS)
        return made, np.full(self.interventions[2].size, SIGMA_EMISSIONS)


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


def generated(n: int, seed: int = 42) -> Database:
    return Database(f"generated {n:,}", *database(n, seed), FACTORS)


def uslci(shared: Path, scratch: Path) -> Database:
    """USLCI's unit processes with the factors of AR6."""
    from tanzuji.formats.olca import import_olca

    release = import_olca(shared / USLCI, name="uslci", home=scratch).release
    factors = Counting("AR6", "-1/+1").of_flows(release)
    return Database("USLCI", release.triplets("technosphere"), release.triplets("interventions"), factors)


def prepare(given: Database, folder: Path, *, peers: bool) -> None:
    """Write what each program opens: triplets and the head, tanzuji's release, Brightway's datapackage."""
    folder.mkdir(parents=True, exist_ok=True)
    sigmas = given.sigmas()
    np.savez(
        folder / "triplets.npz",
        *given.technosphere,
        *given.interventions,
        given.factors,
        *sigmas,
    )
    rng = np.random.default_rng(0)
    sample = rng.choice(given.n, min(30, given.n), replace=False).tolist()
    exchanges = int(given.technosphere[2].size)
    head = {"name": given.name, "n": given.n, "exchanges": exchanges, "sample": sample}
    (folder / "head.json").write_text(json.dumps(head), "utf-8")
    _release(given, folder / "release", sigmas)
    if peers:
        _datapackage(given, folder / "datapackage", sigmas)


def read(folder: Path) -> tuple[dict[str, Any], list[Any]]:
    """The head and the arrays: technosphere (3), interventions (3), factors, two of σ."""
    head = json.loads((folder / "head.json").read_text("utf-8"))
    with np.load(folder / "triplets.npz") as file:
        return head, [file[name] for name in file.files]


def lognormal(sigma: Any) -> Factors:
    """Lognormal factors whose median is one."""
    n = sigma.size
    return Factors(np.where(sigma > 0, LOGNORMAL, 0).astype(np.uint8), np.zeros(n), sigma, np.zeros(n))


def _release(given: Database, folder: Path, sigmas: tuple[Any, Any]) -> None:
    source = {"title": given.name}
    datasets = [
        Dataset.parse(
            {"id": f"p{i:06}", "name": f"p{i:06}", "unit": "kg", "kind": "process", "source": source}
        )
        for i in range(given.n)
    ]
    # One flow for each factor, as carbon dioxide that weighs what the factor says: the same numbers for all.
    flows = [FlowGas(f"f{i}", f"f{i}", "CO2", unit_kg=float(f)) for i, f in enumerate(given.factors)]
    write_release(
        folder,
        name="bench",
        version="1",
        title=Text(en=given.name),
        licence="",
        datasets=datasets,
        processes=ProcessArrays(
            given.technosphere, given.interventions, flows, (lognormal(sigmas[0]), lognormal(sigmas[1]))
        ),
    )


def _datapackage(given: Database, folder: Path, sigmas: tuple[Any, Any]) -> None:
    """The same exchanges for bw_processing; flows are numbered after the processes."""
    import bw_processing as bwp
    import stats_arrays as sa

    def places(rows: Any, cols: Any) -> Any:
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, cols
        return indices

    def distributions(values: Any, sigma: Any) -> Any:
        found = np.zeros(len(values), dtype=bwp.UNCERTAINTY_DTYPE)
        drawn = sigma > 0
        found["uncertainty_type"] = np.where(drawn, sa.LognormalUncertainty.id, sa.NoUncertainty.id)
        size = np.abs(values)
        found["loc"] = np.where(drawn, np.log(size, where=size > 0, out=np.zeros_like(size)), values)
        found["scale"], found["negative"] = sigma, drawn & (values < 0)
        found["minimum"] = found["maximum"] = np.nan
        return found

    n = given.n
    folder.mkdir()
    package = bwp.create_datapackage(fs=bwp.generic_directory_filesystem(dirpath=folder), name="bench")
    rows, cols, values = given.technosphere
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        indices_array=places(rows, cols),
        data_array=np.abs(values),
        flip_array=values < 0,
        distributions_array=distributions(np.abs(values), sigmas[0]),
    )
    rows, cols, values = given.interventions
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        name="biosphere",
        indices_array=places(rows + n, cols),
        data_array=values,
        distributions_array=distributions(values, sigmas[1]),
    )
    flows = np.arange(given.factors.size) + n
    package.add_persistent_vector(
        matrix="characterization_matrix",
        name="ghg",
        indices_array=places(flows, np.zeros_like(flows)),
        data_array=given.factors,
        global_index=0,
        identifier=["ghg", "total"],
    )
    package.finalize_serialization()
