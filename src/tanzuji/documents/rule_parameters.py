"""The parameters a rule pack may set: a number or a list of words, and which way a child pack may move it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from tanzuji.documents.errors import define

Direction = Literal["lower", "higher", "subset", "superset"]
"""Which way a child may move a parameter: a smaller or larger number, fewer or more words."""

PARAMETERS: Mapping[str, Direction] = MappingProxyType(
    {
        "cutoff.per_item_max": "lower",
        "cutoff.total_max": "lower",
        "period.months_min": "higher",
        "background_age_max_years": "lower",
        "background_age_preferred_years": "lower",
        "validity_years": "lower",
        "low_confidence_share_max": "lower",
        "primary_share_expected": "higher",
        "mass_balance_tolerance": "lower",
        "gwp_sets": "subset",
        "end_of_life_methods": "subset",
        "allocation_methods": "subset",
        "electricity.allow": "subset",
        "forbidden_gas_bases": "superset",
    }
)
"""Every parameter a pack may set, and the direction that tightens it."""

UNKNOWN_PARAMETER = define(
    "rules.unknown-parameter",
    zh="没有名为“{name}”的规则参数。",
    en="There is no rule parameter “{name}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
PARAMETER_TYPE = define(
    "rules.parameter-type",
    zh="参数“{name}”应当是{zh}。",
    en="The parameter “{name}” must be {en}.",
    remedy_zh="请按参数表改正 value。",
    remedy_en="Correct `value` as the table of parameters says.",
)


def check_parameter(name: str, value: float | tuple[str, ...]) -> None:
    """Refuse a name that is no parameter, and a number where words are wanted or the other way round.

    Raises `rules.unknown-parameter` and `rules.parameter-type` at `parameters.<name>`.
    """
    where = f"parameters.{name}"
    direction = PARAMETERS.get(name)
    if direction is None:
        raise UNKNOWN_PARAMETER.error(where, name=name, known=", ".join(PARAMETERS))
    numeric = direction in ("lower", "higher")
    if numeric != isinstance(value, float):
        zh, en = ("一个数", "a number") if numeric else ("一组词", "a list of words")
        raise PARAMETER_TYPE.error(f"{where}.value", name=name, zh=zh, en=en)
