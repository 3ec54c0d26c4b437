"""Products that stand on other products: suppliers at the left, what is made of them at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import either, sentences
from tanzuji.figures.figure import Column, Figure, Table
from tanzuji.figures.svg import drawing, element, label, rect, text_width, tooltip

PRODUCTS = Text(zh="产品之间的引用", en="Products made with other products")

_ROW = 34.0
_TOP = 14.0
_NODE = 12.0
_LEAST = 200.0
"""Width of a column; a graph of many levels is drawn wider and scrolls."""


@dataclass(frozen=True, slots=True)
class ProductNode:
    """A product: how many products stand one on another below it, and those it takes."""

    id: str
    name: Text
    level: int
    takes: tuple[str, ...]
    behind: tuple[str, ...] = ()
    """Those it takes of which something newer is published."""
    stale: bool = False
    looped: bool = False


def product_graph(
    nodes: Sequence[ProductNode], language: Language = "zh", *, width: float = 1080
) -> Figure | None:
    """The products by level with a line from each to those made with it; dashed where it is out of date.

    None without a product.
    """
    if not nodes:
        return None
    columns = _columns(nodes)
    width = max(width, _LEAST * len(columns))
    height = _TOP + _ROW * max(len(column) for column in columns) + 6
    step = width / len(columns)
    places = {
        node.id: (c * step, _TOP + _ROW * (row + (max(map(len, columns)) - len(column)) / 2))
        for c, column in enumerate(columns)
        for row, node in enumerate(column)
    }
    known = {node.id: node for node in nodes}
    ends = {
        node.id: min(_NODE + 12 + text_width(_words(node, language)), step - 24) for node in nodes
    }  # lines begin behind the name
    marks = "".join(
        _edge(places[taken], places[node.id], ends[taken], known[taken], node, language)
        for node in nodes
        for taken in node.takes
        if taken in places
    )
    marks += "".join(_node(node, *places[node.id], step, language) for column in columns for node in column)
    stale, looped = sum(node.stale for node in nodes), sum(node.looped for node in nodes)
    summary = sentences(
        either(language, f"{len(nodes)} 个产品之间有引用，共 {len(columns)} 级。",
               f"{len(nodes)} products are made with others or used in others, on {len(columns)} levels."),
        either(language, f"{stale} 个已过时。", f"{stale} of them are out of date."),
        either(language, f"{looped} 个在环里。", f"{looped} are in a loop.") if looped else "",
        language=language,
    )  # fmt: skip
    caption = either(
        language,
        "左边的产品用在右边的产品里。斜线方块：已过时；虚线：所用的已过时或已有新发布。",
        "What stands at the left is used in what stands at the right. Hatched: out of date. Dashed: what is taken is out of date, or newer is published.",
    )
    svg = drawing(marks, width, height, title=PRODUCTS.to(language), summary=summary, wide=True)
    return Figure("product-graph", language, PRODUCTS, svg, _table(nodes, language), summary, caption)


def _columns(nodes: Sequence[ProductNode]) -> list[list[ProductNode]]:
    """Nodes by level; in each, near the mean place of those they take, so that few lines cross."""
    levels = sorted({node.level for node in nodes})
    columns: list[list[ProductNode]] = []
    place: dict[str, float] = {}
    for level in levels:
        column = [node for node in nodes if node.level == level]
        means = {
            node.id: sum(known) / len(known)
            if (known := [place[t] for t in node.takes if t in place])
            else 0.5
            for node in column
        }
        column.sort(key=lambda node: (means[node.id], node.name.to("zh"), node.id))
        place |= {node.id: (i + 0.5) / len(column) for i, node in enumerate(column)}
        columns.append(column)
    return columns


def _edge(
    start: tuple[float, float],
    end: tuple[float, float],
    behind: float,
    taken: ProductNode,
    user: ProductNode,
    language: Language,
) -> str:
    """A curve from behind the name of what is taken to what takes it; one back to its own level bows out."""
    (x1, y1), (x2, y2) = (start[0] + behind, start[1] + _NODE / 2), (end[0] - 4, end[1] + _NODE / 2)
    bend = max((x2 - x1) / 2, 60.0)
    path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    role = "pace" if taken.stale or taken.id in user.behind else "axis"
    title = f"{taken.name.to(language)} → {user.name.to(language)}"
    return element("path", tooltip(title), class_=role, d=path, fill="none")


def _words(node: ProductNode, language: Language) -> str:
    """The name, with what is to be said of it."""
    said = [node.name.to(language)]
    if node.looped:
        said.append(either(language, "在环里", "in a loop"))
    elif node.stale:
        said.append(either(language, "已过时", "out of date"))
    return either(language, "，", ", ").join(said)


def _node(node: ProductNode, x: float, y: float, step: float, language: Language) -> str:
    role, words = "f-credit" if node.stale or node.looped else "f-ink", _words(node, language)
    return rect(x, y, _NODE, _NODE, role, words) + label(
        x + _NODE + 6, y + 10.5, words, width=step - _NODE - 40
    )


def _table(nodes: Sequence[ProductNode], language: Language) -> Table:
    names = {node.id: node.name.to(language) for node in nodes}
    rows = tuple(
        (
            names[node.id],
            either(language, "、", ", ").join(names[taken] for taken in node.takes if taken in names),
            either(language, "已过时", "out of date") if node.stale else "",
        )
        for node in nodes
    )
    columns = (
        Column(either(language, "产品", "Product")),
        Column(either(language, "所用的产品", "Takes")),
        Column(either(language, "状态", "State")),
    )
    return Table(columns, rows, Decimal(1))
