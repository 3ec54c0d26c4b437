"""Amounts of a SimaPro export: numbers in the file's own writing, and formulas over parameters of three scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.engine.formula_reader import MAX_CHARACTERS
from tanzuji.engine.formulas import Formula, cycle, evaluate_parameters, parse
from tanzuji.formats.lci.stated import number
from tanzuji.formats.simapro.rows import Row

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(\s*[eE]\s*[-+]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_CALL = re.compile(r"\b(iff|sqr|trunc|frac)\s*\(|[()]", re.IGNORECASE)
_AROUND = {
    "": ("(", ")"),
    "iff": ("if(", ")"),
    "sqr": ("((", ")^2)"),
    "trunc": ("int(", ")"),
    "frac": ("((", "))"),
}
"""What stands before and after the arguments of each function; `frac` is given them twice."""


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
    """Functions that only SimaPro has in those of the formula reader, in one pass from left to right.

    What is too long for the formula reader, as it stands or because `frac` doubles what it holds, is given back too
    long, so that it refuses it. So is a bracket left open.
    """
    if len(text) > MAX_CHARACTERS:
        return text
    said: list[str] = []
    open_brackets: list[
        tuple[str, int]
    ] = []  # the function of each, empty for none, and where in `said` it begins
    at = 0
    for found in _CALL.finditer(text):
        said.append(text[at : found.start()])
        at = found.end()
        if found[0] == ")":
            name, first = open_brackets.pop() if open_brackets else ("", 0)
            if name == "frac":
                inner = "".join(said[first:])
                said[first:] = [f"{inner})-int({inner}"]
                if len(said[first]) > MAX_CHARACTERS:
                    return said[first]
            said.append(_AROUND[name][1])
        else:
            name = (found[1] or "").casefold()
            said.append(_AROUND[name][0])
            open_brackets.append((name, len(said)))
    return "".join(said) + text[at:]


@dataclass
class Scope:
    """Parameters of a database, a project or a process; those of the wider scope are seen through.

    Only what an amount needs is evaluated, so that a parameter nobody uses may be wrong.
    """

    definitions: Mapping[str, float | str]  # by name in small letters
    wider: Scope | None = None
    _values: dict[str, float] = field(default_factory=dict)
    _problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)  # of the names that have no value

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
        """The value of a parameter, here or in a wider scope; None where there is none. Raises `formula.*`."""
        if name not in self.definitions:
            return None if self.wider is None else self.wider.value(name)
        if name not in self._values and name not in self._problems:
            self._evaluate(name)
        if name in self._problems:
            raise CodedError(self._problems[name])
        return self._values[name]

    def _evaluate(self, name: str) -> None:
        """A value, or the problems why there is none, for `name` and each of those it stands on that has neither yet.

        Every parameter is evaluated once, whatever asks for it; depth first, without recursion.
        """
        path: dict[str, Iterator[str]] = {name: self._stands_on(name)}
        while path:
            at, rest = next(reversed(path.items()))
            other = next(rest, None)
            if other is None:
                del path[at]
                self._settle(at)
            elif other in path:
                trail = list(path)
                problems = cycle([*trail[trail.index(other) :], other]).problems
                self._problems |= dict.fromkeys(trail, problems)  # those before the circle stand on it
                return
            elif other in self.definitions and other not in self._values and other not in self._problems:
                path[other] = self._stands_on(other)

    def _stands_on(self, name: str) -> Iterator[str]:
        definition = self.definitions[name]
        if isinstance(definition, str):
            try:
                return iter(sorted(parse(definition).names))
            except CodedError:
                pass  # told when it is settled
        return iter(())

    def _settle(self, name: str) -> None:
        """The value of a parameter, now that what it stands on has its own."""
        try:
            needed = {n: value for n in self._stands_on(name) if (value := self.value(n)) is not None}
            self._values |= evaluate_parameters({name: self.definitions[name]}, outer=needed)
        except CodedError as error:
            self._problems[name] = error.problems


def definitions(inputs: list[Row], calculated: list[Row], decimal: str) -> dict[str, float | str]:
    """Parameters by name in small letters: a number, or the text of a formula."""
    found: dict[str, float | str] = {}
    for _, cells in (*inputs, *calculated):
        if len(cells) < 2 or not cells[0]:
            continue
        written = plain(cells[1], decimal)
        found[cells[0].casefold()] = float(written) if _NUMBER.fullmatch(written) else written or 0.0
    return found
