"""Conversions of standards to a higher level."""

from __future__ import annotations

import uuid

from django.db import models

from tanzuji.standards.models.registry import Standard


class Conversion(models.Model):
    """A request that a standard become one of a higher level (转化)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="conversions")
    jurisdiction = models.CharField(max_length=24)
    target = models.CharField(max_length=16)
    state = models.CharField(max_length=24, default="requested")
    reason = models.TextField()
    path = models.CharField(max_length=400, blank=True, default="")
    """The sentence of the jurisdiction's document that the request rested on."""
    technology = models.PositiveSmallIntegerField(null=True, default=None)
    """How far ahead its technology is (技术领先), 1–5, given at screening."""
    maturity = models.PositiveSmallIntegerField(null=True, default=None)
    """How mature its market is (市场成熟度), 1–5, given at screening."""
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, default=None, related_name="made_by"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("standard", "target"),
                condition=models.Q(
                    state__in=("requested", "screened", "recommended", "accepted_by_target_body")
                ),
                name="conversion_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard_id} → {self.target}"


class ConversionStep(models.Model):
    """What was decided on a conversion; only added to."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.conversion_id} {self.action}"
