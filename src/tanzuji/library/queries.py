"""Reads of the library room: search, what a line may choose from, one dataset."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tanzuji.documents.regions import code_of, region
from tanzuji.documents.text import Text
from tanzuji.engine.store import MAX_OWN_NAME, full_name, owner_of
from tanzuji.library import kinds, suitability, words
from tanzuji.library.found import Found, Row
from tanzuji.library.models import Entry, Import, Release
from tanzuji.library.searching import COLUMNS, FACETS, Filters, Search, counted, units_of
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
    """The import that a release was made of, while its files are there."""
    return imports(acting).filter(release=of, removed_at=None).first()


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
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    acting: Acting | None = None,
    explain: bool = False,
) -> Found:
    """Datasets for the words of `text`, best first, with counts by facet; with no words, all of them.

    `unit`, `geography` and `kind` are those of the line and study that ask: what fits comes first, nothing is
    left out. `filters` leave out. Where no dataset holds every word, those that hold most of them are found.
    `explain` says of every row why it is where it is. `acting` is who asks; None is a stranger, who finds what is public.
    """
    query = words.query(text)
    kept = {
        facet: tuple(words.sound(value) for value in values)
        for facet, values in (filters or {}).items()
        if values and facet in FACETS
    }
    chosen = _releases(releases, kept.get("release", ()), acting)
    if "release" in kept:
        numbers = {str(row): str(i) for i, row in chosen.items()}
        kept["release"] = tuple(numbers.get(value, "") for value in kept["release"])
    if (text.strip() and not query.terms) or not chosen:
        return Found((), 0, cut=query.cut)
    ids = tuple(chosen)
    fits = kinds.fitting(unit, units_of(ids))
    asked = Search(query, ids, kept, fits, code_of(geography), kind)
    groups = asked.groups()
    if not groups and len(query.terms) > 1:
        asked = replace(asked, every=False)
        groups = asked.groups()
    total, facets = counted(groups, kept, {str(i): (str(row), _title(row)) for i, row in chosen.items()})
    plain = asked.page(max(0, offset), min(max(1, limit), MAX_ROWS)) if total else []
    rows = tuple(_row(entry, chosen, unit, fits) for entry in plain)
    if explain:
        rows = _explained(rows, [entry["id"] for entry in plain], query, asked.geography, unit)
    return Found(rows, total, facets, relaxed=not asked.every and total > 0, cut=query.cut)


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
    chosen = _releases(releases, (), acting)
    if (text.strip() and not query.terms) or not chosen:
        return Found((), 0, cut=query.cut)
    ids = tuple(chosen)
    fits = kinds.fitting(line_unit, units_of(ids))
    asked = Search(query, ids, {}, fits, code_of(geography), kind)
    total = sum(group[-1] for group in asked.groups())
    if not total and len(query.terms) > 1:
        asked = replace(asked, every=False)
        total = sum(group[-1] for group in asked.groups())
    forbidden = replace(asked, refused=True).page(0, SHOWN_REFUSED) if total else []
    allowed = replace(asked, refused=False).page(0, limit - len(forbidden)) if total else []
    rows = tuple(_row(entry, chosen, line_unit, fits) for entry in (*allowed, *forbidden))
    return Found(rows, total, relaxed=not asked.every and total > 0, cut=query.cut)


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


def replaced_and_replacing(of: Entry) -> list[Entry]:
    """The chain of values a dataset stands in, newest first, itself among them."""
    chain, seen = [of], {of.dataset}
    while (newer := _one(of.release_id, chain[0].replaced_by, seen)) is not None:
        chain.insert(0, newer)
    while (older := _one(of.release_id, chain[-1].replaces, seen)) is not None:
        chain.append(older)
    return chain


def _one(release: int, dataset: str, seen: set[str]) -> Entry | None:
    if not dataset or dataset in seen:
        return None
    seen.add(dataset)
    return Entry.objects.filter(release_id=release, dataset=dataset).first()


def _releases(
    named: Sequence[ReleaseName] | None, also: Collection[str], acting: Acting | None
) -> Mapping[int, Release]:
    """The releases to look through, by id: those named, or else the newest, and `also` (`name@version`)."""
    found = visible(acting)
    wanted = Q(current=True) if named is None else Q(pk__in=[])
    pairs = [text.rpartition("@")[::2] for text in also] if named is None else list(named)
    for name, version in pairs:
        wanted |= Q(name__in=_names(name, acting), version=words.sound(version))
    return {row.id: row for row in found.filter(wanted).order_by("id")}


def _title(row: Release) -> Text:
    return Text(zh=f"{row.title.zh} {row.version}", en=f"{row.title.en} {row.version}")


def _row(
    plain: dict[str, Any], releases: Mapping[int, Release], line_unit: str, fitting: Sequence[str] | None
) -> Row:
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


def row_of(of: Entry) -> Row:
    """A dataset as a list shows it."""
    plain = {column: getattr(of, column) for column in COLUMNS}
    return _row(plain, {of.release_id: of.release}, "", None)


def _explained(
    rows: Sequence[Row], ids: Sequence[int], query: words.Query, geography: str, unit: str
) -> tuple[Row, ...]:
    held = dict(Entry.objects.filter(id__in=ids).values_list("id", "words"))
    return tuple(
        replace(row, why=_why(row, held[i].split(), query, geography, unit))
        for row, i in zip(rows, ids, strict=True)
    )


def _why(row: Row, held: Sequence[str], query: words.Query, geography: str, unit: str) -> tuple[Text, ...]:
    """Why a row is where it is: words in its head, words elsewhere, region, unit."""
    places: dict[str, list[str]] = {"head": [], "body": [], "none": []}
    for term in query.terms:
        places[words.place(term, held)].append(term.written)
    said = (
        ("head", "名称、地域、年份含{}", "name, region or year has {}"),
        ("body", "类别、来源等含{}", "category or source has {}"),
        ("none", "不含{}", "without {}"),
    )
    found = [
        Text(
            zh=zh.format("、".join(f"“{w}”" for w in places[place])),
            en=en.format(", ".join(f"“{w}”" for w in places[place])),
        )
        for place, zh, en in said
        if places[place]
    ]
    if geography and row.geography == geography:
        name = region(geography).name
        found.append(Text(zh=f"地域为{name.to('zh')}", en=f"region is {name.to('en')}"))
    if unit and row.fits:
        found.append(Text(zh=f"单位可由 {unit} 换算", en=f"unit converts from {unit}"))
    return tuple(found)
