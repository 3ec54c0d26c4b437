"""The demo: real products, their footprints beside published ones, and a report each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rounding import figure
from tanzuji.documents.rules import CheckResult
from tanzuji.engine import compute
from tanzuji.engine.release import Release
from tanzuji.engine.store import open_release
from tanzuji.engine.uncertainty.monte_carlo import uncertainty
from tanzuji.formats.demo_models import demo_models
from tanzuji.reports import write_reports
from tanzuji.rules import check
from tanzuji.site.language import say
from tanzuji.site.results import per
from tanzuji.site.terminal import kilograms, out, table, wide


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A demo product computed and checked."""

    key: str
    footprint: Footprint
    check: CheckResult


def account(releases: Iterable[Release], tell: Callable[[str, int, int], None]) -> list[DemoProduct]:
    """Every demo product's footprint and findings."""
    opened = tuple(releases)
    models = demo_models()
    found = []
    for done, (key, model) in enumerate(models.items()):
        tell("footprints", done, len(models))
        footprint = compute(model, opened)
        found.append(DemoProduct(key, footprint, check(footprint)))
    tell("footprints", len(models), len(models))
    return found


def write_demo_reports(
    products: list[DemoProduct],
    folder: Path,
    formats: list[str],
    languages: list[Language],
    tell: Callable[[str, int, int], None],
) -> int:
    """A report a product, format and language, as `folder/cement_po425.zh.pdf`; how many were written.

    Products are spread over the processors: a report is typesetting, which takes a second or two each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(product, language, _paths(product, language, languages[0], formats, folder))
            for product in products for language in languages]  # fmt: skip
    written = 0
    with ProcessPoolExecutor(max_workers=min(len(jobs), os.cpu_count() or 1)) as pool:
        running = [pool.submit(_write, product, language, paths) for product, language, paths in jobs]
        for done, finished in enumerate(as_completed(running)):
            written += finished.result()
            tell("reports", done + 1, len(jobs))
    return written


def _paths(
    product: DemoProduct, language: Language, first: Language, formats: list[str], folder: Path
) -> list[Path]:
    """The files of one product in one language; the footprint as JSON belongs to no language."""
    return [
        folder / (f"{product.key}.json" if suffix == "json" else f"{product.key}.{language}.{suffix}")
        for suffix in formats
        if suffix != "json" or language == first
    ]


def _write(product: DemoProduct, language: Language, paths: list[Path]) -> int:
    # A release is opened in each process anew: its arrays stay on disk.
    releases = [open_release(r.name, r.version) for r in product.footprint.releases]
    found = uncertainty(product.footprint.model, releases)
    return len(write_reports(product.footprint, product.check, paths, language=language, uncertainty=found))


def print_table(products: list[DemoProduct], language: Language) -> None:
    """Product, total, shares of the stages, published range, errors and warnings; in two tables where it is narrow."""
    result = [
        (say(language, "产品", "product"), "text"),
        (kilograms(language), "right"),
        (say(language, "每", "per"), "left"),
        (say(language, "已发表", "published"), "right"),
        (say(language, "错·警", "err·warn"), "right"),
    ]
    stages = [
        (name, "right")
        for name in say(language, "原材料% 制造% 分销% 使用% 末期%", "raw% mfg% dist% use% end%").split()
    ]
    if wide():
        _print(products, [*result, *stages], lambda product: [*_result(product, language), *_stages(product)])
        return
    _print(products, result, lambda product: _result(product, language))
    out.print()
    _print(products, [result[0], *stages], lambda product: [_name(product, language), *_stages(product)])


def _print(
    products: list[DemoProduct], heads: list[tuple[str, str]], cells: Callable[[DemoProduct], list[str]]
) -> None:
    rows = table(*heads)
    for product in products:
        rows.add_row(*cells(product))
    out.print(rows)


def _name(product: DemoProduct, language: Language) -> str:
    return escape(product.footprint.model.product.name.to(language))


def _result(product: DemoProduct, language: Language) -> list[str]:
    return [
        _name(product, language),
        f"[bold]{figure(product.footprint.total)}[/]",
        per(product.footprint, language).partition("/")[2],
        published(product.footprint.model),
        f"{product.check.count('error')} · {product.check.count('warning')}",
    ]


def _stages(product: DemoProduct) -> list[str]:
    """Share of each canonical stage in %; a stage nothing was modelled for is a dash."""
    by_stage: dict[str, float] = {}
    for stage in product.footprint.stages:
        by_stage[stage.canonical] = by_stage.get(stage.canonical, 0.0) + (stage.share or 0.0)
    return [f"{by_stage[stage] * 100:.0f}" if by_stage.get(stage) else "–" for stage in STAGES]


def published(model: ProductModel) -> str:
    """The range of the published footprints, e.g. `611–921`."""
    values = [v for c in model.comparisons for v in (c.low, c.high) if v is not None]
    if not values:
        return ""
    low, high = min(values), max(values)
    return figure(low, 3) if low == high else f"{figure(low, 3)}–{figure(high, 3)}"
