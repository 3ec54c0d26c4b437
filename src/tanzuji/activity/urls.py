"""Addresses of the base data room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.activity.pages import facilities, home, papers, products, sources, uploads

app_name = "activity"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("facilities/<uuid:facility_id>/", facilities.facility, name="facility"),
    path("facilities/<uuid:facility_id>/balance/", facilities.balance, name="balance"),
    path("facilities/<uuid:facility_id>/add/<slug:what>/", facilities.add, name="add"),
    path("meters/<uuid:meter_id>/", sources.meter, name="meter"),
    path("meters/<uuid:meter_id>/<slug:action>/", sources.act, name="act"),
    path("goods/<uuid:good_id>/", sources.good, name="good"),
    path("products/<uuid:product_id>/", products.product, name="product"),
    path("products/<uuid:product_id>/plan/", products.plan, name="plan"),
    path("plans/<uuid:measuring_plan_id>/approve/", products.approve, name="approve"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/<uuid:evidence_id>/<slug:kind>/", uploads.read, name="read"),
    path("uploads/<uuid:batch_id>/", uploads.stored, name="stored"),
    path("evidence/", papers.evidence, name="evidence"),
    path("evidence/<uuid:evidence_id>/", papers.paper, name="paper"),
    path("evidence/<uuid:evidence_id>/file", papers.file, name="file"),
    path("grants/<uuid:grant_id>/withdraw/", papers.withdraw, name="withdraw"),
    path("reports/", papers.reports, name="reports"),
    path("reports/<uuid:report_id>/", papers.report, name="report"),
    path("takings/<uuid:taking_id>/", papers.taking, name="taking"),
]
