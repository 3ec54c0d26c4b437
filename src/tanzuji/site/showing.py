"""The command `demo`: ten real products accounted, then served with demo accounts on this machine."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanzuji.documents.errors import CodedError, Language
from tanzuji.engine.store import home
from tanzuji.site import operations, province, terminal
from tanzuji.site.accounting import REPORTS
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import Lang, releases_of

if TYPE_CHECKING:
    from tanzuji.site.demonstration.cast import Account

PORTS_TRIED = 20


def demo(
    port: operations.Port = operations.PORT,
    no_serve: Annotated[
        bool,
        typer.Option(
            "--no-serve", metavar="", help=pick("不启动网站，只写报告 / write reports instead of serving")
        ),
    ] = False,
    folder: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help=pick("报告写到哪里 / where reports go"))
    ] = Path("out/demo"),
    formats: Annotated[
        str, typer.Option(metavar="LIST", help=pick("哪些文件 / which files"))
    ] = "html,pdf,docx,xlsx,json",
    both: Annotated[
        bool, typer.Option("--both", metavar="", help=pick("中英文各一份 / one report in each language"))
    ] = False,
    lang: Lang = None,
) -> None:
    """核算演示产品，启动带演示账号的网站；--no-serve 只写报告。/ Account the demo products and serve them with demo accounts; --no-serve writes reports instead."""
    from tanzuji.site.demo import account, print_table, write_demo_reports

    language = chosen(lang)
    wanted = _wanted(formats)
    if not no_serve:
        port = _free(port)
        _own_home(port)
    with terminal.progress(language) as tell:
        products = account(releases_of(None), tell)
    print_table(products, language)
    if not no_serve:
        _serve(port, language)
        return
    languages: list[Language] = ["zh", "en"] if both else [language]
    with terminal.progress(language) as tell:
        count = write_demo_reports(products, folder, wanted, languages, tell)
    if count:
        said = say(language, f"{count} 份报告在 {folder}/。", f"{count} reports in {folder}/.")
        terminal.out.print("\n" + said, markup=False, soft_wrap=True)
    terminal.out.print(
        say(language, "下一步：", "Next: ")
        + "tanzuji template · tanzuji footprint MODEL · tanzuji library · tanzuji --help",
        markup=False,
        soft_wrap=True,
    )


def _wanted(formats: str) -> list[str]:
    wanted = [part.strip().lower().removeprefix(".") for part in formats.split(",") if part.strip()]
    for part in wanted:
        if f".{part}" not in REPORTS:
            known = ", ".join(f"'{ending[1:]}'" for ending in REPORTS)
            raise typer.BadParameter(f"'{part}' is not one of {known}", param_hint="'--formats'")
    return wanted


def _own_home(port: int) -> None:
    """The demo keeps its accounts apart from a real installation: in `demo` of the data folder.

    Its address is that of the port it was first served on: printed codes name it, and so does its public log, whose
    name does not change.
    """
    if "TANZUJI_HOME" not in os.environ:
        os.environ["TANZUJI_HOME"] = str(home() / "demo")
    os.environ.pop("DATABASE_URL", None)
    os.environ["TANZUJI_DEMO"] = "1"
    os.environ.setdefault("TANZUJI_SECOND_FACTOR", "0")  # its people are a click away and have no phone
    os.environ.setdefault("TANZUJI_LOG", "text")
    if "TANZUJI_JURISDICTION" not in os.environ:
        os.environ["TANZUJI_JURISDICTION"] = province.settle()
    if "TANZUJI_ADDRESS" not in os.environ:
        kept = home() / "address"
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(f"http://localhost:{port}", "ascii")
        os.environ["TANZUJI_ADDRESS"] = kept.read_text("ascii").strip()


def _serve(port: int, language: Language) -> None:
    operations.ready_django()
    terminal.err.print(say(language, "准备演示数据……", "Preparing demo data …"))
    operations.migrate()
    accounts = _prepared_apart()
    rows = terminal.table(
        (say(language, "登录", "sign in as"), "left"),
        (say(language, "单位", "organisation"), "text"),
        (say(language, "可以看", "shows"), "text"),
    )
    for each in accounts:
        rows.add_row(each.name, each.organisation.to(language), each.shows.to(language))
    terminal.out.print()
    terminal.out.print(rows)
    terminal.out.print(
        say(
            language,
            "登录页列出这些账号，点一下即可登录。",
            "The sign-in page lists these accounts; one click signs in.",
        ),
        markup=False,
    )
    operations.run_server("127.0.0.1", port, 2, with_worker=True, language=language)


def _prepared_apart() -> tuple[Account, ...]:
    """The accounts, after a process of its own told the story.

    Sheets and labels are set there: the threads of the typesetter do not survive the fork of the server, and every
    sheet asked of a worker would then wait for ever.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_prepared).result()


def _prepared() -> tuple[Account, ...]:
    operations.ready_django()
    from tanzuji.site.demonstration import prepare

    return tuple(prepare())


def _free(port: int) -> int:
    """The port, or the next that nobody listens on."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            operations.refuse_taken("127.0.0.1", candidate)
        except CodedError:
            continue
        return candidate
    return port
