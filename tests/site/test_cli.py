"""The command line as people and scripts meet it: exit codes, files, languages, pipes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents import Footprint, digest
from tanzuji.documents.lines import LINES
from tanzuji.documents.rules import CheckResult
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import read_model, write_yaml
from tanzuji.site import cli
from tanzuji.site.language import chosen

ROOT = Path(__file__).resolve().parent.parent.parent
GRID_2024 = "cn-elec-cf-2024-cn-041"
CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, as `main` does, without its settings of signals and encodings."""

    def command(*arguments: object, lang: str = "zh") -> Answer:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.setenv("TANZUJI_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["tanzuji", *map(str, arguments)])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run()
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return Answer(code, *texts)

    return command


def program(*arguments: object, columns: int = 80, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, in a terminal of so many columns."""
    return subprocess.run(
        [sys.executable, "-m", "tanzuji", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=_environment(columns, environment),
        check=False,
    )


def _environment(columns: int, more: dict[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "LC_MESSAGES", "TANZUJI_LANG")}
    source = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": source, "COLUMNS": str(columns), **more}


@pytest.fixture
def cement(tmp_path: Path) -> Path:
    file = tmp_path / "cement.yaml"
    file.write_text(write_yaml(demo_models()["cement_po425"]), "utf-8")
    return file


# ---- help and languages


def test_help_is_chinese_by_default_and_english_where_asked_for() -> None:
    chinese, english = program("--help"), program("--help", TANZUJI_LANG="en")
    assert chinese.returncode == english.returncode == 0
    for word in ("用法", "命令", "选项", "退出码"):
        assert word in chinese.stdout
    assert "Usage" in english.stdout and "Exit codes" in english.stdout
    without_hint = " ".join(english.stdout.split()).replace("(中文：--lang zh --help)", "")
    assert not CHINESE.search(without_hint)
    for command in (*cli.COMMANDS, "version"):
        assert re.search(rf"\b{command}\b", chinese.stdout) and re.search(rf"\b{command}\b", english.stdout)


@pytest.mark.parametrize(
    ("option", "variable", "locale", "expected"),
    [
        ("en", "zh", "zh_CN.UTF-8", "en"),
        (None, "zh", "en_GB.UTF-8", "zh"),
        (None, "en", "zh_CN.UTF-8", "en"),
        (None, "", "en_GB.UTF-8", "en"),
        (None, "", "zh_CN.UTF-8", "zh"),
        (None, "", "C.UTF-8", "zh"),
        (None, "", "", "zh"),
    ],
)
def test_the_language_follows_the_option_then_the_variable_then_the_locale(
    monkeypatch: pytest.MonkeyPatch, option: str | None, variable: str, locale: str, expected: str
) -> None:
    for name, value in (("TANZUJI_LANG", variable), ("LANG", locale), ("LC_ALL", ""), ("LC_MESSAGES", "")):
        monkeypatch.setenv(name, value)
    assert chosen(option) == expected


def test_the_help_of_a_command_shows_no_words_of_the_other_language() -> None:
    english = program("footprint", "--help", TANZUJI_LANG="en").stdout
    assert not CHINESE.search(english)
    chinese = program("footprint", "--help").stdout
    assert "Show this message" not in chinese and "required" not in chinese and "<bool>" not in chinese


# ---- exit codes and usage


def test_version_ends_with_0(run: Run) -> None:
    assert run("version") == Answer(0, "tanzuji 0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["frobnicate"], "cli.unknown-command", "frobnicate"),
        (["footprnt"], "cli.unknown-command", "footprint"),
        (["footprint"], "cli.missing-argument", "MODEL"),
        (["footprint", "m.yaml", "--gwp", "AR7"], "cli.bad-value", "AR4, AR5, AR6"),
        (["footprint", "m.yaml", "--gpw", "AR6"], "cli.unknown-option", "--gwp"),
        (["footprint", "m.yaml", "--rule"], "cli.missing-value", "--rule"),
        (["check", "a.yaml", "b.yaml"], "cli.extra-argument", "b.yaml"),
        (["rules", "--lang", "fr"], "cli.bad-value", "zh, en"),
        (["template", "t.xlsx", "--example", "nothing"], "cli.bad-value", "cement_po425"),
        (["demo", "--formats", "pdf,odt"], "cli.bad-value", "docx"),
        (["library", "x", "--limit", "0"], "cli.usage", "--limit"),
        (["import", "a.zip"], "cli.missing-argument", "--name"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage_ends_with_2_and_says_what_would_be_right(
    run: Run, lang: str, arguments: list[str], code: str, word: str
) -> None:
    answer = run(*arguments, lang=lang)
    assert answer.code == 2 and answer.out == ""
    assert code in answer.err and word in answer.err
    assert "Traceback" not in answer.err
    assert bool(CHINESE.search(answer.err)) is (lang == "zh")


def test_no_command_shows_the_help_and_ends_with_2() -> None:
    answer = program()
    assert answer.returncode == 2
    assert "footprint" in answer.stdout + answer.stderr and "Traceback" not in answer.stderr


def test_ctrl_c_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tanzuji.rules.available", stopped)
    assert run("rules") == Answer(130, "", "")


# ---- files that are not there or are not models


@pytest.mark.parametrize("command", ["footprint", "check"])
def test_a_missing_model_is_refused_with_a_code(run: Run, tmp_path: Path, command: str) -> None:
    answer = run(command, tmp_path / "nowhere.yaml")
    assert answer.code == 3 and "model-file.not-found" in answer.err and "nowhere.yaml" in answer.err


def test_a_folder_in_place_of_a_model_is_refused_with_a_code(run: Run, tmp_path: Path) -> None:
    answer = run("footprint", tmp_path)
    assert answer.code == 3 and "model-file.not-found" in answer.err


def test_a_name_too_long_for_the_disk_is_refused_with_a_code(run: Run) -> None:
    answer = run("footprint", "a" * 5000 + ".yaml")
    assert answer.code == 3 and re.search(r"cli\.cannot-access|model-file\.not-found", answer.err)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_model_nobody_may_read_is_refused_with_a_code(run: Run, cement: Path) -> None:
    cement.chmod(0)
    answer = run("footprint", cement)
    assert answer.code == 3 and "model-file.not-found" in answer.err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "yaml.empty"),
        (b"%PDF-1.7\n", "model-file.unknown-format"),
        (b"- a\n- b\n", "model-file.not-a-model"),
        (b"id: [unclosed", "yaml."),
        (b'{"id": 1, "id": 2}', "json."),
        (b"PK\x03\x04not really", "archive.truncated"),
        (b"\xff\xfe\x00\x01\x80\x81", r"yaml\.|model-file\."),
        (b"id: a\n", "document.missing"),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_a_code(
    run: Run, tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "model"
    file.write_bytes(content)
    answer = run("check", file)
    assert answer.code == 3 and answer.out == ""
    assert re.search(code, answer.err) and "Traceback" not in answer.err


def test_an_unknown_dataset_is_refused_with_its_place_and_the_nearest_id(run: Run, cement: Path) -> None:
    text = cement.read_text("utf-8")
    cement.write_text(text.replace(GRID_2024, GRID_2024 + "x"), "utf-8")
    answer = run("footprint", cement)
    assert answer.code == 3
    assert "processes[3].energy[0]" in answer.err and GRID_2024 in answer.err.split("\n", 1)[1]


# ---- footprint


def test_footprint_shows_total_stages_sources_gaps_and_findings(run: Run, cement: Path) -> None:
    """794.5 kg CO2e/t and two gaps stand on docs/products.md; electricity is 98 kWh × 0.5777 = 56.6 kg, 7.1 %."""
    answer = run("footprint", cement)
    assert answer.code == 0
    assert "794.5 kgCO₂e/t" in answer.out
    assert "未计算 2 项：氨水（脱硝）、包装袋" in answer.out
    assert re.search(r"电力 +98\.00 kWh +56\.6 +7\.1", answer.out)
    assert f"0.5777 kgCO₂e/kWh  {GRID_2024}" in answer.out
    assert "产品部分碳足迹" in answer.out and "gbt-24067-2024" in answer.out
    english = run("footprint", cement, "--lang", "en")
    assert "794.5 kg CO₂e/t" in english.out and "Partial carbon footprint" in english.out
    assert "Not calculated (2)" in english.out


def test_the_printed_contributions_add_up_to_the_total(run: Run, cement: Path) -> None:
    answer = run("footprint", cement)
    table = answer.out.split("主要贡献")[1].split("因子与来源")[0]
    kilograms = [
        float(match[1].replace(",", ""))
        for line in table.splitlines()
        if (match := re.search(r" ([\d,.]+) +\d+\.\d(?: |$)", line))
    ]
    assert len(kilograms) == 11
    assert sum(kilograms) == pytest.approx(794.5, abs=0.3)


def test_the_json_is_the_footprint_with_the_same_id(run: Run, cement: Path) -> None:
    answer = run("footprint", cement, "--json")
    footprint = Footprint.parse(json.loads(answer.out))
    assert footprint.id in run("footprint", cement).out
    assert answer.out.count("\n") == 1 and digest(footprint.model) == footprint.model_digest
    assert footprint.total == pytest.approx(794.502, abs=1e-3)


def test_another_gwp_set_gives_another_study(run: Run, cement: Path) -> None:
    studies = [
        Footprint.parse(json.loads(run("footprint", cement, "--json", *more).out))
        for more in ((), ("--gwp", "AR5"))
    ]
    assert [study.method.gwp_set for study in studies] == ["AR6", "AR5"]
    assert studies[0].id != studies[1].id and studies[0].model_digest == studies[1].model_digest


def test_a_report_is_replaced_only_with_force(run: Run, cement: Path, tmp_path: Path) -> None:
    report = tmp_path / "reports" / "cement.json"
    assert run("footprint", cement, "--report", report).code == 0
    first = report.read_bytes()
    report.write_bytes(b"mine")
    refused = run("footprint", cement, "--report", report)
    assert refused.code == 3 and "cli.file-exists" in refused.err and refused.out == ""
    assert report.read_bytes() == b"mine"
    assert run("footprint", cement, "--report", report, "--force").code == 0
    assert report.read_bytes() == first


def test_several_reports_are_written_at_once(run: Run, cement: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"r{ending}" for ending in (".html", ".pdf", ".docx", ".xlsx")]
    answer = run("footprint", cement, *(word for file in files for word in ("--report", file)))
    assert answer.code == 0 and answer.err.count("已写") == 4
    begins = [file.read_bytes()[:4] for file in files]
    assert begins[1:] == [b"%PDF", b"PK\x03\x04", b"PK\x03\x04"] and begins[0].lower().startswith(b"<!do")


def test_a_report_of_unknown_kind_is_refused_before_anything_is_written(
    run: Run, cement: Path, tmp_path: Path
) -> None:
    answer = run("footprint", cement, "--report", tmp_path / "a.html", "--report", tmp_path / "a.odt")
    assert answer.code == 3 and "cli.unknown-ending" in answer.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cement.yaml"]


def test_a_report_into_a_place_that_is_no_folder_is_refused(run: Run, cement: Path) -> None:
    answer = run("footprint", cement, "--report", cement / "r.pdf")
    assert answer.code == 3 and "cli.cannot-access" in answer.err


# ---- check and rules


def test_a_co2_only_grid_factor_ends_with_1(run: Run, cement: Path) -> None:
    """0.5306 kg CO2/kWh is a grid emission factor, not the footprint factor 0.5777: rule SG-14."""
    text = cement.read_text("utf-8")
    found = run("library", "全国平均", "2023", "二氧化碳").out
    grid = re.findall(r"cn-elec-co2-2023\S*", found)[0]
    assert found.splitlines()[1].startswith("0.5306")
    cement.write_text(text.replace(GRID_2024, grid), "utf-8")
    answer = run("check", cement)
    assert answer.code == 1 and "SG-14" in answer.out and "processes[3].energy[0]" in answer.out
    assert run("footprint", cement).code == 1
    result = run("check", cement, "--json")
    assert result.code == 1
    assert {f.rule for f in CheckResult.parse(json.loads(result.out)).findings if f.severity == "error"} == {
        "SG-14"
    }


def test_a_conforming_model_ends_with_0_and_counts_its_warnings(run: Run, cement: Path) -> None:
    answer = run("check", cement, lang="en")
    assert answer.code == 0 and re.search(r"errors 0, warnings \d+, notes \d+, passed \d+", answer.out)


def test_rules_can_be_chosen_and_unknown_ones_are_refused(run: Run, cement: Path) -> None:
    chosen = CheckResult.parse(json.loads(run("check", cement, "--rule", "gbt-24067-2024", "--json").out))
    assert [pack.id for pack in chosen.packs] == ["gbt-24067-2024"]
    refused = run("check", cement, "--rule", "cn.nothing")
    assert refused.code == 3 and "rules.unknown-pack" in refused.err and "cn.cement" in refused.err


def test_rules_lists_every_pack(run: Run) -> None:
    listed = run("rules", lang="en").out
    for pack in ("gbt-24067-2024", "cn.cement", "cn.aluminium.primary", "cn.battery.li.ev"):
        assert pack in listed


# ---- files


@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_a_filled_template_reads_back_as_the_demo_product(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"my.{ending}"
    assert run("template", file, "--example", "laptop").code == 0
    assert digest(read_model(file)) == digest(demo_models()["laptop"])
    assert run("template", file, "--example", "laptop").code == 3


def test_an_empty_template_is_a_workbook_and_only_that(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.xlsx"
    assert run("template", file).code == 0
    assert zipfile.is_zipfile(file)
    refused = run("template", tmp_path / "empty.yaml")
    assert (
        refused.code == 3 and "cli.unknown-ending" in refused.err and not (tmp_path / "empty.yaml").exists()
    )


def test_conversion_to_excel_and_back_keeps_the_digest(run: Run, cement: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "cement.xlsx", tmp_path / "back.yaml"
    assert run("convert", cement, book).code == 0
    assert run("convert", book, back).code == 0
    assert digest(read_model(back)) == digest(read_model(book)) == digest(read_model(cement))
    assert run("convert", cement, tmp_path / "cement.txt").code == 3


# ---- background data


def test_library_finds_the_electricity_factor_of_2024(run: Run) -> None:
    """Announcement of the Ministry of Ecology and Environment: 0.5777 kg CO2e/kWh."""
    answer = run("library", "电力", "2024")
    assert answer.code == 0 and "0.5777" in answer.out and GRID_2024 in answer.out
    shown = run("library", "--show", GRID_2024, lang="en").out
    assert "0.5777" in shown and "生态环境部" in shown and "kg CO₂e/kWh" in shown


def test_library_says_where_it_finds_nothing_and_which_id_is_near(run: Run) -> None:
    nothing = run("library", "没有这样的词")
    assert nothing.code == 0 and nothing.out == "" and "没有同时含有这些词的数据集" in nothing.err
    unknown = run("library", "--show", GRID_2024 + "x")
    assert unknown.code == 3 and "release.no-dataset" in unknown.err and GRID_2024 in unknown.err


def test_library_lists_the_starter_library(run: Run) -> None:
    assert re.search(r"starter +\S+ +3,\d{3} +随附因子库", run("library").out)


def test_an_unknown_release_is_refused_with_a_code(run: Run, cement: Path) -> None:
    for arguments in (["intensities", "nothing"], ["footprint", cement, "-r", "nothing"]):
        answer = run(*arguments)
        assert answer.code == 3 and "release.not-found" in answer.err
    assert "release.bad-name" in run("intensities", "Not A Name").err


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Power: 2 kg of fossil CO2 a MJ. Steel: 1 kg of CO2 and 0.5 MJ of power a kg."""
    groups = {"mass": "kg", "energy": "MJ"}
    files: dict[str, Any] = {"openlca.json": {"schemaVersion": 2}}
    for group, unit in groups.items():
        unit_of = {"@id": f"u-{unit}", "name": unit, "conversionFactor": 1.0, "isRefUnit": True}
        files[f"unit_groups/{group}.json"] = {"@id": group, "name": group, "units": [unit_of]}
        files[f"flow_properties/p-{group}.json"] = {
            "@id": f"p-{group}", "name": group, "unitGroup": {"@id": group},
        }  # fmt: skip
    for flow, kind, group in (
        ("power", "PRODUCT", "energy"), ("steel", "PRODUCT", "mass"), ("co2", "ELEMENTARY", "mass"),
    ):  # fmt: skip
        files[f"flows/{flow}.json"] = {
            "@id": flow,
            "name": "Carbon dioxide, fossil" if flow == "co2" else flow.capitalize(),
            "flowType": f"{kind}_FLOW",
            "category": "Elementary flows/Emission to air/unspecified" if flow == "co2" else "",
            "flowProperties": [
                {"isRefFlowProperty": True, "flowProperty": {"@id": f"p-{group}"}, "conversionFactor": 1.0}
            ],
        }
    rows = {
        "power": (("power", 1.0, False), ("co2", 2.0, False)),
        "steel": (("steel", 1.0, False), ("power", 0.5, True), ("co2", 1.0, False)),
    }
    for name, exchanges in rows.items():
        files[f"processes/{name}.json"] = {
            "@type": "Process", "@id": f"make-{name}", "name": f"={name} works", "processType": "UNIT_PROCESS",
            "exchanges": [
                {
                    "internalId": at, "amount": amount, "isInput": taken,
                    "isQuantitativeReference": flow == name, "flow": {"@id": flow, "name": flow},
                    "unit": {"@id": "u-MJ" if flow == "power" else "u-kg"},
                    "flowProperty": {"@id": "p-energy" if flow == "power" else "p-mass"},
                }
                for at, (flow, amount, taken) in enumerate(exchanges, 1)
            ],
        }  # fmt: skip
    file = tmp_path / "tiny.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in files.items():
            archive.writestr(member, json.dumps(content))
    return file


def test_a_package_is_imported_and_its_footprints_come_as_csv(
    run: Run, package: Path, tmp_path: Path
) -> None:
    """Power 2, steel 1 + 0.5 × 2 = 2 kg CO2e; a name that starts like a formula is led by an apostrophe."""
    imported = run("import", package, "--name", "tiny", "--version", "2")
    assert imported.code == 0 and "tiny@2" in imported.out and "sha256:" in imported.out
    assert re.search(r"tiny +2 +2 ", run("library").out)

    file = tmp_path / "tiny.csv"
    answer = run("intensities", "tiny@2", "--csv", file)
    assert answer.code == 0 and answer.out == ""
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert list(rows[0]) == ["id", "name", "location", "product", "unit", *LINES, "total"]
    assert {row["id"]: float(row["total"]) for row in rows} == {"make-power": 2.0, "make-steel": 2.0}
    assert {row["name"] for row in rows} == {"'=power works", "'=steel works"}
    assert run("intensities", "tiny").out == file.read_text("utf-8")
    assert run("intensities", "tiny", "--csv", file).code == 3
    assert run("library", "steel", "-r", "tiny", lang="en").out.splitlines()[1].split()[0] == "2.000"


def test_what_is_no_package_is_refused_with_a_code(run: Run, cement: Path, tmp_path: Path) -> None:
    for file, code in ((cement, "archive.not-a-zip"), (tmp_path / "no.zip", "archive.not-found")):
        answer = run("import", file, "--name", "x")
        assert answer.code == 3 and code in answer.err
    assert "release.bad-name" in run("import", cement, "--name", "Bad Name").err


@pytest.mark.parametrize("form", ["ilcd", "tidas", "openlca-json-ld", "ecospold2", "brightway"])
def test_a_database_is_written_in_another_format_and_told_by_its_content(
    run: Run, package: Path, tmp_path: Path, form: str
) -> None:
    """Written, then imported under a name that says nothing, with the same footprints."""
    assert run("import", package, "--name", "tiny", "--version", "3", "--force").code == 0
    file = tmp_path / "whatever.zip"
    written = run("export", "tiny@3", file, "--to", form, lang="en")
    assert written.code == 0 and "What was not carried over" in written.err
    report = tmp_path / "report.json"
    again = run("import", file, "--name", "again", "--force", "--report", report)
    assert again.code == 0, again.err
    assert json.loads(report.read_text("utf-8"))["source"]["kind"] == form
    rows = csv.DictReader(io.StringIO(run("intensities", "again").out))
    assert sorted(float(row["total"]) for row in rows) == pytest.approx([2.0, 2.0])
    assert "cli.file-exists" in run("export", "tiny@3", file, "--to", form).err


def test_a_supplier_is_chosen_on_the_command_line(run: Run, package: Path) -> None:
    """Steel from the power plant's place cannot be: 1 kg is no MJ. What is no choice is said to be none."""
    refused = run("import", package, "--name", "chosen", "--choose", "steel=make-power")
    assert refused.code == 3 and "import.bad-choice" in refused.err
    assert "cli.not-a-choice" in run("import", package, "--name", "chosen", "--choose", "steel").err
    assert (
        run("import", package, "--name", "chosen", "--choose", "power=make-power", "--linking", "stated").code
        == 0
    )


def test_a_list_of_factors_is_imported_with_its_mapping(run: Run, tmp_path: Path) -> None:
    """The guessed meaning of the columns is shown, kept and used."""
    file, mapping = tmp_path / "因子.csv", tmp_path / "mapping.yaml"
    file.write_bytes("名称,单位,排放因子（kgCO2e）\n钢,t,2100\n".encode("gb18030"))
    shown = run("import", file, "--name", "factors", "--show-mapping")
    assert shown.code == 0 and "header: 名称" in shown.out
    mapping.write_text(shown.out, "utf-8")
    assert run("import", file, "--name", "factors", "--mapping", mapping, "--force").code == 0
    assert [row["total"] for row in csv.DictReader(io.StringIO(run("intensities", "factors").out))] == [
        "2100.0"
    ]


def test_unknown_values_of_a_release_are_empty_cells(run: Run) -> None:
    """A factor without a value in a GWP set is unknown, not zero and not `nan`."""
    rows = list(csv.DictReader(io.StringIO(run("intensities", "starter", "--gwp", "AR4").out)))
    assert len(rows) > 2900
    unknown = [row for row in rows if row["total"] == ""]
    assert all(row["fossil"] == "" or any(row[line] == "" for line in LINES) for row in unknown)
    assert not [row for row in rows if "nan" in (row["total"], *(row[line] for line in LINES))]


# ---- the terminal


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_stay_whole_and_tables_stay_inside_eighty_columns(cement: Path, lang: str) -> None:
    found = program("footprint", cement, TANZUJI_LANG=lang)
    assert found.returncode == 0
    contribution = "电力" if lang == "zh" else "whole plant|electricity,"
    assert re.search(rf"({contribution}).* 98\.00 kWh +56\.6 +7\.1 +\[\d+\]", found.stdout)
    tables = found.stdout.split("因子与来源" if lang == "zh" else "factors and their sources")[0]
    assert max(width(line.rstrip()) for line in tables.splitlines()) <= 80

    library = program("library", "electricity", "2024", TANZUJI_LANG=lang)
    assert max(width(line.rstrip()) for line in library.stdout.splitlines()) <= 80
    assert GRID_2024.replace("041", "042") in library.stdout and " 0.9240" in library.stdout


def test_a_wide_terminal_has_name_and_id_in_one_line(cement: Path) -> None:
    found = program("library", "电力", "2024", columns=120)
    assert re.search(rf"0\.5777 +kWh .*{GRID_2024}", found.stdout)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of this kind are a POSIX matter")
@pytest.mark.parametrize(
    "arguments",
    [["library", "a", "--limit", "1000"], ["intensities", "starter"], ["--help"]],
    ids=lambda a: a[0],
)
def test_a_reader_that_stops_reading_sees_no_traceback(arguments: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tanzuji", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(80, {}),
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    process.wait(60)
    assert told == b""


def test_output_into_a_file_is_utf8_whatever_the_locale(cement: Path) -> None:
    """GBK, the encoding of Chinese Windows, has no subscript two."""
    found = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "tanzuji", "footprint", str(cement)],
        capture_output=True,
        env=_environment(80, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "TANZUJI_LANG": "zh"}),
        check=False,
    )
    assert found.returncode == 0
    assert "794.5 kgCO₂e/t" in found.stdout.decode("utf-8")


def test_demo_accounts_ten_products_and_writes_a_report_each(run: Run, tmp_path: Path) -> None:
    answer = run("demo", "--no-serve", "--out", tmp_path / "demo", "--formats", "json")
    assert answer.code == 0
    files = sorted(file.name for file in (tmp_path / "demo").iterdir())
    assert files == sorted(f"{name}.json" for name in demo_models()) and len(files) == 10
    for total in ("794.5", "14,010", "346.9", "4,644"):  # docs/products.md
        assert total in answer.out
