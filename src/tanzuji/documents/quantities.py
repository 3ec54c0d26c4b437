"""Units at the border: pint converts what people write; inside, numbers are plain floats in stated units."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite
from threading import Lock

import pint

from tanzuji.documents.base import Document
from tanzuji.documents.errors import define

UNKNOWN_UNIT = define(
    "quantity.unknown-unit",
    zh="不认识单位“{unit}”。",
    en="“{unit}” is not a known unit.",
    remedy_zh="请用如 kg、t、kWh、MJ、GJ、m3、t*km、piece、CNY 的单位。",
    remedy_en="Use a unit such as kg, t, kWh, MJ, GJ, m3, t*km, piece or CNY.",
)
UNIT_MISMATCH = define(
    "quantity.unit-mismatch",
    zh="单位“{unit}”不能换算为“{target}”。",
    en="“{unit}” cannot be converted to “{target}”.",
    remedy_zh="请改用同类单位，或给出换算系数（如热值 MJ/kg、密度 kg/m3）。",
    remedy_en="Use a unit of the same kind, or state a conversion (a heating value in MJ/kg, a density in kg/m3).",
)
AMBIGUOUS_UNIT = define(
    "quantity.ambiguous-unit",
    zh="单位“{unit}”有几种含义，相差可达 {spread}。",
    en="The unit “{unit}” has several meanings, up to {spread} apart.",
    remedy_zh="请写明：{known}。",
    remedy_en="Say which: {known}.",
)
NOT_A_SCALE = define(
    "quantity.not-a-scale",
    zh="单位“{unit}”不能按比例换算（温度、对数单位，或超出数值范围）。",
    en="The unit “{unit}” does not convert by a factor (a temperature, a logarithm, or beyond the range of numbers).",
    remedy_zh="请改用按比例的单位：温差写 K，水平量先换算成普通数值。",
    remedy_en="Use a unit that scales: K for a temperature difference, plain numbers for levels.",
)

# What one word means to different people: refused, since a wrong guess is a wrong footprint.
_AMBIGUOUS = {
    "ton": ("12 %", "t, short_ton, long_ton"), "tons": ("12 %", "t, short_ton, long_ton"),
    "mt": ("×1000", "t, Mt, kg"), "barrel": ("34 %", "oil_barrel, l"), "bbl": ("34 %", "oil_barrel, l"),
    "barrels": ("34 %", "oil_barrel, l"), "bag": ("×2", "kg, piece"), "bags": ("×2", "kg, piece"),
    "cwt": ("12 %", "kg, lb"), "hundredweight": ("12 %", "kg, lb"),
}  # fmt: skip

# Words that people and publishers write, and the unit they mean.
_SPELLINGS = {
    "吨": "t", "千克": "kg", "公斤": "kg", "克": "g", "千瓦时": "kWh", "度": "kWh", "兆焦": "MJ", "吉焦": "GJ",
    "立方米": "m3", "升": "l", "千米": "km", "公里": "km", "米": "m", "平方米": "m2", "件": "piece", "个": "piece",
    "台": "piece", "块": "piece", "元": "CNY", "万元": "CNY10k", "吨公里": "t*km", "吨千米": "t*km",
    "万千瓦时": "kWh10k", "万kWh": "kWh10k", "万度": "kWh10k", "万吨": "t10k", "万t": "t10k",
    "万立方米": "cubic_metre10k", "万m3": "cubic_metre10k", "万m³": "cubic_metre10k", "万Nm3": "cubic_metre10k",
    "小时": "h", "年": "a", "兆瓦时": "MWh", "千瓦": "kW", "次": "use", "人民币": "CNY",
    "tonnes": "t", "tonne": "t", "metric ton": "t", "tonne.km": "t*km", "t·km": "t*km", "tkm": "t*km",
    "t km": "t*km", "kg·km": "kg*km", "cubic metres": "m3", "m³": "m3", "m²": "m2", "litres": "l", "L": "l",
    "kWh (Net CV)": "kWh", "kWh (Gross CV)": "kWh", "million litres": "Ml", "item": "piece", "Item(s)": "piece",
    "items": "piece", "unit": "piece", "pcs": "piece", "p": "piece", "Nm3": "m3", "scf": "ft3", "year": "a", "room per night": "night",
    "short ton": "short_ton", "mmBtu": "MBtu", "gallon": "gallon", "passenger.km": "person*km",
    "ton-mile": "short_ton*mile", "vehicle-mile": "vehicle*mile", "passenger-mile": "person*mile", "USD": "USD",
}  # fmt: skip


_NAMED = r"[^\W\d][\w%]*(?:\s*(?:\*\*|\^)\s*-?[1-4](?!\d))?"
_UNIT = re.compile(rf"(?:{_NAMED}|%)(?:\s*[*/]\s*(?:{_NAMED}|%))*")


_BUILDING = Lock()


def _registry() -> pint.UnitRegistry[float]:
    """The one registry. Units of two do not convert to each other, and a cache alone lets two threads build two."""
    with _BUILDING:
        return _built()


@lru_cache(maxsize=1)
def _built() -> pint.UnitRegistry[float]:
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    registry.define("piece = [count]")
    registry.define("CNY = [currency]")
    registry.define("CNY10k = 10000 * CNY")
    registry.define("kWh10k = 10000 * kWh")
    registry.define("t10k = 10000 * tonne")
    registry.define("cubic_metre10k = 10000 * m ** 3")
    registry.define("USD = [currency_usd]")
    registry.define("EUR = [currency_eur]")
    registry.define("person = [person]")
    registry.define("vehicle = [vehicle]")
    registry.define("night = [night]")
    registry.define("use = [use]")
    registry.define("kWp = [peak_power] = kWp")
    registry.define("Wp = 0.001 * kWp")
    registry.define("MWp = 1000 * kWp")
    return registry


def normal(unit: str) -> str:
    """The unit as the registry spells it: `吨` → `t`, `tonne.km` → `t*km`."""
    stripped = unit.strip()
    stripped = _SPELLINGS.get(stripped, stripped)
    stripped = re.sub(r"\s*·\s*", "*", stripped)
    return re.sub(r"\b(k|d|c|m)?(m|ft)([23])\b", r"\1\2**\3", stripped)


@lru_cache(maxsize=4096)
def _parsed(unit: str) -> pint.Unit:
    spelled = normal(unit)
    for word in re.findall(r"[^\W\d]\w*", spelled):
        if word in _AMBIGUOUS:
            spread, known = _AMBIGUOUS[word]
            raise AMBIGUOUS_UNIT.error(unit=unit[:60], spread=spread, known=known)
    # pint evaluates powers: `9**9**9` would run for ever, so only products of named units pass.
    if len(spelled) > 40 or not _UNIT.fullmatch(spelled):
        raise UNKNOWN_UNIT.error(unit=unit[:60])
    try:
        parsed = _registry().Unit(spelled)
        size = float(_registry().Quantity(1.0, parsed).to_base_units().magnitude)
        nothing = float(_registry().Quantity(0.0, parsed).to_base_units().magnitude)
    except Exception as error:
        if isinstance(error, OverflowError | pint.errors.OffsetUnitCalculusError):
            raise NOT_A_SCALE.error(unit=unit[:60]) from error
        raise UNKNOWN_UNIT.error(unit=unit[:60]) from error
    # 0 °C is 273.15 K and 0 dBm is 1 mW: such units have no factor
    if nothing != 0.0 or not (isfinite(size) and size > 0.0):
        raise NOT_A_SCALE.error(unit=unit[:60])
    return parsed


@lru_cache(maxsize=65536)
def factor(unit: str, target: str) -> float:
    """How many `target` one `unit` is. Raises `quantity.unknown-unit`, `quantity.unit-mismatch`."""
    source, goal = _parsed(unit), _parsed(target)
    if source == goal:
        return 1.0
    try:
        # 15 digits: 1 kWh is 3.6 MJ, not 3.5999999999999996
        times = float(f"{_registry().Quantity(1.0, source).to(goal).magnitude:.14e}")
    except pint.errors.DimensionalityError as error:
        raise UNIT_MISMATCH.error(unit=unit, target=target) from error
    if not (isfinite(times) and times > 0.0):
        raise NOT_A_SCALE.error(unit=unit[:60])
    return times


def convertible(unit: str, target: str) -> bool:
    """Whether both are known units of the same kind."""
    return _parsed(unit).dimensionality == _parsed(target).dimensionality


def product_unit(unit: str, other: str) -> str:
    """The unit of `unit` × `other`, e.g. `kg` × `MJ/kg` → `MJ`."""
    return f"{_parsed(unit) * _parsed(other):~C}"


class Quantity(Document):
    """An amount with its unit."""

    amount: float
    unit: str

    def to(self, unit: str) -> float:
        """The amount in `unit`. Raises `quantity.unit-mismatch`."""
        return self.amount * factor(self.unit, unit)
