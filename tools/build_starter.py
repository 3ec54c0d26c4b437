"""Build the tables of the starter library from the shared factor tables.

    python tools/build_starter.py [SHARED] [--uslci RELEASE]

SHARED is the folder with `data/factors` (default: ../shared beside the repository). RELEASE is the folder of
an imported USLCI release; without it the USLCI rows keep totals calculated before.
Sources, notes and category names (`sources.csv`, `notes.csv`, `categories.csv`) are written by hand.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from starter_library import china, epa, gwp, process, uk, world  # noqa: E402
from starter_library.tables import COLUMNS, Row, write  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", nargs="?", type=Path, default=REPOSITORY.parent / "shared")
    parser.add_argument("--uslci", type=Path, metavar="RELEASE")
    parser.add_argument("--into", type=Path, default=REPOSITORY / "src/tanzuji", help="the package folder")
    options = parser.parse_args()
    folder = options.into / "starter"
    gwp.build(options.shared, options.into / "documents/gwp.csv")
    for name, rows in tables(options.shared, options.uslci).items():
        write(folder / f"{name}.csv", COLUMNS, rows)
        print(f"{name}: {len(rows)} rows")


def tables(shared: Path, uslci_release: Path | None = None) -> dict[str, list[Row]]:
    """Every table by file name."""
    made = {
        "china_electricity": china.electricity(shared),
        "china_fuels": china.fuels(shared),
        "uk_2025": uk.factors(shared),
        "refrigerants": uk.refrigerants(shared),
        "epa_hub_2025": epa.hub(shared),
        "epa_supply_chain": epa.supply_chain(shared),
        "ipcc_processes": process.ipcc(shared),
        "electricity_technologies": world.technologies(shared),
        "electricity_countries": world.countries(shared),
    }
    made["derived"] = process.derived(shared, [row for rows in made.values() for row in rows])
    made["uslci_results"] = process.uslci(_masses(uslci_release) if uslci_release else None)
    return made


def _masses(folder: Path) -> dict[str, list[float]]:
    """kg CO2, CH4 and N2O and the remaining kg CO2e (AR6) per kg of each USLCI process, from a release."""
    sys.path.insert(0, str(REPOSITORY / "src"))
    from starter_library.tables import words

    from tanzuji.documents.gases import gwp as gwp100
    from tanzuji.documents.quantities import factor
    from tanzuji.engine.release import Release

    release = Release.open(folder)
    by_name: dict[str, list[str]] = {}
    for dataset in release.datasets():
        by_name.setdefault(dataset.name.to("en").strip(), []).append(dataset.id)
    found = {}
    for entry in words("uslci"):
        ids = by_name.get(entry["name"], [])
        if len(ids) != 1:
            raise SystemExit(f"{len(ids)} datasets are named {entry['name']!r}")
        per_kg = 1 / factor(release.dataset(ids[0]).unit, "kg")
        masses = [0.0, 0.0, 0.0, 0.0]
        for column, kg in zip(release.columns, release.gas_amounts[release.index(ids[0])], strict=True):
            if column.line in {"biogenic", "removal"} and column.gas == "CO2":
                continue  # taken up and released again; the published totals leave it out too
            place = {"CO2": 0, "CH4-fossil": 1, "CH4": 1, "N2O": 2}.get(column.gas, 3)
            masses[place] += float(kg) * per_kg * (gwp100(column.gas, "AR6") if place == 3 else 1.0)
        found[entry["name"]] = [float(f"{mass:.6g}") for mass in masses]
    return found


if __name__ == "__main__":
    main()
