"""The fields. The database itself hands out the identity of the row with every value, so that `.values()` and joins open
values as well, and none opens at another row: tenant, table, column and row are authenticated (`proofs.sealing`).

What cannot be done with ciphertext is refused: searching in such a field, `update` and `bulk_update` of it (`prepared`
seals for a known row), reading it with `raw()`. Ordering by it, and functions that give another type (`Length`), are not
refused and see what lies in the table: do them in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import NotSupportedError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

from tanzuji.ledger.sealed import keys
from tanzuji.ledger.sealed.values import (
    Encrypted,
    Nothing,
    Opened,
    PerhapsContains,
    Place,
    Stored,
    Unreadable,
)
from tanzuji.proofs import sealing

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _BinaryField = models.BinaryField[Any, Any]  # of rows that may have none, and rows that always do
else:
    _TextField, _BinaryField = models.TextField, models.BinaryField

BETWEEN = "\x1f"
"""Stands between the parts of a row's identity, none of which holds it."""


class Sealed:
    """What texts and bytes have in common.

    `tenant`: the key to the organisation whose row it is, through one parent at most. `row`: columns that tell the row
    from all others, are known before it is written and never change: its id if that is made here, else its own key.
    """

    descriptor_class: Any = Opened
    model: type[models.Model]
    name: str
    attname: str
    column: Any
    deconstruct: Callable[[], Any]

    def __init__(
        self, *args: Any, tenant: str = "organisation", row: tuple[str, ...] = ("id",), **kwargs: Any
    ) -> None:
        self.tenant, self.row = tenant, row
        field: Any = super()
        field.__init__(*args, **kwargs)

    def clone(self) -> Any:
        _, _, args, kwargs = self.deconstruct()
        return type(self)(*args, tenant=self.tenant, row=self.row, **kwargs)

    # writing

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        return value if value is None or isinstance(value, Stored) else self.sealed(model_instance, value)

    def sealed(self, instance: models.Model, value: str | bytes) -> Stored:
        """The value as it is to be written into the row of `instance`. Raises `sealing.keys-missing`."""
        plain = self._as_bytes(value)
        key = keys.newest()
        if key is not None:
            return Stored(self._kept(key, sealing.seal(key, plain, self.place_of(instance))))
        return Stored(self._written(sealing.ESCAPED + plain if plain.startswith(sealing.OWN) else plain))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, Stored):
            raise NotSupportedError(f"{self.name} is encrypted for its row: save the row, or use prepared()")
        field: Any = super()
        return field.get_db_prep_save(value.value, connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        if hasattr(value, "as_sql"):
            raise NotSupportedError(f"{self.name} is encrypted for its row: no expression can be written")
        usual = getattr(super(), "get_placeholder", None)
        return "%s" if usual is None else str(usual(value, compiler, connection))

    # reading

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """The column behind the identity of its row."""
        table, _, column = sql.rpartition(".")
        if not table or column != compiler.connection.ops.quote_name(self.column):
            raise NotSupportedError(f"{self.name} is encrypted for its row: no expression can be read")
        quoted = compiler.connection.ops.quote_name
        own = [f"{table}.{quoted(of.column)}" for of in self._row_columns]
        parent, tenant = self._tenant_columns
        if parent is None:
            first = f"{table}.{quoted(tenant.column)}"
        else:
            above = parent.related_model._meta
            first = (
                f"(SELECT sealed_for.{quoted(tenant.column)} FROM {quoted(above.db_table)} sealed_for "
                f"WHERE sealed_for.{quoted(above.pk.column)} = {table}.{quoted(parent.column)})"
            )
        named = f" || '{BETWEEN}' || ".join(f"COALESCE(CAST({part} AS text), '')" for part in (first, *own))
        return self._framed(f"{named} || '{BETWEEN}'", sql, compiler.connection), params

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The plain value, or an Unreadable where it does not open."""
        if value is None:
            return None
        try:
            tenant, *named, kept = self._split(value)
            place = self._place(tenant, named)
        except ValueError:
            raise NotSupportedError(f"{self.name} is encrypted for its row: raw() cannot read it") from None
        return self._opened(place, kept)

    def opened(self, instance: models.Model, stored: Any) -> Any:
        """The plain value of what lies in the row of `instance`, or an Unreadable."""
        return self._opened(self.place_of(instance), stored)

    def _opened(self, place: Place, kept: Any) -> Any:
        head = self.head_of(kept)
        if not head.startswith(sealing.OWN):
            return kept
        if head.startswith(sealing.ESCAPED):
            return kept[len(sealing.ESCAPED) :]
        key_id = sealing.key_of(head)
        key = keys.by_id(key_id) if key_id is not None else None
        if key is None:
            return Unreadable(place, key_id)
        try:
            return self._from_bytes(sealing.unseal(key, self._body(kept), place))
        except sealing.NotOpened:
            return Unreadable(place, None)

    # the row

    def place_of(self, instance: models.Model) -> Place:
        """Where the value of that row stands."""
        parent, tenant = self._tenant_columns
        owner = instance if parent is None else getattr(instance, parent.name)
        named = [getattr(instance, of.attname) for of in self._row_columns]
        return self._place(getattr(owner, tenant.attname), named)

    def _place(self, tenant: Any, named: list[Any]) -> Place:
        if len(named) != len(self.row):
            raise ValueError("no row")
        meta, of = self.model._meta, self._tenant_columns[1]
        row = [_said(column, value) for column, value in zip(self._row_columns, named, strict=True)]
        return (_said(of, tenant), meta.db_table, str(self.column), *row)

    @cached_property
    def _row_columns(self) -> list[Any]:
        return [self.model._meta.get_field(name) for name in self.row]

    @cached_property
    def _tenant_columns(self) -> tuple[Any, Any]:
        """The key to the parent, or none, and the parent's or the row's own key to the organisation."""
        path = self.tenant.split("__")
        parent = self.model._meta.get_field(path[0]) if len(path) > 1 else None
        model = cast(Any, parent).related_model if parent is not None else self.model
        return parent, model._meta.get_field(path[-1])

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name == "exact":
            return Nothing
        field: Any = super()
        known = lookup_name in ("isnull", "perhaps_contains", "encrypted")
        found: type[Lookup[Any]] | None = field.get_lookup(lookup_name) if known else None
        return found

    # what texts and bytes do differently

    def _as_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def _from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def _written(self, plain: bytes) -> str | bytes:
        raise NotImplementedError

    def _kept(self, key: sealing.SealingKey, sealed: bytes) -> str | bytes:
        raise NotImplementedError

    def _body(self, kept: Any) -> bytes:
        raise NotImplementedError

    def head_of(self, kept: Any) -> bytes:
        """What a value begins with as it lies in the table; it tells whether and with which key it is encrypted."""
        raise NotImplementedError

    def _split(self, value: Any) -> list[Any]:
        raise NotImplementedError

    def _framed(self, named: str, column: str, connection: BaseDatabaseWrapper) -> str:
        raise NotImplementedError


class SealedTextField(Sealed, _TextField):
    """A text."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def _as_bytes(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} is a text")
        return value.encode()

    def _from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def _written(self, plain: bytes) -> str:
        return plain.decode()

    def _kept(self, key: sealing.SealingKey, sealed: bytes) -> str:
        return sealing.as_text(key, sealed)

    def _body(self, kept: str) -> bytes:
        return sealing.of_text(kept)

    def head_of(self, kept: str) -> bytes:
        return kept[: sealing.HEAD].encode("utf-8", "replace")

    def _split(self, value: str) -> list[str]:
        return value.split(BETWEEN, len(self.row) + 1)

    def _framed(self, named: str, column: str, connection: BaseDatabaseWrapper) -> str:
        return f"({named} || {column})"


SealedTextField.register_lookup(PerhapsContains, "perhaps_contains")
SealedTextField.register_lookup(Encrypted)


class SealedBinaryField(Sealed, _BinaryField):
    """Bytes."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def _as_bytes(self, value: Any) -> bytes:
        if isinstance(value, str):
            raise TypeError(f"{self.name} is bytes")
        return bytes(value)

    def _from_bytes(self, plain: bytes) -> bytes:
        return plain

    def _written(self, plain: bytes) -> bytes:
        return plain

    def _kept(self, key: sealing.SealingKey, sealed: bytes) -> bytes:
        return sealing.as_bytes(key, sealed)

    def _body(self, kept: bytes) -> bytes:
        return bytes(kept[sealing.HEAD :])

    def head_of(self, kept: bytes) -> bytes:
        return bytes(kept[: sealing.HEAD])

    def _split(self, value: Any) -> list[Any]:
        *named, kept = bytes(value).split(BETWEEN.encode(), len(self.row) + 1)
        return [*(part.decode() for part in named), kept]

    def _framed(self, named: str, column: str, connection: BaseDatabaseWrapper) -> str:
        if connection.vendor == "postgresql":
            return f"(convert_to({named}, 'UTF8') || {column})"
        # SQLite joins texts alone; it takes bytes for one, and back, as they are
        return f"CAST(({named} || CAST({column} AS text)) AS blob)"


def prepared(instance: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for `update` of the row of `instance`, those of encrypted fields sealed for it."""
    return {
        name: field.sealed(instance, value)
        if isinstance(field := instance._meta.get_field(name), Sealed) and value is not None
        else value
        for name, value in values.items()
    }


def sealed_fields(model: type[models.Model]) -> list[Sealed]:
    """The encrypted fields of a table."""
    fields: list[Any] = list(model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, Sealed)]


def _said(column: Any, value: Any) -> str:
    """A key as one text, however the engine wrote it. Raises ValueError."""
    while column.is_relation:
        column = column.target_field
    if value in (None, ""):
        raise ValueError("no key")
    if isinstance(column, models.UUIDField):
        return str(value if isinstance(value, UUID) else UUID(str(value)))
    return str(int(value)) if isinstance(column, models.IntegerField | models.AutoField) else str(value)
