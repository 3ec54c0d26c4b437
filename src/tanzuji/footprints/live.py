"""The live result of a draft: footprint and findings of the document as it stands, kept for a while by digest."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.footprints import Footprint, ReleaseReference
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rules import CheckResult
from tanzuji.engine import compute, preview
from tanzuji.engine.release import Release
from tanzuji.engine.store import open_release
from tanzuji.rules import check

KEPT = 64
"""Results a process keeps; an LFP pack's takes about half a megabyte."""

KEPT_ROWS = 8000
"""Contributions in all results a process keeps; a result of a thousand takes about ten megabytes."""


@dataclass(frozen=True, slots=True)
class Live:
    """A draft's result; without a footprint where it cannot be computed, for the reasons in `problems`."""

    model: ProductModel
    footprint: Footprint | None
    check: CheckResult | None
    problems: tuple[Problem, ...] = ()

    @property
    def total(self) -> float | None:
        """None where it cannot be computed, and where nothing is known of which it could be the sum."""
        return self.footprint.total if self.footprint and self.footprint.contributions else None

    @property
    def errors(self) -> int:
        """Findings that are errors, and what keeps it from being computed."""
        return len(self.problems) + (self.check.count("error") if self.check else 0)

    @property
    def warnings(self) -> int:
        return self.check.count("warning") if self.check else 0


class _Kept:
    """The last results, by digest of document and releases; shared by the threads of a process."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[str, str, bool], Live] = OrderedDict()
        self._rows = 0
        self._lock = Lock()

    def get(self, key: tuple[str, str, bool]) -> Live | None:
        with self._lock:
            found = self._results.get(key)
            if found is not None:
                self._results.move_to_end(key)
            return found

    def put(self, key: tuple[str, str, bool], live: Live) -> Live:
        with self._lock:
            known = self._results.pop(key, None)
            self._results[key] = live
            self._rows += _rows(live) - (_rows(known) if known else 0)
            while len(self._results) > KEPT or (self._rows > KEPT_ROWS and len(self._results) > 2):
                self._rows -= _rows(self._results.popitem(last=False)[1])
        return live


def _rows(live: Live) -> int:
    return len(live.footprint.contributions) if live.footprint else 0


_kept = _Kept()


@lru_cache(maxsize=32)
def _opened(name: str, version: str) -> Release:
    return open_release(name, version)


def opened(releases: str) -> tuple[Release, ...]:
    """The library releases of a study, opened once a process. Raises `release.not-found`."""
    return tuple(_opened(r["name"], r["version"]) for r in json.loads(releases))


def references(*releases: Release) -> str:
    """Releases as a study keeps them."""
    kept = [ReleaseReference(name=r.name, version=r.version, digest=r.digest).plain() for r in releases]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def model_of(document: str) -> ProductModel:
    """The product model a study keeps."""
    return ProductModel.parse(json.loads(document))


def live(
    document: str, digest: str, releases: str, *, scenarios: bool = False, model: ProductModel | None = None
) -> Live:
    """The result of a document, whose digest is `digest`, on top of its releases.

    `scenarios` are left out of what is shown while typing; `model` spares reading the document again.
    """
    key = (digest, releases, scenarios)
    found = _kept.get(key) or (_kept.get((digest, releases, True)) if not scenarios else None)
    if found is not None:
        return found
    model = model or model_of(document)
    try:
        stands_on = opened(releases)
    except CodedError as error:  # of this installation rather than the document: it may be put right any time
        return Live(model, None, None, error.problems)
    try:
        footprint = compute(model, stands_on) if scenarios else preview(model, stands_on, model_digest=digest)
        # The rules find the same in a preview as in the whole result; checking takes longer than computing.
        previewed = _kept.get((digest, releases, False)) if scenarios else None
        found_by_rules = previewed.check if previewed else None
        return _kept.put(key, Live(model, footprint, found_by_rules or check(footprint)))
    except CodedError as error:
        return _kept.put(key, Live(model, None, None, error.problems))


def recall(digest: str, releases: str) -> Live | None:
    """The result of a document of that digest, if it was asked for lately."""
    return _kept.get((digest, releases, False)) or _kept.get((digest, releases, True))


def as_text(plain: dict[str, Any]) -> str:
    """A document as it is kept."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
