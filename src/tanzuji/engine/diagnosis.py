"""Why a technosphere has no answer, naming names, in this order:

squareness → structural rank (the product without producer, the process without product) → strongly connected
components → the loop with a gain of one or more. Non-finite inputs are refused earlier, when they are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from tanzuji.documents.errors import CodedError, Message, Problem, define
from tanzuji.engine.arrays import Columns, Positions, Rows, Vector
from tanzuji.engine.productivity import worth_of
from tanzuji.engine.requirements import Requirements
from tanzuji.engine.triplets import Axis

_ONE_EACH_ZH = "每个产品须由一个过程供应（废物须由一个过程处置）；多产品过程先分配或扩展系统边界。"
_ONE_EACH_EN = (
    "Give every product one process that supplies it and every waste one that treats it; allocate or expand "
    "processes with several products first."
)
NOT_SQUARE = define(
    "engine.not-square",
    zh="有 {products} 个产品而有 {processes} 个过程；多出的是：{surplus}。",
    en="There are {products} products but {processes} processes; left over: {surplus}.",
    remedy_zh=_ONE_EACH_ZH,
    remedy_en=_ONE_EACH_EN,
)
UNMATCHED_PRODUCT = define(
    "engine.unmatched-product",
    zh="没有过程供应产品“{product}”。",
    en="No process is left to supply the product “{product}”.",
    remedy_zh=_ONE_EACH_ZH,
    remedy_en=_ONE_EACH_EN,
)
UNMATCHED_PROCESS = define(
    "engine.unmatched-process",
    zh="过程“{process}”没有可供应的产品。",
    en="The process “{process}” has no product of its own to supply.",
    remedy_zh=_ONE_EACH_ZH,
    remedy_en=_ONE_EACH_EN,
)
SINGULAR_LOOP = define(
    "engine.singular-loop",
    zh="循环 {loop}（前者需要后者）自身的消耗不少于产出（过程：{processes}；一圈增益 {gain}）。",
    en="The loop {loop} (each needs the next) uses at least as much of its own output as it makes "
    "(processes: {processes}; gain a turn {gain}).",
    remedy_zh="检查循环中的用量、单位和正负号；若其中是相互处置的废物，请用 references 声明处置过程。",
    remedy_en="Check amounts, units and signs along the loop; where its members are wastes that treat one another, "
    "state the treating processes with `references`.",
)
_LONGEST = 12


class NonSquare(CodedError):
    """The numbers of products and processes differ."""


class SingularTechnosphere(CodedError):
    """The technosphere cannot supply every product; the problems name the culprits."""


def match(technosphere: Columns, products: Axis, processes: Axis) -> Positions:
    """A process for each product by structure alone, (n,). Raises NonSquare or SingularTechnosphere."""
    by_product = technosphere.tocsr()
    process = np.asarray(maximum_bipartite_matching(by_product, perm_type="column"), dtype=np.int64)
    square = len(products) == len(processes)
    if square and (process >= 0).all():
        return process
    lonely_products = _lonely(by_product, process)
    taken = np.full(len(processes), -1)
    taken[process[process >= 0]] = np.flatnonzero(process >= 0)
    lonely_processes = _lonely(technosphere.T.tocsr(), taken)
    if not square:
        over = len(products) > len(processes)
        surplus = products.names(lonely_products) if over else processes.names(lonely_processes)
        fields = {"products": len(products), "processes": len(processes), "surplus": surplus}
        raise NonSquare([NOT_SQUARE.problem("technosphere", **fields)])
    raise SingularTechnosphere(
        _each(UNMATCHED_PRODUCT, "product", products, lonely_products)
        + _each(UNMATCHED_PROCESS, "process", processes, lonely_processes)
    )


def _each(message: Message, kind: str, along: Axis, positions: Sequence[int]) -> list[Problem]:
    return [message.problem("technosphere", **{kind: along.ids[at]}) for at in positions[:20]]


def _lonely(matrix: Rows, partner: Positions) -> list[int]:
    """One row for each row without partner: of those that compete for the same columns, the most dispensable.

    Which of the competitors a matching leaves out is chance. The culprit is one without a positive entry that
    is the only one in its column: a product nobody makes, a process whose product others make too.
    """
    back = {int(col): row for row, col in enumerate(partner) if col >= 0}
    positive = matrix.data > 0
    makers = np.bincount(matrix.indices[positive], minlength=matrix.shape[1])
    owner = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    alone = np.bincount(owner[positive & (makers[matrix.indices] == 1)], minlength=matrix.shape[0])
    some = np.bincount(owner[positive], minlength=matrix.shape[0])
    named: list[int] = []
    for start in np.flatnonzero(partner < 0):
        rivals, queue = {int(start)}, [int(start)]
        while queue:
            row = queue.pop()
            for col in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]:
                holder = back.get(int(col))
                if holder is not None and holder not in rivals:
                    rivals.add(holder)
                    queue.append(holder)
        left = sorted(
            rivals - set(named), key=lambda row: (int(alone[row]), int(some[row]), row != start, row)
        )
        named.append(left[0])
    return sorted(named)


def refuse_overdrawn(
    technosphere: Columns,
    overdrawn: Sequence[tuple[int, int]],
    products: Axis,
    processes: Axis,
    process: Positions | None = None,
) -> None:
    """Raises SingularTechnosphere where a process uses up its own product and nobody else makes any of it.

    Without the references `process` only cells with nothing left are judged, of processes that make nothing else;
    with them, references that are read as a treatment only because self-use is larger than production.
    """
    if not overdrawn:
        return
    positive = technosphere.data > 0
    cols = np.repeat(np.arange(len(processes)), np.diff(technosphere.indptr))
    made = np.bincount(technosphere.indices[positive], minlength=len(products))
    makes = np.bincount(cols[positive], minlength=len(processes))
    problems = []
    for row, col in overdrawn:
        own = process[row] == col if process is not None else not makes[col] and technosphere[row, col] == 0
        if own and not made[row]:
            place, name = f"technosphere[{row},{col}]", products.ids[row]
            fields = {"loop": f"{name} → {name}", "processes": processes.ids[col], "gain": "≥ 1"}
            problems.append(SINGULAR_LOOP.problem(place, **fields))
    if problems:
        raise SingularTechnosphere(problems)


def refuse_gainful_loops(
    requirements: Requirements, products: Axis, processes: Axis, burdens: Vector
) -> None:
    """Raises SingularTechnosphere naming a loop with a gain of one or more.

    A loop from which credits return some of its own products may live with such a gain and is let through:
    whether it has an answer is left to the solver's check.
    """
    consumption = requirements.consumption
    for members in loops(consumption):
        block = consumption[members][:, members]
        if worth_of(block, burdens[members], thorough=True) is not None:
            continue
        if requirements.has_credits and (requirements.direct[members][:, members].data < 0).any():
            continue
        raise singular(requirements, products, processes, members)


def loops(matrix: Rows) -> list[Positions]:
    """The strongly connected components of more than one product, ascending positions each."""
    _, label = connected_components(matrix, connection="strong")
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return [part.astype(np.int64) for part in parts if part.size > 1]


def singular(
    requirements: Requirements, products: Axis, processes: Axis, members: Positions | None = None
) -> SingularTechnosphere:
    """The error that names the strongest loop among `members`, or, without them, in the largest component."""
    if members is None:
        members = max(loops(requirements.direct), key=lambda part: part.size)
    cycle, gain = strongest_loop(requirements.absolute[members][:, members])
    ring = [int(members[at]) for at in cycle]
    members_named = [str(products.ids[at]) for at in ring[:_LONGEST]]
    more = [f"… +{len(ring) - _LONGEST} …"] if len(ring) > _LONGEST else []
    loop = " → ".join([*members_named, *more, str(products.ids[ring[0]])])
    names = processes.names(requirements.process[ring], limit=_LONGEST)
    return SingularTechnosphere(
        [SINGULAR_LOOP.problem("technosphere", loop=loop, processes=names, gain=f"{gain:.6g}")]
    )


def strongest_loop(block: csr_array) -> tuple[list[int], float]:
    """A cycle of a strongly connected block along its heaviest requirements, and the product of its gains."""
    x = np.ones(block.shape[0])
    for _ in range(100):  # towards the Perron vector; adding x keeps cycles of even length from swinging
        x = x + block @ x
        x /= x.max()
    heaviest = np.empty(x.size, dtype=np.int64)
    for row in range(x.size):
        inputs = slice(block.indptr[row], block.indptr[row + 1])
        heaviest[row] = block.indices[inputs][np.argmax(block.data[inputs] * x[block.indices[inputs]])]
    path, at = [], 0
    while at not in path:
        path.append(at)
        at = int(heaviest[at])
    cycle = path[path.index(at) :]
    cycle = cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))]
    gain = 1.0
    for here, there in pairwise([*cycle, cycle[0]]):
        gain *= float(block[here, there])
    return cycle, gain
