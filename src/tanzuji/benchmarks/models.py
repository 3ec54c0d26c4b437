"""Tables of the benchmarks room. Numbers that are published are kept as they were rounded."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.benchmarks.disclosure import Cells, Key, Panel
from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Snapshot(models.Model):
    """What was counted of one kind of footprint in one year, and what may be published of it. Never changes.

    `contributors` holds what no page and no answer shows: it is read only to compare the next snapshot with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=200)
    unit = models.CharField(max_length=120)
    boundary = models.CharField(max_length=40)
    gwp_set = models.CharField(max_length=20)
    electricity = models.CharField(max_length=60, blank=True, default="")
    end_of_life = models.CharField(max_length=60, blank=True, default="")
    allocation = models.CharField(max_length=120, blank=True, default="")
    year = models.IntegerField()
    contributors = models.TextField()
    """JSON: value (kg CO2e per unit) and output (units a year) by group of companies."""
    published = models.TextField()
    """JSON: `Cells.plain()`."""
    thresholds = models.TextField()
    """JSON: the rules of disclosure control that were applied."""
    held_back = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=80)
    """Of the kind, the year, the contributors and the cells."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "rule", "unit", "boundary", "gwp_set", "electricity", "end_of_life", "allocation", "year",
                ),
                name="one_snapshot_a_year",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule} {self.unit} {self.year}"

    @property
    def key(self) -> Key:
        return Key.of(self)  # type: ignore[arg-type]  # it has the fields of a key

    @cached_property
    def cells(self) -> Cells:
        return Cells.parse(json.loads(self.published))

    @cached_property
    def panel(self) -> Panel:
        told = {group: (value, output) for group, (value, output) in json.loads(self.contributors).items()}
        return Panel.from_groups(self.key, self.year, told)


class Benchmark(models.Model):
    """Limit, reference and best value for one kind of footprint and year, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the benchmarks of the installation."""
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="benchmarks")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="benchmarks")
    """Who proposes it."""
    state = models.CharField(max_length=16, default="draft")
    edition = models.PositiveIntegerField(default=1)
    """Counts the changes: whoever changes something says which he saw."""
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    limit = models.CharField(max_length=24)
    """Limit value L, kg CO2e per unit, as it is published."""
    reference = models.CharField(max_length=24)
    """Reference value M."""
    best = models.CharField(max_length=24)
    """Best value B."""
    reasons = models.TextField(blank=True, default="")
    """Why these values, where they are not those that were computed."""
    closes_on = models.DateField(null=True, default=None)
    """The last day of the consultation."""
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="replaced_by"
    )
    published_on = models.DateField(null=True, default=None)
    retired_on = models.DateField(null=True, default=None)
    created_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField()
    """When it came into its state."""

    class Meta:
        indexes = (models.Index(fields=("state", "-sequence"), name="benchmark_by_state"),)

    def __str__(self) -> str:
        return f"{self.number} {self.name_zh}"

    @property
    def number(self) -> str:
        """What people call it by, e.g. `B-0007`."""
        return f"B-{self.sequence:04d}"

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)

    @property
    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        """Best, reference and limit value."""
        return Decimal(self.best), Decimal(self.reference), Decimal(self.limit)


class Step(models.Model):
    """What was done with a benchmark: by whom, for which organisation, from where to where, and why. Only added to."""

    benchmark = models.ForeignKey(Benchmark, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    values = models.TextField(default="[]")
    """JSON: best, reference and limit value as they were then."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("benchmark", "sequence"), name="one_benchmark_step"),)

    def __str__(self) -> str:
        return f"{self.benchmark_id} {self.sequence} {self.action}"


class Comment(models.Model):
    """What somebody said in a consultation. Public, and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    benchmark = models.ForeignKey(Benchmark, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text[:40]


class Answer(models.Model):
    """What the proposer answers to a comment, and whether it was taken up. Public, and never changes."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="answer")
    adopted = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.adopted}: {self.text[:40]}"
