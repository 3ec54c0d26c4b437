"""What waits for somebody in the supervision room: declarations, visits, decisions, corrections, complaints."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.supervision import policy, queries
from tanzuji.web.language import say

SHOWN = 3


def tasks(acting: Acting) -> Iterator[Task]:
    """What waits for the acting person there, what is late first."""
    yield from _corrections(acting)
    yield from _visits(acting)
    if policy.is_authority(acting):
        yield from _decisions(acting)
        yield from _complaints(acting)


def _corrections(acting: Acting) -> Iterator[Task]:
    if not acting.has("editor", "admin"):
        return
    today = timezone.localdate()
    own = queries.inspections(acting).filter(subject_id=acting.organisation_id, state="rectification")
    for one in own[:SHOWN]:
        late = queries.overdue(one, today)
        yield Task(
            reverse("supervision:inspection", args=[one.id]),
            say(f"监督检查 {one.number}：限期整改", f"Inspection {one.number}: to be corrected"),
            "bad" if late else "warn",
            say("已过期限", "Late") if late else say("要整改", "To be corrected"),
        )


def _visits(acting: Acting) -> Iterator[Task]:
    for one in queries.waiting_visits(acting)[:SHOWN]:
        late = queries.overdue(one)
        asked = one.team.filter(person=acting.person, state="asked").exists()
        yield Task(
            reverse("supervision:inspection", args=[one.id]),
            say(
                f"{one.number} {one.subject.name.to('zh')}",
                f"{one.number} {one.subject.name.to('en')}",
            ),
            "bad" if late else "now",
            say("先声明有无利益冲突", "Declare conflicts first")
            if asked
            else say("等您检查", "To be inspected by you"),
            say(f"期限 {one.due}", f"due {one.due}"),
        )


def _decisions(acting: Acting) -> Iterator[Task]:
    if not acting.has("reviewer"):
        return
    own = queries.inspections(acting).filter(organisation_id=acting.organisation_id)
    for one in own.filter(state="inspected").exclude(team__person=acting.person)[:SHOWN]:
        yield Task(
            reverse("supervision:inspection", args=[one.id]),
            say(f"检查 {one.number} 等结论", f"Inspection {one.number} waits for its decision"),
            "now",
            say("等您决定", "Yours to decide"),
        )


def _complaints(acting: Acting) -> Iterator[Task]:
    if not acting.has("editor", "reviewer"):
        return
    new = queries.complaints(acting).filter(state="received").count()
    if new:
        yield Task(
            reverse("supervision:complaints") + "?state=received",
            say(f"{new} 件投诉待分派", f"{new} complaints to be assigned"),
            "warn",
            say("去分派", "Assign"),
        )
    for one in queries.complaints(acting).filter(state="assigned", assigned_to=acting.person)[:SHOWN]:
        yield Task(
            reverse("supervision:complaint", args=[one.id]),
            say(f"投诉 {one.number}", f"Complaint {one.number}"),
            "now",
            say("等您处理", "Yours to handle"),
        )
