"""Schemes written here: drafts, and versions that never change but for their state."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class SchemeDraft(models.Model):
    """A scheme that is being written: its text as it stands. Known to its organisation alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    """Raised whenever it is saved; who saves states the one they began with."""
    code = models.CharField(max_length=80, blank=True, default="")
    """The code in the text, as far as it can be read."""
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    problems = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-changed_at"), name="scheme_draft_of"),)

    def __str__(self) -> str:
        return self.code or str(self.id)

    @property
    def name(self) -> Text:
        """The scheme's name, else its code."""
        if self.name_zh or self.name_en:
            return Text(zh=self.name_zh or None, en=self.name_en or None)
        return Text(zh=self.code or "未命名的制度", en=self.code or "Scheme without a name")


class SchemeEdition(models.Model):
    """A version of a scheme with its text. Never changes but for its state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=80)
    """SHA-256 of the text."""
    family = models.CharField(max_length=16)
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    changes = models.TextField(blank=True, default="")
    state = models.CharField(max_length=16, default="ready")
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code", "version"), name="scheme_version_once"),
            models.UniqueConstraint(
                fields=("code",), condition=models.Q(state="active"), name="one_active_version_a_scheme"
            ),
            models.UniqueConstraint(
                fields=("code", "version"),
                condition=models.Q(state__in=("active", "superseded")),
                name="one_held_version_a_scheme",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    @property
    def name(self) -> Text:
        """The scheme's name, else its code."""
        if self.name_zh or self.name_en:
            return Text(zh=self.name_zh or None, en=self.name_en or None)
        return Text(en=self.code)


class SchemeStep(models.Model):
    """What happened to a version: made, activated, superseded, withdrawn. Only ever added to."""

    edition = models.ForeignKey(SchemeEdition, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=16)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.edition} {self.action}"
