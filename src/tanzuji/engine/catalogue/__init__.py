"""Whole catalogues of products as one sparse matrix on top of library releases.

A product model is linear in the background: how often its processes run and what they take depends on no factor. So
each model is compiled once into a row (`compile_row`): so much of each dataset, so much of each gas emitted by the
product's own processes. The rows of all products stand in files (`Catalogue`) that are memory-mapped; a new release,
another GWP set or a thousand samples of the background are then products of that matrix with a table of intensities.

    rows        a product model as a row: dataset → amount, gas → kg
    store       rows on disk: one changed product costs one row
    tables      kg CO2e per unit of every column, for a release, a GWP set, a biogenic convention
    multiply    rows × table, in compiled loops or in scipy's, with the same sums
    recompute   every product on every reporting line
    differences what a new release changes: old, new, cause, tolerance, bands
    spread      joint samples of every product in blocks
    graph       products that stand on other products: order, loops, what is behind whom
"""

from tanzuji.engine.catalogue.differences import Bands, Difference, Differences, differences
from tanzuji.engine.catalogue.graph import ProductGraph
from tanzuji.engine.catalogue.recompute import Recomputed, recompute
from tanzuji.engine.catalogue.rows import CatalogueRow, Column, compile_row
from tanzuji.engine.catalogue.spread import Spread, joint_samples, spread
from tanzuji.engine.catalogue.store import Catalogue, Product
from tanzuji.engine.catalogue.tables import Follow, Releases

__all__ = [
    "Bands",
    "Catalogue",
    "CatalogueRow",
    "Column",
    "Difference",
    "Differences",
    "Follow",
    "Product",
    "ProductGraph",
    "Recomputed",
    "Releases",
    "Spread",
    "compile_row",
    "differences",
    "joint_samples",
    "recompute",
    "spread",
]
