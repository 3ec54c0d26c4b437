"""Facilities, what they make, and their meters."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.activity.kinds import CARRIERS
from tanzuji.documents.text import Text


class _Named(models.Model):
    """Something an organisation has under a code of its own, with a name in one or both languages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name.to('en')}"

    @property
    def name(self) -> Text:
        if not (self.name_zh or self.name_en):
            return Text(en=self.code)
        return Text(zh=self.name_zh or None, en=self.name_en or None)


class Facility(_Named):
    """A works or site with its own meters and books."""

    region = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="facility_code_once"),)


class Product(_Named):
    """What a facility makes, intermediate products among them: energy and materials are shared between these."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="products")
    unit = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="product_code_once"),)


class Meter(_Named):
    """A measuring instrument. `parent` is the meter upstream of it (sub-metering, 分项计量).

    A register counts units of `unit` divided by `multiplier` (the ratio of its transformers, 倍率), and falls back to
    zero at `rolls_over_at`.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="meters")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    carrier = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    multiplier = models.FloatField(default=1.0)
    rolls_over_at = models.FloatField(null=True, default=None)
    accuracy = models.CharField(max_length=20, blank=True, default="")
    """Accuracy class (准确度等级), e.g. `0.5S`."""
    serial = models.CharField(max_length=80, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    specification = models.CharField(max_length=200, blank=True, default="")
    """The metering specification or standard it is to meet (计量规范)."""
    calibration_months = models.PositiveSmallIntegerField(null=True, default=None)
    """Months between calibrations; none where it needs no calibration."""
    retired_on = models.DateField(null=True, default=None)
    retired_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="meter_code_once"),)
        indexes = (models.Index(fields=("facility", "carrier"), name="meter_of_facility"),)

    @property
    def reference(self) -> str:
        """How a provenance trail names it."""
        return f"meter:{self.id}"

    @property
    def carrier_name(self) -> Text:
        return CARRIERS[self.carrier].name


class Calibration(models.Model):
    """A calibration or verification of a meter as its certificate states it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="calibrations")
    done_on = models.DateField()
    due_on = models.DateField()
    passed = models.BooleanField(default=True)
    certificate = models.CharField(max_length=120, blank=True, default="")
    laboratory = models.CharField(max_length=200, blank=True, default="")
    evidence = models.ForeignKey("activity.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("meter", "-done_on"), name="calibration_of_meter"),)

    def __str__(self) -> str:
        return f"{self.meter_id} {self.done_on}"
