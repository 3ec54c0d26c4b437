"""Addresses of the labels room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.labels.pages import acting, files, reading

app_name = "labels"

urlpatterns: list[URLPattern] = [
    path("", reading.home, name="home"),
    path("patterns/", reading.patterns, name="patterns"),
    path("patterns/<slug:name>.svg", files.sample, name="sample"),
    path("uses/<uuid:use_id>/", reading.use, name="use"),
    path("uses/<uuid:use_id>/decide/", acting.decide, name="decide"),
    path("uses/<uuid:use_id>/show/", acting.show, name="show"),
    path("proofs/<uuid:proof_id>/", files.proof, name="proof"),
    path("of/<str:number>/", reading.label, name="label"),
    path("of/<str:number>/request/", acting.request_use, name="request"),
    path("of/<str:number>/preview.svg", files.preview, name="preview"),
    path("of/<str:number>/download/", files.download, name="download"),
    path("of/<str:number>/parcel.zip", files.parcel, name="parcel"),
    path("art/<str:number>/<slug:name>.svg", files.art, name="art"),
]
