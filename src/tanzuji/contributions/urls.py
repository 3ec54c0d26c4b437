"""Addresses of the contributions room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.contributions.pages import contribution, files, lists, offering

app_name = "contributions"

urlpatterns: list[URLPattern] = [
    path("", lists.home, name="home"),
    path("gate/", lists.gate, name="gate"),
    path("queue/", lists.queue, name="queue"),
    path("new/", offering.new, name="new"),
    path("files/", files.upload, name="upload"),
    path("files/<uuid:upload_id>/", files.file, name="file"),
    path("files/<uuid:upload_id>/forget/", files.forget, name="forget"),
    path("<uuid:contribution_id>/", contribution.contribution, name="contribution"),
    path("<uuid:contribution_id>/edit/", offering.edit, name="edit"),
    path("<uuid:contribution_id>/provenance/", contribution.provenance, name="provenance"),
    path("<uuid:contribution_id>/changes/", contribution.difference, name="difference"),
    path("<uuid:contribution_id>/act/<slug:action>/", contribution.act, name="act"),
    path("<uuid:contribution_id>/remarks/", contribution.remark, name="remark"),
    path("<uuid:contribution_id>/remarks/<uuid:remark_id>/answer/", contribution.answer, name="answer"),
    path("<uuid:contribution_id>/remarks/<uuid:remark_id>/settle/", contribution.settle, name="settle"),
]
