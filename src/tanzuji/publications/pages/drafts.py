"""A release in preparation, for those who look after its library: filled, described, submitted, decided on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.engine.release_changes import DatasetChange, release_changes
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.publications import gates, presenting, queries, services
from tanzuji.publications.models import Draft
from tanzuji.publications.pages.frame import done, frame
from tanzuji.publications.policy import Deciding
from tanzuji.publications.services.drafting import TEXTS
from tanzuji.publications.states import RELEASE
from tanzuji.web import answers
from tanzuji.web.language import language, say


@require_POST
@signed_in
def begin(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """The next release of a library begun."""
    try:
        made = services.begin(acting, library)
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) in (403, 404):
            raise
        for problem in error.problems:
            flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(reverse("publications:library", args=[library]))
    return HttpResponseRedirect(reverse("publications:draft", args=[made.id]))


@require_safe
@signed_in
def draft(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """What enters, what leaves, what is said, what comes next, and for whom."""
    of = queries.draft(acting, draft_id)
    items = list(queries.items(of))
    chosen = {item.contribution or item.offer for item in items if not item.leaves}
    deciding = Deciding(acting, of.library, queries.preparers(of))
    last = of.library.publications.order_by("-number").first()
    context = frame(
        of=of,
        items=[(item, gates.dataset_of(item.document) if item.document else None) for item in items],
        queue=gates.queue(of.library) if of.state == "draft" else [],
        chosen=chosen,
        may={action: RELEASE.verdict(of.state, action, deciding) for action in RELEASE.actions},
        changes=presenting.found(_changes(of)) if of.state == "in_review" else [],
        standings={},
        last=last,
        published=of.library.publications.filter(number=of.number).first()
        if of.state == "published"
        else None,
        held=last.contained.order_by("dataset").values_list("dataset", flat=True)[:500] if last else [],
    )
    return render(request, "publications/draft.html", context)


def _changes(of: Draft) -> list[DatasetChange]:
    last = of.library.publications.order_by("-number").first()
    return release_changes(queries.opened(last) if last else None, queries.candidate_of(of))


def _back(draft_id: UUID) -> str:
    return reverse("publications:draft", args=[draft_id])


def _revision(request: HttpRequest) -> int | None:
    written = request.POST.get("revision", "")
    return int(written) if written.isdecimal() and len(written) < 10 else None


@require_POST
@signed_in
def describe(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """Notes, notice, period and day written down."""
    sent = {field: request.POST[field] for field in TEXTS if field in request.POST}
    day = request.POST.get("effective_from")

    def act() -> None:
        services.describe(acting, draft_id, sent, effective_from=day, revision=_revision(request))

    return done(request, _back(draft_id), act, say("已保存。", "Saved."))


@require_POST
@signed_in
def choose(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """Just these of the queue enter."""
    ids = []
    for written in request.POST.getlist("item"):
        try:
            ids.append(UUID(written))
        except ValueError:
            continue
    return done(
        request,
        _back(draft_id),
        lambda: services.choose(acting, draft_id, ids, revision=_revision(request)),
        say("已按所选保存。", "The choice is saved."),
    )


@require_POST
@signed_in
def leave(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """A dataset of the former release leaves, with a reason; without one it stays."""
    dataset, reason = request.POST.get("dataset", "").strip(), request.POST.get("reason", "")
    return done(request, _back(draft_id), lambda: services.leave(acting, draft_id, dataset, reason))


@require_POST
@signed_in
def submit(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """Handed over to the second pair of eyes, or given up (`drop`, with a reason)."""
    if request.POST.get("action") == "drop":
        return done(
            request, _back(draft_id), lambda: services.drop(acting, draft_id, request.POST.get("reason", ""))
        )
    return done(
        request,
        _back(draft_id),
        lambda: services.submit(acting, draft_id, revision=_revision(request)),
        say("已提交；请另一位评审员发布。", "Submitted; another reviewer releases it."),
    )


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """Announced, sent back with a reason, or released (`digest` is that of what was looked at)."""
    of = queries.draft(acting, draft_id)
    action, sent = request.POST.get("action", ""), request.POST
    if action == "announce":
        return done(request, _back(draft_id), lambda: services.announce(acting, draft_id), say("已预告；各单位会收到对自己核算的影响。", "Announced; organisations are told what it would change for them."))  # fmt: skip
    if action == "return":
        return done(
            request, _back(draft_id), lambda: services.send_back(acting, draft_id, sent.get("reason", ""))
        )
    if action != "publish":
        raise answers.absent()
    to = reverse("publications:release", args=[of.library.name, of.number])
    try:
        services.publish(acting, draft_id, digest=sent.get("digest", ""))
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        for problem in error.problems[:5]:
            flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(_back(draft_id))
    flash.success(request, say("已发布。", "Released."))
    return HttpResponseRedirect(to)
