"""Products that stand on other products: in which order to compute, who is behind whom, and loops by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine.catalogue.messages import LOOP


class ProductGraph:
    """Which products each product takes as inputs: `uses[a]` holds b where a's footprint holds b's."""

    def __init__(self, uses: Mapping[str, Iterable[str]]) -> None:
        self.uses = {product: tuple(sorted(set(taken))) for product, taken in uses.items()}
        for taken in list(self.uses.values()):
            for product in taken:
                self.uses.setdefault(product, ())

    @cached_property
    def used_by(self) -> dict[str, tuple[str, ...]]:
        """The products that take each product directly."""
        found: dict[str, list[str]] = defaultdict(list)
        for product, taken in self.uses.items():
            for one in taken:
                found[one].append(product)
        return {product: tuple(sorted(found[product])) for product in self.uses}

    @cached_property
    def components(self) -> list[tuple[str, ...]]:
        """Strongly connected components, suppliers before those who take from them (Tarjan 1972, without recursion)."""
        return list(_components(self.uses))

    @cached_property
    def loops(self) -> list[tuple[str, ...]]:
        """Products that stand on themselves by way of others, each loop as a walk round it."""
        return [
            self._walk(component)
            for component in self.components
            if len(component) > 1 or component[0] in self.uses[component[0]]
        ]

    @cached_property
    def levels(self) -> dict[str, int]:
        """How many products stand one on another below each; products of a loop share their level."""
        found: dict[str, int] = {}
        for component in self.components:
            below = [found[taken] + 1 for p in component for taken in self.uses[p] if taken not in component]
            for product in component:
                found[product] = max(below, default=0)
        return found

    def order(self, names: Mapping[str, Text | str] | None = None) -> list[str]:
        """Every product after all it stands on. Raises `catalogue.loop` with the names of the products in it."""
        if self.loops:
            raise loop_error(self.loops[0], names or {})
        return [product for component in self.components for product in component]

    def above(self, products: Iterable[str]) -> set[str]:
        """Every product that stands on one of these, directly or by way of others; not these themselves."""
        return _reached(products, self.used_by)

    def below(self, products: Iterable[str]) -> set[str]:
        """Every product on which one of these stands, directly or by way of others; not these themselves."""
        return _reached(products, self.uses)

    def _walk(self, component: tuple[str, ...]) -> tuple[str, ...]:
        """A shortest way from the first product of a component back to itself."""
        inside, first = set(component), min(component)
        came: dict[str, str] = {}
        front = [first]
        while front:
            following = []
            for product in front:
                for taken in self.uses[product]:
                    if taken == first:
                        way = [product]
                        while way[-1] != first:
                            way.append(came[way[-1]])
                        return tuple(reversed(way))
                    if taken in inside and taken not in came:
                        came[taken] = product
                        following.append(taken)
            front = following
        return component


def loop_error(loop: Iterable[str], names: Mapping[str, Text | str]) -> CodedError:
    """`catalogue.loop` with the products of a loop by name: A → B → A."""
    keys = list(loop)
    keys.append(keys[0])
    said = [names.get(key, key) for key in keys]
    texts = [one if isinstance(one, Text) else Text(zh=one, en=one) for one in said]
    walk = Text(zh=" → ".join(t.to("zh") for t in texts), en=" → ".join(t.to("en") for t in texts))
    return LOOP.error(loop=walk)


def _reached(products: Iterable[str], edges: Mapping[str, tuple[str, ...]]) -> set[str]:
    start = set(products)
    found: set[str] = set()
    front = [*start]
    while front:
        for product in edges.get(front.pop(), ()):
            if product not in found:
                found.add(product)
                front.append(product)
    return found - start


def _components(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    is_open: set[str] = set()
    for root in sorted(edges):
        if root in number:
            continue
        walk: list[tuple[str, int]] = [(root, 0)]
        while walk:
            product, at = walk.pop()
            if at == 0:
                number[product] = low[product] = len(number)
                open_.append(product)
                is_open.add(product)
            else:
                low[product] = min(low[product], low[edges[product][at - 1]])
            taken = edges[product]
            while at < len(taken) and taken[at] in number:
                if taken[at] in is_open:
                    low[product] = min(low[product], number[taken[at]])
                at += 1
            if at < len(taken):
                walk += [(product, at + 1), (taken[at], 0)]
            elif low[product] == number[product]:
                component: list[str] = []
                while not component or component[-1] != product:
                    component.append(open_.pop())
                    is_open.discard(component[-1])
                yield tuple(sorted(component))
