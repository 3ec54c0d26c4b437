"""What is wrong with a page for people who read, hear, magnify or use it by keyboard: WCAG 2.2 AA and good practice."""

from __future__ import annotations

from typing import Any

from selenium_axe_python import Axe
from walker import Walker

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome depends on colours; all the others judge light and dark alike."""

_STRUCTURE = """
const found = [];
const language = document.documentElement.lang;
if (!language.startsWith(arguments[0])) found.push(`the page says it is in ${language}`);
if (!document.title.trim()) found.push("no title");
const headings = [...document.querySelectorAll("h1")];
if (headings.length !== 1) found.push(`${headings.length} h1`);
const skip = document.querySelector("body a");
if (skip?.getAttribute("href") !== "#main" || !document.getElementById("main")) found.push("the first link does not skip to the content");
return found;
"""

# A focus ring is an outline at least 2 px wide, on the element or on what it belongs to (a label around its box).
_FOCUS = """
const before = document.activeElement;
const found = [];
const ring = (node) => { const s = getComputedStyle(node); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
for (const node of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
  if (node.disabled || node.tabIndex < 0 || !node.checkVisibility()) continue;
  node.focus({preventScroll: true, focusVisible: true});
  if (document.activeElement !== node) continue;
  if (!ring(node) && !(node.closest("label") && ring(node.closest("label")))) found.push(`no focus ring: ${node.outerHTML.slice(0, 120)}`);
}
before?.focus?.({preventScroll: true});
if (document.activeElement !== before) document.activeElement.blur();
return found.slice(0, 5);
"""

_WIDER = """
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1)
  .slice(-3).map((e) => `scrolls sideways (${document.documentElement.scrollWidth} > ${width}): ${e.outerHTML.slice(0, 120)}`);
"""


def axe(walker: Walker, *, colours_only: bool = False) -> list[str]:
    """What axe finds on the page as it stands: rule, element, why. The focus stays where it is."""
    only: dict[str, Any] = {"runOnly": {"type": "rule", "values": COLOURS} if colours_only else STANDARD}
    tool = Axe(walker.browser)
    if not walker.script("return 'axe' in window"):
        tool.inject()
    result = tool.run(options={**only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target'][-1]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]


def faults(walker: Walker, *, width: int, dark: bool = False, colours_only: bool = False) -> list[str]:
    """What is wrong with the page as it stands, seen at this width, light or dark; empty where nothing is."""
    walker.look(width, dark=dark)
    found = axe(walker, colours_only=colours_only) + walker.script(_WIDER)
    if not colours_only:
        found += walker.script(_STRUCTURE, walker.language) + walker.script(_FOCUS)
    return [f"at {width} px, {'dark' if dark else 'light'}: {fault}" for fault in found]
