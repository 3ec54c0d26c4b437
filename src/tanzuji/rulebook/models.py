"""Tables of the rulebook."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text


class Draft(models.Model):
    """A rule that is being written: its text as it stands, however far it has come. Known to its organisation alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    """Raised whenever it is saved; who saves states the one they began with."""
    title_zh = models.CharField(max_length=300, blank=True, default="")
    title_en = models.CharField(max_length=300, blank=True, default="")
    rule = models.CharField(max_length=120, blank=True, default="")
    """The id in the text, as far as it can be read."""
    problems = models.PositiveIntegerField(default=0)
    """How many the linter found at the last save."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-changed_at"), name="draft_of_organisation"),)

    def __str__(self) -> str:
        return self.rule or str(self.id)

    @property
    def title(self) -> Text:
        """The rule's title, else its id."""
        if self.title_zh or self.title_en:
            return Text(zh=self.title_zh or None, en=self.title_en or None)
        return Text(zh=self.rule or "未命名的规则", en=self.rule or "Rule without a name")


class Trial(models.Model):
    """A study kept with a draft that its rule has to pass or to refuse; run whenever the draft is saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="trials")
    case = models.TextField()
    """The case as a document (`tanzuji.rules.cases.Case`), JSON."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class RuleVersion(models.Model):
    """A version of a rule with its text and its trials. Never changes but for its state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=120)
    version = models.CharField(max_length=60)
    text = models.TextField()
    digest = models.CharField(max_length=80)
    """SHA-256 of the text."""
    cases = models.TextField(default="[]")
    """The cases it was tried with, JSON."""
    kind = models.CharField(max_length=20)
    layer = models.CharField(max_length=20)
    level = models.CharField(max_length=4)
    inherits = models.CharField(max_length=120, blank=True, default="")
    title_zh = models.CharField(max_length=300, blank=True, default="")
    title_en = models.CharField(max_length=300, blank=True, default="")
    number = models.CharField(max_length=120, blank=True, default="")
    changes = models.TextField(blank=True, default="")
    """What is new in it, in its author's words."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, default="ready")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "rule", "version"), name="rule_version_once_an_organisation"
            ),
            models.UniqueConstraint(
                fields=("rule",), condition=models.Q(state="active"), name="one_active_version_a_rule"
            ),
            models.UniqueConstraint(
                fields=("rule", "version"),
                condition=models.Q(state__in=("active", "superseded")),
                name="one_held_version_a_number",
            ),
        )
        indexes = (
            models.Index(fields=("rule", "-made_at"), name="versions_of_rule"),
            models.Index(fields=("state", "rule"), name="rule_versions_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.rule}@{self.version}"

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)

    @property
    def case_list(self) -> list[dict[str, Any]]:
        """The cases as plain data."""
        found: list[dict[str, Any]] = json.loads(self.cases)
        return found


class Standing(models.Model):
    """What happened to a version: offered, returned, activated, superseded, withdrawn. Only ever added to."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="standings")
    action = models.CharField(max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """None where a standard did it that came into force by its date."""
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    standard = models.CharField(max_length=64, blank=True, default="")
    """Id of the standard whose coming into force or end is behind it."""
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.version_id} {self.action}"
