"""What was done in the organisation, from the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.text import Text
from tanzuji.ledger import queries as ledger
from tanzuji.parties import policy, subjects
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import ROLES
from tanzuji.parties.pages.frame import frame
from tanzuji.parties.subjects import Named
from tanzuji.web.language import language, say

A_PAGE = 50

_FACTS: dict[str, Text] = {
    "name": Text(zh="名称", en="name"),
    "email": Text(zh="邮箱", en="e-mail"),
    "roles": Text(zh="角色", en="roles"),
    "before": Text(zh="原角色", en="before"),
    "version": Text(zh="版本", en="version"),
    "origin": Text(zh="来自", en="from"),
    "releases": Text(zh="数据库", en="libraries"),
    "owner": Text(zh="持有人", en="owner"),
    "days": Text(zh="天数", en="days"),
    "factor": Text(zh="方式", en="means"),
    "address": Text(zh="网络地址", en="address"),
    "suffix": Text(zh="格式", en="format"),
}
"""Details of events that tell a reader something; digests and ids stay in the ledger."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a row of the page."""

    at: datetime
    actor_name: str
    name: Text
    about: Named | None
    facts: str
    reason: str
    request: str


@require_safe
@signed_in
def activity(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The events of the organisation, newest first, for its administrators."""
    policy.may_see_people(acting).enforce()
    page = Paginator(ledger.of_organisation(acting.organisation_id), A_PAGE).get_page(request.GET.get("page"))
    names = subjects.named(acting, {(event.subject, event.subject_id) for event in page.object_list})
    shown = {
        "page": page,
        "lines": [_line(event, names.get((event.subject, event.subject_id))) for event in page.object_list],
    }
    return render(request, "parties/activity.html", frame(acting, "activity") | shown)


def _line(event: Any, about: Named | None) -> Line:
    detail = json.loads(event.detail)
    if detail.get("name") == event.actor_name:  # what somebody did to their own account
        del detail["name"]
    return Line(
        at=event.at,
        actor_name=event.actor_name,
        name=ledger.name(event),
        about=about,
        facts=_facts(detail),
        reason=event.reason,
        request=event.request,
    )


def _facts(detail: dict[str, Any]) -> str:
    """The details in words: `角色：核算员；邮箱：…`."""
    said = [
        say(f"{words.to('zh')}：{_shown(key, detail[key])}", f"{words.to('en')}: {_shown(key, detail[key])}")
        for key, words in _FACTS.items()
        if detail.get(key) not in (None, "", [])
    ]
    return say("；", "; ").join(said)


def _shown(key: str, value: Any) -> str:
    if key in ("roles", "before"):
        names = [text.to(language()) for role, text in ROLES.items() if role in str(value).split(",")]
        return say("、", ", ").join(names)
    if isinstance(value, list):
        return say("、", ", ").join(str(each) for each in value)
    return str(value)
