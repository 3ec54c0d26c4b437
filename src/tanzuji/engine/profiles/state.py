"""The choices as they stand for a model under a profile: everything that a result depends on besides the model."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tanzuji.documents.exchanges import CoProduct, Output
from tanzuji.documents.lines import Stage
from tanzuji.documents.models import Exclusion, Method, Process, ProductModel
from tanzuji.documents.profiles import ChoiceKind, Profile, Ruling
from tanzuji.documents.quantities import convertible, factor
from tanzuji.engine.activity import Amounts

_METHODS: tuple[ChoiceKind, ...] = ("electricity", "end_of_life", "biogenic", "gwp_set")
"""Choices that are fields of the method."""
_PHYSICAL = ("mass", "energy")
"""Allocation by a physical relationship: the study's own is kept where prices do not go before it."""


@dataclass(frozen=True, slots=True)
class State:
    """A way to compute a model; hashable, so that one that several profiles share is computed once."""

    left_out: frozenset[Stage]
    allocation: tuple[str, ...]  # one method a process of the model
    method: Method
    put_back: tuple[int, ...]  # positions of exclusions that may not be left out

    def with_choice(self, kind: ChoiceKind, other: State) -> State:
        """This state with one choice as `other` makes it."""
        if kind == "boundary":
            return replace(self, left_out=other.left_out)
        if kind == "allocation":
            return replace(self, allocation=other.allocation)
        if kind == "cut_off":
            return replace(self, put_back=other.put_back)
        return replace(self, method=self.method.model_copy(update={kind: getattr(other.method, kind)}))

    def differs(self, kind: ChoiceKind, other: State) -> bool:
        return self.with_choice(kind, other) != self


def own_state(model: ProductModel, method: Method) -> State:
    """The model as it stands."""
    methods = tuple(process.allocation.method for process in model.processes)
    return State(frozenset(), methods, method, ())


def state_under(model: ProductModel, method: Method, profile: Profile) -> State:
    """The model under a profile: its own choices where the profile admits them."""
    method = method.model_copy(
        update={kind: _allowed(profile.ruling(kind), getattr(method, kind)) for kind in _METHODS}
    )
    return State(
        frozenset(profile.boundary.leaves_out),
        tuple(_allocation(model, process, profile.allocation) for process in model.processes),
        method,
        put_back(model.exclusions, profile.cut_off),
    )


def _allowed(ruling: Ruling, own: str) -> str:
    return own if own in ruling.allow or not ruling.allow else ruling.instead.get(own, ruling.allow[0])


def put_back(exclusions: tuple[Exclusion, ...], ruling: Ruling) -> tuple[int, ...]:
    """The exclusions beyond what a cut-off lets a study leave out: those too large, then the largest of the rest."""
    shares = {
        i: exclusion.share
        for i, exclusion in enumerate(exclusions)
        if exclusion.share is not None and exclusion.basis == "ghg"
    }
    back = [i for i, share in shares.items() if ruling.item_max is not None and share > ruling.item_max]
    left = sorted(shares.keys() - set(back), key=lambda i: (-shares[i], i))
    while ruling.sum_max is not None and sum(shares[i] for i in left) > ruling.sum_max * (1 + 1e-12):
        back.append(left.pop(0))
    return tuple(sorted(back))


def shares_burden(process: Process) -> bool:
    """Whether a process has more than one product to carry its burden."""
    return process.output is not None and any(not c.is_waste for c in process.coproducts)


def _allocation(model: ProductModel, process: Process, ruling: Ruling) -> str:
    own = process.allocation.method
    if not shares_burden(process) or own in ruling.allow or ruling.price_ratio is None:
        return own
    wanted = wanted_allocation(model, process, ruling.price_ratio)
    if wanted is None or (wanted == "mass" and own in _PHYSICAL):
        return own
    return wanted


def wanted_allocation(model: ProductModel, process: Process, ratio: float) -> str | None:
    """`economic` where the prices of a process's products per kilogram differ by more than `ratio`, else `mass`.

    None where a mass is not known, or prices are not known and the masses alone cannot tell.
    """
    amounts = Amounts(model)
    at = model.processes.index(process)
    assert process.output is not None
    products: list[tuple[Output | CoProduct, str]] = [(process.output, f"processes[{at}].output")]
    for j, coproduct in enumerate(process.coproducts):
        if not coproduct.is_waste:
            products.append((coproduct, f"processes[{at}].coproducts[{j}]"))
    masses, prices = [], []
    for product, path in products:
        mass = amounts.known(product.mass, f"{path}.mass")
        if mass is None and convertible(product.unit, "kg"):
            mass = amounts.value(product.amount, f"{path}.amount") * factor(product.unit, "kg")
        masses.append(mass)
        prices.append(amounts.known(product.price, f"{path}.price"))
    known = [
        (m, p)
        for m, p in zip(masses, prices, strict=True)
        if m is not None and p is not None and m > 0 and p > 0
    ]
    if len(known) < len(masses):
        return None
    each = [price / mass for mass, price in known]
    return "economic" if max(each) > ratio * min(each) else "mass"
