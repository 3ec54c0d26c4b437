"""Addresses of the jobs room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.jobs import pages

app_name = "jobs"

urlpatterns = [
    path("", pages.jobs, name="jobs"),
    path("<uuid:job_id>/", pages.job, name="job"),
    path("<uuid:job_id>/progress/", pages.progress, name="progress"),
    path("<uuid:job_id>/result/", pages.result, name="result"),
    path("<uuid:job_id>/cancel/", pages.cancel, name="cancel"),
]
