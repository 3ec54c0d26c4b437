"""The report says how sure the result is where that was drawn, and that it was not where it was not."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from tanzuji.engine import compute
from tanzuji.engine.uncertainty.monte_carlo import uncertainty
from tanzuji.figures.spread import interval_text
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.reports import build_report, write_data_workbook, write_html


def test_the_report_tells_interval_sources_and_basis() -> None:
    model, library = demo_models()["cement_po425"], starter_release()
    footprint, found = compute(model, library), uncertainty(model, library)
    low, high = found.spread.interval.low, found.spread.interval.high
    for language, words in (
        ("zh", ("蒙特卡洛", "推定的评分", "Sobol", "ILCD")),
        ("en", ("Monte Carlo", "Sobol", "ILCD")),
    ):
        report = build_report(footprint, None, found, language=language)  # type: ignore[arg-type]
        page = write_html(report)
        assert interval_text(low, high) in page
        assert all(word in page for word in words)
        assert "distribution" in [drawing.figure.id for drawing in report.drawings()]
        assert "effects" in [drawing.figure.id for drawing in report.drawings()]


def test_a_report_without_draws_says_that_nothing_was_drawn() -> None:
    footprint = compute(demo_models()["cement_po425"], starter_release())
    page = write_html(build_report(footprint, None, language="en"))
    assert "Uncertainty: not calculated." in page
    assert "Monte Carlo" not in page


def test_the_workbook_holds_the_figures_unrounded() -> None:
    model, library = demo_models()["cement_po425"], starter_release()
    footprint, found = compute(model, library), uncertainty(model, library)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(write_data_workbook(footprint, None, found, language="en"))
    )
    rows = {row[0]: row for row in book.get_sheet_by_name("Uncertainty").to_python()}
    assert rows["2.5 percentile"][1] == found.spread.interval.low
    assert rows["Mean"][1:4] == [found.spread.mean, found.errors.mean, found.analytic.mean]
    counted = [row[1] for name, row in rows.items() if str(name).startswith("Draws from")]
    assert counted == list(found.histogram.counts)
    sources = book.get_sheet_by_name("Sources of uncertainty").to_python()
    assert len(sources) == len(found.effects) + 1
    without = CalamineWorkbook.from_filelike(io.BytesIO(write_data_workbook(footprint)))
    assert len(without.sheet_names) == len(book.sheet_names) - 2
