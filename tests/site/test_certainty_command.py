"""`tanzuji uncertainty`: the engine's own figures, in words, as JSON, and against another product."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tanzuji.documents.uncertainty import FootprintUncertainty, UncertaintyComparison
from tanzuji.engine.uncertainty.monte_carlo import compare_uncertainty, uncertainty
from tanzuji.figures.spread import interval_text
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import write_yaml
from tanzuji.formats.starter import starter_release
from tanzuji.site import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*arguments: object, lang: str = "en") -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.setenv("TANZUJI_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["tanzuji", *map(str, arguments)])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run()
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return code, texts[0], texts[1]

    return command


@pytest.fixture
def steels(tmp_path: Path) -> tuple[Path, Path]:
    files = []
    for key in ("steel_eaf", "steel_hrc_bfbof"):
        files.append(tmp_path / f"{key}.yaml")
        files[-1].write_text(write_yaml(demo_models()[key]), "utf-8")
    return files[0], files[1]


@pytest.mark.parametrize(("lang", "words"), [("zh", "95 % 区间"), ("en", "95 % interval")])
def test_the_interval_stands_under_the_result(
    run: Run, steels: tuple[Path, Path], lang: str, words: str
) -> None:
    code, out, _ = run("uncertainty", steels[0], lang=lang)
    found = uncertainty(demo_models()["steel_eaf"], starter_release()).spread.interval
    assert code == 0
    assert f"{words} {interval_text(found.low, found.high)}" in out
    assert "1,011" in out


def test_json_is_the_document_of_the_engine(run: Run, steels: tuple[Path, Path]) -> None:
    asked = ("--iterations", "200", "--seed", "5", "--scheme", "cn_dqi5", "--no-derive", "--json")
    code, out, _ = run("uncertainty", steels[0], *asked)
    expected = uncertainty(
        demo_models()["steel_eaf"], starter_release(), iterations=200, seed=5, scheme="cn_dqi5", derive=False
    )
    assert code == 0
    assert FootprintUncertainty.parse(json.loads(out)) == expected


def test_two_products_are_compared_on_common_samples(run: Run, steels: tuple[Path, Path]) -> None:
    code, out, _ = run("uncertainty", steels[0], "--against", steels[1], "--json")
    models, library = demo_models(), starter_release()
    expected = compare_uncertainty((models["steel_hrc_bfbof"], library), (models["steel_eaf"], library))
    assert code == 0
    assert UncertaintyComparison.parse(json.loads(out)) == expected
    assert (
        "The first is lower with a probability of" in run("uncertainty", steels[0], "--against", steels[1])[1]
    )


def test_products_that_may_not_be_compared_are_refused(
    run: Run, steels: tuple[Path, Path], tmp_path: Path
) -> None:
    shirt = tmp_path / "shirt.yaml"
    shirt.write_text(write_yaml(demo_models()["cotton_tshirt"]), "utf-8")
    code, out, err = run("uncertainty", steels[0], "--against", shirt)
    assert (code, out) == (3, "")
    assert "comparison.other-unit" in err


def test_too_few_draws_are_refused(run: Run, steels: tuple[Path, Path]) -> None:
    code, _, err = run("uncertainty", steels[0], "--iterations", 5)
    assert code == 3
    assert "uncertainty.bad-iterations" in err
