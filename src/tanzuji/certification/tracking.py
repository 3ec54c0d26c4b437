"""Tracking a product's footprint over time (TR-01): what comes from methods and what is a real change, apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.rounding import round_to_digits


@dataclass(frozen=True, slots=True)
class Tracked:
    """A footprint then and now per the same unit; `method` is the part of the change that methods and factors made."""

    base: Decimal
    value: Decimal
    method: Decimal = Decimal(0)

    @property
    def change(self) -> Decimal:
        return self.value - self.base

    @property
    def real(self) -> Decimal:
        """What the product itself changed by; negative where it reduced."""
        return self.change - self.method

    @property
    def percent(self) -> Decimal | None:
        """The real change in per cent of the base, three digits; None on a base of nothing."""
        return round_to_digits(self.real / self.base * 100, 3) if self.base else None

    def meets(self, percent_a_year: Decimal, years: int) -> bool:
        """Whether the real reduction reaches so many per cent a year; with 0, whether there is any."""
        if not self.base:
            return False
        reduced = -self.real
        if not percent_a_year:
            return reduced > 0
        return reduced >= self.base * percent_a_year * years / 100

    def departs(self, percent: Decimal) -> bool:
        """Whether the value departs from the certified one so far that it has to be verified anew."""
        return bool(self.base) and abs(self.change) > abs(self.base) * percent / 100
