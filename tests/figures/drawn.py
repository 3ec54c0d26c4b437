"""What stands in a drawing, read back from its markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Mark:
    tag: str
    roles: tuple[str, ...]
    title: str
    x: float
    y: float
    width: float
    height: float


def marks(svg: str) -> list[Mark]:
    """Every bar (rect) of a drawing, with its title."""
    return [
        Mark(
            "rect",
            tuple((e.get("class") or "").split()),
            e.findtext(f"{SVG}title") or "",
            *(float(e.get(name, "0")) for name in ("x", "y", "width", "height")),
        )
        for e in ElementTree.fromstring(svg).iter(f"{SVG}rect")
    ]


@dataclass(frozen=True)
class Words:
    text: str
    x: float
    y: float
    anchor: str
    roles: tuple[str, ...]


def words(svg: str) -> list[Words]:
    """Every line of text, without the titles inside."""
    found = []
    for e in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        text = (e.text or "") + "".join((c.text or "") + (c.tail or "") for c in e if c.tag != f"{SVG}title")
        found.append(
            Words(
                text,
                float(e.get("x", "0")),
                float(e.get("y", "0")),
                e.get("text-anchor", "start"),
                tuple((e.get("class") or "").split()),
            )
        )
    return found


@dataclass(frozen=True)
class Band:
    source: str
    target: str
    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float


def bands(svg: str) -> list[Band]:
    """Every ribbon of a flow diagram: its ends, and its thickness at the left."""
    found = []
    for e in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        title = e.findtext(f"{SVG}title") or ""
        source, target = title.rsplit(": ", 1)[0].split(" → ")
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", e.get("d", ""))]
        # M x0 y0 C . . . . x1 y1 V y . . . . . x0 y
        found.append(
            Band(source, target, numbers[0], numbers[1], numbers[6], numbers[7], numbers[-1] - numbers[1])
        )
    return found
