"""`tanzuji what-if` and `tanzuji profiles`: numbers of the engine, readable in both languages, JSON for programs."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tanzuji import compute, demo_models, starter_release
from tanzuji.documents.models import Scenario
from tanzuji.documents.profiles import Bridge, ProfileComparison
from tanzuji.documents.what_if import Outcome, Plan
from tanzuji.formats.starter import starter_folder
from tanzuji.site import cli

BATTERY = str(Path(str(starter_folder())) / "products" / "lfp_battery_pack.yaml")
PV = "cell/cell-electricity=cn-elec-cf-2024-cn-047"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*arguments: str, lang: str = "zh") -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.setenv("TANZUJI_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["tanzuji", *arguments])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run()
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return code, texts[0], texts[1]

    return command


def expected(**changes: object) -> float:
    scenario = Scenario.parse({"id": "x", "name": "x", **changes})
    model = demo_models()["lfp_battery_pack"].model_copy(update={"scenarios": (scenario,)})
    return compute(model, starter_release()).scenarios[0].total


def test_changes_answer_as_the_scenario_does(run: Run) -> None:
    code, out, _ = run("what-if", BATTERY, "-c", PV, "-c", "service_years=10", "--json")
    assert code == 0
    tried = {
        "datasets": {"cell/cell-electricity": ["cn-elec-cf-2024-cn-047"]},
        "parameters": {"service_years": 10},
    }
    assert Outcome.parse(json.loads(out)).total == pytest.approx(expected(**tried), rel=1e-12)
    code, out, _ = run(
        "what-if", BATTERY, "-c", "aluminium/recycling_rate=0.5", "-c", "cathode=+5%", "--json"
    )
    tried = {"materials": {"aluminium/recycling_rate": 0.5}, "amounts": {"cathode": 1.05}}
    assert Outcome.parse(json.loads(out)).total == pytest.approx(expected(**tried), rel=1e-12)


def test_a_target_says_how_much_of_the_changes_it_takes(run: Run) -> None:
    arguments = ("what-if", BATTERY, "-c", PV, "-c", "housing/aluminium=-30%", "--target=-20%")
    code, out, _ = run(*arguments, "--json")
    plan = Plan.parse(json.loads(out))
    assert code == 0 and plan.reachable
    assert plan.reached == pytest.approx(plan.base * 0.8, rel=1e-8)
    assert "可以达到 0.1394 kgCO₂e/kWh" in run(*arguments)[1]
    assert "out of reach" in run(*arguments[:-1], "--target", "0.01", lang="en")[1]


def test_without_changes_the_amounts_that_matter_most_are_listed(run: Run) -> None:
    code, out, _ = run("what-if", BATTERY, lang="en")
    assert code == 0 and "cycles_per_year" in out and "1 % more" in out
    listed = json.loads(run("what-if", BATTERY, "--json")[1])
    sizes = [abs(each["per_percent"]) for each in listed]
    assert sizes == sorted(sizes, reverse=True)


def test_results_by_standard_and_the_difference_between_two(run: Run) -> None:
    code, out, _ = run("profiles", BATTERY)
    assert code == 0 and "欧盟 PEF" in out and "0.1569" in out and "循环足迹公式" in out
    found = ProfileComparison.parse(json.loads(run("profiles", BATTERY, "--profile", "eu-pef", "--json")[1]))
    assert [r.profile for r in found.results] == ["own", "eu-pef"]
    one = Bridge.parse(json.loads(run("profiles", BATTERY, "--between", "own", "eu-pef", "--json")[1]))
    assert one.change == pytest.approx(found.results[1].total - found.results[0].total, rel=1e-12)
    between = run("profiles", BATTERY, "--between", "own", "eu-pef", lang="en")[1]
    assert "This study → EU PEF" in between and "End of life" in between
    assert "They differ as well, without effect: Electricity, Biogenic carbon" in between


def test_bridges_without_any_effect_are_told_in_one_line_by_name(run: Run) -> None:
    out = run("profiles", BATTERY, lang="en")[1]
    flat = " ".join(out.split())
    assert (
        "No difference in the result: This study → GB/T 24067; GB/T 24067 → ISO 14067; EU PEF → EU battery"
        in flat
    )
    assert "PACT 3 → EU PEF" in out and "gbt-24067" not in out and "eu-battery" not in out


def test_a_credit_without_its_burden_is_marked_at_its_number_and_every_note_is_told(run: Run) -> None:
    """The battery's recovered copper is credited, and has no dataset for its recycling."""
    out = " ".join(run("profiles", BATTERY, lang="en")[1].split())
    assert "EU PEF 0.1569*" in out and "EU battery 0.1569*" in out and "PACT 3 0.1644 " in out
    assert "* EU PEF, EU battery: “recovered copper: recycling at end of life” is not counted" in out
    found = ProfileComparison.parse(json.loads(run("profiles", BATTERY, "--json")[1]))
    for result in found.results:
        for note in result.notes:
            assert note.text.to("en") in out


def test_the_changes_that_a_refused_target_proposes_can_be_given(run: Run) -> None:
    """The largest lines of the model: written out in the remedy as they are typed."""
    refused = " ".join(run("what-if", BATTERY, "--target", "-5%", lang="en")[2].split())
    proposed = refused.partition("e.g. ")[2].partition(" (the amounts")[0].split()
    assert proposed == ["-c", "housing/aluminium=-30%", "-c", "cathode/lifepo4=-30%"]
    assert "within reach" in run("what-if", BATTERY, *proposed, "--target", "-5%", lang="en")[1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("what-if", BATTERY, "-c", "x"), "cli.bad-change"),
        (("what-if", BATTERY, "-c", "service_years=many"), "cli.bad-change"),
        (("what-if", BATTERY, "-c", "cell/x=-10%"), "what-if.unknown-place"),
        (("what-if", BATTERY, "-c", "cell/cell-electricity=nothing"), "release.no-dataset"),
        (("what-if", BATTERY, "-c", PV, "--target", "low"), "cli.bad-target"),
        (("what-if", BATTERY, "--target", "-20%"), "cli.target-without-changes"),
        (("profiles", BATTERY, "--profile", "iso"), "profiles.unknown"),
    ],
)
def test_what_is_wrong_is_said_with_code_and_remedy(run: Run, arguments: tuple[str, ...], code: str) -> None:
    for lang in ("zh", "en"):
        exit_code, out, err = run(*arguments, lang=lang)
        assert exit_code == 3 and not out and code in err
