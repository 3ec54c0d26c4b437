"""What an uncertainty says, what it lacks, and that documents written before it grew are the same documents."""

from __future__ import annotations

import pytest

from tanzuji.documents.canonical import digest
from tanzuji.documents.datasets import Uncertainty

OLD = {"distribution": "lognormal", "sigma": 0.2}


def test_a_document_of_before_keeps_its_digest() -> None:
    """SHA-256 of {"distribution":"lognormal","sigma":0.2}, by sha256sum."""
    expected = "sha256:442150da25cf6e8b65fce077de523e3c850d932a46b9de8fad1d240bbd26edbc"
    assert Uncertainty.parse(OLD).plain() == OLD
    assert digest(Uncertainty.parse(OLD)) == expected


@pytest.mark.parametrize(
    ("plain", "code", "words"),
    [
        ({"distribution": "lognormal"}, "uncertainty.incomplete", "对数正态分布缺少标准差 σ"),
        ({"distribution": "normal"}, "uncertainty.incomplete", "标准差（与用量同单位）"),
        ({"distribution": "uniform", "minimum": 1}, "uncertainty.incomplete", "均匀分布缺少最大值"),
        ({"distribution": "pert"}, "uncertainty.incomplete", "最小值、最大值"),
        ({"distribution": "discrete", "values": []}, "uncertainty.incomplete", "离散取值"),
        (
            {"distribution": "triangular", "minimum": 1, "mode": 5, "maximum": 3},
            "uncertainty.order",
            "最小值 1.0、最可能值 5.0、最大值 3.0",
        ),
        ({"distribution": "uniform", "minimum": 2, "maximum": 1}, "uncertainty.order", "最大值 1.0"),
        (
            {"distribution": "discrete", "values": [1, 2], "weights": [1]},
            "uncertainty.weights",
            "2 个取值",
        ),
        (
            {"distribution": "discrete", "values": [1, 2], "weights": [0, 0]},
            "uncertainty.weights",
            "2 个取值",
        ),
    ],
)
def test_a_distribution_that_cannot_be_drawn_says_why(plain: dict, code: str, words: str) -> None:
    (problem,) = Uncertainty.parse(plain).problems()
    assert problem.code == code
    assert words in problem.text("zh")
    assert "{" not in problem.text("en")


def test_the_standard_deviation_of_a_normal_distribution_written_as_sigma_is_still_read() -> None:
    old = Uncertainty.parse({"distribution": "normal", "sigma": 3.0})
    assert old.problems() == () and old.spread == 3.0
    assert Uncertainty.parse({"distribution": "normal", "sigma": 3.0, "sd": 2.0}).spread == 2.0


@pytest.mark.parametrize(
    "plain",
    [
        {},
        OLD,
        {"distribution": "normal", "sd": 0.0},
        {"distribution": "uniform", "minimum": 1, "maximum": 1},
        {"distribution": "triangular", "minimum": 1, "maximum": 3},
        {"distribution": "pert", "minimum": 1, "mode": 2, "maximum": 3},
        {"distribution": "discrete", "values": [2, 1], "weights": [0, 1]},
    ],
)
def test_a_whole_distribution_has_no_problem(plain: dict) -> None:
    assert Uncertainty.parse(plain).problems() == ()
