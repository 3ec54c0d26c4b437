"""The losses that are told before a file is written are those that are met when it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lci_databases import air, database, exchange, flow, process

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.release import Release
from tanzuji.formats.doors import FORMATS, open_any, read_any, sniff, write_release_as
from tanzuji.formats.format_losses import READ, WRITTEN
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.losses import LOSSES, said
from tanzuji.formats.lci.records import Loss
from tanzuji.formats.starter import starter_release

UNIT_PROCESSES = [form.key for form in FORMATS.values() if form.writes and not form.is_list]


@pytest.fixture(scope="module")
def uslci(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    source = read_any(shared / "data/databases/uslci/uslci_olca1_5_0_json_ld.zip", lambda *step: None)
    return import_database(source, name="uslci", home=tmp_path_factory.mktemp("uslci")).release


def test_every_format_says_what_it_loses_in_known_words() -> None:
    assert set(READ) == {form.key for form in FORMATS.values() if form.reads}
    assert set(WRITTEN) == {form.key for form in FORMATS.values() if form.writes}
    assert {key for keys in (*READ.values(), *WRITTEN.values()) for key in keys} <= set(LOSSES)


@pytest.mark.parametrize("form", [form.key for form in FORMATS.values() if form.writes])
def test_nothing_of_the_starter_library_is_lost_that_was_not_told_before(tmp_path: Path, form: str) -> None:
    losses = write_release_as(starter_release(), tmp_path / f"x{FORMATS[form].suffix}", form)
    assert {loss.what for loss in losses} <= set(WRITTEN[form])


@pytest.mark.parametrize("form", UNIT_PROCESSES)
def test_uslci_comes_back_from_every_format_with_its_footprints(
    tmp_path: Path, uslci: Release, form: str
) -> None:
    """766 processes, written and read again; what each reading and writing loses was told before."""
    path = tmp_path / "uslci.zip"
    losses = write_release_as(uslci, path, form)
    assert {loss.what for loss in losses} <= set(WRITTEN[form])
    cut = next(loss for loss in losses if loss.what == "inputs-cut-off")
    assert cut.count == uslci.report["linking"]["unlinked"]["count"] > 1000
    with open_any(path) as package:
        assert sniff(package) == form
    again = import_database(read_any(path, lambda *step: None), name="again", home=tmp_path)
    assert {loss["what"] for loss in again.report["losses"]} <= set(READ[form])
    after = again.release
    totals = [np.asarray(release.intensities("AR6")).sum(axis=1) for release in (uslci, after)]
    assert after.ids == uslci.ids
    np.testing.assert_allclose(totals[1], totals[0], rtol=1e-9, atol=1e-12)


def test_a_loss_is_said_with_its_count_and_names() -> None:
    loss = Loss("formulas", 2, ("one", "two"))
    assert said(loss).to("zh").endswith("（2 处，如“one”、“two”）")
    assert said(loss).to("en").endswith(" (2: “one”, “two”)")
    assert said(Loss("uncertainty", 0)).to("en") == LOSSES["uncertainty"].to("en")


def test_the_pages_of_formats_name_every_loss_of_every_format() -> None:
    docs = Path(__file__).parents[2] / "docs"
    for page, language in (("formats.zh-CN.md", "zh"), ("formats.md", "en")):
        text = (docs / page).read_text("utf-8")
        for key in {key for keys in (*READ.values(), *WRITTEN.values()) for key in keys}:
            assert LOSSES[key].to(language) in text, (page, key)  # type: ignore[arg-type]
        for form in FORMATS.values():
            assert form.name.to(language) in text  # type: ignore[arg-type]


def test_an_import_counts_distributions_around_an_amount_of_nothing(tmp_path: Path) -> None:
    """Steel takes 0 ± 1 kg of ore and gives off 2 kg of CO2 of lognormal spread: the first is a certain 0."""
    steel, ore, co2 = flow("Steel"), flow("Ore"), air("Carbon dioxide, fossil")
    normal = Uncertainty(distribution="normal", sd=1.0)
    made = database(
        [steel, ore, co2],
        process("steel", exchange(steel, 1.0, reference=True), exchange(ore, 0.0, uncertainty=normal),
                exchange(co2, 2.0, out=True, uncertainty=Uncertainty(distribution="lognormal", sigma=0.1))),
        process("ore", exchange(ore, 1.0, reference=True)),
    )  # fmt: skip
    report = import_database(made, name="nothing", home=tmp_path).report
    assert {"what": "spread-around-nothing", "count": 1, "examples": []} in report["losses"]
