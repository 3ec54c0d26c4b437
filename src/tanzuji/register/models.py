"""The register's index: one row for everything that has a public page, to be searched, and a stamp that grows with it.

It follows from certificates and filings and is written in the transaction that changes them.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from tanzuji.documents.rounding import printed
from tanzuji.documents.text import Text


class Entry(models.Model):
    """A certificate issued here, or one issued elsewhere that was filed here."""

    number = models.CharField(max_length=80, primary_key=True)
    """What its page is called: the certificate's number, or the filing's of one issued elsewhere."""
    alias = models.CharField(max_length=80, db_index=True)
    """The certificate's own number in capitals, without blanks."""
    origin = models.CharField(max_length=12)
    """Key of `filings.kinds.ORIGINS`."""
    holder = models.UUIDField(null=True, default=None, db_index=True)
    """Of a certificate issued here."""
    holder_zh = models.CharField(max_length=300, blank=True, default="")
    holder_en = models.CharField(max_length=300, blank=True, default="")
    product_zh = models.CharField(max_length=300, blank=True, default="")
    product_en = models.CharField(max_length=300, blank=True, default="")
    body_zh = models.CharField(max_length=300, blank=True, default="")
    body_en = models.CharField(max_length=300, blank=True, default="")
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=60)
    gtin = models.CharField(max_length=14, blank=True, default="", db_index=True)
    """In fourteen digits."""
    status = models.CharField(max_length=12)
    """As it was left by the last event; one whose last day is over has expired (`queries.status_of`)."""
    ends = models.DateField()
    filed = models.BooleanField(default=False)
    words = models.TextField()
    """All that is searched, in small letters."""
    stamp = models.PositiveIntegerField(default=1)
    """Grows with everything that changes its page."""
    issued = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("-issued", "number"), name="register_newest"),
            models.Index(fields=("status", "ends"), name="register_status"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def shown_value(self) -> str:
        """The value with thousands parted and a true minus."""
        return printed(Decimal(self.value))

    @property
    def product(self) -> Text:
        return _text(self.product_zh, self.product_en)

    @property
    def holder_name(self) -> Text:
        return _text(self.holder_zh, self.holder_en)

    @property
    def body(self) -> Text:
        return _text(self.body_zh, self.body_en)


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh or en or "–", en=en or zh or "–")
