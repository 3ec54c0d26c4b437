"""Who stands behind a dataset of a shared library: what the rooms above know of how it came in."""

from __future__ import annotations

from collections.abc import Callable

from tanzuji.documents.text import Text

Fact = tuple[Text, Text]
"""What it is, and what is known of it."""

Find = Callable[[str, str], list[Fact]]
"""Id of the dataset and name of its library → facts; none where it did not come in that way."""

_finds: list[Find] = []


def register(find: Find) -> None:
    """Has the page of a dataset show what a room above knows of how it came in."""
    if find not in _finds:
        _finds.append(find)


def facts(dataset: str, release: str) -> list[Fact]:
    """Everything that is known, in the order in which the rooms registered."""
    return [fact for find in _finds for fact in find(dataset, release)]
