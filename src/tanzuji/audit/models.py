"""One table that is only ever added to; database triggers refuse anything else."""

from __future__ import annotations

from django.db import models


class Act(models.Model):
    """One line of the trail: a request that changes something began, or ended.

    People, organisations and addresses are plain values, so that the line stays readable whatever becomes of them.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    phase = models.CharField(max_length=8)
    """`begun` before the request is answered, `ended` with how it was answered. One without an end broke off."""
    request = models.CharField(max_length=64)
    person = models.CharField(max_length=64, blank=True, default="")
    person_name = models.CharField(max_length=200, blank=True, default="")
    program = models.CharField(max_length=120, blank=True, default="")
    organisation = models.UUIDField(null=True, default=None)
    address = models.CharField(max_length=64, blank=True, default="")
    """Network address the request came from."""
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    """Without its query; secrets in it are left out."""
    view = models.CharField(max_length=120, blank=True, default="")
    """Name of the address, as `certificates:revoke`."""
    status = models.PositiveSmallIntegerField(null=True, default=None)
    codes = models.CharField(max_length=300, blank=True, default="")
    """Codes of the errors it was answered with."""
    chain = models.CharField(max_length=64, unique=True)
    """SHA-256 over the chain of the line before and this line's own values."""

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "id"), name="act_of_organisation"),
            models.Index(fields=("person", "id"), name="act_of_person"),
            models.Index(fields=("request",), name="act_of_request"),
        )

    def __str__(self) -> str:
        return f"{self.phase} {self.method} {self.path}"
