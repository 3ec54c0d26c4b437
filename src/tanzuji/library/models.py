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
    made_of = models.ForeignKey(
        "library.Import", on_delete=models.SET_NULL, null=True, default=None, related_name="releases"
    )
    """The import it was read from; of one import several may be made, with other choices."""
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
    rating = models.FloatField(null=True)
    """Its data-quality rating, 1 best to 5; none where it has no scores."""

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


class Posting(models.Model):
    """Where a word stands in a release: the positions of its entries, as little-endian uint32 in ascending order.

    Words are UTF-8, so that either database compares them byte by byte and finds those that begin alike in a range.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="postings")
    word = models.BinaryField(max_length=256)
    head = models.BinaryField()
    """Entries that have it in their name, region, years or id."""
    rest = models.BinaryField()
    """Entries that have it elsewhere only: category, source, technology."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("word", "release"), name="one_posting_a_word"),)

    def __str__(self) -> str:
        return bytes(self.word).decode()


class SortKeys(models.Model):
    """What the entries of a release are narrowed and sorted by: arrays by position (`shelves.pack`)."""

    release = models.OneToOneField(
        Release, on_delete=models.CASCADE, primary_key=True, related_name="sort_keys"
    )
    arrays = models.BinaryField()

    def __str__(self) -> str:
        return str(self.release_id)


class Match(models.Model):
    """What an organisation's people chose for a line of a bill of materials, so that the next one like it is told."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    """The words of the line without order and case, kind and unit (`remembering.key_of`)."""
    written = models.CharField(max_length=200)
    """The line's name as it was written."""
    kind = models.CharField(max_length=12, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    release = models.CharField(max_length=60)
    """Name of the library that was chosen from, whose newest version counts."""
    dataset = models.CharField(max_length=200)
    times = models.PositiveIntegerField(default=1)
    """How often it was confirmed."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="one_match_a_line"),)
        indexes = (models.Index(fields=("organisation", "-at"), name="match_of_organisation"),)

    def __str__(self) -> str:
        return self.written


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
