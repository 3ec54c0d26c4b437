"""Shared meters and goods split between products (DQ-04), without counting a sub-meter twice."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Node:
    """A meter in its tree: its total of a period in one unit for all, None where nothing was read."""

    id: Hashable
    parent: Hashable | None
    amount: float | None


def own_amounts(nodes: Sequence[Node]) -> dict[Hashable, float | None]:
    """What each meter counted beyond its sub-meters: their sum taken off its total.

    A parent that was not read is as large as its sub-meters: its own amount is then unknown (None). An unread sub-meter
    stays inside its parent's own amount. It is negative where the sub-meters counted more than their parent.
    """
    below: dict[Hashable, float] = {}
    for node in nodes:
        if node.parent is not None and node.amount is not None:
            below[node.parent] = below.get(node.parent, 0.0) + node.amount
    return {node.id: None if node.amount is None else node.amount - below.get(node.id, 0.0) for node in nodes}
