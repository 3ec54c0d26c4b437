"""What hostile XML may cost: refused with its code in less than 512 MiB, read by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_safe_xml import HOSTILE

SOURCE = Path(__file__).resolve().parents[2] / "src"
MIB = 1024**2
READING = """
import json, resource, sys
from pathlib import Path
from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_xml import iterate, parse

resource.setrlimit(resource.RLIMIT_AS, (1536 * 1024**2,) * 2)
data = Path(sys.argv[1]).read_bytes()
codes = []
for reading in (parse, lambda data, name: sum(1 for _ in iterate(data, name))):
    try:
        reading(data, "x.xml")
        codes.append("")
    except CodedError as error:
        codes.append(error.code)
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM"))
print(json.dumps({"codes": codes, "peak": int(peak.split()[1]) * 1024}))
"""
COSTLY = (
    "quadratic blow-up",
    "200 000 deep",
    "300 000 attributes",
    "text of 30 MB",
    "CDATA of 30 MB",
    "name of 30 MB",
)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").is_file(), reason="the peak is told on Linux only"
)


def reading(path: Path) -> dict[str, object]:
    told = subprocess.run(
        [sys.executable, "-c", READING, str(path)],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize("case", COSTLY)
def test_hostile_xml_costs_less_than_half_a_gibibyte(tmp_path: Path, case: str) -> None:
    code, make = HOSTILE[case]
    path = tmp_path / "x.xml"
    path.write_bytes(make())
    told = reading(path)
    assert told["codes"] == [code, code]
    assert isinstance(told["peak"], int) and told["peak"] < 512 * MIB


def test_the_largest_tree_that_is_allowed_stays_below_it_as_well(tmp_path: Path) -> None:
    """Just below a million elements with a text each, or half of them with an attribute each."""
    for body in (b"<b>x</b>" * 990_000, b'<b c="d"/>' * 660_000):
        path = tmp_path / "x.xml"
        path.write_bytes(b"<a>" + body + b"</a>")
        told = reading(path)
        assert told["codes"] == ["", ""]
        assert isinstance(told["peak"], int) and told["peak"] < 512 * MIB
