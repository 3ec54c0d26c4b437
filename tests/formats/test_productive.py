"""Linking that leaves out what no economy could do, and leaves everything else as it is.

The condition is that of Hawkins and Simon (1949): a system of production has an answer where no loop uses up more of
its own products than it makes.
"""

from __future__ import annotations

import pytest

from tanzuji.formats.lci.linking import link
from tanzuji.formats.lci.options import LinkOptions
from tanzuji.formats.lci.productive import link_productive
from tanzuji.formats.lci.records import Database, Exchange, Flow, Process, Unit, UnitGroup
from tanzuji.formats.lci.units import Converter

GROUP = UnitGroup("g", "Units of mass", "kg", {"kg": Unit("kg", "kg", 1.0)})


def exchange(flow: str, amount: float, **options: bool | str) -> Exchange:
    return Exchange(
        internal=flow,
        flow=flow,
        amount=amount,
        unit="kg",
        unit_name="kg",
        property="m",
        is_input=bool(options.get("is_input")),
        is_reference=bool(options.get("is_reference")),
        is_avoided=bool(options.get("is_avoided")),
        provider=str(options.get("provider", "")),
        formula=False,
    )


def process(identifier: str, made: float, *inputs: Exchange, flow: str = "") -> Process:
    product = exchange(flow or identifier.upper(), made, is_reference=True)
    return Process(identifier, identifier, "", "", "CN", (), "", "", "", "1", None, (product, *inputs), ())


def takes(flow: str, amount: float, **options: bool | str) -> Exchange:
    return exchange(flow, amount, is_input=True, **options)


def database(*processes: Process) -> Database:
    flows = {
        each.flow: Flow(each.flow, each.flow, "PRODUCT_FLOW", reference_property="m", properties={"m": 1.0})
        for one in processes
        for each in one.exchanges
    }
    return Database("d", "", processes, flows, {"g": GROUP}, {"kg": "g"}, {"m": "g"}, {"m": "Mass"})


def linked(
    made: Database, **options: dict[str, str]
) -> tuple[dict[tuple[str, str], float], dict[str, str], list[str]]:
    """Entries of the technosphere by names, own use with its supplier, and what was left out."""
    found = link_productive(made, "none", lambda *told: None, LinkOptions(**options))
    names = [column.process.id for column in found.links.columns]
    entries: dict[tuple[str, str], float] = {}
    for row, column, value in zip(found.links.rows, found.links.cols, found.links.values, strict=True):
        key = names[row], names[column]
        entries[key] = entries.get(key, 0.0) + value
    own = {use.process: use.supplier for use in found.own_use}
    return entries, own, [skip.id for skip in found.links.skipped]


def test_a_productive_system_is_linked_as_ever() -> None:
    """Loops and own use below one: 0.3 of itself, and a loop of gain 0.5 · 0.4."""
    made = database(process("a", 1.0, takes("A", 0.3), takes("B", 0.5)), process("b", 2.0, takes("A", 0.8)))
    entries, own, gone = linked(made)
    plain, _ = link(Converter(made), "none", lambda *told: None)
    assert list(zip(plain.rows, plain.cols, plain.values, strict=True)) == [
        (0, 0, 1.0), (0, 0, -0.3), (1, 0, -0.5), (1, 1, 2.0), (0, 1, -0.8),
    ]  # fmt: skip
    assert entries == pytest.approx({("a", "a"): 0.7, ("b", "a"): -0.5, ("b", "b"): 2.0, ("a", "b"): -0.8})
    assert (own, gone) == ({}, [])


def test_what_is_shipped_comes_from_who_made_it() -> None:
    """A process that takes 1 000 pieces in and gives 1 000 out is no supplier of its own."""
    shipping = process("shipping", 1000.0, takes("A", 1000.0), flow="A")
    entries, own, gone = linked(database(shipping, process("a", 1.0)))
    assert entries[("a", "shipping")] == -1000.0 and entries[("shipping", "shipping")] == 1000.0
    assert (own, gone) == ({"shipping": "a"}, [])


def test_without_another_supplier_own_use_is_cut_off_and_counted_as_unlinked() -> None:
    cutting = process("cutting", 100.0, takes("GLASS", 103.0), flow="GLASS")
    found = link_productive(database(cutting), "none", lambda *told: None)
    assert found.links.values == [100.0]
    assert sum(tally.count for tally in found.links.unlinked.values()) == 1
    assert [(use.share, use.supplier) for use in found.own_use] == [(1.03, "")]


def test_a_supplier_that_is_named_or_chosen_by_hand_stays() -> None:
    shipping = process("shipping", 10.0, takes("A", 10.0, provider="b"), flow="A")
    makers = (process("a", 1.0), process("b", 1.0, flow="A"))
    entries, own, _ = linked(database(shipping, *makers))
    assert entries[("b", "shipping")] == -10.0 and own == {}
    unnamed = process("shipping", 10.0, takes("A", 10.0), flow="A")
    entries, own, _ = linked(database(unnamed, *makers), choices={"A": "b"})
    assert entries[("b", "shipping")] == -10.0 and own == {}


def test_more_than_ten_times_its_own_product_is_a_mistake_and_left_out() -> None:
    """A sheet of a whole sector's inputs for 10 000 yuan of its output."""
    sector = process("sector", 1333.0, takes("SECTOR", 2e9))
    entries, own, gone = linked(database(sector, process("user", 1.0, takes("SECTOR", 0.1))))
    assert gone == ["sector"] and own == {}
    assert entries == {("user", "user"): 1.0}


def test_of_a_loop_that_gains_the_member_that_takes_most_is_left_out() -> None:
    """a → b → c → a with gain 0.5 · 0.5 · 8 = 2: c takes eight of what it buys, so c goes."""
    made = database(
        process("a", 1.0, takes("B", 0.5)),
        process("b", 1.0, takes("C", 0.5)),
        process("c", 1.0, takes("A", 8.0)),
    )
    entries, _, gone = linked(made)
    assert gone == ["c"]
    assert entries == {("a", "a"): 1.0, ("b", "a"): -0.5, ("b", "b"): 1.0}


def test_one_wrong_process_does_not_take_its_whole_economy_with_it() -> None:
    """Thirty processes in one loop of small gains, and one that buys a thousand times what it makes."""
    ring = [process(f"p{at}", 1.0, takes(f"P{(at + 1) % 30}", 0.2)) for at in range(30)]
    ring[7] = process("p7", 1.0, takes("P8", 0.2), takes("P3", 1e5))
    _, _, gone = linked(database(*ring))
    assert gone == ["p7"]


def test_a_credit_in_a_loop_is_left_to_the_solver() -> None:
    """A loop of gain one from which a credit returns some of its own product may have an answer."""
    made = database(
        process("a", 1.0, takes("B", 1.0)),
        process("b", 1.0, takes("A", 1.0), exchange("A", 0.5, is_avoided=True)),
    )
    _, _, gone = linked(made)
    assert gone == []
