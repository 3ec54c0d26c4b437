"""The ZIP file of a bundle has one form; whatever a hostile file does differently is refused (TRUST 22–29, 39)."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import bundle_maker as maker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import bundles
from tanzuji.proofs.offline import verify

NAMES = st.from_regex(bundles.NAME, fullmatch=True).filter(lambda name: len(name) < 40)


def refused(data: bytes) -> None:
    with pytest.raises(CodedError) as caught:
        bundles.unpacked(data)
    assert caught.value.code == "proof.bad-bundle"
    with pytest.raises(verify.Refused) as also:
        verify.unpacked(data)
    assert also.value.code == "bundle"


def zipped(write: Callable[[zipfile.ZipFile], None], **kinds: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **kinds) as file:  # type: ignore[call-overload]
        write(file)
    return buffer.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=300), min_size=1, max_size=8))
def test_what_is_packed_is_read_by_everybody(members: dict[str, bytes]) -> None:
    """Python's own zipfile, the platform's reader and the verifier's; the same members are the same bytes."""
    data = bundles.packed(members)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == members
    assert bundles.unpacked(data) == verify.unpacked(data) == members
    assert bundles.packed(dict(reversed(members.items()))) == data == verify.packed(members)


def test_a_file_packed_again_is_refused_with_the_remedy() -> None:
    members = maker.members()
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        refused(
            zipped(
                lambda file: [file.writestr(name, members[name]) for name in sorted(members)],
                compression=kind,
            )
        )  # type: ignore[func-returns-value]


def test_a_bomb_is_refused_without_unfolding_it() -> None:
    """22: 10 MB of zeros in 10 kB; and a header that claims 4 GB."""
    refused(zipped(lambda file: file.writestr("leaf", bytes(10_000_000)), compression=zipfile.ZIP_DEFLATED))
    data = bytearray(maker.bundle())
    data[18:26] = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    refused(bytes(data))
    refused(bundles.packed({"a": b"x"})[:-22] + bytes(3 << 20))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/abs", "C:\\x", "a/../b", "a/b/c", "", ".hidden", "a//b", "a\\b", "con:", "A", "a b",
     "ａ", "a\r\nb", "\u202ea", "a" * 300 + "/"],
)  # fmt: skip
def test_a_name_no_bundle_has_is_refused(name: str) -> None:
    """24 and 39: paths out of the folder, control and reversed characters, long names."""
    with pytest.raises(CodedError):
        bundles.packed({name: b""})
    refused(zipped(lambda file: file.writestr(zipfile.ZipInfo(name or "x"), b"")))
    raw = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(b""), 0, 0, len(raw), 0)
    central = (
        b"PK\1\2"
        + struct.pack("<H", 0x0314)
        + common
        + struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, 0)
        + raw
    )
    head = b"PK\3\4" + common + raw
    refused(head + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(head), 0))


def test_two_members_of_a_name_are_refused() -> None:
    """25: one reader would show the first, another the last."""
    with pytest.warns(UserWarning, match="Duplicate"):
        refused(zipped(lambda file: [file.writestr("leaf", b"1"), file.writestr("leaf", b"2")]))  # type: ignore[func-returns-value]
    one = bundles.packed({"leaf": b"1"})
    body = one[: one.index(b"PK\1\2")]
    refused(body + one)


def test_a_link_an_encrypted_and_a_nested_member_are_refused() -> None:
    """23, 26, 28."""
    link = zipfile.ZipInfo("leaf", (1980, 1, 1, 0, 0, 0))
    link.create_system, link.external_attr = 3, 0o120777 << 16
    refused(zipped(lambda file: file.writestr(link, b"/etc/passwd")))
    for at in (6, maker.bundle().index(b"PK\1\2") + 8):
        data = bytearray(maker.bundle())
        data[at] |= 1  # the flag of encryption
        refused(bytes(data))
    nested = bundles.packed({"inner.zip": maker.bundle()})
    with pytest.raises(verify.Refused) as caught:
        verify.Verification(nested).run()
    assert caught.value.code == "member"


def test_a_file_that_is_something_else_as_well_is_refused() -> None:
    """29: bytes before, between and behind the members, a comment, a tar or a PDF around it."""
    data = maker.bundle()
    refused(b"%PDF-1.7\n" + data)
    refused(data + b"\0")
    refused(data[:-2] + b"\5\0hello")
    refused(data + data)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo("bundle.zip")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    refused(buffer.getvalue())
    at = data.index(b"PK\1\2")
    refused(data[:at] + b"hidden" + data[at:])


def test_too_many_and_too_large_are_refused() -> None:
    """27."""
    with pytest.raises(CodedError):
        bundles.packed({f"m{number}": b"" for number in range(65)})
    with pytest.raises(CodedError):
        bundles.packed({"leaf": bytes(bundles.LARGEST + 1)})
    many = zipped(lambda file: [file.writestr(f"m{number}", b"") for number in range(20_000)])  # type: ignore[func-returns-value]
    refused(many)


@given(st.binary(max_size=400))
def test_rubbish_is_refused(data: bytes) -> None:
    refused(data)
    refused(b"PK\3\4" + data)
