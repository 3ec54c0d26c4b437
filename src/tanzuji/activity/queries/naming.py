"""How the sources of amounts are called."""

from __future__ import annotations

from tanzuji.activity.kinds import CARRIERS
from tanzuji.activity.queries.amounts import Borne
from tanzuji.documents.text import Text

SCORES: dict[float, Text] = {
    1.0: Text(zh="检定有效", en="calibrated"),
    2.0: Text(zh="不需检定或台账", en="exempt, or a ledger"),
    3.0: Text(zh="部分时间检定过期", en="calibration lapsed for a time"),
    4.0: Text(zh="没有有效检定", en="no valid calibration"),
}
"""What the precision of a source says."""


def borne_name(borne: Borne) -> Text:
    """A carrier by its name; a good, or a meter of materials, by its own."""
    kind, _, rest = borne.key.partition(":")
    if kind == "carrier":
        return CARRIERS[rest].name
    return borne.source.name if borne.source is not None else Text(en=borne.key)
