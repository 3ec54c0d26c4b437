"""Packages for recomputation: the same bytes each time, nothing in them changes unseen, hostile ones are refused."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine import compute
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.formats.study_package import open_study_package, write_study_package
from tanzuji.formats.study_recomputing import recomputed
from tanzuji.rules import check


@lru_cache(maxsize=1)
def package() -> bytes:
    footprint = compute(demo_models()["cement_po425"], (starter_release(),))
    content, _ = write_study_package(
        footprint, check(footprint).plain(), (starter_release(),), title=Text(zh="水泥"), reference="V-000001/1",
        version=1,
    )  # fmt: skip
    return content


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(held: dict[str, bytes], folder: Path) -> Path:
    file = folder / "package.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return file


def test_the_same_study_gives_the_same_bytes() -> None:
    first = package()
    package.cache_clear()
    assert package() == first


def test_a_package_recomputes_to_the_stated_footprint(tmp_path: Path) -> None:
    """The independent figure is the footprint that `compute` gave before the package was written."""
    found = recomputed(open_study_package(zipped(members(), tmp_path)))
    assert found.equal and found.same_id and found.count == 0
    assert found.recomputed == found.stated


@pytest.mark.parametrize("member", ["model.json", "footprint.json", "findings.json", "manifest.json"])
def test_one_changed_byte_is_found(member: str, tmp_path: Path) -> None:
    held = members()
    content = bytearray(held[member])
    at = content.index(b"0")
    content[at] = ord("1")
    held[member] = bytes(content)
    with pytest.raises(CodedError) as error:
        open_study_package(zipped(held, tmp_path))
    assert error.value.code.startswith(("study-package.", "document."))


def test_a_forged_total_whose_digests_were_all_written_anew_does_not_recompute(tmp_path: Path) -> None:
    """Whoever changes the footprint and every digest in the package is still found by the numbers."""
    import hashlib

    held = members()
    footprint, manifest = json.loads(held["footprint.json"]), json.loads(held["manifest.json"])
    footprint["total"] *= 0.9
    held["footprint.json"] = canonical_json(footprint)
    manifest["stated"]["total"] = f"{footprint['total']:.9e}"
    manifest["files"]["footprint.json"] = hashlib.sha256(held["footprint.json"]).hexdigest()
    held["manifest.json"] = canonical_json(manifest)
    found = recomputed(open_study_package(zipped(held, tmp_path)))
    assert not found.equal
    assert [d.place for d in found.differences] == ["total"]


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "C:\\x", "extra.json"])
def test_members_the_manifest_does_not_name_are_refused(name: str, tmp_path: Path) -> None:
    """TRUST §4, 24: names that lead out of the package."""
    with pytest.raises(CodedError):
        open_study_package(zipped({**members(), name: b"x"}, tmp_path))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"\x1f\x8b" + b"0" * 100])
def test_what_is_no_package_is_refused_with_a_code(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(CodedError):
        open_study_package(file)


def test_the_command_recomputes_without_the_users_libraries(tmp_path: Path) -> None:
    """`tanzuji verify-study` in a process with an empty home: exit code 0, and a report that says so."""
    file, report = zipped(members(), tmp_path), tmp_path / "outcome.json"
    done = subprocess.run(
        [sys.executable, "-I", "-m", "tanzuji", "verify-study", str(file), "--report", str(report), "--lang", "zh"],
        env={"TANZUJI_HOME": str(tmp_path / "home"), "PATH": ""}, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert "一致" in done.stdout.decode()
    assert json.loads(report.read_bytes())["equal"] is True
