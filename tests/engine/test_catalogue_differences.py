"""What a new release changes, worked by hand on two products and three datasets."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from tanzuji.documents.datasets import Dataset, GasAmount, Source
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import Method
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.catalogue import (
    Bands,
    Catalogue,
    CatalogueRow,
    Column,
    Follow,
    Product,
    ProductGraph,
    Releases,
    differences,
    joint_samples,
    multiply,
    recompute,
    spread,
)
from tanzuji.engine.catalogue.recompute import Standing
from tanzuji.engine.catalogue.store import Rows


def _release(
    folder: Path, version: str, name: str = "lib", replaces: dict[str, str] | None = None, **values: float
) -> Release:
    """Datasets of so many kg CO2e per kg."""
    datasets = [
        Dataset(
            id=key,
            name=Text(zh=key, en=key),
            unit="kg",
            amounts=(GasAmount(gas="CO2e", amount=value),),
            source=Source(title="by hand"),
            replaces=(replaces or {}).get(key),
        )
        for key, value in values.items()
    ]
    title = Text(zh="库", en="library")
    return write_release(
        folder / name / version, name=name, version=version, title=title, licence="", datasets=datasets
    )


class Shelf:
    """A catalogue with rows made by hand on one release."""

    def __init__(self, folder: Path, release: Release) -> None:
        self.catalogue, self.release = Catalogue(folder / "catalogue"), release

    def put(self, key: str, gas: float = 0.0, **amounts: float) -> None:
        columns = {Column(self.release.name, self.release.digest, d): a for d, a in amounts.items()}
        if gas:
            columns[Column("gas", "fossil", "CO2")] = gas
        self.catalogue.put([Product(key, "one", "1")], [CatalogueRow(columns, Method())])

    def rows(self) -> Rows:
        return self.catalogue.rows()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """steel 2, power 0.5, freight 0.1 kg CO2e; car: 10 steel + 20 power + 3 kg CO2; bag: 1 power + 5 freight."""
    made = Shelf(tmp_path, _release(tmp_path, "1", steel=2.0, power=0.5, freight=0.1))
    made.put("car", gas=3.0, steel=10, power=20)
    made.put("bag", power=1, freight=5)
    return made


def test_each_product_has_old_new_and_the_dataset_that_moved_it(shelf: Shelf, tmp_path: Path) -> None:
    """steel 2 → 2.1, power 0.5 → 0.4: car 33 → 32 (steel +1, power −2), bag 1.0 → 0.9 (power −0.1: just 10 %)."""
    new = _release(tmp_path, "2", steel=2.1, power=0.4, freight=0.1)
    found = differences(
        shelf.rows(),
        Standing(Releases.of(shelf.release)),
        Standing(Releases.of(shelf.release, instead=[new])),
    )
    car, bag = found
    assert (car.old, car.new, car.change) == (pytest.approx(33), pytest.approx(32), pytest.approx(-1))
    assert [(c.name, pytest.approx(by)) for c, by in car.causes] == [("power", -2), ("steel", 1)]
    assert [(c.name, pytest.approx(by)) for c, by in bag.causes] == [("power", -0.1)]
    assert found.rows.columns[int(found.cause[0])].name == "power" and found.cause_change[0] == pytest.approx(
        -2
    )
    assert not car.beyond_tolerance
    assert not bag.beyond_tolerance, "a change of exactly the tolerance is within it"
    assert sum(by for _, by in car.causes) == pytest.approx(car.change)


def test_the_tolerance_is_crossed_above_a_tenth_either_way(shelf: Shelf, tmp_path: Path) -> None:
    """bag 1.0 → 0.5 + 5 × 0.08 = 0.9 is within, 0.5 + 5 × 0.07 = 0.85 is beyond."""
    before = Standing(Releases.of(shelf.release))
    for freight, beyond in ((0.08, False), (0.07, True), (0.13, True)):
        new = _release(tmp_path, f"f{freight}", steel=2.0, power=0.5, freight=freight)
        after = Standing(Releases.of(shelf.release, instead=[new]))
        assert differences(shelf.rows(), before, after).beyond_tolerance.tolist() == [False, beyond]


def test_a_product_that_changes_its_band_is_named(shelf: Shelf, tmp_path: Path) -> None:
    """Limits of car: A to 32.5, B to 40; it falls from B to A. At a limit it is still below it."""
    new = _release(tmp_path, "2", steel=2.1, power=0.4, freight=0.1)
    before, after = Standing(Releases.of(shelf.release)), Standing(Releases.of(shelf.release, instead=[new]))
    found = differences(shelf.rows(), before, after, bands=Bands({"car": (32.5, 40.0)}))
    car, bag = found
    assert (car.band_before, car.band_after, car.crosses) == (1, 0, True)
    assert (bag.band_before, bag.crosses) == (-1, False)
    assert found.crossed.tolist() == [True, False]
    at = differences(shelf.rows(), before, before, bands=Bands({"car": (33.0,)}))
    assert at.band_before.tolist() == [0, -1]


def test_a_dataset_that_is_gone_makes_the_product_unknown_and_is_the_cause(
    shelf: Shelf, tmp_path: Path
) -> None:
    new = _release(tmp_path, "2", steel=2.0, power=0.5)
    after = Standing(Releases.of(shelf.release, instead=[new]))
    found = differences(
        shelf.rows(), Standing(Releases.of(shelf.release)), after, bands=Bands({"bag": (1.0,)})
    )
    assert np.isnan(found.new[1]) and not np.isnan(found.new[0])
    assert found.of(1).causes[0][0].name == "freight"
    assert [c.name for c in found.after.missing] == ["freight"]
    assert found.band_after[1] == -1 and not found.beyond_tolerance[1]
    assert found.no_longer_known.tolist() == [False, True], "an alarm of its own"
    assert [d.no_longer_known for d in found] == [False, True]


def test_the_next_years_factor_takes_the_place_of_the_one_it_replaces(shelf: Shelf, tmp_path: Path) -> None:
    new = _release(tmp_path, "2", replaces={"power-25": "power", "power-26": "power-25"},
                   **{"steel": 2.0, "freight": 0.1, "power": 0.5, "power-25": 0.45, "power-26": 0.4})  # fmt: skip
    plain = recompute(shelf.rows(), Releases.of(shelf.release, instead=[new]))
    followed = recompute(shelf.rows(), Releases.of(shelf.release, instead=[new], follow_successors=True))
    assert plain.totals == pytest.approx([33, 1.0])
    assert followed.totals == pytest.approx([31, 0.9])


def test_a_product_that_stands_on_another_follows_it(tmp_path: Path) -> None:
    """engine: 4 kg steel a piece (2 pieces a unit); car: 1 engine + 1 kg steel. Steel 2 → 3: the car 6 → 9 + … = 5·3/…

    engine 8 → 12 kg a unit of 2 pieces, so 4 → 6 a piece; car 4 + 2 = 6 → 6 + 3 = 9.
    """
    library = _release(tmp_path, "1", steel=2.0)
    own = _release(tmp_path, "1", name="products", **{"product:engine@1": 4.0})
    shelf = Shelf(tmp_path, library)
    shelf.catalogue.put(
        [Product("car", "one", "1"), Product("engine", "one", "1")],
        [
            CatalogueRow({Column("lib", library.digest, "steel"): 1.0, Column("products", own.digest, "product:engine@1"): 1.0}, Method()),
            CatalogueRow({Column("lib", library.digest, "steel"): 4.0}, Method()),
        ],
    )  # fmt: skip
    follow = Follow({"product:engine@1": "engine"}, {"product:engine@1": 0.5})
    new = _release(tmp_path, "2", steel=3.0)
    before = Standing(Releases.of(library, own))
    after = Standing(Releases.of(library, own, instead=[new]), follow)
    found = differences(shelf.rows(), before, after)
    assert found.old == pytest.approx([6, 8]) and found.new == pytest.approx([9, 12])
    assert [(c.name, pytest.approx(by)) for c, by in found.of(0).causes] == [
        ("product:engine@1", 2),
        ("steel", 1),
    ]
    # samples of the engine reach the car: steel 2.0 ± 1 in two samples
    steel = np.array([[3.0, 1.0]])
    drawn = joint_samples(
        shelf.rows(),
        Standing(Releases.of(library, own), follow),
        draw=lambda release, rows, method: steel.T,
        iterations=2,
    )
    assert drawn == pytest.approx(np.array([[9.0, 12.0], [3.0, 4.0]]))


def test_products_in_a_loop_are_named(tmp_path: Path) -> None:
    library = _release(tmp_path, "1", name="products", **{"product:a@1": 1.0, "product:b@1": 1.0})
    shelf = Shelf(tmp_path, library)
    shelf.put("a", **{"product:b@1": 1.0})
    shelf.put("b", **{"product:a@1": 1.0})
    follow = Follow({"product:a@1": "a", "product:b@1": "b"})
    names = {"a": Text(zh="甲", en="Alpha"), "b": Text(zh="乙", en="Beta")}
    with pytest.raises(CodedError) as raised:
        recompute(shelf.rows(), Standing(Releases.of(library), follow, names=names))
    assert raised.value.code == "catalogue.loop"
    assert "甲 → 乙 → 甲" in raised.value.problems[0].text("zh")
    assert "Alpha → Beta → Alpha" in raised.value.problems[0].text("en")


def test_the_graph_knows_order_levels_and_who_is_above() -> None:
    """car takes engine and seat, engine takes bolt; bus takes engine; x and y stand on each other, z on x."""
    graph = ProductGraph(
        {
            "car": ["engine", "seat"],
            "engine": ["bolt"],
            "bus": ["engine"],
            "x": ["y"],
            "y": ["x"],
            "z": ["x"],
            "me": ["me"],
        }
    )
    assert graph.loops == [("me",), ("x", "y")] or graph.loops == [("x", "y"), ("me",)]
    assert graph.above(["bolt"]) == {"engine", "car", "bus"} and graph.below(["car"]) == {
        "engine",
        "seat",
        "bolt",
    }
    assert {p: graph.levels[p] for p in ("bolt", "engine", "car", "x", "y", "z")} == {
        "bolt": 0,
        "engine": 1,
        "car": 2,
        "x": 0,
        "y": 0,
        "z": 1,
    }
    order = ProductGraph({"car": ["engine"], "engine": ["bolt"]}).order()
    assert order == ["bolt", "engine", "car"]
    with pytest.raises(CodedError):
        graph.order()


def test_a_chain_of_ten_thousand_products_needs_no_deep_stack() -> None:
    graph = ProductGraph({f"p{i}": [f"p{i + 1}"] for i in range(10_000)})
    assert graph.levels["p0"] == 10_000 and graph.order()[0] == "p10000"


def test_scipy_and_compiled_loops_give_the_same_bits_in_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(5)
    lengths = rng.integers(0, 60, 4000)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    matrix = multiply.Matrix(
        offsets, rng.integers(0, 500, offsets[-1]).astype(np.int32), rng.lognormal(size=offsets[-1])
    )
    tables = [
        rng.normal(size=(500, 5)),
        rng.normal(size=(500, 32)),
        rng.normal(size=(500, 64)).astype(np.float32),
    ]
    monkeypatch.setattr(multiply, "WORTH_COMPILING", 0)
    compiled = [multiply.times(matrix, t, threads=n) for t in tables for n in (1, 2, 5)]
    monkeypatch.setattr(multiply, "_compiled", lambda loop: None)
    plain = [multiply.times(matrix, t, threads=n) for t in tables for n in (1, 2, 5)]
    for a, b in zip(compiled, plain, strict=True):
        assert a.tobytes() == b.tobytes()
    assert compiled[0] == pytest.approx(np.array([[matrix.values[s:e] @ tables[0][matrix.columns[s:e], k] for k in range(5)]
                                                  for s, e in itertools.pairwise(offsets)]))  # fmt: skip


def test_statistics_of_the_samples_are_numpys_and_do_not_depend_on_blocks(shelf: Shelf) -> None:
    """Against `numpy.quantile` and the plain product of matrices in double precision."""
    rows = shelf.rows()
    standing = Standing(Releases.of(shelf.release))
    base = recompute(rows, standing)
    number, table = next(iter(base.tables.items()))
    drawn = table.sum(axis=1)[:, None] * np.random.default_rng(1).lognormal(0, 0.3, (len(rows.columns), 501))
    told: list[tuple[int, int]] = []
    found = spread(
        rows, standing, {number: drawn}, block=1, progress=lambda done, of: told.append((done, of))
    )
    again = spread(rows, standing, {number: drawn}, threads=1)
    samples = joint_samples(rows, standing, {number: drawn})
    assert told == [(1, 2), (2, 2)] and found.samples == 501
    for one, other in ((found.mean, again.mean), (found.low, again.low), (found.sd, again.sd)):
        assert one.tobytes() == other.tobytes()
    assert found.mean == pytest.approx(samples.mean(axis=0), rel=1e-6)
    assert found.sd == pytest.approx(samples.std(axis=0, ddof=1), rel=1e-6)
    for got, q in ((found.low, 0.025), (found.median, 0.5), (found.high, 0.975)):
        assert got == pytest.approx(np.quantile(samples, q, axis=0), rel=1e-6)


def test_sampling_stops_when_it_is_told_to(shelf: Shelf) -> None:
    standing = Standing(Releases.of(shelf.release))

    def stop(done: int, of: int) -> None:
        raise InterruptedError

    drawn = {
        number: np.ones((len(shelf.rows().columns), 3)) for number in recompute(shelf.rows(), standing).tables
    }
    with pytest.raises(InterruptedError):
        spread(shelf.rows(), standing, drawn, progress=stop)
