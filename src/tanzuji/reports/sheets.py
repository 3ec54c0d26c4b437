"""What a sheet of the data workbook is made of."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: title, heads, column widths, rows, and which columns hold shares (0.1 = 10 %)."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: frozenset[int] = frozenset()


def widths(heads: tuple[str, ...], wide: dict[int, float]) -> tuple[float, ...]:
    """The width of every column: those given, 14 for the others."""
    return tuple(wide.get(i, 14.0) for i in range(len(heads)))
