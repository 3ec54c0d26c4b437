"""Pages and forms of those who prepare, comment, answer and decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.benchmarks import policy, queries, services
from tanzuji.benchmarks.disclosure import Key
from tanzuji.benchmarks.models import Benchmark, Snapshot
from tanzuji.benchmarks.pages import showing
from tanzuji.benchmarks.pages.reading import page_of
from tanzuji.benchmarks.services.preparing import NAMES
from tanzuji.benchmarks.states import BENCHMARK
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import language, say

_TYPED = (
    "name_zh",
    "name_en",
    *NAMES,
    "reasons",
    "closes_on",
    "text",
    "adopted",
    "reason",
    "action",
    "comment",
)


@require_safe
@signed_in
def candidates(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Kinds of footprints and years of which a snapshot could be taken, and the snapshots that were."""
    policy.may_propose(acting).enforce()
    return _candidates(request, acting)


def _candidates(request: HttpRequest, acting: Acting, error: CodedError | None = None) -> HttpResponse:
    rows = [(one, showing.facts(one.key)) for one in queries.candidates()]
    context = {
        "room": "benchmarks",
        "rows": rows,
        "snapshots": queries.snapshots(acting).prefetch_related("benchmarks"),
        "thresholds": queries.thresholds(),
        "per": showing.per,
        "key_fields": [field.name for field in fields(Key)],
        "problems": error.problems if error else (),
    }
    status = answers.status_of(error) if error else 200
    return render(request, "benchmarks/candidates.html", context, status=status)


@require_POST
@signed_in
def examine(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Takes the fields of a key and `year`; a job finds out whether a snapshot could be taken."""
    policy.may_propose(acting).enforce()
    try:
        services.examine(acting, _key(request), _year(request), language=language())
    except CodedError as error:
        if answers.wants_json(request):
            raise
        return _candidates(request, acting, error)
    flash.success(
        request, say("正在判断，完成后这里会显示结果。", "It is being examined; the outcome will be here.")
    )
    return HttpResponseRedirect(reverse("benchmarks:candidates"))


def _key(request: HttpRequest) -> Key:
    return Key(**{field.name: request.POST.get(field.name, "")[:200] for field in fields(Key)})


def _year(request: HttpRequest) -> int:
    """The year that was sent; 0 where it is none."""
    year = request.POST.get("year", "")
    return int(year) if year.isascii() and year.isdecimal() and len(year) < 5 else 0


@require_POST
@signed_in
def take(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Takes the fields of a key and `year`; leads to the form for values."""
    policy.may_propose(acting).enforce()
    try:
        snapshot = services.take_snapshot(acting, _key(request), _year(request))
    except CodedError as error:
        if answers.wants_json(request):
            raise
        return _candidates(request, acting, error)
    flash.success(request, say("快照已保存。", "The snapshot is kept."))
    return HttpResponseRedirect(reverse("benchmarks:propose", args=[snapshot.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest, acting: Acting, snapshot_id: UUID) -> HttpResponse:
    """The form for values from a snapshot."""
    policy.may_propose(acting).enforce()
    snapshot = queries.snapshot(acting, snapshot_id)
    error = None
    if request.method == "POST":
        try:
            made = services.propose(acting, snapshot.id, **_values(request))
        except CodedError as wrong:
            if answers.wants_json(request):
                raise
            error = wrong
        else:
            flash.success(request, say("已提出。", "Proposed."))
            return HttpResponseRedirect(reverse("benchmarks:benchmark", args=[made.id]))
    return _form(request, snapshot, None, error)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, acting: Acting, benchmark_id: UUID) -> HttpResponse:
    """The form for other values."""
    of = queries.benchmark(acting, benchmark_id)
    BENCHMARK.verdict(of.state, "change", queries.standing(acting, of)).enforce()
    error = None
    if request.method == "POST":
        try:
            services.change(acting, of.id, edition=_edition(request), **_values(request))
        except CodedError as wrong:
            if answers.wants_json(request):
                raise
            error = wrong
        else:
            flash.success(request, say("已保存。", "Stored."))
            return HttpResponseRedirect(reverse("benchmarks:benchmark", args=[of.id]))
    return _form(request, of.snapshot, of, error)


def _values(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "name_zh": given.get("name_zh", ""),
        "name_en": given.get("name_en", ""),
        "values": {name: given.get(name, "") for name in NAMES},
        "reasons": given.get("reasons", ""),
    }


def _form(
    request: HttpRequest, snapshot: Snapshot, of: Benchmark | None, error: CodedError | None
) -> HttpResponse:
    cells = snapshot.cells
    computed = {"best": cells.p10, "reference": cells.mean, "limit": cells.p90}
    typed = {name: request.POST.get(name, "")[:4000] for name in _TYPED} if request.method == "POST" else {}
    shown = {name: f"{value:f}" if value is not None else "" for name, value in computed.items()}
    kept = {n: getattr(of, n) for n in ("name_zh", "name_en", *NAMES, "reasons")} if of else {}
    context = {
        "room": "benchmarks",
        "snapshot": snapshot,
        "of": of,
        "computed": shown,
        "filled": {"name_zh": "", "name_en": "", "reasons": "", **shown, **kept, **typed},
        "names": [(name, showing.NAMES[name].to(language())) for name in ("limit", "reference", "best")],
        "facts": showing.facts(snapshot.key),
        "unit": showing.per(snapshot.unit),
        "problems": error.problems if error else (),
    }
    status = answers.status_of(error) if error else 200
    return render(request, "benchmarks/propose.html", context, status=status)


@require_POST
@signed_in
def consult(request: HttpRequest, acting: Acting, benchmark_id: UUID) -> HttpResponse:
    """Takes `closes_on`."""
    return _done(
        request, acting, benchmark_id, "",
        lambda: services.consult(acting, benchmark_id, closes_on=request.POST.get("closes_on", ""), edition=_edition(request)),
        say("已开始征求意见。", "It is open for comments."),
    )  # fmt: skip


@require_POST
@signed_in
def comment(request: HttpRequest, acting: Acting, benchmark_id: UUID) -> HttpResponse:
    """Takes `text`."""
    return _done(
        request, acting, benchmark_id, "#comments",
        lambda: services.comment(acting, benchmark_id, request.POST.get("text", "")),
        say("意见已提交，大家都能看到。", "Your comment is there for everybody to read."),
    )  # fmt: skip


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, benchmark_id: UUID, objection_id: UUID) -> HttpResponse:
    """Takes `adopted` and `text`."""
    given = request.POST
    return _done(
        request, acting, benchmark_id, "#comments",
        lambda: services.answer(acting, benchmark_id, objection_id, adopted=given.get("adopted", ""), text=given.get("text", "")),
        say("已答复。", "Answered."),
    )  # fmt: skip


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, benchmark_id: UUID) -> HttpResponse:
    """Takes `action` and `reason`."""
    given = request.POST
    action = given.get("action", "")
    return _done(
        request, acting, benchmark_id, "#decide",
        lambda: services.act(acting, benchmark_id, action, reason=given.get("reason", ""), edition=_edition(request)),
        say("已记录。", "Recorded."),
    )  # fmt: skip


def _done(
    request: HttpRequest,
    acting: Acting,
    benchmark_id: UUID,
    place: str,
    doing: Callable[[], object],
    said: str,
) -> HttpResponse:
    """What was done, or the page with what was wrong and what was typed."""
    try:
        doing()
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        typed = {name: request.POST.get(name, "")[:4000] for name in _TYPED}
        return page_of(request, acting, queries.benchmark(acting, benchmark_id), error=error, typed=typed)
    flash.success(request, said)
    return HttpResponseRedirect(reverse("benchmarks:benchmark", args=[benchmark_id]) + place)


def _edition(request: HttpRequest) -> int | None:
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
