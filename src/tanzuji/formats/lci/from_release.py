"""A library release as the records of a unit-process database, for the writers of every format.

Every dataset becomes a process with a product of its own, so that each input names its supplier beyond doubt. A
dataset that treats waste becomes a process that takes the waste in. A factor becomes a process that emits its gases;
its supply chain is inside, so it is a result and has no inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from tanzuji.documents.datasets import Dataset, Source, Uncertainty
from tanzuji.documents.lines import Line
from tanzuji.documents.text import Text
from tanzuji.engine.release import GWP_SETS, FlowGas, Release, known_gwp
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Exchange, Flow, FlowType, Process
from tanzuji.formats.lci.reference import AIR, FROM_AIR, HIGH_AIR, MASS, ReferenceUnits, gas_flow, reads_as
from tanzuji.formats.lci.release_columns import ReleaseColumns

_COMPARTMENTS = {"removal": FROM_AIR, "aircraft": HIGH_AIR}


def database_of(release: Release, datasets: Sequence[str] | None = None) -> Database:
    """The datasets of a release as processes; with `datasets` only these and, of unit processes, whatever they stand on.

    Ids of processes are those of the datasets, amounts are per declared unit as the release holds them, so that a
    release made of what comes back has the same footprints. `losses` names what records cannot say: datasets of
    unknown footprint, which are left out, uncertainties of a total of several gases, gases on a line no flow has.
    Raises `release.no-dataset`.
    """
    wanted = list(release.ids) if datasets is None else list(dict.fromkeys(datasets))
    rows = sorted(release.index(dataset) for dataset in wanted)
    maker = _Maker(release)
    if release.has_processes:
        maker.unit_processes(None if datasets is None else rows)
    else:
        maker.factors(rows)
    return maker.database()


class _Maker:
    """Gathers processes, flows and units of one release."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.units = ReferenceUnits()
        self.flows: dict[str, Flow] = {}
        self.processes: list[Process] = []
        self.losses = Losses()
        self.kilogram = self.units.place("kg")

    def database(self) -> Database:
        return Database(
            file=f"{self.release.name}@{self.release.version}",
            schema="",
            processes=tuple(self.processes),
            flows=self.flows,
            unit_groups=self.units.groups,
            unit_group_of=self.units.group_of,
            property_groups=self.units.property_groups,
            property_names=self.units.property_names,
            kind="release",
            losses=self.losses.all(),
        )

    # factors

    def factors(self, rows: Iterable[int]) -> None:
        """Datasets whose gases are stated, as processes that emit them."""
        for row in rows:
            dataset = self.release.dataset(self.release.ids[row])
            if not dataset.amounts:
                self.losses.add("unknown-footprint", dataset.id)
                continue
            if any(amount.gas == "CO2e" for amount in dataset.amounts):
                self.losses.add("only-totals", dataset.id)
            if any(isnan(known_gwp(a.gas, s)) for a in dataset.amounts for s in GWP_SETS):
                self.losses.add("unknown-gwp", dataset.id)
            if dataset.boundary not in {"cradle_to_gate", "waste_treatment"}:
                self.losses.add("boundary", dataset.id)
            if dataset.quality is not None:
                self.losses.add("data-quality", dataset.id)
            exchanges = [self._reference(dataset, 1.0)]
            spread = dataset.uncertainty if _is_distribution(dataset.uncertainty) else None
            if spread is not None and len(dataset.amounts) > 1:
                self.losses.add("uncertainty-of-total", dataset.id)
                spread = None
            for amount in dataset.amounts:
                flow = self._gas(amount.gas, amount.line)
                kilograms = -amount.amount if amount.line == "removal" else amount.amount
                exchanges.append(self._emission(exchanges, flow, kilograms, amount.line == "removal", spread))
            self._add(dataset, exchanges, kind="LCI_RESULT")

    def _gas(self, gas: str, line: Line) -> Flow:
        flow = gas_flow(gas, line)
        if flow.id not in self.flows:
            self.flows[flow.id] = flow
            if reads_as(flow, line == "removal") != (gas, line):
                self.losses.add("gas-on-line", f"{gas} ({line})")
        return flow

    # unit processes

    def unit_processes(self, wanted: Sequence[int] | None) -> None:
        """The columns of the matrices as processes; with `wanted` these and all that supply them."""
        technosphere = ReleaseColumns(self.release, "technosphere")
        interventions = ReleaseColumns(self.release, "interventions")
        rows = range(len(self.release)) if wanted is None else technosphere.reached(wanted)
        datasets = {row: self.release.dataset(self.release.ids[row]) for row in rows}
        gases = [self._database_flow(flow) for flow in self.release.flows]
        for at, dataset in datasets.items():
            exchanges = self._technosphere(at, datasets, technosphere)
            for row, kilograms, place in interventions.of(at):
                flow, is_input, sign = gases[row]
                self.flows.setdefault(flow.id, flow)
                amount = sign * kilograms * self.release.flows[row].unit_kg
                spread = interventions.uncertainty(place, amount)
                exchanges.append(self._emission(exchanges, flow, amount, is_input, spread))
            self._add(dataset, exchanges, kind="UNIT_PROCESS")

    def _technosphere(
        self, at: int, datasets: dict[int, Dataset], technosphere: ReleaseColumns
    ) -> list[Exchange]:
        """The reference product first, then inputs, credits and further outputs of the product itself."""
        entries = technosphere.of(at)
        own = [k for k, (row, _, _) in enumerate(entries) if row == at]
        main = max(own, key=lambda k: entries[k][1])
        _, made, place = entries[main]
        exchanges = [self._reference(datasets[at], made, technosphere.uncertainty(place, made))]
        for k, (row, value, place) in enumerate(entries):
            if k == main or value == 0.0:
                continue
            supplier = datasets[row]
            makes = row == at and value > 0  # a second output of the product
            exchanges.append(
                self._product(
                    exchanges,
                    supplier,
                    abs(value),
                    is_input=(supplier.boundary == "waste_treatment") == makes,
                    is_avoided=value > 0 and not makes,
                    provider="" if makes else supplier.id,
                    uncertainty=technosphere.uncertainty(place, abs(value)),
                )
            )
        return exchanges

    def _database_flow(self, flow: FlowGas) -> tuple[Flow, bool, int]:
        """The flow behind a row of the interventions, whether it is an input, and the sign of one kilogram.

        The release keeps name and gas, not the compartment; one that reads back as the same gas is chosen.
        """
        is_input = flow.id.endswith(":in")
        identifier = flow.id.removesuffix(":in")
        category = _COMPARTMENTS.get(flow.line, AIR)
        found = classify(flow.name, category=category, is_input=is_input)
        if isinstance(found, Characterised) and (found.gas, found.line) == (flow.gas, flow.line):
            made = Flow(
                id=identifier,
                name=flow.name,
                type="ELEMENTARY_FLOW",
                category=category,
                reference_property=MASS,
                properties={MASS: 1.0},
            )
            return made, is_input, found.sign
        made = self._gas(flow.gas or "", flow.line)
        removal = flow.line == "removal"
        return made, removal, -1 if removal else 1

    # shared

    def _reference(self, dataset: Dataset, amount: float, uncertainty: Uncertainty | None = None) -> Exchange:
        is_input = dataset.boundary == "waste_treatment"
        return self._product(
            [], dataset, amount, is_input=is_input, is_reference=True, uncertainty=uncertainty
        )

    def _product(
        self,
        before: Sequence[Exchange],
        supplier: Dataset,
        amount: float,
        *,
        is_input: bool,
        is_reference: bool = False,
        is_avoided: bool = False,
        provider: str = "",
        uncertainty: Uncertainty | None = None,
    ) -> Exchange:
        place = self.units.place(supplier.unit)
        flow = f"{supplier.id}#product"
        if flow not in self.flows:
            self.flows[flow] = self._product_flow(flow, supplier)
        return Exchange(
            internal=str(len(before) + 1),
            flow=flow,
            amount=amount,
            unit=place.id,
            unit_name=place.name,
            property=place.property,
            is_input=is_input,
            is_reference=is_reference,
            is_avoided=is_avoided,
            provider=provider,
            formula=False,
            uncertainty=uncertainty,
        )

    def _product_flow(self, identifier: str, dataset: Dataset) -> Flow:
        named = str(self.release.report.get("products", {}).get(dataset.id, ""))
        names = Text.parse(named) if named else dataset.name
        kind: FlowType = "WASTE_FLOW" if dataset.boundary == "waste_treatment" else "PRODUCT_FLOW"
        place = self.units.place(dataset.unit)
        return Flow(
            id=identifier,
            name=names.to("en"),
            type=kind,
            category=dataset.category,
            reference_property=place.property,
            properties={place.property: 1.0},
            names=names,
            location=dataset.geography,
        )

    def _emission(
        self,
        before: Sequence[Exchange],
        flow: Flow,
        kilograms: float,
        is_input: bool,
        uncertainty: Uncertainty | None = None,
    ) -> Exchange:
        return Exchange(
            internal=str(len(before) + 1),
            flow=flow.id,
            amount=kilograms,
            unit=self.kilogram.id,
            unit_name=self.kilogram.name,
            property=MASS,
            is_input=is_input,
            is_reference=False,
            is_avoided=False,
            provider="",
            formula=False,
            uncertainty=uncertainty,
        )

    def _add(self, dataset: Dataset, exchanges: list[Exchange], kind: str) -> None:
        self.processes.append(
            Process(
                id=dataset.id,
                name=dataset.name.to("en"),
                member=dataset.id,
                kind=kind,
                location=dataset.geography,
                category=dataset.category,
                technology=_both(dataset.technology),
                valid_from=f"{dataset.year_from:04}-01-01" if dataset.year_from else "",
                valid_to=f"{dataset.year_to:04}-12-31" if dataset.year_to else "",
                version=dataset.version,
                default_allocation=None,
                exchanges=tuple(exchanges),
                factors=(),
                source=dataset.source.title,
                names=dataset.name,
                comment=_comment(dataset),
                publisher=dataset.source.publisher,
                licence=dataset.source.licence or self.release.licence,
            )
        )


def _is_distribution(uncertainty: Uncertainty | None) -> bool:
    return uncertainty is not None and uncertainty.distribution != "none"


def _both(text: Text | None) -> str:
    """A text in every language it has, on lines of their own."""
    return "\n".join(part for part in (text.zh, text.en) if part) if text else ""


def _comment(dataset: Dataset) -> str:
    """What a reader of the file should know of where the numbers come from."""
    lines = [_both(dataset.note), *_source_lines(dataset.source)]
    if dataset.kind == "factor":
        lines.append(f"boundary: {dataset.boundary}; gas basis: {dataset.gas_basis}")
    if dataset.gwp_set:
        lines.append(f"characterised with the GWP100 of IPCC {dataset.gwp_set}")
    return "\n".join(line for line in lines if line)


def _source_lines(source: Source) -> list[str]:
    year = f" ({source.year})" if source.year else ""
    where = f", {source.location}" if source.location else ""
    return [
        f"source: {source.title}{year}{where}",
        source.url,
        f"obtained from: {source.obtained_from}" if source.obtained_from else "",
        f"verified: {source.verification}" if source.verification else "",
    ]
