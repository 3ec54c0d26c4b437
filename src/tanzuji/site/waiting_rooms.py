"""What waits for somebody in the rooms of rules and background data: gates, queues, releases, tasks, requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.urls import reverse
from django.utils import timezone

from tanzuji.campaigns import queries as campaigns
from tanzuji.contributions import queries as contributions
from tanzuji.nodes import policy as nodes_policy
from tanzuji.nodes import queries as nodes
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries as publications
from tanzuji.reference_models import queries as reference_models
from tanzuji.rulebook import queries as rulebook
from tanzuji.sharing import queries as sharing
from tanzuji.site import (
    waiting_of_certificates,
    waiting_of_certification,
    waiting_of_filings,
    waiting_of_labels,
    waiting_of_supervision,
    waiting_of_verification,
)
from tanzuji.site.tasks import Task
from tanzuji.standards import waiting as standards_waiting
from tanzuji.web.language import say

SHOWN = 3
"""Things of one kind that are named; more of them are a list of their own."""


def tasks(acting: Acting) -> Iterator[Task]:
    """What waits in the rooms for the acting person, what is late first."""
    yield from _returned(acting)
    yield from _gates(acting)
    yield from _campaigns(acting)
    yield from _releases(acting)
    yield from _curated(acting)
    yield from _standards(acting)
    yield from _decisions(acting)
    yield from waiting_of_verification.tasks(acting)
    yield from waiting_of_certification.tasks(acting)
    yield from waiting_of_certificates.tasks(acting)
    yield from waiting_of_filings.tasks(acting)
    yield from waiting_of_labels.tasks(acting)
    yield from waiting_of_supervision.tasks(acting)
    yield from _requests(acting)
    yield from _arrivals(acting)


def _returned(acting: Acting) -> Iterator[Task]:
    if not acting.has("editor"):
        return
    for one in contributions.own(acting).filter(state="returned")[:SHOWN]:
        yield Task(
            reverse("contributions:contribution", args=[one.id]),
            say(f"{one.number} {one.name.to('zh')}：被退回", f"{one.number} {one.name.to('en')}: returned"),
            "bad",
            say("要补充", "To be completed"),
        )


def _gates(acting: Acting) -> Iterator[Task]:
    if not acting.has("reviewer"):
        return
    today = timezone.localdate()
    for one in contributions.at_gate(acting)[:SHOWN]:
        late = one.due is not None and one.due < today
        verifies = one.state == "under_verification"
        yield Task(
            reverse("contributions:contribution", args=[one.id]),
            f"{one.number} {say(one.name.to('zh'), one.name.to('en'))}",
            "bad" if late else "now",
            say("等您验证", "Waits for your verification")
            if verifies
            else say("等您核验来路", "Waits for your provenance check"),
            say(f"期限 {one.due}", f"due {one.due}") if one.due else "",
        )


def _campaigns(acting: Acting) -> Iterator[Task]:
    if not acting.has("editor"):
        return
    mine = list(campaigns.my_tasks(acting)[:20])
    states, today = campaigns.task_states(mine), timezone.localdate()
    for one in mine:
        state = states[one.id]
        late = campaigns.is_late(one, state, today)
        if late or campaigns.is_soon(one, state, today) or state == "asked":
            yield Task(
                reverse("campaigns:task", args=[one.id]),
                say(f"归集任务：{one}", f"Campaign: {one}"),
                "bad" if late else "warn",
                say("已过期限", "Late") if late else say("等您处理", "Waits for you"),
            )


def _releases(acting: Acting) -> Iterator[Task]:
    if not acting.has("reviewer"):
        return
    for one in (
        publications.drafts(acting).filter(state="in_review").exclude(submitted_by=acting.person)[:SHOWN]
    ):
        yield Task(
            reverse("publications:draft", args=[one.id]),
            say(f"{one.library.title.to('zh')} 第 {one.number} 版", f"{one.library.title.to('en')}, release {one.number}"),
            "now",
            say("等您发布", "Waits for your release"),
        )  # fmt: skip


def _curated(acting: Acting) -> Iterator[Task]:
    """For curators: submissions without a verifier or checker, and the entry queue."""
    if not (acting.has("editor") and acting.mandated("factors", "base_data")):
        return
    found = contributions.curated(acting)
    open_ = found.filter(state__in=("format_checked", "verified", "provenance_ok")).count()
    queued = found.filter(state="entry_queue").count()
    if open_:
        yield _many(
            reverse("contributions:queue"), open_, "项提交等您安排", "waiting for your assignment", "warn"
        )
    if queued:
        yield _many(reverse("contributions:queue"), queued, "项数据在入库队列里", "in the entry queue", "ok")


def _decisions(acting: Acting) -> Iterator[Task]:
    if not acting.has("reviewer"):
        return
    if acting.mandated("models") and (count := reference_models.waiting().count()):
        yield _many(
            reverse("reference_models:waiting"),
            count,
            "个参考模型等您评审",
            "reference models to review",
            "now",
        )
    offered = rulebook.offered(acting).count() if acting.mandated("standards", "authority") else 0
    if offered:
        yield _many(
            reverse("rulebook:home"), offered, "个规则版本等您决定", "rule versions to decide on", "now"
        )


def _standards(acting: Acting) -> Iterator[Task]:
    for address, title, todo in standards_waiting.waiting(acting):
        yield Task(address, say(title.to("zh"), title.to("en")), "now", say(todo.to("zh"), todo.to("en")))


def _requests(acting: Acting) -> Iterator[Task]:
    if not acting.has("editor"):
        return
    for one in sharing.asked_of(acting).filter(state="requested")[:SHOWN]:
        yield Task(
            reverse("sharing:share", args=[one.id]),
            say(
                f"{one.buyer.name.to('zh')}想要“{one.product}”的碳足迹",
                f"{one.buyer.name.to('en')} asks for the footprint of “{one.product}”",
            ),
            "warn",
            say("等您答复", "Waits for an answer"),
        )
    for one in sharing.asked_for(acting).filter(state="granted")[:SHOWN]:
        yield Task(
            reverse("sharing:share", args=[one.id]),
            say(
                f"{one.supplier.name.to('zh')}提供了“{one.product}”的碳足迹",
                f"{one.supplier.name.to('en')} gave the footprint of “{one.product}”",
            ),
            "ok",
            say("可以采用", "May be taken over"),
        )


def _arrivals(acting: Acting) -> Iterator[Task]:
    if not nodes_policy.may_exchange(acting):
        return
    count = nodes.arrivals(acting).filter(state="received").count()
    if count:
        yield _many(
            reverse("nodes:arrivals"), count, "个数据集从其他节点送到", "datasets from other nodes", "warn"
        )


def _many(address: str, count: int, zh: str, en: str, mark: Literal["warn", "now", "ok"]) -> Task:
    return Task(address, say(f"{count} {zh}", f"{count} {en}"), mark, say("去处理", "Open"))
