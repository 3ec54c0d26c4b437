"""Ten small cement works account, pass the gates, and become limit, reference and best value of a trade.

The works and their numbers are made up; each is the shipped cement model with clinker, fuel and power of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from tanzuji.benchmarks import queries
from tanzuji.benchmarks import services as benchmarks
from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.documents.datasets import Quality
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import contributing as studies
from tanzuji.footprints import services as accounting
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role

YEAR = 2024
RULE = "cn.cement"
_LICENCE = "企业自有，许可入库 Own data, entry permitted"
_DECLARED: dict[str, Any] = {
    "consent": True,
    "scope": "province",
    "lawful_basis": "own_data",
    "method_profile": "GB/T 24067-2024",
}


@dataclass(frozen=True, slots=True)
class Works:
    """A made-up works: clinker t/t, coal kg/t clinker, power of the mill kWh, output in t a year."""

    zh: str
    en: str
    clinker: float
    coal: float
    power: float
    output: float


WORKS = (
    Works("石埠水泥有限公司", "Shibu Cement Co., Ltd.", 0.640, 142.0, 78.0, 1_450_000),
    Works("溪口建材有限公司", "Xikou Building Materials Co., Ltd.", 0.675, 146.5, 80.5, 820_000),
    Works("梅岭水泥有限公司", "Meiling Cement Co., Ltd.", 0.690, 151.0, 84.0, 1_900_000),
    Works("丹崖建材有限公司", "Danya Building Materials Co., Ltd.", 0.735, 155.5, 88.0, 1_120_000),
    Works("云浦水泥有限公司", "Yunpu Cement Co., Ltd.", 0.750, 158.0, 90.0, 2_300_000),
    Works("青岗水泥有限公司", "Qinggang Cement Co., Ltd.", 0.770, 160.0, 92.5, 760_000),
    Works("松坞水泥有限公司", "Songwu Cement Co., Ltd.", 0.785, 162.5, 94.0, 1_380_000),
    Works("白沙建材有限公司", "Baisha Building Materials Co., Ltd.", 0.805, 166.0, 96.0, 980_000),
    Works("渡头水泥有限公司", "Dutou Cement Co., Ltd.", 0.830, 169.5, 98.5, 540_000),
    Works("北堰水泥有限公司", "Beiyan Cement Co., Ltd.", 0.890, 178.5, 104.0, 420_000),
)

_QUALITY = Quality(technology=2, geography=1, time=1, precision=2, completeness=2)
"""The works' own judgement of a year of measured consumption."""


def tell(people: dict[str, Acting]) -> None:
    """The works account for the year and pass both gates; their association proposes, the authority decides."""
    for number, works in enumerate(WORKS, 1):
        _account(people, works, number)
    _become_benchmarks(people)


def _account(people: dict[str, Acting], works: Works, number: int) -> None:
    """A works with its study, which a colleague reviews and which is contributed and passes both gates."""
    editor, reviewer = _founded(works, number)
    study = accounting.create(editor, model_of(works), (starter_release(),), origin="cement_po425.yaml")
    accounting.make_version(editor, study.id, note=f"{YEAR} 年度核算 Accounting of {YEAR}")
    accounting.decide(reviewer, study.id, "approve", number=1)
    (made,) = studies.contribute(
        editor, [study.id], _DECLARED, licence=_LICENCE, outputs={str(study.id): works.output}
    )
    _through_the_gates(people, editor, made)


def _founded(works: Works, number: int) -> tuple[Acting, Acting]:
    """The works with its accountant and a colleague who reviews, who sign in nowhere."""
    code = f"91XX0000DEMO{number + 500:05d}X"
    organisation = founding.found("enterprise", zh=works.zh, en=works.en, code=code)
    hired = []
    for role, email, name in (
        ("editor", f"accounts-{number}@works.example", f"核算员 {number}"),
        ("reviewer", f"reviews-{number}@works.example", f"复核员 {number}"),
    ):
        person = founding.register(email=email, name=name, password=None)
        founding.join(person, organisation, (cast(Role, role),))
        hired.append(parties.required_for(person, organisation.id))
    return hired[0], hired[1]


@cache
def _cement() -> ProductModel:
    return demo_models()["cement_po425"]


def model_of(works: Works) -> ProductModel:
    """The shipped model of cement with the works' own clinker, coal and power, for the year."""
    plain = _cement().plain()
    own = {"clinker_share": works.clinker, "coal_per_clinker": works.coal}
    for parameter in plain["parameters"]:
        parameter["value"] = own.get(parameter["name"], parameter["value"])
    for process in plain["processes"]:
        for line in process.get("energy", ()):
            if line["id"] == "electricity-whole-plant":
                line["amount"] = works.power
    plain["period"] = {"start": f"{YEAR}-01-01", "end": f"{YEAR}-12-31"}
    plain["product"] |= {"name": {"zh": f"水泥，{works.zh}", "en": f"Cement, {works.en}"}}
    return ProductModel.parse(plain)


def _through_the_gates(people: dict[str, Acting], editor: Acting, made: UUID) -> None:
    """Completed and offered by the works, verified by Duheng, its provenance checked by Mingsu."""
    curator, verifier = people["ming.yuan@data-centre.example"], people["ge.wen@duheng.example"]
    checker = people["yan.su@mingsu.example"]
    of = contributions.contribution(editor, made)
    assert of.footprint is not None  # it was made of a study
    contributing.edit(
        editor, made, edition=of.edition, document=of.dataset.plain() | {"quality": _QUALITY.plain()},
        footprint=of.footprint.plain(), declarations=of.declarations.plain(), provenance=of.provenance.plain(),
    )  # fmt: skip
    contributing.self_check(editor, made)
    contributing.submit(editor, made)
    contributing.assign(curator, made, verifier.organisation_id)
    contributing.verify(verifier, made, reason="复算一致，活动数据抽查无误 Recomputed, activity data sampled")
    contributing.assign(curator, made, checker.organisation_id)
    traced = [one.id for one in of.provenance.inputs if one.references]
    contributing.check_provenance(checker, made, confirmed=traced, reason="逐项溯源 Traced line by line")


def _become_benchmarks(people: dict[str, Acting]) -> None:
    """Proposed by the association, commented on by a works, answered, decided and published by two of the authority."""
    association, clerk = people["shi.lei@materials.example"], people["lu.ming@authority.example"]
    judge, works = people["fang.zheng@authority.example"], people["lin.lan@lanshi.example"]
    counted = next(
        one for one in queries.candidates() if one.year == YEAR and one.key.rule.startswith(f"{RULE}@")
    )
    snapshot = benchmarks.take_snapshot(association, counted.key, YEAR)
    made = benchmarks.propose(
        association, snapshot.id, name_zh="通用硅酸盐水泥", name_en="Common Portland cement"
    )
    closed = timezone.localdate() - timedelta(days=1)
    began = closed - timedelta(days=queries.least_days())
    benchmarks.consult(association, made.id, closes_on=closed, today=began)
    said = benchmarks.comment(
        works,
        made.id,
        "样本是否含外购熟料的粉磨站？ Does the sample hold grinding stations that buy clinker?",
        today=closed,
    )
    benchmarks.answer(
        association, made.id, said.id, adopted="partly",
        text="不含；快照只计摇篮到大门、自产熟料的企业，已在口径中写明。 No: only works with their own clinker were counted.",
    )  # fmt: skip
    benchmarks.act(judge, made.id, "decide", reason="样本和程序符合要求 Sample and procedure are in order")
    benchmarks.act(clerk, made.id, "publish")
