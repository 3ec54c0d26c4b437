"""Rows brought into line with the settings: encrypted with the newest key, or plain.

Batch by batch, each in a transaction of its own; what is interrupted goes on where it stopped, because only rows that
lie otherwise are looked for. People go on working: a row that somebody changed meanwhile is left, since it was written
anew. Nothing a row says changes, nor any digest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, models, transaction

from tanzuji.documents.errors import define
from tanzuji.ledger.frozen import thawed
from tanzuji.ledger.keys import provider
from tanzuji.ledger.sealed import keys, rows
from tanzuji.ledger.sealed.fields import Sealed, sealed_fields
from tanzuji.ledger.sealed.values import Unreadable
from tanzuji.proofs import sealing
from tanzuji.proofs.sealing import SealingKey

Tell = Callable[[str, int, int], None]

NOT_ON = define(
    "sealing.not-on",
    zh="没有开启字段加密。",
    en="Fields are not encrypted here.",
    remedy_zh="请设 TANZUJI_FIELD_ENCRYPTION=aes-256-gcm（或 sm4-gcm），并先把密钥文件夹纳入备份。",
    remedy_en="Set TANZUJI_FIELD_ENCRYPTION=aes-256-gcm (or sm4-gcm), and have the key folder copied first.",
)


@dataclass(slots=True)
class Rewritten:
    """How many values were written anew, and how many do not open and were left as they lie."""

    values: int = 0
    unreadable: int = 0


def rotate(*, lost: bool = False) -> SealingKey:
    """A new key, which encrypts what is written from now on. `lost`: although no former one can be brought back.

    Raises `sealing.not-on`, `sealing.keys-missing`.
    """
    wanted = keys.algorithm()
    if wanted is None:
        raise NOT_ON.error()
    if not lost:
        keys.refuse_lost()
    provider().add_sealing_key(wanted)
    return provider().sealing_keys()[-1]


def rewrite(tell: Tell = lambda step, done, of: None) -> Rewritten:
    """Bring every row into line with the settings; those that are so already are left.

    Raises `sealing.keys-missing`.
    """
    key, found = keys.newest(), Rewritten()
    concerned = rows.tables()
    for done, model in enumerate(concerned):
        tell("encryption", done, len(concerned))
        _rewrite_table(model, key.id if key else None, found)
    tell("encryption", len(concerned), len(concerned))
    return found


def forget() -> tuple[list[str], list[str]]:
    """Destroy the keys no row uses any more, the newest apart: those destroyed, and those still in use, by their ids.

    Backups made before hold rows under the destroyed ones. Whoever is writing is waited for: a row that is not
    committed yet may be under the key before.
    """
    with transaction.atomic():
        rows.wait_for_writers()
        used, held = rows.used_keys(), keys.held()
        newest = keys.current_id()
        gone = [key.id for key in held if key.id not in used and key.id != newest]
        for key_id in gone:
            provider().drop_sealing_key(key_id)
    return gone, [key.id for key in held if key.id in used and key.id != newest]


def _rewrite_table(model: type[models.Model], key_id: str | None, found: Rewritten) -> None:
    batch: list[models.Model] = []
    for row in rows.stored_rows(model):
        batch.append(row)
        if len(batch) == rows.AT_ONCE:
            _rewrite_batch(model, batch, key_id, found)
            batch = []
    _rewrite_batch(model, batch, key_id, found)


def _rewrite_batch(
    model: type[models.Model], batch: list[models.Model], key_id: str | None, found: Rewritten
) -> None:
    changes = []
    for row in batch:
        for field in sealed_fields(model):
            stored = rows.stored_in(row, field)
            if stored is None or sealing.key_of(field.head_of(stored)) == key_id:
                continue
            plain = field.opened(row, stored)
            if isinstance(plain, Unreadable):
                found.unreadable += 1
            else:
                changes.append((row, field, stored, field.sealed(row, plain).value))
    if not changes:
        return
    with transaction.atomic(), thawed(model._meta.db_table):
        for row, field, stored, anew in changes:
            found.values += _replace(model, row, field, stored, anew)


def _replace(
    model: type[models.Model], row: models.Model, field: Sealed, stored: str | bytes, anew: str | bytes
) -> int:
    """Write the value anew where it still lies as it was read; how often that was: 1 or 0."""
    meta, quoted = model._meta, connection.ops.quote_name
    table, column, own = quoted(meta.db_table), quoted(str(field.column)), quoted(str(meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {own} = %s AND {column} = %s",
            [anew, meta.pk.get_db_prep_value(row.pk, connection), stored],
        )
        return int(cursor.rowcount)
