"""The rooms as pages list them: five groups after the five tasks of the policy, each with its rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from tanzuji.documents.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A room in the navigation: the `room` of its pages, its first page, whether strangers may see it."""

    room: str
    page: str
    name: Text
    public: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms that stand together; the first that somebody may enter is where the group leads."""

    name: Text
    places: tuple[tuple[Place, str], ...]

    @property
    def address(self) -> str:
        return self.places[0][1]

    @property
    def rooms(self) -> frozenset[str]:
        return frozenset(place.room for place, _ in self.places)


_GROUPS: tuple[tuple[Text, tuple[Place, ...]], ...] = (
    (
        Text(zh="核算", en="Studies"),
        (
            Place("footprints", "footprints:studies", Text(zh="核算", en="Studies")),
            Place("products", "footprints:products", Text(zh="产品", en="Products")),
            Place("sharing", "sharing:home", Text(zh="上下游", en="Suppliers")),
            Place("activity", "activity:home", Text(zh="基础数据", en="Base data")),
            Place(
                "reference_models",
                "reference_models:home",
                Text(zh="产品模型", en="Product models"),
                public=True,
            ),
            Place("archive", "archive:home", Text(zh="产品档案", en="Archive")),
            Place("campaigns", "campaigns:home", Text(zh="归集任务", en="Campaigns")),
        ),
    ),
    (
        Text(zh="规则", en="Rules"),
        (
            Place("standards", "standards:home", Text(zh="标准", en="Standards"), public=True),
            Place("rulebook", "rulebook:home", Text(zh="规则", en="Rules"), public=True),
            Place("benchmarks", "benchmarks:home", Text(zh="基准值", en="Benchmarks"), public=True),
        ),
    ),
    (
        Text(zh="数据", en="Data"),
        (
            Place("library", "library:search", Text(zh="查找", en="Find"), public=True),
            Place("contributions", "contributions:home", Text(zh="入库", en="Contributions")),
            Place("publications", "publications:home", Text(zh="发布", en="Releases"), public=True),
            Place("nodes", "nodes:home", Text(zh="对接", en="Exchange")),
        ),
    ),
    (
        Text(zh="标识", en="Labels"),
        (
            Place("verification", "verification:home", Text(zh="核查", en="Verification")),
            Place("certification", "certification:home", Text(zh="认证", en="Certification")),
            Place("certificates", "certificates:home", Text(zh="证书", en="Certificates")),
            Place("labels", "labels:home", Text(zh="标识", en="Labels")),
            Place("filings", "filings:home", Text(zh="备案", en="Filings")),
            Place("register", "register:home", Text(zh="公示", en="Register"), public=True),
        ),
    ),
    (
        Text(zh="监管", en="Oversight"),
        (Place("supervision", "supervision:home", Text(zh="监督", en="Supervision")),),
    ),
)


_OFFICES: dict[str, Place] = {
    "system": Place("system", "system", Text(zh="系统", en="System")),
    "security": Place("security", "parties:security", Text(zh="账号", en="Accounts")),
    "audit": Place("audit", "audit:home", Text(zh="审计", en="Audit")),
}


def office_page(office: str) -> str:
    """Where whoever holds an office of the installation works."""
    return reverse(_OFFICES[office].page)


def groups(*, signed_in: bool, office: str = "") -> list[Group]:
    """The groups with the rooms that somebody may enter; that of an office for who holds it."""
    found = []
    if office:
        place = _OFFICES[office]
        found.append(Group(place.name, ((place, reverse(place.page)),)))
    for name, places in _GROUPS:
        open_ = tuple((place, reverse(place.page)) for place in places if signed_in or place.public)
        if open_:
            found.append(Group(name, open_))
    return found
