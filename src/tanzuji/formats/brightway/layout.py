"""The layout of bw_processing datapackages: `datapackage.json` and NumPy arrays, without depending on the library.

Arrays come from outside: their headers are held against their length before anything is allocated, and pickles are
never opened.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError
from tanzuji.formats.archive import Package
from tanzuji.formats.brightway.messages import BAD_RESOURCE, NO_DATAPACKAGE, NOT_STATIC
from tanzuji.formats.safe_json import read_json

INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
MATRICES = ("technosphere_matrix", "biosphere_matrix")
MAX_GROUPS = 1_000
MAX_ENTRIES = 5_000_000
"""Of all groups together: twice ecoinvent with all its elementary flows."""
_MAX_LABELS = 1_000_000


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one group of a matrix: ids of rows and columns, amounts with their sign, distributions or None."""

    rows: NDArray[np.int64]
    cols: NDArray[np.int64]
    amounts: NDArray[np.float64]
    flip: NDArray[np.bool_]
    distributions: NDArray[np.void] | None

    @property
    def values(self) -> NDArray[np.float64]:
        """Amounts as they stand in the matrix."""
        return np.where(self.flip, -self.amounts, self.amounts)


@dataclass
class Datapackage:
    """What a datapackage says: entries by matrix, and what its tables say of each id."""

    name: str
    entries: dict[str, list[Entries]] = field(default_factory=dict)
    labels: dict[int, dict[str, Any]] = field(default_factory=dict)


def read_datapackage(package: Package) -> Datapackage:
    """The matrices and labels of a package. Raises `brightway.*` and `json.*`."""
    head = next((n for n in package.names if n.rsplit("/", 1)[-1] == "datapackage.json"), None)
    if head is None:
        raise NO_DATAPACKAGE.error(file=package.file)
    members = _Members(package, head[: -len("datapackage.json")], frozenset(package.names))
    plain = read_json(package.read(head), head)
    resources = plain.get("resources") if isinstance(plain, Mapping) else None
    if not isinstance(resources, list) or not all(isinstance(r, Mapping) for r in resources):
        raise _bad(head, "“resources”不是列表", "“resources” is no list of objects")
    found = Datapackage(str(plain.get("name") or package.file))
    groups: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for resource in resources:
        matrix = resource.get("matrix")
        if matrix in MATRICES:
            if resource.get("category") == "array" or resource.get("profile") == "interface":
                raise NOT_STATIC.error(head, name=str(resource.get("name"))[:80])
            kinds = groups.setdefault((str(matrix), str(resource.get("group"))), {})
            kinds[str(resource.get("kind"))] = resource
        elif resource.get("mediatype") in {"text/csv", "application/json"} and not matrix:
            _labels(found, members, resource)
    if len(groups) > MAX_GROUPS:
        raise _bad(head, f"有超过 {MAX_GROUPS} 组", f"it has more than {MAX_GROUPS} groups")
    for (matrix, _), kinds in groups.items():
        found.entries.setdefault(matrix, []).append(_entries(members, kinds))
    return found


def _bad(name: str, why_zh: str, why: str) -> CodedError:
    return BAD_RESOURCE.error(name[:120], name=name[:80], why_zh=why_zh, why=why)


@dataclass
class _Members:
    """The files of a package as its resources name them: each one once, so that a small file stays a small matrix."""

    package: Package
    folder: str
    names: frozenset[str]
    taken: set[str] = field(default_factory=set)
    entries: int = 0

    def read(self, resource: Mapping[str, Any]) -> tuple[str, bytes]:
        name = f"{self.folder}{resource.get('path')}"
        if name not in self.names:
            raise _bad(name, "文件不在包里", "the file is not in the package")
        if name in self.taken:
            raise _bad(name, "它被引用了两次", "it is named by two resources")
        self.taken.add(name)
        return name, self.package.read(name)

    def count(self, name: str, entries: int) -> None:
        """Refuse more entries than a database has, before they are converted."""
        self.entries += entries
        if self.entries > MAX_ENTRIES:
            raise _bad(
                name, f"总共有超过 {MAX_ENTRIES} 项", f"with it there are more than {MAX_ENTRIES} entries"
            )


def _entries(members: _Members, kinds: Mapping[str, Mapping[str, Any]]) -> Entries:
    name = str(next(iter(kinds.values())).get("name"))
    if "indices" not in kinds or "data" not in kinds:
        raise _bad(name, "缺少 indices 或 data", "indices or data are missing")
    indices = _array(members, kinds["indices"])
    if indices.dtype.names is None or not {"row", "col"} <= set(indices.dtype.names):
        raise _bad(name, "indices 没有 row、col", "its indices have no row and col")
    count = len(indices)
    members.count(name, count)
    data = _array(members, kinds["data"])
    if data.dtype.kind not in "fiu" or len(data) != count:
        raise _bad(name, "数值与位置个数不符", "it has not as many values as places")
    amounts = data.astype(np.float64)
    if "rescale" in kinds:
        scale = _array(members, kinds["rescale"])
        if scale.dtype.kind not in "fiu" or len(scale) != count:
            raise _bad(name, "rescale 个数不符", "rescale has not as many values")
        amounts = amounts * scale.astype(np.float64)
    if not np.isfinite(amounts).all():
        raise _bad(name, "含有 NaN 或无穷大", "it holds NaN or infinity")
    flip = _array(members, kinds["flip"]) if "flip" in kinds else np.zeros(count, dtype=bool)
    spread = _array(members, kinds["distributions"]) if "distributions" in kinds else None
    wanted = {"uncertainty_type", "loc", "scale", "shape", "minimum", "maximum"}
    if len(flip) != count or (spread is not None and len(spread) != count):
        raise _bad(name, "数组长短不一", "its arrays differ in length")
    if spread is not None and not wanted <= set(spread.dtype.names or ()):
        raise _bad(name, "分布的字段不全", "its distributions lack fields")
    scaled = "rescale" in kinds
    return Entries(
        indices["row"].astype(np.int64), indices["col"].astype(np.int64), amounts, flip.astype(bool),
        None if scaled else spread,
    )  # fmt: skip


def _array(members: _Members, resource: Mapping[str, Any]) -> NDArray[Any]:
    """A one-dimensional array; its header is believed only where the bytes that follow are what it promises."""
    name, raw = members.read(resource)
    if not name.endswith(".npy"):
        raise _bad(name, "不是 .npy（Parquet 不能读）", "it is no .npy file (Parquet is not read)")
    stream = io.BytesIO(raw)
    try:
        version = np.lib.format.read_magic(stream)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        shape, _, dtype = read[version](stream)
    except (ValueError, KeyError, TypeError, EOFError, SyntaxError, RecursionError, MemoryError) as error:
        raise _bad(name, "不是 NumPy 数组", "it is no NumPy array") from error
    rest = memoryview(raw)[stream.tell() :]
    if dtype.hasobject or len(shape) != 1 or dtype.itemsize == 0:
        raise _bad(name, "应为一维的数", "it is no one-dimensional array of numbers")
    if shape[0] * dtype.itemsize != len(rest):
        raise _bad(name, "长度与文件头不符", "its length is not what its header says")
    return np.frombuffer(rest, dtype=dtype)


def _labels(found: Datapackage, members: _Members, resource: Mapping[str, Any]) -> None:
    """What a table of metadata says of each id; one without a column of ids says nothing to us."""
    name, raw = members.read(resource)
    if resource["mediatype"] == "application/json":
        plain = read_json(raw, name)
        rows = plain if isinstance(plain, list) else []
        if isinstance(plain, Mapping):
            rows = [dict(row) | {"id": key} for key, row in plain.items() if isinstance(row, Mapping)]
    else:
        try:
            rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        except (UnicodeDecodeError, csv.Error) as error:
            raise _bad(name, "不是 UTF-8 的 CSV", "it is no CSV in UTF-8") from error
    for row in rows[:_MAX_LABELS]:
        number = str(row.get("id", "")) if isinstance(row, Mapping) else ""
        if number.lstrip("-").isascii() and number.lstrip("-").isdigit() and len(number) < 20:
            found.labels.setdefault(int(number), {k: v for k, v in row.items() if isinstance(k, str)})


# writing ─────────────────────────────────────────────────────────────────────


def npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def vector(
    name: str, matrix: str, arrays: Mapping[str, NDArray[Any]], **more: Any
) -> tuple[list[dict[str, Any]], list[tuple[str, bytes]]]:
    """Resources and files of one group; `arrays` by kind (`indices`, `data`, `flip`, `distributions`)."""
    resources, files = [], []
    for kind, array in arrays.items():
        path = f"{name}.{kind}.npy"
        resources.append(
            {
                "profile": "data-resource", "format": "npy", "mediatype": "application/octet-stream",
                "name": f"{name}.{kind}", "matrix": matrix, "kind": kind, "path": path, "group": name,
                "category": "vector", "nrows": len(array), **more,
            }
        )  # fmt: skip
        files.append((path, npy(array)))
    return resources, files


def head(name: str, identifier: str, resources: list[dict[str, Any]], **more: Any) -> bytes:
    """`datapackage.json`."""
    plain = {
        "profile": "data-package", "name": name, "id": identifier, **more, "resources": resources,
        "combinatorial": False, "sequential": False, "seed": None, "64_bit_indices": True,
        "sum_intra_duplicates": True, "sum_inter_duplicates": False, "matrix_serialize_format_type": "numpy",
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=2).encode()
