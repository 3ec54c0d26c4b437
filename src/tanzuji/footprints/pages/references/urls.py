"""Addresses of the pages of studies and reference models."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.pages.references import begin, standing

patterns: list[URLPattern] = [
    path("new/reference/<uuid:model_id>/", begin.new_from_reference, name="new_from_reference"),
    path("<uuid:study_id>/reference/", standing.reference, name="reference"),
    path("<uuid:study_id>/reference/make/", standing.make_reference, name="make_reference"),
]
