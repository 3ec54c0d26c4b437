"""Build the reference tables that exported databases stand on: elementary flows of gases, and units.

    python tools/build_lci_reference.py [SHARED]

`gas_flows.csv`: the flow of the EF 3.1 reference package for each gas and reporting line, so that the impact methods of
other programs know what we write. `reference_units.csv`: units, unit groups and flow properties under the identifiers
that openLCA and the public databases share, as the USLCI package carries them.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tanzuji.documents.quantities import convertible, factor
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.lci.units import spelled

REPOSITORY = Path(__file__).resolve().parent.parent
EF = "data/factors/ef31_climate_change.csv"
USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"

COMPARTMENTS = {
    "Emissions / Emissions to air / Emissions to air, unspecified": False,
    "Emissions / Emissions to air / Emissions to lower stratosphere and upper troposphere": False,
    "Resources / Resources from air / Renewable material resources from air": True,
}
# The quantities that products are declared in, and the property that a flow in such a unit has first of all.
PROPERTIES = {
    "Units of mass": "Mass", "Units of energy": "Energy", "Units of volume": "Volume", "Units of area": "Area",
    "Units of length": "Length", "Units of items": "Number of items", "Units of area*time": "Area*time",
    "Units of mass*length": "Goods transport (mass*distance)", "Units of person transport": "Person transport",
    "Units of vehicle transport": "Vehicle transport", "Units of time": "Duration",
    "Units of volume*time": "Volume*time", "Units of mass*time": "Mass*time", "Units of length*time": "Length*time",
    "Units of items*length": "Items*Length",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", nargs="?", type=Path, default=REPOSITORY.parent / "shared")
    shared = parser.parse_args().shared
    folder = REPOSITORY / "src/tanzuji/formats/lci"
    write(folder / "gas_flows.csv", sorted(gas_flows(shared), key=lambda row: (row["gas"], row["line"])))
    write(folder / "reference_units.csv", list(reference_units(shared)))


def gas_flows(shared: Path) -> Iterator[dict[str, str]]:
    """One flow a gas and line; the first in the order of the table where several stand for the same."""
    seen: set[tuple[str, str]] = set()
    with (shared / EF).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["compartment"] in COMPARTMENTS]
    rows.sort(key=lambda row: list(COMPARTMENTS).index(row["compartment"]))  # unspecified air goes first
    for row in rows:
        is_input = COMPARTMENTS[row["compartment"]]
        category = tuple(row["compartment"].split(" / "))
        found = classify(row["flow_name"], cas=row["flow_cas"], category=category, is_input=is_input)
        if not isinstance(found, Characterised) or (found.gas, found.line) in seen:
            continue
        if is_input and row["value"] != "0.0":  # the uptake by land-use change is no removal of ours
            continue
        seen.add((found.gas, found.line))
        yield {
            "gas": found.gas, "line": found.line, "uuid": row["flow_uuid"], "name": row["flow_name"],
            "cas": row["flow_cas"], "category": row["compartment"],
        }  # fmt: skip


def reference_units(shared: Path) -> Iterator[dict[str, Any]]:
    """Units that our documents know, with the group and the property they belong to; the reference unit first.

    The package rounds some factors (a pound is 0.45 kg there); ours come from the unit's definition, so only a name
    that means something else to us (a hand, an are) is told by its factor and left out.
    """
    with zipfile.ZipFile(shared / USLCI) as package:
        properties = {p["name"]: p["@id"] for p in members(package, "flow_properties")}
        for group in sorted(members(package, "unit_groups"), key=lambda g: str(g["name"])):
            name = PROPERTIES.get(group["name"])
            if name is None:
                continue
            units = sorted(group["units"], key=lambda u: (not u.get("referenceUnit"), u["name"]))
            reference = spelled(units[0]["name"]) or ""
            seen: set[str] = set()
            for unit in units:
                ours = spelled(unit["name"])
                if ours is None or ours in seen or not convertible(ours, reference):
                    continue
                if abs(unit.get("conversionFactor", 1.0) / factor(ours, reference) - 1) < 0.4:
                    seen.add(ours)
                    yield {
                        "unit": ours, "name": unit["name"], "uuid": unit["@id"], "group": group["@id"],
                        "group_name": group["name"], "property": properties[name], "property_name": name,
                    }  # fmt: skip


def members(package: zipfile.ZipFile, folder: str) -> Iterator[dict[str, Any]]:
    for name in package.namelist():
        if name.startswith(f"{folder}/") and name.endswith(".json"):
            yield json.loads(package.read(name))


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    print(f"{path.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
