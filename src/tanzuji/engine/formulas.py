"""Formulas of parameters: a small bounded language, evaluated on floats or on numpy arrays.

Nothing here calls Python's `eval`, `exec` or `compile`, and nothing recurses. A formula has at most 10 000
characters, 2 000 tokens and 64 levels, so it costs at most 2 000 array operations.

Grammar, loosest first; a leading `=`, as in a spreadsheet, is ignored:

======================  ======================================================================================
`or`                    1 if either side is not 0
`and`                   1 if both sides are not 0
`not`                   1 if the operand is 0; covers a whole comparison: `not a = b` is `not (a = b)`
`< <= > >= = == <> !=`  1 or 0; exact; cannot be chained (`a < b < c` is refused)
`+ -`, then `* /`       from left to right
`- +` before a value    looser than power: **−2^2 is −4** (Excel and openLCA read 4)
`^ **`                  from right to left: **2^3^2 is 512** (Excel and openLCA read 64); 0^0 is 1
======================  ======================================================================================

Typographic `− × ÷ ≤ ≥ ≠` mean `- * / <= >= <>`. Arguments are parted by `,` or `;`. Names are made of
letters of any script, ASCII digits and underscores, and read without regard to case. Text that Unicode
compatibility (NFKC) would change is refused, so full-width digits and look-alike letters never reach a
number.

Functions: `if(condition, then, otherwise)`; `min max sum avg` of one or more values; `abs sqrt exp ln
log10`; `log(x)` to base 10 or `log(x, base)`; `pow(x, y)`; `sin cos tan` in radians; `pi()`, `e()`; `floor
ceil`; `int` towards zero; `round(x)` or `round(x, digits)` with halves away from zero; `mod(x, y)` with the
sign of y.

A value is a finite real number or it is undefined. Whatever is NaN, infinite or would be complex is
undefined, and so is every operation on something undefined: 1/10^400 is refused and not 0. Only `if`, `and`
and `or` look away, so that `if(x = 0, 0, 1/x)` holds at x = 0. An undefined result raises
`formula.not-a-number`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.engine.formula_functions import OPERATIONS, RESERVED
from tanzuji.engine.formula_messages import (
    CYCLE,
    DUPLICATE_NAME,
    NOT_A_NUMBER,
    SHADOWS_FUNCTION,
    UNKNOWN_NAME,
    close_names,
    shown,
)
from tanzuji.engine.formula_reader import Step, name_problem, steps

Value: TypeAlias = float | NDArray[np.float64]

MAX_PROBLEMS = 20
"""Problems that one error reports, and parameters of a circle that it names."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its text, the names it refers to (case-folded) and a flat program."""

    text: str
    names: frozenset[str]
    steps: tuple[Step, ...] = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, Value] = MappingProxyType({})) -> Value:
        """The value at `values` (by name, in any case): a float, or an array of their common shape.

        An array comes back when a name that the formula uses holds one; arrays must broadcast (ValueError).
        Element i of the result equals, bit for bit, the result at element i of the values. Raises
        formula.unknown-name for a name without a value, and formula.not-a-number if a used value or any
        element of the result is not a finite real number.
        """
        exact = all(name in values for name in self.names)  # spares folding a whole model's parameters
        spellings = (
            {name: name for name in self.names} if exact else {name.casefold(): name for name in values}
        )
        unknown = sorted(name for name in self.names if name not in spellings)[:MAX_PROBLEMS]
        if unknown:
            raise CodedError(
                UNKNOWN_NAME.problem(name=shown(name), close=close_names(name, spellings)) for name in unknown
            )
        return self._run({name: _finite(name, values[spellings[name]]) for name in self.names})

    def sample(self, values: Mapping[str, Value]) -> Value:
        """As `evaluate` at case-folded names, but what is undefined is NaN, element by element, and refused nowhere.

        For draws: one draw in ten thousand that divides by nothing must not end all of them.
        """
        return self._result(values)

    def _run(self, values: Mapping[str, Value]) -> Value:
        """The value at case-folded names whose values are known to be finite."""
        result = np.asarray(self._result(values))
        if not np.isfinite(result).all():
            raise NOT_A_NUMBER.error(text=shown(self.text))
        return result if result.ndim else float(result)

    def _result(self, values: Mapping[str, Value]) -> Value:
        stack: list[Any] = []
        with np.errstate(all="ignore"):
            for constant, name, operation, arity in self.steps:
                if constant is not None:
                    stack.append(constant)
                elif name is not None:
                    stack.append(values[name])
                else:
                    first = len(stack) - arity
                    stack[first:] = [OPERATIONS[operation](*stack[first:])]
        result = np.array(stack.pop(), dtype=np.float64)
        return result if result.ndim else float(result)


def sample_parameters(
    definitions: Mapping[str, float | str], times: Mapping[str, NDArray[np.float64]]
) -> dict[str, Value]:
    """The value of every definition by its case-folded name, each drawn one times its draws in `times`.

    `times` holds draws by case-folded name, all of one shape. What a formula leaves undefined in a draw is NaN there
    and in all that stands on it. The definitions are those `evaluate_parameters` took without a word.
    """
    spellings = _spellings(definitions)
    formulas = _formulas(definitions)
    values: dict[str, Value] = {}
    for name in _in_order(spellings, formulas):
        formula = formulas.get(name)
        value = formula.sample(values) if formula else float(definitions[spellings[name]])
        values[name] = value * times[name] if name in times else value
    return values


def parse(text: str) -> Formula:
    """`text` as a formula. Raises the formula.* errors of reading; their path is empty, `.at(…)` sets it."""
    program = steps(text)
    return Formula(text, frozenset(step.name for step in program if step.name is not None), program)


@overload
def evaluate_parameters(
    definitions: Mapping[str, float | str], *, outer: Mapping[str, float] = ...
) -> dict[str, float]: ...
@overload
def evaluate_parameters(
    definitions: Mapping[str, Value | str], *, outer: Mapping[str, Value] = ...
) -> dict[str, Value]: ...
def evaluate_parameters(
    definitions: Mapping[str, Any], *, outer: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The value of every definition (a number, an array of samples, or a formula's text), under its own name.

    Definitions may refer to each other in any order and to `outer`, the values of the wider scope, which they
    hide where names agree. Raises the formula.* errors with the parameter's name as path, up to MAX_PROBLEMS
    at once; the values of `outer` that no formula uses are not looked at.
    """
    spellings = _spellings(definitions)
    formulas = _formulas(definitions)
    wider = {name.casefold(): name for name in outer}
    _refuse_unknown(formulas, {**wider, **spellings})
    values: dict[str, Value] = {}
    for name in sorted({used for formula in formulas.values() for used in formula.names} - spellings.keys()):
        values[name] = _finite(wider[name], outer[wider[name]])
    for name in _in_order(spellings, formulas):
        try:
            formula = formulas.get(name)
            values[name] = formula._run(values) if formula else _finite(name, definitions[spellings[name]])
        except CodedError as error:
            raise error.at(shown(spellings[name])) from None
    return {original: values[name] for name, original in spellings.items()}


def _finite(name: str, value: object) -> Value:
    """`value` as a float or a float64 array; formula.not-a-number unless all of it is finite and real."""
    array = np.asarray(value)
    if array.dtype.kind not in "iufb" or not np.isfinite(array).all():
        raise NOT_A_NUMBER.error(text=shown(name))
    return array.astype(np.float64) if array.ndim else float(array)


def _spellings(definitions: Iterable[str]) -> dict[str, str]:
    """The defined names by case-folded name. Refuses those no formula could use, or that mean two things."""
    spellings: dict[str, str] = {}
    problems: list[Problem] = []
    for name in definitions:
        folded = name.casefold()
        problem = name_problem(name)
        if problem is None and folded in RESERVED:
            problem = SHADOWS_FUNCTION.problem(name=name)
        elif problem is None and folded in spellings:
            problem = DUPLICATE_NAME.problem(name=shown(name), other=shown(spellings[folded]))
        if problem is None:
            spellings[folded] = name
        else:
            problems.append(problem.at(shown(name)))
    if problems:
        raise CodedError(problems[:MAX_PROBLEMS])
    return spellings


def _formulas(definitions: Mapping[str, object]) -> dict[str, Formula]:
    """The formulas among the definitions, by case-folded name."""
    formulas: dict[str, Formula] = {}
    problems: list[Problem] = []
    for name, value in definitions.items():
        if isinstance(value, str):
            try:
                formulas[name.casefold()] = parse(value)
            except CodedError as error:
                problems += error.at(shown(name)).problems
        if len(problems) == MAX_PROBLEMS:
            break
    if problems:
        raise CodedError(problems)
    return formulas


def _refuse_unknown(formulas: Mapping[str, Formula], spellings: Mapping[str, str]) -> None:
    unknown = [
        (name, other)
        for name, formula in formulas.items()
        for other in sorted(other for other in formula.names if other not in spellings)
    ]
    if unknown:
        raise CodedError(
            UNKNOWN_NAME.problem(name=shown(other), close=close_names(other, spellings)).at(
                shown(spellings[name])
            )
            for name, other in unknown[:MAX_PROBLEMS]
        )


def _in_order(spellings: Mapping[str, str], formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Case-folded names, each after those it refers to; depth-first, no recursion. Raises formula.cycle."""
    needs = {
        name: sorted(need for need in formulas[name].names if need in spellings) if name in formulas else []
        for name in spellings
    }
    done: set[str] = set()
    for start in needs:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(needs[start])}
        while path:
            name, rest = next(reversed(path.items()))
            other = next((need for need in rest if need not in done), None)
            if other is None:
                del path[name]
                done.add(name)
                yield name
            elif other in path:
                trail = list(path)
                raise cycle([spellings[n] for n in [*trail[trail.index(other) :], other]])
            else:
                path[other] = iter(needs[other])


def cycle(circle: list[str]) -> CodedError:
    """formula.cycle for parameters that stand on each other, the first of them again at the end."""
    named = circle if len(circle) <= MAX_PROBLEMS else [*circle[: MAX_PROBLEMS - 1], "…", circle[-1]]
    return CYCLE.error(shown(circle[0]), cycle=" → ".join(map(shown, named)))
