"""Plans of inspections, those who inspect, and random draws."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Plan(models.Model):
    """A year's plan of inspections: what is drawn from, how many, by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """The authority."""
    state = models.CharField(max_length=12, default="draft")
    year = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    basis = models.TextField(blank=True, default="")
    pool = models.CharField(max_length=16)
    sample = models.PositiveIntegerField()
    """How many are drawn from the ordinary class."""
    sample_raised = models.PositiveIntegerField(default=0)
    """How many from the class of raised attention, beside those."""
    team = models.PositiveIntegerField(default=2)
    """Inspectors drawn for each."""
    due = models.DateField()
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "-year"), name="supervision_plan_year"),)

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)


class PlanStep(models.Model):
    """What was decided on a plan, by whom and why. Only added to."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.action}"


class Inspector(models.Model):
    """One of an authority's people who is drawn for inspections (执法检查人员名录)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    """What stands for them in a published draw."""
    fields = models.CharField(max_length=400, blank=True, default="")
    """What they know: product fields, methods."""
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code"), name="one_inspector_a_code"),
            models.UniqueConstraint(
                fields=("organisation", "person"),
                condition=models.Q(ended_at=None),
                name="one_inspector_a_person",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Conflict(models.Model):
    """A tie of an inspector to an organisation, for which they are never drawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="conflicts")
    subject = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("inspector", "subject"),
                condition=models.Q(ended_at=None),
                name="one_conflict_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspector_id} {self.subject_id}"


class Draw(models.Model):
    """What a draw is made from, as it was committed to the log before its seed could be known. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="draws")
    number = models.CharField(max_length=24, unique=True)
    document = models.TextField()
    """Canonical JSON of what `drawing.draw` takes, with the secret that the seed is made of."""
    digest = models.CharField(max_length=64)
    leaf = models.PositiveBigIntegerField()
    """The entry of the log that holds the digest."""
    public_from = models.DateField()
    """From when on everybody reads the document; before, who is drawn stays unannounced."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.number


class DrawResult(models.Model):
    """What a draw gave, with the seed it was made from. Only added to."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="result")
    root = models.CharField(max_length=64)
    """Root of the log at the size that the commitment fixed, in hexadecimal."""
    beacon = models.CharField(max_length=200, blank=True, default="")
    """The value of the public source that was named beforehand."""
    seed = models.CharField(max_length=64)
    result = models.TextField()
    """Canonical JSON of what was drawn."""
    leaf = models.PositiveBigIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.draw_id} {self.seed[:12]}"
