"""What people wrote in forms and programs sent, as values; each complaint names the field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.standards import messages
from tanzuji.standards.catalogue import groups, plain, sectors
from tanzuji.standards.kinds import SCHEMES
from tanzuji.web import typed

_PLACE = re.compile(r"[a-z]{2}(-[a-z]{2,3})?")

LONGEST = 20_000
"""Characters of a draft's text or of a rule in YAML that are kept."""

OTHER = "other"
"""The choice of a product that belongs to no group of the catalogue."""

_DIGITS = {"cpc": (1, 5), "hs": (2, 6), "gbt7635": (1, 8)}


def clean(value: object, longest: int = 4000) -> str:
    """A text without NUL, which no database keeps, and without blanks around it."""
    return typed.clean(str(value or ""), longest)


def needed(place: str, value: object, what: Text, longest: int = 4000) -> str:
    """The same, and not empty. Raises `standards.needed`."""
    text = clean(value, longest)
    if not text:
        raise messages.NEEDED.error(place, what=what)
    return text


def one_of(place: str, value: object, known: Mapping[str, Text], what: Text) -> str:
    """One of the known words. Raises `standards.not-known`."""
    text = clean(value, 80)
    if text not in known:
        names = Text(zh="、".join(known), en=", ".join(known))
        raise messages.NOT_KNOWN.error(place, value=text, list=what, known=names)
    return text


def day(place: str, value: date | str | None) -> date | None:
    """A day, or None where nothing is written. Raises `standards.bad-date`."""
    if value is None or isinstance(value, date):
        return value
    text = clean(value, 40)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise messages.BAD_DATE.error(place, value=text) from None
    if not 1900 <= found.year <= 2200:
        raise messages.BAD_DATE.error(place, value=text)
    return found


def whole(place: str, value: object, low: int, high: int) -> int:
    """A whole number in a range. Raises `standards.out-of-range`."""
    text = clean(value, 40)
    if text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high:
        return int(text)
    raise messages.OUT_OF_RANGE.error(place, value=text, low=low, high=high)


def product_codes(place: str, written: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes by list, several in one field apart by blanks or commas. Raises `standards.bad-code` for all at once."""
    found: dict[tuple[str, str], None] = {}
    problems: list[Problem] = []
    for scheme in SCHEMES:
        for part in (
            clean(written.get(scheme, ""), 600)
            .replace("，", " ")
            .replace("、", " ")
            .replace(",", " ")
            .split()
        ):
            bare = plain(part)
            low, high = _DIGITS[scheme]
            if not (bare.isascii() and bare.isdigit() and low <= len(bare) <= high):
                problems.append(
                    messages.BAD_CODE.problem(f"{place}.{scheme}", code=part, scheme=SCHEMES[scheme])
                )
            else:
                found[(scheme, bare)] = None
    if problems:
        raise CodedError(problems)
    return list(found)


def product(layer: str, group: object, sector: object) -> tuple[str, str]:
    """Group and sector that a layer asks for. Raises `standards.no-group`, `standards.no-sector`, `.not-known`."""
    asked_group, asked_sector = clean(group, 40), clean(sector, 40)
    if layer == "product" and asked_group == OTHER:
        known = sectors()
        return "", one_of(
            "sector", asked_sector, known, Text(zh="行业", en="the sectors")
        ) if asked_sector else ""
    if layer == "product":
        if not asked_group:
            raise messages.NO_GROUP.error("group")
        one_of("group", asked_group, names_of_groups(), Text(zh="产品类别", en="the product groups"))
        return asked_group, groups()[asked_group].sector
    if layer == "sector":
        if not asked_sector:
            raise messages.NO_SECTOR.error("sector")
        return "", one_of("sector", asked_sector, sectors(), Text(zh="行业", en="the sectors"))
    return "", ""


def own_product(layer: str, form: Mapping[str, str], codes: Collection[tuple[str, str]]) -> dict[str, str]:
    """What a product of no group is called; its codes tell it from others. Raises `standards.needed`."""
    if layer != "product" or clean(form.get("group"), 40) != OTHER:
        return {}
    zh, en = clean(form.get("product_zh"), 120), clean(form.get("product_en"), 120)
    if not zh and not en:
        raise messages.NEEDED.error("product_zh", what=Text(zh="产品名称", en="The name of the product"))
    if not codes:
        raise messages.NEEDED.error("codes.cpc", what=Text(zh="产品代码", en="A product code"))
    return {"product_zh": zh, "product_en": en}


def names_of_groups(only: Collection[str] | None = None) -> dict[str, Text]:
    """Product groups by id with their names."""
    return {id_: g.name for id_, g in groups().items() if only is None or id_ in only}


def place(name: str, value: object) -> str:
    """A country or province as `cn` or `cn-ah` (ISO 3166); it need not have a pack. Raises `standards.not-known`."""
    text = clean(value, 24).lower() or "cn"
    if not _PLACE.fullmatch(text):
        what = Text(zh="地区代号", en="the codes of places")
        raise messages.NOT_KNOWN.error(name, value=text, list=what, known="cn, cn-js, cn-ah …")
    return text


def in_order(place: str, earlier: date | None, later: date | None, names: tuple[Text, Text]) -> None:
    """Raises `standards.dates-crossed` where the later day is before the earlier one."""
    if earlier is not None and later is not None and later < earlier:
        raise messages.DATES_CROSSED.error(place, earlier=names[0], later=names[1])


ISSUED = Text(zh="发布日期", en="the day of issue")
IN_FORCE = Text(zh="实施日期", en="the day it comes into force")
