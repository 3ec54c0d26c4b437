"""What a hostile file may cost: it is refused with its code in less than 512 MiB, whatever it would unpack to.

The files are read by a process of their own that may not map more than 1.5 GiB; the kernel tells its peak (VmHWM).
An interpreter with the readers imported takes about 55 MiB of it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tanzuji.documents import ProductModel
from tanzuji.formats.brightway.layout import npy
from tanzuji.formats.workbook import write_workbook

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").is_file(), reason="the peak is told on Linux only"
)

SOURCE = Path(__file__).resolve().parents[2] / "src"
MIB = 1024**2
PEAK = 512 * MIB
READING = """
import json, resource, sys
from pathlib import Path
from tanzuji.documents.errors import CodedError
from tanzuji.formats.models import read_model
from tanzuji.formats.doors import read_any

resource.setrlimit(resource.RLIMIT_AS, (1536 * 1024**2,) * 2)
for path in map(Path, sys.argv[1:]):
    try:
        if path.suffix == ".zip":
            read_any(path, lambda *told: None)
        elif path.suffix == ".csv":
            read_any(path, lambda *told: None)
        else:
            read_model(path)
        code = "accepted"
    except CodedError as error:
        code = error.code
    except MemoryError:
        code = "out of memory"
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"code": code, "peak": peak * 1024}), flush=True)
"""
MODEL = ProductModel.parse(
    {
        "id": "cup",
        "product": {"name": "Cup"},
        "unit": {"kind": "declared", "unit": "kg", "description": "1 kg"},
        "boundary": {"type": "cradle_to_gate"},
        "processes": [{"id": "forming", "name": "FORMING", "stage": "manufacturing"}],
    }
)


def dense(pieces: tuple[bytes, ...], size: int) -> bytes:
    """About `size` bytes in random order of `pieces`, of a period that deflate shrinks by 50 to 200, no more."""
    block = b"".join(random.Random(7).choices(pieces, k=20_000 // len(pieces[0])))
    return block * (size // len(block))


def workbook(folder: Path, strings: bytes) -> Path:
    """The workbook of MODEL whose process name is `strings` long."""
    path = folder / "bomb.xlsx"
    good = folder / "good.xlsx"
    good.write_bytes(write_workbook(MODEL))
    with (
        zipfile.ZipFile(good) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b">FORMING<", b">" + strings + b"<"))
    return path


def package(folder: Path, member: bytes) -> Path:
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("processes/a.json", member)
    return path


def text(ending: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"bomb.{ending}"
        path.write_bytes(content)
        return path

    return make


def laughs() -> bytes:
    """Nine to the twentieth: 1.2e19 values in less than 2 kB."""
    lines = [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 20)]
    return "\n".join(["a0: &a0 [x,x,x,x,x,x,x,x,x]", *lines]).encode()


def one_member_in_forty_groups(folder: Path) -> Path:
    """9 MB of zeros, named by every group: 40 million entries, if they were believed."""
    path = folder / "bomb.zip"
    resources = [
        {"matrix": "technosphere_matrix", "kind": kind, "path": file, "group": f"g{group}", "name": file}
        for group in range(40)
        for kind, file in (("indices", "i.npy"), ("data", "d.npy"))
    ]
    places = np.ones(1_000_000, dtype=[("row", np.int32), ("col", np.int32)])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("datapackage.json", json.dumps({"name": "x", "resources": resources}))
        file.writestr("i.npy", npy(places))
        file.writestr("d.npy", npy(np.zeros(1_000_000, np.uint8)))
    return path


def simapro(amount: str, parameters: str = "") -> bytes:
    """An export of one process with this amount."""
    return (
        "{SimaPro 9.1.0.7}\n{processes}\n{CSV separator: Semicolon}\n{Decimal separator: .}\n\nProcess\n\nProducts\n"
        f'iron;kg;1;100;x;y;\n\nMaterials/fuels\ncoke;kg;"{amount}";Undefined;0;0;0;\n\n'
        f"Calculated parameters\n{parameters}\n\nEnd\n"
    ).encode()


CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "workbook, a cell of 60 MB of one letter": (lambda f: workbook(f, b"x" * 60_000_000), "archive.bomb"),
    "workbook, a cell of 30 MB that packs like data": (lambda f: workbook(f, dense((b"ab", b"cd"), 30_000_000)), "workbook.cell-too-long"),
    "YAML, aliases of aliases": (text("yaml", laughs()), "yaml.expansion"),
    "YAML, 600 000 lists": (text("yaml", b"id: [" + b"[]," * 600_000 + b"]"), "yaml.too-large"),
    "JSON, 90 000 levels": (text("json", b"[" * 90_000), "json.too-deep"),
    "JSON, 5 million objects": (text("json", b'{"processes":[' + b"{}," * 5_500_000 + b"{}]}"), "json.too-many-values"),
    "JSON, a field of 100 MB": (text("json", b'{"id":"' + b"x" * 100_000_000 + b'"}'), "model-file.too-large"),
    "JSON, a field of 16 MB": (text("json", b'{"id":"' + b"x" * (16 * MIB - 20) + b'"}'), "model.bad-id"),
    "ZIP, 100 MB of zeros": (lambda f: package(f, bytes(100_000_000)), "archive.bomb"),
    "ZIP, 30 MB of objects that pack like data": (lambda f: package(f, b"[" + dense((b"{} ,", b"{}, "), 30_000_000) + b"{}]"), "json.too-many-values"),
    "Brightway, one member in forty groups": (one_member_in_forty_groups, "brightway.bad-resource"),
    "SimaPro, 120 kB of one function in another": (text("csv", simapro("iff(" * 30_000)), "formula.too-long"),
    "SimaPro, frac that doubles 2 000 times": (text("csv", simapro("frac(" * 1_990)), "formula.too-long"),
    "SimaPro, a chain of 20 000 parameters that is a circle": (
        text("csv", simapro("p1", "\n".join(f"p{n};p{n + 1}+1;" for n in range(20_000)) + "\np20000;p0;")), "formula.cycle",
    ),
    "ZIP, 70 MB of text that packs like data": (lambda f: package(f, b'{"@id":"' + dense((b"ab", b"cd"), 70_000_000) + b'"}'), "json.too-large"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Code and peak after each case, in bytes; one process reads them all, so the peak is that of the worst so far."""
    folders = [tmp_path_factory.mktemp("case") for _ in CASES]
    paths = [str(make(folder)) for (make, _), folder in zip(CASES.values(), folders, strict=True)]
    home = {"TANZUJI_HOME": str(folders[0]), "PYTHONPATH": str(SOURCE)}
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", READING, *paths]
    done = subprocess.run(
        command, env={**os.environ, **home, **one_thread}, stdout=subprocess.PIPE, text=True, timeout=60
    )
    return dict(zip(CASES, map(json.loads, done.stdout.splitlines()), strict=False))


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_in_less_than_512_mib(case: str, told: dict[str, dict[str, Any]]) -> None:
    assert case in told, "the reading process ended before this file"
    assert told[case]["code"] == CASES[case][1]
    assert told[case]["peak"] < PEAK, f"{told[case]['peak'] / MIB:.0f} MiB"
