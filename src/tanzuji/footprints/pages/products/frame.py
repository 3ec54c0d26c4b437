"""What the pages of all products share: their tabs, links to products, units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from tanzuji.figures.amounts import unit_name
from tanzuji.footprints.products.standing import Standing
from tanzuji.web.language import language, say
from tanzuji.web.numerals import unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A product by its name, with its page."""

    name: str
    address: str
    stale: bool = False


def frame(here: str) -> dict[str, Any]:
    """Context of `footprints/products_frame.html`; `here` is the key of the current tab."""
    names = (
        ("studies", say("核算", "Studies"), reverse("footprints:studies")),
        ("products", say("产品目录", "Products"), reverse("footprints:products")),
        ("graph", say("产品关系", "Who stands on whom"), reverse("footprints:product_graph")),
        ("recompute", say("全部重算", "Recompute all"), reverse("footprints:recompute")),
        ("contribute", say("贡献到数据库", "Contribute"), reverse("footprints:contribute")),
    )
    return {"room": "products", "tabs": names, "here": here}


def links(now: Standing, products: Iterable[UUID]) -> list[Link]:
    """Products by name, in the order of their names."""
    found = [
        Link(now.web.names[p].to(language()), reverse("footprints:product", args=[p]), p in now.reasons)
        for p in products
        if p in now.web.names
    ]
    return sorted(found, key=lambda link: link.name.casefold())


def per(unit_label: str) -> str:
    """The unit of a footprint from what one unit is: `1 t` → `kgCO₂e/t`."""
    return unit(unit_name(unit_label.removeprefix("1 "), language()))
