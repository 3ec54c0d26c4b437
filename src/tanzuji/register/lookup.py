"""What shops and apps are answered about a number: how it stands now, the value with unit and boundary, who issued it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from tanzuji.register import keeping
from tanzuji.register.keeping import Page, page
from tanzuji.register.messages import NO_NUMBERS, TOO_MANY_NUMBERS
from tanzuji.register.presenting import Shown
from tanzuji.register.queries import Standing
from tanzuji.register.reading import shown
from tanzuji.web.api import BothLanguages, both
from tanzuji.web.typed import clean

MOST = 100
JSON = "application/json"

Status = Literal["valid", "suspended", "revoked", "cancelled", "expired", "superseded", "withdrawn"]


class LookedUp(Schema):
    """A certificate as it stands now. Show value, unit and boundary together; show nothing but the status unless `may_be_shown`."""

    number: str
    status: Status
    may_be_shown: bool = Field(description="whether the label may be shown today: it is valid")
    status_words: BothLanguages
    since: str = Field(description="day from which the status holds")
    reason: BothLanguages | None
    origin: Literal["own", "external"] = Field(
        description="external: issued elsewhere, filed here, not computed here"
    )
    badges: list[str] = Field(
        description="who stands behind it: verified, certified, filed", examples=[["certified", "filed"]]
    )
    product: BothLanguages
    holder: BothLanguages
    maker: BothLanguages
    models: list[str]
    gtin: str
    value: str = Field(examples=["738"])
    unit: str = Field(examples=["kgCO2e/t"])
    unit_words: BothLanguages
    boundary: BothLanguages
    score: str
    grade: str
    valid_until: str
    replaced_by: str
    page: str = Field(description="public page of the number")
    version: str = Field(description="grows with everything that changes; equal versions are equal answers")


class Found(Schema):
    """One number of several."""

    asked: str
    certificate: LookedUp | None = Field(description="nothing where no such number is in the register")


class FoundMany(Schema):
    """Each number as it was asked for, in that order."""

    results: list[Found]


def one(typed: str) -> Page | None:
    """The answer about a number; None where it is not in the register."""
    of = keeping.standing(typed)
    return keeping.kept(of, "look-up", lambda: page(_dumped(answer(of)), JSON)) if of else None


def many(typed: Sequence[str]) -> Page:
    """The answer about several numbers. Raises `register.no-numbers`, `register.too-many-numbers`."""
    numbers = [clean(number, 80) for number in typed if number.strip()]
    if not numbers:
        raise NO_NUMBERS.error("numbers")
    if len(numbers) > MOST:
        raise TOO_MANY_NUMBERS.error("numbers", limit=MOST)
    parts = []
    for number in numbers:
        found = one(number)
        asked = json.dumps(number, ensure_ascii=False).encode()
        parts.append(b'{"asked": %s, "certificate": %s}' % (asked, found.body if found else b"null"))
    return page(b'{"results": [%s]}' % b", ".join(parts), JSON)


def answer(of: Standing) -> dict[str, Any]:
    """`LookedUp` as plain data, read anew."""
    return plain(shown(of))


def plain(of: Shown) -> dict[str, Any]:
    """What is shown of a certificate as the look-up tells it."""
    told = LookedUp(
        number=of.number, status=of.status, may_be_shown=of.status == "valid", status_words=both(of.verdict.words),  # type: ignore[arg-type]
        since=of.since.isoformat(), reason=both(of.reason) if of.reason else None,
        origin="external" if of.external else "own", badges=[badge.kind for badge in of.badges], product=both(of.product),
        holder=both(of.holder), maker=both(of.maker), models=list(of.models), gtin=of.gtin,
        value=of.value.replace(",", "").replace("−", "-"), unit=f"kgCO2e/{of.unit}" if of.is_mass else of.unit,
        unit_words=both(of.unit_words), boundary=both(of.boundary), score=of.score, grade=of.grade,
        valid_until=of.valid_until.isoformat(), replaced_by=of.replaced_by, page=of.address, version=of.stamp,
    )  # fmt: skip
    return told.model_dump(mode="json")


def _dumped(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()
