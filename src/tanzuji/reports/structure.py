"""Footprint and findings → report: sections as data, in the order of the national product standards.

1 basic information, 2 goal, 3 scope, 4 inventory, 5 impact assessment, 6 interpretation, annexes. Nothing is
invented: what the model does not state stands in the report as not stated.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.reports import opening
from tanzuji.reports.annexes import annexes, reproduction
from tanzuji.reports.blocks import Block, Drawing, Report, Section, Table, cleaned
from tanzuji.reports.checklist import checklist
from tanzuji.reports.impact import impact
from tanzuji.reports.interpretation import interpretation
from tanzuji.reports.inventory import inventory
from tanzuji.reports.scope import scope
from tanzuji.reports.study import Study
from tanzuji.reports.wording import labels


def build_report(
    footprint: Footprint,
    check: CheckResult | None = None,
    uncertainty: FootprintUncertainty | None = None,
    *,
    language: Language = "zh",
    date: datetime.date | None = None,
) -> Report:
    """The study report of a footprint. Without `date` it bears none, and its bytes depend on nothing else."""
    study = Study(footprint, check, language, date, uncertainty)
    cover = opening.cover(study)
    body = _numbered(
        (
            opening.basics(study),
            opening.goal(study),
            scope(study),
            inventory(study),
            impact(study),
            interpretation(study),
        )
    )
    attached = annexes(study)
    lettered = tuple(_lettered(section, i) for i, section in enumerate(attached))
    contents = _lettered(checklist(study, (*body, *lettered)), len(attached))
    last = _lettered(reproduction(study), len(attached) + 1)
    sections = (opening.summary(study), *body, *lettered, contents, last)
    maker = study.text(study.model.product.maker)
    report = Report(
        language=language,
        title=f"{study.model.product.name.to(language)}{study.say(' ', ' – ')}{opening.title(study)}",
        author=maker or "",
        study=study.digest,
        generator=f"tanzuji {footprint.engine_version}",
        cover=cover,
        sections=_captioned(sections),
        labels=labels(language == "zh"),
        date=date.isoformat() if date else None,
    )
    return cleaned(report)


def _numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(_with_number(section, str(i)) for i, section in enumerate(sections, 1))


def _lettered(section: Section, place: int) -> Section:
    return _with_number(section, "ABCDEFGHIJ"[place])


def _with_number(section: Section, number: str) -> Section:
    below = tuple(_with_number(s, f"{number}.{i}") for i, s in enumerate(section.sections, 1))
    return replace(section, number=number, sections=below)


def _captioned(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Tables and figures numbered through the report."""
    tables, figures = count(1), count(1)
    return tuple(_with_captions(section, tables, figures) for section in sections)


def _with_captions(section: Section, tables: Iterator[int], figures: Iterator[int]) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table):
            blocks.append(replace(block, number=next(tables)))
        elif isinstance(block, Drawing):
            blocks.append(replace(block, number=next(figures)))
        else:
            blocks.append(block)
    below = tuple(_with_captions(s, tables, figures) for s in section.sections)
    return replace(section, blocks=tuple(blocks), sections=below)
