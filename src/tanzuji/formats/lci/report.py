"""What an import has to say, as plain data that is kept with the release."""

from __future__ import annotations

from statistics import fmean, median
from typing import Any

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import CodedError
from tanzuji.documents.gases import gwp
from tanzuji.formats.lci.allocation import Allocation, Shares, as_row, is_product, products_of
from tanzuji.formats.lci.balance import Balance, as_rows
from tanzuji.formats.lci.interventions import Interventions
from tanzuji.formats.lci.linking import Ambiguity, Links
from tanzuji.formats.lci.options import LINKINGS, LinkOptions
from tanzuji.formats.lci.records import Database, Exchange, Loss, Process
from tanzuji.formats.lci.units import Converter

FORMAT = "tanzuji/import-report/1"
_SETS: tuple[GwpSet, ...] = ("AR4", "AR5", "AR6")
_MASS_AND_ENERGY = ("kg", "MJ", "kWh")


def make_report(
    database: Database,
    converter: Converter,
    links: Links,
    allocations: list[tuple[Process, Shares]],
    found: Interventions,
    wanted: Allocation,
    *,
    options: LinkOptions | None = None,
    balanced: Balance | None = None,
) -> dict[str, Any]:
    """The report as plain data (see docs/import.md for its parts)."""
    exchanges = [exchange for process in database.processes for exchange in process.exchanges]
    return {
        "format": FORMAT,
        "source": {"file": database.file, "kind": database.kind, "schema": database.schema},
        "read": {
            "processes": len(database.processes),
            "flows": len(database.flows),
            "flows_not_held": sum(not flow.held for flow in database.flows.values()),
            "unit_groups": len(database.unit_groups),
            "exchanges": len(exchanges),
            "formulas": sum(exchange.formula for exchange in exchanges),
            "nested_archives": list(database.nested),
        },
        "datasets": len(links.columns),
        "linking": _linking(database, links, options or LinkOptions()),
        "allocation": _allocation(database, links, allocations, wanted),
        "gases": _gases(found),
        "units": converter.report() | _declared(links),
        "uncertainty": {
            "exchanges": sum(exchange.uncertainty is not None for exchange in exchanges),
            "linked": sum(spread is not None for spread in (*links.spreads, *found.spreads)),
        },
        "balance": as_rows(balanced) if balanced else None,
        "losses": _losses(database, exchanges, found),
        "skipped": [
            {"process": s.process, "id": s.id, "reason": s.reason, "detail": s.detail} for s in links.skipped
        ],
        "products": {
            column.id: database.flows[column.flow].name
            for column in links.columns
            if database.flows[column.flow].name != column.process.name
        },
    }


def _losses(database: Database, exchanges: list[Exchange], found: Interventions) -> list[dict[str, Any]]:
    """What the reader left out, and what every import leaves out."""
    formulas = sum(exchange.formula for exchange in exchanges)
    characterised = sum(tally.count for tally in found.gases.values())
    own = {loss.what for loss in database.losses}
    general = (
        Loss("formulas", formulas),
        Loss("spread-around-nothing", sum(e.uncertainty is not None and e.amount == 0 for e in exchanges)),
        Loss("other-impacts", found.exchanges - characterised),
        Loss("nested-archives", len(database.nested), database.nested[:3]),
    )
    kept = (*database.losses, *(loss for loss in general if loss.count and loss.what not in own))
    return [
        {"what": loss.what, "count": loss.count, "examples": [name[:120] for name in loss.examples[:5]]}
        for loss in kept
    ]


def _linking(database: Database, links: Links, options: LinkOptions) -> dict[str, Any]:
    names = {process.id: process.name for process in database.processes}
    unlinked = sorted(links.unlinked.values(), key=lambda tally: (-tally.count, tally.name, tally.flow))
    count = sum(tally.count for tally in unlinked)
    return {
        "rule": LINKINGS[options.linking].to("en"),
        **options.plain(),
        "inputs": links.inputs,
        "linked": links.linked,
        "by_default_provider": links.by_default,
        "by_choice": sum(links.chosen.values()),
        "chosen": [
            {
                "flow": flow,
                "name": database.flows[flow].name,
                "process": process,
                "process_name": names.get(process, ""),
                "count": links.chosen.get(flow, 0),
            }
            for flow, process in sorted(options.choices.items())
        ],
        "credits": links.credits,
        "waste_services": links.waste_services,
        "unlinked": {
            "count": count,
            "products": sum(tally.count for tally in unlinked if not tally.waste),
            "wastes": sum(tally.count for tally in unlinked if tally.waste),
            "named_cutoff": sum(t.count for t in unlinked if t.name.upper().startswith(("CUTOFF", "DUMMY"))),
            "share_of_inputs": count / links.inputs if links.inputs else 0.0,
            "shares_by_process": _shares_by_process(links),
            "flows": [
                {"flow": t.flow, "name": t.name, "unit": t.unit, "count": t.count, "amount": t.amount}
                for t in unlinked
            ],
        },
        "ambiguous": [
            _ambiguous(a) for a in sorted(links.ambiguous.values(), key=lambda a: (-a.count, a.name))
        ],
        "default_provider_absent": [
            {"name": name, "count": count} for name, count in sorted(links.lost_defaults.items())
        ],
        "unconverted": [
            {"name": name, "unit": unit, "count": count}
            for (name, unit), count in sorted(links.unconverted.items())
        ],
        "negative_references": [column.process.name for column in links.columns if column.sign < 0],
    }


def _shares_by_process(links: Links) -> list[dict[str, Any]]:
    """What part of its own inputs in kg, MJ or kWh a process goes without: mean and median over the processes that
    have any. One process with an absurd amount counts as one process; in a sum of all amounts it would be all.
    """
    found = []
    for unit in _MASS_AND_ENERGY:
        asked = [own for own in links.amounts.get(unit, {}).values() if own.total > 0]
        shares = [own.unlinked / own.total for own in asked]
        if shares:
            found.append(
                {"unit": unit, "processes": len(shares), "mean": fmean(shares), "median": median(shares)}
            )
    return found


def _ambiguous(of: Ambiguity) -> dict[str, Any]:
    """One flow with several possible suppliers: the one taken most, the others, and all with their ids."""
    taken = max(of.taken, key=lambda process: of.taken[process], default="")
    names = {process.id: process.name for process in of.candidates}
    return {
        "flow": of.flow,
        "name": of.name,
        "unit": of.unit,
        "chosen": names.get(taken, ""),
        "chosen_id": taken,
        "by_hand": of.chosen_by_hand,
        "others": [process.name for process in of.candidates if process.id != taken],
        "candidates": [
            {
                "id": process.id,
                "name": process.name,
                "location": process.location,
                "taken": of.taken.get(process.id, 0),
            }
            for process in of.candidates
        ],
        "count": of.count,
    }


def _allocation(
    database: Database, links: Links, allocations: list[tuple[Process, Shares]], wanted: Allocation
) -> dict[str, Any]:
    several = [
        p
        for p in database.processes
        if len(products_of(database, p)) > 1 and is_product(database, p.reference)
    ]
    left: dict[str, list[str]] = {}
    for process, product in links.co_products:
        left.setdefault(process, []).append(product)
    return {
        "wanted": wanted,
        "multi_output_processes": len(several),
        "allocated": [as_row(p, database, s) for p, s in allocations if s.method != "none"],
        "not_allocated": [as_row(p, database, s) for p, s in allocations if s.method == "none"],
        "co_products_left": [
            {"process": process, "products": names} for process, names in sorted(left.items())
        ],
    }


def _gases(found: Interventions) -> dict[str, Any]:
    suspected = sum(tally.amount for tally in found.suspects.values())
    without = []
    for gas in sorted({tally.gas for tally in found.gases.values()}):
        sets = [gwp_set for gwp_set in _SETS if not _has_gwp(gas, gwp_set)]
        if sets:
            without.append({"gas": gas, "sets": sets})
    return {
        "elementary_exchanges": found.exchanges,
        "characterised": [
            {
                "gas": t.gas,
                "line": t.line,
                "exchanges": t.count,
                "names": sorted(t.names),
                "taken_for_fossil": t.assumed_fossil,
            }
            for t in sorted(found.gases.values(), key=lambda t: (-t.count, t.gas, t.line))
        ],
        "uncharacterised": [
            {"name": t.name, "why": t.why, "exchanges": t.count, "kg": t.amount}
            for t in sorted(found.suspects.values(), key=lambda t: (-t.amount, t.name))
        ],
        "uncharacterised_share_of_mass": suspected / (suspected + found.gas_mass) if suspected else 0.0,
        "without_mass": [
            {"name": name, "unit": unit, "exchanges": count}
            for (name, unit), count in sorted(found.without_mass.items())
        ],
        "no_gwp": without,
    }


def _has_gwp(gas: str, gwp_set: GwpSet) -> bool:
    try:
        gwp(gas, gwp_set)
    except CodedError:
        return False
    return True


def _declared(links: Links) -> dict[str, Any]:
    fallbacks = [column for column in links.columns if column.declared.fallback]
    return {
        "unmapped": [
            {"process": column.process.name, "unit": column.declared.stated, "declared": column.declared.unit}
            for column in fallbacks
        ]
    }
