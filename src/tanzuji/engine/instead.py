"""What a scenario puts in place of the model's own data, found in the model by position.

Lines are named `process/line`; an amount may also be named by its process alone, and is then its output; a
parameter of a material loop is `material/field`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tanzuji.documents.errors import define
from tanzuji.documents.models import Material, ProductModel, Scenario
from tanzuji.documents.refusals import close_ones
from tanzuji.engine.release import nearest

UNKNOWN_EXCHANGE = define(
    "footprint.unknown-exchange",
    zh="模型里没有标识为“{exchange}”的投入。",
    en="The model has no exchange “{exchange}”.",
    remedy_zh="请写成“过程/投入标识”。{near}",
    remedy_en="Write it as `process/exchange id`. {near}",
)
UNKNOWN_MATERIAL = define(
    "footprint.unknown-material-parameter",
    zh="模型里没有材料参数“{parameter}”。",
    en="The model has no material parameter “{parameter}”.",
    remedy_zh="请写成“材料/字段”，如 steel/recycling_rate。{near}",
    remedy_en="Write it as `material/field`, e.g. steel/recycling_rate. {near}",
)
SHARE_OUT_OF_RANGE = define(
    "footprint.share-out-of-range",
    zh="“{exchange}”改用的份额为 {value}，应在 0 与 1 之间。",
    en="The share of “{exchange}” is {value}; it must be from 0 to 1.",
    remedy_zh="请以小数填写（0.4 表示 40 %）。",
    remedy_en="State it as a fraction (0.4 for 40 %).",
)
PRODUCTION_TWICE = define(
    "footprint.production-twice",
    zh="材料“{material}”的生产已在投入中：改变再生料比例 R1 不会改变那些投入。",
    en="Production of “{material}” stands among the inputs, which another recycled content R1 does not change.",
    remedy_zh="请改对应投入的用量或数据集，或把“生产已在投入中”设为否并删去对应的投入。",
    remedy_en="Change the amounts or datasets of those inputs, or set production_in_inputs to false and remove them.",
)

MATERIAL_FIELDS = tuple(name for name, info in Material.model_fields.items() if info.annotation is float)
"""The parameters of a material loop that are plain numbers."""

LISTS = ("inputs", "energy", "transports", "wastes", "emissions")


@dataclass(frozen=True, slots=True)
class Instead:
    """By place: `datasets` and the `shares` they supply; by path: `amounts`. Empty for the base case."""

    datasets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    amounts: Mapping[str, float | str] = field(default_factory=dict)


def places(model: ProductModel) -> dict[str, str]:
    """`process/line` → path of the line, for all lines that have an id."""
    return {
        f"{process.id}/{line.id}": f"processes[{i}].{name}[{j}]"
        for i, process in enumerate(model.processes)
        for name in LISTS
        for j, line in enumerate(getattr(process, name))
        if line.id
    }


def instead_of(model: ProductModel, scenario: Scenario, known: Mapping[str, str] | None = None) -> Instead:
    """What `scenario` replaces in `model`; `known` spares finding the `places` of the model again.

    Raises `footprint.unknown-exchange`, `.share-out-of-range` with the place in the scenario.
    """
    if not (scenario.datasets or scenario.shares or scenario.amounts):
        return Instead()
    known = places(model) if known is None else known
    made = {p.id: f"processes[{i}].output" for i, p in enumerate(model.processes) if p.output is not None}
    for mapping, wanted, may in (
        ("datasets", scenario.datasets, lambda place: ".emissions[" not in known.get(place, ".emissions[")),
        ("shares", scenario.shares, scenario.datasets.__contains__),
        ("amounts", scenario.amounts, lambda place: place in known or place in made),
    ):
        for place in wanted:
            if not may(place):
                near = close_ones(nearest(place, sorted(filter(may, (*known, *made)))))
                path = f"scenarios[{_index(model, scenario)}].{mapping}.{place}"
                raise UNKNOWN_EXCHANGE.error(path, exchange=place, near=near)
    for place, share in scenario.shares.items():
        if not 0 <= share <= 1:
            path = f"scenarios[{_index(model, scenario)}].shares.{place}"
            raise SHARE_OUT_OF_RANGE.error(path, exchange=place, value=share)
    return Instead(
        dict(scenario.datasets),
        dict(scenario.shares),
        {f"{known.get(at) or made[at]}.amount": amount for at, amount in scenario.amounts.items()},
    )


def _index(model: ProductModel, scenario: Scenario) -> int:
    """Where the scenario stands in its model; 0 for one that is only tried."""
    return next((i for i, each in enumerate(model.scenarios) if each is scenario), 0)


def with_materials(model: ProductModel, scenario: Scenario) -> ProductModel:
    """The model with the parameters of material loops that `scenario` replaces.

    Raises `footprint.unknown-material-parameter`, and `footprint.production-twice` for a recycled content that the
    inputs of the model would have to follow.
    """
    if not scenario.materials:
        return model
    known = {f"{m.id}/{name}" for m in model.materials for name in MATERIAL_FIELDS}
    updates: dict[str, dict[str, float]] = {}
    for place, value in scenario.materials.items():
        if place not in known:
            near = close_ones(nearest(place, sorted(known)))
            path = f"scenarios[{_index(model, scenario)}].materials.{place}"
            raise UNKNOWN_MATERIAL.error(path, parameter=place, near=near)
        material, _, name = place.partition("/")
        of = next(m for m in model.materials if m.id == material)
        if name == "recycled_content" and of.production_in_inputs and value != of.recycled_content:
            path = f"scenarios[{_index(model, scenario)}].materials.{place}"
            raise PRODUCTION_TWICE.error(path, material=of.name.to("en"))
        updates.setdefault(material, {})[name] = value
    materials = tuple(
        material.model_copy(update=updates[material.id]) if material.id in updates else material
        for material in model.materials
    )
    return model.model_copy(update={"materials": materials})
