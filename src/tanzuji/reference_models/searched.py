"""Released reference models in the one search over all libraries."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.library.sources_of_search import Hit, Hits, register
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries


def begin() -> None:
    """Adds reference models to what is searched."""
    register("models", Text(zh="产品模型", en="Product models"), "/models/", find)


def find(text: str, acting: Acting | None, skip: int, show: int) -> Hits:
    """Released models by name, code and product group; anybody may see them."""
    found = queries.released(text)
    rows = found[skip : skip + show] if show else ()
    return Hits(
        found.count(),
        tuple(
            Hit(
                of.name, f"/models/{of.model_id}/", tags=(Text(zh=of.group, en=of.group), _version(of.number))
            )
            for of in rows
        ),
    )


def _version(number: int) -> Text:
    return Text(zh=f"第 {number} 版", en=f"version {number}")
