"""A small SVG writer: escaped text, short numbers, and an estimate of how wide text will be.

Marks carry role classes, never colours or `style` attributes, so that one drawing serves a page under a
strict content security policy in light, dark and print; `palette.standalone` adds real colours.
"""

from __future__ import annotations

import math
import re

from tanzuji.documents.errors import define

NOT_FINITE = define(
    "figure.not-finite",
    zh="图中的一个数不是有限的数（{value}）。",
    en="A number in the figure is not finite ({value}).",
    remedy_zh="请检查模型里是否有大得不合理的用量。",
    remedy_en="Look for an amount of unreasonable size in the model.",
)

TEXT = 13.0
"""Size of chart text in drawing units (token `--text-s`)."""
SMALL = 12.0
"""Size of `t2` text (token `--text-xs`)."""

# Characters that XML 1.0 does not allow, and marks that turn the reading direction.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Braces are written as references so that no template engine downstream takes a name for an expression.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "{": "&#123;", "}": "&#125;"}

# Advance widths in em, rounded up from common sans-serif faces.
_NARROW, _MIDDLE, _WIDE = frozenset("ijl|.,:;'!`"), frozenset('frtI()[]-/"*\\'), frozenset("mwMW@%−–+=<>~")


def escape(text: str) -> str:
    """`text` made safe for element content and double-quoted attributes."""
    kept = _DIRECTION.sub("", _FORBIDDEN.sub("\ufffd", text))
    return "".join(_ESCAPES.get(character, character) for character in " ".join(kept.split()))


def number(value: float) -> str:
    """`value` with at most two decimals and nothing superfluous. Raises `figure.not-finite`."""
    if not math.isfinite(value):
        raise NOT_FINITE.error(value=value)
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in {"-0", ""} else short


def element(tag: str, content: str = "", **attributes: str | float | None) -> str:
    """`<tag …>content</tag>`; `content` is markup. `class_` → `class`, other `_` → `-`; None is left out."""
    written = ""
    for name, value in attributes.items():
        if value is None or value == "":
            continue
        key = "class" if name == "class_" else name.replace("_", "-")
        written += f' {key}="{escape(value) if isinstance(value, str) else number(value)}"'
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def tooltip(text: str) -> str:
    """A `<title>`: the full text of a mark."""
    return element("title", escape(text)) if text else ""


def text_width(text: str, size: float = TEXT) -> float:
    """How wide `text` will be, in drawing units; errs on the wide side."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if (
        character >= "\u2e80" or character in "·“”‘’…—"
    ):  # CJK, kana, full-width forms; full width in CJK faces
        return 1.0
    if character in _NARROW:
        return 0.3
    if character in " \u00a0":
        return 0.28
    if character in _MIDDLE:
        return 0.4
    if character in _WIDE:
        return 0.92
    if character.isdigit():
        return 0.57
    return 0.7 if character.isupper() else 0.58


def fit(text: str, width: float, size: float = TEXT) -> str:
    """`text`, or as much of it as `width` holds followed by `…`; empty where not even one sign fits."""
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    kept = ""
    for character in text:
        room -= size * _advance(character)
        if room < 0:
            break
        kept += character
    kept = kept.rstrip(" ，,、;；:：-(（")
    return f"{kept}…" if kept else ""


def label(
    x: float, y: float, text: str, *, width: float | None = None, role: str = "", anchor: str = "start"
) -> str:
    """One line of text at its baseline; cut to `width`, and then with the full text in its `<title>`."""
    size = SMALL if "t2" in role else TEXT
    # Semibold is a few per cent wider than the estimate's regular.
    room = width if width is None or "strong" not in role else width * 0.95
    shown = text if room is None else fit(text, room, size)
    if not shown:
        return ""
    full = tooltip(text) if shown != text else ""
    return element(
        "text",
        escape(shown) + full,
        class_=role,
        x=x,
        y=y,
        text_anchor=anchor if anchor != "start" else None,
    )


def rect(x: float, y: float, width: float, height: float, role: str, title: str = "") -> str:
    """A bar, with what it stands for in its `<title>`."""
    return element("rect", tooltip(title), class_=role, x=x, y=y, width=width, height=height)


def line(x1: float, y1: float, x2: float, y2: float, role: str) -> str:
    return element("line", class_=role, x1=x1, y1=y1, x2=x2, y2=y2)


def drawing(
    content: str, width: float, height: float, *, title: str, summary: str, wide: bool = False
) -> str:
    """The `<svg>` around `content`: an image with its name as title and its result as label."""
    return element(
        "svg",
        tooltip(title) + content,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart wide" if wide else "chart",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_label=f"{title}: {summary}" if title.isascii() else f"{title}：{summary}",
    )
