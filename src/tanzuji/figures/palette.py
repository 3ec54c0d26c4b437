"""The colours behind the role classes, for drawings that leave the page: PDF, DOCX, a saved file.

Values are those of the style sheet's tokens (light and print). On a page the style sheet colours the same
classes, and the page holds the two hatch patterns once (`hatches`).
"""

from __future__ import annotations

import re
from typing import Literal

Theme = Literal["light", "print"]

_SHARED = {
    "stage-raw": "#2a4c9a", "stage-manufacturing": "#cc6714", "stage-distribution": "#249898",
    "stage-use": "#eebc42", "stage-end-of-life": "#64102e", "stage-recycling": "#9acff5",
    "line-fossil": "#2e3945", "line-biogenic": "#9da22e", "line-removal": "#3d8880", "line-luc": "#914c0e",
    "line-aircraft": "#5cb9ec", "paper": "#ffffff",
}  # fmt: skip

TOKENS: dict[Theme, dict[str, str]] = {
    "light": _SHARED | {
        "stage-edge": "#15202b", "ink": "#15202b", "ink-2": "#44525f", "line": "#d5dce0",
        "control": "#76848f", "wash-2": "#e9edef", "accent": "#1b4f8f",
    },
    "print": _SHARED | {
        # On paper the accent is black; a dark grey keeps accent bars apart from the grey ones and from ink.
        "stage-edge": "#000000", "ink": "#000000", "ink-2": "#222222", "line": "#bbbbbb",
        "control": "#777777", "wash-2": "#eeeeee", "accent": "#333333",
    },
}  # fmt: skip

_PLAIN = {
    "f-raw": "stage-raw", "f-manufacturing": "stage-manufacturing", "f-distribution": "stage-distribution",
    "f-eol": "stage-end-of-life", "f-fossil": "line-fossil", "f-luc": "line-luc", "f-ink": "ink",
    "f-ink-2": "ink-2", "f-grey": "control", "f-wash": "wash-2", "f-accent": "accent",
}  # fmt: skip
_EDGED = {
    "f-use": "stage-use", "f-recycling": "stage-recycling", "f-biogenic": "line-biogenic",
    "f-aircraft": "line-aircraft",
}  # fmt: skip

ROLES: frozenset[str] = frozenset(
    {
        *_PLAIN,
        *_EDGED,
        "f-credit",
        "f-removal",
        "chart",
        "wide",
        "flow",
        "t2",
        "strong",
        "axis",
        "baseline",
        "grid",
    }
)
"""Every class a figure may use."""

FONTS = (
    "'Noto Sans SC', 'Source Han Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
)


def hatches(theme: Theme | None = None) -> str:
    """`<defs>` with the patterns of credits and removals; without a theme in the page's own variables."""
    ink, removal, paper = (
        f"var(--{name})" if theme is None else TOKENS[theme][name]
        for name in ("ink", "line-removal", "paper")
    )
    return (
        "<defs>"
        + _hatch("hatch-credit", ink, paper, 2.2)
        + _hatch("hatch-removal", removal, paper, 3)
        + "</defs>"
    )


def _hatch(name: str, stroke: str, paper: str, width: float) -> str:
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{paper}"/>'
        f'<path d="M0 0V6" stroke="{stroke}" stroke-width="{width}"/></pattern>'
    )


def rules(theme: Theme = "light") -> str:
    """The style rules of every role, with the colours of `theme`."""
    token = TOKENS[theme]
    edge = f"stroke:{token['stage-edge']};stroke-width:.5"
    lines = [f".{role}{{fill:{token[name]}}}" for role, name in _PLAIN.items()]
    lines += [f".{role}{{fill:{token[name]};{edge}}}" for role, name in _EDGED.items()]
    lines += [
        f".f-credit{{fill:url(#hatch-credit);stroke:{token['ink']};stroke-width:.75}}",
        f".f-removal{{fill:url(#hatch-removal);stroke:{token['line-removal']};stroke-width:1}}",
        f"text{{font-family:{FONTS};font-size:13px;fill:{token['ink']};paint-order:stroke;"
        f"stroke:{token['paper']};stroke-width:2.5px;stroke-opacity:.7;stroke-linejoin:round}}",
        f".t2{{font-size:12px;fill:{token['ink-2']}}}",
        ".strong{font-weight:600}",
        f".grid{{stroke:{token['line']}}}",
        f".axis{{stroke:{token['control']}}}",
        f".baseline{{stroke:{token['ink']}}}",
        ".flow{opacity:.42}",
    ]
    return "\n".join(lines)


def standalone(svg: str, theme: Theme = "light") -> str:
    """The drawing with its own size, colours, fonts and patterns: for PDF, DOCX and rasterisers."""
    opening, rest = svg.split(">", 1)
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', opening)
    assert size is not None  # every drawing of this package has one
    sized = f'{opening} width="{size[1]}" height="{size[2]}">'
    return f"{sized}<style>{rules(theme)}</style>{hatches(theme)}{_lowered(rest)}"


def _lowered(marks: str) -> str:
    """Subscript signs drawn as small lowered digits: faces that come with documents often lack the signs."""

    def lower(match: re.Match[str]) -> str:
        if match[1]:  # titles are words, not drawn
            return match[1]
        digits = "".join(chr(ord(sign) - 0x2080 + ord("0")) for sign in match[2])
        after = f'<tspan dy="-2.5">{match[3]}</tspan>' if match[3] else ""
        return f'<tspan dy="2.5" font-size="9">{digits}</tspan>{after}'

    return re.sub(r"(<title>.*?</title>)|([₀-₉]+)([^<₀-₉]*)", lower, marks)
