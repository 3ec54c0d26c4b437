"""Addresses of the pages of products."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.pages.products import catalogue, contributing, graph, product, recomputations

patterns: list[URLPattern] = [
    path("products/", catalogue.products, name="products"),
    path("products.csv", catalogue.products_csv, name="products_csv"),
    path("products/contribute/", contributing.contribute, name="contribute"),
    path("products/graph/", graph.graph, name="product_graph"),
    path("products/recompute/", recomputations.recompute, name="recompute"),
    path(
        "products/recomputations/<uuid:recomputation_id>/", recomputations.recomputation, name="recomputation"
    ),
    path(
        "products/recomputations/<uuid:recomputation_id>/products.csv",
        recomputations.recomputation_csv,
        name="recomputation_csv",
    ),
    path(
        "products/recomputations/<uuid:recomputation_id>/update/", recomputations.update, name="update_draft"
    ),
    path("<uuid:study_id>/product/", product.product, name="product"),
    path("<uuid:study_id>/publish/", product.publish, name="publish"),
    path("<uuid:study_id>/renew/", product.renew, name="renew"),
    path("<uuid:study_id>/limits/", product.limits, name="limits"),
]
