"""Where an item of a rule comes from, and how far it was checked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Confidence

SourceTag = Literal["S", "V", "G", "D"]
SOURCE_NAMES: dict[SourceTag, tuple[str, str]] = {
    "S": ("五省政策比较文章所述", "stated in the comparison of five provincial policies"),
    "V": ("读过的公开文件", "read in a public paper"),
    "G": ("专业缺省，未核对原文", "professional default, not compared with the text"),
    "D": ("本软件的缺省", "a default of this software"),
}

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the mildest to the gravest."""


class Sourced(Document):
    """Where an item of a pack comes from and how far it was checked."""

    source_tag: SourceTag
    source_ref: str = Field("", description="clause, table or page; the document's own number, not a mirror")
    confidence: Confidence = "low"
    verified_on: date | None = None
