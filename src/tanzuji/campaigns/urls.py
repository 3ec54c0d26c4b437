"""Addresses of the campaigns room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.campaigns.pages import planning, reading, taking_part

app_name = "campaigns"

urlpatterns: list[URLPattern] = [
    path("", reading.home, name="home"),
    path("new/", planning.new, name="new"),
    path("tasks/", reading.mine, name="mine"),
    path("tasks/<uuid:task_id>/", reading.task, name="task"),
    path("tasks/<uuid:task_id>/respond/", taking_part.respond, name="respond"),
    path("tasks/<uuid:task_id>/study/", taking_part.link, name="link"),
    path("tasks/<uuid:task_id>/begin/", taking_part.begin, name="begin"),
    path("tasks/<uuid:task_id>/drop/", planning.drop, name="drop"),
    path("opinions/<uuid:opinion_id>/answer/", planning.answer, name="answer"),
    path("<uuid:campaign_id>/", reading.campaign, name="campaign"),
    path("<uuid:campaign_id>/edit/", planning.edit, name="edit"),
    path("<uuid:campaign_id>/decide/", planning.decide, name="decide"),
    path("<uuid:campaign_id>/comment/", planning.comment, name="comment"),
    path("<uuid:campaign_id>/assign/", planning.assign, name="assign"),
    path("<uuid:campaign_id>/remind/", planning.remind, name="remind"),
    path("<uuid:campaign_id>/tasks.csv", reading.tasks_csv, name="tasks_csv"),
]
