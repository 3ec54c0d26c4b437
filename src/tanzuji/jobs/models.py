"""One table of work: what was asked, how far it is, who is at it, what came out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.ledger.sealed import SealedBinaryField, SealedTextField

STATES: dict[str, Text] = {
    "queued": Text(zh="排队中", en="Queued"),
    "running": Text(zh="进行中", en="Running"),
    "done": Text(zh="已完成", en="Done"),
    "failed": Text(zh="未完成", en="Failed"),
    "cancelled": Text(zh="已取消", en="Cancelled"),
}


class Job(models.Model):
    """`parameters` and `problems` are JSON; `upload` is what the work reads, the result a file kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True, default="")
    """What it makes, where only one open job of its kind and organisation may make it."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="zh")
    request = models.CharField(max_length=64, blank=True, default="")
    program = models.CharField(max_length=120, blank=True, default="")
    """Name of the token that asked for it; empty for a person."""
    parameters = SealedTextField(default="{}")
    upload = SealedBinaryField(null=True, default=None)
    state = models.CharField(max_length=12, default="queued")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step_zh = models.CharField(max_length=200, blank=True, default="")
    step_en = models.CharField(max_length=200, blank=True, default="")
    problems = SealedTextField(default="[]")
    notes = SealedTextField(default="[]")
    """What its end has to say beside its result, as JSON: texts in both languages."""
    result_name = models.CharField(max_length=200, blank=True, default="")
    result_type = models.CharField(max_length=120, blank=True, default="")
    result = SealedBinaryField(null=True, default=None)
    page = models.CharField(max_length=300, blank=True, default="")
    """Where the job was started, to lead back to; where it ended, once it is done."""
    cancel_asked = models.BooleanField(default=False)
    task = models.CharField(max_length=64, blank=True, default="")
    """The queue's own id of the task that is to run it."""
    worker = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker took it up; what an earlier attempt still writes is not kept."""
    seen_at = models.DateTimeField(default=timezone.now)
    """When it was queued, or when its worker last gave a sign of life."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, default=None)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind", "subject"),
                condition=models.Q(state__in=("queued", "running")) & ~models.Q(subject=""),
                name="one_open_job_a_subject",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "owner", "-created_at"), name="job_of_owner"),
            models.Index(fields=("state", "seen_at"), name="job_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh, en=self.title_en)

    @property
    def step(self) -> Text | None:
        return (
            Text(zh=self.step_zh or None, en=self.step_en or None) if self.step_zh or self.step_en else None
        )

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed", "cancelled")
