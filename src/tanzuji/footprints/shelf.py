"""What a new study can start from: the examples that ship with the package, and the libraries it may stand on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from tanzuji import __version__
from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.engine.release import Release
from tanzuji.engine.store import (
    PRODUCTS,
    full_name,
    home,
    installed,
    may_open,
    open_for,
    owner_of,
    short_name,
)
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.files import keep
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent

MAX_RELEASES = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A product that ships with the package; `total` in kg CO2e per unit."""

    key: str
    model: ProductModel
    total: float

    @property
    def lines(self) -> int:
        """Inputs, energy, transports, wastes and emissions."""
        return sum(
            len(p.inputs) + len(p.energy) + len(p.transports) + len(p.wastes) + len(p.emissions)
            for p in self.model.processes
        )


@lru_cache(maxsize=1)
def _models() -> dict[str, ProductModel]:
    return demo_models()


def example(key: str) -> ProductModel:
    """The model of an example. Raises `web.absent`."""
    found = _models().get(key)
    if found is None:
        raise absent()
    return found


_computing = Lock()


def examples() -> tuple[Example, ...]:
    """Every example with its footprint on top of the starter library.

    Ten footprints take a second: they are computed once for a library and kept under `home()`.
    """
    with _computing:
        totals = _totals()
    return tuple(Example(key, model, totals[key]) for key, model in _models().items())


@lru_cache(maxsize=1)
def _totals() -> dict[str, float]:
    models, release = _models(), starter_release()
    rests_on = digest([__version__, release.digest, *(digest(model) for model in models.values())])
    path = home() / "examples.json"
    try:
        kept = json.loads(path.read_text("utf-8"))
        if kept["rests_on"] == rests_on:
            return dict(kept["totals"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not computed yet, or by another version
    totals = {key: compute(model, (release,)).total for key, model in models.items()}
    keep(path, (json.dumps({"rests_on": rests_on, "totals": totals}, indent=1) + "\n").encode())
    return totals


def release_names(acting: Acting) -> tuple[str, ...]:
    """The libraries the acting organisation may use, as `name version`: the starter first, then its own."""
    starter = starter_release()
    first = f"{starter.name} {starter.version}"
    own_products = full_name(
        acting.organisation_id, PRODUCTS
    )  # stood on where a model names a product, never chosen
    usable = [r for r in installed() if may_open(r.name, acting.organisation_id) and r.name != own_products]
    usable.sort(key=lambda r: (owner_of(r.name) is None, short_name(r.name), r.version))
    return (first, *(name for name in (f"{r.name} {r.version}" for r in usable) if name != first))


def chosen_releases(names: Iterable[str], acting: Acting) -> list[Release]:
    """The libraries of these `name version` that the acting organisation may use; the starter for none.

    Its own may be named without the organisation's prefix. Raises `release.not-found`, alike for another
    organisation's and for one that does not exist, and `release.bad-name`.
    """
    found = []
    for place, name in enumerate(list(names)[:MAX_RELEASES]):
        title, _, version = name.strip().partition(" ")
        try:
            found.append(open_for(acting.organisation_id, title, version or None))
        except CodedError as error:
            raise error.at(f"releases[{place}]") from error
    return found or [starter_release()]
