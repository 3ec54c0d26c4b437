"""The reference models that come with the software: true product models, every default with its source."""

from __future__ import annotations

import pytest
from model_cases import by_code

from tanzuji.documents.errors import CodedError
from tanzuji.documents.reference_models import ReferenceModel, inside
from tanzuji.engine import compute
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.reference_models import files
from tanzuji.reference_models.computing import figures
from tanzuji.reference_models.staging import CANONICAL, assigned, by_stage, divided, drawn_out
from tanzuji.rules.stages import vocabularies

GROUPS = {
    "cn.cement", "cn.aluminium.primary", "cn.battery.li.ev", "cn.pv.module.csi", "cn.steel.crude_rebar", "cn.textile",
    "cn.electronics.pc", "cn.appliance.rac", "cn.chem.ammonia", "cn.chem.methanol", "cn.ferroalloy", "cn.causticsoda",
    "cn.fertilizer.map_dap", "cn.plastics", "cn.tyre", "cn.motor.small", "cn.wood.panel",
}  # fmt: skip


def test_every_product_group_has_a_reference_model_and_thin_ones_say_so() -> None:
    """JS-105, SD-104: seventeen product groups; those without a cited inventory are marked thin."""
    assert {reference.group for reference in by_code().values()} == GROUPS
    on_products = {model.product.name for model in demo_models().values()}
    for reference in by_code().values():
        assert (reference.coverage == "thin") == (reference.name not in on_products)


@pytest.mark.parametrize(
    ("code", "product"),
    [
        ("cement-po425", "cement_po425"),
        ("aluminium-primary", "aluminium_primary"),
        ("battery-lfp-ev", "lfp_battery_pack"),
        ("pv-module-csi", "pv_module_csi"),
        ("steel-bf-bof-hot-rolled", "steel_hrc_bfbof"),
        ("steel-eaf", "steel_eaf"),
        ("textile-cotton-tshirt", "cotton_tshirt"),
        ("electronics-laptop", "laptop"),
        ("appliance-room-air-conditioner", "room_air_conditioner"),
    ],
)
def test_the_defaults_come_to_what_the_cited_product_comes_to(code: str, product: str) -> None:
    """Turning amounts into parameters changes no result: the shipped products are the origin (docs/products.md)."""
    cited = compute(demo_models()[product], (starter_release(),)).total
    assert figures(by_code()[code].model).total == pytest.approx(cited, rel=1e-9)


def test_every_default_names_its_source_and_lies_in_its_range() -> None:
    """JS-201 (产品模型库): parameters with default, range and the source of each."""
    for reference in by_code().values():
        for parameter in reference.model.parameters:
            if isinstance(parameter.value, str):
                continue
            guide = reference.guide(parameter.name)
            assert parameter.citation, (reference.code, parameter.name)
            assert inside(parameter.value, guide)
            if guide.low is not None or guide.high is not None:
                assert guide.range_kind == "definition" or guide.range_source, (
                    reference.code,
                    parameter.name,
                )


def test_every_model_states_its_boundary_and_the_principles_it_is_computed_by() -> None:
    """SD-203: per product, the system boundary and the principles of the computation, each with its source."""
    for reference in by_code().values():
        assert reference.model.boundary.type and reference.model.boundary.geography
        assert reference.principles or reference.coverage == "thin"
        assert all(principle.source for principle in reference.principles)


def test_a_frame_invents_no_figure() -> None:
    """A thin model holds an amount only where a source is cited with it; what is unknown is a gap, never zero."""
    for reference in by_code().values():
        if reference.coverage != "thin":
            continue
        for process in reference.model.processes:
            for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
                for line in getattr(process, kind):
                    assert line.amount is None or line.data.citation, (reference.code, line.id)
        assert figures(reference.model).gaps > 0


def test_a_default_without_a_source_is_refused() -> None:
    plain = by_code()["cement-po425"].plain()
    plain["model"]["parameters"][1].pop("citation")
    with pytest.raises(CodedError) as refused:
        ReferenceModel.parse(plain)
    assert refused.value.code == "reference.no-source"


def test_a_range_without_a_source_is_refused_but_for_what_a_definition_gives() -> None:
    plain = by_code()["cement-po425"].plain()
    plain["parameters"] = [{"name": "coal_ncv", "low": 15, "high": 30, "range_kind": "published"}]
    with pytest.raises(CodedError) as refused:
        ReferenceModel.parse(plain)
    assert refused.value.code == "reference.no-range-source"
    plain["parameters"] = [{"name": "gypsum_kg", "low": 0, "high": 1000, "range_kind": "definition"}]
    ReferenceModel.parse(plain)


def test_a_default_outside_its_range_is_refused() -> None:
    plain = by_code()["cement-po425"].plain()
    plain["parameters"] = [
        {"name": "works_kwh", "low": 10, "high": 20, "range_kind": "expert", "range_source": "x"}
    ]
    with pytest.raises(CodedError) as refused:
        ReferenceModel.parse(plain)
    assert refused.value.code == "reference.default-outside"


def test_the_battery_model_has_jiangsus_six_stages_with_recovery_apart_from_discard() -> None:
    """JS-105: 原材料/制造/运输/使用/废弃/回收处置; the pack's recycling is recovery, its transport is transport."""
    battery = by_code()["battery-lfp-ev"]
    names = [stage.name.zh for stage, _, _ in by_stage(battery, "jiangsu", {})]
    assert names == ["原材料", "制造", "运输", "使用", "废弃", "回收处置"]
    where = assigned(battery, "jiangsu")
    assert (where["recycling"], where["cell_transport"]) == ("recovery", "transport")


def test_the_battery_model_has_shandongs_five_stages() -> None:
    """SD-202: 原材料获取/制造/分销/使用/回收处置."""
    names = [stage.name.zh for stage, _, _ in by_stage(by_code()["battery-lfp-ev"], "shandong", {})]
    assert names == ["原材料获取", "制造", "分销", "使用", "回收处置"]


@pytest.mark.parametrize("name", sorted(vocabularies()))
def test_another_division_into_stages_moves_nothing_of_the_total(name: str) -> None:
    """N-04, JS-105, SD-202, A.10: the sum of a vocabulary's stages of one canonical stage is that canonical stage."""
    for code in ("battery-lfp-ev", "textile-cotton-tshirt", "steel-eaf"):
        reference = by_code()[code]
        found = figures(reference.model)
        assert figures(divided(reference, name)).total == pytest.approx(found.total, rel=1e-12)
        rows = [total for _, total, _ in by_stage(reference, name, found.processes) if total is not None]
        assert sum(rows) == pytest.approx(found.total, rel=1e-12)


def test_a_stage_outside_the_boundary_is_told_from_one_that_is_zero() -> None:
    rows = {stage.id: total for stage, total, _ in by_stage(by_code()["pv-module-csi"], CANONICAL, {})}
    assert rows["use"] is None and rows["raw_materials"] is not None


def test_drawing_a_model_out_to_the_whole_life_adds_gaps_and_no_number() -> None:
    """JS-105: steel and photovoltaic models cover all stages; what nobody has measured stays a gap."""
    reference = by_code()["pv-module-csi"]
    before, after = figures(reference.model), figures(drawn_out(divided(reference, "jiangsu")))
    assert after.total == pytest.approx(before.total, rel=1e-12)
    assert after.gaps == before.gaps + 3
    assert drawn_out(reference.model).boundary.type == "cradle_to_grave"


def test_a_file_read_back_is_the_same_reference_model() -> None:
    for reference in by_code().values():
        for suffix in ("yaml", "json"):
            content = files.written(reference, suffix, "zh")
            assert files.read(content, f"x.{suffix}") == reference
