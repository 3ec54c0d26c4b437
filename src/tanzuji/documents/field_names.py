"""What the fields of a product model are called, in Chinese and English: for forms, and for lists of changes.

The words are those of the workbook's headers, so that a person meets one name for one thing.
"""

from __future__ import annotations

from typing import Any

from tanzuji.documents.editing.places import LINE_KINDS, Item, Step, find, key_field, read_place
from tanzuji.documents.editing.values import Plain, or_none
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.names import named

WHOLE_MODEL = ("整个模型", "Whole model")
SEPARATOR = " › "


def field_name(place: str, language: Language = "zh") -> str:
    """What the last field of a place is called: `amount` → 用量, `processes[x].output.amount` → 产出量.

    The name of a field without entry is the field itself.
    """
    fields = [step for step in read_place(place) if isinstance(step, str)]
    return _named(fields, language) if fields else _chosen(WHOLE_MODEL, language)


def _named(fields: list[str], language: Language) -> str:
    return _chosen(named(fields), language)


def _chosen(names: tuple[str, str], language: Language) -> str:
    return names[0] if language == "zh" else names[1]


def place_name(plain: Plain, place: str, language: Language = "zh") -> str:
    """A place in words: `processes[grinding].energy[power].amount` → 水泥粉磨 › 电力 › 用量.

    Items go by their names; those that are no longer there by their ids. Lists around an item and parts whose
    fields have names of their own are left out. Raises `edit.bad-place`.
    """
    steps = read_place(place)
    words: list[str] = []
    fields: list[str] = []
    for i, step in enumerate(steps):
        if ".".join(fields) in _MAPPINGS:
            words.append(_key_name(plain, step, language))
            break
        if isinstance(step, str):
            fields.append(step)
            if _has_a_word(steps, i, fields):
                words.append(_named(fields, language))
        else:
            words.append(_item_name(plain, steps[: i + 1], language))
    return SEPARATOR.join(words) or _chosen(WHOLE_MODEL, language)


_MAPPINGS = ("product.codes", "scenarios.parameters", "scenarios.datasets")
"""Fields whose keys are words of whoever wrote the model."""


def _has_a_word(steps: tuple[Step, ...], i: int, fields: list[str]) -> bool:
    """Whether a field is told: the last one, one before a language, a mapping, a list without ids."""
    if i + 1 == len(steps) or ".".join(fields) in _MAPPINGS:
        return True
    after = steps[i + 1]
    if isinstance(after, str):
        return after in ("zh", "en") and i + 2 == len(steps)
    return key_field(fields[-1]) is None


def _key_name(plain: Plain, step: Step, language: Language) -> str:
    """A key of a mapping; `process/line` by the names of both."""
    key = step.key if isinstance(step, Item) else str(step)
    process, slash, line = key.partition("/")
    if not slash:
        return key
    owner: tuple[Step, ...] = ("processes", Item(process))
    for kind in LINE_KINDS:
        found = _found(plain, (*owner, kind, Item(line)))
        if found is not None:
            names = (
                _item_name(plain, owner, language),
                _item_name(plain, (*owner, kind, Item(line)), language),
            )
            return " / ".join(names)
    return key


def _found(plain: Plain, steps: tuple[Step, ...]) -> Any:
    """What stands at a place; None for nothing."""
    try:
        return or_none(find(plain, steps)[1])
    except CodedError:
        return None


def _item_name(plain: Plain, steps: tuple[Step, ...], language: Language) -> str:
    """An item by its name or title; a plain text by itself; else its id, or its number in the list."""
    item, last, field = _found(plain, steps), steps[-1], steps[-2]
    for key in ("name", "title"):
        name = item.get(key) if isinstance(item, dict) else None
        if isinstance(name, dict):
            name = (
                (name.get("zh") or name.get("en")) if language == "zh" else (name.get("en") or name.get("zh"))
            )
        if isinstance(name, str) and name:
            return name
    if isinstance(item, str):
        return item
    if isinstance(last, Item) and ((isinstance(field, str) and key_field(field)) or not last.key.isdigit()):
        return last.key
    number = int(last.key if isinstance(last, Item) else last) + 1
    return f"第 {number} 项" if language == "zh" else f"item {number}"
