"""A certificate on paper: one A4 sheet set by typst, in the language asked for, with a code that leads to its live page.

The sheet is a printout of the register and says so: what counts is the page. The national mark is never drawn, nor
anything that could be taken for it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import resources
from io import BytesIO
from typing import Literal

import segno
import typst

from tanzuji.documents.errors import Language
from tanzuji.reports.blocks import Fact
from tanzuji.reports.pdf import fonts, soft


@dataclass(frozen=True, slots=True)
class Caution:
    """What is said first of a certificate that is not valid."""

    state: Literal["warn", "bad"]
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePaper:
    """Every text of the sheet, in one language, all numbers rounded and written."""

    language: Language
    number: str
    body: str
    title: str
    scheme: str
    statement: str
    value: str
    unit: str
    per: str
    """What one unit is, and the boundary."""
    measured: str
    """Interval and reference year."""
    url: str
    product: tuple[Fact, ...]
    stages: tuple[tuple[str, str, str], ...]
    rounding: str
    grounds: tuple[Fact, ...]
    validity: tuple[Fact, ...]
    history: tuple[tuple[str, str, str], ...]
    limits: tuple[str, ...]
    foot: str
    warning: Caution | None
    moment: datetime
    """The time the file says it was made: the same certificate in the same state gives the same bytes."""


_WORDS: dict[str, tuple[str, str]] = {
    "number": ("证书编号", "Certificate No."),
    "value": ("产品碳足迹", "Product carbon footprint"),
    "scan": ("扫码看现在的状态", "Scan for its state today"),
    "product": ("产品和持有人", "Product and holder"),
    "stages": ("排放在哪里产生", "Where emissions arise"),
    "stage": ("生命周期阶段", "Life-cycle stage"),
    "share": ("占比 %", "Share, %"),
    "grounds": ("依据", "Grounds"),
    "validity": ("有效期和监督", "Validity and surveillance"),
    "history": ("经过", "History"),
    "limits": ("这份证书没有说什么", "What this certificate does not say"),
    "check": ("证书以网页所示状态为准：", "What counts is the state its page shows:"),
    "page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
}


def write_certificate(paper: CertificatePaper) -> bytes:
    """The sheet as PDF, with tagged text and embedded fonts."""
    place = 0 if paper.language == "zh" else 1
    data = {name: value for name, value in asdict(paper).items() if name != "moment"}
    data |= {
        "words": {name: pair[place] for name, pair in _WORDS.items()},
        "qr": code(paper.url),
        "struck": paper.warning is not None and paper.warning.state == "bad",
        "foot": soft(paper.foot),
        "stages": [[soft(name), value, share] for name, value, share in paper.stages],
    }
    for name in ("product", "grounds", "validity"):
        data[name] = [{"name": fact["name"], "value": soft(fact["value"])} for fact in data[name]]
    source = resources.files("tanzuji.reports").joinpath("templates/certificate.typ").read_bytes()
    written = typst.compile(
        source, font_paths=fonts(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf", timestamp=paper.moment,
    )  # fmt: skip
    assert isinstance(written, bytes)  # one document, not pages
    return written


def code(address: str) -> str:
    """The QR code of an address as SVG, error correction M (15 %), four quiet modules around it."""
    out = BytesIO()
    made = segno.make(address, error="m", micro=False, boost_error=False)
    made.save(out, kind="svg", border=4, xmldecl=False, svgns=True, light="#fff", dark="#000")
    return out.getvalue().decode()
