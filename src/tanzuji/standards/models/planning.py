"""What is to come first: scores of product groups, priority lists with their changes, yearly work plans, pilots."""

from __future__ import annotations

import uuid

from django.db import models

from tanzuji.documents.text import Text


class Score(models.Model):
    """How a product group stands by one criterion in a jurisdiction, 1–5; the last one counts; only added to."""

    jurisdiction = models.CharField(max_length=24)
    group = models.CharField(max_length=40)
    criterion = models.CharField(max_length=24)
    value = models.PositiveSmallIntegerField()
    basis = models.TextField()
    """The statistics or survey the score rests on."""
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("jurisdiction", "group", "criterion", "id"), name="score_of"),)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.group} {self.criterion} {self.value}"


class PriorityList(models.Model):
    """One edition of a jurisdiction's list of products whose rules come first: draft, then published, then revised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=24)
    edition = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, default=None)
    published_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("jurisdiction", "edition"), name="edition_once_a_jurisdiction"),
            models.UniqueConstraint(
                fields=("jurisdiction",), condition=models.Q(state="draft"), name="one_draft_a_jurisdiction"
            ),
        )

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.edition}"


class PriorityItem(models.Model):
    """A product group on an edition of a list."""

    list = models.ForeignKey(PriorityList, on_delete=models.CASCADE, related_name="items")
    group = models.CharField(max_length=40)
    purpose = models.CharField(max_length=24, blank=True, default="")
    """The criterion that speaks for it most."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("list", "group"), name="group_once_a_list"),)

    def __str__(self) -> str:
        return f"{self.list_id} {self.group}"


class PriorityChange(models.Model):
    """Why a product group came onto a list or left it; only added to."""

    list = models.ForeignKey(PriorityList, on_delete=models.PROTECT, related_name="changes")
    group = models.CharField(max_length=40)
    action = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.list_id} {self.action} {self.group}"


class Opinion(models.Model):
    """What a department that was asked about a draft list said; only added to, the last one counts."""

    list = models.ForeignKey(PriorityList, on_delete=models.PROTECT, related_name="opinions")
    agrees = models.BooleanField()
    text = models.TextField(blank=True, default="")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.agrees}"


class WorkPlan(models.Model):
    """The accounting work of a year: one or two sectors, how many products, who takes part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    sectors = models.CharField(max_length=84)
    """One or two sectors of the catalogue, a comma-separated list."""
    quota = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, default="consulted")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    participants = models.ManyToManyField("parties.Organisation", related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("jurisdiction", "year"), name="one_plan_a_year"),)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.year}"

    @property
    def sector_ids(self) -> list[str]:
        return [sector for sector in self.sectors.split(",") if sector]


class Pilot(models.Model):
    """A pilot of footprint evaluation: sector, methodology and what it is to reach."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=24)
    sector = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    methodology = models.TextField()
    target = models.TextField()
    standard = models.ForeignKey(
        "standards.Standard", on_delete=models.PROTECT, null=True, default=None, related_name="pilots"
    )
    state = models.CharField(max_length=12, default="running")
    outcome = models.TextField(blank=True, default="")
    begins_on = models.DateField()
    ends_on = models.DateField()
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh, en=self.title_en or None)
