"""Amounts of a product model as numbers: formulas evaluated, units converted, unknown kept unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.exchanges import Conversion, Exchange, Transport
from tanzuji.documents.models import ProductModel
from tanzuji.documents.quantities import convertible, factor, product_unit
from tanzuji.engine.formulas import evaluate_parameters, parse

NOT_POSITIVE = define(
    "footprint.not-positive",
    zh="“{value}”应大于 0。",
    en="“{value}” must be above 0.",
    remedy_zh="请写出每次运行的产出量或换算系数；方向相反的流写在另一张表里。",
    remedy_en="Write what one run yields, or the conversion; what flows the other way belongs in another list.",
)

NEGATIVE = define(
    "footprint.negative",
    zh="“{value}”不能小于 0。",
    en="“{value}” must not be below 0.",
    remedy_zh="{fix_zh}",
    remedy_en="{fix_en}",
)
NOT_FINITE = define(
    "footprint.not-finite",
    zh="数值过大，结果超出计算机可表示的范围（1.8e308）。",
    en="The numbers are too large: the result is beyond what a computer can hold (1.8e308).",
    remedy_zh="请检查用量、换算系数和单位的数量级。",
    remedy_en="Check the magnitude of amounts, conversions and units.",
)
TWO_AMOUNTS = define(
    "footprint.two-amounts",
    zh="这项运输的周转量为 {amount} {unit}，而质量 × 距离为 {product} {unit}。",
    en="This transport states {amount} {unit}, and its mass × distance is {product} {unit}.",
    remedy_zh="请只写周转量，或只写质量和距离。",
    remedy_en="State either the amount, or mass and distance.",
)
UNKNOWN_PARAMETER = define(
    "footprint.unknown-parameter",
    zh="模型里没有参数“{name}”。",
    en="The model has no parameter “{name}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)


_CARRIED = (
    "请写实际的质量和距离；避免的运输请在用量（t*km）写负数。",
    "Write the mass and distance carried; avoided transport is a negative amount in t*km.",
)


class Amounts:
    """Evaluates every amount of a model with its parameters (and those a scenario replaces).

    `instead` holds amounts that take the place of the model's own, by their path (`processes[1].energy[0].amount`).
    """

    def __init__(
        self,
        model: ProductModel,
        replaced: Mapping[str, float | str] | None = None,
        instead: Mapping[str, float | str] = MappingProxyType({}),
    ) -> None:
        self._instead = instead
        definitions: dict[str, float | str] = {p.name: p.value for p in model.parameters}
        known = {name.casefold(): name for name in definitions}
        for name, value in (replaced or {}).items():
            if name.casefold() not in known:
                raise UNKNOWN_PARAMETER.error("scenarios", name=name, known=", ".join(definitions) or "–")
            definitions[known[name.casefold()]] = value
        try:
            self.parameters = evaluate_parameters(definitions)
        except CodedError as error:
            raise error.at("parameters") from error
        self._values = {name.casefold(): value for name, value in self.parameters.items()}

    def value(self, amount: float | str, path: str) -> float:
        """The number behind an amount. Raises the formula's own errors at `path`."""
        amount = self._instead.get(path, amount)
        if not isinstance(amount, str):
            return float(amount)
        try:
            return float(parse(amount).evaluate(self._values))
        except CodedError as error:
            raise error.at(path) from error

    def known(self, amount: float | str | None, path: str) -> float | None:
        amount = self._instead.get(path, amount)
        return None if amount is None else self.value(amount, path)

    def positive(self, amount: float | str, path: str) -> float:
        """As `value`. Raises `footprint.not-positive`."""
        value = self.value(amount, path)
        if value <= 0:
            raise NOT_POSITIVE.error(path, value=value)
        return value

    def not_negative(self, amount: float | str | None, path: str, fix: tuple[str, str]) -> float | None:
        """As `known`. Raises `footprint.negative` with the remedy `fix` (zh, en)."""
        value = self.known(amount, path)
        if value is not None and value < 0:
            raise NEGATIVE.error(path, value=value, fix_zh=fix[0], fix_en=fix[1])
        return value

    def of(self, exchange: Exchange, path: str) -> float | None:
        """Amount of an exchange in its own unit; None where it is unknown.

        Raises `footprint.two-amounts` where a transport states its amount, and another by mass and distance.
        """
        stated = self.known(exchange.amount, f"{path}.amount")
        by_mass = isinstance(exchange, Transport) and f"{path}.amount" not in self._instead
        moved = self._moved(exchange, path) if by_mass and isinstance(exchange, Transport) else None
        if stated is None:
            return moved
        if moved is not None and not math.isclose(stated, moved, rel_tol=1e-3):
            raise TWO_AMOUNTS.error(path, amount=f"{stated:.6g}", product=f"{moved:.6g}", unit=exchange.unit)
        return stated

    def _moved(self, transport: Transport, path: str) -> float | None:
        """Mass × distance in the transport's unit. Two negatives would make a plausible positive: refused."""
        mass = self.not_negative(transport.mass, f"{path}.mass", _CARRIED)
        distance = self.not_negative(transport.distance, f"{path}.distance", _CARRIED)
        if mass is None or distance is None:
            return None
        tonnes = mass * _factor(transport.mass_unit, "t", f"{path}.mass_unit")
        kilometres = distance * _factor(transport.distance_unit, "km", f"{path}.distance_unit")
        return tonnes * kilometres * _factor("t*km", transport.unit, f"{path}.unit")

    def per_unit(self, unit: str, conversion: Conversion | None, target: str, path: str) -> float:
        """How many `target` one `unit` is, by way of the stated conversion where kinds differ.

        Raises `quantity.unit-mismatch` at `path`.
        """
        try:
            if conversion is None or convertible(unit, target):
                return factor(unit, target)
            by = self.positive(conversion.amount, f"{path}.conversion.amount")
            return by * factor(product_unit(unit, conversion.unit), target)
        except CodedError as error:
            raise error if error.problems[0].path else error.at(f"{path}.unit") from error


def _factor(unit: str, target: str, path: str) -> float:
    try:
        return factor(unit, target)
    except CodedError as error:
        raise error.at(path) from error
