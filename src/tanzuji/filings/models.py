"""Tables of the filings room: a filing, what was stated in it and when, its papers, its steps, its serial numbers."""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text
from tanzuji.filings.facts import FiledCertificate

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Filing(models.Model):
    """A certificate that is filed with the authority, or is to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    """Given when it is submitted: `BA-2026-000001`."""
    certificate = models.CharField(max_length=80)
    """Number of the certificate."""
    origin = models.CharField(max_length=12)
    """Key of `kinds.ORIGINS`."""
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Who reports: the holder or the certification body."""
    holder = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Of a certificate issued here; may read the filing where the body reports it."""
    state = models.CharField(max_length=12, default="submitted")
    """Key of `states.FILING`."""
    change = models.CharField(max_length=12, blank=True, default="")
    """Key of `states.CHANGE` while a change of what is filed is open."""
    edition = models.PositiveIntegerField(default=1)
    """Grows with every step."""
    stated = models.PositiveIntegerField(default=0)
    """Number of the statement in force; 0 before it is filed."""
    checked_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Who checked what is waiting for a decision."""
    submitted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField()
    """When the state was reached."""
    filed_at = models.DateTimeField(null=True, default=None)
    authority = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Who filed it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",),
                condition=~models.Q(state__in=("refused", "withdrawn")),
                name="one_open_filing_a_certificate",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "-submitted_at"), name="filing_of_organisation"),
            models.Index(fields=("state", "since"), name="filing_state"),
            models.Index(fields=("certificate",), name="filing_certificate"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.certificate}"


class Statement(models.Model):
    """What was stated in a filing, first and with every change. Never changes."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="statements")
    sequence = models.PositiveIntegerField()
    cause = models.CharField(max_length=12)
    """Key of `kinds.CAUSES`."""
    document = models.TextField()
    """A `FiledCertificate` as JSON."""
    digest = models.CharField(max_length=80)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "sequence"), name="one_statement_next"),)

    def __str__(self) -> str:
        return f"{self.filing_id} {self.sequence}"

    @cached_property
    def facts(self) -> FiledCertificate:
        return FiledCertificate.parse(json.loads(self.document))


class Paper(models.Model):
    """A document that belongs to a statement; its content lies in the vault. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="papers")
    statement = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    """Key of `kinds.PAPERS`."""
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file


class Step(models.Model):
    """Something that was done with a filing. Never changes."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=16)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    statement = models.PositiveIntegerField(default=0)
    """What it is about."""
    reason = models.TextField(blank=True, default="")
    log_index = models.BigIntegerField(null=True, default=None)
    """Of its entry in the transparency log, where it is an official act."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "sequence"), name="one_filing_step_next"),)

    def __str__(self) -> str:
        return f"{self.action} {self.filing_id}"

    @property
    def by_organisation(self) -> Text | None:
        return self.organisation.name if self.organisation else None


class Serial(models.Model):
    """The last number given in a year; its row is the lock under which numbers are given without gaps."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Reminder(models.Model):
    """That somebody was reminded of something about a filing, once. Never changes."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="reminders")
    cause = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "cause"), name="one_filing_reminder"),)

    def __str__(self) -> str:
        return self.cause
