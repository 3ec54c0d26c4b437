"""What events are about, in words: rooms above say how their things are called and where they are read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as the activity shows it."""

    name: Text
    address: str


Namer = Callable[[Acting, Collection[str]], dict[str, Named]]
"""From the ids of things to those of them that the acting person may see."""

_NAMERS: dict[str, Namer] = {}


def name_with(subject: str, namer: Namer) -> None:
    """Let things of this kind be named by `namer`."""
    _NAMERS[subject] = namer


def named(acting: Acting, subjects: Collection[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """Kind and id of things → their names; what has no name is left out."""
    found = {}
    for kind, namer in _NAMERS.items():
        ids = {subject_id for subject, subject_id in subjects if subject == kind}
        if ids:
            found.update({(kind, each): name for each, name in namer(acting, ids).items()})
    return found
