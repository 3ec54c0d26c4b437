"""Tables of the certificates room. All but two are only added to; those two follow from the rest."""

from __future__ import annotations

import json
import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models

from tanzuji.certificates.facts import CertificateFacts, parse

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Counter(models.Model):
    """The last number that was given in a series; locked while the next one is taken, so there are no gaps."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Request(models.Model):
    """A request to issue, known by the key its body gave it: the same key never issues twice. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=80)
    """Of all that was asked for."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "key"), name="one_request_a_key"),)

    def __str__(self) -> str:
        return self.key


class Certificate(models.Model):
    """What a body certified of a product, frozen as it was issued. Never changes; how it stands is told by its events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=60, unique=True)
    series = models.CharField(max_length=60)
    serial = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField(unique=True)
    """Which bit of the status lists is its own."""
    body = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("footprints.Version", on_delete=models.PROTECT, null=True, related_name="+")
    statement = models.UUIDField(null=True, default=None)
    scheme = models.CharField(max_length=80)
    family = models.CharField(max_length=20)
    gtin = models.CharField(max_length=14, blank=True, default="")
    facts = models.TextField()
    """JSON: `facts.plain`."""
    document = models.TextField()
    """JSON: `facts.public`, what anybody may read."""
    digest = models.CharField(max_length=80)
    """Of the document."""
    words = models.TextField()
    """What it is searched by: number, product, maker, models, GTIN."""
    issued_on = models.DateField()
    expires_on = models.DateField()
    """The last day on which it is valid."""
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="replaced_by"
    )
    relation = models.CharField(max_length=12, blank=True, default="")
    """`renewed` or `corrected`: what it is to the one it replaces."""
    evaluated_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "serial"), name="one_certificate_a_serial"),
            models.CheckConstraint(
                condition=~models.Q(evaluated_by=models.F("decided_by")), name="evaluator_does_not_decide"
            ),
        )
        indexes = (
            models.Index(fields=("holder", "-at"), name="certificate_of_holder"),
            models.Index(fields=("body", "-at"), name="certificate_of_body"),
            models.Index(fields=("gtin",), name="certificate_by_gtin"),
            models.Index(fields=("statement",), name="certificate_by_statement"),
        )

    def __str__(self) -> str:
        return self.number

    @cached_property
    def parsed(self) -> CertificateFacts:
        return parse(json.loads(self.facts))

    @cached_property
    def public(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.document)
        return found


class Event(models.Model):
    """One step in the life of a certificate: what, why, by whom, and where the log holds it. Never changes."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    cause = models.CharField(max_length=12)
    """Whose act it is: `body`, `authority`, `statement` (it was withdrawn), `term` (it ran out)."""
    reason = models.TextField()
    reason_en = models.TextField(blank=True, default="")
    order = models.CharField(max_length=80, blank=True, default="")
    """Number of the authority's order."""
    until = models.DateField(null=True, default=None)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, null=True, related_name="+")
    organisation_zh = models.CharField(max_length=200, blank=True, default="")
    organisation_en = models.CharField(max_length=200, blank=True, default="")
    """The organisation's name as it was then."""
    log_index = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("certificate", "sequence"), name="one_certificate_event"),
        )

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.sequence} {self.kind}"


class Standing(models.Model):
    """How a certificate stands after its last event, so that it need not be told from all of them."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    status = models.CharField(max_length=12)
    since = models.DateTimeField()
    holds = models.TextField(blank=True, default="")
    """Why it is suspended, a comma-separated list of `body`, `statement` and `authority:<id>` for each authority whose
    order stands; all have to be lifted."""
    sequence = models.PositiveIntegerField()
    """How many events it has had."""
    ends = models.DateField()
    """`expires_on`, for the look-up of those whose term ran out."""

    class Meta:
        indexes = (models.Index(fields=("status", "ends"), name="certificate_by_status"),)

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.status}"


class Reminder(models.Model):
    """That holder and body were told so many days before a certificate ends. Only added to."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reminders")
    before = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("certificate", "before"), name="one_certificate_reminder"),
        )

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.before}"
