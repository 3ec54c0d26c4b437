"""A library release: written whole or not at all, opened without solving, identified by what was put in."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tanzuji.documents import CodedError, Dataset, Text
from tanzuji.documents.lines import LINES
from tanzuji.engine import FlowGas, ProcessArrays, Release, write_release
from tanzuji.engine.store import installed, open_release, release_folder

SOURCE = {"title": "hand-made"}
HEAD = {"name": "hand", "version": "1", "title": Text(en="hand-made"), "licence": "CC0"}


def factor(id_: str, *amounts: dict, **more: object) -> Dataset:
    return Dataset.parse(
        {"id": id_, "name": id_, "unit": "kg", "amounts": list(amounts), "source": SOURCE, **more}
    )


FACTORS = [
    factor("b", {"gas": "CH4-fossil", "amount": 2.0}, {"gas": "CO2", "amount": 5.0, "line": "biogenic"}),
    factor(
        "a",
        {"gas": "CO2e", "amount": 3.0},
        name={"zh": "电池级碳酸锂", "en": "battery-grade lithium carbonate"},
    ),
    factor("unknown"),
]


def test_datasets_stand_in_order_of_id_and_are_found_by_it(tmp_path):
    release = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    assert release.ids == ("a", "b", "unknown")
    assert release.dataset("a").name.zh == "电池级碳酸锂"
    assert "b" in release
    assert "c" not in release
    assert [d.id for d in release.datasets()] == ["a", "b", "unknown"]


def test_intensities_follow_the_gwp_set_on_each_line(tmp_path):
    """2 kg CH4: AR4 2×25 = 50, AR5 2×30 = 60, AR6 2×29.8 = 59.6; 5 kg biogenic CO2 stay 5 on their line."""
    release = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    for gwp_set, expected in (("AR4", 50), ("AR5", 60), ("AR6", 59.6)):
        row = dict(zip(LINES, release.intensity("b", gwp_set), strict=True))
        assert row["fossil"] == pytest.approx(expected)
        assert row["biogenic"] == pytest.approx(5)


def test_a_dataset_without_amounts_is_unknown_and_not_zero(tmp_path):
    release = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    assert np.isnan(release.intensity("unknown").sum())


def test_a_release_of_unknown_datasets_alone_knows_nothing_on_any_line(tmp_path):
    """No dataset has amounts, so there is no gas; sums over none must not come out as zero."""
    release = write_release(tmp_path / "r", datasets=[factor("one"), factor("other")], **HEAD)
    for gwp_set in ("AR4", "AR5", "AR6"):
        assert np.isnan(release.intensities(gwp_set)).all()
    assert np.isnan(release.gas_amounts).all() and release.gas_amounts.size > 0


def test_an_unknown_dataset_is_unknown_on_every_line(tmp_path):
    """Biogenic emissions of a dataset nothing is known of are not nothing, though no dataset beside it has any."""
    release = write_release(tmp_path / "r", datasets=[FACTORS[1], factor("unknown")], **HEAD)
    assert np.isnan(release.intensity("unknown")).all()
    assert not np.isnan(release.intensity("a")).any()


def test_an_unknown_dataset_is_refused_with_the_nearest_ids(tmp_path):
    release = write_release(tmp_path / "r", datasets=[factor("coal-supply"), factor("grid")], **HEAD)
    with pytest.raises(CodedError) as caught:
        release.intensity("coal-suply")
    assert caught.value.code == "release.no-dataset"
    assert "coal-supply" in caught.value.render("en")


def test_search_finds_two_character_chinese_words_and_several_words_at_once(tmp_path):
    release = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    assert [d.id for d in release.search("电池")] == ["a"]
    assert [d.id for d in release.search("LITHIUM battery")] == ["a"]
    assert release.search("lithium coal") == []


def test_unit_processes_are_solved_once_when_the_release_is_written(tmp_path):
    """Steel (1 kg) takes 0.5 kWh of power; power 2 kg CO2 and 0.1 kg CH4 a kWh; steel itself 1 kg CO2.

    λ(power) = 2 + 0.1×29.8 = 4.98; λ(steel) = 1 + 0.5×4.98 = 3.49 (AR6). Given in an order that is not the ids'.
    """
    datasets = [factor("steel", kind="process"), factor("power", kind="process")]
    arrays = ProcessArrays(
        technosphere=(np.array([0, 1, 1]), np.array([0, 1, 0]), np.array([1.0, 1.0, -0.5])),
        interventions=(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), np.array([1.0, 2.0, 0.1, 7.0])),
        flows=[
            FlowGas("f1", "carbon dioxide", "CO2"),
            FlowGas("f2", "methane", "CH4-fossil"),
            FlowGas("f3", "dust", None),
        ],
    )
    release = write_release(tmp_path / "r", datasets=datasets, processes=arrays, **HEAD)
    assert release.intensity("power").sum() == pytest.approx(4.98)
    assert release.intensity("steel").sum() == pytest.approx(3.49)
    system = release.system("AR5")
    assert system.score({"steel": 2.0}).total == pytest.approx(2 * (1 + 0.5 * (2 + 0.1 * 30)))
    assert {column.gas for column in release.columns} == {"CO2", "CH4-fossil"}


def test_the_digest_does_not_depend_on_the_order_in_which_data_came(tmp_path):
    one = write_release(tmp_path / "one", datasets=FACTORS, **HEAD)
    other = write_release(tmp_path / "other", datasets=FACTORS[::-1], **HEAD)
    assert one.digest == other.digest
    changed = [*FACTORS[:-1], factor("unknown", {"gas": "CO2e", "amount": 1e-9})]
    assert write_release(tmp_path / "changed", datasets=changed, **HEAD).digest != one.digest


@pytest.mark.parametrize("file", ["datasets.jsonl", "ids.json", "gas-amounts.npy", "intensities-AR6.npy"])
def test_a_changed_file_is_found_out(tmp_path, file):
    release = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    release.verify()
    path = tmp_path / "r" / file
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(CodedError) as caught:
        Release.open(tmp_path / "r").verify()
    assert caught.value.code == "release.damaged"


def test_a_changed_head_is_found_out(tmp_path):
    write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    head = tmp_path / "r" / "release.json"
    plain = json.loads(head.read_text("utf-8")) | {"licence": "none at all"}
    head.write_text(json.dumps(plain), "utf-8")
    with pytest.raises(CodedError):
        Release.open(tmp_path / "r").verify()


def test_a_failed_write_leaves_the_former_release_and_nothing_else(tmp_path):
    first = write_release(tmp_path / "r", datasets=FACTORS, **HEAD)
    singular = ProcessArrays(
        technosphere=(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1.0, -1.0, -1.0, 1.0])),
        interventions=(np.array([0]), np.array([0]), np.array([1.0])),
        flows=[FlowGas("f", "carbon dioxide", "CO2")],
    )
    with pytest.raises(CodedError):
        write_release(tmp_path / "r", datasets=[factor("x"), factor("y")], processes=singular, **HEAD)
    assert Release.open(tmp_path / "r").digest == first.digest
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_a_repeated_id_is_refused(tmp_path):
    with pytest.raises(CodedError) as caught:
        write_release(tmp_path / "r", datasets=[factor("x"), factor("x")], **HEAD)
    assert caught.value.code == "release.repeated-dataset"
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "/etc", "a" * 80, "a..b", "电池"])
def test_a_name_that_could_leave_the_folder_is_refused(name):
    with pytest.raises(CodedError) as caught:
        release_folder(name, "1")
    assert caught.value.code == "release.bad-name"


def test_releases_are_kept_under_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path / "home with spaces"))
    write_release(release_folder("hand", "1"), datasets=FACTORS, **HEAD)
    assert [release.name for release in installed()] == ["hand"]
    assert open_release("hand").version == "1"
    with pytest.raises(CodedError) as caught:
        open_release("hands")
    assert caught.value.code == "release.not-found"
    assert "hand" in caught.value.render("en")
