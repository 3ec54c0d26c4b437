"""What the public reports, and what inspectors see in shops and on the net."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Serial(models.Model):
    """The last number of a kind in a year; numbers have no gaps."""

    kind = models.CharField(max_length=4)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="one_serial_a_year"),)

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last}"


class Complaint(models.Model):
    """What somebody reported, without an account. Nobody's until an authority takes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    receipt = models.CharField(max_length=64)
    """SHA-256 of the code with which whoever reported it reads how it stands."""
    code = ""
    """The code itself, where the complaint was made just now; kept nowhere."""
    certificate = models.CharField(max_length=64, blank=True, default="")
    """The number on the label, as it was read off; it may exist nowhere."""
    kind = models.CharField(max_length=16)
    text = models.TextField()
    contact = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    placement = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=12, default="received")
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """The authority that took it."""
    assigned_to = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="merged"
    )
    answer = models.TextField(blank=True, default="")
    """What whoever reported it is told; the reason where it was rejected."""
    upheld = models.BooleanField(null=True, default=None)
    at = models.DateTimeField(auto_now_add=True)
    triaged_at = models.DateTimeField(null=True, default=None)
    answered_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (
            models.Index(fields=("state", "at"), name="complaint_state"),
            models.Index(fields=("certificate",), name="complaint_certificate"),
        )

    def __str__(self) -> str:
        return self.number


class ComplaintStep(models.Model):
    """What was done with a complaint, by whom and why. Only added to."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.action}"


class Sighting(models.Model):
    """A label as it was met in a shop, on a site or in an advertisement, and what the register says of it.

    Only added to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64, blank=True, default="")
    gtin = models.CharField(max_length=14, blank=True, default="")
    place = models.CharField(max_length=300)
    """Where it was: shop and town, or a web address."""
    seen_on = models.DateField()
    placement = models.CharField(max_length=16, blank=True, default="")
    badge = models.CharField(max_length=12, blank=True, default="")
    """What the label claims to be."""
    value = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    national_mark = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")
    verdicts = models.TextField(default="[]")
    """JSON: codes of `searching.MISUSES` that were found when it was entered."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-at"), name="sighting_of_authority"),)

    def __str__(self) -> str:
        return f"{self.number} {self.place}"
