"""Joint Monte Carlo against dense algebra, closed forms and Brightway; and that seed and ids alone decide."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest, lognorm
from small_systems import FACTORS, random_triplets

from tanzuji.documents import CodedError
from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.random_numbers import keys_of, uniforms
from tanzuji.engine.samples.uncertain_exchanges import Uncertainties
from tanzuji.engine.system import System

LOGNORMAL = 1


def lognormals(sigma: Any) -> Factors:
    """Lognormal factors whose median is one."""
    sigma = np.asarray(sigma, dtype=float)
    return Factors(
        np.where(sigma > 0, LOGNORMAL, 0).astype(np.uint8), np.zeros(sigma.size), sigma, np.zeros(sigma.size)
    )


def uncertain_triplets(n: int, seed: int, **options: Any) -> tuple[Any, Any, tuple[Factors, Factors]]:
    """A productive system whose inputs and emissions vary by some percent, three of four lognormally."""
    technosphere, interventions = random_triplets(n, seed, **options)
    rng = np.random.default_rng(seed)
    kinds = [
        lambda x: Uncertainty(distribution="lognormal", sigma=0.05),
        lambda x: Uncertainty(distribution="normal", sd=0.02 * abs(x)),
        lambda x: Uncertainty(
            distribution="triangular", minimum=min(0.9 * x, 1.1 * x), maximum=max(0.9 * x, 1.1 * x)
        ),
        lambda x: None,
    ]
    made, emitted = (
        Factors.of([kinds[k](x) for k, x in zip(rng.integers(0, 4, v.size), v, strict=True)], v)
        for v in (technosphere[2], interventions[2])
    )
    return technosphere, interventions, (made, emitted)


@pytest.mark.parametrize(
    "options", [{"inputs": 6.0}, {"credits": True}, {"wastes": True}, {"inputs": 2.0}], ids=str
)
def test_every_iteration_is_the_footprint_of_the_drawn_exchanges(options: dict[str, Any]) -> None:
    """Draw by hand, put into dense tables, np.linalg.solve: λ = A⁻ᵀ Bᵀ c to nine digits."""
    n = 60
    technosphere, interventions, factors = uncertain_triplets(n, 5, **options)
    keys = [
        keys_of((name, str(i)) for i in range(len(m[2])))
        for name, m in (("a", technosphere), ("b", interventions))
    ]
    system = System.from_triplets(technosphere, interventions, FACTORS, Uncertainties(*factors, *keys))
    by_line = system.sample(7, 99, lines=True)
    assert by_line.shape == (7, n, 3)
    assert np.allclose(system.sample(7, 99), by_line.sum(axis=2), rtol=1e-8)
    c = np.array(list(FACTORS.values()))
    for k in range(7):
        A, B = np.zeros((n, n)), np.zeros((4, n))
        for table, (rows, cols, values), of, key in zip(
            (A, B), (technosphere, interventions), factors, keys, strict=True
        ):
            np.add.at(table, (rows, cols), values * of.draw(uniforms(99, key, k, 1))[0])
        expected = np.linalg.solve(A.T, (c @ B).T)
        assert np.allclose(by_line[k], expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


def test_a_system_without_uncertainty_is_the_same_in_every_iteration() -> None:
    technosphere, interventions = random_triplets(40, 3)
    system = System.from_triplets(technosphere, interventions, FACTORS)
    assert np.allclose(system.sample(3, 1), system.intensities().sum(axis=1), rtol=1e-9)
    assert system.sample(0, 1).shape == (0, 40)


def chain(sigmas: tuple[float, ...]) -> System:
    """Product 0 takes one of 1, which takes one of 2, …; the last emits one kg; each step lognormal."""
    n = len(sigmas)
    at = np.arange(n - 1)
    technosphere = (
        np.concatenate([np.arange(n), at + 1]),
        np.concatenate([np.arange(n), at]),
        np.concatenate([np.ones(n), -np.ones(n - 1)]),
    )
    made = lognormals([0.0] * n + list(sigmas[:-1]))
    return System.from_triplets(
        technosphere, ([0], [n - 1], [1.0]), {"fossil": [1.0]}, (made, lognormals(sigmas[-1:]))
    )


def test_a_product_of_lognormals_is_the_lognormal_of_the_closed_form() -> None:
    """σ² adds up: 0.3² + 0.4² + 1.2² = 1.3²; the first product is lognormal with σ = 1.3, exactly."""
    samples = chain((0.3, 0.4, 1.2)).sample(4000, 11)
    assert kstest(samples[:, 0], lognorm(1.3).cdf).pvalue > 0.01
    assert kstest(samples[:, 1], lognorm(np.hypot(0.4, 1.2)).cdf).pvalue > 0.01
    logs = np.log(samples)
    assert logs[:, 0].mean() == pytest.approx(0, abs=4 * 1.3 / np.sqrt(4000))
    assert logs[:, 0].std() == pytest.approx(1.3, rel=4 / np.sqrt(8000))
    # Joint: what the second has in common with the first is the same draw.
    assert np.corrcoef(logs[:, 0], logs[:, 1])[0, 1] == pytest.approx(np.hypot(0.4, 1.2) / 1.3, abs=0.01)


def test_a_sum_of_lognormals_is_near_the_lognormal_of_fenton_and_wilkinson() -> None:
    """Ten flows of 1 kg, σ = 0.3. Fenton 1960: s² = ln(1 + Var/E²), m = ln E − s²/2 with E = 10 exp(0.045) and
    Var = 10 exp(0.09) (exp(0.09) − 1); moments hold exactly, quantiles at this σ to about half a percent.
    """
    count, sigma, iterations = 10, 0.3, 8_000
    flows = np.arange(count)
    system = System.from_triplets(
        ([0], [0], [1.0]),
        (flows, np.zeros(count, int), np.ones(count)),
        {"fossil": np.ones(count)},
        (None, lognormals(np.full(count, sigma))),
    )
    drawn = system.sample(iterations, 5)[:, 0]
    mean = count * np.exp(sigma**2 / 2)
    variance = count * np.exp(sigma**2) * np.expm1(sigma**2)
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / iterations))
    assert drawn.var() == pytest.approx(variance, rel=0.05)
    s = np.sqrt(np.log1p(variance / mean**2))
    for level in (0.025, 0.25, 0.5, 0.75, 0.975):
        expected = lognorm(s, scale=mean * np.exp(-(s**2) / 2)).ppf(level)
        assert np.quantile(drawn, level) == pytest.approx(expected, rel=0.01)


def test_an_iteration_in_which_a_loop_gains_is_nan_and_every_other_one_is_right() -> None:
    """A loop of two with gains 0.9 · f₁ · f₂; λ₀ = (1 + 0.9 f₁) / (1 − 0.9 f₁ f₂) wherever 0.9 f₁ f₂ < 1."""
    technosphere = ([0, 1, 1, 0], [0, 1, 0, 1], [1.0, 1.0, -0.9, -1.0])
    keys = keys_of((str(i),) for i in range(4))
    of = Uncertainties(lognormals([0, 0, 0.3, 0.3]), lognormals([0, 0]), keys, keys[:2])
    system = System.from_triplets(technosphere, ([0, 0], [0, 1], [1.0, 1.0]), {"fossil": [1.0]}, of)
    drawn = system.sample(2000, 3)[:, 0]
    f = of.technosphere.draw(uniforms(3, keys, 0, 2000))
    gain = 0.9 * f[:, 2] * f[:, 3]
    assert 0.3 < (gain >= 1).mean() < 0.5
    assert (np.isnan(drawn) == (gain >= 1)).all()
    good = gain < 1
    expected = (1 + 0.9 * f[good, 2]) / (1 - gain[good])
    assert np.allclose(drawn[good], expected, rtol=1e-6)


def test_a_reference_product_drawn_into_its_opposite_gives_no_number() -> None:
    system = System.from_triplets(
        ([0], [0], [1.0]),
        ([0], [0], [1.0]),
        {"fossil": [1.0]},
        ([Uncertainty(distribution="normal", sd=1.0)], None),
    )
    drawn = system.sample(400, 1)[:, 0]
    assert 0.08 < np.isnan(drawn).mean() < 0.25  # Φ(−1) = 0.16
    assert (drawn[~np.isnan(drawn)] > 0).all()


def test_what_has_no_answer_leaves_the_others_theirs() -> None:
    """Product 0 may be drawn into its opposite; 1 uses 0, 2 and 3 do not; 4 and 5 form a loop that may gain."""
    at = np.arange(6)
    technosphere = (
        np.concatenate([at, [0, 3, 5, 4]]),
        np.concatenate([at, [1, 2, 4, 5]]),
        np.concatenate([np.ones(6), [-1.0, -1.0, -0.9, -1.0]]),
    )
    made: list[Uncertainty | None] = [None] * 10
    made[0] = Uncertainty(distribution="normal", sd=1.0)
    made[7] = Uncertainty(distribution="lognormal", sigma=0.1)
    made[8] = Uncertainty(distribution="lognormal", sigma=0.3)
    system = System.from_triplets(
        technosphere, (np.zeros(6, int), at, np.ones(6)), {"fossil": [1.0]}, (made, None)
    )
    drawn = system.sample(600, 2)
    unknown = np.isnan(drawn)
    assert (unknown[:, 0] == unknown[:, 1]).all() and 0.1 < unknown[:, 0].mean() < 0.22  # Φ(−1) = 0.16
    assert not unknown[:, 2:4].any()
    assert (unknown[:, 4] == unknown[:, 5]).all() and 0.25 < unknown[:, 4].mean() < 0.48
    assert (unknown[:, 0] != unknown[:, 4]).any()
    assert np.allclose(drawn[:, 3], 1.0) and drawn[:, 2].std() == pytest.approx(0.1, rel=0.15)
    good = ~unknown[:, 0]
    assert np.allclose(drawn[good, 1], 1 + drawn[good, 0], rtol=1e-9)


def test_samples_agree_with_brightways() -> None:
    """bw2calc 3.1 with stats_arrays on the same distributions, 1 500 iterations each; means within four standard
    errors, quantiles within the 4 % that they scatter by.
    """
    bwp = pytest.importorskip("bw_processing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bw2calc = pytest.importorskip("bw2calc")
    n, iterations = 30, 1500
    technosphere, interventions = random_triplets(n, 8, inputs=4.0)
    made = lognormals(np.where(technosphere[2] > 0, 0.0, 0.15))
    emitted = lognormals(np.full(interventions[2].size, 0.4))
    package = _datapackage(bwp, technosphere, interventions, made, emitted, n)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lca = bw2calc.LCA({0: 1.0}, data_objs=[package], use_distributions=True, seed_override=4)
        lca.lci()
        lca.lcia()
        theirs = np.array([lca.score for _ in zip(lca, range(iterations), strict=False)])
    system = System.from_triplets(technosphere, interventions, FACTORS, (made, emitted))
    ours = system.sample(iterations, 4)[:, 0]
    error = np.hypot(ours.std(), theirs.std()) / np.sqrt(iterations)
    assert ours.mean() == pytest.approx(theirs.mean(), abs=4 * error)
    for level in (0.05, 0.5, 0.95):
        assert np.quantile(ours, level) == pytest.approx(np.quantile(theirs, level), rel=0.04)


def _datapackage(
    bwp: Any, technosphere: Any, interventions: Any, made: Factors, emitted: Factors, n: int
) -> Any:
    import stats_arrays as sa

    def places(rows: Any, cols: Any) -> Any:
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, cols
        return indices

    def distributions(values: Any, of: Factors) -> Any:
        found = np.zeros(len(values), dtype=bwp.UNCERTAINTY_DTYPE)
        found["uncertainty_type"] = np.where(of.uncertain, sa.LognormalUncertainty.id, sa.NoUncertainty.id)
        found["loc"] = np.where(of.uncertain, np.log(np.abs(values)), np.abs(values))
        found["scale"] = of.b
        found["minimum"] = found["maximum"] = np.nan
        return found

    package = bwp.create_datapackage()
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        indices_array=places(*technosphere[:2]),
        data_array=np.abs(technosphere[2]),
        flip_array=technosphere[2] < 0,
        distributions_array=distributions(technosphere[2], made),
    )
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        indices_array=places(interventions[0] + n, interventions[1]),
        data_array=interventions[2],
        distributions_array=distributions(interventions[2], emitted),
    )
    package.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=places(np.arange(4) + n, np.zeros(4, int)),
        data_array=np.array(list(FACTORS.values())).sum(axis=0),
        global_index=0,
    )
    return package


def test_blocks_and_the_order_of_exchanges_change_no_bit() -> None:
    technosphere, interventions, (made, emitted) = uncertain_triplets(80, 2)
    system = System.from_triplets(technosphere, interventions, FACTORS, (made, emitted))
    whole = system.sample(11, 7)
    for block in (1, 3, 4, 100):
        assert (system.sample(11, 7, block=block) == whole).all()
    assert (system.sample(5, 7) == whole[:5]).all()
    assert not np.isclose(system.sample(11, 8), whole).any()
    turned = np.random.default_rng(0).permutation(technosphere[2].size)
    shuffled = System.from_triplets(
        tuple(part[turned] for part in technosphere), interventions, FACTORS, (made.take(turned), emitted)
    )
    assert (shuffled.sample(11, 7) == whole).all()


def test_a_process_that_joins_changes_the_samples_of_no_other() -> None:
    technosphere, interventions, (made, emitted) = uncertain_triplets(50, 4)
    ids = [f"p{i}" for i in range(50)]
    before = System.from_triplets(
        technosphere, interventions, FACTORS, (made, emitted), process_ids=ids, product_ids=ids
    )
    joined = (
        np.append(technosphere[0], [50, 7]),
        np.append(technosphere[1], [50, 50]),
        np.append(technosphere[2], [1.0, -0.5]),
    )
    more = Factors.concatenate([made, lognormals([0.0, 0.2])])
    after = System.from_triplets(
        joined,
        interventions,
        FACTORS,
        (more, emitted),
        process_ids=[*ids, "new"],
        product_ids=[*ids, "new"],
    )
    assert np.allclose(after.sample(6, 1)[:, :50], before.sample(6, 1), rtol=1e-8)


def test_an_edited_exchange_stays_as_uncertain_as_it_was_and_a_new_one_is_certain() -> None:
    """λ = amount × factor × 1 kg: doubled, every sample doubles; turned or new, all samples are the amount."""
    system = chain((0.5, 0.0))
    doubled = system.with_edits([(1, 0, -2.0)])
    assert np.allclose(doubled.sample(20, 1), [2.0, 1.0] * system.sample(20, 1), rtol=1e-9)
    again = doubled.with_edits([(1, 0, 0.0)], interventions=[(0, 0, 3.0)])
    assert np.allclose(again.sample(20, 1), [[3.0, 1.0]] * 20, rtol=1e-9)
    credited = system.with_edits([(1, 0, 0.25)])
    assert np.allclose(credited.sample(20, 1), [[-0.25, 1.0]] * 20, rtol=1e-9)


def test_progress_is_told_of_iterations_and_ends_the_work_by_what_it_raises() -> None:
    system = chain((0.5, 0.1))
    told: list[tuple[int, int]] = []
    system.sample(10, 1, block=4, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]

    def stop(done: int, total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        system.sample(1000, 1, block=4, progress=stop)


@pytest.mark.parametrize("given", [(None, [None]), ([None] * 3, None)])
def test_there_is_one_distribution_an_exchange(given: Any) -> None:
    with pytest.raises(CodedError) as caught:
        System.from_triplets(
            ([0, 1], [0, 1], [1.0, 1.0]), ([0, 0], [0, 1], [1.0, 1.0]), {"fossil": [1.0]}, given
        )
    assert caught.value.code == "engine.bad-shape"
    assert "uncertainty." in caught.value.problems[0].path
