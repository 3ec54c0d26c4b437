"""Addresses of the product model room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.reference_models.pages import deciding, making, reading

app_name = "reference_models"

urlpatterns: list[URLPattern] = [
    path("", reading.home, name="home"),
    path("ours/", making.ours, name="ours"),
    path("new/", making.new, name="new"),
    path("waiting/", deciding.waiting, name="waiting"),
    path("take-over/", deciding.take_over, name="take_over"),
    path("remarks/<uuid:model_remark_id>/answer/", deciding.answer, name="answer"),
    path("<uuid:model_id>/", reading.model, name="model"),
    path("<uuid:model_id>/compare/", reading.compare, name="compare"),
    path("<uuid:model_id>/draft/", making.draft, name="draft"),
    path("<uuid:model_id>/draft/file/", making.replace, name="replace"),
    path("<uuid:model_id>/draft.<slug:suffix>", making.draft_file, name="draft_file"),
    path("<uuid:model_id>/offer/", making.offer, name="offer"),
    path("<uuid:model_id>/<int:number>/", reading.version, name="version"),
    path("<uuid:model_id>/<int:number>.<slug:suffix>", reading.download, name="download"),
    path("<uuid:model_id>/<int:number>/decide/", deciding.decide, name="decide"),
    path("<uuid:model_id>/<int:number>/remark/", deciding.remark, name="remark"),
]
