"""The status lists: one bit a certificate and purpose, for proofs that are checked without asking this site.

W3C Bitstring Status List 1.0: bit 0 is the leftmost; a list is 131 072 bits at least, so that asking for it does not
tell which certificate somebody looks at.
"""

from __future__ import annotations

from typing import Literal

from tanzuji.certificates.models import Certificate
from tanzuji.certificates.states import ENDED

Purpose = Literal["suspension", "revocation"]

LEAST = 131_072
"""Bits of a list at least."""

_MEANS: dict[Purpose, tuple[str, ...]] = {"suspension": ("suspended",), "revocation": ENDED}
"""States for which the bit of a purpose is set. An expired certificate tells its end itself."""


def bits(purpose: Purpose) -> bytes:
    """The list of a purpose as it is now: set where a certificate is suspended, or void for good."""
    length = max(LEAST, -(-(_highest() + 1) // LEAST) * LEAST)
    found = bytearray(length // 8)
    marked = Certificate.objects.filter(standing__status__in=_MEANS[purpose])
    for index in marked.values_list("status_index", flat=True):
        found[index // 8] |= 0x80 >> index % 8
    return bytes(found)


def _highest() -> int:
    last = Certificate.objects.order_by("-status_index").values_list("status_index", flat=True).first()
    return last if last is not None else -1
