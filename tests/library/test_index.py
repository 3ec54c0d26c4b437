"""The index over the releases in the store: made once, quick when nothing changed, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from library_cases import dataset

from tanzuji.engine import Release
from tanzuji.formats.starter import starter_datasets, starter_release
from tanzuji.library import queries, services
from tanzuji.library.models import Entry, Posting
from tanzuji.library.models import Release as Indexed
from tanzuji.library.services import indexing
from tanzuji.parties.acting import Acting


def test_every_dataset_has_its_entry_with_the_value_of_the_release(starter: None) -> None:
    release = starter_release()
    kept = dict(Entry.objects.values_list("dataset", "value"))
    assert set(kept) == {d.id for d in starter_datasets()}
    totals = release.intensities("AR6").sum(axis=1)
    for identity, value in kept.items():
        total = float(totals[release.index(identity)])
        assert value == pytest.approx(total) if total == total else value is None
    # 关于发布2024年电力碳足迹因子数据的公告，附件表1：0.5777 kgCO2e/kWh
    assert kept["cn-elec-cf-2024-cn-041"] == 0.5777


def test_indexing_again_changes_nothing_and_asks_little(starter: None) -> None:
    before = list(Entry.objects.order_by("id").values_list("id", "words")[:50])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        services.index_installed()
    assert len(asked) < 12 and not any("INSERT" in q["sql"] for q in asked)
    assert list(Entry.objects.order_by("id").values_list("id", "words")[:50]) == before


def test_a_release_whose_files_were_replaced_is_set_aside_and_not_lost(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    first = services.index_release(stored("mine", "1", dataset("x", name="First")))
    second = services.index_release(stored("mine", "1", dataset("x", name="Second")))
    assert first.id != second.id
    assert [
        row.name.to("en") for row in queries.search("", releases=[("mine", "1")], acting=somebody).rows
    ] == ["Second"]
    assert Indexed.objects.get(id=first.id).entries.count() == 1


def test_the_newest_version_is_searched_and_an_older_one_when_it_is_named(
    starter: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    stored("mine", "1", dataset("x", name="Unobtainium", year_from=2020, year_to=2020))
    services.index_installed()
    stored("mine", "2", dataset("x", name="Unobtainium"))
    services.index_installed()
    assert [row.release for row in queries.search("unobtainium", acting=somebody).rows] == ["mine@2"]
    assert [
        row.release for row in queries.search("unobtainium", releases=[("mine", "1")], acting=somebody).rows
    ] == ["mine@1"]
    both = queries.search("unobtainium", filters={"release": ["mine@1"]}, acting=somebody)
    assert [row.release for row in both.rows] == ["mine@1"]


def test_a_release_gone_from_the_store_is_no_longer_found_and_keeps_its_rows(
    starter: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    release = stored("mine", "1", dataset("x", name="Unobtainium"))
    services.index_installed()
    shutil.rmtree(release.folder)
    services.index_installed()
    assert queries.search("unobtainium", acting=somebody).total == 0
    assert Entry.objects.filter(dataset="x").count() == 1


def test_another_way_of_making_the_index_makes_it_again(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    release = stored("mine", "1", dataset("x"))
    row = services.index_release(release)
    Indexed.objects.filter(id=row.id).update(indexed_by="an older one")
    Posting.objects.filter(release=row).delete()
    assert queries.search("sample", acting=somebody).total == 0
    services.index_release(release)
    assert queries.search("sample", acting=somebody).total == 1


def test_a_failure_while_indexing_leaves_what_was_there(
    db: None, stored: Callable[..., Release], somebody: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = stored("mine", "1", dataset("x"))
    row = services.index_release(release)
    Indexed.objects.filter(id=row.id).update(indexed_by="an older one")
    monkeypatch.setattr(indexing.shelves, "pack", lambda entries: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.index_release(release)
    assert queries.search("sample", acting=somebody).total == 1


def test_what_a_foreign_database_may_hold_is_indexed(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    """Ids, names and years as no publisher writes them, but a file may."""
    odd = [
        dataset("a/b c?#%", name="Odd\0name", version="9" * 300),
        dataset("..", name="n" * 5000, year_from=-5, year_to=10**12),
        dataset("电力", name={"zh": "𠮷🙂"}, geography="g" * 400, category=("c" * 3000, "d")),
        dataset("loop-a", replaces="loop-b"),
        dataset("loop-b", replaces="loop-a"),
        dataset("self", replaces="self"),
    ]
    services.index_release(stored("mine", "1", *odd))
    mine = [("mine", "1")]
    assert {row.dataset for row in queries.search("", limit=10, releases=mine, acting=somebody).rows} == {
        d.id for d in odd
    }
    assert queries.search("𠮷", releases=mine, acting=somebody).total == 1


def test_words_are_gone_with_their_release(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    row = services.index_release(stored("mine", "1", dataset("x", name="Unobtainium")))
    assert queries.search("unobtainium", acting=somebody).total == 1
    kept = row.id
    row.delete()
    assert queries.search("unobtainium", acting=somebody).total == 0
    assert not Posting.objects.filter(release_id=kept).exists()
