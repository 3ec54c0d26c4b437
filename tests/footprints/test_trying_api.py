"""The API of what if, targets and standards: the engine's own answers, refusals with places, nothing stored."""

from __future__ import annotations

from typing import Any

import pytest
from offices import Program, model, refused, said, somebody, study

from tanzuji.documents.models import Scenario
from tanzuji.documents.profiles import Bridge, Profile, ProfileComparison
from tanzuji.documents.what_if import Marginal, Outcome, Plan
from tanzuji.engine import compute
from tanzuji.engine.profiles import profile_results
from tanzuji.engine.what_if import Ground, marginals
from tanzuji.footprints.models import Study
from tanzuji.formats.starter import starter_release

pytestmark = pytest.mark.django_db

PV = "cn-elec-cf-2024-cn-047"


@pytest.fixture
def program() -> Program:
    return Program(somebody())


@pytest.fixture
def battery(program: Program) -> Study:
    return study(program.acting, "lfp_battery_pack")


def from_scratch(**changes: Any) -> Any:
    scenario = Scenario.parse({"id": "x", "name": "x", **changes})
    of = model("lfp_battery_pack").model_copy(update={"scenarios": (scenario,)})
    return compute(of, starter_release()).scenarios[0]


def test_what_is_tried_answers_as_the_scenario_does_and_leaves_the_study_alone(
    program: Program, battery: Study
) -> None:
    changes = {
        "datasets": {"cell/cell-electricity": [PV]},
        "shares": {"cell/cell-electricity": 0.5},
        "gwp_set": "AR5",
    }
    answer = program.post(f"studies/{battery.id}/what-if", {"changes": changes})
    assert answer.status_code == 200
    outcome, expected = Outcome.parse(said(answer)), from_scratch(**changes)
    assert outcome.total == pytest.approx(expected.total, rel=1e-12)
    assert outcome.difference == pytest.approx(expected.difference, rel=1e-9)
    assert outcome.stages == pytest.approx(expected.stages, rel=1e-12)
    revision = battery.revision
    battery.refresh_from_db()
    assert battery.revision == revision


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [
        (
            {"changes": {"amounts": {"cell/x": 1}}},
            "footprint.unknown-exchange",
            "scenarios[0].amounts.cell/x",
        ),
        ({"changes": {"parameters": {"z": 1}}}, "footprint.unknown-parameter", "scenarios"),
        (
            {"background": [{"dataset": PV, "instead": PV}]},
            "what-if.not-unit-processes",
            "background[0].dataset",
        ),
        ({"releases": ["nothing 1"]}, "release.not-found", "releases[0]"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_its_place(
    program: Program, battery: Study, body: dict[str, Any], code: str, path: str
) -> None:
    answer = program.post(f"studies/{battery.id}/what-if", body)
    refused(answer, 422, code)
    assert said(answer)["problems"][0]["path"] == path


@pytest.mark.parametrize(
    "body",
    [{"change": {}}, {"changes": {"gwp_set": "AR9"}}, {"changes": {"amounts": {"a/b": "1+1"}}}, {"x": 1}, []],
)
def test_a_body_of_another_shape_is_refused(program: Program, battery: Study, body: Any) -> None:
    assert program.post(f"studies/{battery.id}/what-if", body).status_code == 422


MEASURES = [
    {"id": "pv", "name": "pv", "kind": "datasets", "place": "cell/cell-electricity", "datasets": [PV]},
    {"id": "al", "name": {"zh": "少铝"}, "kind": "amount", "place": "housing/aluminium", "factor": 0.7},
]


def test_a_target_is_answered_with_a_scenario_that_can_be_kept(program: Program, battery: Study) -> None:
    answer = program.post(f"studies/{battery.id}/target", {"measures": MEASURES, "change": -0.2})
    plan = Plan.parse(said(answer))
    assert plan.reachable and plan.reached == pytest.approx(plan.base * 0.8, rel=1e-8)
    item = {**plan.scenario.plain(), "id": "plan", "name": {"zh": "方案"}}
    kept = program.post(
        f"studies/{battery.id}/edits",
        {"operations": [{"kind": "insert", "place": "scenarios", "item": item}]},
    )
    assert kept.status_code == 200, kept.content
    found = said(program.get(f"studies/{battery.id}/footprint"))["scenarios"][-1]
    assert found["total"] == pytest.approx(plan.reached, rel=1e-12)


def test_a_target_is_stated_once(program: Program, battery: Study) -> None:
    for body in ({}, {"change": -0.1, "target": 1}):
        answer = program.post(f"studies/{battery.id}/target", {"measures": MEASURES, **body})
        refused(answer, 422, "footprints.one-target")


def test_marginals_and_other_electricity_are_the_engines(program: Program, battery: Study) -> None:
    answer = said(program.get(f"studies/{battery.id}/marginals?limit=5"))
    expected = marginals(Ground(model("lfp_battery_pack"), starter_release()))[:5]
    assert [Marginal.parse(each) for each in answer] == list(expected)
    power = said(program.get(f"studies/{battery.id}/electricity"))
    assert {each["place"] for each in power} >= {"cell/cell-electricity", "pack/assembly-electricity"}
    assert any(each["datasets"] == [PV] and each["effect"] < 0 for each in power)


def test_profiles_and_bridges_are_the_engines(program: Program, battery: Study) -> None:
    answer = ProfileComparison.parse(said(program.get(f"studies/{battery.id}/profiles")))
    expected = profile_results(model("lfp_battery_pack"), starter_release())
    assert [r.total for r in answer.results] == [r.total for r in expected.results]
    assert answer.results[0].profile == "own"
    two = said(program.get(f"studies/{battery.id}/profiles?profiles=eu-pef&profiles=pact-3"))
    assert [r["profile"] for r in two["results"]] == ["own", "eu-pef", "pact-3"]
    found = Bridge.parse(said(program.get(f"studies/{battery.id}/profiles/bridge?after=eu-pef")))
    assert found.change == pytest.approx(from_scratch(end_of_life="cff").difference, rel=1e-9)
    refused(program.get(f"studies/{battery.id}/profiles/bridge?after=iso"), 422, "profiles.unknown")
    shelf = [Profile.parse(each) for each in said(program.get("profiles"))]
    assert [each.id for each in shelf][:2] == ["gbt-24067", "iso-14067"]


def test_a_version_is_asked_by_its_number(program: Program, battery: Study) -> None:
    assert program.post(f"studies/{battery.id}/versions", {"note": "n"}).status_code == 201
    for path in ("profiles?version=1", "marginals?version=1"):
        assert program.get(f"studies/{battery.id}/{path}").status_code == 200
    assert program.get(f"studies/{battery.id}/profiles?version=9").status_code == 404
