"""An application for a certificate, from request to decision, with its file and its contract."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Application(models.Model):
    """A product for which an organisation asks a body for a certificate under a scheme, and where that stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    """Counts the applications of the installation."""
    key = models.CharField(max_length=80)
    """Chosen by the sender; the same key again is the same application, kept once."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """The applicant, who will hold the certificate."""
    body = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=80)
    scheme_version = models.PositiveIntegerField()
    scheme_text = models.TextField()
    """The scheme as it stood when the application was begun: it is decided by that."""
    renews = models.CharField(max_length=60, blank=True, default="")
    """Number of the certificate it renews."""
    study = models.ForeignKey("footprints.Study", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "footprints.Version", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """The version that is certified; the one the statement is about, once there is one."""
    statement = models.UUIDField(null=True, default=None)
    """The verification statement it rests on."""
    state = models.CharField(max_length=24, default="draft")
    item = models.CharField(max_length=80, blank=True, default="")
    """The catalogue item it falls under; blank: by analogy (CERT-01)."""
    analogy = models.TextField(blank=True, default="")
    """Why a product outside the catalogue follows the scheme by analogy."""
    product_zh = models.CharField(max_length=300, blank=True, default="")
    product_en = models.CharField(max_length=300, blank=True, default="")
    family = models.CharField(max_length=200, blank=True, default="")
    """The model family; why several models are one (CERT-11)."""
    models_text = models.TextField(blank=True, default="")
    """Models of the product, one a line."""
    gtin = models.CharField(max_length=14, blank=True, default="")
    variant = models.CharField(max_length=12, default="numeric")
    legal_person = models.BooleanField(default=False)
    licences = models.CharField(max_length=300, blank=True, default="")
    """Administrative licences the product needs; blank: none."""
    management_since = models.DateField(null=True, default=None)
    """Since when its management system runs (CERT-04)."""
    jurisdiction = models.CharField(max_length=40, default="cn")
    tags = models.CharField(max_length=120, blank=True, default="")
    """What lets it go first (ZJ-306), a comma-separated list."""
    target_name = models.CharField(max_length=200, blank=True, default="")
    target_unit = models.CharField(max_length=40, blank=True, default="")
    target_base_year = models.PositiveIntegerField(null=True, default=None)
    target_base = models.DecimalField(max_digits=20, decimal_places=6, null=True, default=None)
    target_year = models.PositiveIntegerField(null=True, default=None)
    target_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, default=None)
    """The measurable target of the reduction plan (CERT-06)."""
    due = models.DateField(null=True, default=None)
    """When the step at hand has to be done."""
    certificate = models.CharField(max_length=60, blank=True, default="")
    """Number of the certificate that came of it."""
    created_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField()
    """When it came into its state."""
    number_of_steps = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "-sequence"), name="application_of"),
            models.Index(fields=("body", "state", "due"), name="application_at_body"),
            models.Index(fields=("study",), name="application_of_study"),
        )
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="one_application_a_key"),)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it by, e.g. `C-000123`."""
        return f"C-{self.sequence:06d}"

    @property
    def product(self) -> Text:
        if self.product_zh or self.product_en:
            return Text(zh=self.product_zh or None, en=self.product_en or None)
        return Text(zh="未命名的产品", en="Product without a name")

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.models_text.splitlines() if line.strip())

    @property
    def tag_set(self) -> frozenset[str]:
        return frozenset(tag for tag in self.tags.split(",") if tag)


class Paper(models.Model):
    """A paper of an application's file, by the evidence it is; a later one for the same item takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    surveillance = models.ForeignKey(
        "certification.Surveillance", on_delete=models.PROTECT, null=True, default=None, related_name="papers"
    )
    item = models.CharField(max_length=80)
    evidence = models.ForeignKey("activity.Evidence", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "item"),
                condition=models.Q(replaced_at=None, surveillance=None),
                name="one_paper_an_item",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.item}"


class Step(models.Model):
    """What was done with an application, by whom, from which state to which. Only ever added to."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    reason = models.TextField(blank=True, default="")
    due = models.DateField(null=True, default=None)
    """When the step it was taken at had been due."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "number"), name="one_step_a_number"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"


class Quote(models.Model):
    """The contract a body offers, with its fee note; the applicant signs the newest one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="quotes")
    number = models.PositiveIntegerField()
    lines = models.TextField()
    """Fee lines as JSON: `[{id, name, quantity, price, amount}]`, amounts as strings."""
    currency = models.CharField(max_length=3, default="CNY")
    total = models.DecimalField(max_digits=16, decimal_places=2)
    terms = models.TextField(blank=True, default="")
    offered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "number"), name="one_quote_a_number"),)

    def __str__(self) -> str:
        return f"{self.application_id} quote {self.number}"


class Signature(models.Model):
    """The applicant's acceptance of a contract. Only ever added to."""

    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="signature")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.quote_id} signed"


class Reminder(models.Model):
    """Somebody was told that something falls due or is late; kept so that it happens once."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reminders")
    cause = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "cause"), name="reminded_once"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.cause}"
