"""Values of encrypted fields on their way: as they lie in the table, those that do not open, and how rows hand them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import NotSupportedError, models
from django.db.models.lookups import BuiltinLookup, Contains, Exact
from django.db.models.query_utils import DeferredAttribute

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import sealing

Place = tuple[str, ...]
"""Tenant, table, column, and what tells the row from all others."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value as it lies in the table: plain or sealed. Only such a value is written."""

    value: str | bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a value that does not open; a row raises `error` once the field is asked for, not before."""

    place: Place
    key_id: str | None
    """The key that is not held; none where the text itself is not right."""

    def error(self) -> CodedError:
        where = f"{self.place[1]}.{self.place[2]} {'/'.join(self.place[3:])}"
        if self.key_id is None:
            return sealing.ALTERED.error(where, place=where)
        return sealing.KEY_UNKNOWN.error(where, place=where, key=self.key_id)


class Opened(DeferredAttribute):
    """The attribute of a row: what was opened, or the error why it could not be."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Unreadable):
            raise value.error()
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class Nothing(Exact):
    """`field=None` alone: two ciphertexts of one text differ."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        raise NotSupportedError("an encrypted field cannot be compared in the database")


class PerhapsContains(Contains):
    """Rows whose plain text contains the words, and every row that is encrypted: open them, and look."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        found, params = super().as_sql(compiler, connection)
        column, of_column = self.process_lhs(compiler, connection)
        return f"({found} OR {column} LIKE %s)", (*params, *of_column, f"{sealing.OWN.decode()}%")


class Encrypted(BuiltinLookup[Any]):
    """`document__encrypted=True`: the rows that lie encrypted; `False`: those that lie plain."""

    lookup_name = "encrypted"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        said = "LIKE" if self.rhs else "NOT LIKE"
        return f"{column} {said} %s", (*params, f"{sealing.SEALED.decode()}%")
