"""What is examined: evidence asked for and given, findings with their corrective action, recomputations."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.verification.models.engagements import Engagement, Submission

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class EvidenceRequest(models.Model):
    """Evidence the verifier asks for, on a place of the model or on the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField()
    due = models.DateField(null=True, default=None)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, default=None)
    """When the verifier found the evidence to answer it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("engagement", "number"), name="one_request_of_evidence_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.engagement_id} E{self.number}"


class Answer(models.Model):
    """What is said to a request of evidence, with a paper of the vault or without. Only added to."""

    request = models.ForeignKey(EvidenceRequest, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, default="")
    evidence = models.ForeignKey(
        "activity.Evidence", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.text[:40]}"


class Finding(models.Model):
    """A finding on a place of a submitted model, how severe, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=300, blank=True, default="")
    severity = models.CharField(max_length=16)
    """`major`, `minor` or `observation`."""
    clause = models.CharField(max_length=200, blank=True, default="")
    """What it goes against: rule, clause, table."""
    text = models.TextField()
    effect = models.FloatField(null=True, default=None)
    """What it makes of the total, kg CO2e per unit of the study (stated − right); none where not known."""
    state = models.CharField(max_length=16, default="open")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("engagement", "number"), name="one_finding_a_number"),)

    def __str__(self) -> str:
        return f"{self.engagement_id} F{self.number}"


class FindingStep(models.Model):
    """What was done about a finding: answered, closed, opened again, left uncorrected. Only added to."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=16)
    text = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    """Why it came about, in the client's words."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.finding_id} {self.action}"


class Examination(models.Model):
    """What was done with a line of the sample: examined, or left with a reason. Only added to; the newest counts."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="examinations")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=300)
    outcome = models.CharField(max_length=12)
    """`examined` or `left`."""
    text = models.TextField()
    """What was done with it, or why it was left."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.place} {self.outcome}"


class Recomputation(models.Model):
    """A submission computed anew from its documents alone, and whether it came out equal. Never changes."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="recomputations")
    key = models.CharField(max_length=80, unique=True)
    """Of the job or the report that brought it: a second attempt finds it made."""
    origin = models.CharField(max_length=12)
    """`server`: a process of its own here; `verifier`: reported from the verifier's own machine."""
    package_digest = models.CharField(max_length=80)
    outcome = models.CharField(max_length=16)
    """`equal`, `differs` or `failed`."""
    report = models.TextField()
    """What the recomputation reported, as JSON (`package.Outcome`)."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.submission_id} {self.outcome}"
