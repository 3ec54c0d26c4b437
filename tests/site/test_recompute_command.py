"""`tanzuji recompute`: many models on another release; the demo products with a grid a tenth cleaner."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanzuji.engine import Release, compute, write_release
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import write_yaml
from tanzuji.formats.starter import starter_release
from tanzuji.site import cli

NAMES = ("cement_po425", "laptop", "cotton_tshirt")


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The starter library with every electricity footprint factor a tenth lower."""
    starter = starter_release()
    changed = [
        d.model_copy(update={"amounts": tuple(a.model_copy(update={"amount": a.amount * 0.9}) for a in d.amounts)})
        if d.id.startswith("cn-elec-cf") else d
        for d in starter.datasets()
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("library") / "starter" / "2"
    write_release(folder, name="starter", version="2", title=starter.title, licence="", datasets=changed)
    yield folder


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setenv("TANZUJI_LANG", "en")
    monkeypatch.setattr("sys.argv", ["tanzuji", *map(str, arguments)])
    return cli.run()


def _models(folder: Path) -> list[Path]:
    paths = []
    for name in NAMES:
        paths.append(folder / f"{name}.yaml")
        paths[-1].write_text(write_yaml(demo_models()[name]), "utf-8")
    return paths


def test_every_model_gets_old_new_and_cause_as_compute_gives_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cleaner: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.csv"
    assert _run(monkeypatch, "recompute", *_models(tmp_path), "--instead", cleaner, "--csv", target) == 0
    rows = {Path(row["product"]).stem: row for row in csv.DictReader(target.open(encoding="utf-8-sig"))}
    for name in NAMES:
        old, new = (
            compute(demo_models()[name], on).total for on in (starter_release(), Release.open(cleaner))
        )
        assert float(rows[name]["old"]) == pytest.approx(old, rel=1e-12)
        assert float(rows[name]["new"]) == pytest.approx(new, rel=1e-12)
        assert rows[name]["cause"].startswith("cn-elec-cf")
    assert "cotton_tshirt.yaml" in capsys.readouterr().out


def test_a_model_that_cannot_be_read_is_named_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cleaner: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: [", "utf-8")
    assert _run(monkeypatch, "recompute", wrong, *_models(tmp_path)[:1], "--instead", cleaner) == 3
    said = capsys.readouterr()
    assert "wrong.yaml" in said.err and "cement_po425.yaml" in said.out


def test_without_another_release_it_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "recompute", *_models(tmp_path)) == 3
    assert "--instead" in capsys.readouterr().err
