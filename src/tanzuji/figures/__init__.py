"""Footprint → charts, each drawn once as SVG with role classes and each with a table of the same numbers.

A page colours the classes by its style sheet and holds the two hatch patterns once (`hatches()`); PDF and
DOCX take `standalone(figure.svg, theme="print")`. Every function takes a `width` in drawing units: 1080 for a
whole page, 720 for a column or a report, 340 for a telephone, where labels stand above their bars.
"""

from __future__ import annotations

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.figures.bars import Bars, Row
from tanzuji.figures.breakdown import gas_bars, line_bars, scenario_bars
from tanzuji.figures.bridge import Move, bridge
from tanzuji.figures.figure import Column, Figure, Table, csv_text, table_csv
from tanzuji.figures.gauge import gauge
from tanzuji.figures.months import Month, months
from tanzuji.figures.palette import hatches, standalone
from tanzuji.figures.product_graph import ProductNode, product_graph
from tanzuji.figures.profiles import profile_bars, profile_bridge
from tanzuji.figures.provenance import TrailInput, TrailSource, provenance_graph
from tanzuji.figures.sankey import sankey
from tanzuji.figures.spread import difference_distribution, distribution, effect_bars
from tanzuji.figures.stages import lifecycle_strip, stage_bars
from tanzuji.figures.tornado import tornado
from tanzuji.figures.tree import contribution_tree
from tanzuji.figures.treemap import treemap

__all__ = [
    "Bars",
    "Column",
    "Figure",
    "Month",
    "Move",
    "ProductNode",
    "Row",
    "Table",
    "TrailInput",
    "TrailSource",
    "all_figures",
    "bridge",
    "contribution_tree",
    "csv_text",
    "difference_distribution",
    "distribution",
    "effect_bars",
    "gas_bars",
    "gauge",
    "hatches",
    "lifecycle_strip",
    "line_bars",
    "months",
    "product_graph",
    "profile_bars",
    "profile_bridge",
    "provenance_graph",
    "sankey",
    "scenario_bars",
    "stage_bars",
    "standalone",
    "table_csv",
    "tornado",
    "treemap",
]

DRAWERS = (
    lifecycle_strip,
    stage_bars,
    sankey,
    treemap,
    contribution_tree,
    line_bars,
    gas_bars,
    tornado,
    scenario_bars,
    gauge,
)
"""Every kind of figure, in the order of a report."""


def all_figures(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> list[Figure]:
    """The figures that have something to show for this footprint."""
    drawn = (draw(footprint, language, width=width) for draw in DRAWERS)
    return [figure for figure in drawn if figure is not None]
