"""Tables of the campaigns room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Campaign(models.Model):
    """A round in which an authority has many products accounted: a year's work plan, a wave, a collection."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    """`focus`: a year's one or two sectors; `wave`: an enrolment wave of sectors."""
    state = models.CharField(max_length=12, default="draft")
    year = models.PositiveIntegerField()
    wave = models.PositiveIntegerField(null=True, default=None)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="later"
    )
    """The wave before."""
    title_zh = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    basis = models.TextField(blank=True, default="")
    """The policy it carries out, and why these sectors."""
    counts = models.CharField(max_length=12, default="products")
    """What its quota counts: products, or enterprises with a product."""
    comments_until = models.DateField(null=True, default=None)
    due = models.DateField()
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("state", "-year"), name="campaign_state_year"),)

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)


class Sector(models.Model):
    """A sector of a campaign with its share of the quota; `group` names the product rule it falls under, if any."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sectors")
    position = models.PositiveIntegerField()
    group = models.CharField(max_length=80, blank=True, default="")
    name_zh = models.CharField(max_length=120, blank=True, default="")
    name_en = models.CharField(max_length=120, blank=True, default="")
    quota = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("campaign", "position"), name="one_sector_a_position"),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_zh

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)


class PlanDecision(models.Model):
    """What was decided on a campaign, by whom and why. Only added to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.action}"


class Opinion(models.Model):
    """What an organisation says of a plan in consultation, and the authority's answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    adopted = models.BooleanField(null=True, default=None)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return self.text[:40]


class Task(models.Model):
    """A product that an organisation is asked to account. Where it stands is read from its study, never typed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Who is asked."""
    product = models.CharField(max_length=200)
    """What the authority calls it."""
    due = models.DateField()
    answer = models.CharField(max_length=12, default="asked")
    """`asked`, `accepted` or `declined`: taking part is voluntary (JS-107)."""
    reason = models.TextField(blank=True, default="")
    """Why it was declined or dropped."""
    study = models.ForeignKey(
        "footprints.Study", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """The participant's own study; the authority sees where it stands and nothing in it."""
    dropped_at = models.DateTimeField(null=True, default=None)
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "organisation", "product"), name="one_task_a_product"
            ),
            models.UniqueConstraint(
                fields=("campaign", "study"),
                condition=models.Q(study__isnull=False),
                name="one_task_a_study",
            ),
        )
        indexes = (models.Index(fields=("organisation", "due"), name="task_of_participant"),)

    def __str__(self) -> str:
        return self.product


class Reminder(models.Model):
    """That a participant was reminded of a task; the same threshold once. Only added to."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    cause = models.CharField(max_length=24)
    """`soon`, `overdue`, or `asked` with the day."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("task", "cause"), name="one_reminder_a_cause"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.cause}"
