"""The foreign formats of background data: what they are called, and whether they are read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tanzuji.documents.text import Text


@dataclass(frozen=True, slots=True)
class Format:
    """A foreign format. `module` is below `tanzuji.formats`; `suffix` that of a file that is written."""

    key: str
    name: Text
    module: str
    reads: bool = True
    writes: bool = False
    suffix: str = ".zip"
    is_list: bool = False  # factors without unit processes


def _same(name: str) -> Text:
    return Text(zh=name, en=name)


FORMATS: Mapping[str, Format] = {
    form.key: form
    for form in (
        Format("ilcd", _same("ILCD / eILCD"), "ilcd", writes=True),
        Format("tidas", Text(zh="TIDAS（天工 JSON）", en="TIDAS (TianGong JSON)"), "tidas", writes=True),
        Format("openlca-json-ld", _same("openLCA JSON-LD"), "olca", writes=True),
        Format("ecospold1", _same("EcoSpold 1"), "ecospold1"),
        Format("ecospold2", _same("EcoSpold 2"), "ecospold2", writes=True),
        Format("simapro-csv", _same("SimaPro CSV"), "simapro", suffix=".csv"),
        Format(
            "brightway", Text(zh="Brightway 数据包", en="Brightway datapackage"), "brightway", writes=True
        ),
        Format(
            "excel",
            Text(zh="Excel 因子清单", en="Excel list of factors"),
            "factor_lists",
            writes=True,
            suffix=".xlsx",
            is_list=True,
        ),
        Format(
            "csv",
            Text(zh="CSV 因子清单", en="CSV list of factors"),
            "factor_lists",
            writes=True,
            suffix=".csv",
            is_list=True,
        ),
    )
}
"""By key, in the order of importance."""


def readable() -> tuple[Format, ...]:
    """The formats that are read."""
    return tuple(form for form in FORMATS.values() if form.reads)


def writable() -> tuple[Format, ...]:
    """The formats that are written."""
    return tuple(form for form in FORMATS.values() if form.writes)
