"""Data-quality schemes against the tables they are published with."""

from __future__ import annotations

from math import log

import pytest

from tanzuji.documents import CodedError
from tanzuji.documents.canonical import digest
from tanzuji.documents.datasets import Quality
from tanzuji.documents.exchanges import DataOrigin
from tanzuji.documents.quality_schemes import BASIC, kennedy, scheme_named, schemes
from tanzuji.engine.samples.distributions import Factors

# ecoinvent data v2.0 overview and methodology (Frischknecht et al. 2007), table 7.3: contributions to the squared
# geometric standard deviation; the variances of version 3 are (ln U / 2)², printed with one digit.
V2 = {
    "precision": (1.00, 1.05, 1.10, 1.20, 1.50),
    "completeness": (1.00, 1.02, 1.05, 1.10, 1.20),
    "time": (1.00, 1.03, 1.10, 1.20, 1.50),
    "technology": (1.00, 1.05, 1.20, 1.50, 2.00),
}


@pytest.mark.parametrize("indicator", V2)
def test_the_variances_are_those_behind_ecoinvents_uncertainty_factors(indicator):
    scores = scheme_named("pedigree").indicators[indicator]
    expected = [(log(u) / 2) ** 2 for u in V2[indicator]]
    assert [s.variance for s in scores] == pytest.approx(expected, rel=0.25, abs=1e-9)


def test_scores_add_up_on_top_of_the_basic_variance():
    """(2, 3, 1, 1, 5) for an electricity demand: 0.0006 + 0.0006 + 0.0006 + 0 + 0 + 0.12 = 0.1218."""
    quality = Quality(precision=2, completeness=3, time=1, geography=1, technology=5)
    assert scheme_named("pedigree").variance(quality, BASIC["energy"]) == pytest.approx(0.1218)


def test_a_score_between_two_is_interpolated():
    """precision 4.5: (0.008 + 0.04) / 2."""
    assert scheme_named("pedigree").variance(Quality(precision=4.5), 0.0) == pytest.approx(0.024)


@pytest.mark.parametrize(
    ("score", "half", "shape"),
    [(1, 0.10, 5), (1.5, 0.15, 4), (2, 0.20, 3), (2.5, 0.25, 2), (3, 0.30, 1), (4, 0.40, 1), (5, 0.50, 1)],
)
def test_the_dqi_becomes_kennedys_range_and_shape(score, half, shape):
    """Kennedy, Montgomery & Quay 1996, their score 5 (best) being 1 here."""
    assert kennedy(score) == pytest.approx((half, shape))


@pytest.mark.parametrize("score", [1.0, 2.0, 2.5, 4.0])
def test_the_distribution_of_a_dqi_has_the_variance_of_the_beta_distribution(score):
    """Beta(s, s) on ±h: variance h² / (2 s + 1); the amount stays the mean."""
    quality = Quality(technology=score, geography=score, time=score, precision=score, completeness=score)
    found = scheme_named("cn_dqi5").uncertainty(quality, 0.0, -40.0)
    factors = Factors.of([found], [-40.0])
    half, shape = kennedy(score)
    assert factors.mean() == pytest.approx([1.0])
    assert factors.variance() == pytest.approx([half**2 / (2 * shape + 1)])


def test_ilcd_rates_by_the_mean_of_four_and_has_words_for_it():
    scheme = scheme_named("ilcd_dqr4")
    quality = Quality(technology=2, geography=1, time=2, precision=3, completeness=5)
    assert scheme.rating(quality) == 2.0
    assert scheme.grade(2.0).en == "very good"
    assert scheme.grade(1.5).en == "excellent"
    assert scheme.grade(4.01).en == "poor"
    assert scheme.coverage == 0.8


def test_every_scheme_has_five_scores_an_indicator_and_says_whether_its_variances_are_borrowed():
    assert next(iter(schemes())) == "pedigree"
    assert {id for id, s in schemes().items() if s.default_variances} == {
        "ilcd_dqr4",
        "cn_site_background",
        "clcd_q",
    }
    for scheme in schemes().values():
        assert all(len(scores) == 5 for scores in scheme.indicators.values())
        assert all(s.text.zh and s.text.en for scores in scheme.indicators.values() for s in scores)


def test_without_a_score_nothing_is_said():
    for scheme in schemes().values():
        assert scheme.variance(None, 0.1) is None
        assert scheme.uncertainty(Quality(), 0.1, 3.0) is None


def test_an_unknown_scheme_is_refused_with_those_there_are():
    with pytest.raises(CodedError) as refused:
        scheme_named("nice")
    assert refused.value.code == "quality.unknown-scheme"
    assert "pedigree" in refused.value.problems[0].remedy("en")


def test_a_document_without_completeness_keeps_its_digest():
    """The digest of {"kind": "primary", "quality": {"time": 2}} as RFC 8785 writes it."""
    plain = {"kind": "primary", "quality": {"time": 2}}
    assert digest(DataOrigin.parse(plain)) == digest(plain)
