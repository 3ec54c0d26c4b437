"""The rows of a catalogue on disk: opened in milliseconds, one row written for one changed product.

A folder holds `index.sqlite` (which product stands in which row; the columns) and, in a folder of its own a generation,
three raw arrays that only ever grow: where each row begins, its columns, its values. A product that changes gets a new
row at the end, and its old one is dead; when a third of the rows are dead the arrays are written anew (compaction).

The index is the truth: what stands in the arrays beyond what it counts was never committed and is overwritten. So a
writer that dies leaves the catalogue as it was, and readers keep what they opened.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import Method
from tanzuji.engine.catalogue.messages import DAMAGED
from tanzuji.engine.catalogue.multiply import Matrix
from tanzuji.engine.catalogue.raw import mapped, renumbered, write_at
from tanzuji.engine.catalogue.rows import CatalogueRow, Column
from tanzuji.engine.release import GWP_SETS

_GENERATION = re.compile("[0-9a-f]{12}")

DEAD_SHARE = 1 / 3
"""Dead rows in all rows at which the arrays are written anew."""

_BIOGENIC: tuple[Literal["-1/+1", "0/0"], ...] = ("-1/+1", "0/0")
METHODS = tuple(Method(gwp_set=gwp, biogenic=biogenic) for gwp in GWP_SETS for biogenic in _BIOGENIC)
"""What a row's method may be, by number: only GWP set and biogenic convention change what a column weighs."""

_TABLES = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS columns (number INTEGER PRIMARY KEY, release TEXT, of TEXT, name TEXT, UNIQUE (release, of, name));
CREATE TABLE IF NOT EXISTS products (key TEXT PRIMARY KEY, owner TEXT, digest TEXT, row INTEGER UNIQUE) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS product_of_owner ON products (owner, row);
"""


class Product(NamedTuple):
    """A product in the catalogue: its key, whose it is, and the digest of what its row was compiled from."""

    key: str
    owner: str
    digest: str


def method_number(method: Method) -> int:
    """The place in METHODS of what weighs like `method`."""
    return GWP_SETS.index(method.gwp_set) * len(_BIOGENIC) + _BIOGENIC.index(method.biogenic)


@dataclass(frozen=True)
class Rows:
    """Rows of a catalogue with the products they are of; `matrix` row i is of `keys[i]`."""

    keys: Sequence[str]
    matrix: Matrix
    methods: NDArray[np.uint8]
    columns: Sequence[Column]

    @cached_property
    def places(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.keys)}


class Catalogue:
    """An opened catalogue, as it stood when it was opened; what others write later is seen on opening it again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = sqlite3.connect(folder / "index.sqlite", timeout=30, isolation_level=None)
        try:
            self._index.execute("PRAGMA journal_mode=WAL")
            self._index.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise DAMAGED.error(file="index.sqlite") from error

    def close(self) -> None:
        self._index.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self._index.execute("SELECT count(*) FROM products").fetchone()[0])

    # reads ───────────────────────────────────────────────────────────────────

    def digests(self, owner: str | None = None) -> dict[str, str]:
        """What every product's row was compiled from, by key."""
        where, given = ("", ()) if owner is None else (" WHERE owner = ?", (owner,))
        return dict(self._index.execute(f"SELECT key, digest FROM products{where}", given))

    def columns(self) -> list[Column]:
        """The columns, in order of their number."""
        return [
            Column(*row)
            for row in self._index.execute("SELECT release, of, name FROM columns ORDER BY number")
        ]

    def rows(self, owner: str | None = None, keys: Iterable[str] | None = None) -> Rows:
        """The rows of every product, of one owner's, or of those of these keys.

        All of them at once are read through the memory map; others are copied out of it, with just the columns they
        use: whoever asks for their own learns nothing of other owners' columns.
        """
        wanted = None if keys is None else set(keys)
        for again in (True, False):
            with self._reading():
                state, columns = self._state(), self.columns()
                found = self._found(owner, wanted)
            try:
                offsets, places, values, methods = mapped(self.folder, state)
                break
            except CodedError:  # compacted between the two steps: the index names the new arrays by now
                if not again:
                    raise
        matrix = Matrix(offsets, places, values)
        names = [key for key, _ in found]
        numbers = np.fromiter((row for _, row in found), dtype=np.int64, count=len(found))
        if len(numbers) == len(matrix) and np.array_equal(numbers, np.arange(len(numbers))):
            return Rows(names, matrix, methods, columns)
        part, used = renumbered(matrix.take(numbers), len(columns))
        return Rows(names, part, methods[numbers], [columns[i] for i in used])

    def _found(self, owner: str | None, keys: set[str] | None) -> list[tuple[str, int]]:
        if keys is not None and len(keys) < 500:
            asked = f"SELECT key, row, owner FROM products WHERE key IN ({','.join('?' * len(keys))}) ORDER BY row"
            rows = self._index.execute(asked, tuple(keys))
            return [(key, row) for key, row, of in rows if owner in (None, of)]
        where, given = ("", ()) if owner is None else (" WHERE owner = ?", (owner,))
        rows = self._index.execute(f"SELECT key, row FROM products{where} ORDER BY row", given)
        return [pair for pair in rows if keys is None or pair[0] in keys]

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        self._index.execute("BEGIN")
        try:
            yield
        finally:
            self._index.execute("COMMIT")

    def _state(self) -> dict[str, Any]:
        held = dict(self._index.execute("SELECT name, value FROM state"))
        return {
            "generation": held.get("generation"),
            "rows": held.get("rows", 0),
            "terms": held.get("terms", 0),
        }

    # writes ──────────────────────────────────────────────────────────────────

    def put(self, products: Sequence[Product], rows: Sequence[CatalogueRow]) -> None:
        """Rows added; a product that had one has the new one instead. All or none."""
        if not products:
            return
        with self._writing():
            number = self._numbered({column for row in rows for column in row.amounts})
            terms = [sorted((number[c], amount) for c, amount in row.amounts.items()) for row in rows]
            lengths = np.array([len(of) for of in terms], dtype=np.int64)
            flat = [pair for of in terms for pair in of]
            columns = np.array([c for c, _ in flat], dtype=np.int32)
            values = np.array([amount for _, amount in flat], dtype=np.float64)
            methods = np.array([method_number(row.method) for row in rows], dtype=np.uint8)
            self._append(products, lengths, columns, values, methods)
        self._compact_if_due()

    def put_arrays(
        self,
        products: Sequence[Product],
        names: Sequence[Column],
        matrix: Matrix,
        method: Method,
    ) -> None:
        """Many rows at once, whose terms are numbered by their place in `names`."""
        with self._writing():
            number = self._numbered(names)
            places = np.array([number[name] for name in names], dtype=np.int32)
            methods = np.full(len(matrix), method_number(method), dtype=np.uint8)
            self._append(products, np.diff(matrix.offsets), places[matrix.columns], matrix.values, methods)
        self._compact_if_due()

    def remove(self, keys: Iterable[str]) -> None:
        """Products taken out; keys that are not there are passed over."""
        with self._writing():
            self._index.executemany("DELETE FROM products WHERE key = ?", [(key,) for key in keys])
        self._compact_if_due()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time; nothing is kept where it fails."""
        self._index.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._index.execute("ROLLBACK")
            raise
        self._index.execute("COMMIT")

    def _numbered(self, columns: Iterable[Column]) -> dict[Column, int]:
        """The number of each column, new ones added in a fixed order."""
        wanted = set(columns)
        known = self._known(wanted)
        new = sorted(wanted - known.keys())
        first = int(self._index.execute("SELECT count(*) FROM columns").fetchone()[0])
        numbered = [(first + i, *column) for i, column in enumerate(new)]
        self._index.executemany(
            "INSERT INTO columns (number, release, of, name) VALUES (?, ?, ?, ?)", numbered
        )
        return known | {Column(*row[1:]): int(row[0]) for row in numbered}

    def _known(self, wanted: set[Column]) -> dict[Column, int]:
        """The numbers of those that have one."""
        if len(wanted) > 1000:
            every = self._index.execute("SELECT release, of, name, number FROM columns")
            return {column: n for *parts, n in every if (column := Column(*parts)) in wanted}
        ask = "SELECT number FROM columns WHERE release = ? AND of = ? AND name = ?"
        found = ((column, self._index.execute(ask, column).fetchone()) for column in wanted)
        return {column: int(row[0]) for column, row in found if row}

    def _append(
        self,
        products: Sequence[Product],
        lengths: NDArray[np.int64],
        columns: NDArray[np.int32],
        values: NDArray[np.float64],
        methods: NDArray[np.uint8],
    ) -> None:
        state = self._state()
        generation = state["generation"] or self._new_generation()
        first, start = state["rows"], state["terms"]
        ends = start + np.cumsum(lengths)
        folder = self.folder / generation
        if not first:
            write_at(folder / "offsets", 0, np.zeros(1, np.int64))
        for name, at, array in (
            ("offsets", first + 1, ends.astype(np.int64)),
            ("columns", start, columns),
            ("values", start, values),
            ("methods", first, methods),
        ):
            write_at(folder / name, at, array)
        self._index.executemany(
            "INSERT INTO products (key, owner, digest, row) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, digest = excluded.digest, row = excluded.row",
            [(*product, first + i) for i, product in enumerate(products)],
        )
        self._keep(generation, first + len(products), start + int(lengths.sum()))

    def _keep(self, generation: str, rows: int, terms: int) -> None:
        self._index.executemany(
            "INSERT INTO state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [("generation", generation), ("rows", rows), ("terms", terms)],
        )

    def _let_go(self) -> None:
        """Removes the generations that the index does not name: the one compacted away, and what writers left that
        died on either side of their COMMIT.

        As a writer, since no other may be making a generation meanwhile. Readers keep what they mapped.
        """
        with self._writing():
            kept = self._state()["generation"]
            for folder in self.folder.iterdir():
                if folder.name != kept and _GENERATION.fullmatch(folder.name) and folder.is_dir():
                    shutil.rmtree(folder, ignore_errors=True)

    def _new_generation(self) -> str:
        name = uuid4().hex[:12]
        (self.folder / name).mkdir()
        return name

    def _compact_if_due(self) -> None:
        state = self._state()
        if state["rows"] > 1000 and state["rows"] - len(self) > DEAD_SHARE * state["rows"]:
            self.compact()

    def compact(self) -> None:
        """The living rows and the columns they use written anew; the old arrays are let go."""
        with self._writing():
            old, all_columns = self._state(), self.columns()
            found = self._found(None, None)
            offsets, places, values, methods = mapped(self.folder, old)
            numbers = np.fromiter((row for _, row in found), dtype=np.int64, count=len(found))
            matrix = Matrix(offsets, places, values).take(numbers)
            matrix, used = renumbered(matrix, len(all_columns))
            generation = self._new_generation()
            for name, array in (
                ("offsets", matrix.offsets),
                ("columns", matrix.columns),
                ("values", matrix.values),
                ("methods", np.array(methods[numbers])),
            ):
                write_at(self.folder / generation / name, 0, array)
            self._index.execute("DELETE FROM columns")
            self._index.executemany(
                "INSERT INTO columns VALUES (?, ?, ?, ?)",
                [(i, *all_columns[column]) for i, column in enumerate(used)],
            )
            self._index.execute("UPDATE products SET row = -1 - row")  # no two rows share a number on the way
            self._index.executemany(
                "UPDATE products SET row = ? WHERE key = ?", [(i, key) for i, (key, _) in enumerate(found)]
            )
            self._keep(generation, len(found), int(matrix.values.size))
        self._let_go()
