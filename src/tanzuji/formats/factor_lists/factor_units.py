"""Units of factors as tables write them: `kgCO2e/kWh`, `tCO2/万元`, `千克二氧化碳当量/吨公里`, `kg CO2e per 10^3 m3`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tanzuji.documents.errors import CodedError
from tanzuji.documents.gases import gas as known_gas
from tanzuji.documents.quantities import factor, normal
from tanzuji.formats.factor_lists.numbers import tidy

_MASSES = {
    "kg": 1.0, "千克": 1.0, "公斤": 1.0, "kilogram": 1.0, "kilograms": 1.0, "g": 1e-3, "克": 1e-3, "grams": 1e-3,
    "gram": 1e-3, "mg": 1e-6, "毫克": 1e-6, "t": 1e3, "吨": 1e3, "tonne": 1e3, "tonnes": 1e3, "万吨": 1e7,
    "lb": 0.45359237, "lbs": 0.45359237,
}  # fmt: skip
_GASES = {
    "二氧化碳": "CO2", "甲烷": "CH4", "氧化亚氮": "N2O", "一氧化二氮": "N2O", "六氟化硫": "SF6", "三氟化氮": "NF3",
    "碳排放": "CO2e", "ghg": "CO2e",
}  # fmt: skip
_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "亿": 1e8, "thousand": 1e3, "million": 1e6, "k": 1e3}
_UNITS = {
    "人公里": "person*km", "人千米": "person*km", "人km": "person*km", "pkm": "person*km", "passengerkm": "person*km",
    "passengerkilometre": "person*km", "personkm": "person*km", "车公里": "vehicle*km", "车千米": "vehicle*km",
    "vkm": "vehicle*km", "vehiclekm": "vehicle*km", "tonnekm": "t*km", "tkm": "t*km", "tonkm": "t*km", "吨km": "t*km",
    "吨公里": "t*km", "吨千米": "t*km", "延吨公里": "t*km", "公里": "km", "平米": "m2", "平方": "m2", "立方": "m3",
    "方": "m3", "标方": "m3", "标立方米": "m3", "标准立方米": "m3", "nm3": "m3", "sm3": "m3", "stdm3": "m3", "m3": "m3",
    "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "mj": "MJ", "gj": "GJ", "tj": "TJ", "千瓦·时": "kWh", "kw·h": "kWh",
    "百万千焦": "GJ", "吉焦": "GJ", "太焦": "TJ", "kg": "kg", "公升": "l", "litre": "l", "liter": "l", "litres": "l",
    "人": "person", "人次": "use", "间夜": "night", "晚": "night", "美元": "USD", "usd": "USD", "欧元": "EUR", "eur": "EUR",
    "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "人民币": "CNY", "人民币元": "CNY", "ea": "piece", "each": "piece",
    "mmbtu": "mmBtu", "shorttonmile": "short_ton*mile",
    "pc": "piece", "pcs": "piece", "piece": "piece", "pieces": "piece", "unit": "piece", "units": "piece", "item": "piece",
} | dict.fromkeys("只条张套片瓶双支辆部份盒根株头羽副把枚", "piece")  # fmt: skip
_TEN_THOUSANDS = {"kWh10k": "kWh", "t10k": "t", "cubic_metre10k": "m3"}
"""Units of ten thousand, read as ten thousand of the unit that datasets are declared in; money stays in 10 000 yuan."""
_COAL = {
    "kgce": ("MJ", 29.3076),
    "tce": ("GJ", 29.3076),
    "千克标准煤": ("MJ", 29.3076),
    "吨标准煤": ("GJ", 29.3076),
}
"""Coal equivalents by their definition in GB/T 2589: 29.3076 MJ a kilogram."""

_OF_THE_ROW = {
    "单位",
    "计量单位",
    "功能单位",
    "单位产品",
    "活动单位",
    "单位活动水平",
    "unit",
    "Unit",
    "functional unit",
    "FU",
}
"""Denominators that only say: per unit, whichever the row states."""

_NUMERATOR = re.compile(
    r"(?P<mass>" + "|".join(sorted(map(re.escape, _MASSES), key=len, reverse=True)) + r")?"
    r"[\s·.\-_]*(?:of\s+)?(?P<gas>[A-Za-z][A-Za-z0-9]*(?:-[0-9][\w]*)?|二氧化碳|甲烷|氧化亚氮|一氧化二氮|六氟化硫|三氟化氮|碳排放)?"
    r"[\s\-]*(?P<equal>e|eq|eqv?|equiv(?:alents?)?|当量)?\.?",
    re.I,
)
_PER = re.compile(r"\s*(?:/|\bper\b|每)\s*", re.I)
_INVERSE = re.compile(r"^(?P<top>.+?)[\s·.*]+(?P<unit>[A-Za-z]+\d?)\s*\^?\(?-1\)?$")
_AMOUNT = re.compile(
    r"^(?:10\s*\^?\s*([2-9])(?!\d)|(\d[\d,]*(?:\.\d+)?))?\s*(百万|百|千|万|亿|thousand|million)?\s*(?=\S)",
    re.I,
)


_YEAR_OF_MONEY = re.compile(r"\b(19|20)\d{2}\s*(?=(USD|EUR|CNY|RMB|元|美元|欧元)\b)", re.I)
"""The year of a price, which is no number of units."""


def _unwrapped(text: str) -> str:
    """A text without the one pair of brackets around it."""
    inner = re.fullmatch(r"[(（\[]([^()（）\[\]]*)[)）\]]", text)
    return (inner[1] if inner else text).strip()


@dataclass(frozen=True, slots=True)
class FactorUnit:
    """What one of a factor means: kg of a gas (`CO2e` for a total) per `per` declared units.

    `kilograms` is None where the unit names no mass (`kWh` alone), `gas` None where it names no gas, `unit` empty where
    it names no declared unit (`kgCO2e` alone).
    """

    kilograms: float | None
    gas: str | None
    unit: str
    per: float = 1.0


@lru_cache(maxsize=4096)
def factor_unit(text: str) -> FactorUnit | None:
    """The unit of a factor, or a declared unit alone; None where it is not understood."""
    plain = _unwrapped(tidy(text))
    if not plain or len(plain) > 80:
        return None
    inverse = _INVERSE.match(plain)
    if inverse and "/" not in plain:
        plain = f"{inverse['top']}/{inverse['unit']}"
    parts = _PER.split(plain, maxsplit=1)
    top = _numerator(parts[0])
    if len(parts) == 2:
        if top is not None and parts[1].strip() in _OF_THE_ROW:
            return FactorUnit(top[0], top[1], "")
        bottom = declared_unit(parts[1])
        if top is None or bottom is None:
            whole = declared_unit(plain)  # `MJ/kg` may itself be the declared unit
            return None if whole is None else FactorUnit(None, None, *whole)
        return FactorUnit(top[0], top[1], *bottom)
    if top is not None and top[1] is not None:
        return FactorUnit(top[0], top[1], "")
    whole = declared_unit(plain)
    return None if whole is None else FactorUnit(None, None, *whole)


def _numerator(text: str) -> tuple[float | None, str | None] | None:
    """kg and gas of `tCO2e`, `kg CO2-eq`, `CO2e kg`, `吨二氧化碳当量`; `kg` alone has no gas."""
    turned = re.fullmatch(r"(?P<rest>.+?)\s*(?P<mass>kg|t|g)", text.strip())
    for attempt in (text.strip(), f"{turned['mass']} {turned['rest']}" if turned else ""):
        found = _NUMERATOR.fullmatch(attempt.strip()) if attempt else None
        if found is None:
            continue
        mass = _mass(found["mass"])
        gas = _gas(found["gas"], bool(found["equal"]))
        if gas is not None or (mass is not None and not found["gas"]):
            return mass, gas
    return None


def _mass(written: str | None) -> float | None:
    if not written:
        return None
    return 1e3 if written == "Mg" else _MASSES[written.lower()]  # a megagram is no milligram


def _gas(written: str | None, equal: bool) -> str | None:
    if not written:
        return None
    name = written.casefold()
    if re.fullmatch(r"co2[-_ ]?(e|eq|eqv|equiv|equivalent)", name) or name in {"co2e", "ghg"}:
        return "CO2e"
    try:
        found = _GASES.get(name) or known_gas(written).id
    except CodedError:
        return None
    return "CO2e" if equal and found == "CO2" else found


@lru_cache(maxsize=4096)
def declared_unit(text: str) -> tuple[str, float] | None:
    """Our spelling of a declared unit and how many of it are meant: `万元` → CNY10k, `10^3 m3` → (m3, 1000)."""
    plain = _unwrapped(tidy(text))
    found = _spelled(plain) or _spelled(plain.split(",")[0].strip())  # `USD, purchaser price`
    if found:
        return found
    plain = _YEAR_OF_MONEY.sub("", plain).split(",")[0].strip()
    if found := _spelled(plain):
        return found
    amount = _AMOUNT.match(plain)
    if amount is None or amount.end() == 0:
        return None
    scale = 10.0 ** int(amount[1]) if amount[1] else float((amount[2] or "1").replace(",", ""))
    scale *= _SCALES[amount[3].casefold()] if amount[3] else 1.0
    inner = _spelled(plain[amount.end() :].strip())
    return (inner[0], inner[1] * scale) if inner and scale > 0 else None


def _spelled(plain: str) -> tuple[str, float] | None:
    bare = re.sub(r"[\s.·•*\-]", "", plain).casefold()
    if bare in _COAL:
        return _COAL[bare]
    for unit in (_UNITS.get(bare, ""), normal(plain).replace("**", ""), plain.replace(" ", "*")):
        try:
            if unit:
                factor(unit, unit)
                return (_TEN_THOUSANDS[unit], 1e4) if unit in _TEN_THOUSANDS else (unit, 1.0)
        except CodedError:
            continue
    return None
