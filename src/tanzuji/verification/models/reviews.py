"""Critical reviews by somebody without an account: one invitation, one version, remarks, one signed comment."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Review(models.Model):
    """A reviewer invited by a link that opens once, for one version and until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("footprints.Version", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    affiliation = models.CharField(max_length=200, blank=True, default="")
    asks = models.TextField(blank=True, default="")
    """What the reviewer is asked to look at."""
    secret = models.CharField(max_length=64, unique=True, null=True, default=None)
    """Digest of the link's secret, until it is opened."""
    access = models.CharField(max_length=64, unique=True, null=True, default=None)
    """Digest of what the reviewer's browser was given when the link was opened."""
    invited_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, default=None)
    withdrawn_at = models.DateTimeField(null=True, default=None)
    signed_at = models.DateTimeField(null=True, default=None)
    conclusion = models.CharField(max_length=16, blank=True, default="")
    """`conforms`, `with_remarks` or `does_not_conform`; empty before it is signed."""
    comment = models.TextField(blank=True, default="")
    signature = models.CharField(max_length=200, blank=True, default="")
    """The name as the reviewer wrote it under the comment."""
    independent = models.BooleanField(default=False)
    """Whether the reviewer declared to have had no part in the study."""
    digest = models.CharField(max_length=80, blank=True, default="")
    """Of the signed comment with the digests of the version it is on."""

    class Meta:
        indexes = (models.Index(fields=("organisation", "-sequence"), name="review_of_organisation"),)

    def __str__(self) -> str:
        return f"R-{self.sequence:06d}"

    @property
    def number(self) -> str:
        """What people call it by, e.g. `R-000012`."""
        return f"R-{self.sequence:06d}"


class ReviewRemark(models.Model):
    """A remark of the reviewer on a place of the model, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="remarks")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=300, blank=True, default="")
    severity = models.CharField(max_length=16)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "number"), name="one_review_remark_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.review_id} {self.number}"
