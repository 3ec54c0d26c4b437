"""Measures of an authority, pictures, and what was reminded of."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.supervision.models.complaining import Complaint, Sighting
from tanzuji.supervision.models.inspecting import Finding, Inspection

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Measure(models.Model):
    """What an authority ordered, publicly: rectification, suspension, revocation, listing. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """The authority."""
    kind = models.CharField(max_length=16)
    subject = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Whom it is against."""
    certificate = models.CharField(max_length=64, blank=True, default="")
    reason_zh = models.TextField(blank=True, default="")
    reason_en = models.TextField(blank=True, default="")
    order = models.CharField(max_length=80, blank=True, default="")
    """Number of the administrative document (文号)."""
    starts = models.DateField()
    until = models.DateField(null=True, default=None)
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, default=None, related_name="measures"
    )
    leaf = models.PositiveBigIntegerField()
    """Its entry in the log."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("certificate", "kind"), name="measure_certificate"),
            models.Index(fields=("subject", "kind"), name="measure_subject"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def reason(self) -> Text:
        return Text(zh=self.reason_zh or None, en=self.reason_en or None)


class MeasureEnd(models.Model):
    """That a measure ended before its time, and why. Only added to."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="end")
    reason_zh = models.TextField(blank=True, default="")
    reason_en = models.TextField(blank=True, default="")
    order = models.CharField(max_length=80, blank=True, default="")
    """Number of the administrative document (文号) that lifts it."""
    leaf = models.PositiveBigIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.measure_id}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def reason(self) -> Text:
        return Text(zh=self.reason_zh or None, en=self.reason_en or None)


class Picture(models.Model):
    """A photograph as it was sent. Only added to; it is seen by those who see what it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, default=None, related_name="pictures"
    )
    item = models.CharField(max_length=40, blank=True, default="")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, default=None, related_name="pictures"
    )
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, default=None, related_name="pictures"
    )
    sighting = models.ForeignKey(
        Sighting, on_delete=models.PROTECT, null=True, default=None, related_name="pictures"
    )
    kind = models.CharField(max_length=8)
    """`png`, `jpeg` or `webp`."""
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class Reminder(models.Model):
    """That somebody was reminded of something; the same cause once. Only added to."""

    subject = models.CharField(max_length=16)
    subject_id = models.CharField(max_length=64)
    cause = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "subject_id", "cause"), name="one_oversight_reminder"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.cause}"
