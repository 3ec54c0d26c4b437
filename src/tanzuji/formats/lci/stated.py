"""What files state in texts: numbers, distributions, pedigree scores, units.

Shared by the readers of formats that name their units and write their numbers as text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import define
from tanzuji.formats.lci.records import FlowType
from tanzuji.formats.lci.reference import ReferenceUnits, UnitPlace
from tanzuji.formats.lci.units import spelled

NOT_A_NUMBER = define(
    "import.not-a-number",
    zh="“{field}”的值“{value}”不是数。",
    en="“{value}” in “{field}” is not a number.",
    remedy_zh="请写如 1.5 或 1.5E-3 的有限数，小数点用“.”。",
    remedy_en="Write a finite number such as 1.5 or 1.5E-3, with a point as decimal sign.",
)
NOT_FINITE = define(
    "import.not-finite",
    zh="“{field}”的值“{value}”不是可表示的有限数。",
    en="“{value}” in “{field}” is not a finite number that can be held.",
    remedy_zh="请写有限的数；没有值就不写。",
    remedy_en="Write a finite number, or leave the value out.",
)
FIELD_ABSENT = define(
    "import.field-absent",
    zh="缺少“{field}”。",
    en="“{field}” is missing.",
    remedy_zh="请补上后重新导出。",
    remedy_en="Add it and export again.",
)
NO_PRODUCT = define(
    "import.no-product",
    zh="过程“{process}”没有写明产品（参考产品）。",
    en="Process “{process}” states no product (reference product).",
    remedy_zh="请在来源软件中指定参考产品后重新导出。",
    remedy_en="Set its reference product in the program it comes from and export again.",
)
REPEATED_PROCESS = define(
    "import.repeated-process",
    zh="过程“{process}”（{id}）出现了不止一次。",
    en="Process “{process}” ({id}) stands more than once.",
    remedy_zh="请删去重复的数据集。",
    remedy_en="Remove the repeated dataset.",
)

Role = Literal["made", "asked", "avoided"]
"""What a technosphere exchange is to its process: what it makes or treats, what it asks of others, a credit."""

FAR_OFF = 2.0
"""Times its amount from which the middle of a uniform distribution is told: samples then centre far from the result."""

_ROUNDED = 1e-3
"""Part of a bound that rounding explains."""

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_INFINITE = re.compile(r"[-+]?(inf(inity)?|nan|1\.#(inf|ind|qnan).*)", re.I)
_PEDIGREE = re.compile(r"\(\s*((?:[1-5]|n\.?a\.?)(?:\s*[,;]\s*(?:[1-5]|n\.?a\.?)){4,5})\b", re.I)
_CAS = re.compile(r"0*(\d{2,7}-\d{2}-\d)")


def number(text: str, field_name: str) -> float:
    """The finite number in `text`; −0 is 0. Raises `import.not-a-number`, `import.not-finite`."""
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        message = NOT_FINITE if _INFINITE.fullmatch(stripped) else NOT_A_NUMBER
        raise message.error(field=field_name, value=stripped[:40])
    value = float(stripped)
    if not math.isfinite(value):
        raise NOT_FINITE.error(field=field_name, value=stripped[:40])
    return value + 0.0


def cas_number(text: str) -> str:
    """The registry number without leading zeros; empty where the text is none (`NaN`, a number cut short)."""
    found = _CAS.fullmatch(text.strip())
    return found.group(1) if found else ""


@lru_cache(maxsize=4096)
def pedigree_scores(text: str) -> tuple[int, ...]:
    """Scores written as `(2,3,1,1,1,5)` in a comment, in the format's order; 0 for one that is not available."""
    found = _PEDIGREE.search(text)
    if not found:
        return ()
    return tuple(int(part) if part.isdigit() else 0 for part in re.split(r"\s*[,;]\s*", found.group(1)))


def is_input(role: Role, flow: FlowType) -> bool:
    """The side an exchange stands on: treating waste takes it in, and asking for treatment hands it over.

    What is avoided stands where it would be asked for, as openLCA keeps it.
    """
    return (role != "made") != (flow == "WASTE_FLOW")


def lognormal(sigma: float | None, amount: float) -> Uncertainty | None:
    """A lognormal distribution whose median is the amount; None where there is no spread, or no median but 0."""
    return None if sigma is None or not sigma > 0 or amount == 0 else _lognormal(sigma)


@lru_cache(maxsize=4096)
def _lognormal(sigma: float) -> Uncertainty:
    """One document a spread: pedigree scores give every exchange of a database one of a few hundred."""
    return Uncertainty(distribution="lognormal", convention="median", sigma=sigma)


def normal(sd: float | None) -> Uncertainty | None:
    return Uncertainty(distribution="normal", sd=sd) if sd is not None and sd > 0 else None


def bounded(
    kind: Literal["uniform", "triangular", "pert"],
    minimum: float | None,
    maximum: float | None,
    mode: float | None = None,
) -> Uncertainty | None:
    """A distribution between two bounds; None where they are not in order."""
    if minimum is None or maximum is None or not minimum < maximum:
        return None
    if mode is not None and not minimum <= mode <= maximum:
        return None
    return Uncertainty(distribution=kind, minimum=minimum, maximum=maximum, mode=mode)


def is_off_centre(uncertainty: Uncertainty | None, amount: float) -> bool:
    """Whether a distribution between bounds does not belong to its amount: the amount lies outside them, or the middle
    of a uniform one is more than FAR_OFF times the amount, or less than that part of it. Rounded bounds are no reason.
    """
    if uncertainty is None or uncertainty.distribution not in {"uniform", "triangular", "pert"}:
        return False
    low, high = uncertainty.minimum, uncertainty.maximum
    if low is None or high is None:
        return False
    if not low - _ROUNDED * abs(low) <= amount <= high + _ROUNDED * abs(high):
        return True
    if uncertainty.distribution != "uniform" or amount == 0:
        return False
    return not 1 / FAR_OFF <= (low / 2 + high / 2) / amount <= FAR_OFF


def scaled(uncertainty: Uncertainty, factor: float) -> Uncertainty:
    """The same distribution around the amount times `factor`, which may turn its sign."""

    def times(value: float | None) -> float | None:
        return None if value is None else value * factor + 0.0

    low, high = times(uncertainty.minimum), times(uncertainty.maximum)
    if factor < 0:
        low, high = high, low
    values = uncertainty.values and tuple(value * factor for value in uncertainty.values)
    spread = {} if uncertainty.spread is None else {"sd": uncertainty.spread * abs(factor)}
    is_normal = uncertainty.distribution == "normal"
    return uncertainty.model_copy(
        update={"minimum": low, "maximum": high, "mode": times(uncertainty.mode), "values": values}
        | (spread if is_normal else {})
    )


@dataclass
class NamedUnits:
    """Unit groups and flow properties for a format that only names its units."""

    tables: ReferenceUnits = field(default_factory=ReferenceUnits)
    _places: dict[str, UnitPlace] = field(default_factory=dict)

    def place(self, name: str) -> UnitPlace:
        """Where the unit of this name stands; an unknown one makes a group of its own."""
        if name not in self._places:
            self._places[name] = self.tables.place(spelled(name) or name)
        return self._places[name]
