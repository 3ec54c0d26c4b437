"""Tables of the product model room. Documents are kept as text, so that a number comes back as it was written."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL


class KeptModel(models.Model):
    """A reference model with its draft, which whoever made it changes until a version of it is offered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    group = models.CharField(max_length=80)
    """Rule pack of the product group."""
    coverage = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    document = models.TextField()
    """The draft as JSON (`ReferenceModel.plain()`)."""
    digest = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(default=1)
    shipped = models.BooleanField(default=False)
    """Whether it was taken over from those that come with the software."""
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code"), name="one_reference_model_a_code"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)


class ModelVersion(models.Model):
    """A frozen draft with what its defaults come to. Its document never changes; its state does, by decisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model = models.ForeignKey(KeptModel, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="offered")
    document = models.TextField()
    digest = models.CharField(max_length=80)
    group = models.CharField(max_length=80)
    coverage = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    total = models.FloatField(null=True)
    """kg CO2e per unit with every default; none where nothing is known of which it could be the sum."""
    processes = models.TextField(default="{}")
    """Direct kg CO2e per unit by process, as JSON; they sum to `total`."""
    gaps = models.PositiveIntegerField(default=0)
    computed_on = models.CharField(max_length=200)
    """The library release the figures stand on, as `name version digest`."""
    note = models.TextField(blank=True, default="")
    """What changed since the version before."""
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("model", "number"), name="one_model_version_a_number"),
            models.UniqueConstraint(
                fields=("model",), condition=models.Q(state="released"), name="one_released_version_a_model"
            ),
        )
        indexes = (models.Index(fields=("state", "group"), name="reference_state_group"),)

    def __str__(self) -> str:
        return f"{self.name_en or self.name_zh} v{self.number}"

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)


class ModelDecision(models.Model):
    """What was decided on a version, by whom and why. Only added to."""

    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} {self.action}"


class ModelRemark(models.Model):
    """A reviewer's remark on a place of a version, with the answer of whoever made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="remarks")
    place = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.place}: {self.text[:40]}"
