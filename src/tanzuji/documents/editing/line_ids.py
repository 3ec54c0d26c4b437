"""Ids for the lines of a model that have none, so that a place can name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanzuji.documents.editing.places import LINE_KINDS, key_field
from tanzuji.documents.editing.values import Plain

_SINGULAR = {
    "inputs": "input",
    "energy": "energy",
    "transports": "transport",
    "wastes": "waste",
    "emissions": "emission",
}


def with_line_ids(plain: Plain) -> Plain:
    """The same model with an id on every line: its kind and number, `energy-2`, or the next that is free.

    The same model gets the same ids; a model whose lines all have one comes back as it is.
    """
    processes = plain.get("processes")
    if not isinstance(processes, list):
        return plain
    named = [_named(process) if isinstance(process, dict) else process for process in processes]
    if all(a is b for a, b in zip(named, processes, strict=True)):
        return plain
    return {**plain, "processes": named}


def _named(process: dict[str, Any]) -> dict[str, Any]:
    filled = {}
    for kind, ids in line_ids(process).items():
        lines = process[kind]
        if any(isinstance(line, dict) and line.get("id") is None for line in lines):
            filled[kind] = [
                {"id": id_, **{k: v for k, v in line.items() if k != "id"}}
                if isinstance(line, dict) and line.get("id") is None
                else line
                for line, id_ in zip(lines, ids, strict=True)
            ]
    return {**process, **filled} if filled else process


def line_ids(process: dict[str, Any]) -> dict[str, list[str]]:
    """The id of every line of a process by kind: its own, or the one that `with_line_ids` would give it."""
    lists = {kind: process[kind] for kind in LINE_KINDS if isinstance(process.get(kind), list)}
    taken = {id_ for lines in lists.values() for line in lines if (id_ := _own(line)) is not None}
    found: dict[str, list[str]] = {}
    for kind, lines in lists.items():
        found[kind] = []
        for number, line in enumerate(lines, start=1):
            id_ = _own(line)
            if id_ is None:
                id_ = _free(f"{_SINGULAR[kind]}-{number}", taken)
                taken.add(id_)
            found[kind].append(id_)
    return found


def _own(line: Any) -> str | None:
    id_ = line.get("id") if isinstance(line, dict) else None
    return id_ if isinstance(id_, str) else None


def _free(wanted: str, taken: set[str]) -> str:
    id_, further = wanted, 1
    while id_ in taken:
        further += 1
        id_ = f"{wanted}-{further}"
    return id_


def item_keys(parent: Any, field: str, items: Sequence[Any]) -> list[str] | None:
    """One key an item of a list, by which two versions are matched; None where items have no keys of their own.

    Lines without id count under the id they would be given.
    """
    name = key_field(field)
    if name is None or not all(isinstance(item, dict) for item in items):
        return None
    if field in LINE_KINDS and isinstance(parent, dict) and parent.get(field) is items:
        keys: list[Any] = list(line_ids(parent)[field])
    else:
        keys = [item.get(name) for item in items]
    whole = all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)
    return keys if whole else None
