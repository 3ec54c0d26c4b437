"""Projects of standards: calls, drafting parties, drafts, consultations with remarks and answers, panels and votes."""

from __future__ import annotations

import uuid

from django.db import models

from tanzuji.standards.kinds import CHOICES, DISPOSITIONS
from tanzuji.standards.models.registry import Standard


class Call(models.Model):
    """A public call for proposals of standards (公开征集)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=24)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    closes_on = models.DateField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """An organisation that takes part in the drafting; the leading one is on the standard itself."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("standard", "organisation"),
                condition=models.Q(left_at=None),
                name="party_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} drafts {self.standard_id}"


class Draft(models.Model):
    """A numbered text of a project with the machine rule that goes with it; only added to."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    text = models.TextField()
    """The drafters' own text, clause by clause; it becomes public with the consultation."""
    rule_text = models.TextField(blank=True, default="")
    """The machine rule in YAML, checked against the rule it inherits from."""
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("standard", "number"), name="draft_number_once_a_standard"),
        )

    def __str__(self) -> str:
        return f"{self.standard_id} draft {self.number}"


class Consultation(models.Model):
    """A draft laid open for remarks from one day to another (征求意见); only added to."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="consultations")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="consultation")
    notice = models.TextField(blank=True, default="")
    opens_on = models.DateField()
    closes_on = models.DateField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.standard_id} {self.opens_on}–{self.closes_on}"


class Remark(models.Model):
    """What somebody said on a draft in a consultation; public with the name of the organisation; only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="remarks")
    clause = models.CharField(max_length=80, blank=True, default="")
    text = models.TextField()
    proposal = models.TextField(blank=True, default="")
    """The wording that is asked for."""
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.clause}: {self.text[:40]}"


class Answer(models.Model):
    """What the drafters answered to a remark; the last one counts; only added to."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="answers")
    disposition = models.CharField(
        max_length=10, choices=[(key, text.en) for key, text in DISPOSITIONS.items()]
    )
    text = models.TextField()
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.disposition}: {self.text[:40]}"


class Panellist(models.Model):
    """Somebody who was called to the review panel of a draft; only added to, but for who was excused."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    excused_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("draft", "person"), condition=models.Q(excused_at=None), name="panellist_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} reviews {self.draft_id}"


class Vote(models.Model):
    """The vote of a member of the panel; only added to, once a member."""

    panellist = models.OneToOneField(Panellist, on_delete=models.PROTECT, related_name="vote")
    choice = models.CharField(max_length=8, choices=[(key, text.en) for key, text in CHOICES.items()])
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.panellist_id} {self.choice}"


class Step(models.Model):
    """What was done with a standard, by whom and why; only added to. No person: the system, on a date."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=24)
    before = models.CharField(max_length=24, blank=True, default="")
    after = models.CharField(max_length=24)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.standard_id} {self.action} {self.on}"
