"""Addresses of the pages of files: the list, new studies, exports, reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.pages.files import blank, creating, replacing, reports, studies

patterns: list[URLPattern] = [
    path("", studies.studies, name="studies"),
    path("new/", creating.new, name="new"),
    path("new/blank/", blank.blank, name="new_blank"),
    path("new/blank/rules/", blank.rules, name="blank_rules"),
    path("new/examples/<slug:key>/", creating.from_example, name="new_from_example"),
    path("new/template.<slug:suffix>", creating.template, name="template"),
    path("<uuid:study_id>/export.<slug:suffix>", reports.export, name="export"),
    path("<uuid:study_id>/report/", reports.report, name="report"),
    path("<uuid:study_id>/replace/", replacing.replace, name="replace"),
    path("<uuid:study_id>/archive/", studies.archive, name="archive"),
]
