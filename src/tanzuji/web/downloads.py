"""Files for people to keep: always attachments, with a name that every browser and file system takes."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from django.http import HttpResponse

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')
_LONGEST = 150
"""Bytes of UTF-8 before the suffix; file systems take 255 for the whole name."""

TYPES: dict[str, str] = {
    "yaml": "application/yaml; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
"""Content types by suffix."""


def file_name(stem: str, suffix: str) -> str:
    """`stem.suffix` without what a file system or a terminal takes amiss: separators, controls, reversed text."""
    kept = "".join(
        c for c in unicodedata.normalize("NFC", stem) if unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    kept = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", kept)).strip(" .")
    while len(kept.encode()) > _LONGEST:
        kept = kept[:-1]
    kept = kept.strip(" .") or "tanzuji"
    if _RESERVED.fullmatch(kept.split(".")[0]):
        kept = f"_{kept}"
    return f"{kept}.{suffix}"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The file as a download, by RFC 6266: a plain ASCII name for old programs, the whole one as `filename*`."""
    stem, _, suffix = name.rpartition(".")
    name = file_name(stem or name, suffix if stem else "bin")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("_")
    plain = plain if not plain.startswith(".") else f"tanzuji{plain}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
