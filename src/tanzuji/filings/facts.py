"""What is filed of a certificate: the facts its page shows, with the digits and words of whoever issued it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.models import BoundaryType
from tanzuji.documents.text import Text
from tanzuji.documents.trade_items import gtin_ok
from tanzuji.filings import messages

Status = Literal["valid", "suspended", "revoked", "cancelled", "expired", "superseded"]
Level = Literal["limited", "reasonable", "unknown"]

UNIT = "kgCO2e/"
MAX_VALUE = Decimal("1e12")


class StageShare(Document):
    """A stage of the life cycle with its value in the certificate's unit."""

    name: Text
    value: str

    @field_validator("value")
    @classmethod
    def _number(cls, value: str) -> str:
        return decimal(value)


class FiledCertificate(Document):
    """A certificate as it is filed. The value is text, so that no digit is added or lost."""

    number: str = Field(min_length=4, max_length=80, pattern=r"^[0-9A-Za-z][0-9A-Za-z._/()\- ]*$")
    scheme: Text
    body: Text
    """Who issued it."""
    body_code: str = Field("", max_length=40)
    """Its approval or registration number."""
    holder: Text
    maker: Text
    product: Text
    models: tuple[str, ...] = Field((), max_length=200)
    gtin: str = Field("", max_length=14)
    value: str
    unit: str = Field(max_length=60)
    """`kgCO2e/t`."""
    unit_words: Text
    """The declared or functional unit in words."""
    boundary: BoundaryType
    stages: tuple[StageShare, ...] = Field((), max_length=30)
    standard: str = Field(min_length=1, max_length=200)
    rule: str = Field("", max_length=200)
    reference_year: str = Field("", max_length=40)
    verifier: Text | None = None
    level: Level = "unknown"
    issued_on: date
    valid_until: date
    status: Status = "valid"
    status_since: date | None = None
    status_reason: Text | None = None
    link: str = Field("", max_length=300)
    """The certificate's page at its issuer."""

    @field_validator("value")
    @classmethod
    def _value(cls, value: str) -> str:
        return decimal(value)

    @field_validator("unit")
    @classmethod
    def _unit(cls, unit: str) -> str:
        if not unit.startswith(UNIT) or len(unit) <= len(UNIT):
            raise messages.NO_UNIT.error(unit=unit)
        return unit

    @field_validator("gtin")
    @classmethod
    def _gtin(cls, gtin: str) -> str:
        if gtin and not gtin_ok(gtin):
            raise messages.BAD_GTIN.error(gtin=gtin)
        return gtin

    @field_validator("link")
    @classmethod
    def _link(cls, link: str) -> str:
        if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname):
            raise messages.BAD_LINK.error(link=link)
        return link

    @model_validator(mode="after")
    def _dates(self) -> FiledCertificate:
        if self.valid_until <= self.issued_on:
            raise messages.ENDS_BEFORE.error(issued=self.issued_on, until=self.valid_until)
        if self.status != "valid" and self.status_reason is None and self.status != "expired":
            raise messages.NEEDS_REASON.error()
        return self

    def status_on(self, today: date) -> Status:
        """What it is on a day: a valid or suspended one ends with its last day."""
        return (
            "expired" if self.status in ("valid", "suspended") and today > self.valid_until else self.status
        )


def decimal(value: str) -> str:
    """A number as it was written, checked. Raises `filings.not-a-value`."""
    try:
        found = Decimal(value.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        raise messages.NOT_A_VALUE.error(value=value[:40]) from None
    if not found.is_finite() or abs(found) > MAX_VALUE or len(value) > 40 or not value.isascii():
        raise messages.NOT_A_VALUE.error(value=value[:40])
    return f"{found:f}"
