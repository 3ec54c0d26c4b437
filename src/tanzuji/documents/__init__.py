"""The papers: quantities, bilingual text, datasets, product models, rules, footprints, digests, coded errors.

A document is a frozen value with one canonical JSON form and one digest. Nothing here knows a framework,
a file format or how numbers are computed.
"""

from tanzuji.documents.canonical import canonical_json, digest
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.quantities import Quantity
from tanzuji.documents.text import Text

__all__ = [
    "CodedError",
    "Dataset",
    "Footprint",
    "Language",
    "Method",
    "ProductModel",
    "Quantity",
    "Text",
    "canonical_json",
    "digest",
]
