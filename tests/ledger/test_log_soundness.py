"""Whoever has the database can rewrite it, triggers or not: every tampering in SQL is found, and where it begins."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from tanzuji.ledger import keys, kinds, log, soundness, tree
from tanzuji.ledger.key_files import STATE, folder
from tanzuji.ledger.models import Leaf, Node, SignedHead
from tanzuji.proofs import merkle

pytestmark = pytest.mark.django_db

SIZE, EVERY = 48, 8
Tampering = Callable[[random.Random], tuple[int, int]]
"""Does it, and says between which entries the first wrong one has to be found."""


@pytest.fixture
def signed_log() -> Iterator[None]:
    """48 entries, a third of them confidential, a checkpoint for every eight; and no triggers, as an intruder leaves it."""
    for number in range(SIZE - 1):
        log.append(
            kinds.CERTIFICATE,
            {"number": f"C-{number}", "value": f"{number}.5"},
            subject="certificate",
            subject_id=number,
            confidential=number % 3 == 0,
        )
        if number % EVERY == EVERY - 2:
            log.sign_now()
    assert log.size() == SIZE
    with connection.cursor() as cursor:
        for table in ("leaf", "node", "signedhead"):
            for verb in ("update", "delete"):
                where = f' ON "ledger_{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER ledger_{table}_no_{verb}{where}")
    yield


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def edit_leaf(chance: random.Random) -> tuple[int, int]:
    """One byte of an entry, without or with its hash."""
    index = chance.randrange(SIZE)
    entry = bytearray(Leaf.objects.get(index=index).leaf)
    entry[chance.randrange(len(entry))] ^= 1 << chance.randrange(8)
    sql('UPDATE ledger_leaf SET leaf = %s WHERE "index" = %s', bytes(entry), index)
    if chance.random() < 0.5:
        sql('UPDATE ledger_leaf SET leaf_hash = %s WHERE "index" = %s', merkle.leaf_hash(bytes(entry)), index)
    return index, index


def edit_column(chance: random.Random) -> tuple[int, int]:
    """What the public entry does not show: kind, subject, time, payload, salt, seal."""
    index = chance.randrange(SIZE)
    column, value = chance.choice(
        [
            ("kind", "pcf-filing/v1"), ("subject", "other"), ("subject_id", "999"), ("payload", '{"value":"0.1"}'),
            ("at", "2020-01-01 00:00:00+00:00"), ("salt", b"\x01" * 32), ("seal", bytes(32)), ("leaf_hash", bytes(32)),
        ]
    )  # fmt: skip
    sql(f'UPDATE ledger_leaf SET {column} = %s WHERE "index" = %s', value, index)
    return (index if column != "leaf_hash" else index - index % 2), index


def delete(chance: random.Random) -> tuple[int, int]:
    index = chance.randrange(SIZE)
    sql('DELETE FROM ledger_leaf WHERE "index" = %s', index)
    return index, index


def truncate(chance: random.Random) -> tuple[int, int]:
    """The end of the log, in half of the cases with the nodes and checkpoints that tell of it."""
    index = chance.randrange(SIZE)
    sql('DELETE FROM ledger_leaf WHERE "index" >= %s', index)
    if chance.random() < 0.5:
        sql("DELETE FROM ledger_signedhead WHERE size > %s", index)
    return index, index


def swap(chance: random.Random) -> tuple[int, int]:
    """Two entries in each other's place, in half of the cases with hash and seal."""
    first, second = sorted(chance.sample(range(SIZE), 2))
    if chance.random() < 0.5:
        for source, target in ((first, -1), (second, first), (-1, second)):
            sql('UPDATE ledger_leaf SET "index" = %s WHERE "index" = %s', target, source)
    else:
        a, b = Leaf.objects.get(index=first), Leaf.objects.get(index=second)
        for one, other in ((a, b), (b, a)):
            sql(
                'UPDATE ledger_leaf SET leaf = %s, leaf_hash = %s, kind = %s, payload = %s, salt = %s WHERE "index" = %s',
                bytes(other.leaf), bytes(other.leaf_hash), other.kind, other.payload, bytes(other.salt), one.index,
            )  # fmt: skip
    return first, first


def insert(chance: random.Random) -> tuple[int, int]:
    """A forged entry in the place of another, all after it moved up."""
    index = chance.randrange(SIZE)
    for at in range(SIZE - 1, index - 1, -1):
        sql('UPDATE ledger_leaf SET "index" = %s WHERE "index" = %s', at + 1, at)
    public = b'pcf-cert/v1\n{"number":"forged"}'
    at = Leaf.objects.order_by("index").first()
    assert at is not None
    Leaf.objects.create(
        index=index, at=at.at, kind=kinds.CERTIFICATE, subject="certificate", subject_id="forged", leaf=public,
        leaf_hash=merkle.leaf_hash(public), seal=hashlib.sha256(public).digest(),
    )  # fmt: skip
    return index, index


def spoil_node(chance: random.Random) -> tuple[int, int]:
    """An inner node changed or taken out."""
    place = chance.choice(list(Node.objects.values_list("place", flat=True)))
    if chance.random() < 0.5:
        sql("UPDATE ledger_node SET hash = %s WHERE place = %s", bytes(32), place)
    else:
        sql("DELETE FROM ledger_node WHERE place = %s", place)
    level, position = place >> 56, place & ((1 << 56) - 1)
    return position << level, position << level


def spoil_head(chance: random.Random) -> tuple[int, int]:
    """A checkpoint edited or taken out; where it stood bounds what is wrong."""
    head = chance.choice(list(SignedHead.objects.all()))
    kind = chance.randrange(3)
    if kind == 0:
        sql("DELETE FROM ledger_signedhead WHERE id = %s", head.id)
    elif kind == 1:
        sql(
            "UPDATE ledger_signedhead SET text = %s WHERE id = %s", head.text.replace("\n", "\n1", 1), head.id
        )
    else:
        sql("UPDATE ledger_signedhead SET root = %s WHERE id = %s", bytes(32), head.id)
    return head.size, head.size + EVERY


def rewrite(chance: random.Random) -> tuple[int, int]:
    """An entry and everything above it reckoned anew, so that the tree is whole: the seal tells."""
    index = chance.randrange(SIZE)
    row = Leaf.objects.get(index=index)
    public = b'pcf-cert/v1\n{"number":"forged"}'
    sql(
        "UPDATE ledger_leaf SET kind = %s, payload = '', salt = %s, leaf = %s, leaf_hash = %s WHERE \"index\" = %s",
        kinds.CERTIFICATE, b"", public, merkle.leaf_hash(public), row.index,
    )  # fmt: skip
    regrow()
    return index, index


def rewrite_with_the_seals(chance: random.Random) -> tuple[int, int]:
    """The same by somebody who holds the seal's secret too: the signed checkpoints bound where it is."""
    index, _ = rewrite(chance)
    row = Leaf.objects.get(index=index)
    sql('UPDATE ledger_leaf SET seal = %s WHERE "index" = %s', tree.seal(row), index)
    return index - index % EVERY, index


def regrow() -> None:
    stack: list[tuple[int, bytes]] = []
    for value in list(Leaf.objects.order_by("index").values_list("leaf_hash", flat=True)):
        for place, found in merkle.push(stack, bytes(value)):
            sql("UPDATE ledger_node SET hash = %s WHERE place = %s", found, tree.place_number(place))


TAMPERINGS: tuple[Tampering, ...] = (
    edit_leaf, edit_column, delete, truncate, swap, insert, spoil_node, spoil_head, rewrite, rewrite_with_the_seals,
)  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.__name__)
def test_a_hundred_random_tamperings_of_each_of_ten_kinds_are_found_where_they_begin(
    signed_log: None, tampering: Tampering
) -> None:
    """1 000 in all (TRUST, figures to reach: log)."""
    assert soundness.examine().first_bad is None
    for seed in range(100):
        chance = random.Random(f"{tampering.__name__} {seed}")
        with transaction.atomic():
            lowest, highest = tampering(chance)
            first_bad = soundness.examine().first_bad
            transaction.set_rollback(True)
        assert first_bad is not None, f"{tampering.__name__} {seed} was not found"
        assert lowest <= first_bad <= highest, (tampering.__name__, seed, lowest, first_bad, highest)
    assert soundness.examine().first_bad is None


def test_a_log_cut_off_with_all_its_traces_in_the_database_is_found_by_what_lies_beside_the_keys(
    signed_log: None,
) -> None:
    sql('DELETE FROM ledger_leaf WHERE "index" >= 16')
    sql("DELETE FROM ledger_signedhead WHERE size > 16")
    sql("DELETE FROM ledger_node")
    regrown: list[tuple[int, bytes]] = []
    for value in list(Leaf.objects.order_by("index").values_list("leaf_hash", flat=True)):
        for place, found in merkle.push(regrown, bytes(value)):
            Node.objects.create(place=tree.place_number(place), hash=found)
    found_bad = soundness.examine()
    assert found_bad.first_bad == 16
    (folder() / STATE).unlink()
    assert soundness.examine().first_bad is None, "nothing else tells, which is why there are witnesses"
    assert keys.origin()
