"""The core: a column with a ruler edge, like a sample drilled from the ground.

Numeric labels show the stages as strata from the ground up, grade labels five zones with the own one drawn out, score
labels a filled scale.
"""

from __future__ import annotations

from tanzuji.figures.labels.fills import Area, filled, subtracted
from tanzuji.figures.labels.marks import INK, PAPER, Mark, Sheet, box, shape, strokes
from tanzuji.figures.labels.subject import Label, scale_of

_GRADES = ("#14606b", "#5fa39a", "#e0c252", "#d98a3a", "#9e3a22")
"""Tokens `grade-a` … `grade-e`."""
_DARK = frozenset({0, 4})
_THIN = 0.9
"""Least height of a stratum, mm: what is there can be seen."""


def core(sheet: Sheet, area: Area, label: Label, *, mono: bool) -> None:
    """Draws the ruler and the core of `label` in `area`."""
    x, y, _, height = area
    sheet.add(ruler(x - 0.5, y, height))
    if label.variant == "numeric":
        sheet.add(*_strata(area, label, mono))
    elif label.variant == "grade":
        _zones(sheet, area, label, mono)
    else:
        assert label.score is not None  # checked before
        sheet.add(*_scale(area, float(label.score)))


def ruler(x: float, y: float, height: float, parts: int = 20) -> Mark:
    """Ticks to the left of `x`, every fifth one long."""
    runs = []
    for index in range(parts + 1):
        length, at = 1.6 if index % 5 == 0 else 0.9, y + height * index / parts
        runs.append(((x - length, at), (x, at)))
    return strokes(runs, 0.22)


def heights(shares: list[float], height: float) -> list[float]:
    """Heights of strata that fill `height`: as their shares, but none below `_THIN`. Shares are above 0."""
    whole = sum(shares)
    raw = [height * share / whole for share in shares]
    low = [max(one, _THIN) for one in raw]
    spare = sum(low) - height
    wide = sum(one - _THIN for one in low)
    # What the thin ones were given is taken from the others in proportion to what they have above the least.
    return [one - spare * (one - _THIN) / wide if wide else height / len(low) for one in low]


def _strata(area: Area, label: Label, mono: bool) -> list[Mark]:
    """The stages that add, filled; those that subtract as a hatched strip beside them, to the same scale."""
    x, y, width, height = area
    added = [stratum for stratum in label.strata if stratum.share > 0]
    taken = [stratum for stratum in label.strata if stratum.share < 0]
    gross = sum(stratum.share for stratum in added)
    marks: list[Mark] = []
    foot = y + height
    for stratum, tall in zip(added, heights([s.share for s in added], height) if added else [], strict=True):
        foot -= tall
        marks += filled((x, foot + 0.2, width, tall - 0.4), stratum.role, mono=mono)
    if taken:
        whole = max(gross, -sum(stratum.share for stratum in taken))
        tall = max(_THIN, height * -sum(stratum.share for stratum in taken) / whole)
        marks += subtracted((x + width * 0.66, y, width * 0.34, min(tall, height)))
    if not added:
        marks.insert(0, box(x, y, width, height, PAPER, edge=0.2))
    return marks


def _zones(sheet: Sheet, area: Area, label: Label, mono: bool) -> None:
    """Five zones, best on top; the label's own is drawn out and bold."""
    x, y, width, height = area
    signs, tall = scale_of(label.grade), height / 5
    for index, sign in enumerate(signs):
        here, top = sign == label.grade, y + index * tall
        fill = (INK if here else PAPER) if mono else _GRADES[index]
        light = here if mono else index in _DARK
        edge = 0.25 if mono else 0.0
        wide = width + (2.2 if here else 0)
        if here:
            right, middle = x + wide, top + tall / 2
            point = (
                (x, top + 0.2),
                (right, top + 0.2),
                (right + 2, middle),
                (right, top + tall - 0.2),
                (x, top + tall - 0.2),
            )
            sheet.add(shape(point, fill, edge))
        else:
            sheet.add(box(x, top + 0.2, wide, tall - 0.4, fill, edge=edge))
        size = min(width * (0.75 if here else 0.55), tall * 0.75)
        sheet.write(
            x + width / 2, top + tall / 2 + size * 0.36, sign, size, room=width, anchor="middle",
            weight=700 if here else 400, fill=PAPER if light else INK,
        )  # fmt: skip


def _scale(area: Area, score: float) -> list[Mark]:
    """A scale from 0 to 100, filled to the score, with a pointer."""
    x, y, width, height = area
    tall = height * score / 100
    at = y + height - tall
    marks: list[Mark] = [box(x, y, width, height, PAPER, edge=0.3)]
    if tall:
        marks.append(box(x, at, width, tall))
    pointer = ((x + width + 0.6, at), (x + width + 3.2, at - 1.7), (x + width + 3.2, at + 1.7))
    return [*marks, shape(pointer)]
