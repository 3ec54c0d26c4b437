"""What the registry is searched for: words, numbers, product codes, and facets."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tanzuji.standards.catalogue import codes_of, groups, matching, plain
from tanzuji.standards.models import Standard
from tanzuji.standards.states import OPEN, STANDING, VALID

STAGES: dict[str, tuple[str, ...]] = {
    "valid": VALID,
    "published": ("published",),
    "open": OPEN,
    "ended": ("superseded", "abolished", "declined", "withdrawn"),
}
"""What a reader tells apart before the single states."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the registry; blank fields ask nothing."""

    text: str = ""
    kind: str = ""
    level: str = ""
    layer: str = ""
    stage: str = ""
    jurisdiction: str = ""
    sector: str = ""
    group: str = ""
    adopted: bool = False
    flagged: bool = False

    def apply(self, rows: QuerySet[Standard]) -> QuerySet[Standard]:
        """The rows that answer it."""
        for word in self.text.split()[:8]:
            rows = rows.filter(_word(word))
        for name in ("kind", "level", "layer", "jurisdiction", "sector", "group"):
            value = getattr(self, name)
            if value:
                rows = rows.filter(**{name: value})
        if self.stage:
            rows = rows.filter(state__in=STAGES.get(self.stage, ()))
        if self.adopted:
            rows = rows.filter(adoptions__isnull=False)
        if self.flagged:
            rows = rows.filter(to_be_abolished=True)
        return rows.distinct()


def _word(word: str) -> Q:
    """A word found in number, title or scope, in the product's names, or as a code from either side."""
    found = Q(number__icontains=word) | Q(title_zh__icontains=word) | Q(title_en__icontains=word)
    found |= Q(scope_zh__icontains=word) | Q(scope_en__icontains=word)
    found |= Q(product_zh__icontains=word) | Q(product_en__icontains=word) | Q(group__in=matching(word))
    bare = plain(word)
    if len(bare) >= 2 and bare.isdigit():
        found |= Q(codes__code__startswith=bare)
        if len(bare) > 4:
            found |= Q(codes__code__in=[bare[:n] for n in range(4, len(bare))])
    return found


def same_product(standard: Standard) -> Q:
    """Standards for the same product: of its product group, or with a code that meets one of its own."""
    if standard.layer != "product":
        return Q(pk__in=())
    found = Q(group=standard.group) if standard.group else Q(pk__in=())
    for code in standard.codes.all():
        found |= Q(codes__scheme=code.scheme, codes__code__startswith=code.code)
        above = [code.code[:n] for n in range(4, len(code.code))]
        found |= Q(codes__scheme=code.scheme, codes__code__in=above)
    return found & Q(layer="product")


ACCOUNTING = ("standard", "pcr")
"""Kinds that say how a footprint is accounted."""


def same_purpose(kind: str) -> tuple[str, ...]:
    """Kinds that do the same: a standard and a product category rule both say how a footprint is accounted."""
    return ACCOUNTING if kind in ACCOUNTING else (kind,)


def higher_than_provincial(standard: Standard) -> QuerySet[Standard]:
    """National and sector standards for the same product and purpose that exist, national ones first."""
    return (
        Standard.objects.filter(same_product(standard))
        .filter(level__in=("national", "sector"), state__in=STANDING, kind__in=same_purpose(standard.kind))
        .exclude(pk=standard.pk)
        .distinct()
        .order_by("level", "number")
    )


def group_of_code(code: str) -> frozenset[str]:
    """Product groups that a product code of any list leads to, from either side."""
    bare = plain(code)
    if len(bare) < 4 or not bare.isdigit():
        return frozenset()
    return frozenset(
        g
        for g in groups()
        for known in codes_of(g)
        if plain(known.code).startswith(bare) or bare.startswith(plain(known.code))
    )
