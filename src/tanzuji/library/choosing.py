"""Suppliers chosen by hand on the page of a library: what is offered, and what a form says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.engine.release import Release

PREFIX = "choice:"
"""Begins the name of a field that says who supplies a flow."""

MAX_OFFERED = 3000
"""Suppliers that a list of suggestions offers."""

NO_SUPPLIER = define(
    "library.no-such-supplier",
    zh="没有名为“{name}”的供应者，或有几个同名。",
    en="There is no supplier called “{name}”, or there are several.",
    remedy_zh="请从列出的名称中选，或写数据集标识。",
    remedy_en="Choose one of the names that are listed, or write the id of a dataset.",
)


def suppliers(release: Release) -> tuple[str, ...]:
    """Names to suggest, each with the id that tells it from its like: `Electricity, at grid [0aaf1e13-…]`."""
    if len(release) > MAX_OFFERED:
        return ()
    return tuple(sorted(f"{dataset.name.to('en')} [{dataset.id}]" for dataset in release.datasets()))


def choices_in(form: Mapping[str, str], release: Release, before: Mapping[str, str]) -> dict[str, str]:
    """Flow id → process id: what was chosen before, with what a form says; an empty field takes a choice back.

    Raises `library.no-such-supplier`, a problem a field.
    """
    found = dict(before)
    problems: list[Problem] = []
    for key, value in form.items():
        if not key.startswith(PREFIX):
            continue
        flow, written = key.removeprefix(PREFIX), value.strip()
        if not written:
            found.pop(flow, None)
            continue
        supplier = _supplier(written, release)
        if supplier is None:
            problems.append(NO_SUPPLIER.problem(key[:120], name=written[:80]))
        else:
            found[flow] = supplier
    if problems:
        raise CodedError(problems[:20])
    return found


def _supplier(written: str, release: Release) -> str | None:
    """The process behind an id, a suggestion, or a name that only one has."""
    named = re.search(r"\[([^\[\]]+)\]$", written)
    for identifier in (written, named.group(1) if named else ""):
        if identifier in release:
            return identifier.partition(":")[0]  # a co-product is its process's
    same = [d.id for d in release.search(written, 5) if written in (d.name.zh, d.name.en)]
    return same[0].partition(":")[0] if len(same) == 1 else None
