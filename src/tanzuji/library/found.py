"""What a search finds: rows with the reasons to know before choosing, and facets with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tanzuji.documents.publishers import in_english
from tanzuji.documents.regions import region
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import unit_name
from tanzuji.library import kinds
from tanzuji.library.suitability import Reason
from tanzuji.web import numerals
from tanzuji.web.language import language, say


def measure(unit: str, gas_basis: str) -> str:
    """The unit of a value as it is read: `kgCO₂e/kWh`, and `kgCO₂/kWh` for carbon dioxide alone."""
    full = numerals.unit(unit_name(unit, language()))
    return full.replace("CO₂e", "CO₂") if gas_basis == "co2" else full


AVERAGE = ("electricity > footprint-factors", "electricity > country-mix")
"""Categories of average power from the grid."""

SHOWN = 8
"""Options of a facet that stand open."""


@dataclass(frozen=True)
class Row:
    """A dataset as a list shows it; `value` in kg CO2e per `unit`, None where unknown."""

    dataset: str
    version: str
    release: str
    name: Text
    unit: str
    geography: str
    year_from: int | None
    year_to: int | None
    boundary: str
    gas_basis: str
    gwp_set: str
    category: tuple[str, ...]
    value: float | None
    confidence: str
    includes_losses: bool | None
    replaced_by: str
    source: tuple[str, ...]
    fits: bool
    reasons: tuple[Reason, ...]
    why: tuple[Text, ...] = ()
    rating: float | None = None
    """Its data-quality rating, 1 best to 5; None where it has no scores."""

    @property
    def choosable(self) -> bool:
        """Whether a footprint may stand on it."""
        return not any(reason.kind in ("refused", "unknown") for reason in self.reasons)

    @property
    def is_average(self) -> bool:
        """Whether it is the average power of a country's grid, which stands for power unless another is asked for."""
        return " > ".join(self.category) in AVERAGE

    @cached_property
    def region(self) -> Text:
        return region(self.geography).name

    @property
    def years(self) -> str:
        """`2024`, `2019–2022` or nothing."""
        first, last = self.year_from, self.year_to
        if first is None or last is None or first == last:
            return str(last or first or "")
        return f"{first}–{last}"

    @property
    def publisher(self) -> str:
        """Who published it, cut short, in the language of the request."""
        name = self.source[0] if self.source else ""
        name = in_english(name) if language() == "en" else name
        return name if len(name) <= 48 else name[:47] + "…"

    @property
    def cited(self) -> str:
        """Publisher, title and year, in the language of the request; titles as they were published."""
        told = say("，", ", ").join(self.source)
        return in_english(told) if language() == "en" else told

    @property
    def per(self) -> str:
        """The unit of the value, in the language of the request."""
        return measure(self.unit, self.gas_basis)

    @property
    def replaced(self) -> Reason | None:
        """That a newer value replaces it."""
        return next((reason for reason in self.reasons if reason.kind == "replaced"), None)

    def named(self, field: str) -> Text:
        """The name of its boundary, gas basis or confidence."""
        return kinds.named(field, str(getattr(self, field)))


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, how many datasets have it, and whether it is chosen."""

    value: str
    name: Text
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a search."""

    id: str
    name: Text
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.chosen)

    @property
    def open(self) -> tuple[Option, ...]:
        """Options that are always to be seen: the first few, and what is chosen."""
        return tuple(option for i, option in enumerate(self.options) if i < SHOWN or option.chosen)

    @property
    def folded(self) -> tuple[Option, ...]:
        """The others, which unfold."""
        return tuple(option for i, option in enumerate(self.options) if i >= SHOWN and not option.chosen)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found; `total` over all pages.

    `relaxed`: no dataset holds every word, these hold some. `cut`: the query was longer than what is looked for.
    """

    rows: tuple[Row, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    relaxed: bool = False
    cut: bool = False
