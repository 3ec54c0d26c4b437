"""Commands that bring databases in and take them away: import, export."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tanzuji.documents.errors import Language, define
from tanzuji.engine.samples.release_samples import ITERATIONS
from tanzuji.formats.files import keep
from tanzuji.formats.names import FORMATS, readable, writable
from tanzuji.site import options, terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import index_libraries
from tanzuji.site.options import AllocationChoice, Force, Gwp, Lang, releases_of
from tanzuji.site.terminal import safe

MAX_LICENCE = 20_000
LICENCE_TOO_LONG = define(
    "cli.licence-too-long",
    zh="许可声明有 {size} 个字符，上限 {limit}。",
    en="The licence text has {size} characters; at most {limit} are kept.",
    remedy_zh="请写许可名称、权利人和网址。",
    remedy_en="Give the name of the licence, its holder and an address.",
)
NOT_A_CHOICE = define(
    "cli.not-a-choice",
    zh="“{text}”不是供应者的选择。",
    en="“{text}” is no choice of a supplier.",
    remedy_zh="请写成 流标识=过程标识，标识见读入报告（--report FILE）。",
    remedy_en="Write FLOW=PROCESS; the ids stand in the import report (--report FILE).",
)

_READ = ", ".join(form.name.to("en") for form in readable())
_READ_ZH = "、".join(form.name.to("zh") for form in readable())


class LinkingChoice(StrEnum):
    first = "first"
    nearest = "nearest"
    mean = "mean"
    stated = "stated"


FormatChoice = StrEnum("FormatChoice", {form.key: form.key for form in readable()})  # type: ignore[misc]
ExportChoice = StrEnum("ExportChoice", {form.key: form.key for form in writable()})  # type: ignore[misc]


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE ...",
            help=pick(
                f"文件或文件夹，分几部分的一起给出；格式按内容识别：{_READ_ZH} / files or a folder, all parts of a database together; the format is told by the content: {_READ}"
            ),
        ),
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help=pick("数据库的名称 / name of the library release"))
    ],
    version: Annotated[str, typer.Option("--version", metavar="V", help=pick("版本号 / version"))] = "1",
    format: Annotated[
        FormatChoice | None,
        typer.Option("--format", help=pick("不识别，直接按此格式读 / read as this format, without looking")),
    ] = None,
    gwp: Annotated[
        Gwp, typer.Option("--gwp", help=pick("默认的 GWP / default set of GWP100 values"))
    ] = Gwp.AR6,
    allocation: Annotated[
        AllocationChoice,
        typer.Option("--allocation", help=pick("多产出过程如何分配 / how multi-output processes are shared")),
    ] = AllocationChoice.none,
    linking: Annotated[
        LinkingChoice,
        typer.Option(
            "--linking",
            help=pick(
                "没有写明供应者的投入由谁供应：第一个、地域最近的、平均、只用写明的 / who supplies inputs that name no supplier"
            ),
        ),
    ] = LinkingChoice.first,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            "--choose",
            metavar="FLOW=PROCESS",
            help=pick("指定某个流由哪个过程供应；可多次 / which process supplies a flow; may repeat"),
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help=pick(
                "因子清单各列的含义（YAML）；默认按表头猜 / what the columns of a list mean (YAML); default: guessed"
            ),
        ),
    ] = None,
    show_mapping: Annotated[
        bool,
        typer.Option(
            "--show-mapping",
            metavar="",
            help=pick("只打印猜出的含义，不读入 / print the guessed meaning of the columns and stop"),
        ),
    ] = False,
    samples: Annotated[
        int,
        typer.Option(
            "--samples",
            min=0,
            max=100_000,
            metavar="N",
            help=pick(
                "有不确定度时联合抽样几次，与版本存在一起；0 为不抽 / joint samples to store with it where uncertainties are stated; 0: none"
            ),
        ),
    ] = ITERATIONS,
    licence: Annotated[
        str,
        typer.Option(
            "--licence",
            metavar="TEXT|@FILE",
            help=pick(
                "许可与出处声明，随版本保存 / licence and notice of the publisher, kept with the release"
            ),
        ),
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help=pick("把完整的读入报告写成 JSON / write the whole report as JSON"),
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            metavar="",
            help=pick("替换同名同版本的数据库 / replace the release of that name and version"),
        ),
    ] = False,
    lang: Lang = None,
) -> None:
    """读入一个数据库：识别格式，链接、求解并存为版本。/ Read a database: tell its format, link, solve and keep it as a release."""
    from tanzuji.formats import doors
    from tanzuji.formats.lci import check_target, import_database, report_of, report_text

    language = chosen(lang)
    choices = dict(_choice(text) for text in choose or ())
    check_target(name, version, allocation=allocation.value, replace=force)
    if report is not None:
        options.writable(report, force, (".json",))
    with terminal.progress(language) as tell, doors.open_any(files) as package:
        kind = format.value if format else doors.sniff(package)
        if FORMATS[kind].is_list:
            found = _list(files[0], mapping, show_mapping, language, name, version, terms(licence), force)
            if found is None:
                return
        else:
            found = import_database(
                doors.read_package(package, tell, format=kind),
                name=name,
                version=version,
                allocation=allocation.value,
                gwp_set=gwp.value,
                licence=terms(licence),
                replace=force,
                linking=linking.value,
                choices=choices,
                samples=samples,
                progress=tell,
            )
    said = report_of(found.release)
    if not FORMATS[kind].is_list:
        terminal.out.print(report_text(said, language), markup=False)
    _end(found, said, report, language)


def _end(found: Any, said: dict[str, Any], report: Path | None, language: Language) -> None:
    """Tell where the release is, and write the whole report where that was asked for."""
    if report is not None:
        keep(report, json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n")
        terminal.wrote(report, language)
    release = found.release
    kept = f"{release.name}@{release.version}"
    terminal.out.print(say(language, f"已存为 {kept}，", f"kept as {kept}, ") + release.digest, markup=False)
    if index_libraries():
        terminal.out.print(say(language, "网站上现在可以查到它。", "The site finds it now."))


def _choice(text: str) -> tuple[str, str]:
    flow, _, process = text.partition("=")
    if not flow.strip() or not process.strip():
        raise NOT_A_CHOICE.error("--choose", text=text[:80])
    return flow.strip(), process.strip()


def _list(
    file: Path,
    mapping: Path | None,
    show: bool,
    language: Language,
    name: str,
    version: str,
    licence: str,
    force: bool,
) -> Any:
    """The release of a list of factors; None where its guessed mapping was only printed."""
    from tanzuji.formats.factor_lists import (
        guess_mapping,
        import_factor_list,
        read_mapping,
        read_tables,
        write_mapping,
    )

    meant = read_mapping(mapping.read_bytes(), mapping.name) if mapping else None
    if show:
        guessed = meant or guess_mapping(read_tables(file.read_bytes(), file.name).table())
        terminal.out.print(write_mapping(guessed), markup=False, end="", soft_wrap=True)
        return None
    found = import_factor_list(
        file, name=name, version=version, mapping=meant, licence=licence, replace=force
    )
    terminal.out.print(
        say(language, f"{len(found.release)} 个因子", f"{len(found.release)} factors"), markup=False
    )
    for notice in found.report["notices"]:
        where = f"{notice['place']} " if notice["place"] else ""
        terminal.out.print(f"  – {where}{notice[language]}", markup=False)
    return found


def terms(licence: str) -> str:
    """The text of a licence as it is kept, read from a file where it is `@FILE`. Raises `cli.licence-too-long`."""
    if licence.startswith("@"):
        with Path(licence[1:]).open("rb") as file:
            licence = file.read(4 * MAX_LICENCE + 1).decode("utf-8-sig", "replace")
    text = safe(licence.replace("\r\n", "\n")).strip()
    if len(text) > MAX_LICENCE:
        raise LICENCE_TOO_LONG.error(size=len(text), limit=MAX_LICENCE)
    return text


def export(
    release: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help=pick("数据库版本：名称或 名称@版本 / library release: name or name@version")
        ),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=pick("写到这个文件 / file to write"), readable=False)
    ],
    to: Annotated[ExportChoice, typer.Option("--to", help=pick("格式 / format"))],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """把一个数据库写成别的格式，并列出格式不能存的内容。/ Write a library in another format, and list what the format cannot hold."""
    from tanzuji.formats.doors import write_release_as
    from tanzuji.formats.lci.losses import said

    language = chosen(lang)
    stored = releases_of([release])[0]
    options.writable(file, force, (FORMATS[to.value].suffix,))
    with terminal.progress(language) as tell:
        losses = write_release_as(stored, file, to.value, progress=tell)
    terminal.wrote(file, language)
    if losses:
        terminal.err.print(say(language, "没有带走的内容：", "What was not carried over:"))
    for loss in losses:
        terminal.err.print(f"  – {said(loss).to(language)}", markup=False, soft_wrap=True)
