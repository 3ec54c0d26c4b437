"""How the rooms below are searched: the registry of standards, and the rules that studies are checked by."""

from __future__ import annotations

from tanzuji.documents.rules import LAYER_NAMES, LEVEL_NAMES, RulePack
from tanzuji.documents.text import Text
from tanzuji.library import words
from tanzuji.library.sources_of_search import Hit, Hits, register
from tanzuji.parties.acting import Acting
from tanzuji.rules import available
from tanzuji.standards import queries as standards
from tanzuji.standards.finding import Asked
from tanzuji.standards.kinds import KINDS, LEVELS
from tanzuji.standards.states import STANDARD


def register_all() -> None:
    """Adds standards and rules to what is searched."""
    register("standards", Text(zh="标准", en="Standards"), "/standards/", find_standards)
    register("rules", Text(zh="规则", en="Rules"), "/rulebook/", find_rules)


def find_standards(text: str, acting: Acting | None, skip: int, show: int) -> Hits:
    """Standards by number, title, scope, product name and code, as somebody may see them."""
    found = standards.standards(acting, Asked(text=words.plain(text)))
    rows = found[skip : skip + show] if show else ()
    return Hits(
        found.count(),
        tuple(
            Hit(
                Text(zh=" ".join(filter(None, (of.number, of.title_zh or of.title_en))),
                     en=" ".join(filter(None, (of.number, of.title_en or of.title_zh)))),
                f"/standards/{of.id}/",
                Text(zh=of.scope_zh or None, en=of.scope_en or None) if of.scope_zh or of.scope_en else None,
                (LEVELS[of.level], KINDS[of.kind], STANDARD.states[of.state]),
            )
            for of in rows
        ),
    )  # fmt: skip


def find_rules(text: str, acting: Acting | None, skip: int, show: int) -> Hits:
    """Rule packs that hold here and whose title, number, products or id have every word of the text."""
    query = words.query(text)
    if text.strip() and not query.terms:
        return Hits(0)
    found = [pack for pack in available() if _has(pack, query)]
    return Hits(len(found), tuple(_rule(pack) for pack in found[skip : skip + show]))


def _has(pack: RulePack, query: words.Query) -> bool:
    texts = (pack.title.zh or "", pack.title.en or "", pack.number, pack.id, *pack.product_match.names)
    held = words.column(texts, ()).split()
    return all(words.place(term, held) != "none" for term in query.terms)


def _rule(pack: RulePack) -> Hit:
    zh, en = zip(LAYER_NAMES[pack.layer], LEVEL_NAMES[pack.level], strict=True)
    number = f"{pack.number} " if pack.number and pack.number not in pack.title.to("zh") else ""
    return Hit(
        Text(zh=number + pack.title.to("zh"), en=number + pack.title.to("en")),
        f"/rulebook/rules/{pack.id}/",
        pack.source,
        tuple(Text(zh=a, en=b) for a, b in zip(zh, en, strict=True)),
    )
