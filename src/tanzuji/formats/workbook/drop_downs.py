"""The lists a cell offers: units, stages, choices, and the processes named on their own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanzuji.documents.models import ProductModel
from tanzuji.documents.names import STAGES, Names
from tanzuji.formats.workbook.cells import FLAG, flag_label, label
from tanzuji.formats.workbook.container import column_letters
from tanzuji.formats.workbook.tables import UNITS, Column

LAST_ROW = 2_000  # drop-downs reach down to here
_LONGEST = 255  # characters of a list that is written out; Excel's own limit


def drop_down(column: Column, stages: Sequence[str], processes_tab: str) -> dict[str, Any] | None:
    """The data validation of `column`; None where any value may stand, or the list is too long to be written out.

    Units may be others than those offered; for stages and processes Excel asks back, elsewhere it refuses.
    """
    if column.suggest == "units":
        return _listed(UNITS, error_type="information")
    if column.suggest == "processes":
        first = column_letters(1)
        ids = f"='{processes_tab}'!${first}$2:${first}${LAST_ROW}"
        return {"ignore_blank": True, "validate": "list", "source": ids, "error_type": "warning"}
    if column.suggest == "stages":
        return _listed(stages, error_type="warning")
    if column.names:
        return _listed(_labels(column.names))
    if column.way is FLAG:
        return _listed([flag_label(True), flag_label(False)])
    return None


def stage_choices(model: ProductModel | None) -> list[str]:
    """The ids of the model's own stages, else the canonical ones; none where an id would break the list."""
    own = model.boundary.stages if model else ()
    ids = [stage.id for stage in own]
    if any("," in identity for identity in ids):
        return []
    return ids or _labels(STAGES)


def _listed(choices: Sequence[str], **more: str) -> dict[str, Any] | None:
    if not choices or len(",".join(choices)) > _LONGEST:
        return None
    return {"ignore_blank": True, "validate": "list", "source": list(choices), **more}


def _labels(names: Names) -> list[str]:
    return [label(pair) if pair[0] != pair[1] else code for code, pair in names.items()]
