"""Reports of whole facilities: verified greenhouse gas reports and energy monitoring data (ZJ-203)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.activity.models.meters import Facility


class Report(models.Model):
    """A facility's own figures as somebody else verified or monitored them.

    Seen by its owner alone until it is handed to a curator of base data (归集).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    """The last day it covers."""
    title = models.CharField(max_length=200)
    verifier = models.CharField(max_length=200, blank=True, default="")
    verified_on = models.DateField(null=True, default=None)
    evidence = models.ForeignKey("activity.Evidence", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="kept")
    handed_to = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    handed_at = models.DateTimeField(null=True, default=None)
    answer = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "-start"), name="report_of_organisation"),
            models.Index(fields=("handed_to", "state"), name="report_handed_to"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.start}"


class ReportLine(models.Model):
    """One carrier or source of a report: how much, and the emissions it states, t CO2e."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    carrier = models.CharField(max_length=24, blank=True, default="")
    name = models.CharField(max_length=200)
    amount = models.FloatField(null=True, default=None)
    unit = models.CharField(max_length=40, blank=True, default="")
    emissions = models.FloatField(null=True, default=None)
    place = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
