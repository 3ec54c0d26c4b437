"""Where a label may be shown, and in which states an authorisation can be."""

from __future__ import annotations

from tanzuji.documents.text import Text

PLACEMENTS: dict[str, Text] = {
    "product": Text(zh="产品", en="Product"),
    "packaging": Text(zh="包装物", en="Packaging"),
    "advertising": Text(zh="广告", en="Advertising"),
}
"""The three placements of the policy (SH-302, JS-303, NX-301): 产品、包装物、广告. A shop page is advertising."""

OPEN = ("requested", "authorised", "in_use", "frozen")
USABLE = ("authorised", "in_use")
"""States in which the artwork may be used."""
