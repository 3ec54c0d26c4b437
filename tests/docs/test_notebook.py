"""The notebook runs from its first cell to its last, and its numbers are those of the documentation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def notebook() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def printed(notebook: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the cells print, in order; a cell that raises fails the fixture with its traceback."""
    folder = tmp_path_factory.mktemp("notebook")
    source = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    kernel = {
        **os.environ,
        "PYTHONPATH": source,
        "TMPDIR": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "TANZUJI_SHARED": os.environ.get("TANZUJI_SHARED", str(ROOT.parent / "shared")),
        "OMP_NUM_THREADS": "2",
    }
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=kernel)
    return "".join(
        output["text"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output["name"] == "stdout"
    )


def test_the_notebook_is_kept_without_outputs() -> None:
    fresh = nbformat.read(NOTEBOOK, as_version=4)
    cells = [cell for cell in fresh.cells if cell.cell_type == "code"]
    assert len(cells) >= 15
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


def test_every_text_of_the_notebook_is_in_chinese_and_in_english(notebook: Any) -> None:
    """Chinese first: a cell starts with a paragraph that has Chinese characters, and ends with one that has none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            paragraphs = [part for part in cell.source.split("\n\n") if part.strip()]
            assert len(paragraphs) >= 2, cell.source
            assert _chinese(paragraphs[0]) and not _chinese(paragraphs[-1]), cell.source


def test_the_notebook_shows_the_documented_footprint_of_cement(printed: str) -> None:
    """794.5 kg CO2e/t and 743.0 on photovoltaic power stand on docs/products.md; electricity is
    98 kWh × 0.5777 kg CO2e/kWh = 56.6146 kg."""
    products = (ROOT / "docs" / "products.md").read_text("utf-8")
    assert "794.5" in products and "743.0" in products
    assert "794.5 kg CO2e per 1 t" in printed
    assert "742.98" in printed
    assert "98 kWh × 0.5777 kg CO2e/kWh = 56.6146 kg CO2e" in printed


def test_the_notebook_solves_the_example_of_the_engine_page(printed: str) -> None:
    """Steel emits 1 and takes 0.5 power of 2: λ = 2; three steel are 6, and with 0.4 power one is 1.8."""
    assert "λ = [2. 2.]" in printed
    assert "3 steel: 6.0 kg CO2e" in printed
    assert "steel: 2.0 → 1.8" in printed


def test_one_digest_stands_behind_three_kinds_of_file(printed: str) -> None:
    shown = [
        line.split()[1]
        for line in printed.splitlines()
        if line.startswith(("cement.yaml ", "cement.json ", "cement.xlsx "))
    ]
    assert len(shown) == 3 and len(set(shown)) == 1


def test_the_grid_of_uslci_has_its_published_footprint(printed: str, shared: Path) -> None:
    """0.793 kg CO2e/kWh: the independent solution noted with the shared databases."""
    assert "Electricity, at grid, US, 2000: 0.793" in printed


def test_the_tornado_is_drawn(notebook: Any, printed: str) -> None:
    drawings = [
        output["data"]["image/svg+xml"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "execute_result" and "image/svg+xml" in output["data"]
    ]
    assert len(drawings) == 1 and "碳酸盐分解" in drawings[0]


def _chinese(text: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in text)
