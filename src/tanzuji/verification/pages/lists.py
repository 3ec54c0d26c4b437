"""Lists: what one asked for, what waits at a verifier, the critical reviews one invited; and asking for a verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.contributions.queries import party
from tanzuji.figures.amounts import percent
from tanzuji.footprints import verifying
from tanzuji.parties import queries as parties
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.verification import messages, policy, queries, reviews, services
from tanzuji.verification.models import Engagement
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import STATUS, name_of
from tanzuji.verification.papers import CONCLUSIONS, LEVELS
from tanzuji.verification.states import RUNNING, STATES
from tanzuji.web.language import say
from tanzuji.web.typed import clean

PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """An engagement as a queue shows it."""

    of: Engagement
    name: str
    party: Any
    submission: int
    errors: int
    warnings: int
    change: str
    direction: str
    days: int | None
    """Until its deadline; negative when it is past."""


def tabs(acting: Acting) -> list[tuple[str, str, str]]:
    """The lists somebody has: the queue of a verifier, what one asked for, the reviews one invited."""
    found = []
    waiting = queries.waiting(acting).filter(verifier_id=acting.organisation_id).count()
    if waiting or acting.organisation.kind in policy.VERIFIERS:
        words = say("待办核查", "To verify") + (f" {waiting}" if waiting else "")
        found.append(("queue", words, reverse("verification:queue")))
    found.append(("home", say("我们委托的", "What we asked for"), reverse("verification:home")))
    found.append(("reviews", say("鉴定性评审", "Critical reviews"), reverse("verification:reviews")))
    return found


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the acting organisation asked for; a verifier that asked for nothing is led to its queue."""
    found = queries.of_client(acting)
    if acting.organisation.kind in policy.VERIFIERS and not request.GET and not found.exists():
        return HttpResponseRedirect(reverse("verification:queue"))
    return _listed(request, acting, found, "home")


@require_safe
@signed_in
def queue(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the acting organisation verifies, what is due first at the head."""
    return _listed(request, acting, queries.of_verifier(acting), "queue")


def _listed(request: HttpRequest, acting: Acting, found: Any, here: str) -> HttpResponse:
    state = request.GET.get("state", "")
    shown = found.filter(state=state) if state in STATES else found
    if here == "queue" and state not in STATES:
        shown = found.filter(state__in=RUNNING)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "verification",
        "tabs": tabs(acting),
        "here": here,
        "page": page,
        "rows": _rows(list(page), theirs=here == "queue"),
        "state": state if state in STATES else "",
        "counts": [(key, n) for key in STATES if (n := found.filter(state=key).count())],
        "states": STATES,
        "status": STATUS,
        "levels": LEVELS,
        "may_begin": policy.may_begin(acting),
    }
    return render(request, "verification/list.html", context)


def _rows(page: list[Engagement], *, theirs: bool) -> list[Row]:
    studies = verifying.names({of.study_id for of in page})
    today = timezone.localdate()
    found = []
    for of in page:
        newest, *before = queries.submissions(of)
        change, direction = "", ""
        if before and before[0].version.total:
            share = (newest.version.total - before[0].version.total) / abs(before[0].version.total)
            change, direction = percent(abs(share)), "rise" if share > 0 else "fall" if share < 0 else ""
        days = (of.due - today).days if of.due and of.state in RUNNING else None
        found.append(
            Row(
                of, name_of(studies[of.study_id]), of.client if theirs else of.verifier, newest.number,
                newest.version.errors, newest.version.warnings, change, direction, days,
            )
        )  # fmt: skip
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask a verifier for a verification of a submitted study; `study` in the address chooses it."""
    result, made = forms.Tried(), list[Engagement]()
    if request.method == "POST":
        result = forms.tried(lambda: made.append(_ask(acting, request.POST)))
        if result:
            flash.success(request, say("委托已发给核查机构。", "The verifier was asked."))
            return HttpResponseRedirect(reverse("verification:engagement", args=[made[0].id]))
    own = party(acting.organisation_id)
    stated = queries.valid_by_study(acting)
    offices = parties.organisations(kinds=policy.VERIFIERS)[:300]
    context = {
        "room": "verification",
        "may_begin": policy.may_begin(acting),
        "studies": [
            (study, name_of(study), stated.get(study.id)) for study in verifying.submitted_studies(acting)
        ],
        "verifiers": [(row, policy.fit(party(row.id), own)) for row in offices],
        "levels": LEVELS,
        "today": timezone.localdate(),
        "given": request.POST if request.method == "POST" else request.GET,
        "problems": result.problems,
    }
    return render(request, "verification/new.html", context, status=result.status)


def _ask(acting: Acting, posted: Any) -> Engagement:
    return services.request(
        acting, _id(posted, "study"), _id(posted, "verifier"), level=forms.text(posted, "level"),
        purpose=forms.text(posted, "purpose"), due=forms.day(posted, "due"), libraries=posted.get("libraries") == "1",
        key=clean(posted.get("key", "")),
    )  # fmt: skip


def _id(posted: Any, name: str) -> UUID:
    """The id of a row that was chosen. Raises `verification.bad-choice`."""
    try:
        return UUID(forms.text(posted, name))
    except ValueError:
        raise messages.BAD_CHOICE.error(name, value=clean(forms.text(posted, name))[:40], known="–") from None


@require_safe
@signed_in
def review_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The critical reviews one invited."""
    page = Paginator(reviews.reviews(acting), PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "verification",
        "tabs": tabs(acting),
        "here": "reviews",
        "page": page,
        "rows": [(row, reviews.state_of(row), name_of(row.version.study)) for row in page],
        "conclusions": CONCLUSIONS,
        "may_begin": policy.may_begin(acting),
    }
    return render(request, "verification/reviews.html", context)
