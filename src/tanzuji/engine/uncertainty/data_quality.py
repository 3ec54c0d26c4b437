"""Data quality of a product: scores of its data, stated or derived, weighted by what each datum contributes.

A score that nobody stated can often be derived: the years of a datum lie so far from the period of the study, its
area is or is not that of the study, its kind says how it was obtained. `derived_of_line` and `derived_of_factor` do
that by the default matrix of the schemes; what cannot be told scores 5, "unknown", where the matrix has such a row,
and stays without a score elsewhere. Derived scores are always told apart from stated ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from tanzuji.documents.datasets import Confidence, Quality
from tanzuji.documents.exchanges import DataOrigin
from tanzuji.documents.footprints import Contribution, FactorUse
from tanzuji.documents.models import ProductModel
from tanzuji.documents.quality_schemes import Indicator, Scheme
from tanzuji.documents.uncertainty import Basis, QualityRating

_BY_CONFIDENCE: dict[Confidence, float] = {"high": 2.0, "medium": 3.0, "low": 4.0}
"""Technology and precision of a published factor, by the confidence its library puts in it."""

WORLD = ("GLO", "ROW", "RER", "RNA")
"""Codes of areas larger than a country."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a study plays: what data are compared with. Empty and None: not stated."""

    geography: str
    year: int | None

    @classmethod
    def of(cls, model: ProductModel) -> Setting:
        return cls(model.boundary.geography.strip().upper(), model.period.end.year if model.period else None)


def scored(stated: Quality | None, derived: Quality | None, scheme: Scheme) -> tuple[Quality | None, Basis]:
    """The stated scores with the derived ones where none is stated; the basis is `derived` where none was stated."""
    basis: Basis = "derived" if scheme.rating(stated) is None else "scores"
    if derived is None or stated is None:
        return stated or derived, basis
    known = {name: value for name in Quality.model_fields if (value := getattr(stated, name)) is not None}
    return derived.model_copy(update=known), basis


def derived_of_line(data: DataOrigin, setting: Setting, scheme: Scheme) -> Quality:
    """Scores of an activity amount from what is stated of it: how it was obtained; its years and area where stated.

    An amount is one of the study's period and place unless other years or another area are stated.
    """
    cited = bool(data.citation or data.read_in or data.evidence)
    by_kind = {"primary": 2.0, "secondary": 4.0, "estimate": 4.0 if cited else 5.0, "unknown": 5.0}
    return Quality(
        precision=by_kind[data.kind],
        time=_time(data.year_from, data.year_to, setting, scheme) if data.year_from or data.year_to else None,
        geography=_geography(data.geography, setting, scheme) if data.geography else None,
    )


def derived_of_factor(
    geography: str,
    year_from: int | None,
    year_to: int | None,
    confidence: Confidence,
    setting: Setting,
    scheme: Scheme,
) -> Quality:
    """Scores of a background factor from its area, its years and its library's confidence."""
    return Quality(
        technology=_BY_CONFIDENCE[confidence],
        precision=_BY_CONFIDENCE[confidence],
        time=_time(year_from, year_to, setting, scheme),
        geography=_geography(geography, setting, scheme),
    )


def _time(year_from: int | None, year_to: int | None, setting: Setting, scheme: Scheme) -> float:
    first, last = year_from or year_to, year_to or year_from
    if first is None or last is None or setting.year is None:
        return 5.0
    apart = max(first - setting.year, setting.year - last, 0)
    return float(next((score for score, years in enumerate(scheme.years, 1) if apart <= years), 5))


def _geography(code: str, setting: Setting, scheme: Scheme) -> float:
    """Areas by ISO 3166 code. Two families of matrices: how close the area is, or how small it is as well."""
    of_datum, of_study = code.strip().upper(), setting.geography
    by_size = scheme.id in ("ilcd_dqr4", "cn_site_background", "clcd_q")
    if not of_datum or not of_study:
        return 5.0
    if of_datum == of_study:
        return (1.0 if "-" in of_datum else 3.0) if by_size else 1.0
    if of_datum in WORLD:
        return 5.0 if by_size else 2.0
    if of_datum.partition("-")[0] == of_study.partition("-")[0]:
        if by_size:
            return 2.0 if "-" in of_datum else 3.0
        return 3.0 if "-" in of_datum else 2.0
    return 4.0 if of_study in WORLD else 5.0  # one country of a study of many


def origins_by_path(model: ProductModel) -> dict[str, DataOrigin]:
    """What is stated of the datum at every line of the model and of every material, by path."""
    found = {}
    for p, process in enumerate(model.processes):
        for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
            for j, line in enumerate(getattr(process, kind)):
                found[f"processes[{p}].{kind}[{j}]"] = line.data
    for i, material in enumerate(model.materials):
        found[f"materials[{i}]"] = material.data
    return found


@dataclass(frozen=True, slots=True)
class _Rated:
    """A part of the footprint with the scores behind it: of the amount and of the factor it is multiplied with."""

    weight: float
    line: Quality | None
    factor: Quality | None
    stated: bool

    def score(self, name: Indicator) -> float | None:
        """The score of the pair: technology and geography of the factor, time of both, precision of the amount."""
        line = getattr(self.line, name) if self.line else None
        factor = getattr(self.factor, name) if self.factor else None
        if name == "time" and line is not None and factor is not None:
            return float(line + factor) / 2
        preferred, other = (line, factor) if name == "precision" else (factor, line)
        return preferred if preferred is not None else other


def rate(
    model: ProductModel, items: Sequence[Contribution], scheme: Scheme, *, derive: bool = True
) -> QualityRating:
    """Data quality under a scheme: every indicator a mean over the contributions, weighted by their size.

    Where a scheme asks for a coverage the largest contributions are taken until it is reached. A pair of an amount
    and a factor is scored once: technology and geography by the factor, time by the mean of both, precision by the
    amount (ILCD, PACT). Without `derive` only stated scores count.
    """
    gross = fsum(abs(c.total) for c in items) or 1.0
    parts = sorted(_parts(model, items, scheme, derive=derive), key=lambda part: -part.weight)
    taken, covered = _covering(parts, scheme.coverage, gross)
    means = {
        name: mean
        for name in scheme.indicators
        if (mean := _mean([(p.weight, p.score(name)) for p in taken])) is not None
    }
    rated = [p for p in taken if any(p.score(name) is not None for name in scheme.indicators)]
    rating = sum(means.values()) / len(means) if means else None
    apart = scheme.id == "cn_site_background"
    return QualityRating(
        scheme=scheme.id,
        rating=rating,
        grade=scheme.grade(rating),
        indicators={str(name): mean for name, mean in means.items()},
        rated_share=fsum(p.weight for p in rated) / gross,
        derived_share=fsum(p.weight for p in rated if not p.stated) / gross,
        covered_share=covered,
        site=_mean([(p.weight, scheme.rating(p.line)) for p in taken]) if apart else None,
        background=_mean([(p.weight, scheme.rating(p.factor)) for p in taken]) if apart else None,
    )


def _covering(parts: list[_Rated], coverage: float | None, gross: float) -> tuple[list[_Rated], float]:
    """The largest parts that reach the coverage, or all; and the share they make."""
    taken, reached = [], 0.0
    for part in parts:
        if coverage is not None and reached >= coverage:
            break
        taken.append(part)
        reached += part.weight / gross
    return taken, min(reached, 1.0)


def _mean(weighted: list[tuple[float, float | None]]) -> float | None:
    known = [(weight, score) for weight, score in weighted if score is not None]
    whole = fsum(weight for weight, _ in known)
    return fsum(weight * score for weight, score in known) / whole if whole else None


def _parts(
    model: ProductModel, items: Sequence[Contribution], scheme: Scheme, *, derive: bool
) -> Iterator[_Rated]:
    setting, origins = Setting.of(model), origins_by_path(model)
    for item in items:
        data = origins.get(item.path)
        known = derived_of_line(data, setting, scheme) if derive and data is not None else None
        line, line_basis = scored(item.quality, known, scheme)
        if not item.factors:
            yield _Rated(abs(item.total), line, None, line_basis == "scores")
        scale = fsum(abs(use.kg_co2e) for use in item.factors)
        for use in item.factors:
            factor, factor_basis = _scored_factor(use, setting, scheme, derive=derive)
            weight = abs(item.total) * abs(use.kg_co2e) / scale if scale else 0.0
            yield _Rated(weight, line, factor, "scores" in (line_basis, factor_basis))


def _scored_factor(
    use: FactorUse, setting: Setting, scheme: Scheme, *, derive: bool
) -> tuple[Quality | None, Basis]:
    known = (
        derived_of_factor(use.geography, use.year_from, use.year_to, use.confidence, setting, scheme)
        if derive
        else None
    )
    return scored(use.quality, known, scheme)
