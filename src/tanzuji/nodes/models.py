"""Tables of the nodes room: other nodes, ids on both ends, what was sent and what arrived, conformance of databases."""

from __future__ import annotations

import json
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text
from tanzuji.nodes.parcels import Row

_PERSON = settings.AUTH_USER_MODEL
_ORGANISATION = "parties.Organisation"


class Peer(models.Model):
    """Another node that an organisation exchanges data with. Its token lies in a file, not here (`tokens`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=200)
    crosswalk = models.CharField(max_length=60, blank=True, default="")
    """Record schema of theirs that is filled as well; blank: none."""
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    compared_at = models.DateTimeField(null=True, default=None)
    compared_with = models.CharField(max_length=130, blank=True, default="")
    """`name@version` of their release at the last comparison."""
    comparison = models.TextField(default="[]")
    """Their catalogue as it was then: rows as JSON."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "address"), name="one_peer_an_address"),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> Text:
        return Text(
            zh=self.name_zh or self.name_en or self.address, en=self.name_en or self.name_zh or self.address
        )

    @cached_property
    def catalogue(self) -> tuple[Row, ...]:
        """What it held when it was last looked at."""
        return tuple(map(Row.parse, json.loads(self.comparison)))


class Mapping(models.Model):
    """A dataset of ours and what it is called at a peer; blank `theirs`: it is new there."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="mappings")
    dataset = models.CharField(max_length=200)
    theirs = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("peer", "dataset"), name="one_mapping_a_dataset"),
            models.UniqueConstraint(
                fields=("peer", "theirs"), condition=~models.Q(theirs=""), name="one_mapping_of_theirs"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset} → {self.theirs or '+'}"


class Shipment(models.Model):
    """A dataset on its way to a peer: queued, sent, acknowledged or rejected."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="shipments")
    dataset = models.CharField(max_length=200)
    state = models.CharField(max_length=16, default="queued")
    """Key of `states.STATES`."""
    parcel = models.TextField()
    """`Parcel` as JSON: what is sent, and nothing else."""
    digest = models.CharField(max_length=80)
    release = models.CharField(max_length=130)
    theirs = models.CharField(max_length=200, blank=True, default="")
    remote = models.CharField(max_length=80, blank=True, default="")
    """Its number at the peer, once it is there."""
    attempts = models.PositiveIntegerField(default=0)
    answer = models.TextField(default="{}")
    """What the peer said last, as JSON: conflicts, reason, their digest."""
    problem = models.TextField(default="{}")
    """Why it could not be sent, as JSON; empty where nothing was wrong."""
    queued_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("peer", "dataset"),
                condition=models.Q(state__in=("queued", "sent")),
                name="one_shipment_on_its_way",
            ),
        )
        indexes = (models.Index(fields=("peer", "state"), name="shipment_of_peer"),)

    def __str__(self) -> str:
        return f"{self.dataset} → {self.peer_id}: {self.state}"


class Arrival(models.Model):
    """A dataset that another node sent, with what it contradicts here, until a curator decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """In whose name it was sent: the account that the other node holds here."""
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=300)
    dataset = models.CharField(max_length=200)
    theirs = models.CharField(max_length=200, blank=True, default="")
    """The id here that the sender means."""
    parcel = models.TextField()
    digest = models.CharField(max_length=80)
    conflicts = models.TextField(default="[]")
    """What it contradicted when it came, as JSON."""
    state = models.CharField(max_length=16, default="received")
    reason = models.TextField(blank=True, default="")
    contribution = models.CharField(max_length=40, blank=True, default="")
    """What became of it in the contributions room."""
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, default=None)
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "dataset", "digest"), name="arrives_once"),
        )
        indexes = (models.Index(fields=("state", "arrived_at"), name="arrival_in_state"),)

    def __str__(self) -> str:
        return f"{self.dataset}: {self.state}"


class Examination(models.Model):
    """A run of the conformance suite over a release of an organisation's own. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    release = models.CharField(max_length=130)
    digest = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    conforms = models.BooleanField()
    outcomes = models.TextField()
    """Of every rule, as JSON."""
    suite = models.CharField(max_length=20)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-at"), name="examination_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.release}: {self.conforms}"
