"""Certification schemes (认证制度) as data: scope, pattern, process and management (ZJ-301), shipped and written here.

scheme = load_scheme("cn.footprint-label")
scheme.management.months, scheme.pattern.variants("cement", date.today()), scheme.management.rounding.round("0.8123")
"""

from tanzuji.rules.schemes.documents import (
    FAMILIES,
    PLACEMENTS,
    STEPS,
    TAGS,
    VARIANTS,
    Family,
    Management,
    Occasion,
    Pattern,
    Placement,
    Process,
    Scheme,
    Scope,
    Step,
    Variant,
)
from tanzuji.rules.schemes.loading import diagnose, load_scheme, parse_scheme, read_scheme, shipped

__all__ = [
    "FAMILIES",
    "PLACEMENTS",
    "STEPS",
    "TAGS",
    "VARIANTS",
    "Family",
    "Management",
    "Occasion",
    "Pattern",
    "Placement",
    "Process",
    "Scheme",
    "Scope",
    "Step",
    "Variant",
    "diagnose",
    "load_scheme",
    "parse_scheme",
    "read_scheme",
    "shipped",
]
