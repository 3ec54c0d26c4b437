"""Distributions as factors on an amount, many at a time.

A factor is what the uncertain amount is divided by the stated one: whoever scales an exchange, allocates it or
converts its unit leaves its factor as it is, and a negative amount keeps its sign.

| distribution | factor of uniform u, increasing in u | a | b | c |
|---|---|---|---|---|
| none | 1 | | | |
| lognormal | exp(a + b z), z = Φ⁻¹(u) | 0 (amount is the median) or −σ²/2 (it is the mean) | σ | |
| normal | 1 + b z | 1 | sd / abs(amount) | |
| uniform | a + (c − a) u | least | | greatest |
| triangular | inverse of its distribution function | least | most likely | greatest |
| pert | a + (c − a) I⁻¹(u; 1 + 4 (b−a)/(c−a), 1 + 4 (c−b)/(c−a)) | least | most likely | greatest |
| discrete | the outcome whose cumulated weight reaches u | place of its first outcome | how many | |

Nothing is truncated: a normal distribution may change the sign of an amount, as it does in Brightway and openLCA.
An amount of 0 has no factor that would move it, and a distribution that lacks something (see
`Uncertainty.problems`) cannot be drawn: both are certain here, kind none.
PERT: Malcolm, Roseboom, Clark & Fazar 1959, in the beta form with λ = 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.arrays import Flags, Positions, Vector

NONE, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR, PERT, DISCRETE = range(7)
_NO_OUTCOMES = np.zeros((2, 0))


@dataclass(frozen=True, eq=False)
class Factors:
    """n distributions of factors: `kind` (n,), parameters `a`, `b`, `c` (n,) as the table of this module says.

    `outcomes` (2, m): the outcomes of all discrete distributions one after another, and their cumulated weights.
    """

    kind: NDArray[np.uint8]
    a: Vector
    b: Vector
    c: Vector
    outcomes: Vector = field(default_factory=_NO_OUTCOMES.copy)

    def __len__(self) -> int:
        return self.kind.size

    @classmethod
    def certain(cls, n: int) -> Self:
        """n factors that are 1."""
        return cls(np.zeros(n, dtype=np.uint8), np.ones(n), np.zeros(n), np.zeros(n))

    @classmethod
    def of(cls, uncertainties: Sequence[Uncertainty | None], amounts: ArrayLike) -> Self:
        """The factors of distributions around amounts, (n,) each."""
        stated = np.asarray(amounts, dtype=np.float64)
        made = cls.certain(len(uncertainties))
        tables: list[tuple[Vector, Vector]] = []
        place = 0
        for at, (uncertainty, amount) in enumerate(zip(uncertainties, stated.tolist(), strict=True)):
            if uncertainty is None or uncertainty.distribution == "none" or not amount:
                continue
            if uncertainty.problems():
                continue
            if uncertainty.distribution == "discrete":
                outcomes, reached = _outcomes(uncertainty, amount)
                found = DISCRETE, float(place), float(outcomes.size), 0.0
                if np.isfinite(outcomes).all():
                    tables.append((outcomes, reached))
                    place += outcomes.size
            else:
                found = _parameters(uncertainty, amount)
            if np.isfinite(found[1:]).all():
                made.kind[at], made.a[at], made.b[at], made.c[at] = found
        return cls(made.kind, made.a, made.b, made.c, np.hstack([_NO_OUTCOMES, *map(np.vstack, tables)]))

    @classmethod
    def from_table(cls, table: Vector, outcomes: Vector | None = None) -> Self:
        """What `table` gave: (n, 4) of kind, a, b, c, and the outcomes."""
        kind = table[:, 0].astype(np.uint8)
        a, b, c = (np.ascontiguousarray(table[:, column]) for column in (1, 2, 3))
        return cls(kind, a, b, c, _NO_OUTCOMES.copy() if outcomes is None else np.asarray(outcomes))

    def table(self) -> Vector:
        """Kind, a, b, c of each, (n, 4), to be stored beside `outcomes`."""
        return np.column_stack([self.kind.astype(np.float64), self.a, self.b, self.c])

    def take(self, index: Positions | Flags) -> Factors:
        """Those at these positions, in this order."""
        return Factors(self.kind[index], self.a[index], self.b[index], self.c[index], self.outcomes)

    @classmethod
    def concatenate(cls, parts: Sequence[Factors]) -> Factors:
        """One after another."""
        if not parts:
            return cls.certain(0)
        firsts = np.cumsum([0, *(part.outcomes.shape[1] for part in parts)])
        a = [np.where(part.kind == DISCRETE, part.a + first, part.a) for part, first in zip(parts, firsts)]  # noqa: B905
        return cls(
            np.concatenate([part.kind for part in parts]),
            np.concatenate(a),
            np.concatenate([part.b for part in parts]),
            np.concatenate([part.c for part in parts]),
            np.hstack([part.outcomes for part in parts]),
        )

    @property
    def uncertain(self) -> Flags:
        """Which are drawn at all, (n,)."""
        flags: Flags = self.kind != NONE
        return flags

    def draw(self, u: Vector) -> Vector:
        """Factors of uniforms in (0, 1): both (…, n)."""
        made = np.ones(np.shape(u))
        for kind, at in self._groups:
            whole = at.size == len(self)
            part = u if whole else np.ascontiguousarray(u[..., at])
            drawn = _DRAWN[kind](self if whole else self.take(at), part)
            if whole:
                return drawn
            made[..., at] = drawn
        return made

    def mean(self) -> Vector:
        """Expected value of each factor, (n,); infinite where it is beyond float64."""
        return self._moments[0].copy()

    def variance(self) -> Vector:
        """Variance of each factor, (n,); infinite where it is beyond float64."""
        return self._moments[1].copy()

    @cached_property
    def _groups(self) -> list[tuple[int, Positions]]:
        return [(kind, at) for kind in range(1, 7) if (at := np.flatnonzero(self.kind == kind)).size]

    @cached_property
    def _moments(self) -> tuple[Vector, Vector]:
        mean, variance = np.ones(len(self)), np.zeros(len(self))
        with np.errstate(over="ignore"):
            for kind, at in self._groups:
                mean[at], variance[at] = _MOMENTS[kind](self.take(at))
        return mean, variance


def _parameters(uncertainty: Uncertainty, amount: float) -> tuple[int, float, float, float]:
    """Kind, a, b, c of a distribution without problems around an amount other than 0."""
    if uncertainty.distribution == "lognormal":
        sigma = uncertainty.sigma or 0.0
        shift = -sigma * sigma / 2 if uncertainty.convention == "mean" else 0.0
        return (LOGNORMAL, shift, sigma, 0.0) if sigma else (NONE, 1.0, 0.0, 0.0)
    if uncertainty.distribution == "normal":
        spread = (uncertainty.spread or 0.0) / abs(amount)
        return (NORMAL, 1.0, spread, 0.0) if spread else (NONE, 1.0, 0.0, 0.0)
    ends = (uncertainty.minimum or 0.0) / amount, (uncertainty.maximum or 0.0) / amount
    least, greatest = min(ends), max(ends)
    likely = 1.0 if uncertainty.mode is None else uncertainty.mode / amount
    kind = {"uniform": UNIFORM, "triangular": TRIANGULAR, "pert": PERT}[uncertainty.distribution]
    return kind, least, min(max(likely, least), greatest), greatest


def _outcomes(uncertainty: Uncertainty, amount: float) -> tuple[Vector, Vector]:
    """Outcomes as factors, ascending, and their cumulated weights, ending in 1."""
    outcomes = np.array(uncertainty.values or ()) / amount
    weights = np.ones(outcomes.size) if uncertainty.weights is None else np.array(uncertainty.weights)
    order = np.argsort(outcomes, kind="stable")
    reached = np.cumsum(weights[order])
    return outcomes[order], reached / reached[-1]


def _lognormal(of: Factors, u: Vector) -> Vector:
    made = ndtri(u)
    made *= of.b
    made += of.a
    with np.errstate(over="ignore"):
        drawn: Vector = np.exp(made, out=made)
    return drawn


def _normal(of: Factors, u: Vector) -> Vector:
    drawn: Vector = of.a + of.b * ndtri(u)
    return drawn


def _uniform(of: Factors, u: Vector) -> Vector:
    return of.a + (of.c - of.a) * u


def _triangular(of: Factors, u: Vector) -> Vector:
    width, rise, fall = of.c - of.a, of.b - of.a, of.c - of.b
    left = of.a + np.sqrt(u * width * rise)
    right = of.c - np.sqrt((1.0 - u) * width * fall)
    drawn: Vector = np.where(u * width < rise, left, right)
    return drawn


def _pert(of: Factors, u: Vector) -> Vector:
    width = of.c - of.a
    wide = np.where(width > 0, width, 1.0)
    drawn: Vector = of.a + width * betaincinv(1 + 4 * (of.b - of.a) / wide, 1 + 4 * (of.c - of.b) / wide, u)
    return drawn


def _discrete(of: Factors, u: Vector) -> Vector:
    drawn = np.empty(np.shape(u))
    for at, (first, count) in enumerate(zip(of.a.astype(int), of.b.astype(int), strict=True)):
        values, reached = of.outcomes[:, first : first + count]
        drawn[..., at] = values[np.minimum(np.searchsorted(reached, u[..., at]), count - 1)]
    return drawn


def _lognormal_moments(of: Factors) -> tuple[Vector, Vector]:
    square = of.b * of.b
    return np.exp(of.a + square / 2), np.expm1(square) * np.exp(2 * of.a + square)


def _triangular_moments(of: Factors) -> tuple[Vector, Vector]:
    rise, width = of.b - of.a, of.c - of.a
    return of.a + (rise + width) / 3, (rise * rise + width * width - rise * width) / 18


def _pert_moments(of: Factors) -> tuple[Vector, Vector]:
    mean = (of.a + 4 * of.b + of.c) / 6
    return mean, (mean - of.a) * (of.c - mean) / 7


def _discrete_moments(of: Factors) -> tuple[Vector, Vector]:
    mean, variance = np.empty(len(of)), np.empty(len(of))
    for at, (first, count) in enumerate(zip(of.a.astype(int), of.b.astype(int), strict=True)):
        values, reached = of.outcomes[:, first : first + count]
        weights = np.diff(reached, prepend=0.0)
        mean[at] = weights @ values
        variance[at] = weights @ (values - mean[at]) ** 2
    return mean, variance


_DRAWN = {
    LOGNORMAL: _lognormal,
    NORMAL: _normal,
    UNIFORM: _uniform,
    TRIANGULAR: _triangular,
    PERT: _pert,
    DISCRETE: _discrete,
}
_MOMENTS = {
    LOGNORMAL: _lognormal_moments,
    NORMAL: lambda of: (of.a, of.b * of.b),
    UNIFORM: lambda of: ((of.a + of.c) / 2, (of.c - of.a) ** 2 / 12),
    TRIANGULAR: _triangular_moments,
    PERT: _pert_moments,
    DISCRETE: _discrete_moments,
}
