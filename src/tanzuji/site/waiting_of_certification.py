"""What waits for somebody in the certification room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tanzuji.certification import bodies, policy, queries
from tanzuji.certification.states import APPLICATION
from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.web.language import say

SHOWN = 4
_DECIDES, _APPLIES = ("decision",), ("returned", "accepted")


def tasks(acting: Acting) -> Iterator[Task]:
    """Steps at one's body, what the applicant has to do, corrections, surveillance, confirmations."""
    today = timezone.localdate()
    if acting.organisation.kind == "certification_body":
        yield from _of_body(acting, today)
    elif acting.has("editor", "admin"):
        for one in queries.own(acting).filter(state__in=_APPLIES)[:SHOWN]:
            yield _task(one, today)
        yield from _corrections(acting, "open", today)
    if policy.may_confirm(acting):
        count = bodies.waiting_declarations().count() + bodies.waiting_staff().count()
        if count:
            words = say(f"{count} 项机构资质或人员待确认", f"{count} qualifications or staff to confirm")
            yield Task(reverse("certification:confirming"), words, "now", say("待确认", "To confirm"))


def _of_body(acting: Acting, today: date) -> Iterator[Task]:
    found = queries.open_at_body(acting)
    if not acting.has("editor"):
        found = found.filter(state__in=_DECIDES)
    elif not acting.has("reviewer"):
        found = found.exclude(state__in=_DECIDES)
    for one in found[:SHOWN]:
        yield _task(one, today)
    if acting.has("editor", "reviewer"):
        yield from _corrections(acting, "corrected", today)
        cycles = queries.surveillances(acting).filter(state__in=("planned", "under_way"))
        for cycle in cycles[:SHOWN]:
            late = cycle.due < today
            if late or cycle.state == "under_way":
                words = say(f"证书 {cycle.certificate} 的监督", f"Surveillance of {cycle.certificate}")
                yield Task(
                    reverse("certification:cycle", args=[cycle.id]), words, "bad" if late else "now",
                    say(f"期限 {cycle.due}", f"due {cycle.due}"),
                )  # fmt: skip


def _corrections(acting: Acting, state: str, today: date) -> Iterator[Task]:
    for one in queries.waiting_nonconformities(acting, state)[:SHOWN]:
        late = one.due < today
        name = one.application.number
        words = say(f"{name}：不符合项 {one.number}", f"{name}: nonconformity {one.number}")
        todo = say("待整改", "To correct") if state == "open" else say("待验证", "To check")
        page = reverse("certification:application", args=[one.application_id])
        yield Task(page, words, "bad" if late else "warn", todo, say(f"期限 {one.due}", f"due {one.due}"))


def _task(one: Any, today: date) -> Task:
    late = one.due is not None and one.due < today
    state = APPLICATION.states[one.state]
    return Task(
        reverse("certification:application", args=[one.id]),
        f"{one.number} {say(one.product.to('zh'), one.product.to('en'))}",
        "bad" if late else "now",
        say(state.to("zh"), state.to("en")),
        say(f"期限 {one.due}", f"due {one.due}") if one.due else "",
    )
