"""The functions and operators of the formula language, on floats and on numpy arrays alike.

A value is a finite real number, or undefined, which NaN stands for. Results that are NaN, infinite or would
be complex are undefined, and so is every operation on something undefined; only `if`, `and` and `or` look
away.

Array and scalar results are the same bit for bit, on every machine with the same C library: arithmetic,
square root and rounding are exact in IEEE 754, and the other functions go element by element through `math`,
since numpy picks its own implementation of them by the machine's vector unit.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

MAX_EXPONENT = 10_000.0
"""Largest magnitude of an exponent: hourly growth over a year (8 760) fits, 9^9^9 does not."""


def _strict(compute: Callable[..., Any]) -> Callable[..., Any]:
    """`compute` with NaN for "undefined": undefined arguments and non-finite results become NaN."""

    @functools.wraps(compute)
    def strict(*values: Any) -> Any:
        result = np.asarray(compute(*values), dtype=np.float64)
        undefined = functools.reduce(np.logical_or, map(np.isnan, values), ~np.isfinite(result))
        return np.where(undefined, np.nan, result)

    return strict


def _by_element(compute: Callable[..., float], arity: int = 1) -> Callable[..., Any]:
    """`compute` of Python floats, element by element; what it refuses is NaN."""

    def total(*values: float) -> float:
        try:
            return compute(*values)
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return np.frompyfunc(total, arity, 1)


def _bounded_power(base: float, exponent: float) -> float:
    return math.pow(base, exponent) if abs(exponent) <= MAX_EXPONENT else math.nan


_power = _strict(_by_element(_bounded_power, 2))


def _round(value: Any, digits: Any = 0.0) -> Any:
    """Halves away from zero. From 2^52 on a float has no fraction, and scaling could only spoil it."""
    places = np.trunc(digits)
    scale = _power(10.0, np.minimum(np.abs(places), 300.0))
    scaled = np.where(places < 0, np.abs(value) / scale, np.abs(value) * scale)
    whole = np.floor(scaled)
    whole = whole + (scaled - whole >= 0.5)
    rounded = np.where(places < 0, whole * scale, whole / scale)
    return np.where(scaled < 2.0**52, np.copysign(rounded, value), value)


def _if(condition: Any, then: Any, otherwise: Any) -> Any:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0, then, otherwise))


def _truth(value: Any) -> Any:
    return np.where(np.isnan(value), np.nan, value != 0)


def _and(left: Any, right: Any) -> Any:
    return _if(left, _truth(right), 0.0)


def _or(left: Any, right: Any) -> Any:
    return _if(left, 1.0, _truth(right))


def _sum(*values: Any) -> Any:
    return functools.reduce(operator.add, values)


class Function(NamedTuple):
    """A function with the least and the greatest number of arguments it takes (None: any number)."""

    compute: Callable[..., Any]
    least: int = 1
    most: int | None = 1


_log = _by_element(math.log10)
_log_to_base = _by_element(lambda value, base: math.log(value) / math.log(base), 2)

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "if": Function(_if, 3, 3),
        "min": Function(_strict(lambda *values: functools.reduce(np.minimum, values)), 1, None),
        "max": Function(_strict(lambda *values: functools.reduce(np.maximum, values)), 1, None),
        "sum": Function(_strict(_sum), 1, None),
        "avg": Function(_strict(lambda *values: _sum(*values) / len(values)), 1, None),
        "abs": Function(_strict(np.abs)),
        "sqrt": Function(_strict(np.sqrt)),
        "exp": Function(_strict(_by_element(math.exp))),
        "ln": Function(_strict(_by_element(math.log))),
        "log": Function(_strict(lambda *values: (_log if len(values) == 1 else _log_to_base)(*values)), 1, 2),
        "log10": Function(_strict(_log)),
        "pow": Function(_power, 2, 2),
        "sin": Function(_strict(_by_element(math.sin))),
        "cos": Function(_strict(_by_element(math.cos))),
        "tan": Function(_strict(_by_element(math.tan))),
        "pi": Function(lambda: np.float64(math.pi), 0, 0),
        "e": Function(lambda: np.float64(math.e), 0, 0),
        "floor": Function(_strict(np.floor)),
        "ceil": Function(_strict(np.ceil)),
        "int": Function(_strict(np.trunc)),
        "round": Function(_strict(_round), 1, 2),
        "mod": Function(_strict(np.mod), 2, 2),
    }
)


class Operator(NamedTuple):
    """An operation by its key in OPERATIONS, and how tightly it binds."""

    operation: str
    precedence: int


BRACKET, NOT, COMPARISON, SIGN, POWER = 0, 3, 4, 7, 8
BINARY: Mapping[str, Operator] = MappingProxyType(
    {
        "or": Operator("or", 1),
        "and": Operator("and", 2),
        **{symbol: Operator(symbol, COMPARISON) for symbol in ("<", "<=", ">", ">=", "=", "<>")},
        "+": Operator("+", 5),
        "-": Operator("-", 5),
        "*": Operator("*", 6),
        "/": Operator("/", 6),
        "^": Operator("pow", POWER),
    }
)
PREFIX: Mapping[str, Operator] = MappingProxyType(
    {"not": Operator("not", NOT), "-": Operator("negative", SIGN), "+": Operator("positive", SIGN)}
)
OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{name: function.compute for name, function in FUNCTIONS.items()},
        "or": _or,
        "and": _and,
        "not": _strict(lambda value: value == 0),
        "<": _strict(np.less),
        "<=": _strict(np.less_equal),
        ">": _strict(np.greater),
        ">=": _strict(np.greater_equal),
        "=": _strict(np.equal),
        "<>": _strict(np.not_equal),
        "+": _strict(np.add),
        "-": _strict(np.subtract),
        "*": _strict(np.multiply),
        "/": _strict(np.divide),
        "negative": _strict(np.negative),
        "positive": _strict(np.positive),
    }
)
RESERVED = frozenset(FUNCTIONS) | {"and", "or", "not"}
