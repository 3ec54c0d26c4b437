"""Tables of the archive room."""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.archive.matching import MatchRule, Why
from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class File(models.Model):
    """The file (档案) of a product: what it is, and where it stands with the catalogue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the files of the installation."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default="archived")
    """Key of `states.FILE`."""
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    model = models.CharField(max_length=200, blank=True, default="")
    codes = models.TextField(default="{}")
    """CPC, HS, GB/T 7635, GTIN … as JSON."""
    listed = models.ForeignKey(
        "Evaluation", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """The evaluation that the catalogue shows; none before it was taken in."""
    reason = models.TextField(blank=True, default="")
    """Why it was suspended or removed."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    """Who filed it and agreed for the enterprise."""
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "-sequence"), name="file_of_organisation"),
            models.Index(fields=("state", "-sequence"), name="file_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name_zh or self.name_en}"

    @property
    def number(self) -> str:
        """What people call it by, e.g. `P-000123`."""
        return f"P-{self.sequence:06d}"

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)

    @property
    def code_list(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.codes)
        return found


class FiledStudy(models.Model):
    """A study whose published versions are put into a file, from when on, and until when."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="studies")
    study = models.ForeignKey("footprints.Study", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, default=None)
    """When consent was taken back or the file was removed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("study",), condition=models.Q(ended_at=None), name="one_file_a_study"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_id} ← {self.study_id}"


class Evaluation(models.Model):
    """A published version as it stands in a file: its value and what it is comparable by. Never changes."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="evaluations")
    version = models.ForeignKey("footprints.Version", on_delete=models.PROTECT, related_name="+")
    study = models.ForeignKey("footprints.Study", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """Of the version in its study."""
    value = models.FloatField()
    """kg CO2e per `unit`."""
    low = models.FloatField(null=True, default=None)
    high = models.FloatField(null=True, default=None)
    """90 % interval; none where nothing varies."""
    unit = models.CharField(max_length=120)
    boundary = models.CharField(max_length=40)
    geography = models.CharField(max_length=40, blank=True, default="")
    year = models.IntegerField(null=True, default=None)
    gwp_set = models.CharField(max_length=8)
    electricity = models.CharField(max_length=60, blank=True, default="")
    end_of_life = models.CharField(max_length=60, blank=True, default="")
    allocation = models.CharField(max_length=120, blank=True, default="")
    rules = models.TextField(default="[]")
    """Rules with versions that it was checked against, as JSON."""
    digest = models.CharField(max_length=80)
    """Of the version's result."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("file", "version"), name="evaluated_once"),)

    def __str__(self) -> str:
        return f"{self.file_id} {self.value:g} kgCO2e/{self.unit}"

    @property
    def rule_list(self) -> list[str]:
        found: list[str] = json.loads(self.rules)
        return found


class Item(models.Model):
    """A policy benefit or a financing offer, and the rule by which enterprises are found that it is for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    """Key of `matching.KINDS`."""
    state = models.CharField(max_length=12, default="draft")
    """Key of `states.ITEM`."""
    title_zh = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    text_zh = models.TextField(blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    valid_until = models.DateField()
    rule = models.TextField(default="{}")
    """`MatchRule.plain()` as JSON."""
    reason = models.TextField(blank=True, default="")
    """Why it was sent back or closed."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=("state", "valid_until"), name="item_by_state"),)

    def __str__(self) -> str:
        return self.title_zh or self.title_en

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)

    @property
    def text(self) -> Text | None:
        given = self.text_zh or self.text_en
        return Text(zh=self.text_zh or None, en=self.text_en or None) if given else None

    @cached_property
    def match_rule(self) -> MatchRule:
        return MatchRule.parse(json.loads(self.rule))


class Digest(models.Model):
    """Items that were sent to an enterprise together. Never changes."""

    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    """Who had it sent at once; none where its time had come."""
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "-at"), name="digest_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at}"


class Offer(models.Model):
    """An item for one enterprise: why it gets it, and what it made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="matched")
    """Key of `states.OFFER`."""
    why = models.TextField(default="[]")
    """Products it was matched by, each with its reasons, as JSON."""
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, null=True, default=None, related_name="offers"
    )
    read_at = models.DateTimeField(null=True, default=None)
    answer = models.CharField(max_length=12, blank=True, default="")
    """`interested` or `not`."""
    note = models.TextField(blank=True, default="")
    """What the enterprise tells whoever made the item, where it is interested."""
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, default=None)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "organisation"), name="one_offer_each"),)
        indexes = (models.Index(fields=("organisation", "state"), name="offer_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.item_id} → {self.organisation_id}"

    @property
    def reasons(self) -> list[Why]:
        return [Why.parse(one) for one in json.loads(self.why)]


class Preference(models.Model):
    """How often an enterprise wants its digest, and which kinds of items it wants none of."""

    organisation = models.OneToOneField(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    cadence = models.CharField(max_length=8, default="weekly")
    """Key of `matching.CADENCES`."""
    muted = models.CharField(max_length=40, blank=True, default="")
    """Kinds, a comma-separated list."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.cadence}"

    @property
    def muted_set(self) -> frozenset[str]:
        return frozenset(kind for kind in self.muted.split(",") if kind)
