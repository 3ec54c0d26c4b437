"""Who stands on whom: products by level, those that are out of date, and loops by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.figures import ProductNode, product_graph
from tanzuji.footprints.pages.products.frame import Link, frame, links
from tanzuji.footprints.products.listing import Listed, listed
from tanzuji.footprints.products.standing import standing
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language

DRAWN = 60
"""Products the drawing holds; the table below it holds all."""


@dataclass(frozen=True, slots=True)
class Level:
    """Products that stand on at most so many others one on another."""

    number: int
    rows: tuple[Listed, ...]


@require_safe
@signed_in
def graph(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The products that take others or are taken, with a drawing and a table by level."""
    now = standing(acting)
    rows = [row for row in listed(now) if row.takes or row.taken_by]
    levels = now.web.by_versions.levels
    by_level: dict[int, list[Listed]] = {}
    for row in rows:
        by_level.setdefault(levels.get(str(row.study.id), 0), []).append(row)
    told = language()
    nodes = [
        ProductNode(
            id=str(row.study.id),
            name=row.name,
            level=levels.get(str(row.study.id), 0),
            takes=tuple(str(p) for p in row.takes),
            behind=tuple(str(reason.product) for reason in row.reasons if reason.kind == "product"),
            stale=bool(row.reasons),
            looped=row.in_loop,
        )
        for row in rows
    ]
    loops: list[list[Link]] = []
    for loop in now.web.loops:
        named = {product: links(now, [product]) for product in loop}
        loops.append([link for product in (*loop, loop[0]) for link in named[product]])
    drafts = [e for e in now.web.edges if e.in_draft and not e.in_version]
    context = {
        **frame("graph"),
        "levels": [Level(number, tuple(by_level[number])) for number in sorted(by_level)],
        "drawn": product_graph(nodes, told) if 0 < len(nodes) <= DRAWN else None,
        "loops": loops,
        "count": len(rows),
        "most": DRAWN,
        "drafts": [(links(now, [e.user]), links(now, [e.product]), e.number) for e in drafts],
        "links": lambda products: links(now, products),
    }
    return render(request, "footprints/product_graph.html", context)
