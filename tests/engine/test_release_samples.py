"""Joint samples stored with a release: outside its digest, the same wherever they come from, read at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm
from small_systems import random_triplets

from tanzuji.documents import CodedError, Dataset, Text
from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine import FlowGas, ProcessArrays, Release, write_release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.executors import Processes
from tanzuji.engine.samples.random_numbers import key_of, uniforms
from tanzuji.engine.samples.release_samples import add_samples

HEAD: dict[str, Any] = {"name": "sampled", "version": "1", "title": Text(en="sampled"), "licence": "CC0"}
FLOWS = [
    FlowGas("co2", "Carbon dioxide, fossil", "CO2"),
    FlowGas("ch4", "Methane", "CH4-fossil"),
    FlowGas("bio", "Carbon dioxide, biogenic", "CO2", "biogenic"),
    FlowGas("water", "Water", None),
]


def dataset(id_: str, **more: Any) -> Dataset:
    return Dataset.parse({"id": id_, "name": id_, "unit": "kg", "source": {"title": "made"}, **more})


def arrays(n: int, *, sigma: float = 0.1) -> ProcessArrays:
    technosphere, interventions = random_triplets(n, 6)
    lognormal = Uncertainty(distribution="lognormal", sigma=sigma)
    made = Factors.of([None if value > 0 else lognormal for value in technosphere[2]], technosphere[2])
    emitted = Factors.of([lognormal] * interventions[2].size, interventions[2])
    return ProcessArrays(technosphere, interventions, FLOWS, (made, emitted))


def processes(folder: Path, n: int = 40, **more: Any) -> Release:
    datasets = [dataset(f"p{i:02}", kind="process") for i in range(n)]
    return write_release(folder, datasets=datasets, processes=arrays(n), **HEAD, **more)


def test_samples_are_those_of_the_release_s_system(tmp_path: Path) -> None:
    release = processes(tmp_path / "r", samples=20)
    system = release.system("AR6")
    assert system is not None and release.sample_count == 20 and release.has_samples
    expected = system.sample(20, 0)
    assert np.allclose(release.samples([3, 0, 39]), expected[:, [3, 0, 39]], rtol=1e-8)
    assert np.allclose(release.samples([3], iterations=5), expected[:5, [3]], rtol=1e-8)
    # AR5 counts 2 kg of methane as 60, AR6 as 59.6: the very same draws, counted otherwise.
    other = release.system("AR5")
    assert other is not None
    assert np.allclose(release.samples(range(40), "AR5"), other.sample(20, 0), rtol=1e-8)


def test_biogenic_carbon_is_left_out_of_the_samples_where_the_method_leaves_it_out(tmp_path: Path) -> None:
    release = processes(tmp_path / "r", samples=8)
    by_line = release.system("AR6").sample(8, 0, lines=True)  # type: ignore[union-attr]
    fossil = by_line[:, :, 0]
    assert (by_line[:, :, 1] > 0).any()
    assert np.allclose(release.samples(range(40), "AR6", "0/0"), fossil, rtol=1e-8)


def test_what_is_stored_is_what_is_drawn_when_nothing_is_stored(tmp_path: Path) -> None:
    bare, stored = processes(tmp_path / "a"), processes(tmp_path / "b", samples=12)
    assert not bare.has_samples
    for method in (("AR6", "-1/+1"), ("AR4", "0/0")):
        drawn = bare.samples([1, 2], *method, iterations=12)  # type: ignore[arg-type]
        assert np.allclose(stored.samples([1, 2], *method), drawn, rtol=1e-8)  # type: ignore[arg-type]
    assert bare.samples([1]).shape == (1000, 1)


def test_samples_stand_outside_the_digest_and_uncertainty_inside(tmp_path: Path) -> None:
    bare, stored = processes(tmp_path / "a"), processes(tmp_path / "b", samples=4)
    assert bare.digest == stored.digest
    stored.verify()
    (stored.folder / stored.sample_files["AR6 -1/+1"]).write_bytes(b"not the samples")
    with pytest.raises(CodedError) as caught:
        stored.verify()
    assert caught.value.code == "release.damaged"
    with pytest.raises(CodedError):
        Release.open(stored.folder).samples([0])
    datasets = [dataset(f"p{i:02}", kind="process") for i in range(40)]
    certain = arrays(40)
    certain = ProcessArrays(certain.technosphere, certain.interventions, certain.flows)
    without = write_release(tmp_path / "c", datasets=datasets, processes=certain, **HEAD)
    wider = write_release(tmp_path / "d", datasets=datasets, processes=arrays(40, sigma=0.2), **HEAD)
    assert len({bare.digest, without.digest, wider.digest}) == 3


def test_a_release_without_uncertain_exchanges_has_its_footprints_for_samples(tmp_path: Path) -> None:
    given = arrays(10)
    certain = ProcessArrays(given.technosphere, given.interventions, given.flows)
    datasets = [dataset(f"p{i:02}", kind="process") for i in range(10)]
    release = write_release(tmp_path / "r", datasets=datasets, processes=certain, samples=50, **HEAD)
    assert not release.has_samples and release.uncertainty is None
    expected = release.intensities("AR6").sum(axis=1)
    assert np.allclose(release.samples(range(10), iterations=3), expected, rtol=1e-12)


def test_samples_may_be_added_later_by_any_executor_and_replaced(tmp_path: Path) -> None:
    serial = add_samples(processes(tmp_path / "a"), 16)
    pool = add_samples(processes(tmp_path / "b"), 16, executor=Processes(2))
    assert (serial.samples(range(40)) == pool.samples(range(40))).all()
    again = add_samples(serial, 6, 5, gwp_sets=("AR5",))
    assert again.sample_count == 6 and again.sample_seed == 5
    assert set(again.sample_files) == {"AR5 -1/+1", "AR5 0/0"}
    again.verify()
    assert len(list(again.folder.glob("samples-*"))) == 2
    # Who opened it before draws what is no longer stored.
    assert np.allclose(serial.samples([4]), pool.samples([4]), rtol=1e-8)
    # A set that was not stored is drawn, from the same seed.
    assert np.allclose(again.samples([4], "AR6"), add_samples(pool, 6, 5).samples([4], "AR6"), rtol=1e-8)


def test_an_interrupted_run_leaves_the_release_as_it_was(tmp_path: Path) -> None:
    release = processes(tmp_path / "r", samples=4)
    before = {path.name: path.read_bytes() for path in release.folder.iterdir()}

    def stop(done: int, total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        add_samples(release, 500, progress=stop)
    assert {path.name: path.read_bytes() for path in release.folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    with pytest.raises(InterruptedError):
        processes(tmp_path / "s", samples=500, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_the_order_in_which_processes_come_changes_no_sample(tmp_path: Path) -> None:
    given, n = arrays(12), 12
    turned = np.random.default_rng(1).permutation(n)
    place = np.argsort(turned)
    rows, cols, values = given.technosphere
    flows, at, amounts = given.interventions
    shuffled = ProcessArrays(
        (place[rows], place[cols], values), (flows, place[at], amounts), given.flows, given.uncertainty
    )
    names = [f"p{i:02}" for i in range(n)]
    one = write_release(
        tmp_path / "a",
        datasets=[dataset(i, kind="process") for i in names],
        processes=given,
        samples=6,
        **HEAD,
    )
    other = write_release(
        tmp_path / "b",
        datasets=[dataset(names[i], kind="process") for i in turned],
        processes=shuffled,
        samples=6,
        **HEAD,
    )
    assert one.digest == other.digest
    assert (one.samples(range(n)) == other.samples(range(n))).all()


def loop(sigma: float) -> ProcessArrays:
    """Two processes that need 0.9 of each other's product; one input varies."""
    given = (np.array([0, 1, 1, 0]), np.array([0, 1, 0, 1]), np.array([1.0, 1.0, -0.9, -1.0]))
    varying = Factors.of(
        [None, None, None, Uncertainty(distribution="lognormal", sigma=sigma)],
        np.array([1.0, 1.0, -0.9, -1.0]),
    )
    return ProcessArrays(
        given, (np.array([0]), np.array([0]), np.array([1.0])), FLOWS[:1], (varying, Factors.certain(1))
    )


def processes_of_loop(folder: Path, of: ProcessArrays, samples: int) -> Release:
    datasets = [dataset("a", kind="process"), dataset("b", kind="process")]
    return write_release(folder, datasets=datasets, processes=of, samples=samples, **HEAD)


def test_iterations_without_an_answer_give_way_to_the_following_ones(tmp_path: Path) -> None:
    """The loop closes while 0.9 f < 1; λ₀ = 1 / (1 − 0.9 f). With σ = 0.075 one draw in twelve does not close it:
    Φ(−ln(1/0.9)/0.075) = Φ(−1.40) = 0.08. The first draws after the last one that close it stand in for those.
    """
    release = processes_of_loop(tmp_path / "r", loop(0.075), samples=100)
    of = release.uncertainty
    assert of is not None and of.technosphere_keys is not None
    at = int(np.flatnonzero(of.technosphere.uncertain)[0])
    assert of.technosphere_keys[at] == key_of("b", "a", "0")
    u = uniforms(0, of.technosphere_keys[[at]], 0, 200)[:, 0]
    gain = 0.9 * np.exp(0.075 * norm.ppf(u))
    first, later = gain[:100], gain[100:]
    filled = first.copy()
    filled[first >= 1] = later[later < 1][: (first >= 1).sum()]
    assert 1 <= (first >= 1).sum() <= 10
    assert np.allclose(release.samples([0])[:, 0], 1 / (1 - filled), rtol=1e-6)


def test_a_dataset_that_often_has_no_answer_has_no_samples_and_the_others_have_theirs(tmp_path: Path) -> None:
    """With σ = 0.3 the loop of a and b does not close in 36 of 100 draws; c has nothing to do with it."""
    both = loop(0.3)
    rows, cols, values = both.technosphere
    technosphere = np.append(rows, 2), np.append(cols, 2), np.append(values, 1.0)
    made = Factors.concatenate([both.uncertainty[0], Factors.certain(1)])  # type: ignore[index]
    emitted = Factors.of([None, Uncertainty(distribution="lognormal", sigma=0.2)], [1.0, 1.0])
    arrays = ProcessArrays(
        technosphere, (np.zeros(2, int), np.array([0, 2]), np.ones(2)), both.flows, (made, emitted)
    )
    datasets = [dataset(name, kind="process") for name in "abc"]
    stored = write_release(tmp_path / "r", datasets=datasets, processes=arrays, samples=50, **HEAD)
    bare = write_release(tmp_path / "s", datasets=datasets, processes=arrays, **HEAD)
    for drawn in (stored.samples([0, 1, 2]), bare.samples([0, 1, 2], iterations=50)):
        assert np.isnan(drawn[:, :2]).all()
        assert np.log(drawn[:, 2]).std() == pytest.approx(0.2, rel=0.4)


def test_a_factor_is_drawn_around_its_stated_total(tmp_path: Path) -> None:
    """3 kg CO2e with σ = 0.2; 2 kg of methane with a range of 40–80 kg CO2e around 59.6 (AR6); one certain."""
    amounts = [{"gas": "CH4-fossil", "amount": 2.0}]
    release = write_release(
        tmp_path / "r",
        datasets=[
            dataset(
                "a",
                amounts=[{"gas": "CO2e", "amount": 3.0}],
                uncertainty={"distribution": "lognormal", "sigma": 0.2},
            ),
            dataset(
                "b", amounts=amounts, uncertainty={"distribution": "uniform", "minimum": 40, "maximum": 80}
            ),
            dataset("c", amounts=amounts, uncertainty={"minimum": 40, "maximum": 80}),
            dataset("d"),
        ],
        **HEAD,
    )
    drawn = release.samples(range(4), iterations=400)
    assert drawn.shape == (400, 4)
    u = uniforms(0, np.array([key_of("sampled", "a")], dtype=np.uint64), 0, 400)[:, 0]
    assert np.allclose(drawn[:, 0], 3 * np.exp(0.2 * norm.ppf(u)), rtol=1e-12)
    assert drawn[:, 1].min() > 40 and drawn[:, 1].max() < 80
    assert drawn[:, 1].mean() == pytest.approx(60, abs=4 * 11.6 / 20)
    # In AR5 two kilograms of methane are 60: the same relative range.
    assert np.allclose(release.samples([1], "AR5", iterations=400)[:, 0], drawn[:, 1] * 60 / 59.6)
    assert np.allclose(drawn[:, 2], 59.6)
    assert np.isnan(drawn[:, 3]).all()
    assert (release.samples([2, 0], iterations=400)[:, 1] == drawn[:, 0]).all()


def test_who_opened_a_release_before_its_samples_were_replaced_reads_none_of_the_new_ones(
    tmp_path: Path,
) -> None:
    """As many, of the same seed, but for AR4 alone: methane is 29.8 in AR6 and 25 in AR4."""
    before = add_samples(processes(tmp_path / "r"), 8, 0, gwp_sets=("AR6", "AR4"))
    expected = before.samples(range(40), "AR6").copy()
    other = add_samples(before, 8, 0, gwp_sets=("AR4",))
    assert not set(other.sample_files.values()) & {before.sample_files["AR6 -1/+1"]}
    again = before.samples(range(40), "AR6")
    assert np.allclose(again, expected, rtol=1e-8)
    assert not np.allclose(other.samples(range(40), "AR4"), expected, rtol=1e-3)


def test_making_up_for_iterations_without_an_answer_can_be_ended(tmp_path: Path) -> None:
    """A product that takes 0.6 (normal, sd 0.2) of itself: some iterations have no answer and are made up for."""
    arrays_ = ProcessArrays(
        (np.array([0, 1, 1, 0]), np.array([0, 1, 0, 1]), np.array([1.0, 1.0, -0.6, -1.0])),
        (np.array([0]), np.array([0]), np.array([1.0])),
        FLOWS[:1],
        (
            Factors.of(
                [None, None, Uncertainty(distribution="normal", sd=0.2), None], [1.0, 1.0, -0.6, -1.0]
            ),
            Factors.certain(1),
        ),
    )
    release = write_release(
        tmp_path / "r",
        datasets=[dataset(i, kind="process") for i in ("a", "b")],
        processes=arrays_,
        **HEAD,
    )
    told: list[tuple[int, int]] = []
    stored = add_samples(release, 400, progress=lambda *step: told.append(step))
    replaced = json.loads((stored.folder / "release.json").read_text("utf-8"))["samples"]["replaced"]
    ended = told.count((400, 400)) - 1
    assert replaced and ended >= replaced
