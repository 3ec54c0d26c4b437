"""Statistical disclosure control: which figures of several enterprises may be published, and which may not, and why.

Pure: panels in, cells or coded refusals out. `control.disclose` is the door; `worlds` proves that what is published
gives nobody away.
"""

from __future__ import annotations

from tanzuji.benchmarks.disclosure.cells import Cells
from tanzuji.benchmarks.disclosure.control import Disclosure, disclose, open_question
from tanzuji.benchmarks.disclosure.limits import THRESHOLDS, Taken, Thresholds
from tanzuji.benchmarks.disclosure.panels import Key, Panel, Verified, panel

__all__ = [
    "THRESHOLDS",
    "Cells",
    "Disclosure",
    "Key",
    "Panel",
    "Taken",
    "Thresholds",
    "Verified",
    "disclose",
    "open_question",
    "panel",
]
