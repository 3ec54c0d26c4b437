"""Reads of the library room: search, what a line may choose from, one dataset."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tanzuji.documents.regions import code_of
from tanzuji.documents.text import Text
from tanzuji.engine.store import MAX_OWN_NAME, full_name, owner_of
from tanzuji.library import fit, kinds, suitability, words
from tanzuji.library.found import Found, Row
from tanzuji.library.models import Entry, Import, Release
from tanzuji.library.searching import COLUMNS, FACETS, Filters, Search, units_of
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent

ReleaseName = tuple[str, str]
"""Name and version of a library release."""

MAX_ROWS = 100
CHOICES = 20
SHOWN_REFUSED = 3
"""Rows of a list of choices kept for what may not be chosen, where there is some."""


def visible(acting: Acting | None) -> QuerySet[Release]:
    """The indexed releases whose files are there and that somebody may see: for a stranger (None) public ones,
    for others those of the installation and of the organisation they act for."""
    found = Release.objects.filter(present=True)
    if acting is None:
        return found.filter(public=True, owner=None)
    return found.filter(Q(owner=None) | Q(owner=acting.organisation_id))


def release(name: str, version: str, acting: Acting | None) -> Release:
    """A release that somebody may see, by its full name or by the one its owner gave it. Raises `web.absent`."""
    named = visible(acting).filter(name__in=_names(name, acting), version=words.sound(version))
    found = named.order_by(F("owner").asc(nulls_first=True)).first()
    if found is None:
        raise absent()
    return found


def imports(acting: Acting) -> QuerySet[Import]:
    """What the acting organisation brought in, newest first."""
    return Import.objects.filter(organisation_id=acting.organisation_id).order_by("-created_at", "id")


def import_of(acting: Acting, import_id: UUID | str) -> Import:
    """One of the acting organisation's imports. Raises `web.absent`."""
    found = imports(acting).select_related("release", "person").filter(id=import_id).first()
    if found is None:
        raise absent()
    return found


def own_versions(acting: Acting, name: str) -> frozenset[str]:
    """The versions of a library of the acting organisation's own, by its short name."""
    full = full_name(acting.organisation_id, words.sound(name))
    return frozenset(Release.objects.filter(name=full).values_list("version", flat=True))


def source_of(acting: Acting, of: Release) -> Import | None:
    """The import that a release was made of, while its files are there. Those of before it was kept know the newest."""
    return imports(acting).filter(Q(release=of) | Q(releases=of), removed_at=None).first()


def _names(name: str, acting: Acting | None) -> list[str]:
    """The names a release may stand under: as written, and as the acting organisation's own."""
    written = words.sound(name)
    if acting is None or len(written) > MAX_OWN_NAME or owner_of(written) is not None:
        return [written]
    return [written, full_name(acting.organisation_id, written)]


def search(
    text: str,
    *,
    unit: str = "",
    geography: str = "",
    releases: Sequence[ReleaseName] | None = None,
    kind: str = "",
    year: int | None = None,
    technology: str = "",
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    acting: Acting | None = None,
    explain: bool = False,
) -> Found:
    """Datasets for the words of `text`, best first, with counts by facet; with no words, all of them.

    `unit`, `geography`, `kind`, `year` and `technology` are those of the line and study that ask: what fits comes
    first, nothing is left out. `filters` leave out. Where no dataset holds every word, those that hold most of them
    are found. `explain` says of every row why it is where it is. `acting` is who asks; None is a stranger, who finds
    what is public.
    """
    query = words.query(text)
    kept = {
        facet: tuple(words.sound(value) for value in values)
        for facet, values in (filters or {}).items()
        if values and facet in FACETS
    }
    chosen = looked_through(releases, acting, also=kept.get("release", ()))
    if "release" in kept:
        numbers = {str(row): str(i) for i, row in chosen.items()}
        kept["release"] = tuple(numbers.get(value, "") for value in kept["release"])
    if (text.strip() and not query.terms) or not chosen:
        return Found((), 0, cut=query.cut)
    ids = tuple(chosen)
    fits = kinds.fitting(unit, units_of(ids))
    asked = Search(query, ids, fits, code_of(geography), kind, year, words.query(technology))
    hits = asked.hits(relaxed=True)
    total, facets = hits.counted(kept, {str(i): (str(row), _title(row)) for i, row in chosen.items()})
    plain = hits.page(max(0, offset), min(max(1, limit), MAX_ROWS), kept) if total else []
    rows = tuple(shown(entry, chosen, unit, fits) for entry in plain)
    if explain:
        rows = _explained(rows, [entry["id"] for entry in plain], asked, unit)
    return Found(one_to_cite(rows), total, facets, relaxed=not hits.every and total > 0, cut=query.cut)


SHIPPED = "starter@"
"""How the release that comes with the software is called."""
SAME_VALUE = Text(zh="随附的同值数据", en="same value, shipped")


def one_to_cite(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a page with, of those that say the same of the same, what was published before what ships, which
    says so: the published one is to be cited."""
    found = list(rows)
    places: dict[tuple[object, ...], list[int]] = {}
    for i, row in enumerate(found):
        said = (row.name, row.value, row.unit, row.geography, row.year_from, row.year_to)
        places.setdefault(said, []).append(i)
    for at in places.values():
        shipped = [rows[i] for i in at if rows[i].release.startswith(SHIPPED)]
        others = [rows[i] for i in at if not rows[i].release.startswith(SHIPPED)]
        if shipped and others:
            marked = [replace(row, why=(SAME_VALUE, *row.why)) for row in shipped]
            for i, row in zip(at, [*others, *marked], strict=True):
                found[i] = row
    return tuple(found)


def counted(text: str, acting: Acting | None) -> int:
    """How many datasets a search for these words finds."""
    query = words.query(text)
    chosen = looked_through(None, acting)
    if (text.strip() and not query.terms) or not chosen:
        return 0
    return int(Search(query, tuple(chosen)).hits(relaxed=True).among.size)


def choices(
    text: str,
    line_unit: str = "",
    geography: str = "",
    kind: str = "",
    *,
    releases: Sequence[ReleaseName] | None = None,
    acting: Acting | None = None,
    limit: int = CHOICES,
) -> Found:
    """Datasets a line may stand on, and a few that it may not, with the reason; at most `limit` rows."""
    query = words.query(text)
    chosen = looked_through(releases, acting)
    if (text.strip() and not query.terms) or not chosen:
        return Found((), 0, cut=query.cut)
    ids = tuple(chosen)
    fits = kinds.fitting(line_unit, units_of(ids))
    hits = Search(query, ids, fits, code_of(geography), kind).hits(relaxed=True)
    total = int(hits.among.size)
    forbidden = hits.page(0, SHOWN_REFUSED, refused=True) if total else []
    allowed = hits.page(0, limit - len(forbidden), refused=False) if total else []
    rows = tuple(shown(entry, chosen, line_unit, fits) for entry in (*allowed, *forbidden))
    return Found(rows, total, relaxed=not hits.every and total > 0, cut=query.cut)


def entry(dataset: str, release: ReleaseName | None = None, *, acting: Acting | None) -> Entry:
    """A dataset in a release, or else in the newest that has it. Raises `web.absent`."""
    found = Entry.objects.filter(dataset=words.sound(dataset), release__in=visible(acting))
    if release is not None:
        name, version = release
        found = found.filter(release__name__in=_names(name, acting), release__version=words.sound(version))
    one = found.select_related("release").order_by("-release__current", "-release__id").first()
    if one is None:
        raise absent()
    return one


def rows_of(
    datasets: Collection[str], releases: Sequence[ReleaseName] | None, acting: Acting | None
) -> dict[str, Row]:
    """The rows of datasets in some releases (None: the current ones), by id; those that are in none are left out."""
    among = looked_through(releases, acting)
    found = Entry.objects.filter(release__in=among, dataset__in=datasets).select_related("release")
    return {one.dataset: row_of(one) for one in found}


def replaced_and_replacing(of: Entry) -> list[Entry]:
    """The chain of values a dataset stands in, newest first, itself among them."""
    chain, seen = [of], {of.dataset}
    while (newer := _one(of.release_id, chain[0].replaced_by, seen)) is not None:
        chain.insert(0, newer)
    while (older := _one(of.release_id, chain[-1].replaces, seen)) is not None:
        chain.append(older)
    return chain


MAX_EDITIONS = 20


def editions(of: Entry, acting: Acting | None) -> list[Entry]:
    """A dataset in all versions of its library that somebody may see, newest first."""
    found = Entry.objects.filter(
        dataset=of.dataset, release__in=visible(acting), release__name=of.release.name
    ).select_related("release")
    return list(found.order_by("-release__current", "-release__id")[:MAX_EDITIONS])


def _one(release: int, dataset: str, seen: set[str]) -> Entry | None:
    if not dataset or dataset in seen:
        return None
    seen.add(dataset)
    return Entry.objects.filter(release_id=release, dataset=dataset).first()


LookedThrough = Mapping[int, Release]
"""Releases by id, in ascending order."""


def looked_through(
    named: Sequence[ReleaseName] | None, acting: Acting | None, *, also: Collection[str] = ()
) -> LookedThrough:
    """The releases to look through, by id: those named, or else the newest, and `also` (`name@version`)."""
    found = visible(acting)
    wanted = Q(current=True) if named is None else Q(pk__in=[])
    pairs = [text.rpartition("@")[::2] for text in also] if named is None else list(named)
    for name, version in pairs:
        wanted |= Q(name__in=_names(name, acting), version=words.sound(version))
    return {row.id: row for row in found.filter(wanted).order_by("id")}


def _title(row: Release) -> Text:
    return Text(zh=f"{row.title.zh} {row.version}", en=f"{row.title.en} {row.version}")


def shown(
    plain: dict[str, Any], releases: LookedThrough, line_unit: str, fitting: Sequence[str] | None
) -> Row:
    """The row of an entry's `COLUMNS`, with the reasons to know before a line of that unit stands on it."""
    fits = fitting is None or plain["unit"] in fitting
    return Row(
        dataset=plain["dataset"],
        version=plain["version"],
        release=str(releases[plain["release_id"]]),
        name=Text(zh=plain["name_zh"] or None, en=plain["name_en"] or None),
        unit=plain["unit"],
        geography=plain["geography"],
        year_from=plain["year_from"],
        year_to=plain["year_to"],
        boundary=plain["boundary"],
        gas_basis=plain["gas_basis"],
        gwp_set=plain["gwp_set"],
        category=tuple(step for step in plain["category"].split(" > ") if step),
        value=plain["value"],
        confidence=plain["confidence"],
        includes_losses=None if plain["includes_losses"] is None else bool(plain["includes_losses"]),
        replaced_by=plain["replaced_by"],
        source=tuple(part for part in plain["source"].split("\n") if part),
        rating=plain["rating"],
        fits=fits,
        reasons=suitability.reasons(
            is_refused=bool(plain["refused"]),
            known=plain["value"] is not None,
            is_replaced=bool(plain["replaced_by"]),
            replaced_year=plain["replaced_year"],
            unit=plain["unit"],
            line_unit=line_unit,
            fits=fits,
        ),
    )


def row_of(of: Entry, unit: str = "") -> Row:
    """A dataset as a list shows it to a line of that unit."""
    plain = {column: getattr(of, column) for column in COLUMNS}
    return shown(plain, {of.release_id: of.release}, unit, kinds.fitting(unit, (of.unit,)))


def _explained(rows: Sequence[Row], ids: Sequence[int], asked: Search, unit: str) -> tuple[Row, ...]:
    held = dict(Entry.objects.filter(id__in=ids).values_list("id", "words"))
    return tuple(
        replace(row, why=fit.why(row, held[i].split(), asked, unit)) for row, i in zip(rows, ids, strict=True)
    )
