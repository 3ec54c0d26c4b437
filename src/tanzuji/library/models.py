"""Tables of the library room: an index over the datasets of the installed releases, which stay files."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text
from tanzuji.engine.store import short_name


class Release(models.Model):
    """A library release as it was indexed. One whose files were replaced or removed stays, no longer `present`."""

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    digest = models.CharField(max_length=80, unique=True)
    title_zh = models.TextField(blank=True, default="")
    title_en = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")
    count = models.PositiveIntegerField(default=0)
    present = models.BooleanField(default=True)
    """Its files are in the store."""
    current = models.BooleanField(default=False)
    """The newest of its name: what a search looks through unless it names another."""
    owner = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Whose it is, as its name says (`store.owner_of`): shown to them alone. None: the whole installation's."""
    public = models.BooleanField(default=False)
    """Shown without signing in; what an organisation imported may be licensed to it alone."""
    indexed_at = models.DateTimeField(auto_now=True)
    indexed_by = models.CharField(max_length=80)
    """How the index was made (`services.FORMAT`); another way makes it again."""

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def short(self) -> str:
        """The name without what says whose it is."""
        return short_name(self.name)

    @property
    def title(self) -> Text:
        """The title, or else the name."""
        return Text(
            zh=self.title_zh or self.title_en or self.short, en=self.title_en or self.title_zh or self.short
        )


class Entry(models.Model):
    """A dataset of a release: what a search looks for, sorts by and shows. The document stays in the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    """Its row in the release, which is in the order of ids."""
    dataset = models.CharField(max_length=200)
    version = models.TextField()
    name_zh = models.TextField(blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    unit = models.TextField()
    unit_kind = models.CharField(max_length=20)
    geography = models.TextField(blank=True, default="")
    year_from = models.IntegerField(null=True)
    year_to = models.IntegerField(null=True)
    year = models.IntegerField(null=True)
    """The last year it stands for."""
    boundary = models.CharField(max_length=24)
    gas_basis = models.CharField(max_length=8)
    gwp_set = models.CharField(max_length=8, blank=True, default="")
    category = models.TextField(blank=True, default="")
    """Its steps, joined by ` > `."""
    topic = models.TextField(blank=True, default="")
    """The first step of the category."""
    value = models.FloatField(null=True)
    """kg CO2e per unit: with AR6, or as published where only a total was; none where it is unknown."""
    confidence = models.CharField(max_length=8)
    includes_losses = models.BooleanField(null=True)
    replaces = models.TextField(blank=True, default="")
    replaced_by = models.TextField(blank=True, default="")
    replaced_year = models.IntegerField(null=True)
    """The year of the newest value that replaces it."""
    refused = models.BooleanField(default=False)
    """Carbon dioxide alone, which no footprint may stand on."""
    source = models.TextField(blank=True, default="")
    """Publisher, title and year of the publication, a line each."""
    words = models.TextField()
    """What it is found under (`words.column`)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release", "dataset"), name="one_entry_a_dataset"),
            models.UniqueConstraint(fields=("release", "position"), name="one_entry_a_position"),
        )
        indexes = (
            models.Index(fields=("dataset",), name="entry_of_dataset"),
            models.Index(fields=("replaces",), name="entry_that_replaces"),
        )

    def __str__(self) -> str:
        return self.dataset


class Import(models.Model):
    """A database that somebody brought in: its files, what they were recognised as, and what came of them.

    The files lie in `sources.folder`, so that they can be read again with other choices, until `removed_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=300)
    """Names of the files, joined by ` + `."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of all files."""
    kind = models.CharField(max_length=24)
    """Key of `doors.FORMATS`."""
    options = models.TextField(default="{}")
    """What was asked for last (`importing.ImportOptions`), as JSON."""
    release = models.ForeignKey(
        Release, on_delete=models.SET_NULL, null=True, default=None, related_name="imports"
    )
    """What came of it last."""
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-created_at"), name="import_of_organisation"),)

    def __str__(self) -> str:
        return self.file
