"""Tables of the footprints room. Documents are kept as text, so that a number comes back as it was written."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.ledger.sealed import SealedTextField

_PERSON = settings.AUTH_USER_MODEL


class Study(models.Model):
    """One product's accounting: the draft document, its revision, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="studies")
    state = models.CharField(max_length=24, default="draft")
    document = SealedTextField()
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
    operations = SealedTextField(tenant="study__organisation", row=("study", "revision"))
    inverse = SealedTextField(tenant="study__organisation", row=("study", "revision"))
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
    document = SealedTextField(tenant="study__organisation", row=("study", "number"))
    digest = models.CharField(max_length=80)
    footprint = SealedTextField(tenant="study__organisation", row=("study", "number"))
    footprint_id = models.CharField(max_length=80)
    result_digest = models.CharField(max_length=80)
    checked = SealedTextField(tenant="study__organisation", row=("study", "number"))
    """The findings as JSON (`CheckResult.plain()`)."""
    releases = models.TextField()
    total = models.FloatField()
    unit_label = models.CharField(max_length=60, blank=True, default="")
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    note = SealedTextField(tenant="study__organisation", row=("study", "number"), blank=True, default="")
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
    text = SealedTextField(tenant="study__organisation")
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
    body = SealedTextField(row=("organisation", "person", "key"), blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "person", "key"), name="one_answer_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class Publication(models.Model):
    """A version that stands among the organisation's products: other studies may use its footprint. Never changes."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="publication")
    dataset = models.CharField(max_length=200, unique=True)
    """Its id in the organisation's library of products: `product:<study>@<number>`."""
    sequence = models.PositiveIntegerField()
    """The how-manieth publication of the organisation it is: two at a time cannot both be next."""
    release = models.CharField(max_length=60)
    """The version of that library in which it came to stand first; all later ones hold it too."""
    digest = models.CharField(max_length=80)
    """Of that version of the library."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "sequence"), name="one_publication_next"),
        )

    def __str__(self) -> str:
        return self.dataset


class Use(models.Model):
    """A version whose footprint holds that of another product, as published under `number`. Never changes."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="uses")
    product = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="used_by")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "product", "number"), name="one_use_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.version} ← {self.product_id}@{self.number}"


class Limits(models.Model):
    """Upper limits of a product's grades or its benchmarks, in kg CO2e per unit of the study, rising."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="limits")
    values = models.TextField()
    """JSON: `[{"name": "A", "limit": 600.0}, …]`."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.study_id}"


class Recomputation(models.Model):
    """What other library releases would make of every product of an organisation: a report, made by a job."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    """Of the job that made it: a second attempt finds it made."""
    releases = models.TextField()
    """The releases that took the place of those of the same name, as JSON: `[{"name", "version", "digest"}]`."""
    follows = models.BooleanField(default=False)
    """Whether datasets that the releases replace by others were read as those."""
    count = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    beyond = models.PositiveIntegerField()
    """Products whose footprint changes by more than the tolerance."""
    crossed = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    """Products that had a footprint and have none on these releases, because a dataset is gone; none of `beyond`."""
    left_out = SealedTextField(default="[]")
    """Products that could not be compiled, as JSON: `[{"study", "problems"}]`."""
    seconds = models.FloatField()
    """The computing alone."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    """Who asked for it; none where the release of a shared library did."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-at"), name="recomputation_of"),)

    def __str__(self) -> str:
        return str(self.id)


class RecomputedProduct(models.Model):
    """One product in a recomputation: kg CO2e per unit of its study before and after, and what moved it."""

    recomputation = models.ForeignKey(Recomputation, on_delete=models.CASCADE, related_name="products")
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """The version that was recomputed."""
    old = models.FloatField(null=True)
    new = models.FloatField(null=True)
    change = models.FloatField(null=True)
    share = models.FloatField(null=True)
    """Of the old total; none where that is 0."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    """95 % interval of the new total over joint samples of the background."""
    causes = SealedTextField(
        tenant="recomputation__organisation", row=("recomputation", "study"), default="[]"
    )
    """What moved it most, as JSON: `[{"dataset", "name", "change"}]`."""
    beyond = models.BooleanField(default=False)
    band_before = models.CharField(max_length=60, blank=True, default="")
    band_after = models.CharField(max_length=60, blank=True, default="")
    crossed = models.BooleanField(default=False)

    @property
    def no_longer_known(self) -> bool:
        """Whether it had a footprint and has none any more."""
        return self.old is not None and self.new is None

    class Meta:
        constraints = (models.UniqueConstraint(fields=("recomputation", "study"), name="one_row_a_product"),)

    def __str__(self) -> str:
        return f"{self.study_id} v{self.number}"


class Effect(models.Model):
    """What a release of a shared library makes, or would make, of the studies of an organisation that stand on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    library = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    """Of the release, or of the candidate that was announced."""
    announced = models.CharField(max_length=40, blank=True, default="")
    """The draft of a release to come; empty once it is published."""
    recomputation = models.OneToOneField(Recomputation, on_delete=models.PROTECT, related_name="effect")
    drafts = models.TextField(default="[]")
    """Drafts without a version that stand on the library, as JSON: `[{"study", "old", "new"}]`, kg CO2e per unit."""
    affected = models.PositiveIntegerField()
    """Studies whose footprint changes or is no longer known, drafts among them."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "digest", "announced"), name="one_effect_a_release"
            ),
        )
        indexes = (models.Index(fields=("library", "number"), name="effect_of_release"),)

    def __str__(self) -> str:
        return f"{self.library} {self.number} → {self.organisation_id}"


class Origin(models.Model):
    """The reference model a study began from, and what it began as. Never changes."""

    study = models.OneToOneField(Study, on_delete=models.PROTECT, related_name="origin")
    reference = models.ForeignKey("reference_models.ModelVersion", on_delete=models.PROTECT, related_name="+")
    stages = models.CharField(max_length=40)
    """The stage vocabulary it was divided by."""
    whole = models.BooleanField()
    """Whether it was drawn out to the whole life of the product."""
    document = SealedTextField(tenant="study__organisation", row=("study",))
    """The product model as it began, with every default, as JSON."""
    digest = models.CharField(max_length=80)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.study_id} ← {self.reference_id}"
