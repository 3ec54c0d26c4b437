"""What each format loses in each direction, known before a file is read or written; keys of `lci.losses.LOSSES`.

A file that is read or written tells which of these it met, how often and where (`records.Loss`).
"""

from __future__ import annotations

from collections.abc import Mapping

from tanzuji.documents.text import Text
from tanzuji.formats.lci.losses import LOSSES

_ALWAYS_READ = ("other-impacts", "formulas", "nested-archives", "documentation", "spread-around-nothing")
_ALWAYS_WRITTEN = (
    "inputs-cut-off", "solved-values", "unknown-footprint", "unknown-gwp", "uncertainty-of-total", "gas-on-line", "boundary",
    "only-totals",
)  # fmt: skip

READ: Mapping[str, tuple[str, ...]] = {
    "ilcd": (
        *_ALWAYS_READ, "incomplete-uncertainty", "unknown-distribution", "uncertainty-off-centre", "lognormal-mean",
        "absent-flows", "absent-gases",
        "no-reference-flow", "several-reference-products", "repeated-references", "references-taken-in",
        "elementary-references", "no-amount", "reminder-flows", "impact-results", "impact-dataset", "older-versions",
        "competing-models", "standard-properties", "towns",
    ),
    "tidas": (
        *_ALWAYS_READ, "incomplete-uncertainty", "unknown-distribution", "uncertainty-off-centre", "lognormal-mean",
        "absent-flows", "absent-gases",
        "no-reference-flow", "several-reference-products", "repeated-references", "references-taken-in",
        "elementary-references", "no-amount", "reminder-flows", "impact-results", "impact-dataset", "older-versions",
        "competing-models", "standard-properties", "towns",
    ),
    "openlca-json-ld": (
        *_ALWAYS_READ, "parameters", "incomplete-uncertainty", "unknown-distribution", "uncertainty-off-centre",
    ),
    "ecospold1": (
        *_ALWAYS_READ, "incomplete-uncertainty", "uncertainty-off-centre", "no-reference-product",
        "several-reference-products", "impact-dataset", "other-file",
    ),
    "ecospold2": (
        *_ALWAYS_READ, "parameters", "incomplete-uncertainty", "unknown-distribution", "uncertainty-off-centre",
        "several-reference-products", "stock-additions", "other-file",
    ),
    "simapro-csv": (
        *_ALWAYS_READ, "parameters", "computed-formulas", "incomplete-uncertainty", "unknown-distribution",
        "uncertainty-off-centre", "waste-by-kind", "product-stages", "unknown-sections",
    ),
    "brightway": (
        *_ALWAYS_READ, "incomplete-uncertainty", "unknown-distribution", "uncertainty-off-centre",
    ),
    "excel": (),
    "csv": (),
}  # fmt: skip
"""By format; lists of factors name their bad cells and notices instead."""

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "ilcd": (
        *_ALWAYS_WRITTEN, "identifiers", "long-texts", "cas-numbers", "uncertainty", "lognormal-mean", "other-allocations",
        "data-quality", "unconverted-amounts", "formulas",
    ),
    "tidas": (
        *_ALWAYS_WRITTEN, "identifiers", "long-texts", "cas-numbers", "uncertainty", "lognormal-mean", "other-allocations",
        "data-quality", "unconverted-amounts", "formulas", "documentation", "tidas-classes", "tidas-locations", "tidas-required",
    ),
    "openlca-json-ld": (*_ALWAYS_WRITTEN, "uncertainty-kind", "formulas"),
    "ecospold2": (
        *_ALWAYS_WRITTEN, "identifiers", "long-texts", "compartments", "uncertainty", "uncertainty-shape", "causal-allocation",
        "flow-properties", "avoided-products", "negative-treatment", "unusable-processes", "data-quality",
        "formulas",
    ),
    "brightway": (
        *_ALWAYS_WRITTEN, "unlinked-inputs", "co-products", "skipped-processes", "uncertainty-kind", "unconverted-amounts",
        "data-quality", "remarks",
    ),
    "excel": ("unknown-footprint",),
    "csv": ("unknown-footprint",),
}  # fmt: skip
"""By format that is written."""


def written_losses(format: str) -> tuple[Text, ...]:
    """What a file of this format does not hold."""
    return tuple(LOSSES[key] for key in WRITTEN.get(format, ()))


def read_losses(format: str) -> tuple[Text, ...]:
    """What of a file of this format is not read."""
    return tuple(LOSSES[key] for key in READ.get(format, ()))
