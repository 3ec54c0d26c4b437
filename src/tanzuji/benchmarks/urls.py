"""Addresses of the benchmarks room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.benchmarks.pages import acting, reading

app_name = "benchmarks"

urlpatterns = [
    path("", reading.home, name="home"),
    path("candidates/", acting.candidates, name="candidates"),
    path("candidates/examine/", acting.examine, name="examine"),
    path("snapshots/", acting.take, name="take"),
    path("snapshots/<uuid:snapshot_id>/propose/", acting.propose, name="propose"),
    path("<uuid:benchmark_id>/", reading.benchmark, name="benchmark"),
    path("<uuid:benchmark_id>/change/", acting.change, name="change"),
    path("<uuid:benchmark_id>/consult/", acting.consult, name="consult"),
    path("<uuid:benchmark_id>/comments/", acting.comment, name="comment"),
    path("<uuid:benchmark_id>/comments/<uuid:objection_id>/answer/", acting.answer, name="answer"),
    path("<uuid:benchmark_id>/act/", acting.act, name="act"),
]
