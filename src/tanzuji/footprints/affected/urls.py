"""Addresses of the pages of effects."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.affected import pages

patterns: list[URLPattern] = [
    path("affected/", pages.effects, name="effects"),
    path("affected/<uuid:effect_id>/", pages.effect, name="effect"),
    path("affected/<uuid:effect_id>/update/", pages.update, name="update_affected"),
    path("affected/of/<release:library>/<int:number>/", pages.effect_of, name="effect_of"),
    path("affected/compare/<release:library>/", pages.compare, name="compare_releases"),
    path("affected/overall/<uuid:draft_id>/", pages.overall, name="overall"),
]
