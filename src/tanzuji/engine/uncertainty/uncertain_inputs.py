"""What is drawn for a product model, by which numbers, and the draws themselves.

What is drawn is always a factor on a stated value. Each input has a key of its own for the random numbers, made of
the names of what is drawn, so that two products that use the same dataset draw it alike, and two versions of a study
draw all they share alike. Unit-process releases bring joint samples of their datasets: they are one input together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import Basis, SourceKind
from tanzuji.engine.arrays import Positions, Vector
from tanzuji.engine.release import Release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.random_numbers import Keys, keys_of, uniforms


@dataclass(frozen=True, slots=True)
class Input:
    """One uncertain input: what it is called, where it stands, what its distribution rests on."""

    key: str
    kind: SourceKind
    name: Text
    path: str
    basis: Basis
    uncertainty: Uncertainty
    amount: float
    draw: tuple[str, ...]
    """What its random numbers are looked up by."""


@dataclass(frozen=True, eq=False)
class Joint:
    """Datasets of a unit-process release that are drawn together: `samples` (K, m) kg CO2e per declared unit."""

    release: Release
    datasets: tuple[str, ...]
    samples: Vector

    @property
    def count(self) -> int:
        return int(self.samples.shape[0])


@dataclass(frozen=True, eq=False)
class Draws:
    """k draws: a factor on every input, (k, n), and for each joint release its intensities, (k, m).

    None instead of intensities: the release's own values, not its samples.
    """

    times: Vector
    joint: tuple[Vector | None, ...]

    def __len__(self) -> int:
        return int(self.times.shape[0])

    def part(self, start: int, stop: int) -> Draws:
        """The draws start … stop − 1."""
        joint = tuple(None if each is None else each[start:stop] for each in self.joint)
        return Draws(self.times[start:stop], joint)


class Inputs:
    """All that is drawn for a model. Order: parameters, amounts, conversions, factors; then the joint releases."""

    def __init__(
        self,
        items: Sequence[Input],
        joint: Sequence[Joint],
        bases: dict[str, Basis],
        incomplete: Sequence[str] = (),
        unsampled: Sequence[str] = (),
    ) -> None:
        self.items = tuple(items)
        self.joint = tuple(joint)
        self.incomplete = tuple(incomplete)
        """Places of distributions that lack a value, and datasets without an answer: they cannot be drawn."""
        self.unsampled = tuple(unsampled)
        """Releases, `name@version`, whose own uncertainty is not drawn: it takes long, and no samples are stored."""
        self.bases = bases
        """By path of a line, and by `release/dataset` of a factor, what its uncertainty rests on."""
        self.factors = Factors.of([i.uncertainty for i in self.items], [i.amount for i in self.items])
        self.keys: Keys = keys_of(i.draw for i in self.items)
        self._places = {(i.kind, i.key): at for at, i in enumerate(self.items)}

    def __len__(self) -> int:
        return len(self.items)

    def place(self, kind: SourceKind, key: str) -> int | None:
        """The column of an input among the factors drawn; None for what is certain."""
        return self._places.get((kind, key))

    def draws(self, seed: int, first: int, count: int) -> Draws:
        """Draws first … first + count − 1; the sample of a joint release is that of the same number, in turn."""
        times = self.factors.draw(uniforms(seed, self.keys, first, count))
        numbers = np.arange(first, first + count, dtype=np.int64)
        return Draws(times, tuple(each.samples[numbers % each.count] for each in self.joint))

    def repeats(self, draws: Positions) -> tuple[Positions, ...]:
        """For each joint release with fewer samples than there are draws: which of its samples each draw took."""
        last = int(draws.max(initial=-1))
        return tuple(draws % each.count for each in self.joint if each.count <= last)

    def at(self, times: Vector) -> Draws:
        """Draws with these factors, (k, n), on a background as it is."""
        return Draws(times, (None,) * len(self.joint))
