"""What a body examines: plan and team, inspections with answers, nonconformities, assessments, surveillance."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.certification.models.applications import Application

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Plan(models.Model):
    """The plan of a certification or of a surveillance; a change is another plan, and the newest counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="plans")
    surveillance = models.ForeignKey(
        "certification.Surveillance", on_delete=models.PROTECT, null=True, default=None, related_name="plans"
    )
    number = models.PositiveIntegerField()
    visit_from = models.DateField()
    visit_until = models.DateField()
    site = models.CharField(max_length=300)
    programme = models.TextField(blank=True, default="")
    """What is looked at on which day, and by whom."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "number"), name="one_certification_plan_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} plan {self.number}"


class Member(models.Model):
    """Somebody of the body who takes part in an application, by their entry in the staff register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="members")
    staff = models.ForeignKey("certification.Staff", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=16)
    """`lead`, `inspector` or `expert`."""
    declared_at = models.DateTimeField(null=True, default=None)
    """When they declared that they are impartial."""
    since = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person"),
                condition=models.Q(left_at=None),
                name="one_membership_of_a_certification_team",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.person_id} {self.task}"


class Surveillance(models.Model):
    """One cycle of surveillance of a certificate (CERT-08), and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="surveillances")
    """The application the certificate came of."""
    certificate = models.CharField(max_length=60)
    cycle = models.PositiveIntegerField()
    due = models.DateField()
    state = models.CharField(max_length=16, default="planned")
    """`planned`, `under_way`, `concluded`, `dropped`."""
    consistent = models.BooleanField(null=True, default=None)
    """Whether the product is as it was certified."""
    base_value = models.DecimalField(max_digits=24, decimal_places=9, null=True, default=None)
    value = models.DecimalField(max_digits=24, decimal_places=9, null=True, default=None)
    method_change = models.DecimalField(max_digits=24, decimal_places=9, null=True, default=None)
    """Of the difference, what comes from methods and factors and not from the product (TR-01)."""
    finding = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=16, blank=True, default="")
    """`kept`, `suspended` or `revoked`."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+")
    """Who found what was found."""
    concluded_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("certificate", "cycle"), name="one_surveillance_a_cycle"),
        )
        indexes = (models.Index(fields=("state", "due"), name="surveillance_due"),)

    def __str__(self) -> str:
        return f"{self.certificate} {self.cycle}"


class Inspection(models.Model):
    """A visit with its checklist, as the scheme had it when the visit began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="inspections")
    surveillance = models.ForeignKey(
        Surveillance, on_delete=models.PROTECT, null=True, default=None, related_name="inspections"
    )
    occasion = models.CharField(max_length=16)
    started_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    summary = models.TextField(blank=True, default="")
    concluded_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=models.Q(surveillance=None),
                name="one_inspection_an_application",
            ),
            models.UniqueConstraint(
                fields=("surveillance",),
                condition=models.Q(surveillance__isnull=False),
                name="one_inspection_a_surveillance",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.occasion}"


class Answer(models.Model):
    """What was found for a question of the checklist. Only ever added to: the newest answer counts."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=80)
    verdict = models.CharField(max_length=16)
    """`conforms`, `not` or `na`."""
    note = models.TextField(blank=True, default="")
    evidence = models.ForeignKey(
        "activity.Evidence", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """A photograph or a paper, in the vault of the body."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.question} {self.verdict}"


class Nonconformity(models.Model):
    """Something that is not as it has to be; corrected by the applicant, closed by the body."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="nonconformities")
    surveillance = models.ForeignKey(
        Surveillance, on_delete=models.PROTECT, null=True, default=None, related_name="nonconformities"
    )
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=80, blank=True, default="")
    severity = models.CharField(max_length=8)
    """`major` or `minor`."""
    text = models.TextField()
    due = models.DateField()
    state = models.CharField(max_length=12, default="open")
    """`open`, `corrected`, `closed`."""
    cause = models.TextField(blank=True, default="")
    correction = models.TextField(blank=True, default="")
    """What the applicant did about it, and about its cause."""
    evidence = models.ForeignKey(
        "activity.Evidence", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    raised_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    corrected_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, default=None)
    closed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, default=None)
    remark = models.TextField(blank=True, default="")
    """What the body said of the correction."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "number"), name="one_nonconformity_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} NC{self.number}"


class Assessment(models.Model):
    """A conclusion of a step: of the documents, the visit, the footprint, the evaluation. Only ever added to."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assessments")
    step = models.CharField(max_length=24)
    text = models.TextField()
    recommends = models.BooleanField(null=True, default=None)
    """Of an evaluation: whether a certificate is recommended."""
    checks = models.TextField(default="[]")
    """The scheme's checks as they stood, JSON."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.application_id} {self.step}"
