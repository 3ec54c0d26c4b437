"""The vault, facility reports, and what studies took over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.activity import policy, queries, services
from tanzuji.activity.kinds import CARRIERS, EVIDENCE_KINDS, REPORT_KINDS, REPORT_STATES
from tanzuji.activity.models import Report
from tanzuji.activity.pages import forms
from tanzuji.activity.pages.sources import partners
from tanzuji.activity.pages.uploads import posted_file
from tanzuji.activity.states import REPORT
from tanzuji.ledger import queries as ledger
from tanzuji.parties import queries as parties
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.downloads import attachment
from tanzuji.web.language import say
from tanzuji.web.uploads import MAX_UPLOAD

SHOWN = 50


@require_http_methods(["GET", "POST"])
@signed_in
def evidence(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The papers of the organisation, and those others gave access to; a POST keeps one."""
    tried = forms.Tried()
    if request.method == "POST":
        tried = forms.tried(lambda: _keep(request, acting))
        if tried:
            flash.success(request, say("凭证已存入。", "The paper is kept."))
            return HttpResponseRedirect(reverse("activity:evidence"))
    found = queries.evidence(acting)
    kind = request.GET.get("kind", "")
    if kind in EVIDENCE_KINDS:
        found = found.filter(kind=kind)
    context = {
        "room": "activity",
        "papers": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "received": [one for one in queries.received(acting)[:SHOWN] if one.evidence_id],
        "kinds": EVIDENCE_KINDS,
        "kind": kind,
        "limit": MAX_UPLOAD // 2**20,
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }
    return render(request, "activity/evidence.html", context, status=tried.status)


def _keep(request: HttpRequest, acting: Acting) -> None:
    data, name = posted_file(request)
    services.keep_evidence(
        acting, data=data, name=name, kind=forms.text(request.POST, "kind"),
        title=forms.text(request.POST, "title") or name, dated=forms.day(request.POST, "dated"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def paper(request: HttpRequest, acting: Acting, evidence_id: UUID) -> HttpResponse:
    """A paper: what it is, its digest, who may read it and who did; a POST gives access."""
    row = queries.readable_evidence(acting, evidence_id)
    own = row.organisation_id == acting.organisation_id
    tried = forms.Tried()
    if request.method == "POST":
        tried = forms.tried(
            lambda: services.grant(
                acting, row.id, forms.text(request.POST, "organisation"),
                reason=forms.text(request.POST, "reason"), until=forms.day(request.POST, "until"),
            )
        )  # fmt: skip
        if tried:
            flash.success(request, say("已准许查阅。", "Access is given."))
            return HttpResponseRedirect(reverse("activity:paper", args=[row.id]))
    context = {
        "room": "activity",
        "paper": row,
        "own": own,
        "grants": list(queries.grants(acting).filter(evidence=row)) if own else [],
        "history": [(event, ledger.name(event)) for event in ledger.history("evidence", row.id)[:SHOWN]] if own else [],
        "uploads": list(row.uploads.order_by("-created_at")) if own else [],
        "partners": partners(acting) if own else [],
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }  # fmt: skip
    return render(request, "activity/paper.html", context, status=tried.status)


@require_safe
@signed_in
def file(request: HttpRequest, acting: Acting, evidence_id: UUID) -> HttpResponse:
    """The file of a paper, as it was kept."""
    row, data = services.open_evidence(acting, evidence_id)
    return attachment(data, row.file, "application/octet-stream")


@require_POST
@signed_in
def withdraw(request: HttpRequest, acting: Acting, grant_id: UUID) -> HttpResponse:
    """Access taken back."""
    row = queries.own_grant(acting, grant_id)
    services.withdraw(acting, row.id)
    flash.success(request, say("已收回查阅。", "Access is withdrawn."))
    name, id_ = ("activity:paper", row.evidence_id) if row.evidence_id else ("activity:meter", row.meter_id)
    return HttpResponseRedirect(reverse(name, args=[id_]))


@require_http_methods(["GET", "POST"])
@signed_in
def reports(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Facility reports of one's own, and for a curator those that were handed in; a POST keeps one with its paper."""
    tried = forms.Tried()
    if request.method == "POST":
        kept: list[Report] = []
        tried = forms.tried(lambda: kept.append(_keep_report(request, acting)))
        if tried:
            flash.success(request, say("报告已存入。", "The report is kept."))
            return HttpResponseRedirect(reverse("activity:report", args=[kept[0].id]))
    context = {
        "room": "activity",
        "reports": list(queries.reports(acting)),
        "to_collect": list(queries.reports_to_collect(acting)),
        "curator": acting.mandated("base_data"),
        "kinds": REPORT_KINDS,
        "states": REPORT_STATES,
        "facilities": list(queries.facilities(acting)),
        "limit": MAX_UPLOAD // 2**20,
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }
    return render(request, "activity/reports.html", context, status=tried.status)


def _keep_report(request: HttpRequest, acting: Acting) -> Report:
    posted = request.POST
    kind = forms.text(posted, "kind")
    title = forms.text(posted, "title")
    first, last = forms.required_day(posted, "first"), forms.required_day(posted, "last")
    data, name = posted_file(request)
    row = services.keep_evidence(
        acting, data=data, name=name, kind="verified_report" if kind == "ghg" else "energy_monitoring",
        title=title or name, dated=None,
    )  # fmt: skip
    return services.keep_report(
        acting, forms.text(posted, "facility"), kind=kind, title=title, first=first, last=last, evidence_id=row.id,
        verifier=forms.text(posted, "verifier"), verified_on=forms.day(posted, "verified_on"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def report(request: HttpRequest, acting: Acting, report_id: UUID) -> HttpResponse:
    """A facility report; a POST hands it in, takes it back, collects or returns it."""
    row = queries.readable_report(acting, report_id)
    tried = forms.Tried()
    if request.method == "POST":
        tried = forms.tried(lambda: _act(acting, row, request.POST))
        if tried:
            flash.success(request, say("已办理。", "It is done."))
            return HttpResponseRedirect(reverse("activity:reports"))
    context = {
        "room": "activity",
        "report": row,
        "own": row.organisation_id == acting.organisation_id,
        "lines": list(row.lines.all()),
        "carriers": CARRIERS,
        "kinds": REPORT_KINDS,
        "states": REPORT_STATES,
        "next": dict(REPORT.next(row.state, acting)),
        "curators": list(parties.organisations(mandate="base_data").exclude(id=acting.organisation_id)),
        "may": policy.may_record(acting),
        "may_collect": policy.may_collect(acting),
        "given": request.POST,
        "problems": tried.problems,
    }
    return render(request, "activity/report.html", context, status=tried.status)


def _act(acting: Acting, row: Report, posted: forms.Posted) -> Any:
    action = forms.text(posted, "action")
    if action == "hand":
        return services.hand_in(acting, row.id, forms.text(posted, "curator"))
    if action == "take_back":
        return services.take_back(acting, row.id)
    if action in ("collect", "return"):
        return services.answer(
            acting, row.id, collect=action == "collect", reason=forms.text(posted, "reason")
        )
    raise absent()


@require_safe
@signed_in
def taking(request: HttpRequest, acting: Acting, taking_id: UUID) -> HttpResponse:
    """What a study took over: every number down to the readings and the file they came in."""
    row, lines = queries.taking(acting, taking_id)
    context = {"room": "activity", "taking": row, "lines": lines, "trails": queries.trails(acting, lines)}
    return render(request, "activity/taking.html", context)
