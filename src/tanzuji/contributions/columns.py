"""The columns of a contribution that its papers determine."""

from __future__ import annotations

import json
from typing import Any

from tanzuji.contributions.guards import Offer
from tanzuji.contributions.guards.findings import value_of
from tanzuji.documents.canonical import digest as digest_of


def columns_of(papers: Offer) -> dict[str, Any]:
    """Documents, their digest, and what lists show of them, by column."""
    dataset, said = papers.dataset, papers.declarations
    texts = {
        "document": _text(dataset.plain()),
        "declared": _text(said.plain()),
        "trail": _text(papers.provenance.plain()),
        "comparable": _text(papers.comparable.plain()) if papers.comparable else "",
    }
    return texts | {
        "digest": digest_of(texts),
        "name_zh": dataset.name.zh or "",
        "name_en": dataset.name.en or "",
        "dataset_id": dataset.id,
        "unit": dataset.unit[:60],
        "value": value_of(dataset),
        "boundary": dataset.boundary,
        "geography": dataset.geography[:40],
        "year": dataset.year_to or dataset.year_from,
        "pre_study": said.pre_study,
        "real_scene": said.real_scene is not None,
        "collected_by": said.collected_by,
    }


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
