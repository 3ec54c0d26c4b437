"""Checklists of inspections, as data beside this module: one for each kind of pool."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tanzuji.supervision.kinds import POOLS


@lru_cache(maxsize=1)
def lists() -> dict[str, list[dict[str, Any]]]:
    """The items by kind of pool: code and name in both languages. Raises ValueError for an item without both."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in POOLS:
        written = (
            files("tanzuji.supervision").joinpath("checklists", f"{kind}.yaml").read_text(encoding="utf-8")
        )
        items = yaml.safe_load(written)["items"]
        if not all(item["code"] and item["zh"] and item["en"] for item in items):
            raise ValueError(f"an item of {kind}.yaml lacks code or name")
        found[kind] = items
    return found


def frozen(kind: str) -> str:
    """The list of a kind as an inspection keeps it (JSON)."""
    return json.dumps({"kind": kind, "items": lists()[kind]}, ensure_ascii=False)
