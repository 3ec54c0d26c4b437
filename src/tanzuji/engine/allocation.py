"""Allocation: the share of a multi-output process that each co-product carries.

ISO 14067 (GB/T 24067) 6.4.6 puts subdivision and system expansion before allocation, and a physical
relationship before an economic one. Which method applies is for the rule to say; here are the factors once it
has been said. Wastes carry nothing: the treatment they need is a burden of the process and is shared with it.
The factors sum to 1 and apply to every exchange of the process, credits included.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tanzuji.documents.errors import CodedError, Problem, define

SUM_TOLERANCE = 1e-9

UNKNOWN_METHOD = define(
    "allocation.unknown-method",
    zh="没有名为“{method}”的分配方法。",
    en="There is no allocation method “{method}”.",
    remedy_zh="可用的方法：{methods}。系统扩展（替代）不分配，应在模型中以避免的产品表示。",
    remedy_en="Methods: {methods}. Substitution allocates nothing: model it with avoided products.",
)
NO_CO_PRODUCT = define(
    "allocation.no-co-product",
    zh="该过程没有可承担负荷的产品，只有废物或没有产出。",
    en="The process has no product to carry its burden, only wastes or nothing.",
    remedy_zh="请至少把一项产出标为产品。",
    remedy_en="Mark at least one output as a product.",
)
BASIS_MISSING = define(
    "allocation.basis-missing",
    zh="“{name}”没有填写{basis_zh}，无法按此方法分配。",
    en="“{name}” has no {basis_en}, so this method cannot allocate.",
    remedy_zh="请补填，或选用另一种分配方法并说明理由。",
    remedy_en="State it, or choose another allocation method and give the reason.",
)
NEGATIVE_BASIS = define(
    "allocation.negative-basis",
    zh="“{name}”的分配依据为负（{value}）。",
    en="The allocation basis of “{name}” is negative ({value}).",
    remedy_zh="需付费处置的产出是废物，请如此标记；数量、热值与份额须不小于零。",
    remedy_en="Mark an output one pays to be rid of as a waste. Amounts, energy and shares are 0 or more.",
)
NOT_A_NUMBER = define(
    "allocation.not-a-number",
    zh="“{name}”的分配依据不是有限的数（{value}）。",
    en="The allocation basis of “{name}” is not a finite number ({value}).",
    remedy_zh="请填写有限的数。",
    remedy_en="State a finite number.",
)
ALL_ZERO = define(
    "allocation.all-zero",
    zh="所有产品的分配依据都是零，无法分配。",
    en="The allocation basis of every product is zero, so nothing can be allocated.",
    remedy_zh="请至少给一项产品填写大于零的依据，或选用另一种分配方法。",
    remedy_en="Give at least one product a basis above zero, or choose another allocation method.",
)
SHARES_DO_NOT_SUM = define(
    "allocation.shares-do-not-sum",
    zh="各产品的份额之和为 {total}，应为 1。",
    en="The shares of the products sum to {total} instead of 1.",
    remedy_zh="请改正份额（以小数计，0.6 表示 60 %）；废物的份额须为零或不填。",
    remedy_en="Correct the shares (as fractions: 0.6 for 60 %); a waste has none.",
)
WASTE_HAS_SHARE = define(
    "allocation.waste-has-share",
    zh="“{name}”是废物，却填写了份额 {value}。",
    en="“{name}” is a waste and yet has a share, {value}.",
    remedy_zh="请删去该份额，或把该产出标为产品。",
    remedy_en="Remove the share, or mark the output as a product.",
)
MASSES_DISAGREE = define(
    "allocation.masses-disagree",
    zh="“{name}”的总质量 {mass} kg 与数量乘以单位质量 {product} kg 不一致。",
    en="The mass of “{name}”, {mass} kg, is not its amount times its unit mass, {product} kg.",
    remedy_zh="请改正其一，或只填写其中一项。",
    remedy_en="Correct one of them, or state only one.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProduct:
    """One output of a process.

    `amount` in its own unit, and of that whole amount: `mass` in kg (or `unit_mass`, kg per unit of amount),
    `energy` in MJ (lower heating value, or energy delivered), `price`, all in one currency and averaged over
    three years or more (GB/T 24067 6.4.6). `share` from 0 to 1, where shares are stated.
    """

    name: str
    amount: float
    unit_mass: float | None = None
    mass: float | None = None
    energy: float | None = None
    price: float | None = None
    share: float | None = None
    is_waste: bool = False


def allocate(outputs: Sequence[CoProduct], method: str) -> tuple[float, ...]:
    """The share of the process that each output carries, in the order of `outputs`; they sum to 1 ± 1e-9.

    `mass` by kg, `energy` by MJ, `economic` by price of the whole amount; `causal` and `given` take the
    shares stated (found from a causal relationship, or prescribed). Wastes get 0. Raises the allocation.*
    problems of all outputs at once, with paths such as `outputs[2].price`.
    """
    basis_of = _BASES.get(method)
    if basis_of is None:
        raise UNKNOWN_METHOD.error("method", method=str(method)[:40], methods=", ".join(_BASES))
    if all(output.is_waste for output in outputs):
        raise NO_CO_PRODUCT.error("outputs")
    bases: list[float] = []
    problems: list[Problem] = []
    for place, output in enumerate(outputs):
        try:
            bases.append(0.0 if output.is_waste else basis_of(output))
            if output.is_waste and basis_of is _share and output.share:
                raise WASTE_HAS_SHARE.error("share", name=output.name, value=output.share)
        except CodedError as error:
            problems += error.at(f"outputs[{place}]").problems
    if problems:
        raise CodedError(problems)
    return _stated(bases) if basis_of is _share else _proportional(bases)


def _proportional(bases: Sequence[float]) -> tuple[float, ...]:
    largest = max(bases)
    if largest == 0:
        raise ALL_ZERO.error("outputs")
    scaled = [basis / largest for basis in bases]  # the sum of bases near 1e308 would overflow
    total = math.fsum(scaled)
    return tuple(part / total for part in scaled)


def _stated(shares: Sequence[float]) -> tuple[float, ...]:
    total = math.fsum(shares)
    if abs(total - 1) > SUM_TOLERANCE:
        raise SHARES_DO_NOT_SUM.error("outputs", total=f"{total:.12g}")
    return tuple(shares)


def _mass(output: CoProduct) -> float:
    if output.unit_mass is None:
        if output.mass is None:
            raise BASIS_MISSING.error(
                "mass", name=output.name, basis_zh="整批质量", basis_en="mass of its whole amount"
            )
        return _checked(output, "mass", output.mass)
    product = _checked(output, "amount", output.amount) * _checked(output, "unit_mass", output.unit_mass)
    if output.mass is not None and not math.isclose(output.mass, product, rel_tol=1e-6):
        raise MASSES_DISAGREE.error("mass", name=output.name, mass=output.mass, product=f"{product:.9g}")
    return _checked(output, "mass", product)


def _energy(output: CoProduct) -> float:
    if output.energy is None:
        raise BASIS_MISSING.error(
            "energy", name=output.name, basis_zh="整批能量", basis_en="energy of its whole amount"
        )
    return _checked(output, "energy", output.energy)


def _price(output: CoProduct) -> float:
    if output.price is None:
        raise BASIS_MISSING.error(
            "price", name=output.name, basis_zh="整批总价", basis_en="price of its whole amount"
        )
    return _checked(output, "price", output.price)


def _share(output: CoProduct) -> float:
    if output.share is None:
        raise BASIS_MISSING.error("share", name=output.name, basis_zh="份额", basis_en="share")
    return _checked(output, "share", output.share)


def _checked(output: CoProduct, field: str, value: float) -> float:
    if not math.isfinite(value):
        raise NOT_A_NUMBER.error(field, name=output.name, value=value)
    if value < 0:
        raise NEGATIVE_BASIS.error(field, name=output.name, value=value)
    return value


_BASES: Mapping[str, Callable[[CoProduct], float]] = MappingProxyType(
    {"mass": _mass, "energy": _energy, "economic": _price, "causal": _share, "given": _share}
)
