"""Addresses of the certification room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.certification.pages import applications, bodies, examining, home, inspecting, schemes, surveying

app_name = "certification"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("new/", applications.new, name="new"),
    path("applications/<uuid:application_id>/", applications.application, name="application"),
    path("applications/<uuid:application_id>/describe/", applications.describe, name="describe"),
    path("applications/<uuid:application_id>/papers/", applications.attach, name="attach"),
    path("applications/<uuid:application_id>/act/", applications.act, name="act"),
    path("applications/<uuid:application_id>/team/", examining.call, name="call"),
    path("applications/<uuid:application_id>/impartial/", examining.impartial, name="impartial"),
    path("applications/<uuid:application_id>/plan/", examining.plan, name="plan"),
    path("applications/<uuid:application_id>/visit/", inspecting.begin, name="visit_begin"),
    path("applications/<uuid:application_id>/nonconformities/", examining.raise_one, name="raise"),
    path("papers/<uuid:certification_paper_id>/", applications.paper, name="paper"),
    path("team/<uuid:team_member_id>/dismiss/", examining.dismiss, name="dismiss"),
    path("visits/<uuid:visit_id>/", inspecting.visit, name="visit"),
    path("visits/<uuid:visit_id>/answer/", inspecting.answer, name="answer"),
    path("visits/<uuid:visit_id>/conclude/", inspecting.conclude, name="visit_conclude"),
    path("visits/<uuid:visit_id>/photos/<slug:question>/", inspecting.photo, name="photo"),
    path("nonconformities/<uuid:nonconformity_id>/correct/", examining.correct, name="correct"),
    path("nonconformities/<uuid:nonconformity_id>/judge/", examining.judge, name="judge"),
    path("nonconformities/<uuid:nonconformity_id>/evidence/", examining.evidence, name="correction_evidence"),
    path("surveillance/<uuid:cycle_id>/", surveying.cycle, name="cycle"),
    path("surveillance/<uuid:cycle_id>/act/", surveying.act, name="cycle_act"),
    path("bodies/", bodies.listing, name="bodies"),
    path("bodies/<uuid:body_id>/", bodies.body, name="body"),
    path("body/declare/", bodies.declare, name="declare"),
    path("body/staff/", bodies.register, name="register_staff"),
    path("body/staff/<uuid:staff_id>/leave/", bodies.leave, name="staff_leave"),
    path("confirm/", bodies.confirming, name="confirming"),
    path("confirm/qualifications/<uuid:qualification_id>/", bodies.confirm, name="confirm"),
    path("confirm/staff/<uuid:staff_id>/", bodies.confirm_staff, name="confirm_staff"),
    path("schemes/", schemes.listing, name="schemes"),
    path("schemes/new/", schemes.new, name="scheme_new"),
    path("schemes/drafts/<uuid:scheme_draft_id>/", schemes.edit, name="scheme_draft"),
    path("schemes/drafts/<uuid:scheme_draft_id>/lint/", schemes.lint, name="scheme_lint"),
    path("schemes/drafts/<uuid:scheme_draft_id>/version/", schemes.fix, name="scheme_fix"),
    path("schemes/drafts/<uuid:scheme_draft_id>/remove/", schemes.remove, name="scheme_remove"),
    path("schemes/versions/<uuid:scheme_edition_id>/", schemes.edition, name="scheme_edition"),
    path("schemes/versions/<uuid:scheme_edition_id>/act/", schemes.decide, name="scheme_decide"),
    path("schemes/<str:scheme_code>/", schemes.scheme, name="scheme"),
    path("schemes/<str:scheme_code>/scheme.yaml", schemes.download, name="scheme_yaml"),
]
