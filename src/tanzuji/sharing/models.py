"""Tables of the sharing room."""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.documents.datasets import Dataset

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Share(models.Model):
    """A footprint that a buyer asked of a supplier, or was offered, and where that stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    buyer = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    product = models.CharField(max_length=200)
    """What is asked for, in the buyer's words."""
    purpose = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, default="requested")
    """Key of `states.SHARE`."""
    study = models.CharField(max_length=40, blank=True, default="")
    """The supplier's study whose published versions are given; told to nobody else."""
    follows = models.BooleanField(default=False)
    """Whether later versions are given without asking again."""
    terms = models.TextField(blank=True, default="")
    """What the supplier asks of the buyer: what for, how long."""
    reason = models.TextField(blank=True, default="")
    """Why it was refused or ended."""
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (
            models.Index(fields=("buyer", "-asked_at"), name="share_of_buyer"),
            models.Index(fields=("supplier", "-asked_at"), name="share_of_supplier"),
        )

    def __str__(self) -> str:
        return f"{self.product}: {self.state}"


class Delivery(models.Model):
    """A dataset as it was given: totals by line and nothing of the recipe. Never changes."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    """Of the supplier's study."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("share", "number"), name="one_delivery_a_number"),)

    def __str__(self) -> str:
        return f"{self.share_id} {self.number}"

    @cached_property
    def dataset(self) -> Dataset:
        return Dataset.parse(json.loads(self.document))


class Taking(models.Model):
    """A delivery that the buyer took into its library of received footprints, and the release it stands in since."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="taking")
    buyer = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    release = models.CharField(max_length=130)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("buyer", "sequence"), name="one_taking_next"),)

    def __str__(self) -> str:
        return self.release
