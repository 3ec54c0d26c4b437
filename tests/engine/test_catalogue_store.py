"""Rows on disk: one changed product costs one row, and what was not committed is not there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import Method
from tanzuji.engine.catalogue import Catalogue, CatalogueRow, Column, Product

A, B, C = (Column("lib", "sha256:1", name) for name in "abc")


def _row(**amounts: float) -> CatalogueRow:
    return CatalogueRow({{"a": A, "b": B, "c": C}[name]: value for name, value in amounts.items()}, Method())


def _read(catalogue: Catalogue, owner: str | None = None) -> dict[str, dict[str, float]]:
    rows = catalogue.rows(owner)
    found = {}
    for i, key in enumerate(rows.keys):
        start, end = rows.matrix.offsets[i : i + 2]
        terms = zip(rows.matrix.columns[start:end], rows.matrix.values[start:end], strict=True)
        found[key] = {rows.columns[c].name: float(v) for c, v in terms}
    return found


def _sizes(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_size for p in folder.glob("*/*")}


def test_a_changed_product_costs_one_row(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as catalogue:
        catalogue.put(
            [Product(f"p{i}", "one", "1") for i in range(100)], [_row(a=i + 1.0, b=2.0) for i in range(100)]
        )
        before = _sizes(tmp_path)
        catalogue.put([Product("p7", "one", "2")], [_row(b=5.0, c=6.0)])
        after = _sizes(tmp_path)
        assert {name: after[name] - before[name] for name in before} == {
            "offsets": 8, "columns": 2 * 4, "values": 2 * 8, "methods": 1,
        }  # fmt: skip
        found = _read(catalogue)
        assert len(found) == len(catalogue) == 100
        assert found["p7"] == {"b": 5.0, "c": 6.0} and found["p8"] == {"a": 9.0, "b": 2.0}
        assert catalogue.digests()["p7"] == "2"


def test_what_is_removed_is_gone_and_compaction_changes_nothing(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product(f"p{i}", "x", "1") for i in range(50)], [_row(a=i + 1.0) for i in range(50)])
        catalogue.put([Product("q", "y", "1")], [_row(c=3.0)])
        catalogue.remove([f"p{i}" for i in range(0, 50, 2)])
        catalogue.remove(["never there"])
        before = _read(catalogue)
        catalogue.compact()
        assert _read(catalogue) == before and len(before) == 26
        assert len(list(tmp_path.glob("*/values"))) == 1
        assert _sizes(tmp_path)["values"] == 26 * 8
        assert {c.name for c in catalogue.columns()} == {"a", "c"}
        catalogue.put([Product("p1", "x", "2")], [_row(b=1.5)])
        assert _read(catalogue)["p1"] == {"b": 1.5}


def test_it_compacts_by_itself_when_a_third_is_dead(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as catalogue:
        products = [Product(f"p{i}", "x", "1") for i in range(1200)]
        catalogue.put(products, [_row(a=1.0)] * 1200)
        for _ in range(3):
            catalogue.put(products[:300], [_row(b=2.0)] * 300)
        assert _sizes(tmp_path)["methods"] <= 1800 and len(_read(catalogue)) == 1200


def test_owners_do_not_see_each_others_rows(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product("p", "one", "1"), Product("q", "two", "1")], [_row(a=1.0), _row(b=2.0)])
        assert _read(catalogue, "one") == {"p": {"a": 1.0}}
        assert _read(catalogue, "two") == {"q": {"b": 2.0}}
        assert catalogue.rows("one", ["q"]).keys == []
        assert catalogue.digests("two") == {"q": "1"}


def test_a_writer_that_dies_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its arrays were written; the index never said so."""
    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product("p", "x", "1")], [_row(a=1.0)])
        with monkeypatch.context() as patch:
            patch.setattr(Catalogue, "_keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                catalogue.put([Product("p", "x", "2"), Product("q", "x", "2")], [_row(b=9.0), _row(b=8.0)])
    with Catalogue(tmp_path) as again:
        assert _read(again) == {"p": {"a": 1.0}}
        again.put([Product("r", "x", "3")], [_row(c=7.0)])
        assert _read(again) == {"p": {"a": 1.0}, "r": {"c": 7.0}}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_arrays_of_a_writer_that_died_around_its_commit_are_removed_by_the_next_compaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before it the new arrays are nobody's, after it the old ones; readers see the same products in either case."""

    def generations() -> list[str]:
        return [path.name for path in tmp_path.iterdir() if path.is_dir()]

    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product("p", "x", "1"), Product("q", "x", "1")], [_row(a=1.0), _row(b=2.0)])
        with monkeypatch.context() as patch:
            dies = "_keep" if moment == "before" else "_let_go"
            patch.setattr(Catalogue, dies, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                catalogue.compact()
    assert len(generations()) == 2
    (tmp_path / "notes").mkdir()
    with Catalogue(tmp_path) as again:
        assert _read(again) == {"p": {"a": 1.0}, "q": {"b": 2.0}}
        again.compact()
        assert _read(again) == {"p": {"a": 1.0}, "q": {"b": 2.0}}
    assert len(generations()) == 2 and "notes" in generations()


def test_a_reader_keeps_what_it_opened_while_others_write(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as reader, Catalogue(tmp_path) as writer:
        writer.put([Product("p", "x", "1"), Product("q", "x", "1")], [_row(a=1.0), _row(a=2.0)])
        seen = reader.rows()
        writer.put([Product("p", "x", "2")], [_row(a=5.0)])
        writer.compact()
        assert np.array_equal(seen.matrix.values, [1.0, 2.0])
        assert _read(reader) == {"p": {"a": 5.0}, "q": {"a": 2.0}}


def test_a_product_without_terms_is_there(tmp_path: Path) -> None:
    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product("empty", "x", "1"), Product("p", "x", "1")], [_row(), _row(a=1.0)])
        assert _read(catalogue) == {"empty": {}, "p": {"a": 1.0}}
    with Catalogue(tmp_path / "new") as catalogue:
        assert catalogue.rows().keys == [] and len(catalogue) == 0
        catalogue.put([Product("empty", "x", "1")], [_row()])
        assert _read(catalogue) == {"empty": {}}


@pytest.mark.parametrize("file", ["offsets", "values", "index.sqlite"])
def test_damaged_files_are_named(tmp_path: Path, file: str) -> None:
    with Catalogue(tmp_path) as catalogue:
        catalogue.put([Product("p", "x", "1")], [_row(a=1.0, b=2.0)])
    path = tmp_path / file if "." in file else next(tmp_path.glob(f"*/{file}"))
    if file == "index.sqlite":
        path.write_bytes(b"garbage" * 1000)
        for more in tmp_path.glob("index.sqlite-*"):
            more.unlink()
    else:
        path.write_bytes(path.read_bytes()[:5])
    with pytest.raises(CodedError) as raised:
        Catalogue(tmp_path).rows()
    assert raised.value.code == "catalogue.damaged"
    assert sqlite3.Error not in type(raised.value).__mro__
