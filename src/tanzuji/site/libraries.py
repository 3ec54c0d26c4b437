"""Commands about background data: intensities, library."""

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
from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import figure
from tanzuji.engine.release import Release
from tanzuji.engine.store import installed
from tanzuji.formats.files import keep
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import (
    Force,
    GwpOption,
    Lang,
    Releases,
    releases_of,
    writable,
)

CONFIDENCES: dict[Confidence, str] = {"high": "高", "medium": "中", "low": "低"}


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
        writer.writerow({key: cell(value) for key, value in row.items()})
        count += 1
    return count


def cell(value: str | float) -> str | float:
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
