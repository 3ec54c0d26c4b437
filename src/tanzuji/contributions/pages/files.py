"""Files of factors: uploaded, the meaning of their columns shown and corrected, their rows offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.contributions import forms, messages, policy, queries, reading, services
from tanzuji.contributions.guards.findings import value_of
from tanzuji.contributions.models import Upload
from tanzuji.contributions.papers import LAWFUL_BASES, SCOPES
from tanzuji.contributions.services.files import MAX_FILE, MAX_ROWS
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.rounding import figure
from tanzuji.formats.factor_lists import read_tables
from tanzuji.library.lists import mapping_in, seen
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import say

SHOWN = 200


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Which files can be sent; a POST keeps one."""
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise messages.NOT_A_LIST.error("file")
            kept = services.receive(acting, file.name or "", file.read())
            return HttpResponseRedirect(reverse("contributions:file", args=[kept.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {
        "room": "contributions",
        "problems": problems,
        "may": policy.may_offer(acting),
        "limit": MAX_FILE // 2**20,
        "uploads": list(queries.uploads(acting).select_related("person")[:30]),
    }
    return render(request, "contributions/upload.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def file(request: HttpRequest, acting: Acting, upload_id: UUID) -> HttpResponse:
    """A file: its columns, its rows, what goes with all of them; a POST offers the rows."""
    of = queries.upload(acting, upload_id)
    problems: Sequence[Problem] = ()
    status = 200
    form = request.POST
    if request.method == "POST" and "look" not in form:
        try:
            made = services.offer_rows(
                acting,
                of.id,
                mapping=mapping_in(form) if of.kind == "list" else "",
                declarations=forms.declarations_in(form),
                chosen=set(form.getlist("chosen")) if "rows_shown" in form else None,
                amended={},
            )
            flash.success(
                request,
                say(f"存了 {len(made)} 份草稿，请逐份自检。", f"{len(made)} drafts are kept; check each."),
            )
            return HttpResponseRedirect(reverse("contributions:home"))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = _looked_at(of, form if request.method == "POST" else {})
    context |= {"room": "contributions", "of": of, "may": policy.may_offer(acting), "bases": LAWFUL_BASES, "scopes": SCOPES,
                "given": forms.given(None, form if request.method == "POST" else None), "most": MAX_ROWS}  # fmt: skip
    context["problems"] = [*problems, *context["problems"]] if problems else context["problems"]
    return render(request, "contributions/file.html", context, status=status)


@require_POST
@signed_in
def forget(request: HttpRequest, acting: Acting, upload_id: UUID) -> HttpResponse:
    """Remove a file."""
    services.forget(acting, upload_id)
    return HttpResponseRedirect(reverse("contributions:upload"))


def _looked_at(of: Upload, form: Any) -> dict[str, Any]:
    """The columns of a table as far as they are understood, and the rows that come of them."""
    content, columns = bytes(of.content), None
    mapping = of.mapping
    try:
        if of.kind == "list":
            columns = seen(read_tables(content, of.file), of.mapping, form)
            mapping = mapping_in(form) if "header_row" in form else of.mapping
        rows = reading.datasets_of(of.file, content, of.kind, mapping)
    except CodedError as error:
        return {"list": columns, "rows": [], "count": 0, "problems": list(error.problems)}
    return {
        "list": columns,
        "rows": [_row(each) for each in rows[:SHOWN]],
        "count": len(rows),
        "problems": [],
    }


def _row(of: Dataset) -> tuple[Dataset, str]:
    value = value_of(of)
    return of, "–" if value is None else figure(value)
