"""Certification bodies: what they are qualified for, and who works for them (CERT-02, CERT-03)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Qualification(models.Model):
    """What a body declares of itself; the authority confirms or refuses it. A change is a new declaration."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    approval = models.CharField(max_length=120)
    """Number of its approval as a certification body (CNCA)."""
    pilot = models.BooleanField(default=False)
    """Named for the label pilot."""
    projects = models.PositiveIntegerField(default=0)
    standards = models.TextField(blank=True, default="")
    """Standards it is managed by, one a line."""
    accreditations = models.TextField(blank=True, default="")
    """Accreditations abroad, in words (ZJ-504)."""
    state = models.CharField(max_length=16, default="declared")
    """`declared`, `confirmed`, `refused`, `ended`: only the newest confirmed one counts."""
    declared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, default=None)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="one_declaration_a_number"),
            models.UniqueConstraint(
                fields=("organisation",),
                condition=models.Q(state="confirmed"),
                name="one_confirmed_qualification",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"


class Field(models.Model):
    """A product field of a qualification: an item of schemes' catalogues, and since when the body works in it."""

    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="fields")
    item = models.CharField(max_length=80)
    """Id of a catalogue item, or of a product rule."""
    since = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("qualification", "item"), name="one_field_an_item"),)

    def __str__(self) -> str:
        return self.item


class Staff(models.Model):
    """Somebody who certifies for a body. `person` where they have an account; the register holds all of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    name = models.CharField(max_length=120)
    register = models.CharField(max_length=60, blank=True, default="")
    """Number in the register of certification personnel, where there is one."""
    fulltime = models.BooleanField(default=True)
    state = models.CharField(max_length=16, default="declared")
    """`declared`, `confirmed`, `refused`, `left`."""
    declared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, default=None)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("organisation", "state"), name="staff_of_body"),)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person"),
                condition=models.Q(state__in=("declared", "confirmed")),
                name="one_staff_entry_a_person",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Competence(models.Model):
    """A field somebody is competent in, and since when they work in it; the evidence in words."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="competences")
    item = models.CharField(max_length=80)
    since = models.DateField()
    basis = models.CharField(max_length=300, blank=True, default="")
    """Training, examination, projects: what the competence rests on."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "item"), name="one_competence_an_item"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.item}"
