"""Pages that read the registry: search, product codes, the system of standards, open consultations and calls."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.text import Text
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.standards import kinds, overview, policy, queries, services, states
from tanzuji.standards.catalogue import codes, groups, matching, plain
from tanzuji.standards.finding import STAGES, Asked
from tanzuji.standards.pages.frame import answered, context, place_of, places, shown
from tanzuji.web.language import say

PAGE = 25

STAGE_NAMES = {
    "valid": Text(zh="现行", en="In force"),
    "published": Text(zh="已发布，实施日期未到或未核对", en="Published, not in force or date not checked"),
    "open": Text(zh="在研项目", en="Projects"),
    "ended": Text(zh="已结束", en="Ended"),
}
_FACETS: tuple[tuple[str, Text, dict[str, Text]], ...] = (
    ("stage", Text(zh="状态", en="State"), STAGE_NAMES),
    ("level", Text(zh="层级", en="Level"), kinds.LEVELS),
    ("kind", Text(zh="类型", en="Kind"), kinds.KINDS),
    ("layer", Text(zh="层", en="Layer"), kinds.LAYERS),
)


def asked_of(request: HttpRequest) -> Asked:
    """The question in an address."""
    get = request.GET.get
    named = {
        name: get(name, "")[:40]
        for name in ("kind", "level", "layer", "stage", "jurisdiction", "sector", "group")
    }
    return Asked(get("q", "")[:200], **named, adopted=get("adopted") == "1", flagged=get("flagged") == "1")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The registry: words, numbers or product codes, narrowed by facets."""
    asked, acting = asked_of(request), acting_of(request)
    rows = queries.standards(acting, asked)
    page = Paginator(rows.prefetch_related("adoptions__list"), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    values = context(
        request, "home", asked=asked, page=page, facets=_facets(acting, asked), query=query.urlencode(),
        own_places=places(), counted=rows.count(), may_propose=bool(acting and policy.may_propose(acting)),
        waiting=_waiting(acting) if acting else [],
    )  # fmt: skip
    return shown(request, "home.html", values)


def _facets(acting: Acting | None, asked: Asked) -> list[dict[str, Any]]:
    """Every option with how many it leaves, beside the other facets' choices."""
    found = []
    for name, title, options in _FACETS:
        others = Asked(**{**_plain(asked), name: ""})
        rows = others.apply(queries.visible(acting)).values_list("id", "state" if name == "stage" else name)
        counts: Counter[str] = Counter(value for _, value in set(rows))
        if name == "stage":
            counts = Counter({key: sum(counts[s] for s in within) for key, within in STAGES.items()})
        found.append({
            "name": name, "title": title, "chosen": getattr(asked, name),
            "options": [(key, text, counts[key]) for key, text in options.items() if counts[key] or key == getattr(asked, name)],
        })  # fmt: skip
    return found


def _plain(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


def _waiting(acting: Acting) -> list[tuple[Any, Text]]:
    """Standards on which somebody can take a step today, with the step."""
    found = []
    rows = queries.visible(acting).filter(state__in=states.OPEN).order_by("changed_at")[:60]
    for row in rows:
        standing = queries.standing(acting, row)
        steps = [
            a
            for a, v in states.STANDARD.next(row.state, standing)
            if v and a not in ("withdraw", "decline", "redraft", "return")
        ]
        if steps:
            found.append((row, states.STANDARD.actions[steps[0]]))
    return found[:8]


@require_safe
def code_table(request: HttpRequest) -> HttpResponse:
    """Product codes with the groups they lead to, searched by word or code."""
    words = request.GET.get("q", "").strip()[:80]
    hit = matching(words)
    bare = plain(words)
    rows = [
        c for c in codes()
        if not words or (c.group in hit and (bare == "" or not bare.isdigit() or plain(c.code).startswith(bare) or bare.startswith(plain(c.code))))
    ]  # fmt: skip
    valid = {g: list(queries.in_force(group=g)) for g in {c.group for c in rows}}
    return shown(
        request,
        "codes.html",
        context(request, "codes", words=words, rows=rows, valid=valid, all_groups=groups()),
    )


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """The system of standards as a tree, general → sector → product, with its coverage (JS-103)."""
    place = place_of(request)
    tree = overview.tree(place)
    families: Counter[str] = Counter()
    for s in [
        *tree.general,
        *(s for n in tree.sectors for s in [*n.valid, *(x for g in n.groups for x in g.valid)]),
    ]:
        families[kinds.family(s.kind, s.layer)] += s.state in states.VALID
    return shown(request, "map.html", context(request, "map", place=place, tree=tree, families=families))


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What can be spoken to today: drafts and calls."""
    return _consultations(request, {})


def _consultations(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    values = context(
        request, "consultations", rows=list(queries.open_consultations(today)), calls=list(queries.calls()[:40]),
        today=today,
    )  # fmt: skip
    return shown(request, "consultations.html", values | more)


@require_http_methods(["POST"])
@signed_in
def call(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Publish a call for proposals."""
    given = request.POST.get
    return answered(
        request,
        lambda: services.publish_call(
            acting, title=given("title", ""), text=given("text", ""), closes_on=given("closes_on", ""),
            jurisdiction=given("jurisdiction", ""),
        ),
        say("已公开征集", "The call was published"),
        reverse("standards:consultations"),
        lambda more: _consultations(request, more),
    )  # fmt: skip
