"""End of life of a material: who carries recycling, and who is credited for it, per kg of material.

The five methods are one formula, the circular footprint formula (CFF), under different allocation factors.
With R1 the recycled content, R2 what is recycled and R3 what is burnt for energy at the end of life,

    virgin             (1 − R1) · Ev
    recycled_input     R1 · (a · Erec + (1 − a) · Ev · qin)
    recycling_at_end   w · R2 · ErecEoL
    credit_material    −w · R2 · Ev* · qout
    energy_recovery    b · R3 · Eer
    credit_energy      −b · R3 · LHV · (XER_heat · ESE_heat + XER_elec · ESE_elec)
    disposal           (1 − R2 − R3) · Ed

=================  =====  =====  =====  ======  ======  ==============================================
method             a      w      b      qin     qout    meaning
=================  =====  =====  =====  ======  ======  ==============================================
`cutoff`           1      0      0      –       –       100:0: what leaves is the next user's
`substitution`     1      1      1      –       q_out   what leaves is credited; recycled input at its own burden
`closed_loop`      0      1      1      1       q_out   0:100: all input as virgin, what leaves is credited
`fifty_fifty`      ½      ½      1 − B  1       1       recycling and its credit, half on each side
`cff`              A      1 − A  1 − B  q_in    q_out   circular footprint formula
=================  =====  =====  =====  ======  ======  ==============================================

Sources: CFF, Commission Recommendation (EU) 2021/2279, annex I, 4.4.8.1; 100:0 (recycled content) and 0:100
(closed-loop approximation), GHG Protocol Product Standard, chapter 9. 50/50 is the symmetric case of the CFF:
A = ½ and quality ratios of 1 in the material part, the energy part as in the CFF.

Substitution charges Erec for the recycled input and credits all that leaves, so that at R1 > 0 a material is
relieved twice unless Erec carries the burden of its scrap (the variant that balances scrap). The closed-loop
approximation relieves it once: at R1 = R2 and one quality it comes to the net use of virgin material. Collection and sorting, up to the point where the
material leaves as secondary, are processes of their own for `cutoff`, and part of ErecEoL elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError, Problem, define

Lines: TypeAlias = float | NDArray[np.float64]
"""One value, or one a reporting line."""
Method: TypeAlias = Literal["cutoff", "substitution", "closed_loop", "fifty_fifty", "cff"]

OUT_OF_RANGE = define(
    "end-of-life.share-out-of-range",
    zh="{name} = {value}，应在 0 与 1 之间。",
    en="{name} = {value}; it must be from 0 to 1.",
    remedy_zh="请以小数填写（0.8 表示 80 %）。",
    remedy_en="State it as a fraction (0.8 for 80 %).",
)
SHARES_EXCEED_ONE = define(
    "end-of-life.shares-exceed-one",
    zh="回收份额 R2 与能量回收份额 R3 之和为 {total}，超过 1。",
    en="The shares recycled (R2) and burnt for energy (R3) sum to {total}, more than 1.",
    remedy_zh="每千克材料只有一个去向，请改正 R2 或 R3。",
    remedy_en="Each kilogram goes one way only: correct R2 or R3.",
)
NOT_A_QUANTITY = define(
    "end-of-life.not-a-quantity",
    zh="{name} = {value}，应为不小于零的有限数。",
    en="{name} = {value}; it must be a finite number, 0 or more.",
    remedy_zh="请改正该参数。",
    remedy_en="Correct the parameter.",
)
INTENSITY_MISSING = define(
    "end-of-life.intensity-missing",
    zh="方法“{method}”在 {term} 中需要 {name}，但没有给出。",
    en="Method “{method}” needs {name} for {term}, and it is not given.",
    remedy_zh="请给出该排放强度；确实为零时填 0。",
    remedy_en="Give the intensity; where it really is nothing, state 0.",
)
NOT_FINITE = define(
    "end-of-life.not-a-number",
    zh="{name} 含有不是有限实数的值。",
    en="{name} holds a value that is not a finite real number.",
    remedy_zh="请改正该排放强度。",
    remedy_en="Correct the intensity.",
)
UNKNOWN_METHOD = define(
    "end-of-life.unknown-method",
    zh="没有名为“{method}”的寿命终止方法。",
    en="There is no end-of-life method “{method}”.",
    remedy_zh="可用的方法：{methods}。",
    remedy_en="Methods: {methods}.",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaterialLoop:
    """The parameters of one material's loop, and the intensities its formula multiplies.

    Parameters: R1 recycled content, R2 recycled at the end, R3 burnt for energy at the end; A and B, the
    allocation factors of material and energy (0 to 1; ½ and 0 are what the CFF prescribes without a value of
    annex C); q_in = QSin/Qp and q_out = QSout/Qp, ratios of quality; LHV in MJ/kg, XER_heat and XER_elec, the
    efficiencies of its recovery (MJ per MJ).

    Intensities, kg CO2e, a float or an array over reporting lines: Ev virgin material, Erec recycled input,
    ErecEoL recycling at the end, Ev_star virgin material that it replaces, Eer burning, Ed disposal (each per
    kg); ESE_heat, ESE_elec energy replaced (per MJ). None is "not given", refused where a method needs it.
    """

    R1: float = 0.0
    R2: float = 0.0
    R3: float = 0.0
    A: float = 0.5
    B: float = 0.0
    q_in: float = 1.0
    q_out: float = 1.0
    LHV: float = 0.0
    XER_heat: float = 0.0
    XER_elec: float = 0.0
    Ev: Lines | None = None
    Erec: Lines | None = None
    ErecEoL: Lines | None = None
    Ev_star: Lines | None = None
    Eer: Lines | None = None
    Ed: Lines | None = None
    ESE_heat: Lines | None = None
    ESE_elec: Lines | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EndOfLifeShares:
    """kg CO2e per kg of material, term by term; arrays have one element a reporting line."""

    virgin: Lines
    recycled_input: Lines
    recycling_at_end: Lines
    credit_material: Lines
    energy_recovery: Lines
    credit_energy: Lines
    disposal: Lines

    @property
    def gross(self) -> Lines:
        """Everything but the credits."""
        parts = self.virgin + self.recycled_input + self.recycling_at_end
        return parts + self.energy_recovery + self.disposal

    @property
    def credits(self) -> Lines:
        """What is replaced elsewhere, with its sign: negative for a positive intensity."""
        return self.credit_material + self.credit_energy

    @property
    def net(self) -> Lines:
        return self.gross + self.credits


class _Sharing(NamedTuple):
    """The factors of the table above: recycled input, recycling at the end, energy, quality in and out."""

    a: float
    w: float
    b: float
    q_in: float
    q_out: float


METHODS: tuple[Method, ...] = ("cutoff", "substitution", "closed_loop", "fifty_fifty", "cff")
_UNIT_SHARES = ("R1", "R2", "R3", "A", "B")
_QUANTITIES = ("q_in", "q_out", "LHV", "XER_heat", "XER_elec")
_SUM_SLACK = 1e-12
"""What rounding may leave of 1 − R2 − R3."""


def coefficients(method: Method, loop: MaterialLoop) -> Mapping[str, Mapping[str, float]]:
    """What each intensity is multiplied by in each term: term = Σ coefficient × intensity.

    Terms are the fields of EndOfLifeShares, all present, in order; coefficients of 0 are left out. Only the
    parameters of `loop` are read. Raises end-of-life.unknown-method, .share-out-of-range, .shares-exceed-one,
    .not-a-quantity.
    """
    sharing = _sharing(method, loop)
    _check_parameters(loop)
    a, w, b, q_in, q_out = sharing
    burnt = b * loop.R3
    disposed = 1 - loop.R2 - loop.R3
    terms = {
        "virgin": {"Ev": 1 - loop.R1},
        "recycled_input": {"Erec": loop.R1 * a, "Ev": loop.R1 * (1 - a) * q_in},
        "recycling_at_end": {"ErecEoL": w * loop.R2},
        "credit_material": {"Ev_star": -w * loop.R2 * q_out},
        "energy_recovery": {"Eer": burnt},
        "credit_energy": {
            "ESE_heat": -burnt * loop.LHV * loop.XER_heat,
            "ESE_elec": -burnt * loop.LHV * loop.XER_elec,
        },
        "disposal": {"Ed": disposed if disposed > _SUM_SLACK else 0.0},  # 1 − 0.7 − 0.3 is 6e-17
    }
    return MappingProxyType(
        {
            term: MappingProxyType({name: factor for name, factor in factors.items() if factor != 0})
            for term, factors in terms.items()
        }
    )


def recycled_share(method: Method, loop: MaterialLoop) -> Mapping[str, float]:
    """What a method adds to a production of (1 − R1) · Ev + R1 · Erec that is counted elsewhere already.

    R1 · (1 − a) · (Ev · qin − Erec) per kg of material, as the coefficient of each intensity; empty where the
    method leaves recycled input at its own burden. Raises the errors of `coefficients`.
    """
    factors = coefficients(method, loop)["recycled_input"]
    moved = loop.R1 - factors.get("Erec", 0.0)
    return MappingProxyType({"Ev": factors.get("Ev", 0.0), "Erec": -moved} if moved else {})


def end_of_life(method: Method, loop: MaterialLoop) -> EndOfLifeShares:
    """The terms of one kg of material: floats, or arrays of the intensities' common shape.

    Raises the errors of `coefficients`, and end-of-life.intensity-missing, .not-a-number.
    """
    factors = coefficients(method, loop)
    _check_intensities(method, loop, factors)
    given = [getattr(loop, name) for name in _needed(factors)]
    shape = np.broadcast_shapes(*(np.shape(intensity) for intensity in given))
    terms = {term: _term(parts, loop, shape) for term, parts in factors.items()}
    return EndOfLifeShares(**terms)


def _term(parts: Mapping[str, float], loop: MaterialLoop, shape: tuple[int, ...]) -> Lines:
    total = np.zeros(shape)
    for name, factor in parts.items():
        total = total + factor * np.asarray(getattr(loop, name), dtype=np.float64)
    return total if shape else float(total)


def _sharing(method: Method, loop: MaterialLoop) -> _Sharing:
    match method:
        case "cutoff":
            return _Sharing(a=1.0, w=0.0, b=0.0, q_in=1.0, q_out=1.0)
        case "substitution":
            return _Sharing(a=1.0, w=1.0, b=1.0, q_in=1.0, q_out=loop.q_out)
        case "closed_loop":
            return _Sharing(a=0.0, w=1.0, b=1.0, q_in=1.0, q_out=loop.q_out)
        case "fifty_fifty":
            return _Sharing(a=0.5, w=0.5, b=1 - loop.B, q_in=1.0, q_out=1.0)
        case "cff":
            return _Sharing(a=loop.A, w=1 - loop.A, b=1 - loop.B, q_in=loop.q_in, q_out=loop.q_out)
    raise UNKNOWN_METHOD.error("method", method=str(method)[:40], methods=", ".join(METHODS))


def _check_parameters(loop: MaterialLoop) -> None:
    shares = {name: getattr(loop, name) for name in _UNIT_SHARES}
    quantities = {name: getattr(loop, name) for name in _QUANTITIES}
    problems = [OUT_OF_RANGE.problem(n, name=n, value=v) for n, v in shares.items() if not 0 <= v <= 1]
    problems += [
        NOT_A_QUANTITY.problem(n, name=n, value=v) for n, v in quantities.items() if not 0 <= v < math.inf
    ]
    if not problems and loop.R2 + loop.R3 > 1 + _SUM_SLACK:
        problems.append(SHARES_EXCEED_ONE.problem("R2", total=f"{loop.R2 + loop.R3:.12g}"))
    if problems:
        raise CodedError(problems)


def _needed(factors: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """The intensities that count, each with the first term that needs it."""
    needed: dict[str, str] = {}
    for term, parts in factors.items():
        for name in parts:
            needed.setdefault(name, term)
    return needed


def _check_intensities(method: str, loop: MaterialLoop, factors: Mapping[str, Mapping[str, float]]) -> None:
    problems: list[Problem] = []
    for name, term in _needed(factors).items():
        intensity = getattr(loop, name)
        if intensity is None:
            problems.append(INTENSITY_MISSING.problem(name, name=name, term=term, method=method))
        elif np.iscomplexobj(intensity) or not np.isfinite(intensity).all():
            problems.append(NOT_FINITE.problem(name, name=name))
    if problems:
        raise CodedError(problems)
