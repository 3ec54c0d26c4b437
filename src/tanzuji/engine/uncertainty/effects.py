"""What moves a result: the first-order estimate from derivatives, local sensitivities, Sobol indices.

The estimate develops the result around the means of all inputs. For a result that is a sum of products of
independent inputs, as most footprints are, the mean is exact and the variance lacks only the products of variances:
Var ≈ Σ (∂T/∂xᵢ · sdᵢ)² (Heijungs & Suh 2002, 6.5; GUM, JCGM 100:2008, 5.1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt

import numpy as np

from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import Analytic, Effect
from tanzuji.engine.arrays import Positions, Vector
from tanzuji.engine.samples.random_numbers import keys_of, uniforms
from tanzuji.engine.uncertainty.drawn_model import DrawnModel
from tanzuji.engine.uncertainty.sobol import Indices, indices, points
from tanzuji.engine.uncertainty.spreads import interval_around
from tanzuji.engine.uncertainty.uncertain_inputs import Draws

STEP = 0.01
"""Half the width of a central difference, in standard deviations of the input."""
ANALYSED = 20
"""Inputs that get Sobol indices of their own: those that bring most by the first-order estimate."""
POINTS = 1024
"""Size of the two matrices; the standard error of an index is below 0.03 with it."""
LISTED = 40
CELLS = 2_000_000


@dataclass(frozen=True, eq=False)
class Estimate:
    """Mean and variance of the result by first order, and what each input and each joint release brings to it.

    NaN or infinite where it is not known: an input is so wide that its variance is beyond float64.
    """

    mean: float
    of_inputs: Vector
    of_joint: Vector

    @property
    def variance(self) -> float:
        return fsum(self.of_inputs.tolist()) + fsum(self.of_joint.tolist())

    @property
    def known(self) -> bool:
        return isfinite(self.mean) and isfinite(self.variance)


def estimate(drawn: DrawnModel) -> Estimate:
    """The first-order estimate, from 2 n + 1 results and, for a joint release, one for each of its samples."""
    inputs = drawn.inputs
    means, deviations = inputs.factors.mean(), np.sqrt(inputs.factors.variance())
    joint_means = tuple(each.samples.mean(axis=0) for each in inputs.joint)

    def draws(times: Vector) -> Draws:
        return Draws(times, tuple(np.broadcast_to(m, (len(times), m.size)) for m in joint_means))

    mean = float(totals(drawn, draws(means[None, :]))[0])
    slopes = _slopes(drawn, draws, means, STEP * deviations)
    with np.errstate(over="ignore"):
        of_inputs = (slopes / STEP) ** 2
    of_joint = []
    for place, each in enumerate(inputs.joint):
        parts = list(draws(np.repeat(means[None, :], each.count, axis=0)).joint)
        parts[place] = each.samples
        found = totals(drawn, Draws(np.repeat(means[None, :], each.count, axis=0), tuple(parts)))
        of_joint.append(float(np.nanvar(found)))
    return Estimate(mean, of_inputs, np.array(of_joint))


def _slopes(drawn: DrawnModel, draws: object, at: Vector, steps: Vector) -> Vector:
    """Half the difference of the result between one step up and one step down of each input, (n,)."""
    n = at.size
    found = np.zeros(n)
    size = max(1, CELLS // (2 * max(n, len(drawn.rows), 1)))
    for start in range(0, n, size):
        places = np.arange(start, min(start + size, n))
        times = np.repeat(at[None, :], 2 * places.size, axis=0)
        times[np.arange(places.size), places] += steps[places]
        times[np.arange(places.size, 2 * places.size), places] -= steps[places]
        both = totals(drawn, draws(times))  # type: ignore[operator]
        found[places] = (both[: places.size] - both[places.size :]) / 2
    return found


def totals(drawn: DrawnModel, draws: Draws) -> Vector:
    """The result of every draw, (k,), in blocks; NaN where it has none."""
    size = max(1, CELLS // max(len(drawn.rows), 1))
    parts = [drawn.compute(draws.part(start, start + size)).totals for start in range(0, len(draws), size)]
    return np.concatenate(parts) if parts else np.zeros(0)


def analytic(drawn: DrawnModel, found: Estimate) -> Analytic | None:
    """The estimate as a document; None where it is not known. Lognormal where nothing is credited: a sum of positive parts never falls below 0."""
    if not found.known:
        return None
    sd = sqrt(found.variance)
    positive = found.mean > 0 and all(float(row.lines.sum()) >= 0 for row in drawn.rows)
    return Analytic(
        mean=found.mean,
        sd=sd,
        distribution="lognormal" if positive else "normal",
        interval=interval_around(found.mean, sd, lognormal=positive),
    )


def effects_of(
    drawn: DrawnModel, total: float, found: Estimate, *, seed: int, sobol: bool
) -> tuple[Effect, ...]:
    """The inputs that move the result, those that bring most variance first; Sobol indices for the first of them."""
    inputs = drawn.inputs
    brought = np.concatenate([found.of_inputs, found.of_joint])
    whole = float(brought.sum())  # NaN or infinite where one of them is not known: it stands first
    ranks = np.where(np.isfinite(brought), brought, np.inf)
    order = [int(at) for at in np.argsort(-ranks, kind="stable") if ranks[at] > 0][:LISTED]
    elastic = _elasticities(drawn, total, [at for at in order if at < len(inputs)])
    analysed = order[:ANALYSED]
    of_sobol = sobol_of(drawn, analysed, seed=seed) if sobol and analysed else None
    ranked = {at: place for place, at in enumerate(analysed)}
    effects = []
    for at in order:
        share = (float(brought[at]) / whole if whole else 0.0) if isfinite(whole) else None
        known = _figures(of_sobol, ranked.get(at)) if of_sobol is not None else {}
        effects.append(_effect(drawn, at, elastic.get(at), share, known))
    return tuple(effects)


def _effect(
    drawn: DrawnModel, at: int, elasticity: float | None, share: float | None, known: dict[str, float]
) -> Effect:
    inputs = drawn.inputs
    if at < len(inputs):
        item = inputs.items[at]
        mean, variance = float(inputs.factors.mean()[at]), float(inputs.factors.variance()[at])
        return Effect(
            key=item.key,
            kind=item.kind,
            name=item.name,
            path=item.path,
            basis=item.basis,
            deviation=_relative(mean, variance),
            elasticity=elasticity,
            variance_share=share,
            **known,
        )
    release = inputs.joint[at - len(inputs)].release
    own = inputs.joint[at - len(inputs)].samples
    middle = np.abs(own.mean(axis=0))
    spread = float(np.mean(own.std(axis=0)[middle > 0] / middle[middle > 0])) if (middle > 0).any() else 0.0
    return Effect(
        key=f"{release.name}@{release.version}",
        kind="background",
        name=Text(
            zh=f"{release.title.to('zh')}（{own.shape[1]} 个数据集一起）",
            en=f"{release.title.to('en')} ({own.shape[1]} datasets together)",
        ),
        basis="samples",
        deviation=spread,
        variance_share=share,
        **known,
    )


def _relative(mean: float, variance: float) -> float | None:
    if not (isfinite(mean) and isfinite(variance)):
        return None
    return sqrt(variance) / abs(mean) if mean else sqrt(variance)


def _figures(found: Indices, place: int | None) -> dict[str, float]:
    if place is None:
        return {}
    return {
        "first_order": float(found.first[place]),
        "first_order_error": float(found.first_error[place]),
        "total_order": float(found.total[place]),
        "total_order_error": float(found.total_error[place]),
    }


def _elasticities(drawn: DrawnModel, total: float, places: Sequence[int]) -> dict[int, float]:
    """% of the result per % of the input, at the values as stated; none where the result is nothing."""
    step = 1e-4
    times = np.ones((2 * len(places), len(drawn.inputs)))
    for row, at in enumerate(places):
        times[2 * row, at] += step
        times[2 * row + 1, at] -= step
    both = totals(drawn, drawn.inputs.at(times))
    found = {}
    for row, at in enumerate(places):
        change = float(both[2 * row] - both[2 * row + 1]) / (2 * step)
        if isfinite(change) and abs(total) > 1e-9 * abs(change):
            found[at] = change / total
    return found


def sobol_of(drawn: DrawnModel, analysed: Sequence[int], *, seed: int, count: int = POINTS) -> Indices:
    """The Sobol indices of the inputs at these places; all other inputs are drawn as well, but not told apart."""
    inputs = drawn.inputs
    a, b = points(seed, len(analysed), count)
    of_a = _draws(drawn, analysed, a, seed, 0)
    of_b = _draws(drawn, analysed, b, seed, count)
    mixed = np.empty((len(analysed), count))
    for row, at in enumerate(analysed):
        mixed[row] = totals(drawn, _taken(of_a, of_b, at, len(inputs)))
    return indices(totals(drawn, of_a), totals(drawn, of_b), mixed)


def _draws(drawn: DrawnModel, analysed: Sequence[int], even: Vector, seed: int, first: int) -> Draws:
    """Draws whose analysed inputs take the even points, the others plain uniforms from number `first` on."""
    inputs = drawn.inputs
    n, count = len(inputs), len(even)
    u = uniforms(seed, inputs.keys, first, count)
    # A and B must be independent in what is not analysed too: samples in turn would be the same in both.
    releases = keys_of(("sobol", each.release.name) for each in inputs.joint)
    of_joint = uniforms(seed, releases, first, count)
    joint: list[Vector] = []
    places = {at: column for column, at in enumerate(analysed)}
    for at, column in places.items():
        if at < n:
            u[:, at] = even[:, column]
    for place, each in enumerate(inputs.joint):
        column_of = places.get(n + place)
        point = of_joint[:, place] if column_of is None else even[:, column_of]
        chosen: Positions = (point * each.count).astype(np.int64)
        joint.append(each.samples[chosen])
    return Draws(inputs.factors.draw(u), tuple(joint))


def _taken(of_a: Draws, of_b: Draws, at: int, inputs: int) -> Draws:
    """A with the draws of one input taken from B."""
    if at < inputs:
        times = of_a.times.copy()
        times[:, at] = of_b.times[:, at]
        return Draws(times, of_a.joint)
    joint = list(of_a.joint)
    joint[at - inputs] = of_b.joint[at - inputs]
    return Draws(of_a.times, tuple(joint))
