"""Whether references of a trail lead anywhere, for whoever follows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tanzuji.activity import queries as activity
from tanzuji.contributions.papers import Provenance
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting

ReferenceKind = Literal["meter", "evidence", "dataset", "estimate"]

KINDS: dict[ReferenceKind, Text] = {
    "meter": Text(zh="计量器具", en="Meter"),
    "evidence": Text(zh="文件", en="Document"),
    "dataset": Text(zh="上游数据集", en="Parent dataset"),
    "estimate": Text(zh="声明的估计", en="Declared estimate"),
}
"""What a number may be traced to (DOMAIN A.7.1)."""


def kind_of(reference: str) -> ReferenceKind | None:
    """What a reference leads to; None where its form is none of the four."""
    kind, _, rest = reference.partition(":")
    return next((each for each in KINDS if each == kind and rest.strip()), None)


def references(of: Provenance) -> tuple[str, ...]:
    """Every reference of a trail, once."""
    return tuple(dict.fromkeys(each for given in of.inputs for each in given.references))


def resolved(acting: Acting, of: Provenance) -> dict[str, bool]:
    """Which references lead to something that whoever acts may look at."""
    return among(acting, references(of))


def among(acting: Acting, of: Iterable[str]) -> dict[str, bool]:
    """Likewise, of some references."""
    return {each: activity.resolves(acting, each) for each in of}
