"""Places inside a document, written as paths: `processes[0].inputs[2].amount`."""

from __future__ import annotations

from collections.abc import Container


def nearest_place(path: str, known: Container[str]) -> str:
    """`path`, or the nearest place around it that is known; empty where none is."""
    while path and path not in known:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return path
