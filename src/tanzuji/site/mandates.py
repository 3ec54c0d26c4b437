"""What an operator charges organisations with: `tanzuji mandate`."""

from __future__ import annotations

from typing import Annotated, Any

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
    superior: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help=pick(
                "上级主管部门的代码，none 表示没有；单写时职权不变 / "
                "code of the authority above it, none for none; given alone it leaves the mandates as they are"
            ),
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """给单位委以职权：主管部门、四个库的管理。/ Charge an organisation with being authority or curator of libraries."""
    language = chosen(lang)
    ready_django()
    from django.db import transaction

    from tanzuji.parties import services

    organisation = _organisation(code)
    with transaction.atomic():
        if mandates or superior is None:
            services.charge(organisation, mandates or [])  # type: ignore[arg-type]  # refused where it is none
        if superior is not None:
            services.place_under(organisation, None if superior == "none" else _organisation(superior))
    held = organisation.mandates or "–"
    terminal.out.print(f"{organisation.name.to(language)}: {held}", markup=False)
    if organisation.superior:
        above = organisation.superior.name.to(language)
        terminal.out.print(say(language, f"上级主管部门：{above}", f"Under {above}"), markup=False)
    if not organisation.mandates:
        terminal.out.print(say(language, "没有职权了。", "No mandates any more."), markup=False)


def _organisation(code: str) -> Any:
    """The one that bears the code. Raises `parties.no-such-code`."""
    from tanzuji.parties import queries

    try:
        return queries.organisation_by_code(code)
    except Absent:
        raise CodedError([NO_SUCH_CODE.problem(code=code)]) from None
