"""The log's tree as the database keeps it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from django.db import connection

from tanzuji.ledger import keys
from tanzuji.ledger.models import Leaf, Node
from tanzuji.proofs.merkle import Place, root_of

LEVEL = 56
APPENDING, SIGNING = 0x74616E7A756A69, 0x74616E7A756A6A
"""Keys of the advisory locks on PostgreSQL: one writer appends, one signs, at a time."""


def take_turn(lock: int) -> None:
    """Wait until no other transaction appends (or signs); held until this one ends.

    On SQLite a transaction is the only writer from its beginning (`transaction_mode` IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def size() -> int:
    """How many entries there are."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def read(places: Sequence[Place]) -> list[bytes]:
    """The hashes of complete nodes, in the order asked for. Raises KeyError for one that is not kept."""
    leaves = [index for level, index in places if level == 0]
    inner = [place_number(place) for place in places if place[0]]
    found: dict[Place, bytes] = {}
    if leaves:
        for index, value in Leaf.objects.filter(index__in=leaves).values_list("index", "leaf_hash"):
            found[0, index] = bytes(value)
    if inner:
        for place, value in Node.objects.filter(place__in=inner).values_list("place", "hash"):
            found[place >> LEVEL, place & ((1 << LEVEL) - 1)] = bytes(value)
    return [found[place] for place in places]


def root(count: int) -> bytes:
    """The root of the first `count` entries."""
    return root_of(count, read)


def place_number(place: Place) -> int:
    """A place as the one number it is kept under."""
    return (place[0] << LEVEL) + place[1]


def seal(leaf: Leaf) -> bytes:
    """HMAC-SHA256 over a whole row under a secret outside the database: shows what the leaf alone does not cover."""
    row = [
        leaf.index, leaf.at.isoformat(), leaf.kind, leaf.subject, leaf.subject_id, bytes(leaf.leaf).hex(),
        bytes(leaf.leaf_hash).hex(), leaf.payload, bytes(leaf.salt).hex(),
    ]  # fmt: skip
    return hmac.digest(keys.provider().secret(), json.dumps(row).encode(), hashlib.sha256)


def head_seal(before: bytes, text: str) -> bytes:
    """The seal of a checkpoint, over that of the one before it: a checkpoint that was taken out is missed."""
    return hmac.digest(keys.provider().secret(), before + text.encode(), hashlib.sha256)
