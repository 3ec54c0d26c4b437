"""Product models of any size, for benchmarks and tests: a real model's processes over and over, each a little different."""

from __future__ import annotations

from typing import Any

from tanzuji import ProductModel

LISTS = ("inputs", "energy", "transports", "wastes", "emissions")


def rows_in(model: ProductModel) -> int:
    """How many lines the processes of a model hold."""
    return sum(len(getattr(process, name)) for process in model.processes for name in LISTS)


def enlarged(model: ProductModel, rows: int = 1000) -> ProductModel:
    """`model` with copies of all its processes until it holds at least `rows` lines; parameters, scenarios stay.

    A copy has ids of its own, numbered names, amounts that no other copy has, and is linked as the original is.
    The delivering process takes one unit of what each copy delivers, so that all of them run.
    """
    plain = model.plain()
    originals = list(plain["processes"])
    ids = {process["id"] for process in originals}
    links: list[dict[str, Any]] = []
    size, copy = rows_in(model), 1
    while size < rows:
        copy += 1
        plain["processes"] = [*plain["processes"], *(_copy(process, ids, copy) for process in originals)]
        size += rows_in(model)
        if model.deliver is not None:
            links.append(_link(model, copy))
            size += 1
    plain["processes"] = [
        {**process, "inputs": [*process.get("inputs", ()), *links]}
        if process["id"] == model.deliver
        else process
        for process in plain["processes"]
    ]
    return ProductModel.parse(plain)


def _copy(process: dict[str, Any], ids: set[str], copy: int) -> dict[str, Any]:
    copied = {**process, "id": f"{process['id']}-{copy}", "name": _numbered(process["name"], copy)}
    for name in LISTS:
        if name in process:
            copied[name] = [_line(line, ids, copy) for line in process[name]]
    return copied


def _line(line: dict[str, Any], ids: set[str], copy: int) -> dict[str, Any]:
    changed = {**line, "name": _numbered(line["name"], copy)}
    supplier, colon, product = line.get("process", "").partition(":")
    if supplier in ids:
        changed["process"] = f"{supplier}-{copy}{colon}{product}"
    elif isinstance(line.get("amount"), float):
        changed["amount"] = line["amount"] * (1 + copy / 1000)
    return changed


def _link(model: ProductModel, copy: int) -> dict[str, Any]:
    """An input of the delivering process: one unit of what a copy delivers."""
    of, colon, product = str(model.deliver).partition(":")
    process = next(process for process in model.processes if process.id == of)
    made = next((c for c in process.coproducts if c.id == product), process.output)
    assert made is not None
    return {
        "id": f"copy-{copy}",
        "name": _numbered(process.name.plain(), copy),
        "amount": 1.0,
        "unit": made.unit,
        "process": f"{of}-{copy}{colon}{product}",
    }


def _numbered(name: dict[str, str], copy: int) -> dict[str, str]:
    return {language: f"{text} {copy}" for language, text in name.items()}
