"""Whether a year of readings looks right: energy per unit of product month by month (SH-106)."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.activity.amounts.plausibility import outstanding
from tanzuji.activity.models import Product
from tanzuji.activity.queries.amounts import Books


@dataclass(frozen=True, slots=True)
class Intensity:
    """A month: what the product bore of a carrier or good per unit made; None where either is not known whole."""

    month: str
    amount: float | None
    output: float | None
    flagged: bool = False

    @property
    def value(self) -> float | None:
        return self.amount / self.output if self.amount is not None and self.output else None


@dataclass(frozen=True, slots=True)
class Course:
    """A carrier or good of a product through the period; `mean` is the sum over the sum of the known months."""

    key: str
    unit: str
    months: tuple[Intensity, ...]

    @property
    def mean(self) -> float | None:
        known = [month for month in self.months if month.value is not None]
        made = sum(month.output or 0.0 for month in known)
        return sum(month.amount or 0.0 for month in known) / made if made else None


def courses(books: Books, product: Product) -> list[Course]:
    """Every carrier and good a product bears, month by month of the period."""
    spans = books.period.months()
    monthly = [books.within(span) for span in spans]
    borne = [{each.key: each for each in one.borne(product)} for one in monthly]
    made = [one.made(product) for one in monthly]
    found = []
    for each in books.borne(product):
        points = []
        for span, here, output in zip(spans, borne, made, strict=True):
            known = here.get(each.key)
            amount = known.amount if known is not None and known.complete else None
            points.append((f"{span.first:%Y-%m}", amount, output))
        values = [amount / output if amount is not None and output else None for _, amount, output in points]
        flags = outstanding(values)
        months = tuple(Intensity(*point, flag) for point, flag in zip(points, flags, strict=True))
        found.append(Course(each.key, each.unit, months))
    return found
