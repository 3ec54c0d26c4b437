"""Releases as pages, feeds and the API show them: how one is cited, what its changes are called, what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.engine.release_changes import DatasetChange
from tanzuji.publications.models import Change, Publication

KINDS: dict[str, Text] = {
    "replaced": Text(zh="取代", en="replaces"),
    "changed": Text(zh="改值", en="new value"),
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="退出", en="left out"),
    "described": Text(zh="改说明", en="new wording"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A change of one dataset as a table shows it; values in kg CO2e per `unit`."""

    kind: str
    dataset: str
    before: str
    name: Text
    topic: str
    unit: str
    old: float | None
    new: float | None
    low: float | None
    high: float | None
    reason: str = ""

    @property
    def change(self) -> float | None:
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def share(self) -> float | None:
        return self.change / abs(self.old) if self.change is not None and self.old else None


def kept(changes: Iterable[Change]) -> list[Shown]:
    """Changes as a publication keeps them."""
    return [
        Shown(c.kind, c.dataset, c.before, c.name, c.topic, c.unit, c.old, c.new, c.low, c.high, c.reason)
        for c in changes
    ]


def found(changes: Iterable[DatasetChange]) -> list[Shown]:
    """Changes between any two releases, as they were just found."""
    made = []
    for c in changes:
        of = c.dataset
        same_unit = c.before is None or c.after is None or c.before.unit == c.after.unit
        made.append(
            Shown(
                c.kind,
                of.id,
                c.before.id if c.before else "",
                of.name,
                of.category[0] if of.category else "",
                of.unit,
                c.old if c.old == c.old and same_unit else None,
                c.new if c.new == c.new else None,
                c.low,
                c.high,
            )
        )
    return made


def citation(of: Publication, address: str) -> Text:
    """How a release is cited, after GB/T 7714-2015 (data set, online) and in the form of DataCite."""
    publisher, title = of.organisation.name, of.library.title
    day = of.at.date().isoformat()
    return Text(
        zh=f"{publisher.to('zh')}. {title.to('zh')}：第 {of.number} 版[DS/OL]. ({day}). {address}. 摘要 {of.digest}.",
        en=f"{publisher.to('en')} ({of.at.year}). {title.to('en')}, release {of.number} [Data set]. {address}. Digest {of.digest}.",
    )
