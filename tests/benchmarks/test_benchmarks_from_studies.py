"""From a reviewed study to a benchmark and back to a study: the one road that enterprises go."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from benchmark_cases import houses
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tanzuji.benchmarks import queries as benchmarks
from tanzuji.benchmarks import services
from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as gates
from tanzuji.footprints import contributing, queries
from tanzuji.footprints.benchmarking import held_against
from tanzuji.footprints.models import Study
from tanzuji.footprints.services import decide, make_version
from tanzuji.parties.acting import Acting
from tanzuji.site.demonstration.of_benchmarks import WORKS, YEAR, Works, model_of

sys.path += [str(Path(__file__).resolve().parents[1] / room) for room in ("contributions", "footprints")]
from contribution_cases import DECLARED, Houses
from review_cases import edit, organisation, release, somebody

pytestmark = pytest.mark.django_db

QUALITY = {"technology": 2, "geography": 1, "time": 1, "precision": 2, "completeness": 2}


def reviewed(works: Works) -> tuple[Acting, Study]:
    """A works with its study of the year, made and reviewed by two of its people."""
    from tanzuji.footprints.services import create

    house = organisation(works.zh, works.en)
    editor, reviewer = somebody(house, "editor", "editor"), somebody(house, "reviewer", "reviewer")
    study = create(editor, model_of(works), [release()])
    make_version(editor, study.id)
    decide(reviewer, study.id, "approve", number=1)
    study.refresh_from_db()
    return editor, study


def through_both_gates(houses: Houses, editor: Acting, made: Any) -> None:
    """As a works does it: the scores of its data filled in, checked, submitted; then the two gates."""
    of = contributions.contribution(editor, made)
    assert of.footprint is not None
    gates.edit(
        editor, of.id, edition=of.edition, document=of.dataset.plain() | {"quality": QUALITY},
        footprint=of.footprint.plain(), declarations=of.declarations.plain(), provenance=of.provenance.plain(),
    )  # fmt: skip
    gates.self_check(editor, of.id)
    gates.submit(editor, of.id)
    gates.assign(houses.curator, of.id, houses.verifier.organisation_id)
    gates.verify(houses.verifier, of.id, reason="复算一致")
    gates.assign(houses.curator, of.id, houses.checker.organisation_id)
    traced = [each.id for each in of.provenance.inputs]
    gates.check_provenance(houses.checker, of.id, confirmed=traced, reason="逐项溯源")


def test_studies_become_a_benchmark_against_which_studies_are_held() -> None:
    """JS-108, ZJ-204, ZJ-404: study → contribution → both gates → snapshot → gap, with no key written by hand."""
    who, keepers = houses(), Houses.built()
    studies = []
    for works in WORKS:
        editor, study = reviewed(works)
        (made,) = contributing.contribute(
            editor, [study.id], DECLARED, licence="CC BY 4.0", outputs={str(study.id): f"{works.output:,.0f}"}
        )
        through_both_gates(keepers, editor, made)
        studies.append(study)
    (candidate,) = benchmarks.candidates()
    assert candidate.key.rule.startswith("cn.cement@")
    assert (candidate.key.unit, candidate.key.allocation, candidate.year) == ("1 t", "none", YEAR)
    assert candidate.ready, [reason.code for reason in candidate.reasons]
    snapshot = services.take_snapshot(who.proposer, candidate.key, candidate.year)
    mean = sum(s.total * w.output for s, w in zip(studies, WORKS, strict=True)) / sum(w.output for w in WORKS)
    assert float(snapshot.cells.mean) == pytest.approx(mean, rel=0.005)  # by hand, to its three digits
    of = services.propose(who.proposer, snapshot.id, name_zh="水泥")
    began = timezone.localdate() - timedelta(days=31)
    services.consult(who.proposer, of.id, closes_on=began + timedelta(days=30), today=began)
    services.act(who.judge, of.id, "decide")
    services.act(who.clerk, of.id, "publish")
    live = queries.draft_result(studies[-1])
    assert live.footprint is not None
    ((found,), _) = held_against(live.footprint, live.check, studies[-1].releases)
    assert found.differs == ()
    assert found.gap is not None
    assert found.gap.to_reference == pytest.approx(live.footprint.total - float(of.reference))


def test_the_form_asks_for_the_output_and_refuses_what_is_none() -> None:
    """Without an output a footprint is not counted; the form asks for it and keeps what was typed."""
    editor, study = reviewed(WORKS[0])
    client = Client()
    client.force_login(editor.person)
    page, field = reverse("footprints:contribute"), f"output-{study.id}"
    assert f'name="{field}"' in client.get(page).content.decode()
    sent = {"study": str(study.id), "licence": "CC BY 4.0", "consent": "yes", field: "-3"}
    wrong = client.post(page, sent)
    assert wrong.status_code == 422
    assert "footprints.not-an-output" in wrong.content.decode()
    assert 'value="-3"' in wrong.content.decode()
    assert client.post(page, sent | {field: "1,450,000"}).status_code == 302
    (of,) = contributions.own(editor)
    assert of.footprint is not None
    assert of.footprint.output == 1_450_000.0


def test_a_corrected_footprint_is_counted_once() -> None:
    """The first stands in the library, its correction is verified: by hand one output of 1.45 Mt, not 2.9 Mt."""
    keepers = Houses.built()
    editor, study = reviewed(WORKS[0])
    reviewer = somebody(editor.organisation, "second", "reviewer")
    outputs = {str(study.id): 1_450_000}
    (old,) = contributing.contribute(editor, [study.id], DECLARED, licence="CC BY 4.0", outputs=outputs)
    through_both_gates(keepers, editor, old)
    gates.queue(keepers.curator, old)
    gates.enter(keepers.second, [old], "example@2026.1")
    edit(editor, study, "P·O 42.5 R")
    make_version(editor, study.id)
    decide(reviewer, study.id, "approve", number=2)
    (new,) = contributing.contribute(editor, [study.id], DECLARED, licence="CC BY 4.0", outputs=outputs)
    assert [row.contribution_id for row in contributions.verified_footprints()] == [old]
    through_both_gates(keepers, editor, new)
    counted = contributions.verified_footprints(year=YEAR)
    assert [(row.contribution_id, row.output) for row in counted] == [(new, 1_450_000.0)]
