"""tanzuji (碳足迹): product carbon footprints, from a file to a number one can trace.

    import tanzuji as tz

    model = tz.read_model("cement.yaml")              # YAML, JSON or Excel
    library = tz.starter_release()                    # or tz.open_release("uslci")
    footprint = tz.compute(model, library)            # kg CO2e per unit, every number with its source
    findings = tz.check(footprint)                    # GB/T 24067-2024 and the product's own rules
    sure = tz.uncertainty(model, library)             # 95 % interval, what moves the result, data quality
    tz.write_report(footprint, findings, "cement.pdf")

Nothing here needs a database or a server.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tanzuji.documents import CodedError, Dataset, Footprint, Method, ProductModel, Text, digest
    from tanzuji.engine import Release, System, compute
    from tanzuji.engine.store import installed, open_release
    from tanzuji.engine.uncertainty.monte_carlo import compare_uncertainty, uncertainty
    from tanzuji.figures import all_figures
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.models import read_model, write_json, write_yaml
    from tanzuji.formats.olca import import_olca
    from tanzuji.formats.starter import starter_release
    from tanzuji.formats.workbook import write_template, write_workbook
    from tanzuji.reports import write_report
    from tanzuji.rules import check, load_pack

# Names are fetched when first asked for, so that `import tanzuji` costs nothing.
_HOMES = {
    "tanzuji.documents": ("CodedError", "Dataset", "Footprint", "Method", "ProductModel", "Text", "digest"),
    "tanzuji.engine": ("Release", "System", "compute"),
    "tanzuji.engine.uncertainty.monte_carlo": ("compare_uncertainty", "uncertainty"),
    "tanzuji.engine.store": ("installed", "open_release"),
    "tanzuji.figures": ("all_figures",),
    "tanzuji.formats.models": ("read_model", "write_json", "write_yaml"),
    "tanzuji.formats.olca": ("import_olca",),
    "tanzuji.formats.starter": ("starter_release",),
    "tanzuji.formats.workbook": ("write_template", "write_workbook"),
    "tanzuji.reports": ("write_report",),
    "tanzuji.rules": ("check", "load_pack"),
    "tanzuji.formats.demo_models": ("demo_models",),
}
_PLACES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "CodedError",
    "Dataset",
    "Footprint",
    "Method",
    "ProductModel",
    "Release",
    "System",
    "Text",
    "all_figures",
    "check",
    "compare_uncertainty",
    "compute",
    "demo_models",
    "digest",
    "import_olca",
    "installed",
    "load_pack",
    "open_release",
    "read_model",
    "starter_release",
    "uncertainty",
    "write_json",
    "write_report",
    "write_template",
    "write_workbook",
    "write_yaml",
]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'tanzuji' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
