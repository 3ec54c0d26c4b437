"""Parts that every size of a label has: the tag's outline, the word of evidence, the legend of the stages."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.figures.labels.fills import filled, subtracted
from tanzuji.figures.labels.marks import INK, LEAST, PAPER, Outline, Sheet, box, lines, shape, strokes, width
from tanzuji.figures.labels.subject import Evidence, Label, Stratum

_FRAME: dict[Evidence, float] = {"self": 0.35, "verified": 0.5, "certified": 0.9}
_DASH = (1.6, 1.0)


def frame_inset(evidence: Evidence) -> float:
    """How far the inner edge of the frame is from the tag's edge, mm."""
    return 0.3 + _FRAME[evidence]


def frame(sheet: Sheet, evidence: Evidence, cut: float) -> None:
    """White ground with one cut corner, and the frame that tells the evidence."""
    w, h, thick = sheet.width, sheet.height, _FRAME[evidence]
    sheet.add(shape(((0, 0), (w - cut + 0.1, 0), (w, cut - 0.1), (w, h), (0, h)), PAPER))
    i = thick / 2 + 0.3
    edge = ((i, i), (w - cut, i), (w - i, cut), (w - i, h - i), (i, h - i))
    sheet.add(Outline((edge,), None, INK, thick, _DASH if evidence == "self" else None))


def word(sheet: Sheet, x: float, y: float, label: Label, *, tall: float, size: float) -> None:
    """The word of evidence with its sign: solid where certified, outlined where verified, dashed where self-declared."""
    said = label.evidence_word
    wide = width(said, size) + 2.4 + tall * 0.75
    if label.evidence == "certified":
        sheet.add(box(x, y, wide, tall))
        colour = PAPER
    else:
        sheet.add(
            box(x, y, wide, tall, None, edge=0.3, dash=(0.9, 0.6) if label.evidence == "self" else None)
        )
        colour = INK
    sheet.add(strokes(_sign(label.evidence, x + 1 + tall * 0.3, y + tall / 2, tall * 0.3), 0.3, colour))
    sheet.write(x + 1 + tall * 0.75, y + tall * 0.72, said, size, room=wide, weight=600, fill=colour)


def _sign(evidence: Evidence, x: float, y: float, k: float) -> list[list[tuple[float, float]]]:
    """A seal, a tick or a voice around (x, y), `k` to each side."""
    if evidence == "certified":
        seal = [(x - k, y - k), (x + k, y - k), (x + k, y + k), (x - k, y + k), (x - k, y - k)]
        return [seal, [(x - k * 0.5, y + k * 0.05), (x - k * 0.1, y + k * 0.45), (x + k * 0.6, y - k * 0.4)]]
    if evidence == "verified":
        return [[(x - k * 0.7, y + k * 0.05), (x - k * 0.2, y + k * 0.55), (x + k * 0.7, y - k * 0.5)]]
    top, foot = y - k * 0.8, y + k * 0.5
    return [[(x - k, top), (x + k, top), (x + k, foot), (x - k * 0.1, foot), (x - k * 0.7, foot + k * 0.6),
             (x - k * 0.7, foot), (x - k, foot), (x - k, top)]]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One stage of the legend with its share in words."""

    stratum: Stratum
    text: str


def keys(label: Label) -> list[Key]:
    """`生产 94%` for each stage that is not nothing; a share is of the total, so credits are below zero."""
    return [
        Key(stratum, f"{stratum.name} {_percent(stratum.share)}")
        for stratum in label.strata
        if stratum.share != 0
    ]


def _percent(share: float) -> str:
    if 0 < abs(share) < 0.005:
        return "<1%" if share > 0 else "−<1%"
    return f"{share * 100:.0f}%".replace("-", "−")


def legend(sheet: Sheet, x: float, y: float, label: Label, *, room: float, size: float, mono: bool) -> float:
    """The legend from baseline `y` on, in as many lines as it takes; the baseline of its last line."""
    rows = rows_of(keys(label), room, size)
    for index, row in enumerate(rows):
        at, base = x, y + index * size * 1.25
        for key in row:
            area = (at, base - size * 0.82, size * 0.84, size * 0.84)
            sheet.add(
                *(subtracted(area) if key.stratum.share < 0 else filled(area, key.stratum.role, mono=mono))
            )
            at += size * 1.1
            (said,) = lines(key.text, size, room - size * 1.1, 1)
            at += sheet.write(at, base - 0.05, said, size, room=room) + size * 0.75
    return y + (len(rows) - 1) * size * 1.25


def rows_of(found: list[Key], room: float, size: float) -> list[list[Key]]:
    """Keys in lines no wider than `room`."""
    rows: list[list[Key]] = [[]]
    left = room
    for key in found:
        takes = size * 1.1 + width(key.text, size)
        if rows[-1] and takes > left:
            rows.append([])
            left = room
        rows[-1].append(key)
        left -= takes + size * 0.75
    return rows


def legend_size(label: Label, room: float, size: float, most: int) -> float:
    """`size`, or what lets the legend stand in `most` lines; not below the least."""
    while size > LEAST and len(rows_of(keys(label), room, size)) > most:
        size = max(LEAST, size - 0.05)
    return size
