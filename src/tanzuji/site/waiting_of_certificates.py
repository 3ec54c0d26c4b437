"""What waits for somebody in the certificates room: what is suspended is to be put right, what ends to be renewed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from tanzuji.certificates import queries
from tanzuji.parties.acting import Acting
from tanzuji.site.tasks import Task
from tanzuji.web.language import language, say

SHOWN = 3
"""Certificates that are named; more of them are a list of their own."""


def tasks(acting: Acting) -> Iterator[Task]:
    """Suspended certificates one holds or issued, and those that end within ninety days."""
    if not acting.has("editor", "reviewer"):
        return
    today = timezone.localdate()
    for one in queries.to_be_put_right(acting)[:SHOWN]:
        until = one.history[-1].until
        yield Task(
            reverse("certificates:certificate", args=[one.number]),
            say(f"证书 {one.number}（{one.product.to('zh')}）", f"Certificate {one.number} ({one.product.to('en')})"),
            "bad" if until is None or until < today else "warn",
            say("已暂停", "Suspended"),
            one.status_reason.to(language()) + (say(f"，整改期限 {until}", f"; by {until}") if until else ""),
        )  # fmt: skip
    for one in queries.to_renew(acting)[:SHOWN]:
        yield Task(
            reverse("certificates:certificate", args=[one.number]),
            say(f"证书 {one.number}（{one.product.to('zh')}）", f"Certificate {one.number} ({one.product.to('en')})"),
            "warn",
            say("将到期", "Ends soon"),
            say(f"有效至 {one.expires_on}", f"valid until {one.expires_on}"),
        )  # fmt: skip
