"""The marks a label is made of, in mm from its upper left corner: outlines and lines of text.

Everything is a plain outline (no patterns, no gradients), so that plates, stamps and ink-jet coders take it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tanzuji.figures.labels import messages
from tanzuji.figures.labels.faces import Face, face

INK, GREY, PAPER = "#15202b", "#44525f", "#ffffff"
LEAST_LETTER = 1.4
"""Height of a Chinese character, mm: below this a label cannot be read in print."""
CHARACTER = 0.92
"""Height of a Chinese character in em of the face."""
LEAST = 1.53
"""Least size of text, mm: its characters are `LEAST_LETTER` high."""

_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_RUNS = re.compile("([₀-₉]+)")
_SMALLER, _DROP = 0.64, 0.14
_SIGNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)

Point = tuple[float, float]
Weight = Literal[400, 600, 700]


@dataclass(frozen=True, slots=True)
class Outline:
    """Closed (filled) or open outlines; each is a run of points."""

    shapes: tuple[tuple[Point, ...], ...]
    fill: str | None = INK
    stroke: str | None = None
    thickness: float = 0.0
    dash: tuple[float, float] | None = None
    closed: bool = True

    def plain(self) -> dict[str, Any]:
        return {
            "kind": "outline", "shapes": self.shapes, "fill": self.fill, "stroke": self.stroke,
            "thickness": self.thickness, "dash": self.dash, "closed": self.closed,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text at its baseline, from `x` to the right."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight = 400
    fill: str = INK
    tracking: float = 0.0

    @property
    def width(self) -> float:
        return width(self.text, self.size, self.tracking)

    def plain(self) -> dict[str, Any]:
        return {
            "kind": "words", "x": self.x, "y": self.y, "text": self.text, "size": self.size,
            "weight": self.weight, "fill": self.fill, "tracking": self.tracking,
        }  # fmt: skip


Mark = Outline | Words


@dataclass(slots=True)
class Sheet:
    """The marks of one label as they are drawn, from back to front."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        self.marks += marks

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        room: float,
        weight: Weight = 400,
        fill: str = INK,
        tracking: float = 0.0,
        least: float = LEAST,
        anchor: Literal["start", "middle"] = "start",
    ) -> float:
        """A line of text no wider than `room`: smaller where it has to be. Its width.

        Raises `label.text-too-small` where it would be smaller than `least`, `label.no-glyph`.
        """
        text = readable(text)
        size = fitting(text, size, room, tracking)
        if size < least - 1e-9:
            raise messages.TOO_SMALL.error(text=text, least=f"{least * CHARACTER:.1f}")
        taken = width(text, size, tracking)
        at = x - taken / 2 if anchor == "middle" else x
        for piece in _runs(text):
            lowered = piece[0] in "₀₁₂₃₄₅₆₇₈₉"
            shown = Words(
                at, y + size * _DROP if lowered else y, piece.translate(_LOWERED),
                size * _SMALLER if lowered else size, weight, fill, tracking,
            )  # fmt: skip
            self.add(shown)
            at += shown.width
        return taken


def _runs(text: str) -> list[str]:
    return [piece for piece in _RUNS.split(text) if piece]


def readable(text: str) -> str:
    """`text` without signs that show nothing or turn the reading direction. Raises `label.no-glyph`."""
    # The ideographic space is kept: it parts facts that stand in one line.
    kept = re.sub(r"[^\S\u3000]+", " ", _SIGNS.sub("", text)).strip()
    for character in kept.translate(_LOWERED):
        if not face().has(character):
            raise messages.NO_GLYPH.error(character=character, code=f"U+{ord(character):04X}", text=kept)
    return kept


def width(text: str, size: float, tracking: float = 0.0) -> float:
    """How wide a line is, mm; the face has no lowered figures, so these are drawn small and lower."""
    letters: Face = face()
    return sum(
        letters.width(
            piece.translate(_LOWERED), size * (_SMALLER if piece[0] in "₀₁₂₃₄₅₆₇₈₉" else 1), tracking
        )
        for piece in _runs(text)
    )


def fitting(text: str, size: float, room: float, tracking: float = 0.0) -> float:
    """`size`, or the largest at which `text` is no wider than `room`."""
    taken = width(text, size, tracking)
    return size if taken <= room else size * room / taken


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """`text` broken into at most `most` lines no wider than `room`; what is left over ends in `…`.

    Latin words and numbers stay whole where they fit; Chinese breaks anywhere but before closing punctuation.
    """
    left = readable(text)
    found: list[str] = []
    while left and len(found) < most:
        if width(left, size) <= room:
            return [*found, left]
        taken = _breaking(left, size, room, last=len(found) == most - 1)
        found.append(taken[0])
        left = taken[1]
    return found


_WORD = re.compile(r"\d[\d,.]* [A-Za-z]+ ?|[!-~]+ ?|.", re.DOTALL)
"""What stays in one line: a number with its unit, a Latin word, a Chinese character."""
_OPENING = frozenset("（《「『“‘([")
_CLOSING = frozenset("，。、；：！？）》」』”’,.;:!?)]%")


def _breaking(text: str, size: float, room: float, *, last: bool) -> tuple[str, str]:
    """The first line of `text`, and the rest; the last line ends in `…` and leaves no rest."""
    if last:
        while text and width(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text.rstrip(' ，,、;；:：-(（')}…", ""
    kept = ""
    for word in _WORD.findall(text):
        if width((kept + word).rstrip(), size) > room:
            break
        kept += word
    if not kept:  # one word wider than the line
        while width(kept + text[len(kept)], size) <= room:
            kept += text[len(kept)]
    rest = text[len(kept) :]
    while rest and len(kept) > 1 and (rest[0] in _CLOSING or kept[-1] in _OPENING):
        kept, rest = kept[:-1], kept[-1] + rest
    return kept.rstrip(), rest.lstrip()


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str | None = INK,
    *,
    edge: float = 0.0,
    dash: tuple[float, float] | None = None,
) -> Outline:
    """A rectangle; `edge` is the thickness of its ink edge, drawn inside."""
    inset = edge / 2
    a, b, c, d = x + inset, y + inset, x + width - inset, y + height - inset
    return Outline((((a, b), (c, b), (c, d), (a, d)),), fill, INK if edge else None, edge, dash)


def strokes(runs: Iterable[Sequence[Point]], thickness: float, stroke: str = INK) -> Outline:
    """Open lines of one thickness."""
    return Outline(tuple(tuple(run) for run in runs), None, stroke, thickness, None, closed=False)


def shape(points: Sequence[Point], fill: str | None = INK, edge: float = 0.0) -> Outline:
    return Outline((tuple(points),), fill, INK if edge else None, edge)
