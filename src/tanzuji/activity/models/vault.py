"""The evidence vault: papers by their digest, and who else may read them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanzuji.activity.kinds import EVIDENCE_KINDS
from tanzuji.documents.text import Text


class Evidence(models.Model):
    """A paper as it was kept: its content lies in the vault under its SHA-256 and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    dated = models.DateField(null=True, default=None)
    """The date the paper bears, where it bears one."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "digest"), name="evidence_once_an_organisation"),
        )
        indexes = (models.Index(fields=("organisation", "-kept_at"), name="evidence_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.title} {self.digest[:12]}"

    @property
    def reference(self) -> str:
        """How a provenance trail names it."""
        return f"evidence:{self.digest}"

    @property
    def kind_name(self) -> Text:
        return EVIDENCE_KINDS[self.kind]


class Grant(models.Model):
    """Another organisation may read one paper, or one meter with its readings, until it is withdrawn or over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="grants")
    meter = models.ForeignKey("activity.Meter", on_delete=models.PROTECT, null=True, related_name="grants")
    grantee = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateField(null=True, default=None)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(evidence=None, meter__isnull=False) | Q(evidence__isnull=False, meter=None),
                name="grant_of_one_thing",
            ),
        )
        indexes = (models.Index(fields=("grantee", "withdrawn_at"), name="grant_to"),)

    def __str__(self) -> str:
        return f"{self.evidence_id or self.meter_id} → {self.grantee_id}"
