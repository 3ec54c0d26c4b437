"""Every requirement that comes first is walked by a test, and the page that says so is true."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "write_coverage_page", ROOT / "tools" / "write_coverage_page.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_first_row_is_walked_or_told_to_come_later(writer: ModuleType) -> None:
    walked = writer.walked()
    first = {row["id"] for row in writer.rows() if row["priority"] == "1"}
    assert sorted(first - walked.keys() - writer.LATER.keys()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_as_it_would_be_written_now(writer: ModuleType, language: str) -> None:
    kept = (ROOT / "docs" / writer.PAGES[language]).read_text("utf-8")
    assert kept == writer.page(language), "run tools/write_coverage_page.py"
