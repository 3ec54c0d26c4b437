"""The command that puts many product models on other library releases at once."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.markup import escape

from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError, Language, define
from tanzuji.documents.rounding import figure
from tanzuji.engine.release import Release
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.libraries import cell
from tanzuji.site.options import Force, Lang, Releases, model_of, releases_of, writable
from tanzuji.site.terminal import err, kilograms, out, table, wrote

SAME_RELEASE = define(
    "catalogue.no-other-release",
    zh="没有说明换成哪个数据库版本。",
    en="No release was named that is to take another's place.",
    remedy_zh="请加 --instead 名称@版本。",
    remedy_en="Add --instead name@version.",
)


def recompute(
    models: Annotated[
        list[Path],
        typer.Argument(
            metavar="MODEL …",
            readable=False,
            help=pick("产品模型，可多个 / product models, any number"),
        ),
    ],
    instead: Annotated[
        list[str] | None,
        typer.Option(
            "--instead",
            metavar="NAME",
            help=pick(
                "代替同名数据库的版本；可多次 / release that takes the place of those of its name; may repeat"
            ),
        ),
    ] = None,
    release: Releases = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow/--no-follow",
            help=pick("旧数据集有替代者时用替代者 / where a dataset is replaced by another, use that one"),
        ),
    ] = True,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help=pick("写成 CSV 文件 / write a CSV file"))
    ] = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """把许多产品放到新的数据库版本上：原值、新值、原因。/ Put many products on new releases: old, new, cause."""
    from tanzuji.engine.catalogue import Catalogue, Product, compile_row, differences
    from tanzuji.engine.catalogue.recompute import Standing
    from tanzuji.engine.catalogue.tables import Releases as Behind

    language, standing = chosen(lang), releases_of(release)
    if not instead:
        raise SAME_RELEASE.error()
    new = releases_of(instead)[: len(instead)]
    target = writable(csv_file, force, (".csv",)) if csv_file else None
    products, rows = [], []
    for path in models:
        try:
            model = model_of(path, language)
            rows.append(compile_row(model, standing))
        except CodedError as error:
            err.print(f"{escape(str(path))}: {escape(error.problems[0].text(language))}")
            continue
        products.append(Product(str(path), "", digest(model)))
    with tempfile.TemporaryDirectory() as folder, Catalogue(Path(folder)) as catalogue:
        catalogue.put(products, rows)
        behind = Behind.of(*standing, instead=new, follow_successors=follow)
        found = differences(catalogue.rows(), Standing(Behind.of(*standing)), Standing(behind))
        listed = [
            (d.key, d.old, d.new, d.change, d.causes[0] if d.causes else None, d.beyond_tolerance)
            for d in found
        ]
    _print(listed, standing, language)
    if target:
        _write(target, listed)
        wrote(target, language)
    if len(products) < len(models):
        raise typer.Exit(3)


def _print(listed: Sequence[tuple[Any, ...]], releases: Sequence[Release], language: Language) -> None:
    """The products, largest change first."""
    kg = kilograms(language)
    shown = table(
        (say(language, "产品", "product"), "text"),
        (say(language, "原值", "old"), "right"),
        (say(language, "新值", "new"), "right"),
        ("%", "right"),
        (say(language, f"主因（{kg}）", f"main cause ({kg})"), "text"),
    )
    for key, old, new, change, cause, beyond in sorted(listed, key=_share, reverse=True):
        known = np.isfinite(new)
        said = (
            f"{_name(cause[0].name, releases, language)} {figure(cause[1], 3) if known else ''}"
            if cause
            else ""
        )
        shown.add_row(
            escape(Path(key).name),
            figure(old),
            figure(new) if known else say(language, "不再可知", "no longer known"),
            (f"{change / abs(old) * 100:+.1f}".replace("-", "−") if known and old else "–")
            + (" !" if beyond else ""),
            escape(said),
        )
    out.print(shown)
    out.print(f"[dim]{say(language, '! 变化超过 10 %', '! changes by more than 10 %')}[/]")
    gone = sum(bool(np.isfinite(old) and not np.isfinite(new)) for _, old, new, *_ in listed)
    if gone:
        out.print(say(language, f"{gone} 个产品不再可知", f"no longer known: {gone}"))


def _share(row: tuple[Any, ...]) -> float:
    _, old, new, change, _, _ = row
    return float("inf") if not np.isfinite(new) else abs(change / old) if old else abs(change)


def _name(dataset: str, releases: Sequence[Release], language: Language) -> str:
    for release in releases:
        if dataset in release:
            return release.dataset(dataset).name.to(language)
    return dataset


def _write(target: Path, listed: Sequence[tuple[Any, ...]]) -> None:
    """Full precision; unknown is an empty cell."""
    with target.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "product",
                "old",
                "new",
                "change",
                "cause",
                "cause_change",
                "beyond_10_percent",
                "no_longer_known",
            ]
        )
        for key, old, new, change, cause, beyond in listed:
            known = bool(np.isfinite(new))
            writer.writerow(
                [cell(key), old, new if known else "", change if known else "", cell(cause[0].name) if cause else "",
                 cause[1] if cause and known else "", "yes" if beyond else "",
                 "" if known or not np.isfinite(old) else "yes"]
            )  # fmt: skip
