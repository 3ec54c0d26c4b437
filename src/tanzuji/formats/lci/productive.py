"""Linking that leaves out what no economy could do: processes that use up more of a product than comes of it.

Databases put together from many sources name what goes into a process and what comes out of it by one flow (a
capacitor that is shipped, glass that is cut), or state the inputs of a whole sector for one unit of its output. Linked
blindly, such a system has no solution. A process is not taken for its own supplier where it uses at least as much as
it makes: another one supplies it, or nothing does. Of a loop that still needs more than one unit of itself a turn,
members are left out until it does not; all of this is named in the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import coo_array, csr_array

from tanzuji.engine.arrays import Flags, Positions, Rows, Vector
from tanzuji.engine.diagnosis import loops, strongest_loop
from tanzuji.engine.productivity import worth_of
from tanzuji.formats.lci.allocation import Allocation, Shares, is_demand
from tanzuji.formats.lci.columns import Skipped
from tanzuji.formats.lci.linking import Links, link
from tanzuji.formats.lci.options import LinkOptions
from tanzuji.formats.lci.records import Database, Process
from tanzuji.formats.lci.units import Converter

OWN_USE = ":own use"
"""Ending of the flow that stands for an input a process would have to supply itself."""
_ROUNDS = 5
_WRONG = 10.0
"""A process that uses more than this of its product for one unit of it states no process, but a mistake."""


@dataclass(frozen=True, slots=True)
class OwnUse:
    """A process that uses at least as much of its product as it makes: how much of it, and who supplies it now."""

    process: str
    name: str
    share: float
    supplier: str  # name of the process; empty where the input is cut off


@dataclass
class Productive:
    """The linked database, and what was done so that it can be solved."""

    converter: Converter
    links: Links
    allocations: list[tuple[Process, Shares]]
    own_use: list[OwnUse] = field(default_factory=list)


def link_productive(
    database: Database,
    wanted: Allocation,
    progress: Callable[[str, int, int], None],
    options: LinkOptions | None = None,
) -> Productive:
    """The linked technosphere with every loop productive. Raises `import.bad-choice`.

    A database that is so from the start, as published ones are, is linked once and stays as it is.
    """
    skipped: list[Skipped] = []
    converter = Converter(database)
    links, allocations = link(converter, wanted, progress, options)
    database, own_use = _supplied_by_others(converter, links, options or LinkOptions())
    changed = bool(own_use)
    for _ in range(_ROUNDS):
        if changed:
            converter = Converter(database)
            links, allocations = link(converter, wanted, progress, options)
        gone = {links.columns[at].process.id for at in _unproductive(links, own_use)}
        gone |= {process for process, use in own_use.items() if use.share > _WRONG}
        changed = bool(gone)
        if not changed:
            break
        skipped += [Skipped(p.name, p.id, "loop-gain") for p in database.processes if p.id in gone]
        database = replace(database, processes=tuple(p for p in database.processes if p.id not in gone))
        own_use = {process: use for process, use in own_use.items() if process not in gone}
    links.skipped.extend(skipped)
    return Productive(converter, links, allocations, list(own_use.values()))


def _matrices(links: Links) -> tuple[Vector, Rows, Rows]:
    """Net production of each column; inputs per net unit (users × suppliers); credits likewise, as they stand."""
    n = len(links.columns)
    triplets = (links.values, (links.rows, links.cols))
    whole = csr_array(coo_array(triplets, shape=(n, n), dtype=np.float64))  # entries of one cell added up
    made: Vector = whole.diagonal()
    net = np.where(made > 0, made, np.inf)
    entries = coo_array(whole)
    apart = entries.row != entries.col

    def part(chosen: Flags, sign: float) -> Rows:
        rows, cols = entries.row[chosen], entries.col[chosen]
        return csr_array(coo_array((sign * entries.data[chosen] / net[cols], (cols, rows)), shape=(n, n)))

    return made, part(apart & (entries.data < 0), -1.0), part(apart & (entries.data > 0), 1.0)


def _supplied_by_others(
    converter: Converter, links: Links, options: LinkOptions
) -> tuple[Database, dict[str, OwnUse]]:
    """The database with the own inputs of overdrawn processes given to another supplier, or to a flow nobody makes.

    Inputs that name a supplier, and flows whose supplier was chosen by hand, stay as they are.
    """
    database = converter.database
    shares = {
        column.process.id: share
        for column in links.columns
        if (share := _share(converter, column.process, column.flow)) >= 1
    }
    suppliers: dict[str, list[Process]] = {}
    for column in links.columns:
        suppliers.setdefault(column.flow, []).append(column.process)
    held = {process.id for process in database.processes}
    flows = dict(database.flows)
    changed: dict[str, Process] = {}
    found: dict[str, OwnUse] = {}
    for column in links.columns:
        process, flow = changed.get(column.process.id, column.process), flows[column.flow]
        makers = suppliers[column.flow]
        if process.id not in shares or makers[0].id not in shares or column.flow in options.choices:
            continue
        other = next((maker for maker in makers if maker.id not in shares), None)
        apart = replace(flow, id=flow.id + OWN_USE)
        exchanges = []
        for exchange in process.exchanges:
            own = exchange.flow == flow.id and is_demand(database, exchange)
            if own and exchange.provider not in held:
                exchange = replace(exchange, provider=other.id) if other else replace(exchange, flow=apart.id)
            exchanges.append(exchange)
        if tuple(exchanges) == process.exchanges:
            continue
        if other is None:
            flows[apart.id] = apart
        changed[process.id] = replace(process, exchanges=tuple(exchanges))
        found[process.id] = OwnUse(process.id, process.name, shares[process.id], other.name if other else "")
    if not changed:
        return database, {}
    kept = tuple(changed.get(process.id, process) for process in database.processes)
    return replace(database, flows=flows, processes=kept), found


def _share(converter: Converter, process: Process, flow: str) -> float:
    """What a process uses of one of its products for one unit of it that it makes; 0 where it uses none."""
    used = made = 0.0
    for exchange in process.exchanges:
        if exchange.flow == flow and not exchange.is_avoided:
            amount = converter.amount(exchange) or 0.0
            if is_demand(converter.database, exchange):
                used += amount
            else:
                made += amount
    if used <= 0:
        return 0.0
    return used / made if made > 0 else float("inf")


def _unproductive(links: Links, own_use: dict[str, OwnUse]) -> list[int]:
    """Columns without which every loop is productive: first those that overdrew their own product, then, of the
    strongest loop that is left, the member that takes most from the others."""
    made, consumption, credits = _matrices(links)
    left_out = np.flatnonzero(made <= 0).tolist()
    n = made.size
    suspects = np.array([column.process.id in own_use for column in links.columns], dtype=bool)
    waiting = loops(_without(consumption, left_out))
    while waiting:
        members = waiting.pop()
        block = csr_array(consumption[members][:, members])
        if (credits[members][:, members].data != 0).any() or worth_of(
            block, np.ones(members.size), thorough=True
        ) is not None:
            continue
        gone = members[suspects[members]]
        if not gone.size:
            cycle, _ = strongest_loop(block)
            taken = np.asarray(block.sum(axis=1)).ravel()
            gone = members[[max(cycle, key=lambda at: float(taken[at]))]]
        left_out += gone.tolist()
        rest: Positions = np.setdiff1d(members, gone)
        if rest.size > 1:
            smaller = csr_array(consumption[rest][:, rest])
            waiting += [rest[part] for part in loops(smaller)]
    return sorted(set(left_out)) if len(left_out) < n else []


def _without(matrix: Rows, positions: list[int]) -> Rows:
    if not positions:
        return matrix
    keep = np.ones(matrix.shape[0])
    keep[positions] = 0.0
    return csr_array(matrix.multiply(keep[:, None]).multiply(keep[None, :]))
