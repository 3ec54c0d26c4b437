"""What an import said, arranged for a page: what asks for a decision first, then what is good to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.text import Text
from tanzuji.library.report_sections import Sections
from tanzuji.library.report_tables import Section

MAX_CHOICES = 60
"""Flows with several suppliers, and without one, for which the page offers a choice."""


@dataclass(frozen=True, slots=True)
class Option:
    """A process that may supply a flow; `taken` inputs go to it now."""

    id: str
    name: str
    location: str
    taken: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A flow for which a supplier may be chosen; without options the database has none that makes it."""

    flow: str
    name: str
    unit: str
    count: int
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """The report: facts as (name, text), choices, sections."""

    facts: tuple[tuple[Text, Text], ...]
    choices: tuple[Choice, ...]
    more_choices: int
    unlinked: tuple[Choice, ...]
    sections: tuple[Section, ...]


def arranged(report: Mapping[str, Any], datasets: frozenset[str]) -> Arranged:
    """The report of an import of unit processes; `datasets` are the ids that have a page."""
    maker = Sections(report, datasets)
    linking = report["linking"]
    chosen = linking.get("choices", {})
    ambiguous = tuple(
        Choice(
            row["flow"],
            row["name"],
            row.get("unit", ""),
            row["count"],
            tuple(Option(c["id"], c["name"], c["location"], c["taken"]) for c in row.get("candidates", ())),
            chosen.get(row["flow"], ""),
        )
        for row in linking["ambiguous"]
    )
    shown = {row["flow"] for row in linking["ambiguous"]}
    given = [
        Choice(row["flow"], row["name"], "", row["count"], (), f"{row['process_name']} [{row['process']}]")
        for row in linking.get("chosen", ())
        if row["flow"] not in shown
    ]
    unlinked = (
        *given,
        *(
            Choice(row["flow"], row["name"], row["unit"], row["count"], (), "")
            for row in linking["unlinked"]["flows"]
        ),
    )
    return Arranged(
        maker.facts(),
        ambiguous[:MAX_CHOICES],
        max(0, len(ambiguous) - MAX_CHOICES),
        unlinked,
        maker.sections(),
    )


def doubtful(report: Mapping[str, Any], datasets: frozenset[str]) -> Section | None:
    """The datasets of a list of factors whose value looks absurd; None where there are none."""
    return Sections(report, datasets).absurd()
