"""The inheritance of rules: 通则 → 行业 → 产品, and which line of which rule sets, tightens or adds what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tanzuji.documents.rules import PARAMETERS, RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.items import key_of, line_of, lines_of, titles_of
from tanzuji.rules.lint import lint
from tanzuji.rules.load import merge, parse_pack, text_of

Relation = Literal["sets", "adds", "tightens", "restates", "changes", "loosens"]
RELATION_NAMES: dict[Relation, Text] = {
    "sets": Text(zh="规定", en="sets"),
    "adds": Text(zh="增加", en="adds"),
    "tightens": Text(zh="收紧", en="tightens"),
    "restates": Text(zh="重申", en="restates"),
    "changes": Text(zh="改述", en="rewords"),
    "loosens": Text(zh="放松", en="loosens"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule of the chain says of an item: the value, the line, and how it stands to what is above."""

    rule: str
    value: Any
    line: int | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Strand:
    """An item through the chain; a step for every rule that speaks of it."""

    key: str
    title: Text | None
    steps: tuple[Step, ...]

    @property
    def bends(self) -> bool:
        """Whether more than one rule speaks of it."""
        return len(self.steps) > 1

    def at(self, rule: str) -> Step | None:
        return next((step for step in self.steps if step.rule == rule), None)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """A rule with all it inherits, most general first, and the strands of what they say."""

    packs: tuple[RulePack, ...]
    strands: tuple[Strand, ...]


_WHOLE = ("checks", "flows", "ranges", "notes", "metering")
"""Lists whose items are one strand each, known by what they ask."""


def _field(pack: RulePack, part: str, name: str) -> Any:
    """The value of a field of a section, its default too; None where the pack has no such section."""
    value = getattr(getattr(pack, part), name, None)
    return (list(value) if isinstance(value, tuple) else value) or None


def _bounds(item: Any) -> str:
    low, high = ("–" if bound is None else f"{bound:g}" for bound in (item.low, item.high))
    return f"{low} … {high} {item.unit}".strip()


_ASKS: dict[str, Callable[[Any], Any]] = {
    "checks": lambda item: item.require,
    "flows": lambda item: item.severity,
    "ranges": _bounds,
    "notes": lambda item: item.text.plain(),
    "metering": lambda item: "–" if item.class_max is None else f"≤ {item.class_max:g}",
}
"""What an item of each list is shown as."""
_FIELDS = (
    "unit.kinds",
    "unit.units",
    "boundary.types",
    "boundary.required_stages",
    "boundary.excluded_stages",
)
_SECTIONS = (
    "certification.surveillance_months", "certification.validity_months", "evaluation.points_reference",
    "quality.coverage", "quality.accepted_up_to",
)  # fmt: skip


def inheritance(text: str, read: Callable[[str], str] = text_of) -> Inheritance:
    """The chain of a rule as it is written. `read` gives the text of a rule it inherits; raises what reading raises."""
    texts = [text]
    pack = parse_pack(text)
    while pack.inherits is not None and len(texts) < 8:
        texts.append(read(pack.inherits))
        pack = parse_pack(texts[-1])
    texts.reverse()
    packs = tuple(parse_pack(each) for each in texts)
    lines = [lines_of(each, pack) for each, pack in zip(texts, packs, strict=True)]
    titles: dict[str, Text] = {}
    for pack in packs:
        titles.update(titles_of(pack))
    looser, stricter = _turns(packs)
    strands = []
    for key in _keys(packs):
        steps: list[Step] = []
        for i, pack in enumerate(packs):
            found = _value(key, pack)
            if found is None:
                continue
            relation = _relation(key, found, steps, i, looser, stricter)
            steps.append(Step(pack.id, found, line_of(key, lines[i]), relation))
        strands.append(Strand(key, titles.get(key), tuple(steps)))
    return Inheritance(packs, tuple(strands))


def _keys(packs: Sequence[RulePack]) -> list[str]:
    """The keys of strands: fields of unit and boundary, parameters, and the items of the lists."""
    found: dict[str, None] = {}
    for key in _FIELDS:
        if any(_field(pack, *key.split(".")) for pack in packs):
            found[key] = None
    for name in PARAMETERS:
        if any(name in pack.parameters for pack in packs):
            found[f"parameters.{name}"] = None
    for key in _SECTIONS:
        if any(_field(pack, *key.split(".")) is not None for pack in packs):
            found[key] = None
    for part in _WHOLE:
        for pack in packs:
            found.update({f"{part}.{item.id}": None for item in getattr(pack, part)})
    return list(found)


def _value(key: str, pack: RulePack) -> Any:
    part, _, name = key.partition(".")
    if part == "parameters":
        parameter = pack.parameters.get(name)
        return None if parameter is None else parameter.plain()["value"]
    if part not in _WHOLE:
        return _field(pack, part, name)
    item = next((item for item in getattr(pack, part) if item.id == name), None)
    if item is None:
        return None
    return _ASKS[part](item)


def _turns(packs: Sequence[RulePack]) -> tuple[list[set[str]], list[set[str]]]:
    """For each rule the keys in which it is looser than all above it, and in which it is stricter."""
    looser: list[set[str]] = [set()]
    stricter: list[set[str]] = [set()]
    above = packs[0]
    for pack in packs[1:]:
        whole = merge(above, pack)
        looser.append({key_of(p.path, pack) for p in lint(pack, above)})
        freed = above.model_copy(update={"inherits": "another"})
        stricter.append({key_of(p.path, above) for p in lint(freed, whole)})
        above = whole
    return looser, stricter


def _relation(
    key: str, value: Any, steps: list[Step], i: int, looser: list[set[str]], stricter: list[set[str]]
) -> Relation:
    if not steps:
        return "sets" if i == 0 or key.partition(".")[0] in ("unit", "boundary", "parameters") else "adds"
    if any(k == key or k.startswith(f"{key}.") for k in looser[i]):
        return "loosens"
    if any(k == key or k.startswith(f"{key}.") for k in stricter[i]):
        return "tightens"
    return "restates" if value == steps[-1].value else "changes"
