"""Ten small cement works account, pass the gates, and become limit, reference and best value of a trade.

The works and their numbers are made up; each is the shipped cement model with clinker, fuel and power of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from django.utils import timezone

from tanzuji.benchmarks import services as benchmarks
from tanzuji.benchmarks.disclosure import Key
from tanzuji.contributions import services as contributing
from tanzuji.documents.datasets import Dataset, GasAmount, Quality, Source
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import services as accounting
from tanzuji.footprints.benchmarking import subject_of
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting

YEAR = 2024
RULE = "cn.cement"
TRACED = 0.99
"""Share of a footprint whose inputs are told line by line; the gate asks for 95 %."""


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
    key = None
    for number, works in enumerate(WORKS, 1):
        key = _account(people, works, number)
    assert key is not None  # there are works
    _become_benchmarks(people, key)


def _account(people: dict[str, Acting], works: Works, number: int) -> Key:
    """A works with its study, a version of it, and that version through both gates; what it is comparable by."""
    editor = _founded(works, number)
    study = accounting.create(editor, model_of(works), (starter_release(),), origin="cement_po425.yaml")
    version = accounting.make_version(editor, study.id, note=f"{YEAR} 年度核算 Accounting of {YEAR}")
    footprint = footprints.footprint(version)
    subject = subject_of(footprint, footprints.findings(version))
    rule = next(one for one in subject.rules if one.startswith(f"{RULE}@"))
    key = Key(
        rule, subject.unit, subject.boundary, subject.gwp_set, subject.electricity, subject.end_of_life,
        subject.allocation,
    )  # fmt: skip
    _through_the_gates(people, editor, version, footprint, key, works)
    return key


def _founded(works: Works, number: int) -> Acting:
    """The works and its one accountant, who signs in nowhere."""
    code = f"91XX0000DEMO{number + 500:05d}X"
    organisation = founding.found("enterprise", zh=works.zh, en=works.en, code=code)
    person = founding.register(
        email=f"accounts-{number}@works.example", name=f"核算员 {number}", password=None
    )
    founding.join(person, organisation, ("editor",))
    return parties.required_for(person, organisation.id)


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


def _through_the_gates(
    people: dict[str, Acting], editor: Acting, version: Any, footprint: Footprint, key: Key, works: Works
) -> None:
    """Offered by the works, verified by Duheng, its provenance checked by Mingsu."""
    curator, verifier = people["ming.yuan@data-centre.example"], people["ge.wen@duheng.example"]
    checker = people["yan.su@mingsu.example"]
    dataset = _dataset(version, footprint, works)
    trail = _trail(footprint)
    comparable = {name: getattr(key, name) for name in key.__dataclass_fields__}
    made = contributing.offer(
        editor,
        dataset.plain(),
        kind="footprint",
        footprint={**comparable, "year": YEAR, "value": dataset.amounts[0].amount, "output": works.output},
        declarations={
            "consent": True,
            "scope": "province",
            "lawful_basis": "own_data",
            "method_profile": "GB/T 24067-2024",
        },
        provenance={"inputs": trail},
        study=f"{version.study_id}@{version.number}",
    )
    contributing.self_check(editor, made.id)
    contributing.submit(editor, made.id)
    contributing.assign(curator, made.id, verifier.organisation_id)
    contributing.verify(
        verifier, made.id, reason="复算一致，活动数据抽查无误 Recomputed, activity data sampled"
    )
    contributing.assign(curator, made.id, checker.organisation_id)
    contributing.check_provenance(
        checker, made.id, confirmed=[one["id"] for one in trail], reason="逐项溯源 Traced line by line"
    )


def _dataset(version: Any, footprint: Footprint, works: Works) -> Dataset:
    model = footprint.model
    return Dataset(
        id=f"cement-{version.study_id}",
        name=model.product.name,
        category=("materials", "cement"),
        unit=model.unit.unit,
        geography="CN",
        year_from=YEAR,
        year_to=YEAR,
        boundary="cradle_to_gate",
        gas_basis="co2e",
        gwp_set=model.method.gwp_set,
        amounts=(GasAmount(gas="CO2e", amount=footprint.total / model.unit.amount),),
        quality=_QUALITY,
        source=Source(
            title=f"{works.zh} {YEAR} 年度产品碳足迹核算",
            publisher=works.zh,
            year=YEAR + 1,
            licence="企业自有，许可入库 Own data, entry permitted",
            location=footprint.id,
        ),
    )


def _trail(footprint: Footprint) -> list[dict[str, Any]]:
    """The inputs of the value: the lines that bring 99 % of it, each with the datasets its factors were read in."""
    versions = {release.name: release.version for release in footprint.releases}
    largest = sorted(footprint.contributions, key=lambda one: -abs(one.lines.total))
    sums = accumulate(one.lines.total for one in largest)
    count = next(n for n, reached in enumerate(sums, 1) if reached >= TRACED * footprint.total)
    return [
        {
            "id": f"line-{number}",
            "name": _named(one).plain(),
            "amount": one.amount,
            "unit": one.unit or "kg",
            "result": one.lines.total / footprint.model.unit.amount,
            "references": _references(one, versions),
        }
        for number, one in enumerate(largest[:count], 1)
    ]


def _named(one: Contribution) -> Text:
    return Text(zh=one.name.to("zh"), en=one.name.to("en"))


def _references(one: Contribution, versions: dict[str, str]) -> list[str]:
    found = [f"dataset:{used.release}@{versions[used.release]}/{used.dataset}" for used in one.factors]
    return found or ["estimate:按工厂台账和质量平衡 By the works' books and mass balance"]


def _become_benchmarks(people: dict[str, Acting], key: Key) -> None:
    """Proposed by the association, commented on by a works, answered, decided and published by two of the authority."""
    association, clerk = people["shi.lei@materials.example"], people["lu.ming@authority.example"]
    judge, works = people["fang.zheng@authority.example"], people["lin.lan@lanshi.example"]
    snapshot = benchmarks.take_snapshot(association, key, YEAR)
    made = benchmarks.propose(
        association, snapshot.id, name_zh="通用硅酸盐水泥", name_en="Common Portland cement"
    )
    benchmarks.consult(association, made.id, closes_on=timezone.localdate())
    said = benchmarks.comment(
        works,
        made.id,
        "样本是否含外购熟料的粉磨站？ Does the sample hold grinding stations that buy clinker?",
    )
    benchmarks.answer(
        association, made.id, said.id, adopted="partly",
        text="不含；快照只计摇篮到大门、自产熟料的企业，已在口径中写明。 No: only works with their own clinker were counted.",
    )  # fmt: skip
    benchmarks.act(judge, made.id, "decide", reason="样本和程序符合要求 Sample and procedure are in order")
    benchmarks.act(clerk, made.id, "publish")
