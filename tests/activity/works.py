"""A cement works with its people, meters and books; files as its carbon manager would bring them."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from tanzuji.activity import services
from tanzuji.activity.models import Evidence, Facility, Meter, Product
from tanzuji.activity.uploads.mapping import UploadMapping, guess
from tanzuji.activity.uploads.tables import Line
from tanzuji.activity.uploads.times import span_of
from tanzuji.formats.factor_lists.sheets import read_tables
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person

_NUMBERS = itertools.count(1)


def somebody(*roles: Role, of: Organisation | None = None, mandates: str = "") -> Acting:
    """A person with roles (an editor by default) in an organisation of their own, or in `of`."""
    number = next(_NUMBERS)
    if of is None:
        of = Organisation.objects.create(
            kind="enterprise", name_zh=f"甲厂{number}", name_en=f"Works {number}", mandates=mandates
        )
    person = Person.objects.create(email=f"person-{number}@example.org", name=f"Person {number}")
    roles = roles or ("editor",)
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


def works(acting: Acting) -> Facility:
    return services.register_facility(acting, code="A", name_zh="澜石一厂", name_en="Lanshi works 1")


def meter(acting: Acting, facility: Facility, code: str, **stated: Any) -> Meter:
    given = {"carrier": "electricity", "unit": "kWh", "kind": "interval", **stated}
    return services.register_meter(acting, facility.id, code=code, **given)


def product(acting: Acting, facility: Facility, code: str, unit: str = "t") -> Product:
    return services.register_product(acting, facility.id, code=code, unit=unit, name_en=code)


def line(subject: str, when: str, value: float, unit: str = "", **more: Any) -> Line:
    return Line(
        place=f"{subject} {when}",
        subject=subject,
        span=span_of(when),
        value=value,
        written=f"{value:g}",
        unit=unit,
        **more,
    )


def read(acting: Acting, lines: Sequence[Line], kind: str = "readings", **decided: Any) -> Any:
    return services.store_lines(acting, kind, lines, decisions=services.Decisions(**decided))


def sheet(rows: Sequence[Sequence[Any]], name: str = "2025年抄表") -> bytes:
    """An Excel file with one sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)  # type: ignore[arg-type]
            elif cell is not None:
                page.write(at, column, cell)
    book.close()
    return held.getvalue()


def paper(
    acting: Acting, data: bytes = b"paper", name: str = "readings.xlsx", kind: str = "readings"
) -> Evidence:
    return services.keep_evidence(acting, data=data, name=name, kind=kind, title=name, dated=None)


def guessed(evidence_data: bytes, name: str, kind: str) -> UploadMapping:
    return guess(read_tables(evidence_data, name).table(), kind)
