"""Schemes of data quality: what the scores of a datum mean, how they are summed up, and how far they let it stray.

The scores themselves belong to no scheme: `Quality` holds technology, geography, time, precision and completeness,
1 (best) to 5, and a scheme reads those of its indicators. From them it makes a rating (their mean) and a variance of
the logarithm of the datum, which is what the pedigree approach of ecoinvent does: the variances of the indicators
add up to a basic variance that depends on what kind of datum it is.

=====================  ===========================================================================================
`pedigree`             five indicators, variances of ecoinvent report 1 (v3), Weidema et al. 2013, chapter 10
`ilcd_dqr4`            ILCD / PACT data-quality rating: mean of four, over what makes 80 % of the footprint
`cn_dqi5`              mean of five in per cent of the range, turned into a range around the value
                       (Kennedy, Montgomery & Quay 1996, Int. J. LCA 1:199; 环境科学研究 2003)
`cn_site_background`   separate tables for site and background data, as in Chinese group standards
`clcd_q`               uncertainty of raw data times sensitivity, as in the Chinese life-cycle database (CLCD-Q)
=====================  ===========================================================================================

Only the pedigree variances and the ranges of `cn_dqi5` are published with numbers. `ilcd_dqr4`, `cn_site_background`
and `clcd_q` publish scores without variances, or tables we have not seen: they take over the pedigree variances of
the same indicator, and `default_variances` says so.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from tanzuji.documents.datasets import Quality, Uncertainty
from tanzuji.documents.errors import define
from tanzuji.documents.text import Text

SchemeId = Literal["pedigree", "ilcd_dqr4", "cn_dqi5", "cn_site_background", "clcd_q"]
Indicator = Literal["technology", "geography", "time", "precision", "completeness"]
Datum = Literal["energy", "material", "waste", "transport", "emission", "factor", "parameter"]
"""What a datum is, for its basic variance."""

DEFAULT_SCHEME: SchemeId = "pedigree"

UNKNOWN_SCHEME = define(
    "quality.unknown-scheme",
    zh="没有名为“{scheme}”的数据质量方案。",
    en="There is no data-quality scheme “{scheme}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)

BASIC: dict[Datum, float] = {
    "energy": 0.0006,
    "material": 0.0006,
    "waste": 0.0006,
    "transport": 0.12,
    "emission": 0.0006,
    "factor": 0.0006,
    "parameter": 0.0006,
}
"""Basic variance of the logarithm (ecoinvent report 1, v3, chapter 10: 0.0006 for demands and carbon dioxide, 0.12
for transport services); ours for whole factors, which are mostly carbon dioxide, and for parameters."""

OTHER_GASES = 0.04
"""Basic variance of gases other than carbon dioxide from combustion and processes (same source: 0.04)."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one score of an indicator means, and the variance it adds (None: the scheme has no variances)."""

    text: Text
    variance: float | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: its indicators with the meaning of their scores, and how they are summed up."""

    id: SchemeId
    name: Text
    source: Text
    indicators: dict[Indicator, tuple[Score, ...]]
    default_variances: bool = False
    coverage: float | None = None
    """The share of the gross footprint that a rating has to cover; the rest need not be rated."""
    grades: tuple[tuple[float, Text], ...] = field(default=())
    years: tuple[int, int, int, int] = (3, 6, 10, 15)
    """Years apart up to which a datum scores 1, 2, 3 and 4 for time."""

    def rating(self, quality: Quality | None) -> float | None:
        """Mean of the scores that are known, 1 (best) to 5; None where none is."""
        known = [score for name in self.indicators if (score := _score(quality, name)) is not None]
        return sum(known) / len(known) if known else None

    def grade(self, rating: float | None) -> Text | None:
        """The word for a rating, in schemes that have words."""
        if rating is None or not self.grades:
            return None
        # a mean of scores meets a limit but for its last bit
        return next(name for limit, name in self.grades if rating <= limit + 1e-12)

    def variance(self, quality: Quality | None, basic: float) -> float | None:
        """Variance of ln(value): `basic` and what each known score adds; None where no score is known.

        Between two scores the variance is interpolated. For `cn_dqi5`, which gives a range instead, it is the
        relative variance of that range.
        """
        if self.rating(quality) is None:
            return None
        if self.id == "cn_dqi5":
            half, shape = kennedy(self.rating(quality) or 5.0)
            return half**2 / (2 * shape + 1)
        scored = ((_score(quality, name), scores) for name, scores in self.indicators.items())
        return basic + sum(_between(score, scores) for score, scores in scored if score is not None)

    def uncertainty(self, quality: Quality | None, basic: float, amount: float) -> Uncertainty | None:
        """The distribution around `amount` that the scores stand for; None where no score is known.

        Lognormal with the amount as median. `cn_dqi5` gives a symmetric beta distribution on ± a share of the
        amount: uniform where its shape is 1, else the beta-PERT with the same mean and variance.
        """
        variance = self.variance(quality, basic)
        if variance is None or amount == 0:
            return None
        if self.id != "cn_dqi5":
            return Uncertainty(distribution="lognormal", sigma=variance**0.5)
        _, shape = kennedy(self.rating(quality) or 5.0)
        half = abs(amount) * (3 * variance if shape == 1.0 else 7 * variance) ** 0.5
        kind: Literal["uniform", "pert"] = "uniform" if shape == 1.0 else "pert"
        return Uncertainty(distribution=kind, minimum=amount - half, maximum=amount + half)


def kennedy(rating: float) -> tuple[float, float]:
    """(half range as a share of the value, shape of the symmetric beta) for a mean score, 1 best to 5.

    Kennedy, Montgomery & Quay 1996, with their scale turned: from ±10 % and beta(5, 5) at 1 to ±50 % and beta(1, 1)
    at 5; between the rows of their table, half a score apart, both are interpolated.
    """
    half = 0.10 + 0.10 * (rating - 1.0)
    shape = max(1.0, 5.0 - 2.0 * (rating - 1.0))
    return half, shape


def _score(quality: Quality | None, indicator: Indicator) -> float | None:
    return None if quality is None else getattr(quality, indicator)


def _between(score: float, scores: tuple[Score, ...]) -> float:
    lower = min(int(score), 4)
    low, high = (scores[lower - 1].variance or 0.0), (scores[lower].variance or 0.0)
    return low + (score - lower) * (high - low)


_GRADES = (
    (1.5, Text(zh="优", en="excellent")),
    (2.0, Text(zh="很好", en="very good")),
    (3.0, Text(zh="好", en="good")),
    (4.0, Text(zh="一般", en="fair")),
    (5.0, Text(zh="差", en="poor")),
)

_NAMES: dict[SchemeId, tuple[Text, Text]] = {
    "pedigree": (
        Text(zh="谱系矩阵（五项，ecoinvent）", en="Pedigree matrix (five indicators, ecoinvent)"),
        Text(
            zh="Weidema 等 2013，ecoinvent 报告第 1 号（v3）第 10 章",
            en="Weidema et al. 2013, ecoinvent report 1 (v3), chapter 10",
        ),
    ),
    "ilcd_dqr4": (
        Text(zh="ILCD/PACT 数据质量评级（四项）", en="ILCD / PACT data-quality rating (four indicators)"),
        Text(
            zh="ILCD 手册、PACT 方法；方差取谱系矩阵同名指标的值（默认）",
            en="ILCD Handbook and PACT; variances taken from the pedigree matrix (default)",
        ),
    ),
    "cn_dqi5": (
        Text(zh="数据质量指标 DQI（五项均值）", en="Data-quality indicator DQI (mean of five)"),
        Text(
            zh="环境科学研究 2003；Kennedy 等 1996，Int. J. LCA 1:199",
            en="Research of Environmental Sciences 2003; Kennedy et al. 1996, Int. J. LCA 1:199",
        ),
    ),
    "cn_site_background": (
        Text(zh="现场数据与背景数据分别评价（五项）", en="Site and background data apart (five indicators)"),
        Text(
            zh="体例同 T/CIECCPA 041-2023 表 1、表 2；各格的文字和方差为本系统的默认值",
            en="Laid out as T/CIECCPA 041-2023, tables 1 and 2; texts and variances are our defaults",
        ),
    ),
    "clcd_q": (
        Text(zh="CLCD-Q（原始数据不确定度 × 敏感度）", en="CLCD-Q (uncertainty of raw data × sensitivity)"),
        Text(
            zh="体例同 CLCD-Q；各格的文字和方差为本系统的默认值",
            en="Laid out as CLCD-Q; texts and variances are our defaults",
        ),
    ),
}

INDICATOR_NAMES: dict[Indicator, Text] = {
    "technology": Text(zh="技术代表性", en="Technology"),
    "geography": Text(zh="地域代表性", en="Geography"),
    "time": Text(zh="时间代表性", en="Time"),
    "precision": Text(zh="精度与可靠性", en="Precision and reliability"),
    "completeness": Text(zh="完整性", en="Completeness"),
}


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """The five schemes by id, the default first."""
    table = resources.files("tanzuji.documents").joinpath("quality_schemes.csv").read_text("utf-8")
    indicators: dict[str, dict[Indicator, list[Score]]] = {}
    for row in csv.DictReader(table.splitlines()):
        name: Indicator = row["indicator"]  # type: ignore[assignment]
        variance = float(row["variance"]) if row["variance"] else None
        score = Score(Text(zh=row["zh"], en=row["en"]), variance)
        indicators.setdefault(row["scheme"], {}).setdefault(name, []).append(score)
    return {
        id: Scheme(
            id=id,
            name=_NAMES[id][0],
            source=_NAMES[id][1],
            indicators={name: tuple(scores) for name, scores in indicators[id].items()},
            default_variances=id in ("ilcd_dqr4", "cn_site_background", "clcd_q"),
            coverage=0.8 if id == "ilcd_dqr4" else None,
            grades=_GRADES if id == "ilcd_dqr4" else (),
            years=(3, 6, 10, 15) if id in ("pedigree", "cn_dqi5") else (1, 3, 5, 10),
        )
        for id in get_args(SchemeId)
    }


def scheme_named(id: str) -> Scheme:
    """The scheme of that id. Raises `quality.unknown-scheme`."""
    found = schemes().get(id)
    if found is None:
        raise UNKNOWN_SCHEME.error("scheme", scheme=id[:40], known=", ".join(schemes()))
    return found
