"""How wide a database reaches, and how a dataset goes from a narrower one to a wider: private → sector → province → nation."""

from __future__ import annotations

from typing import Literal

from tanzuji import jurisdictions
from tanzuji.documents.text import Text

Scope = Literal["sector", "province", "nation"]

SCOPES: dict[str, Text] = {
    "private": Text(zh="本单位", en="private"),
    "sector": Text(zh="行业", en="sector"),
    "province": Text(zh="省级", en="province"),
    "nation": Text(zh="国家", en="nation"),
}
"""From the narrowest; what an organisation imports or publishes for itself is private and needs no shared library."""

MEANINGS: dict[str, Text] = {
    "private": Text(zh="只有本单位看到和使用", en="seen and used by one organisation"),
    "sector": Text(
        zh="行业协会、联盟、龙头企业或科研机构自主建立，注明来源后发布",
        en="set up by an association, alliance, leading enterprise or institute, published with its sources",
    ),
    "province": Text(
        zh="经验证和溯源性核验后入库，由数据中心发布",
        en="entered after verification and provenance check, published by the data centre",
    ),
    "nation": Text(zh="由国家数据库收录", en="taken into the national database"),
}

OFFER_STATES: dict[str, Text] = {
    "offered": Text(zh="待决定", en="waiting"),
    "accepted": Text(zh="已接受", en="accepted"),
    "refused": Text(zh="未接受", en="refused"),
    "withdrawn": Text(zh="已撤回", en="withdrawn"),
    "at_gates": Text(zh="进入两道核验", en="at the two gates"),
}

NATION = "cn"
"""The jurisdiction whose own library is the nation's."""


def of_jurisdiction(code: str) -> Scope:
    """How wide the library of a jurisdiction reaches."""
    return "nation" if code == NATION else "province"


def library_of(code: str) -> tuple[str, Text]:
    """Name and title of the library of a jurisdiction."""
    found = jurisdictions.load(code).library
    return found.name, found.title
