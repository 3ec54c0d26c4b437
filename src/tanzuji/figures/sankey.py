"""The Sankey diagram: what causes emissions, in which process, in which stage, and all of it together."""

from __future__ import annotations

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import (
    above,
    amount,
    below,
    either,
    interval_of,
    percent,
    sentences,
    total_text,
    unit_of,
)
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.flows import Flow, Graph, Node, arrange, band
from tanzuji.figures.parts import Part, in_stage_order, line_parts, stage_roles
from tanzuji.figures.svg import SMALL, drawing, element, escape, fit, label, rect, text_width, tooltip
from tanzuji.figures.tree import grouped

SANKEY = Text(zh="排放流向", en="Flows of emissions")
LEAST_WIDTH = 640.0
"""Narrower than this the labels would touch."""
SCROLLED = 864.0
"""The width drawn instead: the least the page's style sheet gives a drawing that scrolls (class `wide`)."""
_PROCESSES = 10
_SMALL = 0.01
_THICK = 12.0
_PLACES = (0.0, 0.27, 0.69, 1.0)
"""Where the columns stand between first and last: names of processes are the longest."""
_PRODUCT = "product"
_KINDS = {
    "electricity": ("电力", "Electricity"),
    "energy": ("燃料与热", "Fuels and heat"),
    "input": ("材料与服务", "Materials and services"),
    "transport": ("运输", "Transport"),
    "waste": ("废物处理", "Waste treatment"),
    "emission": ("直接排放", "Direct emissions"),
    "material": ("材料循环", "Material loops"),
    "credit": ("替代", "Substitution"),
}


def kind_of(contribution: Contribution) -> str:
    """The group a contribution flows from: electricity apart from other energy."""
    return "electricity" if contribution.electricity else contribution.kind


def graph_of(footprint: Footprint, language: Language) -> Graph:
    """Groups → processes → stages → product, emissions only; small processes are gathered in one node."""
    emitting = [c for c in footprint.contributions if above(c)]
    whole, roles = sum(above(c) for c in emitting), stage_roles(footprint)
    ranked = sorted(grouped(emitting), key=lambda item: -sum(above(c) for c in item[1]))
    kept = [key for key, of in ranked if sum(above(c) for c in of) >= _SMALL * whole][:_PROCESSES]
    rest = [key for key, _ in ranked if key not in kept]
    if len(rest) == 1:  # one alone keeps its name
        kept, rest = kept + rest, []
    graph = Graph()
    sums: dict[str, float] = {}
    for c in emitting:
        sums[kind_of(c)] = sums.get(kind_of(c), 0.0) + above(c)
    for kind in sorted(sums, key=lambda kind: -sums[kind]):
        graph.nodes[kind] = Node(kind, 0, either(language, *_KINDS[kind]), "f-ink-2")
    stages = [s for s in in_stage_order(footprint) if any(c.stage == s.stage for c in emitting)]
    main = {key: max(of, key=above).stage for key, of in ranked}
    order = [stage.stage for stage in stages]
    for key in sorted(kept, key=lambda key: (order.index(main[key]), [k for k, _ in ranked].index(key))):
        name = next(c.process_name.to(language) for c in emitting if c.process == key)
        graph.nodes[f"process {key}"] = Node(f"process {key}", 1, name, roles[main[key]])
    if rest:
        name = either(language, f"其他 {len(rest)} 个过程", f"{len(rest)} other processes")
        graph.nodes["process"] = Node("process", 1, name, "f-grey")
    for stage in stages:
        graph.nodes[f"stage {stage.stage}"] = Node(
            f"stage {stage.stage}", 2, stage.name.to(language), roles[stage.stage]
        )
    graph.nodes[_PRODUCT] = Node(_PRODUCT, 3, either(language, "排放合计", "All emissions"), "f-ink")
    for c in emitting:
        process = f"process {c.process}" if c.process in kept else "process"
        graph.add(kind_of(c), process, above(c), "f-grey")
        graph.add(process, f"stage {c.stage}", above(c), roles[c.stage])
        graph.add(f"stage {c.stage}", _PRODUCT, above(c), roles[c.stage])
    graph.extra[_PRODUCT] = -sum(below(c) for c in footprint.contributions)
    graph.settle()
    return graph


def sankey(footprint: Footprint, language: Language = "zh", *, width: float = 1080) -> Figure | None:
    """Flows of emissions in four columns, credits as a hatched notch. None with fewer than two emissions."""
    if sum(above(c) > 0 for c in footprint.contributions) < 2:
        return None
    graph, width = graph_of(footprint, language), width if width >= LEAST_WIDTH else SCROLLED
    credits = [part for part in line_parts(footprint.contributions, language) if part.value < 0]
    marks, height = _draw(graph, credits, footprint, width, language)
    unit, interval = unit_of(footprint, language), interval_of(footprint)
    groups = [node for node in graph.nodes.values() if node.column == 0]
    first, whole = groups[0], graph.nodes[_PRODUCT].value
    value = f"{amount(first.value, interval)} {unit}"
    share, total = percent(first.value / whole), total_text(footprint)
    summary = sentences(
        either(language, f"排放中{first.name}最多，为 {value}，占排放的 {share}。",
               f"The largest source is {first.name.lower()}: {value}, {share} of all emissions."),
        either(language, f"合计 {total} {unit}。", f"The total is {total} {unit}."),
        language=language,
    )  # fmt: skip
    caption = sentences(
        either(language, "带的宽度与排放成比例。", "The width of a band is proportional to its emissions."),
        either(language, "斜线从排放合计中减去。", "What is hatched is subtracted from all emissions.")
        if credits else "",
        language=language,
    )  # fmt: skip
    svg = drawing(marks, width, height, title=SANKEY.to(language), summary=summary, wide=True)
    table = Table(_columns(unit, language), _rows(graph, credits, footprint, language), interval)
    return Figure("sankey", language, SANKEY, svg, table, summary, caption)


def _columns(unit: str, language: Language) -> tuple[Column, ...]:
    return (
        Column(either(language, "从", "From")),
        Column(either(language, "到", "To")),
        Column(either(language, "碳足迹", "Footprint"), "amount", unit),
    )


def _rows(
    graph: Graph, credits: list[Part], footprint: Footprint, language: Language
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (graph.nodes[f.source].name, graph.nodes[f.target].name, f.value) for f in _ordered(graph)
    ]
    product, net = graph.nodes[_PRODUCT], either(language, "合计", "Total")
    rows.append((product.name, net, product.value))
    rows += [(part.name, net, part.value) for part in credits]
    return (*rows, (net, "", footprint.total))


def _ordered(graph: Graph) -> list[Flow]:
    order = {key: index for index, key in enumerate(graph.nodes)}
    return sorted(graph.flows.values(), key=lambda f: (order[f.source], order[f.target]))


def _draw(
    graph: Graph, credits: list[Part], footprint: Footprint, width: float, language: Language
) -> tuple[str, float]:
    interval, unit, columns = interval_of(footprint), unit_of(footprint, language), graph.columns()
    height = max(300.0, 38.0 * max(len(nodes) for nodes in columns))
    numbers = {node.key: amount(node.value, interval) for node in graph.nodes.values()}
    wanted = max(text_width(node.name) + text_width(numbers[node.key], SMALL) for node in columns[0]) + 18
    left = min(wanted, 0.2 * width)
    product = graph.nodes[_PRODUCT]
    tail_width = text_width(product.name) / 0.95 + 10  # in bold
    right = 0.17 * width + 26 if credits else min(tail_width, 0.17 * width)
    span = width - left - right - _THICK
    places = [left + part * span for part in _PLACES]
    scale = arrange(graph, places, 34, height)
    heads = either(language, "来源 过程 阶段 产品", "Source Process Stage Product").split()
    drawn = "".join(label(place, 13, head, role="t2") for place, head in zip(places, heads, strict=True))
    names = {key: node.name for key, node in graph.nodes.items()}
    for flow in _ordered(graph):
        title = f"{names[flow.source]} → {names[flow.target]}: {amount(flow.value, interval)} {unit}"
        drawn += band(flow, graph, scale, _THICK, title)
    for node in graph.nodes.values():
        title = f"{node.name}: {numbers[node.key]} {unit}"
        drawn += rect(node.x, node.y, _THICK, max(node.height, 0.75), node.role, title)
    for node in graph.nodes.values():
        if node.column == 0:
            drawn += _words(node, numbers[node.key], node.x - 8, left - 8, "end")
        elif node.column < 3:
            room = places[node.column + 1] - node.x - _THICK - 14
            drawn += _words(node, numbers[node.key], node.x + _THICK + 7, room, "start")
    tail, bottom = _product(graph.nodes[_PRODUCT], credits, footprint, scale, width, language)
    return drawn + tail, max(34 + height, bottom) + 6


def _words(node: Node, value: str, x: float, room: float, anchor: str) -> str:
    """Name over number where the node is high enough, else both on one line."""
    middle = node.y + node.height / 2
    if node.height > 34:
        return label(x, middle - 2, node.name, width=room, anchor=anchor) + label(
            x, middle + 13, value, role="t2", anchor=anchor
        )
    shown = fit(node.name, room - text_width(value, SMALL) - 8)
    number = element("tspan", escape(value), class_="t2")
    title = tooltip(node.name) if shown != node.name else ""
    anchored = None if anchor == "start" else anchor
    # The blank is kept: it stands between two pieces of text.
    return element("text", f"{escape(shown)} {number}{title}", x=x, y=middle + 4.5, text_anchor=anchored)


def _product(
    node: Node, credits: list[Part], footprint: Footprint, scale: float, width: float, language: Language
) -> tuple[str, float]:
    """The label of the last column and a hatched notch for what is subtracted; marks and their bottom."""
    interval = interval_of(footprint)
    x = node.x + _THICK + (36 if credits else 8)
    room = width - x
    middle = node.y + node.height / 2
    drawn, bottom = "", node.y + node.height
    words = [(node.name, amount(node.value, interval))]
    places = [middle]
    edge = node.y + node.height
    for part in reversed(credits):  # stacked upwards from the foot of the node
        size = -part.value * scale
        edge -= size
        title = f"{part.name}: {amount(part.value, interval)}"
        drawn += rect(node.x + _THICK + 1, edge, 26, max(size, 0.75), part.role, title)
        words.insert(1, (part.name, amount(part.value, interval)))
        places.insert(1, edge + size / 2)
    if credits:
        words.append((either(language, "合计", "Total"), total_text(footprint)))
        places.append(bottom)
    if credits and edge < node.y:  # more is subtracted than emitted: the notch hides no label
        places[0] = min(places[0], node.y)
    y = 0.0
    for index, ((name, value), place) in enumerate(zip(words, places, strict=True)):
        y = max(place - 2, y + 36) if index else place - 2
        heavy = "strong" if index == len(words) - 1 else ""
        drawn += label(x, y, name, width=room, role=heavy) + label(x, y + 15, value, role="t2")
        bottom = max(bottom, y + 20)
    return drawn, bottom
