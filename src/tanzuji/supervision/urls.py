"""Addresses of the supervision room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.supervision.pages import complaining, inspecting, ordering, overview, planning, public

app_name = "supervision"

urlpatterns: list[URLPattern] = [
    path("", overview.home, name="home"),
    path("plans/", planning.plans, name="plans"),
    path("plans/new/", planning.new, name="new_plan"),
    path("plans/<uuid:plan_id>/", planning.plan, name="plan"),
    path("plans/<uuid:plan_id>/edit/", planning.edit, name="edit_plan"),
    path("plans/<uuid:plan_id>/step/", planning.step, name="step_plan"),
    path("plans/<uuid:plan_id>/commit/", planning.commit, name="commit"),
    path("draws/<uuid:draw_id>/", public.draw, name="draw"),
    path("draws/<uuid:draw_id>/draw/", planning.draw, name="make_draw"),
    path("draws/<uuid:draw_id>/draw.json", public.draw_file, name="draw_file"),
    path("draws/drawing.py", public.program, name="program"),
    path("inspectors/", planning.inspectors, name="inspectors"),
    path("inspectors/change/", planning.change_inspectors, name="change_inspectors"),
    path("inspections/", inspecting.inspections, name="inspections"),
    path("inspections/new/", inspecting.new, name="new_inspection"),
    path("inspections/<uuid:inspection_id>/", inspecting.inspection, name="inspection"),
    path("inspections/<uuid:inspection_id>/staff/", inspecting.staff, name="staff"),
    path("inspections/<uuid:inspection_id>/check/", inspecting.check, name="check"),
    path("inspections/<uuid:inspection_id>/step/", inspecting.step, name="step"),
    path("findings/<uuid:finding_id>/", inspecting.finding, name="finding"),
    path("pictures/<uuid:picture_id>/", overview.picture, name="picture"),
    path("complaints/", complaining.complaints, name="complaints"),
    path("complaints/follow/", public.follow, name="follow"),
    path("complaints/<uuid:complaint_id>/", complaining.complaint, name="complaint"),
    path("complaints/<uuid:complaint_id>/act/", complaining.act, name="act"),
    path("market/", complaining.sightings, name="sightings"),
    path("measures/", public.measures, name="measures"),
    path("measures/order/", ordering.order, name="order"),
    path("measures/<uuid:measure_id>/lift/", public.lift, name="lift"),
]
