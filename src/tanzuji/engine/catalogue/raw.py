"""The raw arrays of a catalogue's rows: read through a memory map, written from a place on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.engine.catalogue.messages import DAMAGED
from tanzuji.engine.catalogue.multiply import Matrix

TYPES: dict[str, Any] = {"offsets": np.int64, "columns": np.int32, "values": np.float64, "methods": np.uint8}


def mapped(
    folder: Path, state: Mapping[str, Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Offsets, columns, values and methods as far as they are committed, memory-mapped. Raises `catalogue.damaged`."""
    counts = {
        "offsets": state["rows"] + 1,
        "columns": state["terms"],
        "values": state["terms"],
        "methods": state["rows"],
    }
    if not state["rows"]:
        return np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.uint8)
    arrays = []
    for name, count in counts.items():
        path = folder / str(state["generation"]) / name
        if not count:
            arrays.append(np.zeros(0, TYPES[name]))
            continue
        try:
            arrays.append(np.memmap(path, dtype=TYPES[name], mode="r", shape=(count,)))
        except (OSError, ValueError) as error:
            raise DAMAGED.error(file=f"{state['generation']}/{name}") from error
    if int(arrays[0][-1]) != state["terms"]:
        raise DAMAGED.error(file=f"{state['generation']}/offsets")
    return arrays[0], arrays[1], arrays[2], arrays[3]


def renumbered(matrix: Matrix, count: int) -> tuple[Matrix, list[int]]:
    """Rows with the columns they use numbered anew in the same order, and what those were among `count`."""
    used = np.flatnonzero(np.bincount(matrix.columns, minlength=count))
    number = np.zeros(count, dtype=np.int32)
    number[used] = np.arange(used.size, dtype=np.int32)
    return Matrix(matrix.offsets, number[matrix.columns], matrix.values), used.tolist()


def write_at(path: Path, at: int, array: NDArray[Any]) -> None:
    """An array written from element `at` on; what stood there was never committed."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(at * array.itemsize)
        np.ascontiguousarray(array).tofile(file)
        file.flush()
        os.fsync(file.fileno())
