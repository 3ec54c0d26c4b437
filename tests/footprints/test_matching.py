"""Data for the bill of materials: suggested with reasons, confirmed by a person, remembered by the organisation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from offices import browser, organisation, somebody

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Study
from tanzuji.footprints.services import Chosen
from tanzuji.formats.starter import starter_release
from tanzuji.ledger.models import Event
from tanzuji.library.models import Match
from tanzuji.library.services import index_installed
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

GRID = "cn-elec-cf-2024-cn-041"
POWER = "processes[mill].energy[power]"
LIME = "processes[mill].inputs[lime]"


def bill(**more: Any) -> ProductModel:
    """A mill that takes power and limestone, both without data."""
    return ProductModel.parse(
        {
            "id": "meal", "product": {"name": {"zh": "生料", "en": "raw meal"}},
            "unit": {"kind": "declared", "unit": "t", "description": "1 t"},
            "boundary": {"type": "cradle_to_gate", "geography": "CN"},
            "processes": [{
                "id": "mill", "name": {"zh": "粉磨", "en": "milling"}, "stage": "manufacturing",
                "energy": [{"id": "power", "name": {"zh": "粉磨电力", "en": "milling electricity"}, "amount": 20, "unit": "kWh"}],
                "inputs": [{"id": "lime", "name": {"zh": "石灰石", "en": "limestone"}, "amount": 1200, "unit": "kg"}],
            }],
            **more,
        }
    )  # fmt: skip


@pytest.fixture
def starter() -> str:
    """`name@version` of the starter library, indexed."""
    index_installed()
    release = starter_release()
    return f"{release.name}@{release.version}"


@pytest.fixture
def editor() -> Acting:
    return somebody("editor@works.example")


def study_of(acting: Acting) -> Study:
    return services.create(acting, bill(), [starter_release()])


def address(study: Study) -> str:
    return reverse("footprints:matching", args=[study.id])


def datasets_of(study: Study, place: str) -> tuple[str, ...]:
    study.refresh_from_db()
    process = queries.draft_result(study).model.processes[0]
    line = process.energy[0] if place == POWER else process.inputs[0]
    return line.datasets


def test_every_line_without_data_is_listed_with_what_may_suit_it_how_sure_that_is_and_why(
    starter: str, editor: Acting
) -> None:
    """JS-201, SH-201 and walk 2: inputs are matched to the library line by line, with the reason of each suggestion."""
    page = browser(editor).get(address(study_of(editor))).content.decode()
    assert "2024年全国电力平均碳足迹因子" in page and "石灰石，出矿" in page
    assert "为什么是它" in page and "单位可由 kWh 换算" in page and "名称、地域、年份含“电力”" in page
    assert page.count('name="choice:processes[mill].energy[power]"') >= 2  # and one to leave it as it is
    english = browser(editor).get(
        address(study_of(editor)).replace("/zh-hans/", "/en/").replace("/zh/", "/en/")
    )
    assert "Why this one" in english.content.decode()


def test_what_a_person_confirms_is_set_as_one_step_that_can_be_undone(starter: str, editor: Acting) -> None:
    study = study_of(editor)
    answer = browser(editor).post(
        address(study),
        {
            "acting_for": str(editor.organisation_id),
            f"choice:{POWER}": f"{starter}|{GRID}",
            f"seen:{POWER}": "",
            f"choice:{LIME}": "",
            f"seen:{LIME}": "",
        },
    )
    assert answer.status_code == 302
    assert datasets_of(study, POWER) == (GRID,) and datasets_of(study, LIME) == ()
    # 20 kWh × 0.5777 kg CO2e/kWh (announcement of 2025-10-23, table 1)
    assert study.total == pytest.approx(11.554)
    assert Event.objects.filter(kind="footprints.study.matched").count() == 1
    services.undo(editor, study.id)
    assert datasets_of(study, POWER) == ()


def test_what_was_confirmed_comes_first_for_the_next_line_like_it_and_says_who_confirmed_it(
    starter: str, editor: Acting
) -> None:
    wind = "cn-elec-cf-2024-cn-046"
    services.match(editor, study_of(editor).id, [Chosen(POWER, starter, wind)])
    colleague = somebody("colleague@works.example", of=editor.organisation)
    page = browser(colleague).get(address(study_of(colleague))).content.decode()
    assert "为“粉磨电力”确认，共 1 次" in page and "editor于" in page
    assert page.index("2024年风力发电碳足迹因子") < page.index("2024年全国电力平均碳足迹因子")
    assert f'|{wind}" checked' in page  # ticked, and still to be confirmed by a person


def test_what_one_organisation_confirmed_is_nothing_to_another(starter: str, editor: Acting) -> None:
    services.match(editor, study_of(editor).id, [Chosen(POWER, starter, "cn-elec-cf-2024-cn-046")])
    stranger = somebody("editor@other.example", of=organisation("乙厂"))
    page = browser(stranger).get(address(study_of(stranger))).content.decode()
    assert "为“粉磨电力”确认" not in page
    assert browser(stranger).get(address(study_of(editor))).status_code == 404


def test_a_dataset_that_may_not_be_stood_on_is_refused_and_nothing_is_remembered(
    starter: str, editor: Acting
) -> None:
    study = study_of(editor)
    cases = (
        (Chosen(POWER, starter, "cn-elec-co2-2023-cn-001"), "footprints.not-to-stand-on"),
        (Chosen(LIME, starter, GRID), "footprints.match-needs-conversion"),
        (Chosen("processes[mill].inputs[gone]", starter, GRID), "footprints.no-such-line"),
        (Chosen(POWER, "other@1", GRID), "footprints.not-its-library"),
    )
    for chosen, code in cases:
        with pytest.raises(CodedError) as refused:
            services.match(editor, study.id, [Chosen(POWER, starter, GRID), chosen])
        assert [p.code for p in refused.value.problems] == [code]
    assert datasets_of(study, POWER) == () and not Match.objects.exists()


def test_a_line_somebody_else_set_meanwhile_is_not_overwritten(starter: str, editor: Acting) -> None:
    study = study_of(editor)
    services.match(editor, study.id, [Chosen(POWER, starter, GRID)])
    answer = browser(editor).post(
        address(study),
        {
            "acting_for": str(editor.organisation_id),
            f"choice:{POWER}": f"{starter}|cn-elec-cf-2024-cn-046",
            f"seen:{POWER}": "",
        },
    )
    assert answer.status_code == 409 and "有人改过" in answer.content.decode()
    assert datasets_of(study, POWER) == (GRID,)


def test_a_reader_sees_the_suggestions_and_cannot_confirm(starter: str, editor: Acting) -> None:
    study = study_of(editor)
    reader = somebody("reader@works.example", "reader", of=editor.organisation)
    assert "disabled" in browser(reader).get(address(study)).content.decode()
    answer = browser(reader).post(
        address(study), {"acting_for": str(editor.organisation_id), f"choice:{POWER}": f"{starter}|{GRID}"}
    )
    assert answer.status_code == 403 and datasets_of(study, POWER) == ()


def test_lines_supplied_by_the_model_itself_need_no_data() -> None:
    from tanzuji.footprints.bill import lines

    plain = bill().plain()
    plain["processes"][0]["inputs"][0]["burden_free"] = {"zh": "废料", "en": "waste"}
    model = ProductModel.parse(plain)
    assert [line.place for line in lines(model, json.loads(json.dumps(plain)))] == [POWER]
