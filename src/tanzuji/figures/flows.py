"""Places for a flow diagram: columns of nodes whose heights, and the bands between them, share one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tanzuji.figures.svg import element, number, tooltip


@dataclass(slots=True)
class Node:
    """A bar in column `column`; `x`, `y` and `height` are set by `arrange`."""

    key: str
    column: int
    name: str
    role: str
    value: float = 0.0
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0


@dataclass(slots=True)
class Flow:
    """A band of `value` kg CO2e from one node to another."""

    source: str
    target: str
    value: float
    role: str
    start: float = 0.0
    end: float = 0.0


@dataclass(slots=True)
class Graph:
    """Nodes in drawing order and the flows between them; `extra` makes room beside a node (a credit)."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[tuple[str, str], Flow] = field(default_factory=dict)
    extra: dict[str, float] = field(default_factory=dict)

    def add(self, source: str, target: str, value: float, role: str) -> None:
        flow = self.flows.setdefault((source, target), Flow(source, target, 0.0, role))
        flow.value += value

    def columns(self) -> list[list[Node]]:
        count = max(node.column for node in self.nodes.values()) + 1
        return [[node for node in self.nodes.values() if node.column == i] for i in range(count)]

    def settle(self) -> None:
        """Set every node's value to what flows through it."""
        for node in self.nodes.values():
            into = sum(flow.value for flow in self.flows.values() if flow.target == node.key)
            out = sum(flow.value for flow in self.flows.values() if flow.source == node.key)
            node.value = max(into, out)


LABEL = 18.0
"""The least room of a node: its label must not touch the next."""
_SPACE = 9.0


def _column_height(nodes: Sequence[Node], extra: dict[str, float], scale: float) -> float:
    slots = [max(max(node.value, extra.get(node.key, 0.0)) * scale, LABEL) for node in nodes]
    return sum(slots) + _SPACE * (len(slots) - 1)


def scale_for(graph: Graph, height: float) -> float:
    """Drawing units per kg CO2e such that the fullest column fits `height`; found by bisection."""
    columns = graph.columns()
    low, high = 0.0, height / max(node.value for node in graph.nodes.values())
    for _ in range(60):
        middle = (low + high) / 2
        if max(_column_height(nodes, graph.extra, middle) for nodes in columns) <= height:
            low = middle
        else:
            high = middle
    return low


def arrange(graph: Graph, xs: Sequence[float], top: float, height: float) -> float:
    """Give every node its place and every flow its ends; returns the scale."""
    scale = scale_for(graph, height)
    for nodes, x in zip(graph.columns(), xs, strict=True):
        y = top + (height - _column_height(nodes, graph.extra, scale)) / 2
        for node in nodes:
            room = max(node.value, graph.extra.get(node.key, 0.0)) * scale
            slot = max(room, LABEL)
            node.x, node.height = x, node.value * scale
            # Where more is subtracted than emitted the node stands at the foot of its room.
            node.y = y + (slot + room) / 2 - node.height
            y += slot + _SPACE
    order = {key: index for index, key in enumerate(graph.nodes)}
    out = {key: node.y for key, node in graph.nodes.items()}
    into = dict(out)
    for flow in sorted(graph.flows.values(), key=lambda f: (order[f.source], order[f.target])):
        flow.start, out[flow.source] = out[flow.source], out[flow.source] + flow.value * scale
    for flow in sorted(graph.flows.values(), key=lambda f: (order[f.target], order[f.source])):
        flow.end, into[flow.target] = into[flow.target], into[flow.target] + flow.value * scale
    return scale


def band(flow: Flow, graph: Graph, scale: float, thickness: float, title: str) -> str:
    """A flow as a filled ribbon, level at both ends."""
    left, right = graph.nodes[flow.source].x + thickness, graph.nodes[flow.target].x
    middle, width = number((left + right) / 2), flow.value * scale
    a, b, c, d = (number(y) for y in (flow.start, flow.end, flow.end + width, flow.start + width))
    x0, x1 = number(left), number(right)
    path = f"M{x0} {a}C{middle} {a} {middle} {b} {x1} {b}V{c}C{middle} {c} {middle} {d} {x0} {d}Z"
    return element("path", tooltip(title), class_=f"flow {flow.role}", d=path)
