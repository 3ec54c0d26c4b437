"""What was read and written down: uploads and the readings they brought, and the goods that are booked."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanzuji.activity.models.meters import Facility, Meter, Product, _Named
from tanzuji.ledger.sealed import SealedTextField


class Good(_Named):
    """A fuel, material or waste that a facility keeps books of."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="goods")
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    heating_value = models.FloatField(null=True, default=None)
    """Lower heating value, MJ per `unit`."""
    heating_source = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="good_code_once"),)

    @property
    def reference(self) -> str:
        return f"good:{self.id}"


class Upload(models.Model):
    """Readings that came together: from a file, which then lies in the vault, a form or a program.

    `mapping` says how the file was read; `report` what became of every row, as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    evidence = models.ForeignKey(
        "activity.Evidence", on_delete=models.PROTECT, null=True, related_name="uploads"
    )
    mapping = SealedTextField(default="{}")
    report = SealedTextField(default="{}")
    stored = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    program = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-created_at"), name="upload_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.stored}"


class Reading(models.Model):
    """A figure of a meter, a good or a product. Never changed: a correction `replaces` it.

    `value` is in the unit of what it is of (a register before its multiplier); `written` is as it stood in the source,
    `place` where. Amounts go from `start` to `at`; registers and stocks are read at `at`.
    """

    id = models.BigAutoField(primary_key=True)
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, null=True, related_name="readings")
    good = models.ForeignKey(Good, on_delete=models.PROTECT, null=True, related_name="readings")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="readings")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="readings")
    what = models.CharField(max_length=10)
    start = models.DateTimeField(null=True, default=None)
    at = models.DateTimeField()
    value = models.FloatField()
    event = models.CharField(max_length=10, blank=True, default="")
    closing = models.FloatField(null=True, default=None)
    """Exchange of a meter: the last value of the old register."""
    opening = models.FloatField(null=True, default=None)
    """Exchange of a meter: the first value of the new register."""
    supplier = models.CharField(max_length=200, blank=True, default="")
    document = models.CharField(max_length=120, blank=True, default="")
    distance = models.FloatField(null=True, default=None)
    """Goods received: km from the supplier."""
    written = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(meter__isnull=False, good=None, product=None)
                | Q(meter=None, good__isnull=False, product=None)
                | Q(meter=None, good=None, product__isnull=False),
                name="reading_of_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=("meter", "at"), name="reading_of_meter"),
            models.Index(fields=("good", "at"), name="reading_of_good"),
            models.Index(fields=("product", "at"), name="reading_of_product"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d} {self.value}"
