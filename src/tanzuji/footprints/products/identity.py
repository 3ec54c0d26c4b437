"""How a published footprint is named as a dataset: `product:<study>@<number of the version>`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

PREFIX = "product:"

_ID = re.compile(r"product:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([1-9][0-9]{0,8})")


class PublishedAs(NamedTuple):
    """A product as it was published under a number."""

    study: UUID
    number: int

    @property
    def dataset(self) -> str:
        return f"{PREFIX}{self.study}@{self.number}"


def read(dataset: str) -> PublishedAs | None:
    """What a dataset's id names; None where it is no published footprint."""
    found = _ID.fullmatch(dataset)
    return PublishedAs(UUID(found[1]), int(found[2])) if found else None


def used_in(document: str) -> set[PublishedAs]:
    """The published footprints that a product model, as it is kept, takes: ids in its lists of datasets."""
    if f'"{PREFIX}' not in document:
        return set()
    return {found for one in _listed(json.loads(document)) if (found := read(one)) is not None}


def _listed(value: Any) -> Iterator[str]:
    """The texts that stand in lists of plain data; names and notes stand in mappings."""
    if isinstance(value, str):
        return
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, str):
            if isinstance(value, list):
                yield inner
        else:
            yield from _listed(inner)
