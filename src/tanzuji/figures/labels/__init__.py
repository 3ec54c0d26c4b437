"""The carbon label, drawn in millimetres from what a certificate says (SVG, PDF, PNG).

A tag with one cut corner: at the left the core, at the right the number. The national mark is never drawn or imitated:
there is no circle, no footprint and no green mark among the shapes.
"""

from __future__ import annotations

from tanzuji.figures.labels.code import digital_link, gtin14, status_address
from tanzuji.figures.labels.drawing import FORMATS, PIXELS_PER_INCH, TYPES, Format, draw
from tanzuji.figures.labels.notice import notice
from tanzuji.figures.labels.subject import EVIDENCE, SIZES, Evidence, Label, Size, Stratum, Variant

__all__ = [
    "EVIDENCE",
    "FORMATS",
    "PIXELS_PER_INCH",
    "SIZES",
    "TYPES",
    "Evidence",
    "Format",
    "Label",
    "Size",
    "Stratum",
    "Variant",
    "digital_link",
    "draw",
    "gtin14",
    "notice",
    "status_address",
]
