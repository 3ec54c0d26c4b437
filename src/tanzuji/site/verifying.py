"""The command of a verifier's own machine: a submitted study recomputed from its package, without database or network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import Language
from tanzuji.formats.files import keep
from tanzuji.formats.study_package import StudyPackage, open_study_package
from tanzuji.formats.study_recomputing import Recomputed, recomputed
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import FOUND_ERRORS, AsJson, Force, Lang, writable
from tanzuji.site.terminal import kilograms, out, table, wrote

SHOWN = 20
"""Differing numbers that are listed."""


def verify_study(
    package: Annotated[
        Path,
        typer.Argument(
            metavar="PACKAGE", readable=False, help=pick("核查页面下载的复算包 / package from the page of a verification")
        ),
    ],
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help=pick("把结果写成 JSON，可上传到核查页面 / write the outcome as JSON, to be sent to the page")
        ),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:  # fmt: skip
    """复算一份提交核查的核算，比较摘要和十位有效数字。退出码 1：不一致。/ Recompute a submitted study and compare digests and ten digits. Exit code 1: it differs."""
    language = chosen(lang)
    target = writable(report, force, (".json",)) if report else None
    opened = open_study_package(package)
    found = recomputed(opened)
    if target:
        keep(target, canonical_json(found) + b"\n")
    if as_json:
        out.print(json.dumps(found.plain(), ensure_ascii=False, indent=2), markup=False, soft_wrap=True)
    else:
        _print(opened, found, language)
    if target:
        wrote(target, language)
    if not found.equal:
        raise typer.Exit(FOUND_ERRORS)


def _print(package: StudyPackage, found: Recomputed, language: Language) -> None:
    """What was compared, and what came of it."""
    manifest, kg = package.manifest, kilograms(language)
    title = manifest.title.to(language)
    words = say(language, f"版本 {manifest.version}", f"version {manifest.version}")
    out.print(f"[bold]{escape(title)}[/] {words} {escape(manifest.reference)}", soft_wrap=True)
    shown = table(
        ("", "text"),
        (say(language, "提交的", "stated"), "left"),
        (say(language, "复算的", "recomputed"), "left"),
    )
    unit = manifest.stated.unit.to(language)
    one, other = found.stated, found.recomputed
    shown.add_row(f"{say(language, '总量', 'total')} {kg}/{escape(unit)}", one.total, other.total)
    for name, a, b in (
        (say(language, "模型摘要", "model digest"), one.model_digest, other.model_digest),
        (say(language, "结果编号", "footprint id"), one.footprint_id, other.footprint_id),
        (say(language, "结果摘要", "result digest"), one.result_digest, other.result_digest),
        (say(language, "计算引擎", "engine"), one.engine_version, other.engine_version),
    ):
        shown.add_row(name, escape(_short(a)), escape(_short(b)))
    out.print(shown)
    out.print(f"[dim]{say(language, '包摘要', 'package')} {package.digest}[/]", soft_wrap=True)
    if not found.same_engine:
        out.print(
            say(
                language,
                "计算引擎的版本不同：结果编号因此不同，比较结果摘要和各数。",
                "The engines differ in version, so the footprint ids do; digest and numbers are compared.",
            ),
            soft_wrap=True,
        )
    for difference in found.differences[:SHOWN]:
        out.print(
            f"  {escape(difference.place)}: {difference.stated} → {difference.recomputed}", soft_wrap=True
        )
    if found.equal:
        out.print(
            f"[green]✓[/] {say(language, f'一致：{found.compared} 个数十位有效数字全部相同', f'equal: {found.compared} numbers agree at ten significant digits')}",
            soft_wrap=True,
        )
    else:
        out.print(
            f"[red]✗[/] {say(language, f'不一致：{found.compared} 个数中 {found.count} 个不同', f'it differs: {found.count} of {found.compared} numbers')}",
            soft_wrap=True,
        )


def _short(digest: str) -> str:
    return f"{digest[:23]}…{digest[-6:]}" if len(digest) > 40 else digest
