"""Commands about a product: demo, footprint, check, rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import LAYER_NAMES, CheckResult
from tanzuji.site import results, terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import (
    FOUND_ERRORS,
    AsJson,
    Force,
    GwpOption,
    Lang,
    ModelFile,
    Packs,
    Releases,
    method_of,
    model_of,
    releases_of,
    writable,
)

REPORTS = (".html", ".pdf", ".docx", ".xlsx", ".json")
"""Endings of the files a report is written to."""


def demo(
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
    """核算演示产品，列表并写报告。/ Account the demo products, print a table, write a report each."""
    from tanzuji.site.demo import account, print_table, write_demo_reports

    language = chosen(lang)
    wanted = [part.strip().lower().removeprefix(".") for part in formats.split(",") if part.strip()]
    for part in wanted:
        if f".{part}" not in REPORTS:
            known = ", ".join(f"'{ending[1:]}'" for ending in REPORTS)
            raise typer.BadParameter(f"'{part}' is not one of {known}", param_hint="'--formats'")
    with terminal.progress(language) as tell:
        products = account(releases_of(None), tell)
    print_table(products, language)
    languages: list[Language] = ["zh", "en"] if both else [language]
    with terminal.progress(language) as tell:
        count = write_demo_reports(products, folder, wanted, languages, tell)
    if count:
        terminal.out.print(
            "\n" + say(language, f"{count} 份报告在 {folder}/。", f"{count} reports in {folder}/."),
            markup=False,
            soft_wrap=True,
        )
    terminal.out.print(
        say(language, "下一步：", "Next: ")
        + "tanzuji template · tanzuji footprint MODEL · tanzuji library · tanzuji --help",
        markup=False,
        soft_wrap=True,
    )


def footprint(
    model: ModelFile,
    release: Releases = None,
    rule: Packs = None,
    gwp: GwpOption = None,
    as_json: AsJson = False,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help=pick(
                "写报告：.html .pdf .docx .xlsx .json；可多次 / write a report: .html .pdf .docx .xlsx .json; may repeat"
            ),
        ),
    ] = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """计算一个产品的碳足迹，并按规则检查。/ Compute a product's footprint and check it against its rules."""
    from tanzuji.engine import compute
    from tanzuji.rules import check as run_check

    language = chosen(lang)
    for path in report or ():
        writable(path, force, REPORTS)
    document = model_of(model, language)
    result = compute(document, releases_of(release), method=method_of(document, gwp))
    checked = run_check(result, rule)
    if report:  # before printing: a reader such as `head` may close the pipe
        _write_reports(result, checked, report, language)
    if as_json:
        _print_json(result)
    else:
        results.print_footprint(result, checked, language)
    if checked.count("error"):
        raise typer.Exit(FOUND_ERRORS)


def check(
    model: ModelFile,
    release: Releases = None,
    rule: Packs = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """按规则检查一个产品模型；有错误时退出码为 1。/ Check a product model; exit code 1 where a rule finds an error."""
    from tanzuji.engine import compute
    from tanzuji.rules import check as run_check

    language = chosen(lang)
    result = run_check(compute(model_of(model, language), releases_of(release)), rule)
    if as_json:
        _print_json(result)
    else:
        results.print_findings(result, language)
    if result.count("error"):
        raise typer.Exit(FOUND_ERRORS)


def rules(lang: Lang = None) -> None:
    """列出规则包。/ List the rule packs."""
    from tanzuji.rules import available

    language = chosen(lang)
    rows = terminal.table(
        ("id", "left"),
        (say(language, "层级", "layer"), "left"),
        (say(language, "标准", "standard"), "left"),
        (say(language, "标题", "title"), "text"),
    )
    for pack in available():
        layer = say(language, *LAYER_NAMES[pack.layer])
        rows.add_row(pack.id, layer, pack.number, escape(pack.title.to(language)))
    terminal.out.print(rows)


def _write_reports(footprint: Footprint, checked: CheckResult, files: list[Path], language: Language) -> None:
    from tanzuji.reports import write_reports  # takes half a second, which only those who want one wait for

    for file in write_reports(footprint, checked, files, language=language):
        terminal.wrote(file, language)


def _print_json(document: Document) -> None:
    sys.stdout.buffer.write(canonical_json(document) + b"\n")
    sys.stdout.buffer.flush()
