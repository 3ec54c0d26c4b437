"""What participants do: accept or decline a task, begin its study from a reference model, link a study of theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.campaigns import events, messages, policy, queries
from tanzuji.campaigns.models import Task
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import references
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def respond(acting: Acting, task_id: UUID | str, action: str, *, reason: str = "") -> Task:
    """`accept` or `decline`; declining needs a reason, and neither is possible once a study is linked.

    Taking part is voluntary (JS-107): whoever declines stays free to account as they like.
    """
    if action not in ("accept", "decline"):
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40], known="accept, decline")
    said = clean(reason, 4000)
    with transaction.atomic():
        task = _locked(acting, task_id)
        if action == "decline" and not said:
            raise messages.REASON_NEEDED.error("reason")
        task.answer = "accepted" if action == "accept" else "declined"
        task.reason = said
        if action == "decline":
            task.study = None
        task.save(update_fields=["answer", "reason", "study"])
        record(
            events.ACCEPTED if action == "accept" else events.DECLINED,
            acting, "campaign", task.campaign_id, reason=said, task=str(task.id),
        )  # fmt: skip
    return task


def link(acting: Acting, task_id: UUID | str, study_id: UUID | str) -> Task:
    """One of the organisation's studies stands for the task. Raises `web.absent`, `campaigns.study-taken`."""
    queries.own_task(acting, task_id)
    study = footprints.study(acting, study_id)
    try:
        with transaction.atomic():
            task = _locked(acting, task_id)
            _linked(acting, task, study)
    except IntegrityError:
        raise messages.STUDY_TAKEN.error("study") from None
    return task


def unlink(acting: Acting, task_id: UUID | str) -> Task:
    """No study stands for the task any more; the study stays as it is."""
    with transaction.atomic():
        task = _locked(acting, task_id)
        if task.study_id is not None:
            task.study = None
            task.save(update_fields=["study"])
            record(events.UNLINKED, acting, "campaign", task.campaign_id, task=str(task.id))
    return task


def begin(acting: Acting, task_id: UUID | str, model_id: UUID | str, *, stages: str = "") -> Any:
    """A study begun from a released reference model, with the task's product as its name, and linked to the task."""
    with transaction.atomic():
        task = _locked(acting, task_id)
        study = references.begin(
            acting,
            model_id,
            references.Chosen(name=task.product, stages=stages or references.default_stages()),
        )
        _linked(acting, task, study)
    return study


def _linked(acting: Acting, task: Task, study: Any) -> None:
    if task.answer == "declined":
        raise messages.DECLINED.error()
    task.study, task.answer = study, "accepted"
    task.save(update_fields=["study", "answer"])
    # The study's id stays out of the event: the authority reads the history of its campaign.
    record(events.LINKED, acting, "campaign", task.campaign_id, task=str(task.id))


def _locked(acting: Acting, task_id: UUID | str) -> Task:
    """The task, nobody else's to write until the transaction ends. Raises where it cannot be acted on."""
    seen = queries.own_task(acting, task_id)
    policy.may_answer_for(acting).enforce()
    if seen.campaign.state == "closed":
        raise messages.AFTER_THE_END.error()
    now = Task.objects.select_for_update().get(id=seen.id)
    if now.dropped_at is not None:
        raise messages.DECLINED.error()
    return now
