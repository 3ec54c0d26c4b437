"""Pages of those who draft, approve and send items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.archive import queries, services
from tanzuji.archive.matching import BELOW, KINDS, MatchRule
from tanzuji.archive.models import Item
from tanzuji.archive.pages.frame import BOUNDARY_NAMES, TONES, tabs, told
from tanzuji.archive.policy import may_draft
from tanzuji.archive.services.drafting import Written
from tanzuji.archive.states import ITEM
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say

PAGE = 50
BY_HAND = ("submit", "return", "approve", "close")
WITH_REASON = ("return", "close")


@require_safe
@signed_in
def items(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Own items, and for an authority those that were submitted."""
    context = {
        "room": "archive", "tabs": tabs(acting), "here": "items", "states": ITEM.states, "tones": TONES, "kinds": KINDS,
        "page": Paginator(queries.items(acting), PAGE).get_page(request.GET.get("page")), "may_draft": may_draft(acting),
    }  # fmt: skip
    return render(request, "archive/items.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_item(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A form for a new item; a POST drafts it."""
    may_draft(acting).enforce()
    return _form(request, acting, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_item(request: HttpRequest, acting: Acting, item_id: UUID) -> HttpResponse:
    """The form filled with a draft; a POST writes it anew."""
    of = queries.item(acting, item_id)
    ITEM.verdict(of.state, "edit", queries.item_standing(acting, of)).enforce()
    return _form(request, acting, of)


def _form(request: HttpRequest, acting: Acting, of: Item | None) -> HttpResponse:
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            written = _written(request.POST)
            made = services.edit(acting, of.id, written) if of else services.draft(acting, written)
            return HttpResponseRedirect(reverse("archive:item", args=[made.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {
        "room": "archive", "of": of, "given": request.POST if request.method == "POST" else _given(of), "kinds": KINDS,
        "below": BELOW, "boundaries": BOUNDARY_NAMES, "problems": problems,
        "fields": ["kind", "title_zh", "title_en", "text_zh", "text_en", "link", "valid_until", "words", "codes", "regions",
                   "year_from", "grade", "below", "boundary"],
    }  # fmt: skip
    return render(request, "archive/item_form.html", context, status=status)


def _given(of: Item | None) -> dict[str, str]:
    if of is None:
        return {}
    rule = of.match_rule
    return {
        "kind": of.kind, "title_zh": of.title_zh, "title_en": of.title_en, "text_zh": of.text_zh, "text_en": of.text_en,
        "link": of.link, "valid_until": of.valid_until.isoformat(), "words": "、".join(rule.words),
        "codes": "、".join(rule.codes), "regions": "、".join(rule.regions), "boundary": rule.boundary,
        "year_from": str(rule.year_from or ""), "grade": str(rule.grade or ""), "below": rule.below,
        "suspended": "on" if "suspended" in rule.states else "",
    }  # fmt: skip


def _written(post: Mapping[str, Any]) -> Written:
    """What a form says. Raises the problems of the rule, each at its field."""
    rule: dict[str, Any] = {name: _several(post.get(name, "")) for name in ("words", "codes", "regions")}
    for name in ("boundary", "below", "year_from", "grade"):
        if post.get(name, "").strip():
            rule[name] = post[name].strip()
    if post.get("suspended") == "on":
        rule["states"] = ["in_catalogue", "suspended"]
    names = ("kind", "title_zh", "title_en", "text_zh", "text_en", "link", "valid_until")
    return Written(**{name: post.get(name, "") for name in names}, rule=MatchRule.parse(rule))


def _several(text: str) -> list[str]:
    """Words that commas, semicolons or lines part."""
    return [word.strip() for word in re.split(r"[,，;；、\n]", text.replace("\x00", "")) if word.strip()]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def item(request: HttpRequest, acting: Acting, item_id: UUID) -> HttpResponse:
    """One item: what it says, whom it is for, how far it came; a POST does what may be done."""
    of = queries.item(acting, item_id)
    if request.method == "POST":
        return _do(request, acting, of)
    verdicts = dict(ITEM.next(of.state, queries.item_standing(acting, of)))
    may_send = verdicts.get("match") if acting.mandated("authority") else None
    context = {
        "room": "archive", "tabs": tabs(acting), "of": of, "states": ITEM.states, "tones": TONES, "kinds": KINDS,
        "actions": ITEM.actions, "below": BELOW, "boundaries": BOUNDARY_NAMES, "reach": queries.reach(of),
        "rule": of.match_rule, "may_edit": bool(verdicts.get("edit")), "may_send": bool(may_send),
        "now": [name for name, verdict in verdicts.items() if verdict and name in BY_HAND], "with_reason": WITH_REASON,
        "refused": {name: verdict for name, verdict in verdicts.items() if not verdict and name in ("approve",)},
    }  # fmt: skip
    return render(request, "archive/item.html", context)


def _do(request: HttpRequest, acting: Acting, of: Item) -> HttpResponse:
    action = request.POST.get("action", "")
    try:
        if action == "send":
            sent = services.send_now(acting, of.id)
            flash.success(request, say(f"已推送给 {sent} 家企业。", f"Sent to enterprises: {sent}."))
        else:
            services.decide_item(acting, of.id, action, reason=request.POST.get("reason", ""))
            flash.success(request, ITEM.actions[action].to(language()))
    except CodedError as error:
        told(request, error)
    if not queries.items(acting).filter(pk=of.pk).exists():  # sent back: a draft is its makers' alone
        return HttpResponseRedirect(reverse("archive:items"))
    return HttpResponseRedirect(reverse("archive:item", args=[of.id]))
