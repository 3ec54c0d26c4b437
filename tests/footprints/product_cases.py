"""A small works: gas is bought, cement is made with it, concrete is made with the cement. Numbers are round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from offices import somebody

from tanzuji.documents.datasets import Dataset, GasAmount, Source, Uncertainty
from tanzuji.documents.editing import Set
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.store import home, release_folder
from tanzuji.footprints import services
from tanzuji.footprints.models import Study
from tanzuji.library.services import index_newest
from tanzuji.parties.acting import Acting


class Named:
    """What the library is called: another name every test, since releases are opened once a process."""

    name = "lib"


@contextmanager
def works_of_its_own() -> Iterator[Acting]:
    """An editor whose libraries are called as nobody else's; the files they make are gone afterwards."""
    before = set((home() / "releases").glob("*"))
    usual, Named.name = Named.name, f"lib-{uuid4().hex[:8]}"
    try:
        yield somebody("works@example.org")
    finally:
        Named.name = usual
        made = {*(home() / "releases").glob("lib-*"), *(home() / "releases").glob("org-*")} - before
        for folder in made | {home() / "catalogue"}:
            shutil.rmtree(folder, ignore_errors=True)


def library(
    version: str,
    *,
    replaces: dict[str, str] | None = None,
    uncertainty: dict[str, Uncertainty] | None = None,
    **values: float,
) -> Release:
    """An installed release of so many kg CO2e per kg, the newest of its name from now on."""
    datasets = [
        Dataset(
            id=key,
            name=Text(zh=f"{key} 因子", en=f"{key} factor"),
            unit="kg",
            boundary="cradle_to_gate",
            amounts=(GasAmount(gas="CO2e", amount=value),),
            source=Source(title="by hand"),
            replaces=(replaces or {}).get(key),
            uncertainty=(uncertainty or {}).get(key),
        )
        for key, value in values.items()
    ]
    title = Text(zh="小库", en="small library")
    release = write_release(
        release_folder(Named.name, version),
        name=Named.name,
        version=version,
        title=title,
        licence="CC0",
        datasets=datasets,
    )
    index_newest(release)
    return release


def model(
    name: str, *inputs: tuple[str, float, str], unit: str = "t", amount: float = 1, **more: Any
) -> ProductModel:
    """A product of one process: inputs as dataset, amount, unit; a unit of `amount` `unit`."""
    return ProductModel.parse(
        {
            "id": name,
            "product": {"name": {"zh": f"{name} 产品", "en": name}},
            "unit": {
                "kind": "declared",
                "amount": amount,
                "unit": unit,
                "description": {"zh": "一份", "en": "one"},
            },
            "boundary": {"type": "cradle_to_gate", "geography": "CN"},
            "processes": [
                {
                    "id": "make",
                    "name": {"zh": "制造", "en": "make"},
                    "stage": "manufacturing",
                    "inputs": [
                        {"id": f"i{n}", "name": {"zh": d, "en": d}, "amount": a, "unit": u, "dataset": d}
                        for n, (d, a, u) in enumerate(inputs)
                    ],
                }
            ],
            **more,
        }
    )


def study(acting: Acting, of: ProductModel, release: Release) -> Study:
    return services.create(acting, of, [release])


def published(acting: Acting, of: Study) -> str:
    """The study's draft made a version and published; the dataset's id."""
    version = services.make_version(acting, of.id)
    return services.publish(acting, of.id, version.number).dataset


def change(acting: Acting, of: Study, amount: float, line: str = "i0") -> None:
    services.edit(
        acting, of.id, [Set(place=f"processes[make].inputs[{line}].amount", value=amount)], force=True
    )


def use(acting: Acting, of: Study, dataset: str, line: str = "i0") -> None:
    services.edit(
        acting, of.id, [Set(place=f"processes[make].inputs[{line}].datasets", value=[dataset])], force=True
    )
