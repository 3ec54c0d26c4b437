"""Who stands on a dataset: the organisation's own studies by name, others' as a count that gives no single one away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting

FEW = 5
"""Fewer than these are not told apart."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something of one's own that stands on a dataset, with its page without the language."""

    name: Text
    page: str


@dataclass(frozen=True, slots=True)
class Uses:
    """One's own, the newest first (`more` are not listed), and how many of others."""

    own: tuple[Use, ...] = ()
    more: int = 0
    others: int = 0

    @property
    def of_others(self) -> Text:
        """The count of others in words, blurred where they are few."""
        if not self.others:
            return Text(zh="其他单位没有用它", en="no other organisation uses it")
        if self.others < FEW:
            return Text(zh=f"其他单位用到的不足 {FEW} 项", en=f"used in fewer than {FEW} studies of others")
        return Text(
            zh=f"其他单位的 {self.others} 项核算用到它", en=f"used in {self.others} studies of others"
        )


Find = Callable[[Acting, str], Uses]
"""Who asks, and the id of the dataset."""

_finds: list[Find] = []


def register(find: Find) -> None:
    """Has the page of a dataset show what a room above makes of it."""
    _finds.append(find)


def uses(acting: Acting | None, dataset: str) -> Uses | None:
    """What stands on a dataset; None for a stranger, who is told nothing of it."""
    if acting is None:
        return None
    found = [find(acting, dataset) for find in _finds]
    return Uses(
        tuple(use for one in found for use in one.own),
        sum(one.more for one in found),
        sum(one.others for one in found),
    )
