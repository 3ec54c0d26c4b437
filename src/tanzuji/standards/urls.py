"""Addresses of the standards room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.standards.pages import beginning, converting, lists, planning, registry, standard

app_name = "standards"

urlpatterns: list[URLPattern] = [
    path("", registry.home, name="home"),
    path("codes/", registry.code_table, name="codes"),
    path("map/", registry.system, name="map"),
    path("consultations/", registry.consultations, name="consultations"),
    path("calls/", registry.call, name="call"),
    path("propose/", beginning.propose, name="propose"),
    path("register/", beginning.register, name="register"),
    path("priorities/", planning.priorities, name="priorities"),
    path("priorities/score/", planning.score, name="score"),
    path("priorities/begin/", planning.begin, name="begin_list"),
    path("priorities/<uuid:list_id>/", planning.change, name="change_list"),
    path("plans/", planning.plans, name="plans"),
    path("plans/make/", planning.make_plan, name="make_plan"),
    path("plans/<uuid:plan_id>/", planning.act_on_plan, name="act_on_plan"),
    path("pilots/", planning.begin_pilot, name="begin_pilot"),
    path("pilots/<uuid:pilot_id>/", planning.finish_pilot, name="finish_pilot"),
    path("conversions/", converting.conversions, name="conversions"),
    path("conversions/<uuid:conversion_id>/", converting.conversion, name="conversion"),
    path("conversions/<uuid:conversion_id>/act/", converting.act, name="act_on_conversion"),
    path("adoption/", lists.adoption, name="adoption"),
    path("adoption/register/", lists.register_list, name="register_list"),
    path("adoption/<uuid:list_id>/", lists.adopt, name="adopt"),
    path("targets/", lists.targets, name="targets"),
    path("targets/confirm/", lists.confirm, name="confirm_target"),
    path("complaints/", lists.complaints, name="complaints"),
    path("complaints/<uuid:grievance_id>/", lists.decide_complaint, name="decide_complaint"),
    path("<uuid:standard_id>/", standard.standard, name="standard"),
    path("<uuid:standard_id>/act/", standard.act, name="act"),
    path("<uuid:standard_id>/drafts/", standard.draft, name="add_draft"),
    path("<uuid:standard_id>/drafts/<int:number>/", standard.read_draft, name="draft"),
    path("<uuid:standard_id>/remarks/", standard.remark, name="remark"),
    path("<uuid:standard_id>/remarks/<uuid:remark_id>/", standard.answer, name="answer"),
    path("<uuid:standard_id>/parties/", standard.party, name="party"),
    path("<uuid:standard_id>/panel/", standard.panel, name="panel"),
    path("<uuid:standard_id>/vote/", standard.vote, name="vote"),
    path("<uuid:standard_id>/describe/", standard.describe, name="describe"),
    path("<uuid:standard_id>/relate/", standard.relate, name="relate"),
    path("<uuid:standard_id>/complain/", standard.complain, name="complain"),
    path("<uuid:standard_id>/convert/", converting.convert, name="convert"),
]
