"""Shared meters and goods split between products (DQ-04), without counting a sub-meter twice."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Product = TypeVar("Product", bound=Hashable)

EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Key(Generic[Product]):
    """How something is shared. `weights`: of `direct` one product; of `given` fractions; of `output` factors of outputs."""

    method: str
    weights: Mapping[Product, float]


def fractions(key: Key[Product], outputs: Mapping[Product, float | None]) -> dict[Product, float] | None:
    """Each product's part, 0 to 1; what is left to one goes to none of them.

    By output: weight × output over the sum of these (GB/T 24067: physical relation). None where an output is unknown or
    all are zero: then nothing can be shared by it.
    """
    if key.method == "direct":
        return dict.fromkeys(key.weights, 1.0) if len(key.weights) == 1 else None
    if key.method == "given":
        return dict(key.weights)
    made = {product: outputs.get(product) for product in key.weights}
    if any(amount is None for amount in made.values()):
        return None
    parts = {product: key.weights[product] * (made[product] or 0.0) for product in key.weights}
    whole = sum(parts.values())
    return {product: part / whole for product, part in parts.items()} if whole > 0 else None


Gap = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Node:
    """A meter in its tree: its total of a period in one unit for all, None where nothing was read; `gaps` are unread."""

    id: Hashable
    parent: Hashable | None
    amount: float | None
    gaps: tuple[Gap, ...] = ()

    def spans(self, other: Node) -> bool:
        """Whether it was read whenever the other was: every gap of its own lies within one of the other's."""
        return all(any(low <= a and b <= high for low, high in other.gaps) for a, b in self.gaps)


def own_amounts(nodes: Sequence[Node]) -> dict[Hashable, float | None]:
    """What each meter counted beyond its sub-meters: their sum taken off its total.

    An unread meter has an unknown own amount (None), and so has one that was not read at all times its sub-meters were:
    these come off the next meter above that was. An unread sub-meter stays inside the own amount of the meter above it.
    The own amount is negative where the sub-meters counted more than their parent.
    """
    below: dict[Hashable, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    known = {node.id for node in nodes}
    found: dict[Hashable, float | None] = {}

    def standing_for(node: Node) -> list[Node]:
        """The meter itself where its own amount is known, else those below that stand in for it."""
        under = [one for child in below.get(node.id, []) for one in standing_for(child)]
        sound = node.amount is not None and all(node.spans(one) for one in under)
        found[node.id] = (node.amount or 0.0) - sum(one.amount or 0.0 for one in under) if sound else None
        return [node] if sound else under

    for node in nodes:
        if node.parent not in known:
            standing_for(node)
    return found
