"""Who runs the installation: `tanzuji office`."""

from __future__ import annotations

from typing import Annotated

import typer

from tanzuji.documents.errors import CodedError, define
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import Lang

NO_SUCH_PERSON = define(
    "parties.no-such-person",
    zh="没有账号用“{email}”登录。",
    en="No account signs in as “{email}”.",
    remedy_zh="请先用 tanzuji createadmin 建账号，不写 --organisation。",
    remedy_en="Create it first with tanzuji createadmin, without --organisation.",
)


def office(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=pick("登录地址 / address to sign in with"))],
    office: Annotated[
        str,
        typer.Argument(
            metavar="OFFICE",
            help=pick(
                "system 系统管理员，security 安全管理员，audit 审计管理员；不写则免去 / "
                "system, security or audit administrator; none takes it back"
            ),
        ),
    ] = "",
    lang: Lang = None,
) -> None:
    """任免系统、安全、审计三员，一人只任一职。/ Appoint the system, security or audit administrator; nobody holds two."""
    language = chosen(lang)
    ready_django()
    from tanzuji.parties import services
    from tanzuji.parties.kinds import OFFICES

    person = services.person_by_address(email)
    if person is None:
        raise CodedError([NO_SUCH_PERSON.problem(email=email)])
    services.appoint(person, office.strip())
    held = OFFICES[person.office].to(language) if person.office else say(language, "不任职", "no office")  # type: ignore[index]
    terminal.out.print(f"{person.name}: {held}", markup=False)
