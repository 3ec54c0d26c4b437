"""Tables that are only ever added to; database triggers refuse anything else."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something that was done. `actor` and `organisation` are ids of the floor above, kept as plain values."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=80)
    request = models.CharField(max_length=64, blank=True, default="")
    actor = models.CharField(max_length=64, blank=True, default="")
    actor_name = models.CharField(max_length=200, blank=True, default="")
    organisation = models.UUIDField(null=True, default=None)
    subject = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True, default="")
    detail = models.TextField(default="{}")

    class Meta:
        indexes = (
            models.Index(fields=("subject", "subject_id", "id"), name="event_subject"),
            models.Index(fields=("organisation", "id"), name="event_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_id}"


class Leaf(models.Model):
    """An entry of the public log. `leaf` is what the log shows; payload and salt stay here where it is confidential."""

    index = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)
    payload = models.TextField(blank=True, default="")
    salt = models.BinaryField(max_length=32, default=b"")
    seal = models.BinaryField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=("subject", "subject_id", "index"), name="leaf_subject"),)

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class Node(models.Model):
    """A complete inner node of the log's tree; `place` is level · 2^56 + index."""

    place = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.place >> 56}/{self.place & ((1 << 56) - 1)}"


class SignedHead(models.Model):
    """A checkpoint as the log signed it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    origin = models.CharField(max_length=200)
    size = models.BigIntegerField(db_index=True)
    root = models.BinaryField(max_length=32)
    text = models.TextField()
    seal = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Cosigned(models.Model):
    """A witness's line under a checkpoint."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    head = models.ForeignKey(SignedHead, on_delete=models.PROTECT, related_name="cosignatures")
    name = models.CharField(max_length=200)
    line = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("head", "name"), name="one_line_a_witness"),)

    def __str__(self) -> str:
        return self.name


class Stamped(models.Model):
    """A time stamp (RFC 3161) over the text of a checkpoint."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    head = models.ForeignKey(SignedHead, on_delete=models.PROTECT, related_name="stamps")
    authority = models.CharField(max_length=300)
    token = models.BinaryField()

    def __str__(self) -> str:
        return self.authority
