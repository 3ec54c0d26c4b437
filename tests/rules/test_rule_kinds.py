"""Rules that do not account: each kind holds its own section, runs, and a child only tightens it."""

from __future__ import annotations

from datetime import date

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.rules import effective, load_pack
from tanzuji.rules.diagnosis import diagnose
from tanzuji.rules.evaluation import evaluate
from tanzuji.rules.load import text_of
from tanzuji.rules.metering import Meter, judge
from tanzuji.rules.quality import rate


def codes(text: str) -> set[str]:
    return {problem.code for problem in diagnose(text).problems}


def test_score_and_grade_are_those_of_the_default_scheme() -> None:
    """ZJ-106, SD-103: s = 60·(L−x)/(L−M) above M, 60+40·(M−x)/(M−B) below; B=600, M=700, L=900 by hand."""
    pack = load_pack("cn.evaluation.general")
    points = {x: evaluate(x, pack, best=600, reference=700, limit=900) for x in (550, 650, 700, 800, 901)}
    assert [(round(e.score, 9), e.grade) for e in points.values()] == [
        (100, 1),
        (80, 2),
        (60, 3),
        (30, 4),
        (0, 5),
    ]
    unsure = evaluate(690, pack, best=600, reference=700, limit=900, low=680, high=710)
    assert (unsure.grade, unsure.borderline) == (4, True)
    with pytest.raises(CodedError):
        evaluate(1, pack, best=2, reference=2, limit=3)


def test_evaluation_does_not_account_and_accounting_does_not_evaluate() -> None:
    """ZJ-106: 评价 ≠ 核算: a section of another kind is refused, and so is inheriting across kinds."""
    evaluation = text_of("cn.evaluation.general")
    assert "rules.section-of-another-kind" in codes(
        evaluation.replace("kind: evaluation", "kind: accounting")
    )
    assert "rules.kind-without-section" in codes(evaluation.replace("kind: evaluation", "kind: metering"))
    assert "rules.inherits-another-kind" in codes(
        evaluation.replace("layer: general", "layer: general\ninherits: gbt-24067-2024")
    )


def test_a_footprint_is_rated_by_the_data_quality_rule() -> None:
    """SD-101: a data-quality standard as an executable scoring pack; literature data of the cement example, by hand:
    no line is primary, so precision is 3 or worse, and the rating lies between good and poor."""
    from tanzuji.engine.footprint import compute
    from tanzuji.formats.models import read_model
    from tanzuji.formats.starter import starter_folder, starter_release

    text = starter_folder().joinpath("products", "cement_po425.yaml").read_bytes()
    found = rate(compute(read_model(text), [starter_release()]), load_pack("cn.quality.general"))
    assert (
        found is not None
        and found.covered >= 0.8
        and [s.indicator.id for s in found.indicators] == ["TiR", "GeR", "TeR", "P"]
    )
    assert found.rating == pytest.approx(sum(s.score for s in found.indicators) / 4)
    assert all(abs(sum(share for _, _, share in s.shares) - 1) < 1e-12 for s in found.indicators)
    assert found.indicators[3].score >= 3


def test_a_meter_out_of_calibration_or_too_coarse_is_found() -> None:
    """SH-104: class 2.0 where 1.0 is asked, and five years after 2020-01-15 is past on 2026-01-01."""
    pack = load_pack("cn.metering.energy")
    name = Text(zh="总表", en="main meter")
    meter = Meter("m", name, "electricity", "site", 2.0, date(2020, 1, 15))
    assert [f.rule for f in judge([meter], pack, date(2026, 1, 1))] == ["MT-POWER-SITE", "MT-POWER-SITE"]
    good = Meter("m", name, "electricity", "site", 0.5, date(2024, 1, 15))
    assert judge([good], pack, date(2026, 1, 1)) == ()
    due = Meter("m", name, "electricity", "site", 0.5, date(2024, 1, 15), date(2025, 1, 15))
    assert len(judge([due], pack, date(2026, 1, 1))) == 1


def test_a_certification_rule_names_the_accounting_rule_it_rests_on() -> None:
    """JS-101, ZJ-107: linked rule types; steps, papers, surveillance of the general rules, inherited."""
    whole = effective("cn.certification.aluminium")
    assert whole.accounts_by == ("cn.aluminium.primary",) and whole.certification is not None
    assert [s.id for s in whole.certification.steps][:4] == [
        "application",
        "acceptance",
        "planning",
        "document_review",
    ]
    assert whole.certification.validity_months == 24
    product = text_of("cn.certification.aluminium")
    assert "rules.not-linked" in codes(product.replace("accounts_by: [cn.aluminium.primary]\n", ""))
    assert "rules.unknown-pack" in codes(product.replace("[cn.aluminium.primary]", "[no.such]"))


def test_a_child_keeps_the_steps_and_the_intervals_of_certification() -> None:
    """ZJ-101 for certification: fewer steps and longer surveillance are looser."""
    child = text_of("cn.certification.aluminium") + (
        "certification:\n  source_tag: D\n  surveillance_months: 18\n  validity_months: 24\n"
        "  steps: [{id: application, name: {zh: 委托, en: Application}, by: applicant, source_tag: D}]\n"
    )
    assert "rules.loosens-parent" in codes(child)


def test_the_provincial_layer_tightens_the_national_rules_and_names_their_clauses() -> None:
    """ZJ-102: boundary, method and data quality of a province, with the clauses of ISO 14067 and GB/T 24067."""
    pack = load_pack("cn.province.general")
    assert (pack.layer, pack.level, pack.inherits) == ("general", "DB", "gbt-24067-2024")
    assert all(item.source_tag == "D" for item in pack.parameters.values())
    assert all("ISO 14067" in item.source_ref for item in pack.parameters.values())
    assert diagnose(text_of("cn.province.general")).sound
