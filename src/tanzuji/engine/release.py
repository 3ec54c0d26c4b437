"""A library release: an immutable, content-addressed set of files that opens in milliseconds.

A release holds, for every dataset, the cradle-to-gate mass of each gas per declared unit (`gas_amounts`,
shape (n, gases)). Every footprint factor of every GWP set is one product of that array with a vector of
GWPs, so that AR4, AR5 and AR6, the reporting lines and the breakdown by gas all come from the same numbers.

Files: `release.json` (identity), `datasets.jsonl` with `offsets.npy` (read one at a time), `gas-amounts.npy`
and `intensities-<set>.npy` (memory-mapped), for unit-process databases the matrices as triplets with the
distributions of their exchanges, and, once drawn, `samples-….npy` (see `release_samples`).
The digest covers what was put in, not what was solved: BLAS settings change last bits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.datasets import Dataset, GwpSet
from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.gases import gwp
from tanzuji.documents.lines import LINES, Line
from tanzuji.documents.models import Biogenic
from tanzuji.documents.refusals import close_ones
from tanzuji.documents.text import Text
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.uncertain_exchanges import Uncertainties
from tanzuji.engine.system import System

GWP_SETS: tuple[GwpSet, ...] = ("AR4", "AR5", "AR6")
FORMAT = "tanzuji/release/1"

NO_RELEASE = define(
    "release.not-found",
    zh="“{folder}”里没有数据库版本。",
    en="There is no library release in “{folder}”.",
    remedy_zh="请用 tanzuji library 查看已有版本，或用 tanzuji import 读入。",
    remedy_en="List what is there with `tanzuji library`, or read one in with `tanzuji import`.",
)
DAMAGED = define(
    "release.damaged",
    zh="数据库版本“{name}”的文件“{file}”已损坏，或与其摘要不符。",
    en="File “{file}” of release “{name}” is damaged or does not match its digest.",
    remedy_zh="请删除这个版本并重新读入。",
    remedy_en="Delete the release and import it again.",
)
NO_DATASET = define(
    "release.no-dataset",
    zh="数据库里没有“{dataset}”。",
    en="The library has no dataset “{dataset}”.",
    remedy_zh="请在数据库中另选一个。{near}",
    remedy_en="Choose another from the library. {near}",
)
Matrix = Literal["technosphere", "interventions"]
MATRICES: tuple[Matrix, ...] = ("technosphere", "interventions")
Triplets = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class FlowGas:
    """An elementary flow: the gas it is (None: not a greenhouse gas), its reporting line, kg per flow unit."""

    id: str
    name: str
    gas: str | None
    line: Line = "fossil"
    unit_kg: float = 1.0


@dataclass(frozen=True, slots=True)
class ProcessArrays:
    """Unit processes as triplets: products × processes and flows × processes; process i makes dataset i.

    `uncertainty`: distributions of the technosphere's and of the interventions' triplets, one each, in their order.
    """

    technosphere: Triplets
    interventions: Triplets
    flows: Sequence[FlowGas]
    uncertainty: tuple[Factors, Factors] | None = None


@dataclass(frozen=True, slots=True)
class GasColumn:
    """One column of the gas array: a gas on a reporting line."""

    gas: str
    line: Line


def gwp_vector(columns: Sequence[GasColumn], gwp_set: GwpSet) -> NDArray[np.float64]:
    """kg CO2e per kg of each column; shape (gases,). NaN where the set knows no value."""
    return np.array([known_gwp(column.gas, gwp_set) for column in columns], dtype=np.float64)


@lru_cache(maxsize=4096)
def known_gwp(gas: str, gwp_set: GwpSet) -> float:
    """kg CO2e per kg of a gas; NaN where the set knows no value."""
    try:
        return gwp(gas, gwp_set)
    except CodedError:
        return float("nan")


class Release:
    """An opened release. Arrays are memory-mapped and read-only; datasets are read when asked for."""

    def __init__(self, folder: Path, head: Mapping[str, Any]) -> None:
        self.folder = folder
        self.name = str(head["name"])
        self.version = str(head["version"])
        self.digest = str(head["digest"])
        self.title = Text.parse(head["title"])
        self.licence = str(head["licence"])
        self.columns = tuple(GasColumn(gas, line) for gas, line in head["columns"])
        self.has_processes = bool(head["processes"])
        sampled = head.get("samples", {})
        self.sample_count = int(sampled.get("iterations", 0))
        self.sample_seed = int(sampled.get("seed", 0))
        self.sample_files = {way: Path(file).name for way, file in sampled.get("files", {}).items()}

    @classmethod
    def open(cls, folder: Path) -> Release:
        """The release in `folder`. Raises `release.not-found`, `release.damaged`."""
        path = folder / "release.json"
        if not path.is_file():
            raise NO_RELEASE.error(folder=folder.name[:80])
        try:
            return cls(folder, json.loads(path.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DAMAGED.error(name=folder.name[:80], file="release.json") from error

    def __eq__(self, other: object) -> bool:
        """Whether both were opened from the same place and say they hold the same."""
        if not isinstance(other, Release):
            return NotImplemented
        return (self.digest, self.folder) == (other.digest, other.folder)

    def __hash__(self) -> int:
        return hash((self.digest, self.folder))

    def __repr__(self) -> str:
        return f"Release({self.name!r}, {self.version!r}, {len(self)} datasets)"

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, dataset: object) -> bool:
        return dataset in self._index

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Dataset ids, sorted; row i of every array belongs to id i."""
        found = self._json("ids.json")
        if not isinstance(found, list) or not all(isinstance(i, str) for i in found):
            raise DAMAGED.error(name=self.name, file="ids.json")
        return tuple(found)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {dataset: i for i, dataset in enumerate(self.ids)}

    @cached_property
    def _offsets(self) -> NDArray[np.int64]:
        return self.array("offsets.npy", (len(self) + 1,))

    def index(self, dataset: str) -> int:
        """Row of a dataset. Raises `release.no-dataset` with the nearest ids."""
        try:
            return self._index[dataset]
        except KeyError:
            raise NO_DATASET.error(dataset=dataset, near=close_ones(nearest(dataset, self.ids))) from None

    def positions(self, datasets: Sequence[str]) -> NDArray[np.intp]:
        """Rows of many datasets at once; −1 for those that are not here. Shape (datasets,)."""
        find = self._index.get
        return np.fromiter((find(dataset, -1) for dataset in datasets), dtype=np.intp, count=len(datasets))

    def dataset(self, dataset: str) -> Dataset:
        """The dataset document. Raises `release.no-dataset`."""
        return self.read([self.index(dataset)])[0]

    def datasets(self) -> list[Dataset]:
        """Every dataset document, in the order of `ids`."""
        return self.read(range(len(self)))

    def read(self, rows: Sequence[int]) -> list[Dataset]:
        """The dataset documents in these rows."""
        found = []
        with (self.folder / "datasets.jsonl").open("rb") as file:
            for row in rows:
                try:
                    file.seek(int(self._offsets[row]))
                    found.append(Dataset.model_validate_json(file.readline()))
                except (ValueError, OSError) as error:
                    raise DAMAGED.error(name=self.name, file="datasets.jsonl") from error
        return found

    def _json(self, file: str) -> Any:
        try:
            return json.loads((self.folder / file).read_text("utf-8"))
        except (ValueError, FileNotFoundError, RecursionError) as error:
            raise DAMAGED.error(name=self.name, file=file) from error

    def array(
        self,
        file: str,
        shape: tuple[int, ...] | None = None,
        mmap_mode: Literal["r"] | None = None,
        *,
        through: bool = True,
    ) -> NDArray[Any]:
        """An array of numbers of this shape; pickles are never opened. Raises `release.damaged`.

        through: look through all of it for infinities, which takes as long as reading it.
        """
        try:
            found = np.load(self.folder / file, mmap_mode=mmap_mode, allow_pickle=False)
        except (ValueError, EOFError, FileNotFoundError) as error:
            raise DAMAGED.error(name=self.name, file=file) from error
        if not isinstance(found, np.ndarray) or (shape is not None and found.shape != shape):
            raise DAMAGED.error(name=self.name, file=file)
        if found.dtype.kind not in "fi" or (through and found.dtype.kind == "f" and np.isinf(found).any()):
            raise DAMAGED.error(name=self.name, file=file)
        return found

    @cached_property
    def gas_amounts(self) -> NDArray[np.float64]:
        """kg of each gas (`columns`) per declared unit, cradle to gate; shape (n, gases)."""
        return self.array("gas-amounts.npy", (len(self), len(self.columns)), mmap_mode="r")

    def intensities(self, gwp_set: GwpSet = "AR6") -> NDArray[np.float64]:
        """kg CO2e per declared unit by reporting line, in the order of LINES; shape (n, 5), memory-mapped."""
        return self.array(f"intensities-{gwp_set}.npy", (len(self), len(LINES)), mmap_mode="r")

    def intensity(self, dataset: str, gwp_set: GwpSet = "AR6") -> NDArray[np.float64]:
        """One row of `intensities`; shape (5,). Raises `release.no-dataset`."""
        return np.array(self.intensities(gwp_set)[self.index(dataset)])

    @property
    def has_samples(self) -> bool:
        """Whether joint samples of a unit-process database are stored with it."""
        return self.sample_count > 0

    def samples(
        self,
        rows: Sequence[int],
        gwp_set: GwpSet = "AR6",
        biogenic: Biogenic = "-1/+1",
        *,
        iterations: int | None = None,
        seed: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> NDArray[np.float64]:
        """Joint Monte Carlo samples, (iterations, len(rows)), kg CO2e per declared unit; see `release_samples`."""
        from tanzuji.engine.samples.release_samples import Counting, samples_of

        counting = Counting(gwp_set, biogenic)
        return samples_of(self, rows, counting, iterations=iterations, seed=seed, progress=progress)

    @cached_property
    def report(self) -> dict[str, Any]:
        """What the import that made this release had to say."""
        found = self._json("report.json") if (self.folder / "report.json").is_file() else {}
        if not isinstance(found, dict):
            raise DAMAGED.error(name=self.name, file="report.json")
        return found

    @cached_property
    def flows(self) -> tuple[FlowGas, ...]:
        """Elementary flows of a unit-process database that are greenhouse gases."""
        return tuple(FlowGas(**flow) for flow in self._json("flows.json"))

    def system(self, gwp_set: GwpSet = "AR6") -> System | None:
        """The unit processes as a system to ask for trees and inventories; None for a list of factors."""
        if not self.has_processes:
            return None
        columns = [GasColumn(flow.gas or "", flow.line) for flow in self.flows]
        per_flow = np.nan_to_num(gwp_vector(columns, gwp_set)) * np.array([f.unit_kg for f in self.flows])
        by_line: dict[str, NDArray[np.float64]] = {
            line: np.where([flow.line == line for flow in self.flows], per_flow, 0.0) for line in LINES
        }
        technosphere, interventions = self.triplets("technosphere"), self.triplets("interventions")
        return unit_system(self.ids, technosphere, interventions, self.flows, by_line, self.uncertainty)

    def triplets(self, name: Matrix) -> Triplets:
        """Rows, columns and values of a matrix of a unit-process database, as they were put in."""
        rows, cols, values = (self.array(f"{name}-{part}.npy") for part in ("rows", "cols", "values"))
        return rows, cols, values

    @cached_property
    def is_uncertain(self) -> bool:
        """Whether any exchange of a unit-process database is uncertain."""
        return (self.folder / "technosphere-distributions.npy").is_file()

    @cached_property
    def uncertainty(self) -> Uncertainties | None:
        """Distributions of the triplets of a unit-process database; None where every exchange is certain."""
        if not self.is_uncertain:
            return None
        (made, made_keys), (emitted, emitted_keys) = (self._distributions(name) for name in MATRICES)
        return Uncertainties(made, emitted, made_keys, emitted_keys)

    def _distributions(self, name: Matrix) -> tuple[Factors, NDArray[np.uint64]]:
        count = self.triplets(name)[2].size
        table = self.array(f"{name}-distributions.npy", (count, 4))
        outcomes = self.array(f"{name}-outcomes.npy")
        keys = self.array(f"{name}-keys.npy", (count,))
        try:
            factors = Factors.from_table(table, outcomes)
        except (ValueError, IndexError) as error:
            raise DAMAGED.error(name=self.name, file=f"{name}-distributions.npy") from error
        return factors, keys.view(np.uint64)

    def search(self, text: str, limit: int = 20) -> list[Dataset]:
        """Datasets whose id, names or category hold every word of `text`, best first."""
        words = text.casefold().split()
        scored = []
        with (self.folder / "datasets.jsonl").open(encoding="utf-8") as file:
            for row, line in enumerate(file):
                if not all(word in line.casefold() for word in words):
                    continue
                plain = json.loads(line)
                named = " ".join(
                    [plain["id"], *plain["name"].values(), *plain.get("category", [])]
                ).casefold()
                if all(word in named for word in words):
                    scored.append((len(named), row))
        return self.read([row for _, row in sorted(scored)[:limit]])

    def verify(self) -> None:
        """Recompute the digest from the files, and that of what was solved. Raises `release.damaged`."""
        head = json.loads((self.folder / "release.json").read_text("utf-8"))
        for file, expected in (*head["files"].items(), *head["solved"].items()):
            if file_digest(self.folder / file) != expected:
                raise DAMAGED.error(name=self.name, file=file)
        if identity(head) != self.digest:
            raise DAMAGED.error(name=self.name, file="release.json")


def nearest(wanted: str, known: Sequence[str], count: int = 3) -> list[str]:
    """The ids most like `wanted`, for an error's remedy."""
    import difflib

    return difflib.get_close_matches(wanted, known, n=count, cutoff=0.6)


def identity(head: Mapping[str, Any]) -> str:
    """The digest of a release: SHA-256 over what its head says and the digests of the covered files."""
    covered = {key: head[key] for key in ("format", "name", "version", "title", "licence", "files")}
    return "sha256:" + hashlib.sha256(canonical_json(covered)).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unit_system(
    ids: Sequence[str],
    technosphere: Triplets,
    interventions: Triplets,
    flows: Sequence[FlowGas],
    characterization: Mapping[str, NDArray[np.float64]],
    uncertainty: Uncertainties | None = None,
) -> System:
    """Unit processes as a system in which process i makes dataset i; each category has one factor a flow."""
    return System.from_triplets(
        technosphere=technosphere,
        interventions=interventions,
        characterization=characterization,
        uncertainty=uncertainty,
        process_ids=ids,
        product_ids=ids,
        flow_ids=[flow.id for flow in flows],
    )
