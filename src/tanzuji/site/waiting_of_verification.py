"""What waits for somebody in the verification room."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.verification import queries
from tanzuji.web.language import say

SHOWN = 3

_WORDS = {
    "requested": ("等您应承", "Waits for your offer"),
    "offered": ("等您接受方案", "Waits for your answer to the offer"),
    "accepted": ("等您编制计划", "Waits for the plan"),
    "examining": ("核查中", "Under examination"),
    "drafted": ("等技术复核", "Waits for the technical review"),
}


def tasks(acting: Acting) -> Iterator[Task]:
    """Verifications at the acting organisation, what is late first; and what a client has to answer."""
    if acting.has("reviewer", "admin", "editor"):
        yield from _running(acting)
    if acting.has("editor"):
        yield from _answers(acting)


def _running(acting: Acting) -> Iterator[Task]:
    today = timezone.localdate()
    for one in queries.waiting(acting)[:SHOWN]:
        mine = one.client_id == acting.organisation_id
        if not acting.has(*(("editor", "admin") if mine else ("reviewer", "admin"))):
            continue
        late = one.due is not None and one.due < today
        yield Task(
            reverse("verification:engagement", args=[one.id]),
            say(f"核查 {one.number}", f"Verification {one.number}"),
            "bad" if late else "now",
            say(*_WORDS[one.state]),
            say(f"期限 {one.due}", f"due {one.due}") if one.due else "",
        )


def _answers(acting: Acting) -> Iterator[Task]:
    """Requests of evidence and findings that a client has not answered."""
    for one in queries.of_client(acting).filter(state="examining")[:SHOWN]:
        open_findings = one.findings.filter(state="open").count()
        unanswered = one.requests.filter(checked_at=None, answers=None).count()
        if open_findings or unanswered:
            page = "findings" if open_findings else "evidence"
            yield Task(
                reverse(f"verification:{page}", args=[one.id]),
                say(f"核查 {one.number}：{open_findings} 条发现、{unanswered} 项证据要答复",
                    f"Verification {one.number}: {open_findings} findings and {unanswered} requests to answer"),
                "warn",
                say("等您答复", "Waits for an answer"),
            )  # fmt: skip
