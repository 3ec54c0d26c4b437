"""The pages, the API and the reports tell how sure a result is, and tell the same as the engine."""

from __future__ import annotations

import csv
import io
import json

import pytest
from offices import Program, browser, refused, said, somebody, study

from tanzuji.documents.editing import Set
from tanzuji.documents.uncertainty import FootprintUncertainty, UncertaintyComparison
from tanzuji.engine.uncertainty.monte_carlo import compare_uncertainty, uncertainty
from tanzuji.figures.spread import interval_text
from tanzuji.footprints import queries, services
from tanzuji.footprints.live import model_of, opened
from tanzuji.footprints.models import Study
from tanzuji.jobs import services as jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program(somebody())


@pytest.fixture
def mine(program: Program) -> Study:
    return study(program.acting, "lfp_battery_pack")


def two_versions(program: Program, mine: Study) -> Study:
    """The second on photovoltaic power for the cells."""
    services.make_version(program.acting, mine.id, note="")
    edit = Set(place="processes[cell].energy[cell-electricity].datasets", value=["cn-elec-cf-2024-cn-047"])
    services.edit(program.acting, mine.id, [edit], force=True)
    services.make_version(program.acting, mine.id, note="")
    mine.refresh_from_db()
    return mine


def told(of: Study, **options: object) -> FootprintUncertainty:
    return uncertainty(model_of(of.document), opened(of.releases), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_result_stands_with_its_interval(program: Program, mine: Study, language: str) -> None:
    found = told(mine, sobol=False).spread.interval
    page = browser(program.acting).get(f"/{language}/studies/{mine.id}/result/").content.decode()
    assert interval_text(found.low, found.high) in page
    assert f"/{language}/studies/{mine.id}/uncertainty/" in page
    assert page.count('role="img"') > 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_uncertainty_tells_interval_indices_basis_and_all_schemes(
    program: Program, mine: Study, language: str
) -> None:
    page = browser(program.acting).get(f"/{language}/studies/{mine.id}/uncertainty/").content.decode()
    found = told(mine)
    assert interval_text(found.spread.interval.low, found.spread.interval.high) in page
    assert found.effects[0].name.to(language) in page  # type: ignore[arg-type]
    for words in ("ILCD", "CLCD-Q", "DQI", "ecoinvent"):
        assert words in page
    assert "style=" not in page


def test_a_version_keeps_its_uncertainty_while_the_draft_moves_on(program: Program, mine: Study) -> None:
    of = two_versions(program, mine)
    client = browser(program.acting)
    first = uncertainty(
        queries.footprint(queries.version(of, 1)).model, opened(of.releases), sobol=False
    ).spread.interval
    page = client.get(f"/en/studies/{of.id}/versions/1/").content.decode()
    assert interval_text(first.low, first.high) in page
    assert (
        interval_text(first.low, first.high)
        not in client.get(f"/en/studies/{of.id}/result/").content.decode()
    )


def test_another_scheme_and_no_derived_scores_give_another_interval(program: Program, mine: Study) -> None:
    client, intervals = browser(program.acting), set()
    for query in ("", "?scheme=cn_dqi5", "?derive=no", "?scheme=none", "?scheme=nonsense"):
        page = client.get(f"/en/studies/{mine.id}/uncertainty/{query}").content.decode()
        intervals.add(page.split('<span class="figure">')[1].split("<")[0])
    # without derived scores nothing but the stated distributions is left, whatever the scheme; nonsense is the usual
    assert len(intervals) == 3


def test_the_numbers_of_the_figures_come_as_csv_and_the_drawings_as_svg(
    program: Program, mine: Study
) -> None:
    client = browser(program.acting)
    at = f"/en/studies/{mine.id}/uncertainty"
    text = client.get(f"{at}/distribution.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(float(row["Draws"]) for row in rows) == 1000
    effects = list(csv.DictReader(io.StringIO(client.get(f"{at}/effects.csv").content.decode("utf-8-sig"))))
    assert float(effects[0]["Sobol total (%)"]) == pytest.approx(
        told(mine).effects[0].total_order * 100, rel=1e-9
    )  # type: ignore[operator]
    assert client.get(f"{at}/effects.svg").content.startswith(b"<svg")
    assert client.get(f"{at}/nothing.svg").status_code == 404


def test_the_comparison_of_versions_tells_how_likely_the_later_one_is_lower(
    program: Program, mine: Study
) -> None:
    of = two_versions(program, mine)
    first, second = (queries.footprint(queries.version(of, n)).model for n in (1, 2))
    expected = compare_uncertainty((first, opened(of.releases)), (second, opened(of.releases)))
    assert expected.lower > 0.9  # photovoltaic power instead of the grid
    page = browser(program.acting).get(f"/en/studies/{of.id}/compare/?before=1&after=2").content.decode()
    assert f"<b>{expected.lower * 100:.1f}" in page
    answer = program.get(f"studies/{of.id}/uncertainty/comparison?before=1&after=2")
    assert UncertaintyComparison.parse(said(answer)) == expected


def test_the_api_gives_the_engines_own_document(program: Program, mine: Study) -> None:
    answer = program.get(f"studies/{mine.id}/uncertainty?iterations=500&seed=7&scheme=ilcd_dqr4")
    expected = told(mine, iterations=500, seed=7, scheme="ilcd_dqr4")
    assert FootprintUncertainty.parse(said(answer)) == expected


def test_the_api_refuses_an_unknown_scheme_and_too_many_draws(program: Program, mine: Study) -> None:
    refused(program.get(f"studies/{mine.id}/uncertainty?scheme=nice"), 422, "quality.unknown-scheme")
    assert program.get(f"studies/{mine.id}/uncertainty?iterations=1000000").status_code == 422


def test_a_draft_whose_draws_have_no_value_says_so_on_its_page(program: Program, mine: Study) -> None:
    model = json.loads(mine.document)
    made = next(p for p in model["processes"] if p.get("output"))
    spread = {"distribution": "uniform", "minimum": -9, "maximum": 1}
    amount = str(made["output"]["amount"]).removeprefix("=")
    parameters = [*model.get("parameters", []), {"name": "xx", "value": 1, "uncertainty": spread}]
    edits = [
        Set(place="parameters", value=parameters),
        Set(place=f"processes[{made['id']}].output.amount", value=f"=({amount}) * xx"),
    ]
    services.edit(program.acting, mine.id, edits, force=True)
    client = browser(program.acting)
    for part in ("uncertainty", "result"):
        page = client.get(f"/en/studies/{mine.id}/{part}/")
        assert page.status_code == 200
        assert "Narrow the distributions" in page.content.decode()


@pytest.mark.parametrize("form", ["html", "xlsx", "docx", "pdf"])
def test_a_report_holds_the_interval(program: Program, mine: Study, form: str) -> None:
    started = said(program.post(f"studies/{mine.id}/reports", {"form": form, "language": "en"}))
    jobs.run(started["id"])
    answer = program.get(f"jobs/{started['id']}/result")
    assert answer.status_code == 200
    found = told(mine).spread.interval
    if form == "html":
        page = answer.content.decode()
        assert interval_text(found.low, found.high) in page
        assert "Sobol" in page


def test_distributions_are_typed_in_the_inventory_and_under_parameters(program: Program, mine: Study) -> None:
    client = browser(program.acting)
    edit = Set(place="parameters", value=[{"name": "mass", "value": 8.5}])
    services.edit(program.acting, mine.id, [edit], force=True)
    scope = client.get(f"/en/studies/{mine.id}/scope/").content.decode()
    assert 'data-place="parameters[mass].uncertainty.distribution"' in scope
    process = json.loads(mine.document)["processes"][0]
    kind = next(k for k in ("inputs", "energy") if process.get(k))
    row = process[kind][0]["id"]
    page = client.get(f"/en/studies/{mine.id}/inventory/?process={process['id']}&row={row}").content.decode()
    for field in ("sigma", "sd", "mode", "values"):
        assert f'data-place="processes[{process["id"]}].{kind}[{row}].uncertainty.{field}"' in page
    place = f"processes[{process['id']}].{kind}[{row}].uncertainty"
    answer = program.post(
        f"studies/{mine.id}/edits",
        {
            "operations": [
                {"kind": "set", "place": f"{place}.minimum", "value": 1},
                {"kind": "set", "place": f"{place}.maximum", "value": 2},
            ],
            "force": True,
        },
    )
    assert answer.status_code == 200
