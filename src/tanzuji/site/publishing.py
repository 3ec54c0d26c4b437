"""`tanzuji affected`: what a release of a shared library changes, for one organisation or in counts for all."""

from __future__ import annotations

from typing import Annotated

import typer

from tanzuji.documents.errors import Language, define
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import Lang

BAD_RELEASE = define(
    "publishing.bad-release",
    zh="“{text}”不是已发布的版本。",
    en="“{text}” is no published release.",
    remedy_zh="请写成 数据库@版本号，如 cn-factors@2；已发布的见“发布”页。",
    remedy_en="Write library@number, e.g. cn-factors@2; the page “Releases” lists them.",
)


def affected(
    release: Annotated[
        str, typer.Argument(metavar="LIBRARY@NUMBER", help=pick("已发布的版本 / a published release"))
    ],
    organisation: Annotated[
        str,
        typer.Option(
            "--organisation",
            metavar="CODE",
            help=pick("只看这家单位，逐项列出 / one organisation, study by study"),
        ),
    ] = "",
    lang: Lang = None,
) -> None:
    """谁受一次发布影响：数量，或一家单位每项核算的原值和新值。/ Who is affected by a release: counts, or the studies of one organisation with old and new."""
    language = chosen(lang)
    ready_django()
    from tanzuji.publications import queries

    library, _, number = release.rpartition("@")
    known = queries.releases(library) if library and number.isdecimal() and len(number) < 10 else None
    found = known.filter(number=int(number)).first() if known is not None else None
    if found is None:
        raise BAD_RELEASE.error("release", text=release[:80])
    if organisation:
        _of_one(organisation, library, found.number, language)
    else:
        _of_all(found.digest, language)


def _of_one(code: str, library: str, number: int, language: Language) -> None:
    from tanzuji.footprints.affected import reports
    from tanzuji.parties import queries as parties

    of = reports.effect_on(parties.organisation_by_code(code).id, library, number)
    if of is None:
        terminal.out.print(
            say(language, "没有为这家单位算过。", "It was not computed for this organisation."), markup=False
        )
        return
    table = terminal.table(
        (say(language, "核算", "Study"), "left"),
        (say(language, "原值", "Old"), "right"),
        (say(language, "新值", "New"), "right"),
        (say(language, "变化", "Change"), "right"),
    )
    for row in reports.products(of):
        zh, en = row.study.name_zh, row.study.name_en
        name = say(language, zh or en, en or zh)
        table.add_row(
            terminal.safe(f"{name} v{row.number}"), _figure(row.old), _figure(row.new), _share(row.share)
        )
    for draft in reports.drafts(of):
        table.add_row(
            terminal.safe(draft.name.to(language)),
            _figure(draft.old),
            _figure(draft.new),
            _share(draft.share),
        )
    terminal.out.print(table)


def _of_all(digest: str, language: Language) -> None:
    from tanzuji.footprints.affected import reports

    found = reports.overall(digest)
    if found is None:
        terminal.out.print(say(language, "还没有算过。", "It was not computed yet."), markup=False)
        return
    table = terminal.table(("", "left"), ("", "right"))
    for words, count in (
        (say(language, "受影响的单位", "organisations affected"), str(found.organisations)),
        (say(language, "受影响的核算", "studies affected"), f"{found.affected} / {found.studies}"),
        (say(language, "超过 10 %", "beyond 10 %"), str(found.beyond)),
        (say(language, "跨级", "change their class"), str(found.crossed)),
        (say(language, "不再可知", "no longer known"), str(found.unknown)),
    ):
        table.add_row(words, count)
    terminal.out.print(table)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.6g}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:+.2%}"
