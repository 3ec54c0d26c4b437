"""Verifications of the demonstration: a cement is verified, and so are a battery, an aluminium and a steel; one finding
on the way. A photovoltaic module is submitted and not verified yet."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import services as accounting
from tanzuji.footprints import shelf, verifying
from tanzuji.formats.study_package import open_study_package
from tanzuji.formats.study_recomputing import recomputed
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries, services

_DECLARED = {"no_interest": True, "no_advice": True, "no_kin": True, "confidential": True}
_DONE = "用量与台账、结算单一致，因子适用 The amount agrees with ledger and bill; the factor fits"


def tell(people: dict[str, Acting]) -> None:
    """Duheng verifies the cement of Lanshi, the steel of Baiqiao, the battery of Ningtu and the aluminium of Qingling.

    Needs submitted or reviewed studies of Ningtu and Qingling as the stories tell them, and a cement and a steel of its
    own, which are accounted here: those of the stories have something left to be done.
    """
    lin, zhou = people["lin.lan@lanshi.example"], people["zhou.ning@lanshi.example"]
    cement = _accounted(lin, _at(zhou, lin), "cement_po425")
    _verified(people, lin, cement, level="reasonable", finding=True)
    for editor in (people["xu.ke@ningtu.example"], people["jiang.che@qingling.example"]):
        study = _submitted(editor)
        if study is not None:
            _verified(people, editor, study, level="limited", finding=False)
    he, yun = people["he.chuan@baiqiao.example"], people["yun.fan@yunxu.example"]
    _verified(people, he, _accounted(he, _at(zhou, he), "steel_hrc_bfbof"), level="limited", finding=False)
    _accounted(yun, _at(people["bai.lu@ningtu.example"], yun), "pv_module_csi")


def _at(reviewer: Acting, editor: Acting) -> Acting:
    """The reviewer, acting for the editor's house."""
    found = parties.acting_as(str(reviewer.person.id), editor.organisation_id)
    assert found is not None  # as the cast has it
    return found


def _accounted(editor: Acting, chief: Acting, example: str) -> UUID:
    """A study of an example that was reviewed at home and submitted."""
    study = accounting.create(
        editor, _made_by(editor, shelf.example(example)), shelf.chosen_releases((), editor)
    )
    version = accounting.make_version(editor, study.id)
    accounting.decide(chief, study.id, "approve", number=version.number)
    accounting.decide(editor, study.id, "submit", number=version.number)
    return study.id


def _submitted(editor: Acting) -> UUID | None:
    """A study of the house that is submitted, or is now because it passed review; none where there is none."""
    waiting = verifying.submitted_studies(editor)
    if waiting:
        return waiting[0].id
    for study in footprints.studies(editor).filter(state="internally_reviewed"):
        newest = footprints.newest(study)
        if newest is not None:
            accounting.decide(editor, study.id, "submit", number=newest.number)
            return study.id
    return None


def _verified(people: dict[str, Acting], editor: Acting, study: UUID, *, level: str, finding: bool) -> None:
    """From the request to the signed statement."""
    lead, reviewer = people["ge.wen@duheng.example"], people["wen.he@duheng.example"]
    of = services.request(
        editor, study, lead.organisation_id, level=level, purpose="申请产品碳标识认证 For label certification",
        due=timezone.localdate() + timedelta(days=21),
    )  # fmt: skip
    team = [(lead.person.email, "lead"), (reviewer.person.email, "reviewer")]
    services.offer(
        lead, of.id, team, terms="十二人天，按机构公布的价目 Twelve person-days, by the published list"
    )
    services.accept(editor, of.id)
    for who in (lead, reviewer):
        services.declare(who, of.id, _DECLARED)
    services.plan(
        lead, of.id, risks="电力因子的年份；物料与能源台账是否齐全 Year of the grid factor; whether ledgers are complete",
        visit="半天，中控室与地磅 Half a day: control room and weighbridge", criteria="GB/T 24067-2024",
    )  # fmt: skip
    asked = services.ask(lead, of.id, "请提供全年电费结算单 Please give the electricity bills of the year")
    services.answer(editor, of.id, asked.id, text="已在现场核对原件 The originals were seen on site")
    services.check(lead, of.id, asked.id)
    if finding:
        made = services.find(
            lead, of.id, "运输距离没有写明出处 The transport distance has no source", severity="minor",
            clause="GB/T 24067-2024 6.3",
        )  # fmt: skip
        services.settle(
            editor,
            of.id,
            made.id,
            "answer",
            text="已补：物流系统导出 From the logistics system",
            cause="漏填 Overlooked",
        )
        services.settle(lead, of.id, made.id, "close", text="与导出一致 Agrees with the export")
    services.examine(
        lead, of.id, [(line.item.place, "examined", _DONE) for line in queries.sample(of) if line.state == "open"]
    )  # fmt: skip
    _recomputed(lead, of.id)
    services.draft(lead, of.id, _paper())
    services.sign(
        reviewer, of.id, reason="复核了抽样、复算和意见 Sample, recomputation and opinion were reviewed"
    )


def _recomputed(lead: Acting, engagement: UUID) -> None:
    """The package recomputed as on the verifier's own machine, and its outcome handed in."""
    content, name, _ = services.download(lead, engagement, 1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        found = recomputed(open_study_package(file))
    services.report_own(lead, engagement, 1, json.dumps(found.plain()).encode())


def _paper() -> dict[str, Any]:
    return {
        "opinion": "unmodified",
        "criteria": "GB/T 24067-2024",
        "scope": {"zh": "提交的版本：产品、声明单位、边界和数据期间以其目的与范围为准", "en": "The version as submitted: product, declared unit, boundary and period as its goal and scope state them"},
        "basis": {"zh": "文件评审，按重要性抽样追溯到凭证，现场访谈，复算", "en": "Document review, a sample by materiality traced to documents, interviews on site, recomputation"},
        "months": 24,
    }  # fmt: skip


def _made_by(editor: Acting, example: ProductModel) -> ProductModel:
    """The example as a product of the editor's house."""
    plain = example.plain()
    return ProductModel.parse(
        {**plain, "product": {**plain["product"], "maker": editor.organisation_name.plain()}}
    )
