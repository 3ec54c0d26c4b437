"""An edition of a study that can be read: its draft as it stands, or one of its versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.errors import Problem
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rules import CheckResult
from tanzuji.footprints import queries
from tanzuji.footprints.models import Study, Version
from tanzuji.footprints.pages.results.kept import Kept
from tanzuji.web.answers import absent
from tanzuji.web.language import say

_read: Kept[tuple[Footprint, CheckResult]] = Kept(16)
"""Versions read back from the store; one of a thousand lines takes about ten megabytes."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A model with what was computed from it; a draft that cannot be computed has its `problems` instead."""

    study: Study
    version: Version | None
    model: ProductModel
    footprint: Footprint | None
    check: CheckResult | None
    problems: tuple[Problem, ...] = ()

    @property
    def number(self) -> int | None:
        """Of the version; none for the draft."""
        return self.version.number if self.version else None

    @property
    def releases(self) -> str:
        """The library releases it stands on, as a study keeps them."""
        return self.version.releases if self.version else self.study.releases

    @property
    def name(self) -> str:
        """`版本 3` or `草稿`, `Version 3` or `Draft`."""
        return say(f"版本 {self.number}", f"Version {self.number}") if self.number else say("草稿", "Draft")

    @property
    def query(self) -> str:
        """What follows the address of a page to show it for this edition."""
        return f"?version={self.version.number}" if self.version else ""

    @property
    def digest(self) -> str:
        """Of the model's document."""
        return self.version.digest if self.version else self.study.digest

    @property
    def document(self) -> str:
        """The model as it is kept."""
        return self.version.document if self.version else self.study.document

    @property
    def plain(self) -> dict[str, Any]:
        """The model as plain data."""
        found: dict[str, Any] = json.loads(self.document)
        return found


def draft(study: Study, *, scenarios: bool = True) -> Edition:
    """The draft as it stands now."""
    live = queries.draft_result(study, scenarios=scenarios)
    return Edition(study, None, live.model, live.footprint, live.check, live.problems)


def frozen(version: Version) -> Edition:
    """A version as it was computed when it was made; its documents are read only where they are not kept here."""
    # Not by the number of its row, which another database, restored from a backup, gives to another version.
    key = (version.study_id, version.number, version.made_at, version.footprint_id, version.result_digest)
    footprint, check = _read.get(key, lambda: (queries.footprint(version), queries.findings(version)))
    return Edition(version.study, version, footprint.model, footprint, check)


def chosen(study: Study, wanted: str | None) -> Edition:
    """The version of that number, the draft for nothing or `draft`. Raises `web.absent`."""
    if not wanted or wanted == "draft":
        return draft(study)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise absent()
    return frozen(queries.version(study, int(wanted)))
