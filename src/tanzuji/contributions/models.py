"""Tables of the contributions room. Documents are kept as text, so that a number comes back as it was written."""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.contributions.papers import Comparable, Declarations, Provenance
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.ledger.sealed import SealedBinaryField, SealedTextField

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"
_OWNER, _NUMBERED = "contribution__organisation", ("contribution", "number")


class Papers(models.Model):
    """The documents of an offer, as they are now or as a revision froze them."""

    document = SealedTextField()
    """The dataset as JSON (`Dataset.plain()`)."""
    declared = SealedTextField(default="{}")
    """`Declarations.plain()`."""
    trail = SealedTextField(default="{}")
    """`Provenance.plain()`."""
    comparable = SealedTextField(blank=True, default="")
    """`Comparable.plain()` of a footprint; empty for other kinds."""
    digest = models.CharField(max_length=80)
    """Of the four documents together."""

    class Meta:
        abstract = True

    @cached_property
    def dataset(self) -> Dataset:
        return Dataset.parse(json.loads(self.document))

    @cached_property
    def declarations(self) -> Declarations:
        return Declarations.parse(json.loads(self.declared))

    @cached_property
    def provenance(self) -> Provenance:
        return Provenance.parse(json.loads(self.trail))

    @cached_property
    def footprint(self) -> Comparable | None:
        return Comparable.parse(json.loads(self.comparable)) if self.comparable else None


class Contribution(Papers):
    """A dataset that an organisation offers, where it stands, and who has it in hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the contributions of the installation."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=24, default="draft")
    key = models.CharField(max_length=80)
    """Chosen by the sender; the same key again is the same contribution, kept once."""
    edition = models.PositiveIntegerField(default=1)
    """Counts the changes of the papers: whoever changes them says which he saw."""
    number_of_steps = models.PositiveIntegerField(default=0)
    name_zh = models.TextField(blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    dataset_id = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    value = models.FloatField(null=True, default=None)
    """kg CO2e per unit (AR6 where gases are told, else as stated); none where the dataset has no amounts."""
    boundary = models.CharField(max_length=24)
    geography = models.CharField(max_length=40, blank=True, default="")
    year = models.IntegerField(null=True, default=None)
    pre_study = models.BooleanField(default=False)
    real_scene = models.BooleanField(default=False)
    collected_by = models.CharField(max_length=120, blank=True, default="")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="replaced_by"
    )
    """The contribution in the library whose place it takes when it enters."""
    study = models.CharField(max_length=100, blank=True, default="")
    """`<study>@<version>` where it was made of a finished study."""
    verifier = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    checker = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    assignee = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    """Who in the organisation at the gate has it in hand."""
    due = models.DateField(null=True, default=None)
    reminded = models.DateField(null=True, default=None)
    """The day on which its deadline was last spoken of."""
    release = models.CharField(max_length=130, blank=True, default="")
    """`name@version` of the release with which it entered the library."""
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField()
    since = models.DateTimeField()
    """When it came into its state."""

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "-sequence"), name="contribution_of_organisation"),
            models.Index(fields=("state", "due"), name="contribution_at_gate"),
            models.Index(fields=("dataset_id",), name="contribution_of_dataset"),
            models.Index(fields=("digest",), name="contribution_digest"),
        )
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="one_contribution_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name_zh or self.name_en}"

    @property
    def number(self) -> str:
        """What people call it by, e.g. `D-000123`."""
        return f"D-{self.sequence:06d}"

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)


class Revision(Papers):
    """The papers as they were submitted, with what the format check found. Never changes."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = SealedTextField(tenant=_OWNER, row=_NUMBERED)
    declared = SealedTextField(tenant=_OWNER, row=_NUMBERED, default="{}")
    trail = SealedTextField(tenant=_OWNER, row=_NUMBERED, default="{}")
    comparable = SealedTextField(tenant=_OWNER, row=_NUMBERED, blank=True, default="")
    findings = SealedTextField(tenant=_OWNER, row=_NUMBERED, default="[]")
    """What the guards found, as JSON: code, level, place, both languages."""
    resolved = SealedTextField(tenant=_OWNER, row=_NUMBERED, default="[]")
    """References of the trail that led to something of the contributor's then, as JSON."""
    coverage = models.FloatField(null=True, default=None)
    """Share of the result that they account for."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("contribution", "number"), name="one_revision_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.contribution} r{self.number}"


class Step(models.Model):
    """What was done with a contribution: by whom, for which organisation, from where to where, and why. Only added to."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    revision = models.PositiveIntegerField(default=0)
    """The revision it was done on; 0 before the first submission."""
    reason = models.TextField(blank=True, default="")
    detail = models.TextField(default="{}")
    """What belongs to the action, as JSON: assignee and deadline, reasons by place, findings on inputs, release."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    """None: the system, e.g. the format check."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """For whom the person acted."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contribution", "sequence"), name="one_step_a_place"),)

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.sequence} {self.action}"


class Remark(models.Model):
    """A remark on a place of the papers, e.g. `dataset.amounts[0].amount`; or an answer to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="remarks")
    place = models.CharField(max_length=300, blank=True, default="")
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="replies"
    )
    revision = models.PositiveIntegerField(default=0)
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.place}: {self.text[:40]}"


class Upload(models.Model):
    """A file of factors somebody sent, kept until its columns are understood and its rows are offered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=300)
    content = SealedBinaryField()
    kind = models.CharField(max_length=24)
    """`list` for a table of factors, `ilcd` for data sets in ILCD."""
    mapping = SealedTextField(blank=True, default="")
    """What the columns stand for, as YAML; empty until somebody said so."""
    declared = SealedTextField(default="{}")
    """Declarations for every row, as JSON."""
    offered = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file
