"""Which lines of a model a verification examines: monetary-unit sampling with kg CO2e in the place of money.

Every `interval` kg along the lines, laid end to end by magnitude in the order of their places, one hit falls; a line
under a hit is examined. Lines at least as long as the interval are under one for certain. With

    interval = tolerable error / R,   R = −ln(1 − confidence)

a sample without an error tells with that confidence that the whole is not wrong by more than the tolerable error
(Poisson approximation; AICPA Audit Guide *Audit Sampling*, appendix on monetary unit sampling: R = 3.00 for 95 %,
1.61 for 80 %). An error in a line below the interval stands for its share of the interval.

The first hit follows from a seed, so that anybody draws the same sample again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tanzuji.documents.editing import keyed_path
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.text import Text
from tanzuji.verification.papers import SampleItem

CONFIDENCE: Mapping[str, float] = {"limited": 0.80, "reasonable": 0.95}
"""What a sample is drawn for at a level of assurance. No standard sets these; they are what auditors use."""

MATERIALITY = 0.05
"""Share of the total that is proposed; the platform's default, which the verifier decides on."""

PROCEDURES: Mapping[str, Text] = {
    "certain": Text(zh="追溯到原始凭证，复核因子的来源和适用性", en="Trace to the source document; review source and fitness of the factor"),
    "drawn": Text(zh="核对用量与凭证，复核因子", en="Compare the amount with its document; review the factor"),
    "added": Text(zh="评估缺口的影响", en="Judge what the gap means for the result"),
}  # fmt: skip
"""What is proposed to be done with an item, by why it was chosen."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: hits, kg CO2e between them, lines there are, share of the magnitudes that is covered."""

    size: int
    interval: float
    lines: int
    covered: float
    items: tuple[SampleItem, ...]


def factor(confidence: float) -> float:
    """R = −ln(1 − confidence): 2.996 for 95 %, 1.609 for 80 %."""
    return -math.log(1.0 - confidence)


def drawn(footprint: Footprint, *, materiality: float, confidence: float, seed: str) -> Sample:
    """The sample of a footprint: lines under a hit, largest first, then what the result does not hold.

    `materiality` is a share of the total; where the total is 0, of the sum of magnitudes.
    """
    plain = footprint.model.plain()
    lines = sorted(_lines(footprint, plain), key=lambda item: item.place)
    whole = math.fsum(abs(item.total) for item in lines)
    interval = _interval(footprint, whole, materiality, confidence)
    chosen = _under_hits(lines, interval, _start(seed)) if interval else []
    covered = math.fsum(abs(item.total) for item in chosen) / whole if whole else 0.0
    items = [*sorted(chosen, key=lambda item: (-abs(item.total), item.place)), *_gaps(footprint, plain)]
    size = math.ceil(whole / interval) if interval else 0
    return Sample(size, interval, len(lines), covered, tuple(items))


def never_left_out(footprint: Footprint, *, materiality: float, confidence: float) -> tuple[SampleItem, ...]:
    """What is in a sample whatever its seed: lines not shorter than the interval, and what the result does not hold."""
    plain = footprint.model.plain()
    lines = list(_lines(footprint, plain))
    interval = _interval(footprint, math.fsum(abs(item.total) for item in lines), materiality, confidence)
    certain = [
        item.model_copy(update={"reason": "certain"})
        for item in lines
        if item.total and abs(item.total) >= interval
    ]
    return (*sorted(certain, key=lambda item: (-abs(item.total), item.place)), *_gaps(footprint, plain))


def _interval(footprint: Footprint, whole: float, materiality: float, confidence: float) -> float:
    """kg CO2e between two hits; 0 where no line has a total."""
    return materiality * (abs(footprint.total) or whole) / factor(confidence) if whole else 0.0


def with_added(sample: Sample, footprint: Footprint, places: Sequence[str]) -> Sample:
    """The sample with lines at these places besides; places that no line is at are items of their own."""
    known = {item.place for item in sample.items}
    lines = {item.place: item for item in _lines(footprint, footprint.model.plain())}
    added = []
    for place in dict.fromkeys(places):
        if place and place not in known:
            line = lines.get(place) or SampleItem(
                place=place, name=Text(en=place), process=Text(en="–"), total=0.0, share=0.0, reason="added"
            )
            added.append(line.model_copy(update={"reason": "added"}))
    covered = sample.covered + math.fsum(item.share for item in added)
    return replace(sample, items=(*sample.items, *added), covered=min(1.0, covered))


def _lines(footprint: Footprint, plain: dict[str, Any]) -> Iterable[SampleItem]:
    """What each line of the model adds, lines of one place together."""
    by_place: dict[str, list[Any]] = {}
    for one in footprint.contributions:
        by_place.setdefault(keyed_path(plain, one.path.partition(" (")[0]), []).append(one)
    totals = {place: math.fsum(c.total for c in found) for place, found in by_place.items()}
    whole = math.fsum(abs(total) for total in totals.values())
    for place, found in by_place.items():
        total = totals[place]
        share = abs(total) / whole if whole else 0.0
        yield SampleItem(
            place=place, name=found[0].name, process=found[0].process_name, total=total, share=share, reason="drawn"
        )  # fmt: skip


def totals_of(footprint: Footprint) -> dict[str, float]:
    """What each line of the model adds, kg CO2e per unit of the study, by its place."""
    return {item.place: item.total for item in _lines(footprint, footprint.model.plain())}


def _gaps(footprint: Footprint, plain: dict[str, Any]) -> list[SampleItem]:
    """Items whose amount or factor is not known: how much they would add is not known either."""
    names = {p.process: p.name for p in footprint.processes}
    return [
        SampleItem(
            place=keyed_path(plain, gap.path.partition(" (")[0]), name=gap.name,
            process=names.get(gap.process, Text(en=gap.process or "–")), total=0.0, share=0.0, reason="added",
            
        )
        for gap in footprint.gaps
        if gap.reason in ("no_amount", "no_factor")
    ]  # fmt: skip


def _start(seed: str) -> float:
    """Where the first hit falls, as a share of the interval; of [0, 1)."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") / 2**64


def _under_hits(lines: Sequence[SampleItem], interval: float, start: float) -> list[SampleItem]:
    found, before = [], 0.0
    for item in lines:
        after = before + abs(item.total)
        certain = abs(item.total) >= interval
        # the number of hits below a point is how many times start + k lies below it
        hit = math.ceil(after / interval - start) > math.ceil(before / interval - start)
        if item.total and (certain or hit):
            reason = "certain" if certain else "drawn"
            found.append(item.model_copy(update={"reason": reason}))
        before = after
    return found


def as_in(
    footprint: Footprint, items: Sequence[SampleItem], *, materiality: float, confidence: float
) -> tuple[list[SampleItem], float]:
    """The lines of a sample with the totals they have in another footprint, and its interval."""
    lines = totals_of(footprint)
    interval = _interval(footprint, math.fsum(map(abs, lines.values())), materiality, confidence)
    now = [item.model_copy(update={"total": lines.get(item.place, item.total)}) for item in items]
    return now, interval


def projected(errors: Iterable[tuple[str, float]], items: Sequence[SampleItem], interval: float) -> float:
    """Errors left, kg CO2e per unit of the study, projected to the whole: magnitudes, so that none cancels another.
    `items` and `interval` are those of the submission that is judged.

    An error (place, effect) in a line that was drawn and is shorter than the interval taints the whole interval.
    """
    drawn_lines = {i.place: abs(i.total) for i in items if i.reason == "drawn"}
    found = []
    for place, effect in errors:
        length = next(
            (size for at, size in drawn_lines.items() if place == at or place.startswith(f"{at}.")), 0.0
        )
        found.append(abs(effect) / length * interval if 0 < length < interval else abs(effect))
    return math.fsum(found)
