"""What a unit-process database says, in one form for every format it may come in.

Readers fill these records with what a file states, in the file's own units and signs; `linking` and `units` turn
them into matrices, writers turn them into files again. A field that a format does not have keeps its default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text

FlowType = Literal["ELEMENTARY_FLOW", "PRODUCT_FLOW", "WASTE_FLOW"]
AllocationMethod = Literal["physical", "economic", "causal"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a unit group; `factor` reference units are one of it."""

    id: str
    name: str
    factor: float
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one quantity; `reference` is the name of the one all factors refer to."""

    id: str
    name: str
    reference: str
    units: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class Flow:
    """A product, waste or elementary flow. `properties`: conversion factor by flow property id."""

    id: str
    name: str
    type: FlowType
    cas: str = ""
    formula: str = ""
    category: tuple[str, ...] = ()
    reference_property: str = ""
    properties: dict[str, float] = field(default_factory=dict)
    reference_unit: str = ""  # said by a reference to a flow the package does not hold
    held: bool = True
    names: Text | None = None  # in both languages, where the format has them
    location: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """An input or output as the process states it: `amount` in its own unit and flow property."""

    internal: str
    flow: str
    amount: float
    unit: str
    unit_name: str
    property: str
    is_input: bool
    is_reference: bool
    is_avoided: bool
    provider: str
    formula: bool
    uncertainty: Uncertainty | None = None  # around `amount`, in the exchange's own unit
    pedigree: tuple[int, ...] = ()  # scores the format states, in its own order
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A stored allocation factor: of a product (flow id) and, where causal, of one exchange."""

    method: AllocationMethod
    product: str
    value: float
    exchange: str = ""  # internal id
    exchange_flow: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A process with its exchanges, in the order of the package's files."""

    id: str
    name: str
    member: str
    kind: str
    location: str
    category: tuple[str, ...]
    technology: str
    valid_from: str
    valid_to: str
    version: str
    default_allocation: AllocationMethod | None
    exchanges: tuple[Exchange, ...]
    factors: tuple[Factor, ...]
    source: str = ""
    names: Text | None = None  # in both languages, where the format has them
    comment: str = ""
    publisher: str = ""
    licence: str = ""

    @property
    def reference(self) -> Exchange:
        """The quantitative reference; the reader lets no process pass without one."""
        return next(exchange for exchange in self.exchanges if exchange.is_reference)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something a file states that is not carried over, or that a format cannot hold: told to the user.

    `what` is a key of `lci.losses`; `examples` are a few names of those concerned.
    """

    what: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Database:
    """Everything the import needs of a package."""

    file: str
    schema: str
    processes: tuple[Process, ...]
    flows: dict[str, Flow]
    unit_groups: dict[str, UnitGroup]
    unit_group_of: dict[str, str]  # unit id → unit group id
    property_groups: dict[str, str]  # flow property id → unit group id
    property_names: dict[str, str]
    nested: tuple[str, ...] = ()
    kind: str = "openlca-json-ld"  # a key of `formats.names.FORMATS`
    losses: tuple[Loss, ...] = ()
