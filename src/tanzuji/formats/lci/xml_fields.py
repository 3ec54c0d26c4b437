"""Reading elements of any namespace: programs that export EcoSpold do not agree on which one its parts stand in."""

from __future__ import annotations

from tanzuji.formats.lci.stated import number
from tanzuji.formats.safe_xml import Element


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def find(element: Element, path: str) -> Element | None:
    """The first element at `path` (local names parted by slashes)."""
    for name in path.split("/"):
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def attribute(element: Element, path: str, name: str) -> str:
    """An attribute of the element at `path`, stripped; empty where either is absent."""
    found = find(element, path)
    return "" if found is None else str(found.get(name, "")).strip()


def number_of(element: Element, name: str) -> float | None:
    """The number in an attribute; None where it is absent or empty. Raises `import.not-a-number`, …"""
    text = element.get(name, "").strip()
    return number(text, name) if text else None


def side(element: Element, inputs: str, outputs: str) -> str:
    """EcoSpold's group of an exchange: `in` or `out` with its code, of those allowed; empty where none is stated."""
    for child in element:
        name, code = local(child), (child.text or "").strip()
        if name == "inputGroup" and code and code in inputs:
            return f"in{code}"
        if name == "outputGroup" and code and code in outputs:
            return f"out{code}"
    return ""
