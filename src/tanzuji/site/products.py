"""The products of an organisation as a table: value, unit, boundary, change to the version before, state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from tanzuji.documents.models import ProductModel
from tanzuji.engine.comparability import obstacles
from tanzuji.figures.amounts import unit_name
from tanzuji.footprints import queries
from tanzuji.footprints.live import model_of
from tanzuji.footprints.pages.wording import choice_names
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say
from tanzuji.web.numerals import unit

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Change:
    """From version `before` to the newest: a fraction, whether the method changed, whether the two compare."""

    before: int
    fraction: float
    method: bool
    comparable: bool


@dataclass(frozen=True, slots=True)
class Product:
    """A row. `total` is the newest version's, or the draft's where there is no version (`number` 0)."""

    id: UUID
    name: str
    number: int
    total: float | None
    unit: str
    boundary: str
    change: Change | None
    state: str
    errors: int
    edited_at: datetime
    edited_by: str


def products(acting: Acting) -> tuple[list[Product], int]:
    """The ten studies edited last, and how many there are."""
    studies = queries.studies(acting)
    boundaries = choice_names(("boundary", "type"))
    return [_row(study, boundaries) for study in studies[:SHOWN]], studies.count()


def _row(study: Any, boundaries: Mapping[str, tuple[str, str]]) -> Product:
    last = list(queries.versions(study).defer("footprint", "checked")[:2])
    newest = last[0] if last else None
    per = (newest or study).unit_label
    return Product(
        id=study.id,
        name=say(study.name_zh or study.name_en, study.name_en or study.name_zh),
        number=newest.number if newest else 0,
        total=queries.total_of(newest) if newest else study.total,
        unit=unit(unit_name(per.removeprefix("1 "), language())) if per else "",
        boundary=_lower(boundaries[study.boundary][language() == "en"])
        if study.boundary in boundaries
        else "",
        change=_change(*last) if len(last) == 2 else None,
        state=study.state,
        errors=study.errors,
        edited_at=study.edited_at,
        edited_by=study.edited_by.name,
    )


def _lower(words: str) -> str:
    """Words that go on in a line."""
    return words[:1].lower() + words[1:]


def _change(newest: Any, before: Any) -> Change | None:
    if not before.total:
        return None
    method, comparable = _compared(before.document, newest.document)
    return Change(
        before=before.number,
        fraction=(newest.total - before.total) / abs(before.total),
        method=method or newest.releases != before.releases,
        comparable=comparable,
    )


@lru_cache(maxsize=64)  # its keys are whole documents
def _compared(before: str, newest: str) -> tuple[bool, bool]:
    """Whether a choice of method differs between two documents, and whether their values may stand beside each
    other. Versions never change, so it is found out once; how much each step makes is told by the page of
    comparison, which computes."""
    old, new = model_of(before), model_of(newest)
    return _methods(old) != _methods(new), not obstacles(old, new)


def _methods(model: ProductModel) -> tuple[Any, ...]:
    """The choices that change a result without changing the product."""
    return model.method, tuple((process.id, process.allocation.method) for process in model.processes)
