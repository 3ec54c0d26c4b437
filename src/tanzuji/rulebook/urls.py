"""Addresses of the rulebook's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.rulebook.pages import drafts, reading, versions

app_name = "rulebook"

urlpatterns: list[URLPattern] = [
    path("", reading.home, name="home"),
    path("compare/", reading.comparison, name="compare"),
    path("rules/<rule:rule_id>/", reading.rule, name="rule"),
    path("rules/<rule:rule_id>/inheritance/", reading.inherited, name="inheritance"),
    path("rules/<rule:rule_id>/cases/", reading.cases, name="cases"),
    path("rules/<rule:rule_id>/versions/", reading.history, name="history"),
    path("rules/<rule:rule_id>/rule.yaml", reading.download, name="download"),
    path("rules/<rule:rule_id>/pcr.md", reading.pcr, name="pcr"),
    path("new/", drafts.new, name="new"),
    path("drafts/<uuid:rule_draft_id>/", drafts.edit, name="draft"),
    path("drafts/<uuid:rule_draft_id>/lint/", drafts.lint, name="lint"),
    path("drafts/<uuid:rule_draft_id>/preview/", drafts.preview, name="preview"),
    path("drafts/<uuid:rule_draft_id>/cases/", drafts.add_case, name="add_case"),
    path("drafts/<uuid:rule_draft_id>/cases/<uuid:trial_id>/remove/", drafts.remove_case, name="remove_case"),
    path("drafts/<uuid:rule_draft_id>/version/", drafts.make_version, name="make_version"),
    path("drafts/<uuid:rule_draft_id>/remove/", drafts.remove, name="remove_draft"),
    path("versions/<uuid:rule_version_id>/", versions.version, name="version"),
    path("versions/<uuid:rule_version_id>/act/", versions.act, name="act"),
]
