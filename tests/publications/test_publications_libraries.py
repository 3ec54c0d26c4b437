"""Databases from narrow to wide: of an organisation, of a sector, of the province; collections by class of product."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from houses import CURATOR, SECOND, house

from tanzuji.contributions.models import Contribution
from tanzuji.documents.datasets import Dataset, GasAmount, Source
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine import write_release
from tanzuji.engine.store import full_name, open_release, release_folder
from tanzuji.library.services import index_newest
from tanzuji.notices.models import Notice
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries, services
from tanzuji.publications.models import Publication, SharedLibrary
from tanzuji.site.demonstration import of_publications as story
from tanzuji.web.verdicts import Stale

People = dict[str, Acting]


@pytest.fixture(autouse=True)
def _a_province(settings: Any) -> Iterator[None]:
    """Jiangsu: its library is a province's."""
    settings.JURISDICTION = "cn-js"
    yield


def _own(acting: Acting, *, licence: str = "CC BY 4.0", title: str = "工厂实测 2024") -> tuple[str, str]:
    """A private database of one factor."""
    name = full_name(acting.organisation_id, "mine")
    of = Dataset(
        id="clinker-kiln-7",
        name=Text(zh="7 号窑熟料", en="clinker of kiln 7"),
        category=("cement",),
        unit="t",
        geography="CN-JS",
        year_from=2024,
        year_to=2024,
        boundary="cradle_to_gate",
        amounts=(GasAmount(gas="CO2e", amount=810.0),),
        source=Source(title=title, licence=licence),
    )
    release = write_release(
        release_folder(name, "1"),
        name=name,
        version="1",
        title=Text(zh="自有"),
        licence=licence,
        datasets=[of],
    )
    index_newest(release)
    return name, "1"


def _sector(people: People) -> tuple[SharedLibrary, Acting, Acting]:
    own = house("association", "association", {"a@a.example": ("editor",), "b@a.example": ("reviewer",)})
    made = services.open_library(
        own["a@a.example"], "cement-sector", Text(zh="水泥行业库", en="Cement sector"), licence="CC BY 4.0",
        topics=["cement", "lime"],
    )  # fmt: skip
    return made, own["a@a.example"], own["b@a.example"]


def _published(library: SharedLibrary, editor: Acting, reviewer: Acting, ids: list[Any]) -> Publication:
    draft = services.open_draft(editor, library)
    services.choose(editor, draft.id, ids)
    services.describe(editor, draft.id, {"notice_zh": "发布"}, effective_from=date(2026, 1, 1))
    submitted = services.submit(editor, draft.id)
    return services.publish(reviewer, draft.id, digest=submitted.digest)


def test_a_dataset_goes_from_private_to_the_sector_and_on_to_the_gates_of_the_province(
    people: People,
) -> None:
    """2-00: 鼓励各行业协会、企业、科研机构建立各行业细分产品碳足迹数据库；归集到省数据库 – private → sector → province."""
    library, editor, reviewer = _sector(people)
    works = house("works", "enterprise", {"w@w.example": ("editor",)})["w@w.example"]
    origin = _own(works)
    offered = services.offer(works, library, origin, "clinker-kiln-7", lawful_basis="own_data")
    with pytest.raises(CodedError) as refused:
        services.offer(works, library, origin, "clinker-kiln-7", lawful_basis="own_data")
    assert refused.value.code == "publications.offered-already"
    services.decide(reviewer, offered.id, True)
    assert Notice.objects.filter(organisation=works.organisation, kind="publications.offer-decided").exists()
    made = _published(library, editor, reviewer, [offered.id])
    assert made.library.scope == "sector" and "clinker-kiln-7" in open_release("cement-sector", "1")
    assert made.contained.get().attribution == "works"
    province = services.main_library()
    assert province.scope == "province"
    onward = services.offer(
        editor,
        province,
        ("cement-sector", "1"),
        "clinker-kiln-7",
        lawful_basis="consent_of_owner",
        basis_note="协议 7",
    )
    assert onward.state == "at_gates"
    contribution = Contribution.objects.get(id=onward.contribution)
    assert (contribution.state, contribution.dataset_id) == (
        "draft",
        "clinker-kiln-7",
    )  # both gates lie ahead
    with pytest.raises(CodedError) as refused:
        services.offer(works, library, ("cement-sector", "1"), "clinker-kiln-7", lawful_basis="own_data")
    assert refused.value.code == "web.absent"  # not theirs to pass on


def test_a_dataset_never_goes_back_to_a_narrower_database(people: People) -> None:
    """2-00: the path leads one way."""
    library, _, _ = _sector(people)
    story.release_of_year(people, 2023)
    name = services.main_library().name
    curator = people[CURATOR]
    with pytest.raises(CodedError) as refused:
        services.offer(curator, library, (name, "1"), "cn-electricity-2023-coal", lawful_basis="own_data")
    assert refused.value.code == "publications.narrower"


@pytest.mark.parametrize(("lacking", "said"), [({"licence": ""}, "licence"), ({"title": " "}, "source")])
def test_no_dataset_without_source_and_licence_is_published_by_a_sector(
    people: People, lacking: dict[str, str], said: str
) -> None:
    """SH-204: 在注明数据来源的基础上，依法合规 … 发布细分行业数据库 – blocked where source or licence is empty."""
    library, _, _ = _sector(people)
    works = house("works", "enterprise", {"w@w.example": ("editor",)})["w@w.example"]
    with pytest.raises(CodedError) as refused:
        services.offer(works, library, _own(works, **lacking), "clinker-kiln-7", lawful_basis="own_data")
    assert refused.value.code == "publications.not-sourced" and said in str(refused.value)


def test_a_sector_library_belongs_to_who_set_it_up(people: People) -> None:
    """JS-204: 支持行业协会、产业联盟、龙头企业自主建立各行业细分产品碳足迹数据库 – a tenancy of its own."""
    library, editor, _ = _sector(people)
    draft = services.open_draft(editor, library)
    with pytest.raises(CodedError):
        queries.draft(people[CURATOR], draft.id)
    bank = house("bank", "bank", {"k@k.example": ("editor",)})["k@k.example"]
    with pytest.raises(CodedError) as refused:
        services.open_library(bank, "bank-lib", Text(zh="库"), licence="x")
    assert refused.value.code == "publications.no-library-kind"
    for name in ("starter", "drafts", "Org", "cement-sector", services.main_library().name):
        with pytest.raises(CodedError) as refused:
            services.open_library(editor, name, Text(zh="库"), licence="x")
        assert refused.value.code == "publications.bad-library"


def test_the_page_of_a_library_says_what_it_covers_and_what_it_lacks(people: People) -> None:
    """JS-203: 构建完善重点行业碳足迹背景数据库，并按需逐步扩大 – sector tags and coverage."""
    library, editor, reviewer = _sector(people)
    works = house("works", "enterprise", {"w@w.example": ("editor",)})["w@w.example"]
    offered = services.offer(works, library, _own(works), "clinker-kiln-7", lawful_basis="own_data")
    services.decide(reviewer, offered.id, True)
    _published(library, editor, reviewer, [offered.id])
    page = Client().get("/en/publications/cement-sector/").content.decode()
    assert "none yet" in page and "lime" in page.lower() and "cement" in page.lower()


def test_the_background_database_is_read_dataset_by_dataset_without_an_account(people: People) -> None:
    """SH-201: 建设重点行业和产品碳足迹背景数据库."""
    story.release_of_year(people, 2023)
    name = services.main_library().name
    answer = Client().get(f"/api/library/datasets/cn-electricity-2023-average?release={name}@1")
    assert answer.status_code == 200 and "0.6205" in answer.content.decode()


def test_a_collection_by_class_of_product_is_released_by_a_second_person_for_trade_and_for_labels(
    people: People,
) -> None:
    """SD-201: 按照我省主要产品类别 … 配套排放因子基础数据集，满足企业国际贸易以及绿色消费产品碳足迹标识要求."""
    first = story.release_of_year(people, 2024)
    curator, second = people[CURATOR], people[SECOND]
    entries = services.read_entries(
        "cn-electricity-2024-average, 贸易 标识, 生产用电\ncn-electricity-2024-photovoltaic; trade"
    )
    assert [(entry.uses, entry.role) for entry in entries] == [
        (("trade", "label"), "生产用电"),
        (("trade",), ""),
    ]
    made = services.keep_collection(curator, first.library, Text(zh="水泥"), "CPC 37440 水泥", entries)
    with pytest.raises(CodedError) as refused:
        services.release_collection(curator, made.id, revision=made.revision)
    assert refused.value.code == "publications.four-eyes"
    edition = services.release_collection(second, made.id, revision=made.revision)
    page = Client().get(f"/en/publications/collections/{edition.id}/").content.decode()
    assert "0.5777" in page and "international trade" in page and "labels of green products" in page
    with pytest.raises(CodedError) as refused:
        services.keep_collection(
            curator, first.library, Text(zh="钢"), "钢", services.read_entries("no-such, trade")
        )
    assert refused.value.code == "publications.bad-collection"


def test_nobody_who_worked_on_a_collection_puts_it_in_force_and_none_overwrites_another_unseen(
    people: People,
) -> None:
    first = story.release_of_year(people, 2024)
    curator, second = people[CURATOR], people[SECOND]
    both = Acting(second.person, second.organisation, frozenset({"editor", "reviewer"}))
    entries = services.read_entries("cn-electricity-2024-average, trade")
    made = services.keep_collection(curator, first.library, Text(zh="水泥"), "水泥", entries)
    kept = {"collection_id": made.id, "revision": 1}
    services.keep_collection(both, first.library, Text(zh="水泥"), "CPC 37440", entries, **kept)
    with pytest.raises(Stale):
        services.keep_collection(curator, first.library, Text(zh="水泥"), "37440", entries, **kept)
    for acting in (curator, both):
        with pytest.raises(CodedError) as refused:
            services.release_collection(acting, made.id, revision=2)
        assert refused.value.code == "publications.four-eyes"
    third = house("third", "research", {"t@t.example": ("reviewer",)})["t@t.example"]
    third = Acting(third.person, curator.organisation, frozenset({"reviewer"}))
    services.release_collection(third, made.id, revision=2)
    services.keep_collection(both, first.library, Text(zh="水泥"), "37440", entries, **kept | {"revision": 2})
    assert (
        services.release_collection(curator, made.id, revision=3).number == 2
    )  # makers since the last edition


def test_the_feed_is_atom_with_an_entry_a_release(people: People) -> None:
    """SH-202: subscription. RFC 4287: id, title and updated in feed and entries."""
    story.release_of_year(people, 2023)
    made = story.release_of_year(people, 2024)
    name = services.main_library().name
    atom = "{http://www.w3.org/2005/Atom}"
    for address in ("/zh/publications/feed.atom", f"/en/publications/{name}/feed.atom"):
        answer = Client().get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        entries = feed.findall(f"{atom}entry")
        assert [len(one.findall(f"{atom}{tag}")) for one in (feed, *entries) for tag in ("id", "title", "updated")] == [1] * 9  # fmt: skip
        assert entries[0].findtext(f"{atom}id") == f"urn:sha256:{made.digest.removeprefix('sha256:')}"


def test_a_release_is_cited_with_publisher_number_address_and_digest(people: People) -> None:
    made = story.release_of_year(people, 2023)
    page = Client().get(f"/zh/publications/{made.library.name}/1/").content.decode()
    assert f"第 1 版[DS/OL]. ({made.at.date().isoformat()}). http://testserver/zh/publications/" in page
    assert made.digest in page
