"""What waits for somebody with labels: uses to authorise, uses to show or to end."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tanzuji.labels import queries as labels
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.web.language import say

SHOWN = 3


def tasks(acting: Acting) -> Iterator[Task]:
    """Requests to a body's reviewers; to a holder's editors, labels that have to come off and uses without proof."""
    if acting.has("reviewer"):
        for one in labels.waiting(acting)[:SHOWN]:
            place = PLACEMENTS[one.placement]
            yield Task(
                reverse("labels:use", args=[one.id]),
                say(
                    f"{one.holder.name.to('zh')}申请在{place.to('zh')}上使用标识 {one.certificate_number}",
                    f"{one.holder.name.to('en')} asks to use label {one.certificate_number}: {place.to('en').lower()}",
                ),
                "warn",
                say("待授权", "To be authorised"),
            )
    if acting.has("editor"):
        own = labels.uses(acting).filter(holder_id=acting.organisation_id)
        for one in own.filter(state="frozen", used_since__isnull=False)[:SHOWN]:
            yield Task(
                reverse("labels:use", args=[one.id]),
                say(
                    f"{one.certificate_number} 的标识已冻结",
                    f"The label of {one.certificate_number} is frozen",
                ),
                "bad",
                say("请停止使用", "Stop using it"),
                one.where,
            )
        for one in own.filter(state="authorised")[:SHOWN]:
            yield Task(
                reverse("labels:use", args=[one.id]),
                say(
                    f"{one.certificate_number} 的标识可以使用",
                    f"The label of {one.certificate_number} may be used",
                ),
                "now",
                say("使用后请附照片", "Show it once it is in use"),
                one.where,
            )
