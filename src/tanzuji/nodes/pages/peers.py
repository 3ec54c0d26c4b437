"""Pages of other nodes: ids on both ends, the queue, and where the two contradict each other."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.figures.figure import Column, Table, csv_text
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.pages import shown
from tanzuji.nodes import crosswalk, policy, queries, services, tokens
from tanzuji.nodes.pages.frame import frame, tell
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language, say

PAGE = 50


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The other nodes, and how much waits between us."""
    rows = [(peer, queries.counts(peer), bool(tokens.token(peer.id))) for peer in queries.peers(acting)]
    context = {
        **frame(acting, "peers"), "rows": rows, "may_see": policy.may_see(acting),
        "waiting": queries.arrivals(acting).filter(state="received").count(),
    }  # fmt: skip
    return render(request, "nodes/home.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A node to exchange with."""
    policy.may_exchange(acting).enforce()
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            peer = services.add_peer(acting, **_asked(request), address=request.POST.get("address", ""))
            return HttpResponseRedirect(reverse("nodes:peer", args=[peer.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {**frame(acting, "peers"), "problems": problems, "peer": None, "given": request.POST}
    return render(request, "nodes/peer_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """Names, record schema and token of a node."""
    policy.may_exchange(acting).enforce()
    peer = queries.peer(acting, peer_id)
    if request.method == "POST":
        services.change_peer(acting, peer_id, **_asked(request))
        return HttpResponseRedirect(reverse("nodes:peer", args=[peer_id]))
    given = {"zh": peer.name_zh, "en": peer.name_en, "crosswalk": peer.crosswalk}
    context = {
        **frame(acting, "peers"),
        "problems": (),
        "peer": peer,
        "given": given,
        "has_token": bool(tokens.token(peer.id)),
    }
    return render(request, "nodes/peer_form.html", context)


@require_safe
@signed_in
def peer(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """Every published dataset beside what the other node holds of it."""
    of = queries.peer(acting, peer_id)
    lines = queries.lines(of)
    only = request.GET.get("only", "")
    chosen = [line for line in lines if _wanted(line, only)]
    words = request.GET.get("q", "").strip().casefold()
    if words:
        chosen = [x for x in chosen if words in f"{x.ours.id} {x.ours.name_zh} {x.ours.name_en}".casefold()]
    context = {
        **frame(acting, "peers"), "peer": of, "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")),
        "counts": _counts(lines), "only": only, "words": request.GET.get("q", ""),
        "theirs": queries.only_theirs(of)[:PAGE], "has_token": bool(tokens.token(of.id)),
        "shipments": list(queries.shipments(acting, of)[:PAGE]),
        "jobs": [shown(job) for job in jobs.jobs_of_page(acting, f"/nodes/{of.id}/")[:2]],
        "lost": crosswalk.national().lost if of.crosswalk else (), "json": json.loads,
    }  # fmt: skip
    return render(request, "nodes/peer.html", context)


FILTERS = ("", "unmapped", "conflicts", "waiting", "rejected", "newer")


def _wanted(line: queries.Line, only: str) -> bool:
    if only == "unmapped":
        return line.mapping is None
    if only == "conflicts":
        return any(conflict.kind not in ("same", "content") for conflict in line.conflicts)
    if only == "waiting":
        return line.state in ("queued", "sent")
    if only == "rejected":
        return line.state == "rejected"
    return line.newer if only == "newer" else True


def _counts(lines: list[queries.Line]) -> dict[str, int]:
    return {only: sum(_wanted(line, only) for line in lines) for only in FILTERS}


@require_POST
@signed_in
def map_dataset(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """What a dataset is called there; with `queue` it is put into the queue at once."""
    dataset = request.POST.get("dataset", "")
    try:
        services.map_dataset(
            acting, peer_id, dataset, request.POST.get("theirs", ""), request.POST.get("note", "")
        )
        if request.POST.get("queue"):
            services.queue(acting, peer_id, dataset)
    except CodedError as error:
        _refused(request, error)
    return _back(request, peer_id)


@require_POST
@signed_in
def queue(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """Put published and mapped datasets into the queue."""
    put = 0
    for dataset in request.POST.getlist("dataset")[:500]:
        try:
            services.queue(acting, peer_id, dataset)
            put += 1
        except CodedError as error:
            _refused(request, error)
            break
    if put:
        flash.success(request, say(f"{put} 个数据集已放入队列。", f"{put} put into the queue."))
    return _back(request, peer_id)


@require_POST
@signed_in
def withdraw(request: HttpRequest, acting: Acting, shipment_id: UUID) -> HttpResponse:
    """Take something out of the queue."""
    one = services.withdraw(acting, shipment_id)
    return HttpResponseRedirect(reverse("nodes:peer", args=[one.peer_id]))


@require_POST
@signed_in
def exchange(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """Send what is queued, ask what became of the rest, look at their catalogue."""
    try:
        services.begin(acting, peer_id, language())
        flash.success(request, say("已开始，结果会出现在这里。", "Begun; the result will appear here."))
    except CodedError as error:
        _refused(request, error)
    return _back(request, peer_id)


@require_POST
@signed_in
def take_over(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """Offer a dataset of theirs here."""
    try:
        number = services.take_over(acting, peer_id, request.POST.get("theirs", ""))
        flash.success(
            request,
            say(
                f"已作为 {number} 提交草稿，走本节点的两道核验。",
                f"Drafted as {number}, for the gates of this node.",
            ),
        )
    except CodedError as error:
        _refused(request, error)
    return _back(request, peer_id)


@require_safe
@signed_in
def records(request: HttpRequest, acting: Acting, peer_id: UUID) -> HttpResponse:
    """What was queued or sent, in the record schema of the national database."""
    of = queries.peer(acting, peer_id)
    heads = [field.theirs for field in crosswalk.national().fields]
    parcels = (
        json.loads(one.parcel).get("record") or {}
        for one in queries.shipments(acting, of).order_by("queued_at")
    )
    rows = tuple(tuple(record.get(head, "") for head in heads) for record in parcels)
    table = Table(tuple(Column(head) for head in heads), rows, Decimal(1))
    return attachment(
        csv_text(table, language()).encode("utf-8-sig"), "records.csv", "text/csv; charset=utf-8"
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    crosswalks = ("", crosswalk.national().id)
    chosen = request.POST.get("crosswalk", "")
    return {
        "zh": request.POST.get("zh", ""),
        "en": request.POST.get("en", ""),
        "token": request.POST.get("token", ""),
        "crosswalk": chosen if chosen in crosswalks else "",
    }


def _refused(request: HttpRequest, error: CodedError) -> None:
    """Tell it on the next page; what may not be, or is not there, is answered as such."""
    if status_of(error) in (403, 404):
        raise error
    tell(request, error)


def _back(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    only = request.POST.get("only", "")
    query = f"?only={only}" if only in FILTERS and only else ""
    return HttpResponseRedirect(reverse("nodes:peer", args=[peer_id]) + query)
