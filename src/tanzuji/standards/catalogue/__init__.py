"""Product groups and their codes: which sector and chain a group belongs to, and what CPC, HS and GB/T 7635 call it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanzuji.documents.text import Text


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """A group of products for which one rule is written; `source` says why it is in the table."""

    id: str
    name: Text
    sector: str
    sector_name: Text
    chain: Text
    source_tag: str
    source_ref: str


@dataclass(frozen=True, slots=True)
class ProductCode:
    """What a code list calls products of a group. `source_tag` G: not compared with the list itself."""

    scheme: str
    code: str
    name: Text
    group: str
    source_tag: str
    source_ref: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def groups() -> dict[str, ProductGroup]:
    """Every product group by its id, in the order of the table (sector by sector)."""
    return {
        row["id"]: ProductGroup(
            row["id"],
            Text(zh=row["zh"], en=row["en"]),
            row["sector"],
            Text(zh=row["sector_zh"], en=row["sector_en"]),
            Text(zh=row["chain_zh"], en=row["chain_en"]),
            row["source_tag"],
            row["source_ref"],
        )
        for row in _rows("groups.csv")
    }


@cache
def sectors() -> dict[str, Text]:
    """Every sector by its id."""
    return {group.sector: group.sector_name for group in groups().values()}


@cache
def codes() -> tuple[ProductCode, ...]:
    """The whole code table."""
    return tuple(
        ProductCode(
            row["scheme"],
            row["code"],
            Text(zh=row["zh"], en=row["en"]),
            row["group"],
            row["source_tag"],
            row["source_ref"],
        )
        for row in _rows("codes.csv")
    )


def codes_of(group: str) -> tuple[ProductCode, ...]:
    """The codes of a product group."""
    return tuple(code for code in codes() if code.group == group)


def plain(code: str) -> str:
    """A code without the dots and blanks it is printed with: `8507.60` is `850760`."""
    return "".join(character for character in code if character.isalnum()).upper()


def matching(words: str) -> frozenset[str]:
    """Product groups whose name, chain, id or one of whose codes holds every one of the words.

    A code finds its group from either side: `7601` and `760110` both find unwrought aluminium (HS 7601).
    """
    asked = [word.lower() for word in words.split()]
    return frozenset(g.id for g in groups().values() if asked and all(_named(g, word) for word in asked))


def _named(group: ProductGroup, word: str) -> bool:
    texts = (group.id, group.name.zh, group.name.en, group.chain.zh, group.chain.en, group.sector_name.zh)
    if any(word in (text or "").lower() for text in texts):
        return True
    for code in codes_of(group.id):
        bare, asked = plain(code.code), plain(word)
        if word in (code.name.zh or "") or word in (code.name.en or "").lower():
            return True
        if len(asked) >= 4 and asked.isdigit() and (bare.startswith(asked) or asked.startswith(bare)):
            return True
    return False
