"""An engagement: an organisation asks a verifier for a verification; team, plan, submissions, and what was done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.ledger.sealed import SealedTextField

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Engagement(models.Model):
    """The verification of a study by a verifier, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the engagements of the installation."""
    client = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Whose study it is."""
    verifier = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    study = models.ForeignKey("footprints.Study", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    """Chosen by the sender; the same key again is the same engagement, kept once."""
    state = models.CharField(max_length=24, default="requested")
    level = models.CharField(max_length=16)
    """Level of assurance asked for: `limited` or `reasonable`."""
    purpose = models.TextField(blank=True, default="")
    """What the statement is wanted for, in the client's words."""
    libraries = models.BooleanField(default=False)
    """Whether the client lets its own libraries go along in packages, whole."""
    due = models.DateField(null=True, default=None)
    reminded = models.DateField(null=True, default=None)
    """The day on which its deadline was last spoken of."""
    number_of_steps = models.PositiveIntegerField(default=0)
    requested_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField()
    """When it came into its state."""

    class Meta:
        indexes = (
            models.Index(fields=("client", "-sequence"), name="engagement_of_client"),
            models.Index(fields=("verifier", "-sequence"), name="engagement_of_verifier"),
            models.Index(fields=("study",), name="engagement_of_study"),
        )
        constraints = (models.UniqueConstraint(fields=("client", "key"), name="one_engagement_a_key"),)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it by, e.g. `V-000123`."""
        return f"V-{self.sequence:06d}"


class Submission(models.Model):
    """A version handed in within an engagement. Never changes."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    version = models.ForeignKey("footprints.Version", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("engagement", "number"), name="one_submission_a_number"),
            models.UniqueConstraint(fields=("engagement", "version"), name="one_submission_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.engagement} {self.number}"


class Member(models.Model):
    """Somebody of the verifier's team, with their own declaration of independence."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    """`lead`, `member` or `reviewer`."""
    declared_at = models.DateTimeField(null=True, default=None)
    declaration = models.TextField(default="{}")
    """What they declared, as JSON (`papers.Independence`)."""
    since = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("engagement", "person"),
                condition=models.Q(left_at=None),
                name="one_membership_of_a_team",
            ),
        )

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.person_id} {self.role}"


class Plan(models.Model):
    """The plan of a verification as it was made or changed. Never changes; the newest counts."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    document = SealedTextField(tenant="engagement__client", row=("engagement", "number"))
    """`papers.Plan` as JSON."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("engagement", "number"), name="one_plan_a_number"),)

    def __str__(self) -> str:
        return f"{self.engagement_id} plan {self.number}"


class Step(models.Model):
    """What was done in an engagement: by whom, for which organisation, from where to where, and why. Only added to."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    submission = models.PositiveIntegerField(default=0)
    """The submission it was done on."""
    reason = models.TextField(blank=True, default="")
    detail = models.TextField(default="{}")
    """What belongs to the action, as JSON."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("engagement", "sequence"), name="one_engagement_step_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.sequence} {self.action}"
