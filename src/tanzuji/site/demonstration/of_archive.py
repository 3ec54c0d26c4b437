"""The archive of the demonstration: products on file and in the catalogue, and what their makers are sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from tanzuji.archive import queries, services
from tanzuji.archive.matching import MatchRule
from tanzuji.archive.services.drafting import Written
from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import services as accounting
from tanzuji.footprints.contributing import contribute, finished
from tanzuji.parties.acting import Acting

_QUALITY = {"technology": 2, "geography": 2, "time": 2, "precision": 2, "completeness": 2}
"""Scores of a works that measured most of what it uses."""


def tell(people: dict[str, Acting]) -> None:
    """Aluminium and steel pass the gates and come into the catalogue, a battery waits; then a digest is sent."""
    keeper = people["fang.zheng@authority.example"]
    aluminium, steel = people["jiang.che@qingling.example"], people["he.chuan@baiqiao.example"]
    for maker in (aluminium, steel):
        study = _published(maker)
        _through_the_gates(people, maker, study)
        made = services.file_product(maker, study, consent=True)
        services.decide(
            keeper, made.id, "admit", reason="评审和两道关口均已通过 Reviewed, through both gates"
        )
    battery = people["xu.ke@ningtu.example"]
    services.file_product(battery, _published(battery), consent=True)
    _items(people)
    services.push_due()
    for maker, answer, note in (
        (aluminium, "interested", "请联系江澈，电话见官网。 Please call Jiang Che."),
        (steel, "not", ""),
    ):
        first = queries.offers(maker).filter(item__kind="financing").first()
        if first is not None:
            services.answer(maker, first.id, answer, note=note)


def _published(maker: Acting) -> UUID:
    """The study of the house that passed review, its newest version published."""
    study = finished(maker)[0]
    newest = footprints.newest(study)
    assert newest is not None
    accounting.publish(maker, study.id, newest.number)
    return study.id


def _through_the_gates(people: dict[str, Acting], maker: Acting, study: UUID) -> None:
    """The reviewed version contributed, verified by Duheng, its provenance checked by Mingsu."""
    curator, verifier = people["ming.yuan@data-centre.example"], people["ge.wen@duheng.example"]
    checker = people["yan.su@mingsu.example"]
    declared = {
        "consent": True,
        "scope": "province",
        "lawful_basis": "own_data",
        "method_profile": "GB/T 24067-2024",
    }
    (made,) = contribute(maker, [study], declared, licence="企业自有，许可入库 Own data, entry permitted")
    offered = contributions.contribution(maker, made)
    contributing.edit(
        maker, made, edition=offered.edition, document={**offered.dataset.plain(), "quality": _QUALITY},
        footprint=offered.footprint.plain() if offered.footprint else None, declarations=declared,
        provenance=offered.provenance.plain(),
    )  # fmt: skip
    contributing.self_check(maker, made)
    contributing.submit(maker, made)
    contributing.assign(curator, made, verifier.organisation_id)
    verified = contributing.verify(verifier, made, reason="复算一致 Recomputed with the same result")
    contributing.assign(curator, made, checker.organisation_id)
    inputs = [one.id for one in verified.provenance.inputs]
    contributing.check_provenance(checker, made, confirmed=inputs, reason="逐项溯源 Traced line by line")


def _items(people: dict[str, Acting]) -> None:
    """A benefit of the authority's and a loan of the bank's, both approved; a second loan awaits approval."""
    planner, keeper = people["lu.ming@authority.example"], people["fang.zheng@authority.example"]
    bank = people["jiang.yue@jiangping-bank.example"]
    until = (timezone.localdate() + timedelta(days=120)).isoformat()
    benefit = Written(
        "policy", "目录库产品技改奖励（示例）", "Retrofit grant for catalogued products (example)",
        "产品在目录库中的企业，节能技改投资按比例奖励。", "Makers of catalogued products get a share of retrofit investment back.",
        "https://example.org/grant", until, MatchRule(regions=("示例省",)),
    )  # fmt: skip
    loan = Written(
        "financing", "低碳产品贷（示例）", "Low-carbon product loan (example)",
        "铝、钢产品在目录库中的企业，流动资金贷款利率优惠。", "Working capital at a lower rate for makers of catalogued aluminium and steel.",
        "", until, MatchRule(words=("铝", "钢", "卷")),
    )  # fmt: skip
    for by, written in ((planner, benefit), (bank, loan)):
        made = services.draft(by, written)
        services.decide_item(by, made.id, "submit")
        services.decide_item(keeper, made.id, "approve")
    waiting = services.draft(
        bank,
        Written(
            "financing",
            "绿色设备租赁（示例）",
            "Leasing of green equipment (example)",
            "电炉、余热设备租赁。",
            "",
            "",
            until,
        ),
    )
    services.decide_item(bank, waiting.id, "submit")
