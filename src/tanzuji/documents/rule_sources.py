"""Where an item of a rule comes from, and how far it was checked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Confidence

SourceTag = Literal["S", "V", "G", "D"]
SOURCE_NAMES: dict[SourceTag, tuple[str, str]] = {
    "S": ("政策文件原文", "stated in a policy document"),
    "V": ("已查阅出处", "read in the source named"),
    "G": ("通行理解，未核对原文", "general understanding, not compared with the text"),
    "D": ("平台默认", "platform default"),
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
