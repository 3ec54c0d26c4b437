"""The electricity announcements of two years on their way through both gates into two releases of the library.

The figures are those of the announcements as the starter library carries them, source by source. First that of 2023;
an aluminium and a textile works come to stand on it; then that of 2024, which takes its place and changes their studies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from tanzuji.activity import services as activity
from tanzuji.contributions import services as contributing
from tanzuji.documents.datasets import Dataset, Quality
from tanzuji.documents.editing import Set
from tanzuji.documents.text import Text
from tanzuji.engine.store import open_release
from tanzuji.footprints import services as footprints
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.publications import services as publications

AVERAGE = "cn-electricity-{year}-average"
"""Id of the national average in the shared library."""

_TYPES = {
    "average": {2023: "cn-elec-cf-2023-cn-060", 2024: "cn-elec-cf-2024-cn-041"},
    "coal": {2023: "cn-elec-cf-2023-cn-057", 2024: "cn-elec-cf-2024-cn-042"},
    "wind": {2023: "cn-elec-cf-2023-cn-059", 2024: "cn-elec-cf-2024-cn-046"},
    "photovoltaic": {2023: "cn-elec-cf-2023-cn-052", 2024: "cn-elec-cf-2024-cn-047"},
}
"""What the announcements tell of, and the starter library's id for it by year."""

_EFFECTIVE = {2023: date(2025, 1, 17), 2024: date(2025, 10, 23)}
"""The days on which the announcements were made; values count from then on."""

_QUALITY = Quality(technology=2, geography=1, time=1, precision=1, completeness=2)
"""The institute's own judgement of a national statistic; the announcements score nothing."""

_NOTICE = {
    2023: Text(
        zh="现发布2023年电力碳足迹因子（公告2025年第3号）：全国平均 0.6205 kgCO2e/kWh，另有燃煤、风力、光伏发电因子。核算2023年用电的产品碳足迹请使用本版。",
        en="The electricity footprint factors of 2023 (announcement no. 3 of 2025): national average 0.6205 kgCO2e/kWh, with coal, wind and photovoltaic power. Use this release for electricity of 2023.",
    ),
    2024: Text(
        zh="现发布2024年电力碳足迹因子：全国平均 0.5777 kgCO2e/kWh，比2023年低约 6.9 %，取代2023年的数值。2023年的数值保留，供该年度的核算使用。",
        en="The electricity footprint factors of 2024: national average 0.5777 kgCO2e/kWh, about 6.9 % below 2023, in place of the values of 2023. Those stay for studies of that year.",
    ),
}


def tell(people: dict[str, Acting]) -> None:
    """The first release, two studies on it, the second release, a collection for cement."""
    first = release_of_year(people, 2023)
    for email, model in (
        ("jiang.che@qingling.example", "aluminium_primary"),
        ("su.he@zhihe.example", "cotton_tshirt"),
    ):
        _study_on(people[email], model, first)
    publications.subscribe(people["jiang.che@qingling.example"], first.library, True)
    second = release_of_year(people, 2024)
    _collection(people, second)


def release_of_year(people: dict[str, Acting], year: int) -> Any:
    """The announcement of a year uploaded, verified, checked, queued and released, each by those who may."""
    curator, second = people["ming.yuan@data-centre.example"], people["qing.he@data-centre.example"]
    ids = [through_the_gates(people, dataset) for dataset in announced(year)]
    draft = publications.open_draft(curator, publications.main_library())
    publications.choose(curator, draft.id, ids)
    notice = _NOTICE[year]
    publications.describe(
        curator,
        draft.id,
        {
            "notice_zh": notice.to("zh"),
            "notice_en": notice.to("en"),
            "notes_zh": "数值逐一与公告附件核对；边界含燃料上游，线损口径见各数据集说明。",
            "notes_en": "Every figure was compared with the annex of the announcement; fuel supply is inside, "
            "what is said of line losses stands with each dataset.",
            "period": str(year),
        },
        effective_from=_EFFECTIVE[year],
    )
    submitted = publications.submit(curator, draft.id)
    return publications.publish(second, draft.id, digest=submitted.digest)


def announced(year: int) -> list[Dataset]:
    """The factors of an announcement under the ids of the shared library; those of 2024 replace those of 2023."""
    starter, found = starter_release(), []
    for name, ids in _TYPES.items():
        of = starter.dataset(ids[year])
        before = f"cn-electricity-{year - 1}-{name}" if year - 1 in ids else None
        changed = {"id": f"cn-electricity-{year}-{name}", "replaces": before, "quality": _QUALITY}
        found.append(of.model_copy(update=changed))
    return found


def through_the_gates(people: dict[str, Acting], dataset: Dataset) -> UUID:
    """A factor offered by the power institute, verified by Duheng, checked by Mingsu, in the entry queue; its id."""
    institute, verifier = people["dian.lan@power-institute.example"], people["ge.wen@duheng.example"]
    checker, curator = people["yan.su@mingsu.example"], people["ming.yuan@data-centre.example"]
    made = contributing.offer(
        institute,
        dataset.plain(),
        kind="factor",
        declarations={
            "consent": True,
            "scope": "national",
            "lawful_basis": "public_source",
            "basis_note": f"{dataset.source.title} {dataset.source.location}",
            "method_profile": "GB/T 24067-2024",
        },
        provenance={"inputs": [_read_in(institute, dataset)]},
    )
    contributing.self_check(institute, made.id)
    contributing.submit(institute, made.id)
    contributing.assign(curator, made.id, verifier.organisation_id)
    contributing.verify(verifier, made.id, reason="与公告附件逐一核对，一致 Compared with the annex, agrees")
    contributing.assign(curator, made.id, checker.organisation_id)
    contributing.check_provenance(
        checker,
        made.id,
        confirmed=["announcement"],
        reason="公告原文可溯源 Traced to the announcement itself",
    )
    contributing.queue(curator, made.id)
    return made.id


def _read_in(institute: Acting, dataset: Dataset) -> dict[str, Any]:
    """The input of a published value: the announcement itself, as it lies in the institute's vault."""
    source, value = dataset.source, dataset.amounts[0].amount
    said = "\n".join((source.title, source.publisher, str(source.year), source.url, "")).encode()
    paper = activity.keep_evidence(
        institute,
        data=said,
        name=f"announcement-{dataset.year_from}.txt",
        kind="publication",
        title=source.title,
    )
    return {
        "id": "announcement",
        "name": {
            "zh": f"公告{source.location}的数值",
            "en": f"Figure in {source.location} of the announcement",
        },
        "amount": 1,
        "unit": dataset.unit,
        "result": value,
        "references": [f"evidence:{paper.digest}"],
    }


def _study_on(acting: Acting, key: str, on: Any) -> None:
    """A study whose grid electricity is read from the shared library, with a version."""
    average = {ids: AVERAGE.format(year=on.period) for ids in _TYPES["average"].values()}
    model = demo_models()[key]
    release = open_release(on.library.name, on.version)
    study = footprints.create(acting, model, [starter_release(), release])
    places = [
        Set(place=f"processes[{process.id}].energy[{line.id}].datasets", value=[average[line.datasets[0]]])
        for process in model.processes
        for line in process.energy
        if line.datasets and line.datasets[0] in average
    ]
    footprints.edit(acting, study.id, places, force=True)
    footprints.make_version(acting, study.id, note="电力改用省库因子 Electricity from the provincial library")


def _collection(people: dict[str, Acting], of: Any) -> None:
    entries: Sequence[publications.Entry] = [
        publications.Entry(
            "cn-electricity-2024-average", ("trade", "label"), "生产用电 Electricity of production"
        ),
        publications.Entry(
            "cn-electricity-2024-photovoltaic", ("trade",), "自发光伏 Photovoltaic power of one's own"
        ),
    ]
    made = publications.keep_collection(
        people["ming.yuan@data-centre.example"],
        of.library,
        Text(zh="水泥：用电因子", en="Cement: electricity"),
        "CPC 37440 水泥 Cement",
        entries,
    )
    publications.release_collection(people["qing.he@data-centre.example"], made.id, revision=made.revision)
