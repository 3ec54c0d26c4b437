"""Tables of the footprints room. Documents are kept as text, so that a number comes back as it was written."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Study(models.Model):
    """One product's accounting: the draft document, its revision, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="studies")
    state = models.CharField(max_length=24, default="draft")
    document = models.TextField()
    """The draft as JSON (`ProductModel.plain()`), every line with an id."""
    digest = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(default=1)
    releases = models.TextField(default="[]")
    """Library releases it stands on, as JSON: `[{"name", "version", "digest"}]`."""
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    total = models.FloatField(null=True, default=None)
    """kg CO2e per unit at `computed_revision`; none while the draft cannot be computed."""
    unit_label = models.CharField(max_length=60, blank=True, default="")
    boundary = models.CharField(max_length=24, blank=True, default="")
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    computed_revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-edited_at"), name="study_of_organisation"),)

    def __str__(self) -> str:
        return self.name_zh or self.name_en


class Edit(models.Model):
    """One step of a study's draft: the operations that led to `revision`, and how to take them back."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="edits")
    revision = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    """Chosen by the sender; the same key again is the same edit, applied once."""
    operations = models.TextField()
    inverse = models.TextField()
    undoes = models.PositiveIntegerField(null=True, default=None)
    """The revision this edit takes back."""
    digest = models.CharField(max_length=80)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    request = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("study", "revision"), name="one_edit_a_revision"),
            models.UniqueConstraint(fields=("study", "key"), name="one_edit_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.study_id} r{self.revision}"


class Version(models.Model):
    """A frozen state of a study with what was computed from it. Never changes."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=80)
    footprint = models.TextField()
    footprint_id = models.CharField(max_length=80)
    result_digest = models.CharField(max_length=80)
    checked = models.TextField()
    """The findings as JSON (`CheckResult.plain()`)."""
    releases = models.TextField()
    total = models.FloatField()
    unit_label = models.CharField(max_length=60, blank=True, default="")
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "number"), name="one_version_a_number"),)

    def __str__(self) -> str:
        return f"{self.study_id} v{self.number}"


class Decision(models.Model):
    """What was decided on a version, by whom and why. Only added to."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=24)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} {self.action}"


class Comment(models.Model):
    """A remark on a place of the draft, e.g. `processes[grinding].energy[power].amount`; or an answer to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=300, blank=True, default="")
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="replies"
    )
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.place}: {self.text[:40]}"


class AnsweredRequest(models.Model):
    """A request that is done once under a key its sender chose, with the answer it got; kept for a week.

    `digest` is of the request: the same key with another request is refused.
    """

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=80)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "person", "key"), name="one_answer_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
