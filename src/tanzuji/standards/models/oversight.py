"""Complaints about standards in force, and what the authority counted towards a target."""

from __future__ import annotations

import uuid

from django.db import models

from tanzuji.standards.models.registry import Standard


class Complaint(models.Model):
    """What somebody finds wrong with a standard in force or with how it is used; seen by them and the authority."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="complaints")
    text = models.TextField()
    state = models.CharField(max_length=16, default="received")
    finding = models.TextField(blank=True, default="")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.standard_id}: {self.text[:40]}"


class Confirmation(models.Model):
    """A count towards a target as the authority confirmed it; only added to, the last one counts."""

    jurisdiction = models.CharField(max_length=24)
    target = models.CharField(max_length=24)
    counted = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.target}: {self.counted}"
