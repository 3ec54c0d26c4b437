"""Finished studies as contributions to the shared library: the footprint, its trail, and what it is comparable by.

A line of the model becomes an input of the trail. It is traced where both its numbers are: the factor to its dataset,
and the amount to a document, or else to the words in which the study says where it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isfinite, nan
from typing import Any
from uuid import UUID

from django.db import transaction

from tanzuji.contributions import services as contributing
from tanzuji.documents.datasets import Quality
from tanzuji.documents.footprints import Contribution as Part
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import ProductModel
from tanzuji.documents.regions import code_of
from tanzuji.documents.rules import CheckResult
from tanzuji.footprints import messages, queries
from tanzuji.footprints.benchmarking import rule_of, subject_of
from tanzuji.footprints.models import Study, Version
from tanzuji.parties.acting import Acting

FINISHED = ("internally_reviewed", "submitted", "verified")
"""States in which a study may be contributed: somebody else has reviewed it."""

_SCORES = ("technology", "geography", "time", "precision", "completeness")


def finished(acting: Acting) -> list[Study]:
    """The organisation's studies that passed internal review, last edited first."""
    return list(queries.studies(acting).filter(state__in=FINISHED))


def contribute(
    acting: Acting,
    studies: Collection[UUID | str],
    declarations: Mapping[str, Any],
    *,
    licence: str,
    outputs: Mapping[str, str | float] | None = None,
) -> list[UUID]:
    """The newest reviewed version of each study as a draft contribution of kind `footprint`: all, or none (ZJ-204).

    `outputs`: by id of the study, how many of its units were produced in the year; without one its footprint is never
    counted in a benchmark. Their ids come back; done again, it gives the drafts that were made. Raises
    `footprints.not-finished`, `footprints.not-an-output`, `web.absent` and what is wrong with the papers, by study.
    """
    said = {str(id_): output_of(value, f"output-{id_}") for id_, value in (outputs or {}).items()}
    made = []
    with transaction.atomic():
        for id_ in dict.fromkeys(str(each) for each in studies):
            study = queries.study(acting, id_)
            version = queries.newest(study)
            if study.state not in FINISHED or version is None:
                raise messages.NOT_FINISHED.error("studies", name=study.name_zh or study.name_en)
            whole = queries.version(study, version.number)
            papers = papers_of(whole, acting, licence, said.get(str(study.id)))
            made.append(
                contributing.offer(
                    acting, papers["dataset"], kind="footprint", footprint=papers["comparable"],
                    declarations=declarations, provenance=papers["provenance"],
                    key=f"{study.id}@{whole.number}", study=f"{study.id}@{whole.number}",
                ).id
            )  # fmt: skip
    return made


def output_of(written: str | float, place: str) -> float | None:
    """A year's output as somebody wrote it; None where nothing is written. Raises `footprints.not-an-output`."""
    said = str(written).replace(",", "").replace("，", "").strip()
    if not said:
        return None
    try:
        found = float(said)
    except ValueError:
        found = nan
    if not (isfinite(found) and 0 < found <= 1e15):
        raise messages.NOT_AN_OUTPUT.error(place, value=said[:40])
    return found


def papers_of(version: Version, acting: Acting, licence: str, output: float | None = None) -> dict[str, Any]:
    """Dataset, trail and comparability of a version, as plain data; everything per one of the study's unit.

    `output`: how many of the study's units were produced in the year, where it is known.
    """
    footprint = queries.footprint(version)
    model, size = footprint.model, footprint.model.unit.amount
    amounts: list[dict[str, Any]] = [
        {"gas": "CO2e", "amount": footprint.lines.get(line) / size, "line": line}
        for line in LINES
        if footprint.lines.get(line)
    ]
    value = sum(each["amount"] for each in amounts)
    year = model.period.end.year if model.period else version.made_at.year
    name = model.product.name
    dataset = {
        "id": f"cfp-{version.study_id.hex[:16]}",
        "version": str(version.number),
        "name": name.plain(),
        "category": ["product-footprints"],
        "unit": model.unit.unit,
        "geography": code_of(model.boundary.geography) or "CN",
        "year_from": model.period.start.year if model.period else year,
        "year_to": year,
        "boundary": footprint.boundary if footprint.boundary != "gate_to_grave" else "unknown",
        "gas_basis": "co2e",
        "gwp_set": footprint.method.gwp_set,
        "amounts": amounts,
        "quality": _quality(footprint),
        "source": {
            "title": f"产品碳足迹核算 {name.to('zh')} v{version.number}",
            "publisher": acting.organisation_name.to("zh"),
            "year": version.made_at.year,
            "licence": licence,
            "verification": f"footprint {version.footprint_id}",
        },
    }
    return {
        "dataset": {key: value_ for key, value_ in dataset.items() if value_ not in (None, {}, [])},
        "comparable": comparable_of(
            footprint, queries.findings(version), value, year, None if output is None else output * size
        ),
        "provenance": {"inputs": _inputs(footprint, size)},
    }


def comparable_of(
    footprint: Footprint, check: CheckResult, value: float, year: int, output: float | None
) -> dict[str, Any]:
    """What it is comparable by, in the very words in which studies are held against benchmarks (DOMAIN CM-01).

    `value` and `output` are per, and in, one of the study's unit (1 t, where the study is of 1 000 t).
    """
    subject = subject_of(footprint, check)
    return {
        "rule": rule_of(footprint, check),
        "unit": f"1 {footprint.model.unit.unit}",
        "boundary": subject.boundary,
        "year": year,
        "gwp_set": subject.gwp_set,
        "electricity": subject.electricity,
        "end_of_life": subject.end_of_life,
        "allocation": subject.allocation,
        "value": value,
        "output": output,
    }


def _quality(footprint: Footprint) -> dict[str, float]:
    """Scores of the parts that have them, weighted by what they bring to the footprint (magnitudes)."""
    found = {}
    for key in _SCORES:
        rated = [
            (abs(part.total), score)
            for part in footprint.contributions
            if (score := _score(part.quality, key))
        ]
        weight = sum(size for size, _ in rated)
        if weight:
            found[key] = sum(size * score for size, score in rated) / weight
    return found


def _score(quality: Quality | None, key: str) -> float | None:
    score: float | None = getattr(quality, key) if quality is not None else None
    return score


def _inputs(footprint: Footprint, size: float) -> list[dict[str, Any]]:
    """A row a contribution that counts, the largest first."""
    versions = {release.name: release.version for release in footprint.releases}
    papers = _papers(footprint.model)
    parts = sorted(footprint.contributions, key=lambda part: -abs(part.total))
    return [
        {
            "id": f"line-{at + 1}",
            "name": part.name.plain(),
            "amount": part.amount / size,
            "unit": part.unit,
            "result": part.total / size,
            "references": _references(part, versions, papers),
            "note": f"{part.process_name.to('zh')} · {part.path}"[:2000],
        }
        for at, part in enumerate(parts)
        if part.total
    ]


def _references(part: Part, versions: Mapping[str, str], papers: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Where its amount was read, and its factors; nothing where nobody says where the amount was read."""
    read = [f"evidence:{digest}" for digest in papers.get(part.path, ())]
    if not read and part.citation:
        read = [f"estimate:{part.citation}"[:400]]
    if not read:
        return []
    factors = []
    for use in part.factors:
        name, _, version = use.release.partition("@")
        factors.append(f"dataset:{name}@{version or versions.get(name, '')}/{use.dataset}")
    return [*read, *factors][:20]


def _papers(model: ProductModel) -> dict[str, tuple[str, ...]]:
    """Digests of the documents behind the lines of a model, by place."""
    found: dict[str, tuple[str, ...]] = {}
    for at, process in enumerate(model.processes):
        for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
            for row, line in enumerate(getattr(process, kind)):
                digests = tuple(e.digest.removeprefix("sha256:") for e in line.data.evidence if e.digest)
                if digests:
                    found[f"processes[{at}].{kind}[{row}]"] = digests
    return found
