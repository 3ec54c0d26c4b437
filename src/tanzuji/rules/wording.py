"""Sentences of findings: templates filled with the values of the item, and the authority they rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import figure
from tanzuji.documents.rules import RulePack, Sourced
from tanzuji.documents.text import Text

_FIELD = re.compile(r"\{([a-z_]+(?:\.[A-Za-z_0-9]+)*)(?::(percent|whole))?\}")


def fill(template: Text, values: Mapping[str, Any]) -> Text:
    """The template in both languages. `{item.share:percent}` gives `1.2 %`, `{study.total}` four digits."""
    return Text(zh=filled(template.to("zh"), values, "zh"), en=filled(template.to("en"), values, "en"))


def filled(template: str, values: Mapping[str, Any], language: Language = "en") -> str:
    """The template with every `{name}` it knows; an unknown value is shown as `–`."""
    return _FIELD.sub(lambda match: _shown(_found(values, match[1]), match[2], language), template)


def used(templates: list[str], values: Mapping[str, Any]) -> dict[str, float | int | bool | str]:
    """The plain values the templates name, for machines: {"item.share": 0.012}."""
    found: dict[str, float | int | bool | str] = {}
    for template in templates:
        for match in _FIELD.finditer(template):
            value = _found(values, match[1])
            if isinstance(value, float | int | bool | str):
                found[match[1]] = value
    return found


def _found(values: Mapping[str, Any], name: str) -> Any:
    value: Any = values
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _shown(value: Any, form: str | None, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return str(value.get(language) or next(iter(value.values()), "–"))
    if isinstance(value, list | tuple):
        return ("、" if language == "zh" else ", ").join(str(v) for v in value) or "–"
    if isinstance(value, bool) or not isinstance(value, float | int):
        return str(value)
    if form == "percent":
        return f"{_number(value * 100)} %"
    return str(round(value)) if form == "whole" else _number(value)


def _number(value: float) -> str:
    text = figure(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def standing(pack: RulePack, item: Sourced) -> Text:
    """On whose authority a finding stands. G and D are never shown as the standard's own words."""
    number = pack.number or pack.title.to("en")
    named = pack.number or pack.title.to("zh")
    match item.source_tag:
        case "G":
            return Text(
                zh=f"{named}（通行理解，未核对原文）",
                en=f"{number} (general understanding, not compared with the text)",
            )
        case "D":
            return Text(zh="平台默认", en="platform default")
        case "V":
            return Text(zh=f"已查阅：{item.source_ref}", en=f"read in: {item.source_ref}")
        case "S":
            return Text(
                zh=f"政策比较文章所述：{item.source_ref}",
                en=f"stated in the comparison of provincial policies: {item.source_ref}",
            )
