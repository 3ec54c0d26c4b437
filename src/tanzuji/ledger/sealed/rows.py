"""How the rows lie: plain, encrypted with the newest key, with an older one, or so that they do not open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Substr

from tanzuji.ledger.sealed import keys
from tanzuji.ledger.sealed.fields import Sealed, sealed_fields
from tanzuji.ledger.sealed.values import Stored, Unreadable
from tanzuji.proofs import sealing
from tanzuji.web import walls

AT_ONCE = 200
"""Rows a batch: some MB of models."""


@dataclass(slots=True)
class Standing:
    """How many values lie in which way."""

    plain: int = 0
    newest: int = 0
    older: int = 0
    unreadable: int = 0

    @property
    def encrypted(self) -> int:
        return self.newest + self.older + self.unreadable


def tables() -> list[type[models.Model]]:
    """Every table with encrypted fields."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def standing() -> Standing:
    """How all values lie; every one is opened to see whether it does."""
    found = Standing()
    current = keys.current_id()
    with walls.beyond("how fields are encrypted is a matter of the whole installation"):
        for model in tables():
            for row in stored_rows(model):
                for field in sealed_fields(model):
                    _count(found, field, row, current)
    return found


def counted() -> Standing:
    """How all values lie by what they begin with; none is opened, so it is quick, and what was altered is not noticed."""
    found = Standing()
    with walls.beyond("how fields are encrypted is a matter of the whole installation"):
        for model in tables():
            for field in sealed_fields(model):
                found.plain += model._base_manager.exclude(**{f"{field.name}__isnull": True}).count()
    current, held = keys.current_id(), {key.id for key in keys.held()}
    for key_id, count in used_keys().items():
        found.plain -= count
        if key_id not in held:
            found.unreadable += count
        elif key_id == current:
            found.newest += count
        else:
            found.older += count
    return found


def _count(found: Standing, field: Sealed, row: models.Model, current: str | None) -> None:
    stored = stored_in(row, field)
    if stored is None:
        return
    key_id = sealing.key_of(field.head_of(stored))
    if key_id is None:
        found.plain += 1
    elif isinstance(field.opened(row, stored), Unreadable):
        found.unreadable += 1
    elif key_id == current:
        found.newest += 1
    else:
        found.older += 1


def stored_rows(model: type[models.Model]) -> Iterator[models.Model]:
    """Every row in the order of its key, with its encrypted fields as they lie in the table (`stored_in`)."""
    last: Any = None
    while True:
        rows = as_stored(model)
        batch = list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:AT_ONCE])
        yield from batch
        if len(batch) < AT_ONCE:
            return
        last = batch[-1].pk


def as_stored(model: type[models.Model]) -> QuerySet[models.Model]:
    """Rows that carry their encrypted fields as they lie in the table, and whatever tells whose row it is."""
    fields = sealed_fields(model)
    parents = {field.tenant.partition("__")[0] for field in fields if "__" in field.tenant}
    rows: QuerySet[models.Model] = model._base_manager.defer(*(field.name for field in fields))
    if parents:
        deferred = [
            f"{parent}__{field.name}" for parent in parents for field in sealed_fields(_parent(model, parent))
        ]
        rows = rows.select_related(*parents).defer(*(field.name for field in fields), *deferred)
    annotated: QuerySet[models.Model] = rows.annotate(
        **{_ANNOTATED + field.name: _plainly(field) for field in fields}
    )
    return annotated


def stored_in(row: models.Model, field: Sealed) -> str | bytes | None:
    """What lies in the table, of a row that `as_stored` gave."""
    found = getattr(row, _ANNOTATED + field.name)
    return bytes(found) if isinstance(found, memoryview) else found


def show_stored(row: models.Model) -> None:
    """Let the encrypted fields of a row that `as_stored` gave be what lies in the table, to be copied as they are."""
    for field in sealed_fields(type(row)):
        row.__dict__[field.attname] = stored_in(row, field)


def take_as_stored(row: models.Model) -> None:
    """Let the encrypted fields of a row that was copied so be written as they are."""
    for field in sealed_fields(type(row)):
        found = row.__dict__[field.attname]
        if found is not None:
            row.__dict__[field.attname] = Stored(bytes(found) if isinstance(found, memoryview) else found)


_ANNOTATED = "as_stored_"


def _plainly(field: Sealed) -> ExpressionWrapper[Any]:
    output: Any = models.BinaryField() if isinstance(field, models.BinaryField) else models.TextField()
    return ExpressionWrapper(F(field.name), output_field=output)


def _parent(model: type[models.Model], name: str) -> type[models.Model]:
    found: Any = model._meta.get_field(name)
    related: type[models.Model] = found.related_model
    return related


def used_keys() -> dict[str, int]:
    """How many values each key encrypts, by the key's id; what does not open counts as well."""
    found: dict[str, int] = {}
    with walls.beyond("how fields are encrypted is a matter of the whole installation"):
        for model in tables():
            for field in sealed_fields(model):
                for head, count in _heads(model, field).annotate(Count("pk")).order_by():
                    key_id = sealing.key_of(field.head_of(head))
                    if key_id is not None:
                        found[key_id] = found.get(key_id, 0) + count
    return found


def wait_for_writers() -> None:
    """Within a transaction: until all that wrote to these tables are committed or gone; nobody else writes till it ends.

    On SQLite a transaction is the only writer from its beginning (`transaction_mode` IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def any_encrypted() -> bool:
    """Whether any value lies encrypted."""
    with walls.beyond("whether any field is encrypted is a matter of the whole installation"):
        return any(_heads(model, field).exists() for model in tables() for field in sealed_fields(model))


def _heads(model: type[models.Model], field: Sealed) -> Any:
    """What the encrypted values of a field begin with: the id of their key."""
    mark: Any = sealing.SEALED if isinstance(field, models.BinaryField) else sealing.SEALED.decode()
    rows = model._base_manager.annotate(
        sealed_mark=Substr(_plainly(field), 1, len(sealing.SEALED)),
        sealed_head=Substr(_plainly(field), 1, sealing.HEAD),
    )
    return rows.filter(sealed_mark=mark).values_list("sealed_head")
