"""The uncertainty of a product against closed forms, against `compute` itself, and against a plain loop over it."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from scipy.stats import norm

from tanzuji.documents import CodedError, Dataset, ProductModel, Text
from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.quality_schemes import schemes
from tanzuji.engine import FlowGas, ProcessArrays, compute, write_release
from tanzuji.engine.release import Release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.random_numbers import keys_of, uniforms
from tanzuji.engine.uncertainty.monte_carlo import compare_uncertainty, sample, told, uncertainty
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release

SOURCE = {"title": "hand-made", "publisher": "tests", "year": 2024}


def dataset(id_: str, unit: str, amount: float, **more: object) -> Dataset:
    return Dataset.parse(
        {
            "id": id_,
            "name": id_,
            "unit": unit,
            "amounts": [{"gas": "CO2e", "amount": amount}],
            "source": SOURCE,
        }
        | more
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(
        tmp_path_factory.mktemp("releases") / "hand" / "1",
        name="hand",
        version="1",
        title=Text(en="hand-made"),
        licence="CC0",
        datasets=[
            dataset("grid", "kWh", 0.5, uncertainty={"distribution": "lognormal", "sigma": 0.2}),
            dataset("coal", "GJ", 100.0),
            dataset("steel", "kg", 2.0, quality={"technology": 3, "time": 2}),
            dataset("saved", "kWh", 0.4),
            dataset("road", "t*km", 0.1, uncertainty={"distribution": "normal", "sd": 0.01}),
        ],
    )


def model(**changes: object) -> ProductModel:
    base: dict = {
        "id": "thing",
        "product": {"name": "thing"},
        "unit": {"kind": "declared", "unit": "t", "description": "1 t of thing"},
        "boundary": {"type": "cradle_to_gate", "geography": "CN"},
        "processes": [],
    }
    return ProductModel.parse(base | changes)


def one(*energy: dict, **changes: object) -> ProductModel:
    process = {"id": "make", "name": "make", "stage": "manufacturing", "energy": list(energy)}
    return model(processes=[process], **changes)


def power(amount: object = 100, sigma: float | None = 0.3, **more: object) -> dict:
    line = {"id": "power", "name": "power", "amount": amount, "unit": "kWh", "dataset": "grid"} | more
    return line | ({"uncertainty": {"distribution": "lognormal", "sigma": sigma}} if sigma else {})


STATED = {"scheme": None}


def test_a_product_of_lognormals_is_the_lognormal_of_the_closed_form(library):
    """100 kWh (σ 0.3) × 0.5 (σ 0.2): median 50, σ² = 0.09 + 0.04 = 0.13, exactly."""
    n = 20_000
    found = uncertainty(one(power()), library, iterations=n, **STATED)
    s = sqrt(0.13)
    assert found.total == pytest.approx(50)
    assert found.spread.median == pytest.approx(50, abs=4 * found.errors.median)
    assert found.spread.mean == pytest.approx(50 * exp(0.065), abs=4 * found.errors.mean)
    assert found.spread.interval.low == pytest.approx(50 * exp(-1.96 * s), abs=4 * found.errors.low)
    assert found.spread.interval.high == pytest.approx(50 * exp(1.96 * s), abs=4 * found.errors.high)
    assert found.errors.mean == pytest.approx(50 * exp(0.065) * sqrt(exp(0.13) - 1) / sqrt(n), rel=0.05)


def test_the_analytic_estimate_is_exact_in_the_mean_and_close_in_the_variance(library):
    """E = 100 e^0.045 × 0.5 e^0.02; first order: cv² = (e^0.09 − 1) + (e^0.04 − 1)."""
    found = uncertainty(one(power()), library, **STATED).analytic
    assert found.mean == pytest.approx(50 * exp(0.065), rel=1e-9)
    assert found.sd / found.mean == pytest.approx(sqrt(exp(0.09) - 1 + exp(0.04) - 1), rel=1e-6)


def test_a_sum_of_lognormals_agrees_with_fenton_and_wilkinson(library):
    """Three independent lognormals: mean and variance add up; their sum is nearly lognormal with those moments."""
    lines = [
        power(a, s, id=f"p{i}", dataset="saved")
        for i, (a, s) in enumerate([(100, 0.3), (60, 0.4), (30, 0.2)])
    ]
    mean = sum(0.4 * a * exp(s * s / 2) for a, s in [(100, 0.3), (60, 0.4), (30, 0.2)])
    variance = sum(
        (0.4 * a) ** 2 * exp(s * s) * (exp(s * s) - 1) for a, s in [(100, 0.3), (60, 0.4), (30, 0.2)]
    )
    found = uncertainty(one(*lines), library, iterations=20_000, **STATED)
    assert found.analytic.mean == pytest.approx(mean, rel=1e-9)
    assert found.analytic.sd == pytest.approx(sqrt(variance), rel=1e-6)
    assert found.spread.mean == pytest.approx(mean, abs=4 * found.errors.mean)
    assert found.spread.sd == pytest.approx(sqrt(variance), rel=0.03)
    assert found.spread.interval.low == pytest.approx(found.analytic.interval.low, rel=0.02)
    assert found.spread.interval.high == pytest.approx(found.analytic.interval.high, rel=0.02)


def everything() -> ProductModel:
    """Parameters in formulas, conversions, transport, allocation, co-products, loops, materials, removals."""
    lognormal = {"distribution": "lognormal", "sigma": 0.2}
    return model(
        id="all",
        unit={"kind": "functional", "unit": "piece", "description": "one"},
        boundary={"type": "cradle_to_grave", "geography": "CN"},
        method={"end_of_life": "cff"},
        parameters=[
            {"name": "mass", "value": 10, "uncertainty": {"distribution": "normal", "sd": 0.5}},
            {"name": "Waste", "value": "=mass * 0.1"},
            {"name": "yield_", "value": 0.9, "uncertainty": {"distribution": "uniform", "minimum": 0.85, "maximum": 0.95}},
        ],
        deliver="part",
        processes=[
            {
                "id": "part", "name": "part", "stage": "manufacturing",
                "output": {"amount": "=yield_", "unit": "piece", "mass": "=mass"},
                "coproducts": [
                    {"id": "scrap", "name": "scrap", "amount": "=Waste", "unit": "kg"},
                    {"id": "ash", "name": "ash", "amount": 1, "unit": "kg", "is_waste": True},
                ],
                "allocation": {"method": "mass", "reason": "tests"},
                "inputs": [
                    {"id": "steel", "name": "steel", "amount": "=mass + Waste", "unit": "kg", "dataset": "steel"},
                    {"id": "water", "name": "water", "amount": 3, "unit": "kg", "process": "plant", "uncertainty": lognormal},
                ],
                "energy": [
                    power(20),
                    {"id": "coal", "name": "coal", "amount": 50, "unit": "kg", "dataset": "coal", "uncertainty": lognormal,
                     "conversion": {"amount": 21, "unit": "MJ/kg", "uncertainty": {"distribution": "triangular", "minimum": 18, "mode": 21, "maximum": 25}}},
                ],
                "transports": [
                    {"id": "road", "name": "road", "mass": "=mass", "mass_unit": "kg", "distance": 300, "dataset": "road", "uncertainty": lognormal},
                ],
                "emissions": [
                    {"id": "ch4", "name": "methane", "gas": "CH4", "amount": 0.2, "uncertainty": lognormal},
                    {"id": "up", "name": "uptake", "gas": "CO2", "amount": 3, "category": "removal", "uncertainty": lognormal},
                ],
            },
            {
                "id": "plant", "name": "plant", "stage": "raw_materials", "output": {"amount": 100, "unit": "kg"},
                "inputs": [
                    {"id": "own", "name": "own", "amount": 20, "unit": "kg", "process": "plant", "uncertainty": lognormal},
                    {"id": "heat", "name": "heat", "amount": 5, "unit": "MJ", "process": "boiler"},
                ],
                "energy": [power(8, 0.1)],
            },
            {
                "id": "boiler", "name": "boiler", "stage": "raw_materials", "output": {"amount": 50, "unit": "MJ"},
                "inputs": [{"id": "feed", "name": "feed", "amount": 30, "unit": "kg", "process": "plant", "uncertainty": lognormal}],
                "coproducts": [{"id": "extra", "name": "power", "amount": 2, "unit": "kWh", "datasets": ["saved"]}],
                "allocation": {"method": "substitution"},
                "energy": [{"id": "coal", "name": "coal", "amount": 0.06, "unit": "GJ", "dataset": "coal"}],
            },
        ],
        materials=[
            {"id": "steel", "name": "steel", "amount": "=mass", "recycling_rate": 0.8,
             "datasets": {"recycling": ["steel"], "substituted": ["steel"], "disposal": ["steel"]}},
        ],
    )  # fmt: skip


def test_a_draw_of_ones_is_the_footprint(library):
    found = sample(everything(), library, iterations=100)
    ones = found.drawn.compute(found.drawn.inputs.at(np.ones((3, len(found.drawn.inputs)))))
    total = compute(everything(), library).total
    assert ones.totals == pytest.approx([total] * 3, rel=1e-12)


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_a_draw_of_ones_is_the_footprint_of_every_product_that_ships(name):
    shipped, release = demo_models()[name], starter_release()
    found = sample(shipped, release, iterations=100)
    ones = found.drawn.compute(found.drawn.inputs.at(np.ones((1, len(found.drawn.inputs)))))
    expected = compute(shipped, release)
    assert ones.totals[0] == pytest.approx(expected.total, rel=1e-12)
    assert ones.lines[0].sum() == pytest.approx(sum(c.total for c in expected.contributions), rel=1e-12)


def test_every_draw_is_the_footprint_of_the_model_with_what_was_drawn(library):
    """`compute` on the document with each amount, parameter, conversion and factor replaced, draw by draw."""
    n = 25
    found = sample(everything(), library, iterations=100, scheme=None)
    drawn = found.drawn
    times = drawn.inputs.draws(0, 0, n).times
    for k in range(n):
        plain, factors = everything().plain(), {}
        for item, factor in zip(drawn.inputs.items, times[k], strict=True):
            if item.kind == "factor":
                factors[item.key.partition("/")[2]] = factor
            else:
                _multiply(plain, item.path, item.kind, float(factor))
        assert found.totals[k] == pytest.approx(
            compute(ProductModel.parse(plain), _with(library, factors, k)).total, rel=1e-9
        )


def _multiply(plain: dict, path: str, kind: str, factor: float) -> None:
    target = plain
    for step in path.replace("]", "").replace("[", ".").split("."):
        target = target[int(step)] if step.isdigit() else target[step]
    field = (
        "value" if kind == "parameter" else "mass" if "mass" in target and "transports" in path else "amount"
    )
    stated = target[field]
    target[field] = f"=({stated[1:]}) * {factor!r}" if isinstance(stated, str) else stated * factor


def _with(library: Release, factors: dict[str, float], k: int) -> Release:
    """The library with some of its factors multiplied."""
    changed = []
    for each in library.datasets():
        plain = each.plain()
        plain["amounts"][0]["amount"] *= factors.get(each.id, 1.0)
        changed.append(Dataset.parse(plain))
    folder = library.folder.parent / f"drawn-{k}"
    return write_release(
        folder, name="drawn", version=str(k), title=Text(en="drawn"), licence="CC0", datasets=changed
    )


def test_the_seed_alone_decides_and_the_first_draws_of_many_are_those_of_few(library):
    few = sample(everything(), library, iterations=100, seed=3)
    many = sample(everything(), library, iterations=1000, seed=3)
    assert np.array_equal(few.totals, many.totals[:100])
    assert not np.array_equal(few.totals, sample(everything(), library, iterations=100, seed=4).totals)


def test_blocks_change_nothing(library, monkeypatch):
    whole = sample(everything(), library, iterations=200)
    monkeypatch.setattr("tanzuji.engine.uncertainty.monte_carlo.CELLS", 17 * 40)
    assert np.array_equal(whole.totals, sample(everything(), library, iterations=200).totals)


def test_a_line_that_joins_changes_no_draw_of_the_others(library):
    alone = sample(one(power()), library, iterations=100, scheme=None)
    both = sample(one(power(), power(1, 0.5, id="more")), library, iterations=100, scheme=None)
    assert np.array_equal(alone.lines[:, 0], both.lines[:, both.kept.index(0)])


def test_a_factor_of_two_products_is_drawn_alike_and_their_own_amounts_are_not(library):
    """The same dataset in both and nothing else uncertain: perfectly correlated, the lower one always lower."""
    first, second = one(power(100, None)), one(power(101, None), id="other")
    found = compare_uncertainty((second, library), (first, library), **STATED)
    assert found.correlation == pytest.approx(1.0)
    assert found.lower == 1.0
    assert found.difference == pytest.approx(-0.5)
    apart = compare_uncertainty(
        (one(power(dataset="saved")), library), (one(power(dataset="saved"), id="other"), library), **STATED
    )
    assert abs(apart.correlation) < 0.15
    assert apart.lower == pytest.approx(0.5, abs=4 * apart.lower_error)


def test_the_probability_of_being_lower_is_that_of_the_closed_form(library):
    """ln A − ln B is normal with mean ln(90/100) and variance 2 × 0.3²; what both share cancels: P = Φ(0.2483)."""
    found = compare_uncertainty(
        (one(power(100)), library), (one(power(90), id="other"), library), iterations=20_000, **STATED
    )
    expected = norm.cdf(log(100 / 90) / (0.3 * sqrt(2)))
    assert found.lower == pytest.approx(expected, abs=4 * found.lower_error)


def test_shares_of_the_variance_add_up_and_stages_are_sums_of_lines(library):
    found = uncertainty(everything(), library, sobol=False)
    assert sum(s.variance_share for s in found.stages) == pytest.approx(1)
    assert sum(line.variance_share for line in found.lines) == pytest.approx(1)
    assert sum(s.spread.mean for s in found.stages) == pytest.approx(found.spread.mean)
    assert sum(e.variance_share for e in found.effects) == pytest.approx(1)


def test_the_sobol_indices_of_a_sum_are_its_shares_of_variance(library):
    """0.4 × (100 kWh ± 10 and 50 kWh ± 10, normal): both bring one half."""
    lines = [
        power(
            amount, None, id=f"p{amount}", dataset="saved", uncertainty={"distribution": "normal", "sd": 10}
        )
        for amount in (100, 50)
    ]
    found = uncertainty(one(*lines), library, **STATED)
    assert [e.first_order for e in found.effects] == pytest.approx([0.5, 0.5], abs=0.02)
    assert [e.total_order for e in found.effects] == pytest.approx([0.5, 0.5], abs=0.02)
    assert sorted(e.elasticity for e in found.effects) == pytest.approx([1 / 3, 2 / 3])


def test_two_factors_of_one_product_interact(library):
    """f = a b, lognormal: S1 = cvₐ² / ((1 + cvₐ²)(1 + cv_b²) − 1), ST = S1 (1 + cv_b²)."""
    a, b = exp(0.09) - 1, exp(0.04) - 1
    whole = (1 + a) * (1 + b) - 1
    found = {e.kind: e for e in uncertainty(one(power()), library, **STATED).effects}
    assert found["amount"].first_order == pytest.approx(a / whole, abs=0.03)
    assert found["amount"].total_order == pytest.approx(a * (1 + b) / whole, abs=0.03)
    assert found["factor"].first_order == pytest.approx(b / whole, abs=0.03)


def test_a_formula_is_evaluated_in_every_draw(library):
    """amount = x², x lognormal with σ 0.1: σ of the result is 0.2 and its median that of the footprint."""
    uncertain = {"distribution": "lognormal", "sigma": 0.1}
    found = sample(
        one(
            power("=x^2", None, dataset="saved"),
            parameters=[{"name": "x", "value": 10, "uncertainty": uncertain}],
        ),
        library,
        iterations=2000,
        scheme=None,
    )
    drawn = uniforms(0, keys_of([("parameter", "thing", "x")]), 0, 2000)
    x = 10 * np.exp(0.1 * norm.ppf(drawn))
    assert found.totals == pytest.approx(0.4 * x[:, 0] ** 2, rel=1e-12)


def test_draws_without_a_value_are_left_out_and_counted(library):
    """A yield of x − 0.9 with x uniform on 0.8 … 2.0 is not above 0 in a twelfth of the draws."""
    process = {
        "id": "make", "name": "make", "stage": "manufacturing", "energy": [power(100, None)],
        "output": {"amount": "=x - 0.9", "unit": "t"},
    }  # fmt: skip
    uncertain = {"distribution": "uniform", "minimum": 0.8, "maximum": 2.0}
    found = uncertainty(
        model(
            processes=[process],
            deliver="make",
            parameters=[{"name": "x", "value": 1.4, "uncertainty": uncertain}],
        ),
        library,
        **STATED,
    )
    assert found.void == pytest.approx(1000 * 0.1 / 1.2, abs=30)
    assert found.spread.interval.low > 0


def test_a_model_whose_draws_mostly_have_no_value_is_refused(library):
    process = {
        "id": "make", "name": "make", "stage": "manufacturing", "energy": [power(100, None)],
        "output": {"amount": "=x", "unit": "t"},
    }  # fmt: skip
    uncertain = {"distribution": "uniform", "minimum": -5, "maximum": 1}
    bad = model(
        processes=[process], deliver="make", parameters=[{"name": "x", "value": 1, "uncertainty": uncertain}]
    )
    with pytest.raises(CodedError) as refused:
        uncertainty(bad, library)
    assert refused.value.code == "uncertainty.mostly-void"


def test_a_loop_drawn_beyond_its_end_is_void(library):
    """60 kg of its own product a run that yields 100, σ 0.4: more than 100 in P(z > ln(100/60)/0.4) = 10 %."""
    process = {
        "id": "plant", "name": "plant", "stage": "manufacturing", "output": {"amount": 100, "unit": "kg"},
        "inputs": [{"id": "own", "name": "own", "amount": 60, "unit": "kg", "process": "plant",
                    "uncertainty": {"distribution": "lognormal", "sigma": 0.4}}],
        "energy": [power(100, None)],
    }  # fmt: skip
    found = uncertainty(model(processes=[process], deliver="plant"), library, iterations=5000, **STATED)
    assert found.void / 5000 == pytest.approx(0.1008, abs=0.02)
    assert found.spread.interval.low > 0


def test_scores_stand_for_a_distribution_where_none_is_stated(library):
    """steel: technology 3, time 2: σ² = 0.0006 + 0.008 + 0.0002; the amount itself is certain without derived scores."""
    steel = {"id": "s", "name": "steel", "amount": 10, "unit": "kg", "dataset": "steel"}
    found = uncertainty(one(steel), library, derive=False)
    assert found.effects[0].deviation == pytest.approx(sqrt(exp(0.0088) - 1))
    assert found.basis.scores == pytest.approx(0.5)
    assert found.basis.certain == pytest.approx(0.5)
    assert uncertainty(one(steel), library, scheme=None).effects == ()


def test_what_is_known_of_a_datum_stands_for_scores_nobody_stated(library):
    """A primary amount of the study's own period: precision 2, σ² = 0.0006 + 0.0006; no year of the factor: time 5."""
    line = power(100, None, dataset="saved", data={"kind": "primary"})
    found = uncertainty(one(line), library)
    by_kind = {e.kind: e for e in found.effects}
    assert by_kind["amount"].basis == "derived"
    assert by_kind["amount"].deviation == pytest.approx(sqrt(exp(0.0012) - 1))
    # medium confidence: technology 3 and precision 3; GLO for a study in China: 2; year unknown: 5
    assert by_kind["factor"].deviation == pytest.approx(
        sqrt(exp(0.0006 + 0.008 + 0.002 + 0.000025 + 0.04) - 1)
    )
    assert found.basis.derived == pytest.approx(1)
    assert found.quality.derived_share == pytest.approx(1)


def test_what_certain_data_give_is_one_number(library):
    found = uncertainty(one(power(100, None, dataset="saved")), library, **STATED)
    assert found.spread.sd == 0
    assert found.spread.interval.low == found.spread.interval.high == pytest.approx(40)
    assert found.histogram.counts == (1000,)
    assert found.basis.certain == 1
    assert found.effects == ()


def test_a_distribution_that_lacks_a_value_has_no_effect_and_is_named(library):
    lacking = power(100, None, dataset="saved", uncertainty={"distribution": "lognormal"})
    found = uncertainty(one(lacking), library, **STATED)
    assert found.spread.sd == 0
    assert found.incomplete == ("processes[0].energy[0].uncertainty",)


def test_a_model_of_gaps_alone_has_no_interval(library):
    gap = {"id": "g", "name": "unknown", "unit": "kg", "dataset": "steel"}
    found = uncertainty(one(gap), library)
    assert (found.total, found.spread.sd, found.effects, found.lines) == (0, 0, (), ())
    assert found.basis.certain == 0
    assert found.quality.rating is None


@pytest.mark.parametrize("scheme", list(schemes()))
def test_every_scheme_tells_a_quality_and_a_spread(scheme):
    shipped = demo_models()["lfp_battery_pack"]
    found = uncertainty(shipped, starter_release(), scheme=scheme, sobol=False)
    assert 1 <= found.quality.rating <= 5
    assert found.spread.sd > 0
    if scheme == "ilcd_dqr4":
        assert 0.8 <= found.quality.covered_share <= 1
        assert found.quality.grade is not None
    if scheme == "cn_site_background":
        assert found.quality.site is not None
        assert found.quality.background is not None


def test_the_rating_is_weighted_by_contribution(library):
    """grid 50 with technology 1, steel 20 with technology 3 (factor): (50 × 1 + 20 × 3) / 70."""
    lines = [
        power(100, None, data={"quality": {"technology": 1}}),
        {"id": "s", "name": "steel", "amount": 10, "unit": "kg", "dataset": "steel"},
    ]
    found = uncertainty(one(*lines), library, derive=False, sobol=False).quality
    assert found.indicators["technology"] == pytest.approx((50 + 60) / 70)
    assert found.indicators["time"] == pytest.approx(2)
    assert found.rated_share == pytest.approx(1)
    assert found.derived_share == 0


def test_numbers_of_draws_beyond_reason_are_refused(library):
    for iterations in (0, 99, 10**9):
        with pytest.raises(CodedError) as refused:
            uncertainty(one(power()), library, iterations=iterations)
        assert refused.value.code == "uncertainty.bad-iterations"


def test_telling_twice_tells_the_same(library):
    found = sample(everything(), library)
    assert told(found) == told(sample(everything(), library))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """power: 1 kg CO2 a kWh (σ 0.3); steel: 0.5 kWh power and 1 kg CO2 (σ 0.1) a kg; with 400 joint samples."""
    lognormal = [Uncertainty(distribution="lognormal", sigma=s) for s in (0.3, 0.1)]
    arrays = ProcessArrays(
        technosphere=(np.array([0, 1, 0]), np.array([0, 1, 1]), np.array([1.0, 1.0, -0.5])),
        interventions=(np.array([0, 0]), np.array([0, 1]), np.array([1.0, 1.0])),
        flows=[FlowGas("f1", "carbon dioxide", "CO2")],
        uncertainty=(Factors.certain(3), Factors.of(lognormal, [1.0, 1.0])),
    )
    return write_release(
        tmp_path_factory.mktemp("processes") / "db" / "1",
        name="db",
        version="1",
        title=Text(en="two processes"),
        licence="CC0",
        datasets=[
            dataset("db-power", "kWh", 0.0, kind="process"),
            dataset("db-steel", "kg", 0.0, kind="process"),
        ],
        processes=arrays,
        samples=400,
    )


def of_database() -> ProductModel:
    lines = [
        power(10, None, id="p", dataset="db-power"),
        {"id": "s", "name": "steel", "amount": 4, "unit": "kg", "dataset": "db-steel"},
    ]
    return one(*lines)


def test_joint_samples_of_a_database_are_read_and_not_drawn_again(database):
    """10 kWh and 4 kg: 10 p + 4 (s + 0.5 p) in every joint sample; more draws than samples begin again."""
    found = sample(of_database(), database, iterations=800, scheme=None)
    samples = database.samples([database.index("db-power"), database.index("db-steel")])
    expected = samples @ np.array([10.0, 4.0])
    assert found.totals[:400] == pytest.approx(expected, rel=1e-12)
    assert np.array_equal(found.totals[400:], found.totals[:400])


def test_a_database_without_stored_samples_is_drawn_as_it_would_be_stored(database, tmp_path):
    """Its own uncertainty, not scores: the same draws whether they were stored or not."""
    bare = write_release(
        tmp_path / "db" / "1",
        name="db",
        version="1",
        title=Text(en="two processes"),
        licence="CC0",
        datasets=database.datasets(),
        processes=ProcessArrays(
            database.triplets("technosphere"),
            database.triplets("interventions"),
            database.flows,
            (database.uncertainty.technosphere, database.uncertainty.interventions),
        ),
    )
    assert not bare.has_samples and bare.digest == database.digest
    drawn = sample(of_database(), bare, iterations=400)
    assert drawn.totals == pytest.approx(sample(of_database(), database, iterations=400).totals, rel=1e-9)
    found = uncertainty(of_database(), bare, **STATED)
    assert found.unsampled == () and found.basis.samples == pytest.approx(0.5)


def test_a_database_too_large_to_draw_at_once_says_what_to_do(tmp_path, database, monkeypatch):
    """Its datasets then count by their quality, and the answer names the library."""
    from tanzuji.engine.samples import release_samples

    monkeypatch.setattr(release_samples, "QUICK", 10)
    assert uncertainty(of_database(), database, **STATED).unsampled == ()
    monkeypatch.setattr(release_samples, "stored_samples", lambda release, counting: None)
    found = uncertainty(of_database(), database, **STATED)
    assert found.unsampled == ("db@1",) and found.basis.samples == 0


def test_a_database_is_one_input_and_what_its_datasets_share_adds_up(database):
    """Variance of 12 p + 4 s with lognormal p (σ 0.3) and s (σ 0.1): 144 v(p) + 16 v(s)."""
    found = uncertainty(of_database(), database, **STATED)
    variance = 144 * exp(0.09) * (exp(0.09) - 1) + 16 * exp(0.01) * (exp(0.01) - 1)
    assert [e.kind for e in found.effects] == ["background"]
    assert found.effects[0].variance_share == pytest.approx(1)
    assert found.effects[0].total_order == pytest.approx(1, abs=0.03)
    assert found.analytic.sd == pytest.approx(sqrt(variance), rel=0.15)  # by 400 samples
    assert found.basis.samples == pytest.approx(0.5)


def test_two_products_on_one_database_share_its_samples(database):
    bigger = of_database().model_copy(update={"id": "other"})
    found = compare_uncertainty((bigger, database), (of_database(), database), **STATED)
    assert found.correlation == pytest.approx(1)
    assert found.spread.sd == 0
    assert found.lower == 0.5  # nothing tells them apart


def circle(sd: float) -> ProductModel:
    """a takes 0.5 b (normal), b takes 1 a: void where the link is drawn at 1 or beyond, P(|0.5 + sd z| ≥ 1)."""
    spread = {"uncertainty": {"distribution": "normal", "sd": sd}}
    own = {"stage": "manufacturing", "output": {"amount": 1, "unit": "kg"}}
    steel = {"id": "s", "name": "s", "amount": 1, "unit": "kg", "dataset": "steel"}
    a = {"id": "x", "name": "x", "amount": 0.5, "unit": "kg", "process": "b"} | spread
    b = {"id": "y", "name": "y", "amount": 1, "unit": "kg", "process": "a"}
    return model(
        unit={"kind": "declared", "unit": "kg", "description": "1 kg"},
        deliver="a",
        processes=[
            {"id": "a", "name": "a", "inputs": [a, steel]} | own,
            {"id": "b", "name": "b", "inputs": [b]} | own,
        ],
    )


def test_a_loop_with_signed_draws_is_judged_draw_by_draw_in_any_block(library, monkeypatch):
    """Link l = 0.5 + 0.25 z: the footprint is 2 / (1 − l) where |l| < 1, and there is none else."""
    from tanzuji.engine.uncertainty import monte_carlo

    found = []
    for cells in (16, 100, 2_000_000):
        monkeypatch.setattr(monte_carlo, "CELLS", cells)
        found.append(sample(circle(0.25), library, iterations=1000, **STATED))
    drawn = found[0].drawn.inputs
    link = 0.5 * drawn.draws(0, 0, 1000).times[:, drawn.place("amount", "a/x")]
    assert (link < 0).any() and (link >= 1).any()
    for each in found:
        assert np.array_equal(each.valid, np.abs(link) < 1)
        assert each.totals[each.valid] == pytest.approx(2 / (1 - link[each.valid]), rel=1e-9)
        assert np.array_equal(each.totals, found[0].totals, equal_nan=True)


def test_more_draws_than_joint_samples_do_not_make_the_errors_smaller(database):
    """The database alone decides: 4 000 draws are its 400 samples ten times, and know no more than these."""
    few, many = (uncertainty(of_database(), database, iterations=n, **STATED) for n in (400, 4000))
    assert many.spread.mean == pytest.approx(few.spread.mean)
    assert many.errors.mean == pytest.approx(few.errors.mean, rel=0.01)
    assert many.errors.median == pytest.approx(few.errors.median, rel=0.35)


def test_an_input_beyond_float64_is_told_as_unknown_and_stands_first(library):
    """σ = 20: the variance of the factor is e^400 (e^400 − 1), no float64."""
    lines = [power(100, 20), power(10, 0.1, id="other", name="other", dataset="saved")]
    found = uncertainty(one(*lines), library, **STATED)
    assert found.analytic is None
    assert found.effects[0].key == "make/power" and found.effects[0].deviation is None
    assert all(effect.variance_share is None for effect in found.effects)


def test_a_database_that_is_not_analysed_is_drawn_apart_in_both_sobol_matrices(database):
    """Amount x (σ 0.3) times a dataset p (σ 0.3): S1 of x is (e^s − 1) / (e^2s − 1) with s = 0.09, about 0.478."""
    from tanzuji.engine.uncertainty.effects import sobol_of

    found = sample(one(power(10, 0.3, dataset="db-power")), database, **STATED)
    p = database.samples([database.index("db-power")])[:, 0]
    v, w = exp(0.09) - 1, float(p.var() / p.mean() ** 2)
    indices = sobol_of(found.drawn, [0], seed=0, count=4096)
    assert indices.first[0] == pytest.approx(v / (v + w + v * w), abs=0.03)


def test_a_dataset_without_samples_is_listed(database, monkeypatch):
    from tanzuji.engine.uncertainty import input_finding

    def some(release, rows, counting):
        samples = release.samples(rows, counting.gwp_set, counting.biogenic)
        samples[:, 0] = np.nan
        return samples

    monkeypatch.setattr(input_finding, "ready_samples", some)
    assert uncertainty(of_database(), database, **STATED).incomplete == ("db@1/db-power",)
