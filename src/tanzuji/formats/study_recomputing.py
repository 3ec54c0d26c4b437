"""A package of a study computed anew, and held against what it states: digests, and every number at ten digits."""

from __future__ import annotations

import platform
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import digest, ten_digits
from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.text import Text
from tanzuji.engine import compute
from tanzuji.engine.release import Release
from tanzuji.engine.store import open_release
from tanzuji.formats.starter import starter_release
from tanzuji.formats.study_package import PackedRelease, Stated, StudyPackage, stated_of

OTHER_RELEASE = define(
    "study-package.other-release",
    zh="数据库 {name} {version} 的摘要与核算所写的不同。",
    en="The library release {name} {version} is not the one the study stands on.",
    remedy_zh="请安装摘要为 {digest} 的那一版。",
    remedy_en="Install the one with the digest {digest}.",
)

FORMAT: Literal["tanzuji/recomputation/1"] = "tanzuji/recomputation/1"
MOST_DIFFERENCES = 200


class Difference(Document):
    """A number that came out otherwise, at ten significant digits."""

    place: str
    name: Text | None = None
    stated: str
    recomputed: str


class Recomputed(Document):
    """What a recomputation came to. `equal`: result digest and every number at ten digits, from the stated model."""

    format: Literal["tanzuji/recomputation/1"]
    package: str = Field(description="digest of the package")
    reference: str = ""
    version: int
    equal: bool
    same_model: bool = Field(description="the model's digest is the stated one")
    same_engine: bool = Field(description="computed by the engine version that the study states")
    same_id: bool = Field(
        description="the footprint id came out equal, as it has to with the same engine version"
    )
    stated: Stated
    recomputed: Stated
    differences: tuple[Difference, ...] = ()
    count: int = Field(0, description="of differences, listed or not")
    compared: int = Field(0, description="numbers that were compared")
    software: str = ""
    machine: str = ""
    seconds: float = 0.0


def recomputed(package: StudyPackage) -> Recomputed:
    """The study computed from the package alone; releases that are not in it are looked for among the installed.

    Raises `release.not-found`, `release.damaged`, `study-package.other-release`, and what `compute` raises.
    """
    started = time.perf_counter()
    stated, manifest = package.footprint(), package.manifest
    model = package.model()
    with tempfile.TemporaryDirectory(prefix="tanzuji-recomputing-") as folder:
        releases = tuple(_opened(of, at) for of, at in package.lay_out(Path(folder)))
        found = compute(model, releases, seed=manifest.stated.seed)
    pairs = list(_pairs(stated, found))
    differing = [
        Difference(place=place, name=name, stated=a, recomputed=b) for place, name, a, b in pairs if a != b
    ]
    now, claimed = stated_of(found), manifest.stated
    same_engine = claimed.engine_version == now.engine_version
    same_model = digest(model) == claimed.model_digest
    same_id = now.footprint_id == claimed.footprint_id
    told = claimed == stated_of(stated)  # the manifest says what the footprint beside it says
    equal = (
        told
        and same_model
        and not differing
        and now.result_digest == claimed.result_digest
        and (same_id or not same_engine)
    )
    return Recomputed(
        format=FORMAT,
        package=package.digest,
        reference=manifest.reference,
        version=manifest.version,
        equal=equal,
        same_model=same_model,
        same_engine=same_engine,
        same_id=same_id,
        stated=claimed,
        recomputed=now,
        differences=tuple(differing[:MOST_DIFFERENCES]),
        count=len(differing),
        compared=len(pairs),
        software=f"tanzuji {version('tanzuji')}, Python {platform.python_version()}",
        machine=f"{platform.system()} {platform.machine()}",
        seconds=round(time.perf_counter() - started, 3),
    )


def _opened(of: PackedRelease, folder: Path | None) -> Release:
    """A release of the package, or an installed one of the same digest; its files are verified."""
    release = Release.open(folder) if folder is not None else _installed(of)
    release.verify()
    if (release.name, release.version, release.digest) != (of.name, of.version, of.digest):
        raise OTHER_RELEASE.error(name=of.name, version=of.version, digest=of.digest)
    return release


def _installed(of: PackedRelease) -> Release:
    starter = starter_release()
    if starter.digest == of.digest:
        return starter
    try:
        return open_release(of.name, of.version)
    except CodedError as error:
        raise CodedError(
            [OTHER_RELEASE.problem(name=of.name, version=of.version, digest=of.digest), *error.problems]
        ) from error


Pair = tuple[str, Text | None, str, str]


def _pairs(stated: Footprint, found: Footprint) -> Iterator[Pair]:
    """Place, name, and both numbers at ten digits: total, lines, stages, processes, contributions, gases, scenarios."""
    yield "total", None, ten_digits(stated.total), ten_digits(found.total)
    for name in type(stated.lines).model_fields:
        one, other = getattr(stated.lines, name), getattr(found.lines, name)
        if isinstance(one, float) or isinstance(other, float):
            yield f"lines.{name}", None, _said(one), _said(other)
    groups = (
        ("stages", "stage", "total"),
        ("processes", "process", "total"),
        ("contributions", "path", "total"),
        ("gases", "gas", "kg_co2e"),
        ("scenarios", "id", "total"),
    )
    for group, key, value in groups:
        yield from _of_group(group, key, value, stated, found)


def _of_group(group: str, key: str, value: str, stated: Footprint, found: Footprint) -> Iterator[Pair]:
    one, other = _keyed(getattr(stated, group), key, value), _keyed(getattr(found, group), key, value)
    for name in dict.fromkeys((*one, *other)):
        words, a = one.get(name, (None, None))
        others, b = other.get(name, (None, None))
        yield f"{group}[{name}]", words or others, _said(a), _said(b)


def _keyed(rows: tuple[Document, ...], key: str, value: str) -> dict[str, tuple[Text | None, float]]:
    """Rows by their key; several of one key are told apart by their order."""
    found: dict[str, tuple[Text | None, float]] = {}
    for row in rows:
        name = str(getattr(row, key))
        while name in found:
            name += "+"
        found[name] = (getattr(row, "name", None), getattr(row, value))
    return found


def _said(value: float | None) -> str:
    return "" if value is None else ten_digits(value)
