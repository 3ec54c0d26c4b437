"""Addresses of the pages of results."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.pages.results import (
    benchmark,
    checks,
    compare,
    drawings,
    result,
    review,
    scenarios,
    standards,
    uncertainty,
    versions,
    what_if,
)

patterns: list[URLPattern] = [
    path("<uuid:study_id>/result/", result.result, name="result"),
    path("<uuid:study_id>/result/process/", result.process, name="process"),
    path("<uuid:study_id>/figures/<slug:name>.csv", drawings.figure_csv, name="figure_csv"),
    path("<uuid:study_id>/figures/<slug:name>.svg", drawings.figure_svg, name="figure_svg"),
    path("<uuid:study_id>/uncertainty/", uncertainty.uncertainty, name="uncertainty"),
    path("<uuid:study_id>/uncertainty/<slug:name>.csv", uncertainty.uncertainty_csv, name="uncertainty_csv"),
    path("<uuid:study_id>/uncertainty/<slug:name>.svg", uncertainty.uncertainty_svg, name="uncertainty_svg"),
    path("<uuid:study_id>/benchmark/", benchmark.benchmark, name="benchmark"),
    path("<uuid:study_id>/benchmark/take-over/", benchmark.take_over, name="take_over_bands"),
    path("<uuid:study_id>/checks/", checks.checks, name="checks"),
    path("<uuid:study_id>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("<uuid:study_id>/what-if/", what_if.what_if, name="what_if"),
    path("<uuid:study_id>/what-if/save/", what_if.save, name="save_what_if"),
    path("<uuid:study_id>/standards/", standards.standards, name="standards"),
    path(
        "<uuid:study_id>/standards/<slug:name>.<slug:form>", standards.standards_file, name="standards_file"
    ),
    path("<uuid:study_id>/versions/", versions.versions, name="versions"),
    path("<uuid:study_id>/versions/<int:number>/", review.version, name="version"),
    path("<uuid:study_id>/compare/", compare.compare, name="compare"),
    path("<uuid:study_id>/compare.csv", compare.compare_csv, name="compare_csv"),
    path("<uuid:study_id>/decide/", review.decide, name="decide"),
]
