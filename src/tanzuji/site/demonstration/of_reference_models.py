"""The product model library of the demonstration: shipped models reviewed and released, one under way, studies begun."""

from __future__ import annotations

from uuid import UUID

from tanzuji.documents.reference_models import ParameterGuide
from tanzuji.documents.text import Text
from tanzuji.footprints import references
from tanzuji.footprints import services as footprints
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries, services

WAITING = ("wood-panel", "motor-small")
"""Shipped models that still wait for review, so that there is something to decide."""


def tell(people: dict[str, Acting]) -> None:
    """The data centre takes over, reviews with two persons and releases; a cement works and a battery maker begin."""
    curator = people["ming.yuan@data-centre.example"]
    reviewer = people["qing.he@data-centre.example"]
    released = {}
    for version in services.take_over(curator):
        code = version.model.code
        if code in WAITING:
            continue
        services.decide(reviewer, version.model_id, version.number, "approve")
        services.decide(curator, version.model_id, version.number, "release")
        released[code] = version.model_id
    _second_version(curator, reviewer, str(released["cement-po425"]))
    _studies(people, released)


def _second_version(curator: Acting, reviewer: Acting, cement: str) -> None:
    """The cement model with a narrower range, remarked on, answered and still under review."""
    kept = queries.own_model(curator, cement)
    reference = queries.document(kept)
    guides = [
        guide.model_copy(
            update={
                "low": 60.0,
                "high": 120.0,
                "range_kind": "expert",
                "range_source": "示例：编制者按新型干法线收窄",
            }
        )
        if guide.name == "works_kwh"
        else guide
        for guide in reference.parameters
    ]
    services.set_guides(
        curator, kept.id, [ParameterGuide.parse(g.plain()) for g in guides], {}, base_revision=kept.revision
    )
    version = services.offer(curator, kept.id, note="收窄吨水泥电耗的范围")
    made = services.remark(
        reviewer,
        kept.id,
        version.number,
        "范围收窄的依据是什么？粉磨站会不会落在外面？",
        place="parameters[works_kwh]",
    )
    services.answer(curator, made.id, "只适用于带窑的全流程生产线，粉磨站另立模型。")


def _studies(people: dict[str, Acting], released: dict[str, UUID]) -> None:
    """A works with its own numbers, one of them outside the range, and a pack divided into Jiangsu's six stages."""
    works = people["lin.lan@lanshi.example"]
    chosen = references.Chosen(
        name="普通硅酸盐水泥 P·O 42.5R（二号线）",
        stages="jiangsu",
        values={"works_kwh": 168.0, "coal_per_clinker": 151.0, "fly_ash_kg": 120.0, "slag_kg": 60.0},
    )
    references.begin(works, str(released["cement-po425"]), chosen)
    battery = people["xu.ke@ningtu.example"]
    pack = references.begin(
        battery,
        str(released["battery-lfp-ev"]),
        references.Chosen(
            name="磷酸铁锂电池包 NT-60", stages="jiangsu", values={"cell_kwh": 3.1, "service_years": 8.0}
        ),
    )
    footprints.make_version(battery, pack.id, note=Text(zh="首次核算", en="First account").to("zh"))
