"""Packages from outside: every hostile archive is refused with a code, quickly, and nothing is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.formats import archive
from tanzuji.formats.archive import open_package

GOOD = {"processes/a.json": b"{}", "flows/b.json": b"[1]"}


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def bomb(path: Path) -> Path:
    """10 MB of zeros pack to 10 kB: 1 028 to one, the most deflate can do."""
    return pack(path, GOOD | {"processes/bomb.json": bytes(10_000_000)})


def named(name: str) -> Callable[[Path], Path]:
    return lambda path: pack(path, GOOD | {name: b"{}"})


def raw_named(stored: bytes, wanted: bytes) -> Callable[[Path], Path]:
    """A member name put into the bytes of the archive, past what zipfile would write."""

    def make(path: Path) -> Path:
        pack(path, {stored.decode(): b"{}"})
        path.write_bytes(path.read_bytes().replace(stored, wanted))
        return path

    return make


def doubled(path: Path) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as file:
        warnings.simplefilter("ignore")
        file.writestr("processes/a.json", b"{}")
        file.writestr("processes/a.json", b"[]")
    return path


def linked(path: Path) -> Path:
    info = zipfile.ZipInfo("processes/a.json")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(info, b"/etc/passwd")
    return path


def encrypted(path: Path) -> Path:
    """Bit 0 of the general-purpose flags set in both headers, as an encrypting packer does."""
    pack(path, {"processes/a.json": b"{}"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def also_a_tar(path: Path) -> Path:
    inner = pack(path.with_suffix(".inner"), GOOD)
    with tarfile.open(path, "w") as file:
        file.add(inner, "a.zip")
    return path


def also_a_pdf(path: Path) -> Path:
    pack(path, GOOD)
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n" + path.read_bytes())
    return path


def tailed(path: Path) -> Path:
    pack(path, GOOD)
    path.write_bytes(path.read_bytes() + b"trailing bytes")
    return path


def not_a_zip(path: Path) -> Path:
    path.write_bytes(b"{}" * 50)
    return path


def truncated(path: Path) -> Path:
    pack(path, GOOD | {"processes/long.json": bytes(range(256)) * 400})
    path.write_bytes(path.read_bytes()[:-40])
    return path


def overlapping(path: Path) -> Path:
    """Two entries of the directory that point to the same bytes, as in a bomb without nesting."""
    pack(path, {"processes/a.json": b"{}", "processes/b.json": b"{}"})
    data = bytearray(path.read_bytes())
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(data)
    return path


HOSTILE: list[tuple[str, Callable[[Path], Path], str]] = [
    ("22 bomb", bomb, "archive.bomb"),
    ("24 traversal", named("../../etc/passwd"), "archive.unsafe-name"),
    ("24 traversal inside", named("processes/../../x.json"), "archive.unsafe-name"),
    ("24 absolute", named("/abs/x.json"), "archive.unsafe-name"),
    ("24 drive", named("C:/x.json"), "archive.unsafe-name"),
    ("24 backslash", raw_named(b"processes/a.json", b"..\\ssesss\\a.json"), "archive.unsafe-name"),
    ("25 duplicate", doubled, "archive.duplicate-name"),
    ("26 symlink", linked, "archive.link"),
    ("28 encrypted", encrypted, "archive.encrypted"),
    ("29 also a tar", also_a_tar, "archive.two-formats"),
    ("29 also a pdf", also_a_pdf, "archive.two-formats"),
    ("29 tail", tailed, "archive.two-formats"),
    ("39 line break", named("processes/a\r\nb.json"), "archive.unsafe-name"),
    ("39 direction", named("processes/\u202egnp.json"), "archive.unsafe-name"),
    ("39 300 bytes", named("processes/" + "x" * 300), "archive.unsafe-name"),
    ("nul in a name", raw_named(b"processes/a.json", b"processes/\x00.json"), "archive.unsafe-name"),
    ("not a zip", not_a_zip, "archive.not-a-zip"),
    ("truncated", truncated, "archive.truncated"),
    ("overlapping", overlapping, "archive.overlapping"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_archive_is_refused_with_its_code_within_two_seconds(
    tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path / "package.zip")
    before = sorted(p.name for p in tmp_path.iterdir())
    start = time.perf_counter()
    with pytest.raises(CodedError) as caught:
        open_package(path)
    assert caught.value.code == code
    assert time.perf_counter() - start < 2
    for language in ("zh", "en"):
        text = caught.value.render(language)
        assert text.strip() and "{" not in text and "\r" not in text and "\u202e" not in text
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_case_23_an_archive_inside_the_archive_is_listed_and_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("processes/hidden.json", b"{}")
    path = pack(tmp_path / "package.zip", GOOD | {"more.zip": inner.getvalue()})
    with open_package(path) as package:
        assert package.nested == ("more.zip",)
        assert "processes/hidden.json" not in package.names


def test_case_27_twenty_thousand_members_open_within_two_seconds_and_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(tmp_path / "package.zip", {f"flows/{i}.json": b"{}" for i in range(20_000)})
    start = time.perf_counter()
    with open_package(path) as package:
        assert len(package.members) == 20_000
    assert time.perf_counter() - start < 2
    monkeypatch.setattr(archive, "MAX_MEMBERS", 19_999)
    with pytest.raises(CodedError) as caught:
        open_package(path)
    assert caught.value.code == "archive.too-many-members"


def test_the_sum_of_all_members_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three members of 1 000 bytes exceed a bound of 2 999."""
    path = pack(tmp_path / "package.zip", {f"flows/{i}.json": bytes(range(250)) * 4 for i in range(3)})
    monkeypatch.setattr(archive, "MAX_TOTAL", 2_999)
    with pytest.raises(CodedError) as caught:
        open_package(path)
    assert caught.value.code == "archive.too-large"


def test_a_directory_longer_than_its_bound_is_refused_before_it_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(tmp_path / "package.zip", GOOD)
    monkeypatch.setattr(archive, "MAX_DIRECTORY", 50)
    with pytest.raises(CodedError) as caught:
        open_package(path)
    assert caught.value.code == "archive.too-many-members"


def test_damaged_data_are_noticed_when_the_member_is_read(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("processes/a.json", b'{"amount": 1}')
    path.write_bytes(path.read_bytes().replace(b'{"amount": 1}', b'{"amount": 9}'))
    with open_package(path) as package, pytest.raises(CodedError) as caught:
        package.read("processes/a.json")
    assert caught.value.code == "archive.truncated"
    assert caught.value.problems[0].path == "processes/a.json"


def test_a_good_archive_and_a_folder_show_the_same_members(tmp_path: Path) -> None:
    path = pack(tmp_path / "package.zip", GOOD)
    folder = tmp_path / "folder"
    for name, data in GOOD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    with open_package(path) as one, open_package(folder) as other:
        assert sorted(one.names) == sorted(other.names) == sorted(GOOD)
        assert {name: one.read(name) for name in GOOD} == {name: other.read(name) for name in GOOD} == GOOD


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.json").symlink_to(tmp_path / "secret")
    with pytest.raises(CodedError) as caught:
        open_package(folder)
    assert caught.value.code == "archive.link"


def test_a_missing_package_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CodedError) as caught:
        open_package(tmp_path / "nowhere.zip")
    assert caught.value.code == "archive.not-found"
