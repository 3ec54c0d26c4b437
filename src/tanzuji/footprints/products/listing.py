"""The catalogue: every product of the organisation that has a version, searched, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.footprints.models import Publication, Study, Version
from tanzuji.footprints.products.standing import Reason, Standing
from tanzuji.web.language import language

FILTERS: dict[str, Text] = {
    "": Text(zh="全部", en="All"),
    "stale": Text(zh="已过时", en="Out of date"),
    "published": Text(zh="已发布", en="Published"),
    "used": Text(zh="被其他产品使用", en="Used by others"),
}
SORTS: dict[str, Text] = {
    "name": Text(zh="名称", en="Name"),
    "newest": Text(zh="最新版本", en="Newest version"),
    "total": Text(zh="碳足迹最大", en="Largest footprint"),
    "used": Text(zh="使用者最多", en="Most used"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A product in the catalogue."""

    study: Study
    version: Version
    name: Text
    published: Publication | None
    """Its newest publication."""
    reasons: tuple[Reason, ...]
    takes: tuple[UUID, ...]
    """Products it takes, by its newest version."""
    taken_by: tuple[UUID, ...]
    in_loop: bool

    @property
    def behind(self) -> bool:
        """Whether the newest version is not the one that is published."""
        return self.published is not None and self.published.version.number != self.version.number


def listed(standing: Standing) -> list[Listed]:
    """Every product, by name."""
    graph = standing.web.by_versions
    looped = {product for loop in standing.web.loops for product in loop}
    found = []
    for study_id, version in standing.versions.items():
        published = standing.publications.get(study_id, ())
        key = str(study_id)
        found.append(
            Listed(
                version.study,
                version,
                standing.web.names[study_id],
                published[0] if published else None,
                standing.reasons.get(study_id, ()),
                tuple(UUID(p) for p in graph.uses.get(key, ())),
                tuple(UUID(p) for p in graph.used_by.get(key, ())),
                study_id in looped,
            )
        )
    return sorted(found, key=_name)


def chosen(rows: list[Listed], *, name: str = "", only: str = "", sort: str = "name") -> list[Listed]:
    """Rows whose name, Chinese or English, holds every word, of one filter, sorted."""
    words = name.casefold().split()[:8]
    found = [row for row in _kept(rows, only) if all(word in _both(row) for word in words)]
    order: dict[str, Callable[[Listed], float]] = {
        "newest": lambda row: -row.version.made_at.timestamp(),
        "total": lambda row: -abs(row.version.total),
        "used": lambda row: -len(row.taken_by),
    }
    return sorted(found, key=order[sort]) if sort in order else found


def counts(rows: list[Listed], name: str = "") -> dict[str, int]:
    """How many of the rows found by name each filter leaves."""
    found = chosen(rows, name=name)
    return {key: len(_kept(found, key)) for key in FILTERS}


def _kept(rows: list[Listed], only: str) -> list[Listed]:
    if only == "stale":
        return [row for row in rows if row.reasons]
    if only == "published":
        return [row for row in rows if row.published]
    return [row for row in rows if row.taken_by] if only == "used" else rows


def _both(row: Listed) -> str:
    return f"{row.name.to('zh')} {row.name.to('en')}".casefold()


def _name(row: Listed) -> tuple[str, str]:
    return row.name.to(language()).casefold(), str(row.study.id)
