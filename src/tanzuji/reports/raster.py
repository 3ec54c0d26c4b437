"""Figures as PNG, drawn by typst with the same faces as the PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typst

from tanzuji.figures import Figure, standalone
from tanzuji.reports.pdf import fonts

PIXELS_PER_INCH = 200

_PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#let drawings = json(bytes(sys.inputs.drawings))
#for (i, svg) in drawings.enumerate() {
  if i > 0 { pagebreak() }
  image(bytes(svg), format: "svg", width: 17cm)
}
"""


def pictures(figures: Sequence[Figure]) -> list[bytes]:
    """One PNG a figure, 17 cm wide at 200 pixels an inch."""
    if not figures:
        return []
    drawings = json.dumps([standalone(figure.svg) for figure in figures])
    drawn = typst.compile(
        _PAGES, font_paths=fonts(), sys_inputs={"drawings": drawings}, format="png", ppi=PIXELS_PER_INCH
    )
    return [drawn] if isinstance(drawn, bytes) else list(drawn or ())
