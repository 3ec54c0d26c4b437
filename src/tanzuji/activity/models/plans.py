"""How metered amounts become a product's: allocation keys, measurement plans, and what studies took over."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanzuji.activity.models.meters import Meter, Product
from tanzuji.activity.models.readings import Good
from tanzuji.ledger.sealed import SealedTextField


class AllocationKey(models.Model):
    """How a meter's own consumption (without its sub-meters), or a good, is shared between products from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, null=True, related_name="keys")
    good = models.ForeignKey(Good, on_delete=models.PROTECT, null=True, related_name="keys")
    method = models.CharField(max_length=10)
    reason = models.TextField()
    valid_from = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(meter=None, good__isnull=False) | Q(meter__isnull=False, good=None),
                name="key_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.valid_from}"


class Share(models.Model):
    """One product's part in a key: a fraction (`given`), or a factor its output is multiplied by (`output`)."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(AllocationKey, on_delete=models.PROTECT, related_name="shares")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "product"), name="share_once"),)

    def __str__(self) -> str:
        return f"{self.product_id} {self.weight}"


class Plan(models.Model):
    """The measurement plan of a product (计量方案): what is measured, with what, how often. Approved by a second person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default="draft")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who wrote the draft last."""
    makers = models.JSONField(default=list)
    """The numbers of all who wrote this draft: none of them may approve it."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the times the draft was written; what is approved is the one that was looked at."""
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, default=None)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "number"), name="plan_numbered"),)

    def __str__(self) -> str:
        return f"{self.product_id} {self.number}"


class PlanLine(models.Model):
    """One item of activity data and how it is measured."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    item = models.CharField(max_length=200)
    way = models.CharField(max_length=12)
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, null=True, related_name="plan_lines")
    good = models.ForeignKey(Good, on_delete=models.PROTECT, null=True, related_name="plan_lines")
    frequency = models.CharField(max_length=12)
    accuracy = models.CharField(max_length=20, blank=True, default="")
    """The accuracy class that is required, e.g. `0.5`."""
    specification = models.CharField(max_length=200, blank=True, default="")
    responsible = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.item


class SourceChoice(models.Model):
    """Where a line of a study takes its amount from, remembered for the next year.

    `source` is `carrier:electricity`, `meter:<id>` or `good:<id>`; the study is known by its number alone.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    study = models.UUIDField()
    line = models.CharField(max_length=200)
    """`process/line`, or the process alone for the product it makes."""
    source = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "line"), name="source_choice_once"),)

    def __str__(self) -> str:
        return f"{self.line} {self.source}"


class Taking(models.Model):
    """What a study took over from readings at one time: every number with how it came about, as JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    study = models.UUIDField()
    start = models.DateField()
    end = models.DateField()
    """The last day of the period."""
    lines = SealedTextField()
    digest = models.CharField(max_length=64)
    """SHA-256 of `lines`."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "study", "-created_at"), name="taking_of_study"),)

    def __str__(self) -> str:
        return f"{self.study} {self.start}"
