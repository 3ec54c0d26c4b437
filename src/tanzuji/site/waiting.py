"""What waits for somebody: errors to correct, versions to review or submit, comments to answer, work that ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from tanzuji.footprints import queries
from tanzuji.footprints.policy import may_edit
from tanzuji.footprints.states import STUDY
from tanzuji.jobs import queries as jobs
from tanzuji.parties.acting import Acting
from tanzuji.site import waiting_rooms
from tanzuji.site.tasks import Task
from tanzuji.web.language import language, say

SHOWN = 12
REVIEWS_LOOKED_AT = 30
"""Calculated studies whose standing is looked up; each takes four queries."""
ENDED_WITHIN = timedelta(days=1)


def tasks(acting: Acting) -> list[Task]:
    """What waits for the acting person, what hinders most first; at most twelve."""
    found = [
        *_returned(acting),
        *_errors(acting),
        *_comments(acting),
        *_reviews(acting),
        *_submissions(acting),
        *waiting_rooms.tasks(acting),
    ]
    return [*found, *_ended(acting)][:SHOWN]


def running(acting: Acting) -> list[Any]:
    """The acting person's jobs that have not ended."""
    return list(jobs.open_jobs(acting)[:5])


def _own(acting: Acting) -> QuerySet[Any]:
    """Studies the acting person began or edited last, where they may edit at all."""
    mine = queries.studies(acting).filter(Q(created_by=acting.person) | Q(edited_by=acting.person))
    return mine if may_edit(acting) else mine.none()


def _name(study: Any) -> str:
    return say(study.name_zh or study.name_en, study.name_en or study.name_zh)


def _returned(acting: Acting) -> Iterator[Task]:
    for study in _own(acting).filter(state="draft", decisions__action="return").distinct()[:SHOWN]:
        last = queries.decisions(study).first()
        newest = queries.newest(study)
        if (
            last is not None
            and newest is not None
            and last.action == "return"
            and last.version.number == newest.number
        ):
            yield Task(
                reverse("footprints:study", args=[study.id]),
                say(f"{_name(study)}：版本 {newest.number} 被{last.by.name}退回", f"{_name(study)}: version {newest.number} sent back by {last.by.name}"),
                "bad",
                say("要修改", "To be changed"),
                last.reason,
            )  # fmt: skip


def _errors(acting: Acting) -> Iterator[Task]:
    for study in _own(acting).filter(errors__gt=0).exclude(state__in=("submitted", "verified"))[:SHOWN]:
        errors, warnings = study.errors, study.warnings
        words = say(
            f"{_name(study)}：{errors} 处错误" + (f"，{warnings} 处提醒" if warnings else ""),
            f"{_name(study)}: {errors} error{'s' * (errors > 1)}"
            + (f", {warnings} warning{'s' * (warnings > 1)}" if warnings else ""),
        )
        yield Task(
            reverse("footprints:checks", args=[study.id]),
            words,
            "bad",
            say("评审通不过", "Cannot pass review"),
            say("每处错误都写着在哪里、怎么改。", "Every error says where it is and what to do."),
        )


def _comments(acting: Acting) -> Iterator[Task]:
    for study in (
        _own(acting)
        .filter(comments__answers=None, comments__settled_at=None, comments__isnull=False)
        .distinct()[:SHOWN]
    ):
        waiting = [c for c in queries.comments(study) if c.settled_at is None and not _said_last(acting, c)]
        if waiting:
            last = waiting[-1]
            yield Task(
                reverse("footprints:study", args=[study.id]),
                say(f"{_name(study)}：{len(waiting)} 条批注没有了结", f"{_name(study)}: {len(waiting)} open comment{'s' * (len(waiting) > 1)}"),
                "warn",
                say("等您答复", "Waits for an answer"),
                f"{last.by.name}{say('：', ': ')}{last.text[:200]}",
            )  # fmt: skip


def _said_last(acting: Acting, comment: Any) -> bool:
    """Whether the last word on a comment is the acting person's own: then it waits for somebody else."""
    last = max((comment, *comment.replies.all()), key=lambda said: (said.at, said.id != comment.id))
    return bool(last.by_id == acting.person.id)


def _reviews(acting: Acting) -> Iterator[Task]:
    if not acting.has("reviewer"):
        return
    for study in queries.studies(acting).filter(state="calculated")[:REVIEWS_LOOKED_AT]:
        standing = queries.standing(acting, study)
        if not STUDY.verdict(study.state, "return", standing):
            continue  # their own work, or not theirs to decide
        approve = STUDY.verdict(study.state, "approve", standing)
        yield Task(
            reverse("footprints:versions", args=[study.id]),
            say(f"{_name(study)}：版本 {standing.number}", f"{_name(study)}: version {standing.number}"),
            "now",
            say("等您评审", "Waits for your review"),
            approve.problem.text(language()) if approve.problem else "",
        )


def _submissions(acting: Acting) -> Iterator[Task]:
    for study in _own(acting).filter(state="internally_reviewed")[:SHOWN]:
        standing = queries.standing(acting, study)
        verdict = STUDY.verdict(study.state, "submit", standing)
        yield Task(
            reverse("footprints:versions", args=[study.id]),
            say(f"{_name(study)}：版本 {standing.number} 评审通过", f"{_name(study)}: version {standing.number} passed review"),
            "ok" if verdict else "warn",
            say("可以提交", "May be submitted") if verdict else say("还不能提交", "Not to be submitted yet"),
            verdict.problem.text(language()) if verdict.problem else "",
        )  # fmt: skip


def _ended(acting: Acting) -> Iterator[Task]:
    recent = jobs.jobs(acting).filter(
        state__in=("done", "failed"), ended_at__gt=timezone.now() - ENDED_WITHIN
    )
    for job in recent[:3]:
        done = job.state == "done"
        yield Task(
            reverse("jobs:job", args=[job.id]),
            job.title.to(language()),
            "ok" if done else "bad",
            say("已完成", "Done") if done else say("未完成", "Failed"),
            "" if done else say("打开可看原因。", "Open it to see why."),
        )
