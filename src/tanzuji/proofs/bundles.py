"""Proof bundles: a ZIP file that is the same bytes for the same members, and one reading of it.

Members are stored, not packed, in the order of their names, with one date and no extras. So the reader writes what it
read again and wants the same bytes: no second member of a name, no path out of the folder, no bomb, nothing before,
between or behind the members, and no bit anywhere that could change unseen. (APPNOTE.TXT 6.3.10, 4.3.6–4.3.16.)
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from tanzuji.documents.errors import define

LARGEST = 1 << 20
MOST = 64
NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*(/[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*)?")
DATE = (1 << 5) | 1
"""1 January 1980, the earliest a ZIP file knows."""

BAD_BUNDLE = define(
    "proof.bad-bundle",
    zh="这不是原样的证明文件（{detail}）。",
    en="This is no proof bundle as it was issued ({detail}).",
    remedy_zh="请使用下载的原文件，不要解压后重新打包。",
    remedy_en="Use the file as downloaded, not one unpacked and packed again.",
)


def packed(members: Mapping[str, bytes]) -> bytes:
    """The bundle of these members. Raises `proof.bad-bundle` for a name or a size no bundle has."""
    if not members or len(members) > MOST or sum(map(len, members.values())) > LARGEST:
        raise BAD_BUNDLE.error(detail="size")
    heads, directory, offset = b"", b"", 0
    for name in sorted(members):
        if not NAME.fullmatch(name):
            raise BAD_BUNDLE.error(detail=name)
        data, raw = members[name], name.encode()
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, DATE, zlib.crc32(data), len(data), len(data), len(raw), 0
        )
        heads += b"PK\3\4" + common + raw + data
        directory += b"PK\1\2" + struct.pack("<H", 0x0314) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, offset) + raw
        offset = len(heads)
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), offset, 0)
    return heads + directory + b"PK\5\6" + end


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a bundle by name. Raises `proof.bad-bundle` for anything `packed` would not have written."""
    if len(data) > 2 * LARGEST:
        raise BAD_BUNDLE.error(detail="size")
    members: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\3\4" and len(data) >= at + 30:
        size, length = struct.unpack_from("<IH", data, at + 22)
        begin = at + 30 + length
        members[data[at + 30 : begin].decode("ascii", "replace")] = data[begin : begin + size]
        at = begin + size
    if not members or packed(members) != data:
        raise BAD_BUNDLE.error(detail="form")
    return members
