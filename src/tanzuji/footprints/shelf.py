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
from tanzuji.engine.store import home, installed, open_release
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.files import keep
from tanzuji.formats.starter import starter_release
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


def release_names() -> tuple[str, ...]:
    """The installed libraries as `name version`, the starter first."""
    starter = starter_release()
    own = f"{starter.name} {starter.version}"
    return (own, *(name for name in sorted(f"{r.name} {r.version}" for r in installed()) if name != own))


def chosen_releases(names: Iterable[str]) -> list[Release]:
    """The libraries of these `name version`; the starter for none. Raises `release.not-found`, `release.bad-name`."""
    found = []
    for place, name in enumerate(list(names)[:MAX_RELEASES]):
        title, _, version = name.strip().partition(" ")
        try:
            found.append(open_release(title, version or None))
        except CodedError as error:
            raise error.at(f"releases[{place}]") from error
    return found or [starter_release()]
