"""Every product of an organisation on other library releases: what changes, by what, and what it crosses."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import Comparison, Unitage
from tanzuji.documents.text import Text
from tanzuji.engine.catalogue import (
    Bands,
    Column,
    Differences,
    Releases,
    Spread,
    differences,
    spread,
)
from tanzuji.engine.catalogue.recompute import Standing as On
from tanzuji.engine.catalogue.tables import successors_in
from tanzuji.engine.release import Release
from tanzuji.figures.gauge import in_unit
from tanzuji.footprints.models import Limits, Version
from tanzuji.footprints.products import matrix
from tanzuji.footprints.products.standing import Standing, standing
from tanzuji.parties.acting import Acting

ITERATIONS = 1000

Tell = Callable[[int, int, Text], None]

COMPILING = Text(zh="编译变动的产品", en="Compiling products that changed")
COMPUTING = Text(zh="重算全部产品", en="Recomputing all products")
SAMPLING = Text(zh="抽样求区间", en="Sampling for intervals")
STORING = Text(zh="保存结果", en="Storing the result")

BELOW, WITHIN, ABOVE = (
    Text(zh="低于已发表结果", en="below published results"),
    Text(zh="在已发表结果之间", en="among published results"),
    Text(zh="高于已发表结果", en="above published results"),
)


@dataclass(frozen=True)
class Marks:
    """A product's limits with the names of the bands between them; one more band than limits."""

    limits: tuple[float, ...]
    names: tuple[Text, ...]


@dataclass(frozen=True)
class Outcome:
    """What came out, in the order of `differences.rows.keys`, which are the studies' ids."""

    standing: Standing
    shelf: matrix.Shelf
    differences: Differences
    spread: Spread | None
    marks: Mapping[str, Marks]
    left_out: Sequence[matrix.LeftOut]
    seconds: float

    def band(self, key: str, position: int) -> str:
        """The name of a band, as JSON in both languages; empty where there is none."""
        names = self.marks[key].names if key in self.marks else ()
        return json.dumps(names[position].plain(), ensure_ascii=False) if 0 <= position < len(names) else ""

    def dataset_name(self, column: Column) -> Text:
        """What a cause is called, as the release held it on which the product stands."""
        if column.is_gas:
            return Text(zh=column.name, en=column.name)
        try:
            return self.shelf(column.release, column.of).dataset(column.name).name
        except CodedError:
            return Text(zh=column.name, en=column.name)


def recomputed(
    acting: Acting, releases: Sequence[Release], *, follows: bool, sampled: bool, tell: Tell
) -> Outcome:
    """Every product of the organisation on what it stands on, and on `releases` in place of those of the same name.

    Products that stand on other products follow them. `follows`: datasets that a release replaces by others are read
    as those. `sampled`: intervals over joint samples. Raises what `tell` raises, `release.not-found`.
    """
    now = standing(acting)
    rows, left_out = matrix.rows_of(acting, lambda done, of: tell(done, of, COMPILING))
    tell(0, 1, COMPUTING)
    started = time.perf_counter()
    shelf = matrix.Shelf.of(now)
    instead = {release.name: release for release in releases}
    after = Releases(shelf, instead, {n: successors_in(r) for n, r in instead.items()} if follows else {})
    on = On(after, matrix.follow(now, rows.keys), names=now.web.named())
    marks = marks_of(now)
    bands = Bands({key: of.limits for key, of in marks.items()})
    found = differences(rows, On(Releases(shelf)), on, bands=bands)
    seconds = time.perf_counter() - started
    drawn = None
    if sampled and rows.keys:
        drawn = spread(rows, on, iterations=ITERATIONS, progress=lambda done, of: tell(done, of, SAMPLING))
    return Outcome(now, shelf, found, drawn, marks, left_out, seconds)


def marks_of(now: Standing) -> dict[str, Marks]:
    """Limits by product: those its organisation wrote down, or else the results published for its kind.

    Published results (the model's comparisons) count where their unit is the study's own kind.
    """
    found = {}
    for version in Version.objects.filter(
        id__in=[v.id for v in now.versions.values()], document__perhaps_contains='"comparisons"'
    ).only("study_id", "document"):
        if '"comparisons"' not in version.document:
            continue  # it was encrypted, and had to be opened to see that
        plain = json.loads(version.document)
        unit = Unitage.parse(plain["unit"])
        published = [in_unit(unit, Comparison.parse(c)) for c in plain.get("comparisons", ())]
        ranges = [one for one in published if one is not None]
        if ranges:
            low, high = min(r.low for r in ranges), max(r.high for r in ranges)
            found[str(version.study_id)] = Marks((low, high), (BELOW, WITHIN, ABOVE))
    for limits in Limits.objects.filter(study__in=list(now.versions)):
        found[str(limits.study_id)] = written(json.loads(limits.values))
    return found


def written(values: Sequence[Mapping[str, object]]) -> Marks:
    """The marks of limits as they are kept: a band up to each, and one above the last."""
    names = [Text(zh=str(v["name"]), en=str(v["name"])) for v in values]
    last = names[-1] if names else Text(zh="–", en="–")
    beyond = Text(zh=f"超过 {last.to('zh')} 的上限", en=f"above the limit of {last.to('en')}")
    return Marks(tuple(float(str(v["limit"])) for v in values), (*names, beyond))


def number(value: float) -> float | None:
    """A finite number, or none."""
    return float(value) if np.isfinite(value) else None
