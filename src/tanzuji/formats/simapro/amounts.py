"""Amounts of a SimaPro export: numbers in the file's own writing, and formulas over parameters of three scopes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tanzuji.documents.errors import CodedError
from tanzuji.engine.formulas import Formula, evaluate_parameters, parse
from tanzuji.formats.lci.stated import number
from tanzuji.formats.simapro.rows import Row

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(\s*[eE]\s*[-+]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_CALL = re.compile(r"\b(iff|sqr|trunc|frac)\s*\(", re.IGNORECASE)


def plain(text: str, decimal: str) -> str:
    """A number or formula as everybody writes it: a point for decimals, `if` for SimaPro's `iff`.

    With a decimal comma the arguments of functions are parted by semicolons. `sqr(x)` is x², `trunc` cuts towards
    zero, `frac` is what `trunc` leaves.
    """
    written = text.strip()
    if decimal == ",":
        written = _DECIMAL_COMMA.sub(".", written)
    if _NUMBER.fullmatch(written):
        return written.replace(" ", "")
    return _calls(written)


def _calls(text: str) -> str:
    """Functions that only SimaPro has, one after another from the innermost of the last."""
    while found := list(_CALL.finditer(text)):
        call = found[-1]
        end = _closing(text, call.end())
        inner = text[call.end() : end]
        name = call.group(1).casefold()
        said = {
            "iff": f"if({inner})",
            "sqr": f"(({inner})^2)",
            "trunc": f"int({inner})",
            "frac": f"(({inner})-int({inner}))",
        }[name]
        text = text[: call.start()] + said + text[end + 1 :]
        if len(text) > 20_000:  # the formula reader refuses it, and frac doubles what it holds
            break
    return text


def _closing(text: str, start: int) -> int:
    """Place of the bracket that closes the one before `start`; the end of the text where there is none."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


@dataclass
class Scope:
    """Parameters of a database, a project or a process; those of the wider scope are seen through.

    Only what an amount needs is evaluated, so that a parameter nobody uses may be wrong.
    """

    definitions: Mapping[str, float | str]  # by name in small letters
    wider: Scope | None = None
    _values: dict[str, float] = field(default_factory=dict)

    def amount(self, text: str, decimal: str, named: str) -> tuple[float, bool]:
        """The amount in a cell, and whether a formula gave it. Raises `formula.*`, `import.*`."""
        written = plain(text, decimal)
        if not written or _NUMBER.fullmatch(written):
            return number(written, named), False
        formula = parse(written)
        value = formula.evaluate(self._needed(formula))
        return float(value), True

    def _needed(self, formula: Formula) -> dict[str, float]:
        return {name: value for name in formula.names if (value := self.value(name)) is not None}

    def value(self, name: str) -> float | None:
        """The value of a parameter, here or in a wider scope; None where there is none."""
        if name in self._values:
            return self._values[name]
        if name not in self.definitions:
            return None if self.wider is None else self.wider.value(name)
        closure, outside = self._closure(name)
        outer = {
            other: value
            for other in outside
            if self.wider is not None and (value := self.wider.value(other)) is not None
        }
        self._values |= evaluate_parameters(closure, outer=outer)
        return self._values[name]

    def _closure(self, name: str) -> tuple[dict[str, float | str], set[str]]:
        """The definitions that `name` stands on, itself among them, and the names it takes from wider scopes."""
        found: dict[str, float | str] = {}
        outside: set[str] = set()
        waiting = [name]
        while waiting:
            at = waiting.pop()
            if at in found:
                continue
            definition = self.definitions.get(at)
            if definition is None:
                outside.add(at)
                continue
            found[at] = definition
            if isinstance(definition, str):
                try:
                    waiting.extend(parse(definition).names)
                except CodedError as error:
                    raise error.at(at) from None
        return found, outside


def definitions(inputs: list[Row], calculated: list[Row], decimal: str) -> dict[str, float | str]:
    """Parameters by name in small letters: a number, or the text of a formula."""
    found: dict[str, float | str] = {}
    for _, cells in (*inputs, *calculated):
        if len(cells) < 2 or not cells[0]:
            continue
        written = plain(cells[1], decimal)
        found[cells[0].casefold()] = float(written) if _NUMBER.fullmatch(written) else written or 0.0
    return found
