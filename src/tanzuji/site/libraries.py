"""Commands about background data: import, intensities, library."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from tanzuji.documents.datasets import Confidence, Dataset
from tanzuji.documents.errors import Language, define
from tanzuji.documents.rounding import figure
from tanzuji.engine.release import Release
from tanzuji.engine.store import installed
from tanzuji.formats.files import keep
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import index_libraries
from tanzuji.site.options import (
    AllocationChoice,
    Force,
    Gwp,
    GwpOption,
    Lang,
    Releases,
    releases_of,
    writable,
)
from tanzuji.site.terminal import safe

MAX_LICENCE = 20_000
LICENCE_TOO_LONG = define(
    "cli.licence-too-long",
    zh="许可声明有 {size} 个字符，上限 {limit}。",
    en="The licence text has {size} characters; at most {limit} are kept.",
    remedy_zh="请写许可名称、权利人和网址。",
    remedy_en="Give the name of the licence, its holder and an address.",
)

CONFIDENCES: dict[Confidence, str] = {"high": "高", "medium": "中", "low": "低"}


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=pick("openLCA JSON-LD 压缩包或文件夹 / openLCA JSON-LD zip or folder")
        ),
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help=pick("数据库的名称 / name of the library release"))
    ],
    version: Annotated[str, typer.Option("--version", metavar="V", help=pick("版本号 / version"))] = "1",
    gwp: Annotated[
        Gwp, typer.Option("--gwp", help=pick("默认的 GWP / default set of GWP100 values"))
    ] = Gwp.AR6,
    allocation: Annotated[
        AllocationChoice,
        typer.Option("--allocation", help=pick("多产出过程如何分配 / how multi-output processes are shared")),
    ] = AllocationChoice.none,
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
    """读入一个单元过程数据库，链接、求解并存为版本。/ Read a unit-process database, link, solve and keep it as a release."""
    from tanzuji.formats.lci import report_text
    from tanzuji.formats.olca import import_olca

    language = chosen(lang)
    with terminal.progress(language) as tell:
        result = import_olca(
            file,
            name=name,
            version=version,
            allocation=allocation.value,
            gwp_set=gwp.value,
            licence=terms(licence),
            replace=force,
            progress=tell,
        )
    terminal.out.print(report_text(result.report, language), markup=False)
    terminal.out.print(
        say(language, f"已存为 {name}@{version}，", f"kept as {name}@{version}, ") + result.release.digest,
        markup=False,
    )
    if index_libraries():
        terminal.out.print(say(language, "网站上现在可以查到它。", "The site finds it now."))


def terms(licence: str) -> str:
    """The text of a licence as it is kept, read from a file where it is `@FILE`. Raises `cli.licence-too-long`."""
    if licence.startswith("@"):
        with Path(licence[1:]).open("rb") as file:
            licence = file.read(4 * MAX_LICENCE + 1).decode("utf-8-sig", "replace")
    text = safe(licence.replace("\r\n", "\n")).strip()
    if len(text) > MAX_LICENCE:
        raise LICENCE_TOO_LONG.error(size=len(text), limit=MAX_LICENCE)
    return text


def intensities(
    name: Annotated[str, typer.Argument(metavar="NAME", help=pick("数据库版本 / library release"))],
    file: Annotated[
        Path | None,
        typer.Option(
            "--csv",
            metavar="FILE",
            help=pick("写到文件；默认输出到终端 / write here; default: standard output"),
        ),
    ] = None,
    gwp: GwpOption = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """每个过程的碳足迹，一行一个。/ The footprint of every process, a row each."""
    from tanzuji.formats.lci import intensities_rows

    language = chosen(lang)
    release = releases_of([name])[0]
    gwp_set: Any = gwp.value if gwp else release.report.get("gwp_set", "AR6")
    rows = intensities_rows(release, gwp_set, language)
    if file is None:
        _write_csv(rows, sys.stdout)
        return
    writable(file, force, (".csv",))
    text = io.StringIO(newline="")
    count = _write_csv(rows, text)
    keep(file, text.getvalue().encode())
    terminal.err.print(
        say(language, f"{count} 行，{gwp_set}，已写 {file}", f"{count} rows, {gwp_set}, wrote {file}"),
        markup=False,
        soft_wrap=True,
    )


def _write_csv(rows: Any, target: Any) -> int:
    writer: csv.DictWriter[str] | None = None
    count = 0
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(target, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in row.items()})
        count += 1
    return count


def _cell(value: str | float) -> str | float:
    """A cell: what is unknown stays empty, and a text that starts like a formula stays a text."""
    if isinstance(value, float):
        return "" if value != value else value
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) else value


def library(
    search: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD", help=pick("要找的词；不写则列出版本 / words to look for; none: list releases")
        ),
    ] = None,
    release: Releases = None,
    gwp: GwpOption = None,
    limit: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help=pick("最多几行 / at most so many rows"))
    ] = 20,
    show: Annotated[
        str | None, typer.Option("--show", help=pick("展开一个数据集 / unfold one dataset"), metavar="ID")
    ] = None,
    lang: Lang = None,
) -> None:
    """列出数据库版本，或在其中查找因子。/ List library releases, or look factors up in them."""
    import yaml

    language = chosen(lang)
    opened = releases_of(release)
    gwp_set: Any = gwp.value if gwp else "AR6"
    if show is not None:
        found = next((r for r in opened if show in r), opened[0])
        dataset = found.dataset(show)
        text = yaml.safe_dump(dataset.plain(), allow_unicode=True, sort_keys=False, width=100)
        terminal.out.print(text, end="", markup=False, soft_wrap=True)
        terminal.out.print(
            f"{gwp_set}: {_known(float(found.intensity(show, gwp_set).sum()), language)} "
            f"{terminal.kilograms(language)}/{terminal.unit(dataset.unit)}",
            markup=False,
        )
    elif not search:
        _print_releases(list({(r.name, r.version): r for r in (*opened, *installed())}.values()), language)
    else:
        hits = [(r, datasets) for r in opened if (datasets := r.search(" ".join(search), limit))]
        for each, datasets in hits:
            _print_datasets(each, datasets, gwp_set, language)
        if not hits:
            terminal.err.print(
                say(
                    language,
                    "没有同时含有这些词的数据集。可以少写几个词，或用 -r 加上别的数据库。",
                    "No dataset holds all these words. Use fewer words, or add another library with -r.",
                )
            )


def _print_releases(releases: Sequence[Release], language: Language) -> None:
    rows = terminal.table(
        (say(language, "名称", "name"), "text"),
        (say(language, "版本", "version"), "left"),
        (say(language, "数据集", "datasets"), "right"),
        (say(language, "标题", "title"), "text"),
        (say(language, "摘要", "digest"), "left"),
    )
    for release in releases:
        title = escape(release.title.to(language))
        rows.add_row(release.name, release.version, f"{len(release):,}", title, release.digest[7:19])
    terminal.out.print(rows)


def _print_datasets(release: Release, datasets: Sequence[Dataset], gwp_set: Any, language: Language) -> None:
    """Search results: value, unit, region, year, confidence, name, id. A narrow page has the id below the name."""
    wide = terminal.wide()
    rows = terminal.table(
        (terminal.kilograms(language), "right"),
        (say(language, "每", "per"), "left"),
        (say(language, "地区", "region"), "left"),
        (say(language, "年份", "year"), "left"),
        (say(language, "可信度", "trust"), "left"),
        (say(language, "名称", "name"), "text"),
        *((("id", "left"),) if wide else ()),
    )
    totals = release.intensities(gwp_set).sum(axis=1)
    for dataset in datasets:
        name = escape(dataset.name.to(language))
        rows.add_row(
            _known(float(totals[release.index(dataset.id)]), language),
            terminal.unit(dataset.unit),
            dataset.geography,
            str(dataset.year_to or dataset.year_from or ""),
            say(language, CONFIDENCES[dataset.confidence], dataset.confidence),
            *((name, dataset.id) if wide else (f"{name}\n[dim]{dataset.id}[/]",)),
        )
    terminal.out.print(rows)


def _known(value: float, language: Language) -> str:
    """A number as it is printed, or a word where it is not known."""
    return figure(value) if value == value else say(language, "未知", "unknown")
