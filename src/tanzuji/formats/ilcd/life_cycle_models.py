"""Who supplies whom, as the life cycle models of eILCD and TIDAS state it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tanzuji.formats.ilcd.data_sets import DataSet
from tanzuji.formats.ilcd.elements import child, children, plain_id, reference
from tanzuji.formats.lci.records import Process

Demand = tuple[str, str]
"""A process and the flow it asks for."""


@dataclass
class Providers:
    """Suppliers by who asks for what; where two models of a package disagree, none of them is taken."""

    suppliers: dict[Demand, set[str]] = field(default_factory=dict)

    def add(self, data_set: DataSet) -> None:
        """Take up the connections of one model, which stand with the process that supplies."""
        parts = child(data_set.root, "lifeCycleModelInformation", "technology", "processes")
        instances = list(children(parts, "processInstance"))
        processes = {
            each.get("dataSetInternalID") or "": reference(child(each, "referenceToProcess"))
            for each in instances
        }
        for each in instances:
            supplier = processes[each.get("dataSetInternalID") or ""]
            for output in children(each, "connections", "outputExchange"):
                for user in children(output, "downstreamProcess"):
                    flow = plain_id(user.get("flowUUID") or output.get("flowUUID") or "")
                    asking = processes.get(user.get("id") or "", "")
                    if supplier and flow and asking:
                        self.suppliers.setdefault((asking, flow), set()).add(supplier)

    @property
    def competing(self) -> list[str]:
        """Flows for which models name different suppliers of the same process."""
        return [flow for (_, flow), suppliers in self.suppliers.items() if len(suppliers) > 1]

    def applied(self, processes: tuple[Process, ...]) -> tuple[Process, ...]:
        """The processes with the models' suppliers, where an exchange names none itself."""
        if not self.suppliers:
            return processes
        chosen = {asked: next(iter(found)) for asked, found in self.suppliers.items() if len(found) == 1}
        return tuple(
            replace(
                process,
                exchanges=tuple(
                    exchange
                    if exchange.provider or exchange.is_reference
                    else replace(exchange, provider=chosen.get((process.id, exchange.flow), ""))
                    for exchange in process.exchanges
                ),
            )
            for process in processes
        )
