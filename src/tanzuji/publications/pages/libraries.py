"""Shared libraries: which there are, what each published, who is told; a sector's library set up."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.library.kinds import topic as topic_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.publications import policy, queries, scopes, services
from tanzuji.publications.models import Publication, SharedLibrary
from tanzuji.publications.pages.frame import both, done, frame
from tanzuji.web.answers import status_of
from tanzuji.web.language import say
from tanzuji.web.typed import clean

FIELDS = ("name", "title_zh", "title_en", "about_zh", "about_en", "topics", "licence")
RECENT = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The shared libraries with their newest release, and what was published lately."""
    acting = acting_of(request)
    newest = {one.library_id: one for one in queries.releases().order_by("number")}
    # One that has not published anything is shown to those who look after it; they pass its address on.
    libraries = [
        one
        for one in queries.libraries()
        if one.id in newest or (acting is not None and queries.curates(acting, one))
    ]
    context = frame(
        libraries=[(one, newest.get(one.id)) for one in libraries],
        first=queries.library_to_begin() if acting and acting.mandated("factors") else None,
        recent=queries.releases()[:RECENT],
        drafts=[d for d in queries.drafts(acting) if d.state in ("draft", "in_review")] if acting else [],
        announced=queries.announced() if acting else [],
        may_open=policy.may_open_library(acting) if acting else None,
    )
    return render(request, "publications/home.html", context)


@require_safe
def library(request: HttpRequest, library: str) -> HttpResponse:
    """One library: its releases, what became of its datasets, its collections, what it covers."""
    acting = acting_of(request)
    of = queries.library(library)
    published = list(queries.releases(of.name))
    curates = bool(acting and policy.is_curator(acting, of))
    context = frame(
        of=of,
        published=published,
        newest=published[0] if published else None,
        standings=sorted(queries.standings(of).values(), key=lambda s: s.id, reverse=True),
        editions=queries.editions(of),
        collections=queries.collections(of) if curates else [],
        curates=curates,
        draft=queries.open_draft_of(acting, of) if acting and curates else None,
        may_prepare=policy.may_prepare(acting, of) if acting else None,
        may_release=policy.may_release(acting, of, ()) if acting and curates else None,
        offers=queries.offers_to(acting, of).filter(state="offered") if acting and curates else [],
        subscribed=acting is not None and of.id in queries.subscribed(acting),
        coverage=_coverage(of, published[0]) if published else [],
        uses=services.USES,
    )
    return render(request, "publications/library.html", context)


def _coverage(of: SharedLibrary, newest: Publication) -> list[tuple[Text, int]]:
    """How many datasets of each topic the newest release holds; topics the library is about and has none of too."""
    release = queries.opened(newest)
    counted = Counter(d.category[0] if d.category else "" for d in release.datasets())
    for wanted in filter(None, of.topics.split(",")):
        counted.setdefault(wanted, 0)
    named = [(topic_name(key) if key else Text(zh="未分类", en="other"), n) for key, n in counted.items()]
    return sorted(named, key=lambda one: (-one[1], one[0].to("en")))


@require_POST
@signed_in
def subscribe(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """Told of every release by notice and mail, or no longer (`wanted` empty)."""
    of = queries.library(library)
    wanted = request.POST.get("wanted", "") == "on"
    said = say("已订阅；每次发布都会通知您。", "Subscribed; you are told of every release.") if wanted else say("已取消订阅。", "Subscription ended.")  # fmt: skip
    to = reverse("publications:library", args=[of.name])
    return done(request, to, lambda: services.subscribe(acting, of, wanted), said)


@require_POST
@signed_in
def standing(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """A published dataset withdrawn, suspended or reinstated, with a reason."""
    of = queries.library(library)
    sent = request.POST
    to = reverse("publications:library", args=[of.name])

    def act() -> None:
        services.set_standing(
            acting, of, sent.get("dataset", "").strip(), sent.get("kind", ""), sent.get("reason", "")
        )

    return done(request, to, act, say("已写明，并通知了订阅者和使用者。", "Said, and told to subscribers and users."))  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def open_library(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A library of a sector set up."""
    written = {field: clean(request.POST.get(field, "")) for field in FIELDS}
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            made = services.open_library(
                acting,
                written["name"],
                both(written["title_zh"], written["title_en"]),
                licence=written["licence"],
                about=both(written["about_zh"], written["about_en"]),
                topics=written["topics"].replace("，", ",").split(","),
            )
        except CodedError as error:
            problems, status = error.problems, status_of(error)
        else:
            return HttpResponseRedirect(reverse("publications:library", args=[made.name]))
    context = frame(
        written=written,
        problems=problems,
        may_open=policy.may_open_library(acting),
        fields=FIELDS,
        scope_names=scopes.SCOPES,
    )
    return render(request, "publications/open.html", context, status=status)
