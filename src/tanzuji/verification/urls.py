"""Addresses of the verification room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.verification.pages import engagement, examining, lists, recomputing, reviews, stating, study

app_name = "verification"

urlpatterns = [
    path("", lists.home, name="home"),
    path("queue/", lists.queue, name="queue"),
    path("new/", lists.new, name="new"),
    path("reviews/", lists.review_list, name="reviews"),
    path("reviews/new/", reviews.new, name="invite"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("review/<str:link>/", reviews.guest, name="guest"),
    path("reviewing/", reviews.reviewing, name="reviewing"),
    path("<uuid:engagement_id>/", engagement.engagement, name="engagement"),
    path("<uuid:engagement_id>/study/", study.study, name="study"),
    path("<uuid:engagement_id>/changes/", study.changes, name="changes"),
    path("<uuid:engagement_id>/plan/", examining.plan, name="plan"),
    path("<uuid:engagement_id>/evidence/", examining.evidence, name="evidence"),
    path("<uuid:engagement_id>/findings/", examining.findings, name="findings"),
    path("<uuid:engagement_id>/recomputation/", recomputing.recomputation, name="recomputation"),
    path("<uuid:engagement_id>/recomputation/<int:number>.zip", recomputing.package, name="package"),
    path("<uuid:engagement_id>/recomputation/<int:number>/", recomputing.report, name="recomputed"),
    path("<uuid:engagement_id>/statement/", stating.statement, name="statement"),
    path("<uuid:engagement_id>/statement/report.<str:form>", stating.report, name="report"),
]
