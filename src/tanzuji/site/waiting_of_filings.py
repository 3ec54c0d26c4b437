"""What waits for somebody in the filings room."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tanzuji.filings import queries
from tanzuji.filings.states import CHANGE, STATES
from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.web.language import say

SHOWN = 3
"""Filings that are named; more of them are a list of their own."""


def tasks(acting: Acting) -> Iterator[Task]:
    """What was sent back to whoever acts, and what the authority has to check or decide on."""
    if acting.has("editor"):
        for one in queries.returned(acting)[:SHOWN]:
            yield Task(
                reverse("filings:filing", args=[one.id]),
                say(f"备案 {one.number}：被退回", f"Filing {one.number}: sent back"),
                "bad",
                say("要补正", "To be corrected"),
            )
    if acting.has("editor", "reviewer"):
        for one in queries.waiting(acting)[:SHOWN]:
            words = CHANGE.states[one.change] if one.change else STATES[one.state]
            yield Task(
                reverse("filings:filing", args=[one.id]),
                say(
                    f"备案 {one.number}，证书 {one.certificate}",
                    f"Filing {one.number}, certificate {one.certificate}",
                ),
                "now",
                say(words.to("zh"), words.to("en")),
            )
