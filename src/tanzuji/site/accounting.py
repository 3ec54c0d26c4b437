"""Commands about a product: footprint, check, rules."""

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
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.site import results, terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import (
    FOUND_ERRORS,
    AsJson,
    Force,
    GwpOption,
    Lang,
    ModelFile,
    OptionalModel,
    Packs,
    Releases,
    method_of,
    model_of,
    releases_of,
    writable,
)

REPORTS = (".html", ".pdf", ".docx", ".xlsx", ".json")
"""Endings of the files a report is written to."""


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
    releases, method = releases_of(release), method_of(document, gwp)
    result = compute(document, releases, method=method)
    checked = run_check(result, rule)
    if report:  # before printing: a reader such as `head` may close the pipe
        from tanzuji.engine.uncertainty.monte_carlo import uncertainty

        unsure = uncertainty(document, releases, method=method)
        _write_reports(result, checked, unsure, report, language)
    if as_json:
        _print_json(result)
    else:
        results.print_footprint(result, checked, language)
    if checked.count("error"):
        raise typer.Exit(FOUND_ERRORS)


def check(
    model: OptionalModel = None,
    release: Releases = None,
    rule: Packs = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """按规则检查产品模型；不给模型时检查安装。有错误时退出码为 1。/ Check a product model, or the installation where none is given; exit code 1 where an error is found."""
    language = chosen(lang)
    if model is None:
        from tanzuji.site.operations import check_installation

        check_installation(language)
        return
    from tanzuji.engine import compute
    from tanzuji.rules import check as run_check

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


def _write_reports(
    footprint: Footprint,
    checked: CheckResult,
    unsure: FootprintUncertainty,
    files: list[Path],
    language: Language,
) -> None:
    from tanzuji.reports import write_reports  # takes half a second, which only those who want one wait for

    for file in write_reports(footprint, checked, files, language=language, uncertainty=unsure):
        terminal.wrote(file, language)


def _print_json(document: Document) -> None:
    sys.stdout.buffer.write(canonical_json(document) + b"\n")
    sys.stdout.buffer.flush()
