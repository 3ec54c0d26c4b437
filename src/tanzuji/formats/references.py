"""The references of a product model, checked on plain data, so that every wrong one is told at once.

`ProductModel` itself stops at the first wrong reference; a person with a file to correct wants all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import NO_PROCESSES, REPEATED_ID, UNKNOWN_PROCESS, UNKNOWN_STAGE, ProductModel

ITEM_KINDS = ("inputs", "energy", "transports", "wastes", "emissions")


def parse_model(plain: Any) -> ProductModel:
    """The product model in `plain`. Raises CodedError with every wrong field and every wrong reference."""
    try:
        return ProductModel.parse(plain)
    except CodedError as error:
        known = {problem.path for problem in error.problems}
        further = [p for p in reference_problems(plain) if p.path not in known]
        raise CodedError([*error.problems, *further]) from error


def reference_problems(plain: Any) -> list[Problem]:
    """Unknown stages and processes and repeated ids of a model's plain data, whatever else is wrong with it."""
    if not isinstance(plain, dict):
        return []
    processes = [(i, p) for i, p in enumerate(_items(plain, "processes")) if isinstance(p, dict)]
    if isinstance(plain.get("processes"), list | tuple) and not processes:
        return [NO_PROCESSES.problem("processes")]
    problems = list(_repeated("processes", processes))
    stages = _stages(plain)
    outputs = _outputs(processes)
    for i, process in processes:
        where = f"processes[{i}]"
        stage = process.get("stage")
        if isinstance(stage, str) and stage.strip() not in stages:
            problems.append(
                UNKNOWN_STAGE.problem(f"{where}.stage", stage=stage[:60], known=", ".join(stages))
            )
        items = [(f"{where}.{kind}", item) for kind in ITEM_KINDS for item in _numbered(process, kind)]
        seen: set[str] = set()
        for place, (j, item) in items:
            problems += _item_problems(f"{place}[{j}]", item, seen, outputs)
    if isinstance(plain.get("deliver"), str):
        problems += _unknown("deliver", plain["deliver"], outputs)
    return problems


def _items(plain: dict[str, Any], field: str) -> list[Any]:
    value = plain.get(field)
    return list(value) if isinstance(value, list | tuple) else []


def _numbered(plain: dict[str, Any], field: str) -> list[tuple[int, dict[str, Any]]]:
    return [(i, item) for i, item in enumerate(_items(plain, field)) if isinstance(item, dict)]


def _stages(plain: dict[str, Any]) -> list[str]:
    boundary = plain.get("boundary")
    own = _items(boundary, "stages") if isinstance(boundary, dict) else []
    named = [str(stage.get("id", "")).strip() for stage in own if isinstance(stage, dict)]
    return named or list(STAGES)


def _outputs(processes: list[tuple[int, dict[str, Any]]]) -> set[str]:
    outputs = set()
    for _, process in processes:
        if process.get("output"):
            outputs.add(str(process.get("id")).strip())
        for _, coproduct in _numbered(process, "coproducts"):
            outputs.add(f"{str(process.get('id')).strip()}:{str(coproduct.get('id')).strip()}")
    return outputs


def _repeated(place: str, items: list[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, item in items:
        if isinstance(item.get("id"), str):
            if item["id"].strip() in seen:
                yield REPEATED_ID.problem(f"{place}[{i}].id", id=item["id"][:60])
            seen.add(item["id"].strip())


def _item_problems(place: str, item: dict[str, Any], seen: set[str], outputs: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(item.get("id"), str):
        if item["id"].strip() in seen:
            problems.append(REPEATED_ID.problem(f"{place}.id", id=item["id"][:60]))
        seen.add(item["id"].strip())
    if isinstance(item.get("process"), str):
        problems += _unknown(f"{place}.process", item["process"], outputs)
    return problems


def _unknown(place: str, process: str, outputs: set[str]) -> list[Problem]:
    if process.strip() in outputs:
        return []
    return [UNKNOWN_PROCESS.problem(place, process=process[:60], known=", ".join(sorted(outputs)) or "–")]
