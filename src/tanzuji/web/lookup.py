"""Looking one row up by the number somebody named, which may be no number at all."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from tanzuji.web.answers import absent

Row = TypeVar("Row", bound=Model)


def named(rows: QuerySet[Row], **by: UUID | str | int) -> Row | None:
    """The first of the rows that is so; None where none is, and for a number that is none."""
    try:
        return rows.filter(**by).first()
    except (ValidationError, ValueError):
        return None


def there(row: Row | None) -> Row:
    """The row itself. Raises `web.absent` where there is none."""
    if row is None:
        raise absent()
    return row


def by_id(rows: QuerySet[Row], id_: UUID | str | int) -> Row:
    """The row of this number. Raises `web.absent`, for a number that is none as well."""
    return there(named(rows, pk=id_))
