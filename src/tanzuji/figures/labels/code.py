"""The QR code of a label: a GS1 Digital Link where it fits, else the address of the status page.

GS1 asks for modules of at least 0.396 mm where a code carries a Digital Link (General Specifications, retail point of
sale); other codes are read by telephones down to a third of a millimetre. Four modules around stay white (ISO/IEC 18004).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import segno

from tanzuji.documents.trade_items import gtin_ok, padded
from tanzuji.figures.labels import messages
from tanzuji.figures.labels.marks import Outline, Point

LEAST_SIDE = 12.0
"""mm; without the white around."""
LEAST_MODULE = 0.33
LEAST_LINK_MODULE = 0.396
BLACK = "#000000"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as rows of modules, and what it says."""

    says: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def modules(self) -> int:
        return len(self.rows)


def coded(text: str) -> Code:
    """The code of `text` with medium error correction (15 % of it may be lost)."""
    made = segno.make(text, error="m", micro=False, boost_error=False)
    return Code(text, tuple(tuple(bool(module) for module in row) for row in made.matrix))


def best(address: str, link: str, side: float) -> Code:
    """The Digital Link where its modules are wide enough at `side` mm, else the plain address.

    Raises `label.code-too-fine` where neither can be scanned.
    """
    if link:
        code = coded(link)
        if side / code.modules >= LEAST_LINK_MODULE:
            return code
    code = coded(address)
    module = side / code.modules
    if module < LEAST_MODULE:
        raise messages.CODE_TOO_FINE.error(address=address, module=f"{module:.2f}", least=LEAST_MODULE)
    return code


def drawn(code: Code, x: float, y: float, side: float) -> Outline:
    """Its dark modules, each row's neighbours as one bar."""
    k = side / code.modules
    bars: list[tuple[Point, ...]] = []
    for j, row in enumerate(code.rows):
        start: int | None = None
        for i, dark in enumerate((*row, False)):
            if dark and start is None:
                start = i
            elif not dark and start is not None:
                a, b, c, d = x + start * k, y + j * k, x + i * k, y + (j + 1) * k
                bars.append(((a, b), (c, b), (c, d), (a, d)))
                start = None
    return Outline(tuple(bars), BLACK)


def gtin14(gtin: str) -> str:
    """A GTIN-8, -12, -13 or -14 with its leading zeros. Raises `label.bad-gtin` where its check digit is wrong."""
    digits = gtin.strip()
    if not gtin_ok(digits):
        raise messages.BAD_GTIN.error("gtin", gtin=gtin)
    return padded(digits)


def status_address(base: str, number: str) -> str:
    """Where the status of a number is shown: `https://host/c/<number>`."""
    return f"{base.rstrip('/')}/c/{quote(number, safe='')}"


def digital_link(base: str, gtin: str, number: str) -> str:
    """GS1 Digital Link of a product that leads to this certificate; empty where there is no GTIN.

    AI 01 in the path; the certificate stands in the query, since a product may get another one later.
    """
    if not gtin:
        return ""
    return f"{base.rstrip('/')}/01/{gtin14(gtin)}?c={quote(number, safe='')}"
