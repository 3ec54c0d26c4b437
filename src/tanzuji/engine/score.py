"""The score of a demand: kg CO2e on each reporting line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tanzuji.engine.arrays import Vector


@dataclass(frozen=True)
class Score(Mapping[str, float]):
    """Reporting line → kg CO2e, in the order of the system; `total` is their sum."""

    lines: tuple[str, ...]
    values_by_line: tuple[float, ...]

    @classmethod
    def of(cls, lines: tuple[str, ...], values: Vector) -> Score:
        return cls(lines, tuple(float(value) for value in values))

    @property
    def total(self) -> float:
        """Sum of the lines, kg CO2e."""
        return float(np.sum(self.values_by_line))

    def __getitem__(self, line: str) -> float:
        try:
            return self.values_by_line[self.lines.index(line)]
        except ValueError:
            raise KeyError(f"{line!r}; the lines are: {', '.join(self.lines)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
