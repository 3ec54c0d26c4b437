"""What an operator charges organisations with: `tanzuji mandate`."""

from __future__ import annotations

from typing import Annotated

import typer

from tanzuji.documents.errors import CodedError, define
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import Lang
from tanzuji.web.verdicts import Absent

NO_SUCH_CODE = define(
    "parties.no-such-code",
    zh="没有（或不止一家）单位的代码是“{code}”。",
    en="No organisation, or more than one, bears the code “{code}”.",
    remedy_zh="请用单位页面上的统一社会信用代码。",
    remedy_en="Use the code on the organisation's page.",
)


def mandate(
    code: Annotated[str, typer.Argument(metavar="CODE", help=pick("单位代码 / code of the organisation"))],
    mandates: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MANDATE...",
            help=pick(
                "authority 主管部门；standards、models、factors、base_data 四个库的管理；不写则全部收回 / "
                "authority, or curator of standards, models, factors, base_data; none takes all back"
            ),
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """给单位委以职权：主管部门、四个库的管理。/ Charge an organisation with being authority or curator of libraries."""
    language = chosen(lang)
    ready_django()
    from tanzuji.parties import queries, services

    try:
        organisation = queries.organisation_by_code(code)
    except Absent:
        raise CodedError([NO_SUCH_CODE.problem(code=code)]) from None
    services.charge(organisation, mandates or [])  # type: ignore[arg-type]  # refused where it is none
    held = organisation.mandates or "–"
    terminal.out.print(f"{organisation.name.to(language)}: {held}", markup=False)
    if not organisation.mandates:
        terminal.out.print(say(language, "没有职权了。", "No mandates any more."), markup=False)
