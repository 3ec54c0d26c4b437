"""Verification statements: drafted by one person, signed by another, kept for good, withdrawn with a reason."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text
from tanzuji.verification.models.engagements import Engagement, Submission
from tanzuji.verification.models.examining import Recomputation

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Draft(models.Model):
    """A statement as it was drafted, for the technical review. Never changes; the newest counts."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()
    """`papers.StatementPaper` as JSON."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("engagement", "number"), name="one_draft_a_number"),)

    def __str__(self) -> str:
        return f"{self.engagement_id} draft {self.number}"


class Statement(models.Model):
    """A signed verification statement. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="statement")
    number = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveIntegerField()
    """The how-manieth statement of its verifier."""
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("footprints.Version", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=16)
    opinion = models.CharField(max_length=16)
    """`unmodified`, `qualified`, `adverse` or `disclaimer`."""
    document = models.TextField()
    """`papers.StatementPaper` as JSON, as it was drafted and signed."""
    digest = models.CharField(max_length=80)
    """Of everything the statement says: document, number, version, parties, dates."""
    footprint_id = models.CharField(max_length=80)
    result_digest = models.CharField(max_length=80)
    total = models.CharField(max_length=40)
    """kg CO2e per unit of the study, ten significant digits."""
    unit = models.CharField(max_length=60)
    boundary = models.CharField(max_length=24)
    rule = models.CharField(max_length=200, blank=True, default="")
    reservations_zh = models.TextField(blank=True, default="")
    reservations_en = models.TextField(blank=True, default="")
    recomputation = models.ForeignKey(Recomputation, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    valid_until = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("verifier", "sequence"), name="one_statement_a_sequence"),
        )
        indexes = (models.Index(fields=("version",), name="statement_of_version"),)

    def __str__(self) -> str:
        return self.number

    @property
    def reservations(self) -> Text | None:
        """The reservations in the words of the verifier; none where there are none."""
        zh, en = self.reservations_zh or None, self.reservations_en or None
        return Text(zh=zh, en=en) if zh or en else None


class Withdrawal(models.Model):
    """A statement that no longer stands, since when and why. Never changes."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.statement_id} withdrawn"
