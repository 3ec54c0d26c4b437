"""JSON Schemas of the documents, for editors and other programs, generated from the documents themselves.

They describe what the doors accept: a bilingual text may be a plain string, and a single background dataset may be
given as `dataset`.
"""

from __future__ import annotations

import json
from typing import Any

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.exchanges import Exchange
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rules import RulePack

SCHEMAS: dict[str, type[Document]] = {
    "product-model": ProductModel,
    "dataset": Dataset,
    "footprint": Footprint,
    "rule-pack": RulePack,
}
"""File name of the schema → document."""

_SHORTHAND = {"Exchange", *(kind.__name__ for kind in Exchange.__subclasses__())}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document of that name in `SCHEMAS`."""
    kind = SCHEMAS[name]
    described = kind.model_json_schema(mode="validation")
    for title, definition in described.get("$defs", {}).items():
        if title == "Text":
            described["$defs"][title] = {
                "anyOf": [{"type": "string", "minLength": 1}, definition],
                "description": definition.pop("description", ""),
            }
        elif title in _SHORTHAND:
            definition["properties"]["dataset"] = {
                "type": "string",
                "description": "one dataset, short for `datasets` with one id",
            }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"tanzuji/{name}/1",
        **described,
    }


def schema_text(name: str) -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
