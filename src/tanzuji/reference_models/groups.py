"""What product groups are called: by the rule pack of the group, else as their id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tanzuji.documents.text import Text
from tanzuji.rules import available


@lru_cache(maxsize=1)
def group_names() -> Mapping[str, Text]:
    """The title of every shipped product rule for accounting by its id."""
    return {
        pack.id: pack.title for pack in available() if pack.layer == "product" and pack.kind == "accounting"
    }


def group_name(group: str) -> Text:
    """The title of a group's rule, or its id where there is none."""
    return group_names().get(group) or Text(en=group or "–")
