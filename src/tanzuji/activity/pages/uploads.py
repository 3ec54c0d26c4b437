"""Readings, purchases and outputs brought in a file: kept, looked at with a mapping, stored; and what became of it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.activity import messages, policy, queries, services, vault
from tanzuji.activity.kinds import CARRIERS, EVIDENCE_KINDS, GOOD_KINDS, UPLOAD_KINDS
from tanzuji.activity.models import Evidence
from tanzuji.activity.pages import forms
from tanzuji.activity.services.settling import known_subjects
from tanzuji.activity.uploads.mapping import FIELDS, LAYOUTS, UploadMapping, guess
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats.factor_lists.headers import Header, header_at, sample
from tanzuji.formats.factor_lists.sheets import TableFile, read_tables
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent, status_of
from tanzuji.web.language import say
from tanzuji.web.uploads import MAX_UPLOAD

SHOWN_LINES = 60
_PAPERS = {"readings": "readings", "purchases": "purchase", "outputs": "production"}


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What can be uploaded; a POST keeps the file in the vault and leads to its columns."""
    policy.may_record(acting).enforce()
    tried = forms.Tried()
    kind = request.POST.get("kind", request.GET.get("kind", "readings"))
    if request.method == "POST":
        kept: list[Evidence] = []
        tried = forms.tried(lambda: kept.append(_keep(request, acting, kind)))
        if tried:
            return HttpResponseRedirect(reverse("activity:read", args=[kept[0].id, kind]))
    context = {
        "room": "activity",
        "kinds": UPLOAD_KINDS,
        "kind": kind,
        "limit": MAX_UPLOAD // 2**20,
        "problems": tried.problems,
    }
    return render(request, "activity/upload.html", context, status=tried.status)


def _keep(request: HttpRequest, acting: Acting, kind: str) -> Evidence:
    services.check_kind(kind)
    data, name = posted_file(request)
    read_tables(data, name)  # what is no table is refused before it is kept
    return services.keep_evidence(acting, data=data, name=name, kind=_PAPERS[kind], title=name, dated=None)


def posted_file(request: HttpRequest) -> tuple[bytes, str]:
    """The file of a form with its name. Raises `activity.no-file`."""
    file = request.FILES.get("file")
    if file is None:
        raise messages.NO_FILE.error("file", limit=MAX_UPLOAD // 2**20)
    return file.read(), file.name or "file"


@require_http_methods(["GET", "POST"])
@signed_in
def read(request: HttpRequest, acting: Acting, evidence_id: UUID, kind: str) -> HttpResponse:
    """The table with what its columns mean and what would become of every row; a POST with `store` stores it."""
    policy.may_record(acting).enforce()
    paper = queries.own_evidence(acting, evidence_id)
    if kind not in UPLOAD_KINDS:
        raise absent()
    problems: tuple[Problem, ...] = ()
    status = 200
    file, header, mapping, seen = None, None, UploadMapping(), None
    try:
        file = read_tables(vault.read(paper.digest), paper.file)
        mapping = _mapping(request, file, kind)
        header = header_at(file.table(mapping.sheet), mapping.header_row - 1, 1)
        if "store" in request.POST:
            row = services.store_file(
                acting, kind, paper.id, mapping, facility_id=request.POST.get("facility") or None,
                decisions=_decisions(request),
            )  # fmt: skip
            flash.success(request, say(f"存入 {row.stored} 条。", f"{row.stored} readings are stored."))
            return HttpResponseRedirect(reverse("activity:stored", args=[row.id]))
    except CodedError as error:
        if status_of(error) in (403, 404):
            raise
        problems, status = error.problems, status_of(error)
    try:
        seen = services.preview(acting, kind, paper, mapping) if file is not None else None
    except CodedError as error:
        problems, status = problems or error.problems, 422
    context = {
        "room": "activity",
        "paper": paper,
        "kind": kind,
        "mapping": mapping,
        **_shown(acting, kind, file, header, mapping, seen),
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "activity/read.html", context, status=status)


def _shown(
    acting: Acting,
    kind: str,
    file: TableFile | None,
    header: Header | None,
    mapping: UploadMapping,
    seen: Any,
) -> dict[str, Any]:
    table = file.table(mapping.sheet) if file is not None and header is not None else None
    columns = (
        [(name, sample(table, header, at, 3)) for at, name in enumerate(header.names)]
        if table and header
        else []
    )
    settled = seen.settlement.lines if seen else []
    first = [one for one in settled if one.outcome != "new" or one.falls][:SHOWN_LINES]
    return {
        "kinds": UPLOAD_KINDS,
        "layouts": LAYOUTS,
        "fields": {key: field for key, field in FIELDS.items() if kind in field.kinds},
        "sheets": [one.name for one in file.tables] if file else [],
        "columns": columns,
        "preview": seen,
        "troubled": first,
        "fresh": [one for one in settled if one.outcome == "new" and not one.falls][:SHOWN_LINES],
        "subjects": list(known_subjects(acting, kind).order_by("code")),
        "new_kinds": {k: c.name for k, c in CARRIERS.items()} if kind == "readings" else GOOD_KINDS if kind == "purchases" else {"product": UPLOAD_KINDS["outputs"]},
        "facilities": list(queries.facilities(acting)),
    }  # fmt: skip


def _decisions(request: HttpRequest) -> services.Decisions:
    replace = {"replace": True, "keep": False}.get(request.POST.get("replace", ""))
    return services.Decisions(replace=replace, leave_out="leave_out" in request.POST)


def _mapping(request: HttpRequest, file: TableFile, kind: str) -> UploadMapping:
    """The mapping of the form, or the guess where it was not sent yet or another sheet was chosen."""
    posted = request.POST
    sheet = posted.get("sheet", "")
    if "layout" not in posted or sheet != posted.get("sheet_before", sheet):
        return guess(file.table(sheet), kind)
    columns = {key: posted.get(f"column.{key}", "") for key in FIELDS}
    names = list(posted.getlist("header"))
    read_ = set(posted.getlist("read"))
    subjects = {
        posted[f"name.{at}"]: posted.get(f"subject.{at}", "")
        for at in range(200)
        if f"name.{at}" in posted and posted.get(f"subject.{at}") != "?"
    }
    year = posted.get("year", "")
    plain = {
        "sheet": sheet,
        "header_row": forms.whole(posted, "header_row") or 1,
        "layout": posted.get("layout", "rows"),
        "columns": {key: name for key, name in columns.items() if name},
        "ignored": [name for name in names if name not in read_],
        "year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        "unit": forms.text(posted, "unit"),
        "day_is": posted.get("day_is", "end"),
        "values": posted.get("values", "amount"),
        "subjects": subjects,
    }
    found: UploadMapping = UploadMapping.parse(plain)
    return found


@require_safe
@signed_in
def stored(request: HttpRequest, acting: Acting, batch_id: UUID) -> HttpResponse:
    """What became of every row of an upload."""
    row = queries.upload(acting, batch_id)
    context = {
        "room": "activity",
        "upload": row,
        "report": json.loads(row.report),
        "mapping": json.loads(row.mapping),
        "kinds": UPLOAD_KINDS,
        "paper_kinds": EVIDENCE_KINDS,
    }
    return render(request, "activity/stored.html", context)
