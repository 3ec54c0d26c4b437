"""The demo products that ship with the package."""

from __future__ import annotations

from importlib import resources

from tanzuji.documents.models import ProductModel
from tanzuji.formats.models import read_model


def demo_models() -> dict[str, ProductModel]:
    """The product models in `starter/products`, by file name without ending."""
    folder = resources.files("tanzuji") / "starter" / "products"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name.removesuffix(".yaml"): read_model(f.read_bytes(), name=f.name) for f in files}
