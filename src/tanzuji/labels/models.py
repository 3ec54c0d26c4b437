"""Tables of the labels room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Authorisation(models.Model):
    """Leave to show the label of a certificate at one placement, and where that stands. It follows the certificate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the authorisations of the installation."""
    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="+")
    certificate_number = models.CharField(max_length=60, db_index=True)
    holder = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    placement = models.CharField(max_length=12)
    where = models.CharField(max_length=300)
    """What bears it: `50 kg 编织袋正面`, an address of a shop."""
    terms = models.CharField(max_length=1000, blank=True, default="")
    """What the body asks for where it authorises."""
    state = models.CharField(max_length=12, default="requested")
    frozen_from = models.CharField(max_length=12, blank=True, default="")
    """The state it comes back to when the certificate is resumed."""
    edition = models.PositiveIntegerField(default=1)
    """Counts the steps: whoever does one says which he saw."""
    requested_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    used_since = models.DateField(null=True, default=None)
    """The first day the label was shown there, as the holder says."""
    since = models.DateTimeField()
    """When it came into its state."""

    class Meta:
        indexes = (
            models.Index(fields=("holder", "-sequence"), name="label_use_by_holder"),
            models.Index(fields=("body", "state"), name="label_use_by_body"),
            models.Index(fields=("placement", "state"), name="label_use_by_placement"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.certificate_number} {self.placement}"

    @property
    def number(self) -> str:
        """What people call it by: `U-000001`."""
        return f"U-{self.sequence:06d}"


class Step(models.Model):
    """What was done with an authorisation: by whom (nobody where it followed its certificate) and why. Never changes."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=12)
    before = models.CharField(max_length=12, blank=True, default="")
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")
    reason_en = models.TextField(blank=True, default="")
    log_index = models.PositiveBigIntegerField(null=True, default=None, unique=True)
    """The leaf of the transparency log; requests and proofs have none."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("authorisation", "sequence"), name="one_label_step"),)

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.sequence} {self.action}"


class Proof(models.Model):
    """A photograph or print file that shows how the label is used. Its content lies in the vault; never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="proofs")
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    kind = models.CharField(max_length=8)
    """`png`, `jpeg`, `webp` or `pdf`, read from the content."""
    file = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    words = models.CharField(max_length=500, blank=True, default="")
    taken_on = models.DateField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("authorisation", "digest"), name="one_label_proof_a_content"),
        )

    def __str__(self) -> str:
        return self.file
