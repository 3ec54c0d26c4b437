"""What has happened in the houses of the demonstration: studies drafted, changed, reviewed, sent back, submitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from tanzuji.documents.editing import Set
from tanzuji.documents.models import ProductModel
from tanzuji.engine.release import Release
from tanzuji.footprints import services as footprints
from tanzuji.formats.demo_models import demo_models
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.site.demonstration import cast

Cast = dict[str, Acting]
Releases = Sequence[Release]

_POWER = "processes[cement_mill].energy[electricity-whole-plant]"


def tell(code: str, people: Cast, releases: Releases) -> None:
    """Let happen what is told of a house; of some, nothing is."""
    story = _STORIES.get(code)
    if story is not None:
        story({email.partition("@")[0]: acting for email, acting in people.items()}, releases)


def _cement(people: Cast, releases: Releases) -> None:
    lin, zhou, shen = people["lin.lan"], people["zhou.ning"], people["shen.mu"]
    study = _begin(lin, "cement_po425", releases)
    _version(lin, study, "首次核算 First accounting")
    footprints.decide(zhou, study, "approve", number=1, reason="数据与论文一致 Agrees with the thesis")
    footprints.edit(lin, study, [Set(place=f"{_POWER}.amount", value=94.2, was=98)])
    _version(lin, study, "更换辊压机后的用电 Electricity after the new roller press")
    footprints.comment(
        zhou, study, "94.2 kWh 是否扣除了余热发电？请附计量台账。 Is waste-heat power deducted? Please attach the meter readings.",
        place=f"{_POWER}.amount",
    )  # fmt: skip
    second = _begin(
        lin, "cement_po425", releases,
        id="cement_po425_line2", product={"name": {"zh": "普通硅酸盐水泥 P·O 42.5，2 号线", "en": "Portland cement P·O 42.5, line 2"}},
    )  # fmt: skip
    footprints.edit(
        lin, second, [Set(place=f"{_POWER}.datasets", value=["cn-elec-co2-2023-cn-001"], was=["cn-elec-cf-2024-cn-041"])]
    )  # fmt: skip
    parties.invite(shen, "gu.yu@lanshi.example", ["editor"])
    parties.issue_token(lin, "电表采集 Meter readings", days=180, may_write=True)


def _steel(people: Cast, releases: Releases) -> None:
    he, zhou = people["he.chuan"], people["zhou.ning"]
    coil = _begin(he, "steel_hrc_bfbof", releases)
    _version(he, coil, "首次核算 First accounting")
    footprints.edit(
        he, coil,
        [
            Set(place="method.gwp_set", value="AR5", was=None),
            Set(place="processes[steelmaking].energy[site-electricity].amount", value=310.0, was=325.3),
        ],
    )  # fmt: skip
    _version(he, coil, "按客户要求改用 AR5；全厂节电 AR5 as the customer asks; electricity saved")
    footprints.decide(
        zhou, coil, "approve", number=2, reason="方法变化已在说明中写明 The note names the method change"
    )
    rebar = _begin(he, "steel_eaf", releases)
    _version(he, rebar, "首次核算 First accounting")
    footprints.decide(
        zhou, rebar, "return", number=1,
        reason="废钢的运距没有依据，请补运单。 The distance of the scrap has no evidence; add the waybills.",
    )  # fmt: skip


def _battery(people: Cast, releases: Releases) -> None:
    xu, bai = people["xu.ke"], people["bai.lu"]
    pack = _begin(xu, "lfp_battery_pack", releases)
    _version(xu, pack, "首次核算 First accounting")
    footprints.decide(bai, pack, "approve", number=1, reason="物料清单核对无误 Bill of materials checked")
    footprints.decide(xu, pack, "submit", number=1)


def _aluminium(people: Cast, releases: Releases) -> None:
    jiang, bai = people["jiang.che"], people["bai.lu"]
    ingot = _begin(jiang, "aluminium_primary", releases)
    _version(jiang, ingot, "首次核算 First accounting")
    footprints.decide(
        bai, ingot, "approve", number=1, reason="电耗与行业水平相符 Electricity agrees with the industry"
    )


def _modules(people: Cast, releases: Releases) -> None:
    yun = people["yun.fan"]
    _version(yun, _begin(yun, "pv_module_csi", releases), "首次核算 First accounting")


def _textiles(people: Cast, releases: Releases) -> None:
    _begin(people["su.he"], "cotton_tshirt", releases)


def _appliances(people: Cast, releases: Releases) -> None:
    lang = people["lang.yue"]
    for key in ("laptop", "room_air_conditioner"):
        _version(lang, _begin(lang, key, releases), "首次核算 First accounting")


def _farm(people: Cast, releases: Releases) -> None:
    tian = people["tian.qing"]
    _version(tian, _begin(tian, "rice_paddy", releases), "首次核算 First accounting")


_STORIES: dict[str, Callable[[Cast, Releases], None]] = {
    cast.LANSHI: _cement,
    cast.BAIQIAO: _steel,
    cast.NINGTU: _battery,
    cast.QINGLING: _aluminium,
    cast.YUNXU: _modules,
    cast.ZHIHE: _textiles,
    cast.LANGXU: _appliances,
    cast.QINGHE: _farm,
}


@cache
def _models() -> dict[str, ProductModel]:
    return demo_models()


def _begin(acting: Acting, key: str, releases: Releases, **other: Any) -> UUID:
    """A study of a demo product, made by the house; `other` stands in the place of what the file says."""
    plain = _models()[key].plain()
    plain["product"] = {**plain["product"], "maker": acting.organisation_name.plain()}
    for field, value in other.items():
        plain[field] = {**plain[field], **value} if isinstance(value, dict) else value
    return footprints.create(acting, ProductModel.parse(plain), releases, origin=f"{key}.yaml").id


def _version(acting: Acting, study: UUID, note: str) -> None:
    footprints.make_version(acting, study, note=note)
