"""One table that is only ever added to; database triggers refuse anything else."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something that was done. `actor` and `organisation` are ids of the floor above, kept as plain values."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=80)
    request = models.CharField(max_length=64, blank=True, default="")
    actor = models.CharField(max_length=64, blank=True, default="")
    actor_name = models.CharField(max_length=200, blank=True, default="")
    organisation = models.UUIDField(null=True, default=None)
    subject = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True, default="")
    detail = models.TextField(default="{}")

    class Meta:
        indexes = (
            models.Index(fields=("subject", "subject_id", "id"), name="event_subject"),
            models.Index(fields=("organisation", "id"), name="event_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_id}"
