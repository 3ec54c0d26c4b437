"""The handbook's tables, written from the packs themselves: every check, parameter and name."""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.documents.errors import Language
from tanzuji.documents.rules import (
    LAYER_NAMES,
    LEVEL_NAMES,
    PARAMETERS,
    SOURCE_NAMES,
    Flow,
    Range,
    RulePack,
    Sourced,
)
from tanzuji.rules.fields import FIELDS
from tanzuji.rules.load import available
from tanzuji.rules.wording import filled

_SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}
_DIRECTION = {
    "lower": ("只能更小", "only lower"),
    "higher": ("只能更大", "only higher"),
    "subset": ("只能更少", "only fewer"),
    "superset": ("只能更多", "only more"),
}
_KINDS = {
    "person": ("由人判断", "a person decides"),
    "construction": ("由系统保证", "holds by construction"),
    "elsewhere": ("在别处核对", "checked elsewhere"),
}


def catalogue_markdown(language: Language = "zh") -> str:
    """Every shipped pack with its parameters, checks, flows, ranges and notes, as Markdown."""
    i = 0 if language == "zh" else 1
    parts: list[str] = []
    for pack in available():
        parts += list(_pack(pack, i, language))
    return "\n".join(parts).rstrip() + "\n"


def names_markdown(language: Language = "zh") -> str:
    """The names predicates see, by collection, as Markdown."""
    head = ("| 名称 | 含义（英文） |", "| name | meaning |")[0 if language == "zh" else 1]
    parts: list[str] = []
    for collection, fields in FIELDS.items():
        parts += [f"#### `{collection}`", "", head, "|---|---|"]
        parts += [f"| `{name}` | {meaning} |" for name, meaning in fields.items()]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _pack(pack: RulePack, i: int, language: Language) -> Iterator[str]:
    yield f"### {pack.title.to(language)} · `{pack.id}` {pack.version}"
    yield ""
    facts = [LAYER_NAMES[pack.layer][i], LEVEL_NAMES[pack.level][i]]
    facts += [pack.number] if pack.number else []
    facts += [f"{('生效', 'in force')[i]} {pack.in_force}"] if pack.in_force else []
    facts += [f"{('继承', 'inherits')[i]} `{pack.inherits}`"] if pack.inherits else []
    yield " · ".join(facts)
    yield ""
    if pack.source:
        yield f"{('编写依据', 'Written from')[i]}{('：', ': ')[i]}{pack.source.to(language)}"
        yield ""
    yield from _parameters(pack, i)
    rows: list[tuple[str, str, str, str, Sourced]] = [
        (c.id, _SEVERITY[c.severity][i], c.title.to(language), _said(c.message.to(language), language), c)
        for c in pack.checks
    ]
    rows += [(f.id, _SEVERITY[f.severity][i], f.name.to(language), _flow(f, i), f) for f in pack.flows]
    rows += [(r.id, _SEVERITY[r.severity][i], r.title.to(language), _range(r), r) for r in pack.ranges]
    rows += [(n.id, _KINDS[n.kind][i], n.title.to(language), n.text.to(language), n) for n in pack.notes]
    if rows:
        yield (
            "| 编号 | 轻重 | 内容 | 说明 | 依据 |",
            "| id | severity | what | says | authority |",
        )[i]
        yield "|---|---|---|---|---|"
        for identity, severity, title, text, item in rows:
            yield f"| `{identity}` | {severity} | {_cell(title)} | {_cell(text)} | {_cell(_authority(item, i))} |"
        yield ""


def _parameters(pack: RulePack, i: int) -> Iterator[str]:
    if not pack.parameters:
        return
    yield ("| 参数 | 值 | 下层 | 依据 |", "| parameter | value | a child | authority |")[i]
    yield "|---|---|---|---|"
    for name, parameter in pack.parameters.items():
        value = parameter.value
        shown = ", ".join(value) if isinstance(value, tuple) else f"{value:g}"
        yield f"| `{name}` | {shown} | {_DIRECTION[PARAMETERS[name]][i]} | {_cell(_authority(parameter, i))} |"
    yield ""


def _said(message: str, language: Language) -> str:
    """A message with its values left open."""
    return filled(message, {}, language).replace("–", "…")


def _flow(flow: Flow, i: int) -> str:
    if flow.severity == "info":
        return ("读取用量，不作要求", "read where it is there, not asked for")[i]
    return ("模型里必须有，并有用量", "must stand in the model with an amount")[i]


def _range(range_: Range) -> str:
    low = "" if range_.low is None else f"{range_.low:g}"
    high = "" if range_.high is None else f"{range_.high:g}"
    return f"{low}–{high} {range_.unit}"


def _authority(item: Sourced, i: int) -> str:
    return f"{SOURCE_NAMES[item.source_tag][i]}" + (
        f"{('；', '; ')[i]}{item.source_ref}" if item.source_ref else ""
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
