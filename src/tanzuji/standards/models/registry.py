"""Standards as they are registered, what ties them together, and the lists that adopt them."""

from __future__ import annotations

import uuid

from django.db import models

from tanzuji.documents.text import Text
from tanzuji.standards.kinds import KINDS, LAYERS, LEVELS, RELATIONS, SCHEMES, SOURCES


class Standard(models.Model):
    """A standard or rule from its proposal to its end; one that was only registered begins where it stands.

    Its text is never kept: `reference` says where it is found. `rule` and `rule_version` name the machine rule that
    carries out what it asks. Until its project is accepted only its makers and the authority see it (`public`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=[(key, text.en) for key, text in KINDS.items()])
    level = models.CharField(max_length=16, choices=[(key, text.en) for key, text in LEVELS.items()])
    layer = models.CharField(max_length=16, choices=[(key, text.en) for key, text in LAYERS.items()])
    jurisdiction = models.CharField(max_length=24, default="cn")
    sector = models.CharField(max_length=40, blank=True, default="")
    group = models.CharField(max_length=40, blank=True, default="")
    """Product group of `catalogue.groups()`; blank for general and sector rules, and for a product of no group."""
    product_zh = models.CharField(max_length=120, blank=True, default="")
    product_en = models.CharField(max_length=120, blank=True, default="")
    """What a product of no group is called; its codes say what it is."""
    number = models.CharField(max_length=60, blank=True, default="")
    title_zh = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    scope_zh = models.TextField(blank=True, default="")
    scope_en = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    """Why it is needed, as its proposer wrote."""
    state = models.CharField(max_length=24, default="proposed")
    public = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who leads the drafting; none for what was only registered."""
    issuer_zh = models.CharField(max_length=200, blank=True, default="")
    issuer_en = models.CharField(max_length=200, blank=True, default="")
    proposed_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    call = models.ForeignKey("standards.Call", on_delete=models.PROTECT, null=True, related_name="proposals")
    issued_on = models.DateField(null=True, default=None)
    in_force_on = models.DateField(null=True, default=None)
    ended_on = models.DateField(null=True, default=None)
    rule = models.CharField(max_length=64, blank=True, default="")
    rule_version = models.CharField(max_length=40, blank=True, default="")
    rule_digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of what it named when it was sent to review (`rules.named`); it is published with nothing else."""
    to_be_abolished = models.BooleanField(default=False)
    """A national standard for the same product is in force: this one is to be abolished (应予废止)."""
    reference = models.CharField(max_length=400, blank=True, default="")
    procedure = models.TextField(blank=True, default="")
    """Of a certification rule: its steps as JSON (`procedures.Procedure`)."""
    source_tag = models.CharField(
        max_length=1, choices=[(key, text.en) for key, text in SOURCES.items()], default="D"
    )
    source_ref = models.CharField(max_length=300, blank=True, default="")
    verified_on = models.DateField(null=True, default=None)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "level"), name="standard_state"),
            models.Index(fields=("group", "level", "state"), name="standard_group"),
            models.Index(fields=("jurisdiction", "level", "state"), name="standard_jurisdiction"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=~models.Q(number=""), name="standard_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh or self.title_en}".strip()

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)

    @property
    def product(self) -> Text:
        """The name of a product of no group; empty else."""
        return Text(zh=self.product_zh or None, en=self.product_en or None)

    @property
    def named(self) -> Text:
        """Number and title."""
        zh, en = self.title.to("zh"), self.title.to("en")
        if not self.number:
            return Text(zh=zh, en=en)
        return Text(zh=f"{self.number} {zh}", en=f"{self.number} {en}")


class Code(models.Model):
    """A product code a standard is for."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10, choices=[(key, text.en) for key, text in SCHEMES.items()])
    code = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("standard", "scheme", "code"), name="code_once_a_standard"),
        )

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Relation(models.Model):
    """How one standard stands to another (`kinds.RELATIONS`)."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="related")
    kind = models.CharField(max_length=16, choices=[(key, pair[0].en) for key, pair in RELATIONS.items()])

    class Meta:
        constraints = (models.UniqueConstraint(fields=("standard", "other", "kind"), name="relation_once"),)

    def __str__(self) -> str:
        return f"{self.standard_id} {self.kind} {self.other_id}"


class AdoptionList(models.Model):
    """A list by which an authority adopts standards of others (采信清单)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=80, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    batch = models.PositiveIntegerField(null=True, default=None)
    items = models.PositiveIntegerField(null=True, default=None)
    """How many items the list has as published; of these only some may be registered here."""
    issued_on = models.DateField(null=True, default=None)
    source_tag = models.CharField(max_length=1, default="D")
    source_ref = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh, en=self.title_en)


class Adoption(models.Model):
    """A standard on an adoption list; only added to."""

    list = models.ForeignKey(AdoptionList, on_delete=models.PROTECT, related_name="adoptions")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="adoptions")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("list", "standard"), name="adopted_once_a_list"),)

    def __str__(self) -> str:
        return f"{self.list_id} {self.standard_id}"
