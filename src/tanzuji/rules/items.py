"""A rule taken apart into its items: each by a key that stays the same wherever it stands in the file.

`checks.GS-01.severity` is the severity of the check GS-01; texts and plain lists are one value. So two rules can be
held against each other, and a line of one against the line of the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from tanzuji.documents.rule_sections import KIND_NAMES
from tanzuji.documents.rules import LAYER_NAMES, LEVEL_NAMES, RulePack
from tanzuji.documents.text import Text
from tanzuji.formats import safe_yaml

_LIST = re.compile(r"^(\w+(?:\.\w+)*)\[(\d+)\]")
_SKIPPED = frozenset({"format"})

PART_NAMES: dict[str, Text] = {
    "title": Text(zh="名称", en="Title"),
    "number": Text(zh="标准号", en="Number"),
    "version": Text(zh="版本", en="Version"),
    "kind": Text(zh="类别", en="Kind"),
    "layer": Text(zh="层", en="Layer"),
    "level": Text(zh="级别", en="Level"),
    "in_force": Text(zh="实施日期", en="In force"),
    "inherits": Text(zh="继承", en="Inherits"),
    "accounts_by": Text(zh="核算依据", en="Accounts by"),
    "thin": Text(zh="初步", en="Thin"),
    "source": Text(zh="出处", en="Source"),
    "confidence": Text(zh="可信程度", en="Confidence"),
    "product_match": Text(zh="适用产品", en="Products"),
    "unit": Text(zh="单位", en="Unit"),
    "boundary": Text(zh="边界", en="Boundary"),
    "parameters": Text(zh="参数", en="Parameters"),
    "flows": Text(zh="必备流", en="Flows"),
    "ranges": Text(zh="通常范围", en="Ranges"),
    "checks": Text(zh="检查", en="Checks"),
    "notes": Text(zh="由人判断的要求", en="Left to a person"),
    "certification": Text(zh="认证流程", en="Certification"),
    "evaluation": Text(zh="评价方法", en="Evaluation"),
    "quality": Text(zh="数据质量评价", en="Data quality"),
    "metering": Text(zh="计量要求", en="Metering"),
}
"""The parts of a rule in their order, with the names people read."""


def values_of(pack: RulePack) -> dict[str, Any]:
    """Every value of a pack's own items by key, in the order of the document."""
    return dict(_flat("", pack.plain()))


def _flat(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if key in _SKIPPED:
        return
    if isinstance(value, dict) and value and not set(value) <= {"zh", "en"}:
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}" if key else str(name), inner)
    elif isinstance(value, list) and value and all(isinstance(v, dict) and "id" in v for v in value):
        for item in value:
            yield from _flat(f"{key}.{item['id']}", {k: v for k, v in item.items() if k != "id"})
    else:
        yield key, value


def key_of(path: str, pack: RulePack) -> str:
    """The key of a place as the linter names it: `checks[3].severity` → `checks.GS-06.severity`."""
    found = _LIST.match(path)
    if found is None:
        return path
    rows: Any = pack
    for step in found[1].split("."):
        rows = getattr(rows, step, ())
    index = int(found[2])
    if index >= len(rows) or not hasattr(rows[index], "id"):
        return path
    return f"{found[1]}.{rows[index].id}{path[found.end() :]}"


def lines_of(text: str, pack: RulePack) -> dict[str, int]:
    """The line of every key and of every item, from 1."""
    places = safe_yaml.load_with_places(text)[1]
    found: dict[str, int] = {}
    for path, (line, _) in places.positions.items():
        found.setdefault(key_of(path, pack), line)
    return found


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key, or of what stands around it."""
    while key not in lines:
        key = key.rpartition(".")[0]
        if not key:
            return None
    return lines[key]


def titles_of(pack: RulePack) -> dict[str, Text]:
    """What the items of a pack are called, by the key of the item: `checks.GS-01`."""
    found: dict[str, Text] = {}
    for name in ("checks", "flows", "ranges", "notes", "metering"):
        for item in getattr(pack, name):
            found[f"{name}.{item.id}"] = getattr(item, "title", None) or item.name
    if pack.certification is not None:
        found.update({f"certification.steps.{step.id}": step.name for step in pack.certification.steps})
    if pack.quality is not None:
        found.update({f"quality.indicators.{i.id}": i.name for i in pack.quality.indicators})
    return found


def shown(key: str, value: Any, language: Literal["zh", "en"] = "zh") -> str:
    """A value as a person reads it, in one line."""
    i = 0 if language == "zh" else 1
    if value is None:
        return "–"
    if key == "layer":
        return LAYER_NAMES[value][i]
    if key == "level":
        return LEVEL_NAMES[value][i]
    if key == "kind":
        return KIND_NAMES[value].to(language)
    if isinstance(value, bool):
        return (("否", "是") if i == 0 else ("no", "yes"))[value]
    if isinstance(value, dict) and set(value) <= {"zh", "en"} and value:
        return str(value.get(language) or next(iter(value.values())))
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return ("、" if i == 0 else ", ").join(
            f"{v:g}" if isinstance(v, float) else str(v) for v in value
        ) or "–"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
