"""Addresses of the pages of editing."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.footprints.pages import taking_over
from tanzuji.footprints.pages.editing import changing, edits, history, inventory, matching, remarks, scope

patterns: list[URLPattern] = [
    path("<uuid:study_id>/", inventory.study, name="study"),
    path("<uuid:study_id>/inventory/", inventory.inventory, name="inventory"),
    path("<uuid:study_id>/inventory/row/", inventory.row, name="row"),
    path("<uuid:study_id>/inventory/adding/", inventory.adding, name="adding"),
    path("<uuid:study_id>/taking-over/", taking_over.taking_over, name="taking_over"),
    path("<uuid:study_id>/matching/", matching.matching, name="matching"),
    path("<uuid:study_id>/scope/", scope.scope, name="scope"),
    path("<uuid:study_id>/edits/", edits.edits, name="edits"),
    path("<uuid:study_id>/undo/", edits.undo, name="undo"),
    path("<uuid:study_id>/redo/", edits.redo, name="redo"),
    path("<uuid:study_id>/change/", changing.change, name="change"),
    path("<uuid:study_id>/comments/", remarks.comments, name="comments"),
    path("<uuid:study_id>/comments/new/", remarks.comment, name="comment"),
    path("<uuid:study_id>/comments/<uuid:comment_id>/answer/", remarks.answer, name="answer"),
    path("<uuid:study_id>/comments/<uuid:comment_id>/settle/", remarks.settle, name="settle"),
    path("<uuid:study_id>/history/", history.history, name="history"),
    path("<uuid:study_id>/make-version/", history.make_version, name="make_version"),
]
