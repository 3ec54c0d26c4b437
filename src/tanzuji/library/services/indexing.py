"""Writes of the library room: the index over the releases in the store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib import resources

import numpy as np
from django.db import transaction

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.regions import country, region
from tanzuji.engine.release import Release as StoredRelease
from tanzuji.engine.store import installed, owner_of
from tanzuji.formats.starter import starter_release
from tanzuji.library import kinds, postings, shelves, suitability, words
from tanzuji.library.models import Entry, Posting, Release, SortKeys
from tanzuji.parties import queries as parties
from tanzuji.rules import load_pack
from tanzuji.web.answers import absent

_BATCH = 500
_REFRIGERANT = re.compile(r"\b(?:HFC|HCFC|CFC|PFC|HFO)-?(\w+)")
"""HFC-134a is R-134a in the trade."""
_YEARS = range(1, 10_000)
_MOST_YEARS = 60
"""Years of a dataset that are looked for one by one; it stands for no longer span."""


def index_installed() -> list[Release]:
    """The starter library and every release in the store, indexed; those gone from the store are set aside.

    Takes milliseconds where nothing changed. Raises `release.damaged`.
    """
    starter = starter_release()
    stored = {release.digest: release for release in (starter, *installed()) if _has_owner(release.name)}
    newest: dict[str, StoredRelease] = {}
    for release in sorted(stored.values(), key=_written):
        newest[release.name] = release
    newest[starter.name] = starter
    current = {release.digest for release in newest.values()}
    found = [index_release(release) for release in stored.values()]
    with transaction.atomic():
        for row in Release.objects.all():
            _mark(row, present=row.digest in stored, current=row.digest in current)
    return found


def _has_owner(name: str) -> bool:
    """Whether there is somebody to show a release of this name to: one whose owner is gone is nobody's."""
    owner = owner_of(name)
    return owner is None or parties.organisation_exists(owner)


def index_release(release: StoredRelease) -> Release:
    """A release in the index, all of it or nothing; again the same where it was indexed already.

    What is indexed anew is the current one of its name, until `index_installed` finds one that was written later.

    Another release that carries the same name and version (its files were replaced) is set aside, not deleted.
    Raises `web.absent` where its name says that it belongs to an organisation that is not here.
    """
    if not _has_owner(release.name):
        raise absent()
    made = _format()
    row = Release.objects.filter(digest=release.digest).first()
    if row is not None and row.indexed_by == made and row.count == len(release):
        if not row.present:
            _mark(row, present=True, current=row.current)
        return row
    entries = _entries(release)
    with transaction.atomic():
        Release.objects.filter(name=release.name, version=release.version).exclude(
            digest=release.digest
        ).update(present=False, current=False)
        row, _ = Release.objects.update_or_create(
            digest=release.digest, defaults={**_head(release), "indexed_by": made, "present": True}
        )
        row.entries.all().delete()
        for entry in entries:
            entry.release = row
        Entry.objects.bulk_create(entries, batch_size=_BATCH)
        postings.write(row.id, (entry.words for entry in entries))
        SortKeys.objects.update_or_create(release=row, defaults={"arrays": shelves.pack(entries)})
        Release.objects.filter(name=release.name, current=True).exclude(id=row.id).update(current=False)
        _mark(row, present=True, current=True)
    return row


def index_newest(release: StoredRelease, *, holds_older: bool = False) -> Release:
    """`index_release`, and from now on what a search looks through in place of older ones of its name.

    `holds_older`: it holds all that older ones hold, so that their entries are let go.
    """
    with transaction.atomic():
        row = index_release(release)
        older = Release.objects.filter(name=row.name).exclude(id=row.id)
        for other in older.filter(current=True):
            _mark(other, present=other.present, current=False)
        if holds_older:
            for table in (Entry, Posting, SortKeys):
                table.objects.filter(release__in=older).delete()
        _mark(row, present=True, current=True)
    return row


def _mark(row: Release, *, present: bool, current: bool) -> None:
    if (row.present, row.current) != (present, current):
        row.present, row.current = present, current
        row.save(update_fields=["present", "current", "indexed_at"])


def _written(release: StoredRelease) -> float:
    return release.folder.joinpath("release.json").stat().st_mtime


def _format() -> str:
    """How an index is made: another version of it, of its tables or of the rules makes it again."""
    digest = hashlib.sha256(b"4")
    for package, table in (("tanzuji.library", "synonyms.csv"), ("tanzuji.documents", "regions.csv")):
        digest.update(resources.files(package).joinpath(table).read_bytes())
    digest.update(load_pack(suitability.GENERAL).version.encode())
    return digest.hexdigest()[:32]


def _head(release: StoredRelease) -> dict[str, object]:
    return {
        "name": release.name,
        "version": release.version,
        "title_zh": _kept(release.title.zh),
        "title_en": _kept(release.title.en),
        "licence": _kept(release.licence),
        "owner_id": owner_of(release.name),
        "count": len(release),
        # what the package ships is open data; an import may be licensed to its organisation alone
        "public": release.name == "starter" or _is_published(release),
    }


def _is_published(release: StoredRelease) -> bool:
    """Whether it is a shared library's release, which the publications room put there for everybody."""
    return owner_of(release.name) is None and release.report.get("format") == "publication"


def _entries(release: StoredRelease) -> list[Entry]:
    """An entry a dataset, in the order of the release."""
    datasets = release.datasets()
    totals = np.asarray(release.intensities("AR6")).sum(axis=1)
    replaced_by = {d.replaces: d for d in datasets if d.replaces and d.replaces != d.id}
    return [
        _entry(position, dataset, float(totals[position]), _successors(dataset, replaced_by))
        for position, dataset in enumerate(datasets)
    ]


def _successors(dataset: Dataset, replaced_by: dict[str, Dataset]) -> list[Dataset]:
    """What replaces a dataset, next first; ends where a chain comes back to itself."""
    chain: list[Dataset] = []
    seen = {dataset.id}
    after = replaced_by.get(dataset.id)
    while after is not None and after.id not in seen:
        chain.append(after)
        seen.add(after.id)
        after = replaced_by.get(after.id)
    return chain


def _entry(position: int, dataset: Dataset, total: float, successors: Sequence[Dataset]) -> Entry:
    return Entry(
        position=position,
        dataset=_kept(dataset.id),
        version=_kept(dataset.version),
        name_zh=_kept(dataset.name.zh),
        name_en=_kept(dataset.name.en),
        unit=_kept(dataset.unit),
        unit_kind=kinds.unit_kind(dataset.unit),
        geography=_kept(dataset.geography),
        year_from=_year(dataset.year_from),
        year_to=_year(dataset.year_to),
        year=_last_year(dataset),
        boundary=dataset.boundary,
        gas_basis=dataset.gas_basis,
        gwp_set=dataset.gwp_set or "",
        category=_kept(" > ".join(dataset.category)),
        topic=_kept(dataset.category[0] if dataset.category else ""),
        value=total if np.isfinite(total) else None,
        confidence=dataset.confidence,
        includes_losses=dataset.includes_losses,
        replaces=_kept(dataset.replaces),
        replaced_by=_kept(successors[0].id) if successors else "",
        replaced_year=_last_year(successors[-1]) if successors else None,
        refused=suitability.refused(dataset),
        source=_kept("\n".join(_source(dataset))),
        words=words.column(_head_texts(dataset), _body_texts(dataset)),
        rating=dataset.quality.rating if dataset.quality else None,
    )


def _kept(text: str | None) -> str:
    return words.sound(text or "")


def _year(year: int | None) -> int | None:
    return year if year is not None and year in _YEARS else None


def _last_year(dataset: Dataset) -> int | None:
    return _year(dataset.year_to) or _year(dataset.year_from)


def _source(dataset: Dataset) -> list[str]:
    of = dataset.source
    return [str(part) for part in (of.publisher, of.title, of.year) if part]


def _head_texts(dataset: Dataset) -> Iterable[str]:
    """What a dataset is found under first: names, region, years, id."""
    yield dataset.name.zh or ""
    yield dataset.name.en or ""
    last = _last_year(dataset)
    if last is not None:
        first = _year(dataset.year_from) or last
        yield from (str(year) for year in range(max(first, last - _MOST_YEARS), last + 1))
    for code in dict.fromkeys((dataset.geography, country(dataset.geography))):
        yield from region(code).names if code == dataset.geography else (region(code).name.to("zh"),)
    yield dataset.geography
    yield dataset.id
    for number in _REFRIGERANT.findall(f"{dataset.name.zh} {dataset.name.en}"):
        yield f"R-{number} R{number}"


def _body_texts(dataset: Dataset) -> Iterable[str]:
    """Where else it is found: category, unit, technology, boundary, gases, source."""
    for step in dataset.category:
        yield from (step, *_both(kinds.topic(step).zh, kinds.topic(step).en))
    yield from (dataset.unit, dataset.unit.replace("*", ""))
    if dataset.technology:
        yield from _both(dataset.technology.zh, dataset.technology.en)
    for facet, value in (("boundary", dataset.boundary), ("gas_basis", dataset.gas_basis)):
        name = kinds.named(facet, value)
        yield from _both(name.zh, name.en)
    yield from (amount.gas for amount in dataset.amounts)
    yield from _source(dataset)


def _both(zh: str | None, en: str | None) -> tuple[str, str]:
    return zh or "", en or ""
