"""Pages that anybody may read: the list of benchmarks, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.benchmarks import policy, queries, states
from tanzuji.benchmarks.models import Benchmark
from tanzuji.benchmarks.pages import showing
from tanzuji.benchmarks.scoring import OWN_DEFAULT
from tanzuji.benchmarks.services.deciding import ACTIONS, NEED_REASON
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.web import answers
from tanzuji.web.language import language
from tanzuji.web.typed import clean

PAGE = 30

CONSEQUENCES: dict[str, Text] = {
    "decide": Text(zh="值不再更改；由另一人发布", en="The values stand; another person publishes them"),
    "return": Text(
        zh="回到提出单位修改，意见和答复保留", en="Back to its proposer; comments and answers stay"
    ),
    "publish": Text(
        zh="公开生效，代替同类的上一组", en="In force and public; takes the place of the one before"
    ),
    "retire": Text(zh="不再用于对比，页面保留", en="No longer compared with; the page stays"),
    "drop": Text(zh="不再继续，记录保留", en="Goes no further; the record stays"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A step with what it means, and why it is not possible where it is not."""

    action: str
    name: str
    consequence: str
    refused: Problem | None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Published benchmarks, those open for comments, and one's own drafts."""
    acting = acting_of(request)
    text = clean(request.GET.get("q", ""), 100)
    shown = queries.public().filter(state__in=("published", "retired", "decided"))
    if text:
        words = Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(snapshot__rule__icontains=text)
        shown = shown.filter(words)
    own = queries.readable(acting).filter(state="draft") if acting else queries.public().none()
    context = {
        "room": "benchmarks",
        "text": text,
        "page": Paginator(shown.order_by("state", "-snapshot__year", "-sequence"), PAGE).get_page(
            request.GET.get("page")
        ),
        "open": queries.public().filter(state="consultation").order_by("closes_on", "-sequence"),
        "own": own,
        "may_propose": acting is not None and policy.proposes(acting),
        "state_names": states.STATES,
        "per": showing.per,
    }
    return render(request, "benchmarks/home.html", context)


@require_safe
def benchmark(request: HttpRequest, benchmark_id: UUID) -> HttpResponse:
    """One: values, grades, how it was computed, what was said and answered, what may happen next."""
    acting = acting_of(request)
    return page_of(request, acting, queries.benchmark(acting, benchmark_id))


def page_of(
    request: HttpRequest,
    acting: Acting | None,
    of: Benchmark,
    *,
    error: CodedError | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was wrong with something that was sent from it."""
    standing = queries.standing(acting, of) if acting else None
    context: dict[str, Any] = {
        "room": "benchmarks",
        "of": of,
        **showing.of_benchmark(of),
        "own_default": OWN_DEFAULT,
        "state_names": states.STATES,
        "action_names": states.BENCHMARK.actions,
        "adopted": states.ADOPTED,
        "comments": queries.comments(of),
        "steps": queries.steps(of),
        "choices": choices(acting, of) if acting else [],
        "may_prepare": bool(standing and policy.may_prepare(standing)),
        "may_change": bool(standing and of.state == "draft" and policy.may_prepare(standing)),
        "may_comment": bool(acting and queries.open_for_comments(of) and policy.may_comment(acting)),
        "unanswered": standing.unanswered if standing else 0,
        "least_days": queries.least_days(),
        "earliest": timezone.localdate() + timedelta(days=queries.least_days()),
        "replaced_by": of.replaced_by.filter(state__in=states.PUBLIC).first(),
        "problems": error.problems if error else (),
        "typed": typed or {},
    }
    status = answers.status_of(error) if error else 200
    return render(request, "benchmarks/benchmark.html", context, status=status)


def choices(acting: Acting, of: Benchmark) -> list[Choice]:
    """The steps that leave its state, for those whose business they are."""
    if not (acting.mandated("authority") or acting.organisation_id == of.organisation_id):
        return []
    standing = queries.standing(acting, of)
    return [
        Choice(
            action,
            states.BENCHMARK.actions[action].to(language()),
            CONSEQUENCES[action].to(language()),
            verdict.problem,
        )
        for action, verdict in states.BENCHMARK.next(of.state, standing)
        if action in ACTIONS
    ]


__all__ = ["NEED_REASON", "benchmark", "choices", "home", "page_of"]
