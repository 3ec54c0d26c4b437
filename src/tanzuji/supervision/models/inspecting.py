"""Inspections: team, checklist, findings, steps."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.supervision.models.complaining import Complaint, Sighting
from tanzuji.supervision.models.planning import Draw, Inspector, Plan

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Inspection(models.Model):
    """A look at one enterprise, certificate or body, from the draw to its end (DOMAIN A.7.7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """The authority."""
    state = models.CharField(max_length=16, default="drawn")
    cause = models.CharField(max_length=12)
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    sighting = models.ForeignKey(
        Sighting, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    target = models.CharField(max_length=16)
    """What is looked at: one of `kinds.POOLS`."""
    subject = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Who is inspected."""
    certificate = models.CharField(max_length=64, blank=True, default="")
    """Number of the certificate, where one is looked at."""
    checklist = models.TextField()
    """JSON: the items as they were when the inspection was opened."""
    reserves = models.TextField(default="[]")
    """JSON: ids of inspectors in the order in which they take a place that becomes free."""
    due = models.DateField()
    """By when the visit is made."""
    visited_on = models.DateField(null=True, default=None)
    summary = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "state", "due"), name="inspection_state_due"),
            models.Index(fields=("subject", "state"), name="inspection_of_subject"),
        )

    def __str__(self) -> str:
        return self.number


class Member(models.Model):
    """Somebody of an inspection's team with their declaration."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Whom they act for: the authority, or an expert's own organisation."""
    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    role = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="asked")
    said = models.TextField(blank=True, default="")
    """The declaration as it was made, or why they stand aside."""
    asked_at = models.DateTimeField(auto_now_add=True)
    said_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("inspection", "person"), name="once_in_a_team"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.role}"


class Check(models.Model):
    """The answer to an item of the checklist; the last one stands."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="checks")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=16)
    severity = models.CharField(max_length=8, blank=True, default="")
    """How grave it is, where it does not conform."""
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("inspection", "item"), name="one_answer_an_item"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"


class Finding(models.Model):
    """Something that was found wrong, what was done about it, and whether that will do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField()
    item = models.CharField(max_length=40, blank=True, default="")
    severity = models.CharField(max_length=8)
    text = models.TextField()
    due = models.DateField(null=True, default=None)
    state = models.CharField(max_length=12, default="open")
    answer = models.TextField(blank=True, default="")
    """What the inspected did: cause, correction, prevention."""
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, default=None)
    review = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, default=None)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("inspection", "position"), name="one_finding_a_position"),
        )

    def __str__(self) -> str:
        return self.text[:40]


class InspectionStep(models.Model):
    """What happened to an inspection, by whom and why. Only added to."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.action}"
