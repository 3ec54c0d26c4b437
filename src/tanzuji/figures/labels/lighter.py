"""An SVG as typst writes it, made lighter: digits that nobody can see, and attributes that hold anyway, are left out.

A label comes out at little more than half its size. No point of an outline moves by more than half a thousandth of a point
(0.2 µm), however long the outline: what one step loses, the next makes up for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DECIMALS = 3
_INITIAL = re.compile(
    r' (?:fill-rule="nonzero"|stroke-linecap="butt"|stroke-linejoin="miter"|stroke-miterlimit="4")'
)
"""Values that SVG 1.1 gives these properties where nothing is said; nothing around a path says otherwise."""
_PATH = re.compile(r' d="([^"]*)"')
_LONG = re.compile(r"-?\d+\.\d{5,}")
_NAME = re.compile(r'(?<=["#])g([0-9A-F]{9,})(?=")')
_STEP = re.compile(r"([MmLlHhVvCcZz])([^A-Za-z]*)")
_COUNTS = {"M": 2, "m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "Z": 0}


def lighter(svg: str) -> str:
    """The same drawing. What is not understood in a path stays as it is."""
    svg = _PATH.sub(lambda found: f' d="{_outline(found[1])}"', _INITIAL.sub("", svg))
    svg = _LONG.sub(lambda found: _number(float(found[0])), svg)
    return _NAME.sub(lambda found: f"g{found[1][:12]}", svg)


def _outline(path: str) -> str:
    steps = [(found[1], [float(part) for part in found[2].split()]) for found in _STEP.finditer(path)]
    if any(_COUNTS.get(step) != len(given) for step, given in steps):
        return path
    return "".join(_rounded(steps))


def _rounded(steps: list[tuple[str, list[float]]]) -> Iterator[str]:
    """Every step from where the rounded outline has come to, so that errors do not add up."""
    x = y = begun_x = begun_y = 0.0  # as typst has it
    at_x = at_y = at_begun_x = at_begun_y = 0.0  # as it is written
    for step, given in steps:
        if step == "Z":
            x, y, at_x, at_y = begun_x, begun_y, at_begun_x, at_begun_y
            yield "Z"
            continue
        from_x, from_y = (0.0, 0.0) if step == "M" else (x, y)
        base_x, base_y = (0.0, 0.0) if step == "M" else (at_x, at_y)
        points: list[tuple[float | None, float | None]]
        if step == "h":
            points = [(from_x + given[0], None)]
        elif step == "v":
            points = [(None, from_y + given[0])]
        else:
            points = [(from_x + a, from_y + b) for a, b in zip(given[::2], given[1::2], strict=True)]
        told = []
        for to_x, to_y in points:
            told += [round(to_x - base_x, DECIMALS)] if to_x is not None else []
            told += [round(to_y - base_y, DECIMALS)] if to_y is not None else []
        last_x, last_y = points[-1]
        if last_x is not None:
            x, at_x = last_x, base_x + told[0 if step == "h" else -2]
        if last_y is not None:
            y, at_y = last_y, base_y + told[-1]
        if step in "Mm":
            begun_x, begun_y, at_begun_x, at_begun_y = x, y, at_x, at_y
        yield step + " ".join(_number(part) for part in told)


def _number(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
