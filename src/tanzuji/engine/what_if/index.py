"""Where everything stands in a solved model: lines, their rows, and what answers to which parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.exchanges import Emission, Exchange, Transport
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Process, ProductModel
from tanzuji.engine.formulas import parse
from tanzuji.engine.instead import places
from tanzuji.engine.rows import Item, Row, items_of

Amount = float | str | None


@dataclass(frozen=True, slots=True)
class Index:
    """A base case as arrays and tables. Names of parameters are case-folded."""

    items: dict[str, Item]  # path → line
    places: dict[str, str]  # `process/line` → path
    rows: dict[str, list[int]]  # path → positions among the rows
    by_process: NDArray[np.float64]  # (processes, 5) kg CO2e a run
    stages: NDArray[np.int64]  # (processes,) position of the stage
    used: dict[str, list[str]]  # parameter → paths of the lines whose amounts use it
    outputs: dict[str, frozenset[str]]  # path of an only output → parameters that it uses
    shared: frozenset[str]  # parameters that move the shares of co-products, or what is credited
    in_loops: frozenset[str]  # parameters that the amounts of recyclable materials use

    @classmethod
    def of(cls, model: ProductModel, rows: Sequence[Row]) -> Index:
        items = {
            item.path: item for i, process in enumerate(model.processes) for item in items_of(i, process)
        }
        positions: dict[str, list[int]] = {}
        by_process = np.zeros((len(model.processes), len(LINES)))
        for at, row in enumerate(rows):
            positions.setdefault(row.path, []).append(at)
            by_process[row.process] += row.lines
        used: dict[str, list[str]] = {}
        for path, item in items.items():
            for name in sorted(_names(_of_line(item.line))):
                used.setdefault(name, []).append(path)
        stage = {each.id: i for i, each in enumerate(model.stages())}
        shared = (_of_products(process) for process in model.processes if process.coproducts)
        return cls(
            items=items,
            places=places(model),
            rows=positions,
            by_process=by_process,
            stages=np.array([stage[process.stage] for process in model.processes], dtype=np.int64),
            used=used,
            outputs={
                f"processes[{i}].output.amount": _names((process.output.amount,))
                for i, process in enumerate(model.processes)
                if process.output is not None and not process.coproducts
            },
            shared=_names(amount for amounts in shared for amount in amounts),
            in_loops=_names(material.amount for material in model.materials),
        )


def _names(amounts: Iterable[Amount]) -> frozenset[str]:
    return frozenset().union(*(parse(amount).names for amount in amounts if isinstance(amount, str)))


def _of_line(line: Exchange | Emission) -> Iterator[Amount]:
    yield line.amount
    if isinstance(line, Exchange) and line.conversion is not None:
        yield line.conversion.amount
    if isinstance(line, Transport):
        yield line.mass
        yield line.distance


def _of_products(process: Process) -> Iterator[Amount]:
    for product in (process.output, *process.coproducts):
        if product is not None:
            yield from (product.amount, product.mass, product.energy, product.price, product.share)
