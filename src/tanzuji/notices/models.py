"""Tables of the notices room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text


class Notice(models.Model):
    """What an organisation is told, or one person in it; it does not change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Whom it is for; None: everybody of the organisation with one of the roles."""
    roles = models.CharField(max_length=80, blank=True, default="")
    """Roles it is for, a comma-separated list; blank: everybody."""
    kind = models.CharField(max_length=80)
    title_zh = models.TextField(blank=True, default="")
    title_en = models.TextField(blank=True, default="")
    text_zh = models.TextField(blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    page = models.CharField(max_length=300, blank=True, default="")
    """Where it leads, without the language."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "-created_at"), name="notice_of_organisation"),)

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def title(self) -> Text:
        return Text(zh=self.title_zh or None, en=self.title_en or None)

    @property
    def text(self) -> Text | None:
        if not (self.text_zh or self.text_en):
            return None
        return Text(zh=self.text_zh or None, en=self.text_en or None)


class Reading(models.Model):
    """A person has read a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="read_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} · {self.notice_id}"


class Mailing(models.Model):
    """Somebody who wants no mails about notices; they still find them in the system."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    muted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.person_id)
