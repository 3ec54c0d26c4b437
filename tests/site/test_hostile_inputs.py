"""What a person may hand to the program: refused with exit code 3 and a coded sentence in both languages, or right.

Cases by the numbers of the list of bad inputs in the design (TRUST §4), and the tests that hold them:

| case | held by |
|---|---|
| 18 process of itself, cycle of three · 20 `1,5`, NaN, 1e400 · 23 · 29 · 39 names · 44, 51, 53, 54 through a model · 58 | here |
| 22 24 25 26 28 29 39 bomb, names, doubled, link, encrypted, two formats | formats/test_archive.py, formats/test_workbook.py |
| 23 27 nested archive, 20 000 members | formats/test_archive.py |
| 30–36 sparse sheet, entities, macros, links, hidden, stale, 1904, text numbers | formats/test_workbook.py |
| 37 GB18030 and marks (no CSV is read) | formats/test_safe_yaml.py |
| 38 one field of 100 MB; memory under 512 MiB | formats/test_memory.py, formats/test_models.py |
| 40 is of HTTP: no such door yet | – |
| 41–43 exports | formats/test_workbook.py, reports/test_report_contents.py, figures/test_figures.py, site/test_cli.py |
| 44–54 formulas | engine/test_formulas.py |
| 58 JSON | formats/test_safe_json.py, formats/test_models.py |

The program runs all cases in one process that may map 2.5 GB; a case that hangs ends it, and the test with it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.documents.quantities import factor
from tanzuji.engine import compute
from tanzuji.engine.release import Release
from tanzuji.formats.files import keep
from tanzuji.formats.models import read_model
from tanzuji.formats.starter import starter_release
from tanzuji.site import terminal

SOURCE = Path(__file__).resolve().parents[2] / "src"
GRID = "cn-elec-cf-2024-cn-041"
TRUCK = "uk-desnz-2025-27_303_3081_14_1"
CHINESE = re.compile("[\u3400-\u9fff]")

RUNNING = """
import contextlib, io, json, os, resource, signal, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2_500_000_000,) * 2)
from tanzuji.site import cli, terminal
for line in sys.stdin:
    arguments, lang = json.loads(line)
    os.environ["TANZUJI_LANG"] = lang
    sys.argv = ["tanzuji", *arguments]
    out, err = io.StringIO(), io.StringIO()
    signal.alarm(20)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run()
    except BaseException as error:
        code, err = repr(error)[:300], io.StringIO("Traceback " + repr(error)[:300])
    signal.alarm(0)
    stored = [str(p) for p in Path(os.environ["TANZUJI_HOME"]).rglob("*") if p.is_file() and "starter" not in p.parts]
    print(json.dumps([code, out.getvalue(), err.getvalue(), stored]), flush=True)
"""


def cup(**more: Any) -> dict[str, Any]:
    """A cup that takes 2 kWh from the grid; `more` replaces parts of its one process."""
    process = {"id": "forming", "name": "Forming", "stage": "manufacturing"}
    process["energy"] = [{"name": "power", "amount": 2, "unit": "kWh", "datasets": [GRID]}]  # type: ignore[assignment]
    return {
        "id": "cup",
        "product": {"name": "Cup"},
        "unit": {"kind": "declared", "unit": "kg", "description": "1 kg"},
        "boundary": {"type": "cradle_to_gate"},
        "processes": [{**process, **more}],
    }


def power(amount: object = 2, unit: str = "kWh", **more: Any) -> dict[str, Any]:
    return cup(energy=[{"name": "power", "amount": amount, "unit": unit, "datasets": [GRID], **more}])


def truck(**more: Any) -> dict[str, Any]:
    return cup(transports=[{"name": "truck", "datasets": [], **more}])


def gas(amount: float, **more: Any) -> dict[str, Any]:
    return cup(emissions=[{"name": "flare", "gas": "CO2", "amount": amount, **more}])


def circle(*amounts: float) -> dict[str, Any]:
    """Processes in a circle, each making 1 kg with so many kg of the one before."""
    ids = [f"p{i}" for i in range(len(amounts))]
    processes = [
        {
            "id": ids[i], "name": ids[i], "stage": "manufacturing", "output": {"amount": 1, "unit": "kg"},
            "inputs": [{"name": "in", "amount": amount, "unit": "kg", "process": ids[i - 1]}],
        }
        for i, amount in enumerate(amounts)
    ]  # fmt: skip
    return {**cup(), "processes": processes, "deliver": ids[0]}


def chained(amount: float, count: int) -> dict[str, Any]:
    """Processes in a row, each taking `amount` kg of the next for 1 kg; the last takes power."""
    model = circle(*[amount] * count)
    model["processes"][-1].pop("inputs")
    model["processes"][-1]["energy"] = power()["processes"][0]["energy"]
    for i in range(count - 1):
        model["processes"][i]["inputs"][0]["process"] = f"p{i + 1}"
    return model


def parameters(**values: object) -> dict[str, Any]:
    return {**power("=a"), "parameters": [{"name": name, "value": value} for name, value in values.items()]}


def text(model: dict[str, Any], old: str, new: str) -> bytes:
    written = json.dumps(model)
    assert old in written
    return written.replace(old, new).encode()


MODELS: dict[str, tuple[dict[str, Any] | bytes, str]] = {
    "amount × factor overflows": (power(1.7e308, "MWh"), "footprint.not-finite"),
    "unit overflows": (power(1e300, "YWh"), "footprint.not-finite"),
    "mass × distance overflows": (truck(mass=1e200, distance=1e200, datasets=[TRUCK]), "footprint.not-finite"),
    "emission × GWP overflows": (cup(emissions=[{"name": "x", "gas": "SF6", "amount": 1e306}]), "footprint.not-finite"),
    "a row of processes overflows": (chained(1e150, 4), "footprint.not-finite"),
    "sum overflows": (cup(emissions=[{"name": "x", "gas": "CO2", "amount": 1.5e308}] * 3), "footprint.not-finite"),
    "18 process of itself": (circle(1.0), r"engine\."),
    "18 more of itself than it makes": (circle(2.0), r"engine\."),
    "18 circle of three": (circle(1.0, 1.0, 1.0), r"engine\."),
    "18 gaining circle of three": (circle(2.0, 3.0, 4.0), r"engine\."),
    "20 decimal comma": (power("1,5"), "model.bad-amount"),
    "20 NaN as a word": (power("NaN"), "model.bad-amount"),
    "20 NaN": (text(power(2), '"amount": 2', '"amount": NaN'), "json.not-finite"),
    "20 1e400": (text(power(2), '"amount": 2', '"amount": 1e400'), "json.not-finite"),
    "20 400 digits": (text(power(2), '"amount": 2', '"amount": 1' + "0" * 400), "json.not-finite"),
    "output of zero": (cup(output={"amount": 0, "unit": "kg"}), r"footprint\.(not-positive|nothing-delivered)"),
    "negative output": ({**cup(output={"amount": -1, "unit": "kg"}), "deliver": "forming"}, "footprint.not-positive"),
    "delivery of zero": ({**cup(), "unit": {"kind": "declared", "unit": "kg", "amount": 0, "description": "x"}}, "document."),
    "negative distance": (truck(mass=1, distance=-100), "footprint.negative"),
    "negative mass and distance": (truck(mass=-1, distance=-100), "footprint.negative"),
    "negative emission": (gas(-5), "footprint.negative"),
    "negative biogenic emission": (gas(-5, line="biogenic"), "footprint.negative"),
    "negative material": ({**cup(), "materials": [{"id": "m", "name": "m", "amount": -1, "recycling_rate": 0.5}]}, "footprint.negative"),
    "conversion of zero": (power(2, "kg", conversion={"amount": 0, "unit": "kWh/kg"}), "footprint.not-positive"),
    "negative conversion": (power(2, "kg", conversion={"amount": -3, "unit": "kWh/kg"}), "footprint.not-positive"),
    "unit of another kind": (power(2, "m**-4*kg**4"), "quantity.unit-mismatch"),
    "unit that computes": (power(2, "9**9**9"), "quantity.unknown-unit"),
    "unit with an offset": (power(2, "degC"), "quantity.not-a-scale"),
    "unit beyond numbers": (power(2, "Ym**4*Ym**4*Ym**4*Ym**4"), "quantity.not-a-scale"),
    "unit of several meanings": (power(2, "ton"), "quantity.ambiguous-unit"),
    "doubled process": ({**cup(), "processes": cup()["processes"] * 2}, "model.repeated-id"),
    "no process": ({**cup(), "processes": []}, "model.no-processes"),
    "processes are a word": ({**cup(), "processes": "all"}, "document.wrong-type"),
    "everything is a list": (text(cup(), '"processes": [', '"unit": [], "processes": ['), "json.duplicate-key"),
    "44 tower of powers": (power("=9**9**9"), "formula.not-a-number"),
    "47 import": (power("=__import__(os)"), "formula.unknown-function"),
    "51 overflow": (power("=10**400"), "formula.not-a-number"),
    "53 circle of parameters": (parameters(a="=b", b="=a"), "formula."),
    "54 name of a function": (parameters(a=1, max="=2"), "formula."),
    "58 lone surrogate": (text(cup(), '"Cup"', '"\\ud800"'), "json.lone-surrogate"),
    "58 U+0000": (text(cup(), '"Cup"', '"a\\u0000"'), "json.nul-character"),
    "58 10 000 levels": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "json.too-deep"),
    "a dataset id of 200 000 characters": (cup(energy=[{"name": "p", "amount": 1, "unit": "kWh", "datasets": ["x" * 200_000]}]), "release.no-dataset"),
    "a field name of 200 000 characters": ({**cup(), "x" * 200_000: 1}, "document.unknown-field"),
    "YAML tag that makes an object": (b"id: !!python/object/apply:os.system [id]\n", "yaml.tag"),
}  # fmt: skip
"""Name → (model or file, code)."""


def zipped(folder: Path, files: dict[str, object]) -> Path:
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, value in files.items():
            file.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


def package(co2: float = 1.0, made: float = 1.0) -> dict[str, object]:
    """Steel: `made` kg with `co2` kg of CO2, in the schema 2 of openLCA."""
    flow = {
        "flowProperties": [{"isRefFlowProperty": True, "flowProperty": {"@id": "m"}, "conversionFactor": 1.0}]
    }
    rows = (("steel", made, False, True), ("co2", co2, False, False))
    exchanges = [
        {
            "internalId": at, "amount": amount, "isInput": taken, "isQuantitativeReference": reference,
            "flow": {"@id": name}, "unit": {"@id": "kg"}, "flowProperty": {"@id": "m"},
        }
        for at, (name, amount, taken, reference) in enumerate(rows, 1)
        if amount
    ]  # fmt: skip
    units = [{"@id": "kg", "name": "kg", "conversionFactor": 1.0, "isRefUnit": True}]
    return {
        "openlca.json": {"schemaVersion": 2},
        "unit_groups/mass.json": {"@id": "mass", "name": "Mass", "units": units},
        "flow_properties/m.json": {"@id": "m", "name": "Mass", "unitGroup": {"@id": "mass"}},
        "flows/steel.json": {"@id": "steel", "name": "Steel", "flowType": "PRODUCT_FLOW", **flow},
        "flows/co2.json": {
            "@id": "co2", "name": "Carbon dioxide, fossil", "flowType": "ELEMENTARY_FLOW",
            "category": "Elementary flows/Emission to air/unspecified", **flow,
        },
        "processes/mill.json": {
            "@type": "Process", "@id": "mill", "name": "Mill", "processType": "UNIT_PROCESS", "exchanges": exchanges,
        },
    }  # fmt: skip


PACKAGES: dict[str, tuple[dict[str, object], str]] = {
    "emission beyond float64 when divided": (package(co2=1e300, made=1e-300), r"engine\.not-finite|release\.not-finite"),
    "20 1e400": (package() | {"processes/x.json": b'{"@id": "x", "exchanges": [{"amount": 1e400}]}'}, "json.not-finite"),
    "17 doubled process": (package() | {"processes/again.json": package()["processes/mill.json"]}, "olca.repeated-id"),
    "exchanges are a word": (package() | {"processes/mill.json": {"@id": "mill", "exchanges": "all"}}, "olca.wrong-shape"),
    "a process is a number": (package() | {"processes/mill.json": 7}, "olca.wrong-shape"),
    "no process": ({"openlca.json": {"schemaVersion": 2}}, "olca.no-processes"),
    "39 direction": (package() | {"processes/\u202enosj.a": b"{}"}, "archive.unsafe-name"),
    "24 out of the package": (package() | {"../../etc/passwd": b"x"}, "archive.unsafe-name"),
}  # fmt: skip

NAMES = {
    "39 line break and direction": ["check", "a\r\n\u202egnp.yaml"],
    "39 300 bytes": ["check", "x" * 300 + ".yaml"],
    "39 device": ["check", "/dev/zero"],
    "39 CON": ["check", "CON"],
    "release out of the home": ["intensities", "../../etc"],
    "release of a device": ["library", "-r", "/dev/zero"],
    "rule pack out of the shelf": ["check", "{good}", "--rule", "../../pyproject"],
    "output is a folder": ["convert", "{good}", "{folder}/is.json", "--force"],
    "output below a file": ["convert", "{good}", "{good}/x.json"],
    "output over the input": ["convert", "{good}", "{good}"],
    "import of a device": ["import", "/dev/null", "--name", "x"],
    "licence without end": ["import", "{good}", "--name", "x", "--licence", "x" * 20_001],
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Any]]:
    """(case, language) → exit code, output, error, files under the home that are not of the starter library."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "is.json").mkdir()
    good = folder / "good.json"
    good.write_text(json.dumps(cup()), "utf-8")
    commands: dict[str, list[str]] = {}
    for at, (name, (model, _)) in enumerate(MODELS.items()):
        file = folder / f"{at}.model"
        file.write_bytes(model if isinstance(model, bytes) else json.dumps(model).encode())
        commands[name] = ["footprint", str(file)]
    for at, (name, (files, _)) in enumerate(PACKAGES.items()):
        (folder / f"p{at}").mkdir()
        commands[f"package: {name}"] = ["import", str(zipped(folder / f"p{at}", files)), "--name", "hostile"]
    for name, arguments in NAMES.items():
        commands[name] = [
            word.replace("{good}", str(good)).replace("{folder}", str(folder)) for word in arguments
        ]
    asked = [(name, lang) for name in commands for lang in ("zh", "en")]
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-c", RUNNING],
        input="\n".join(json.dumps([commands[name], lang]) for name, lang in asked),
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TANZUJI_HOME": str(home), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE, encoding="utf-8", timeout=180, cwd=folder, check=False,
    )  # fmt: skip
    return dict(zip(asked, map(json.loads, done.stdout.splitlines()), strict=False))


CODES = (
    {name: code for name, (_, code) in MODELS.items()}
    | {f"package: {name}": code for name, (_, code) in PACKAGES.items()}
    | dict.fromkeys(NAMES, "")
)


@pytest.mark.parametrize("case", CODES)
def test_a_hostile_input_ends_with_3_a_code_in_both_languages_and_nothing_stored(
    case: str, answers: dict[tuple[str, str], list[Any]]
) -> None:
    for lang in ("zh", "en"):
        assert (case, lang) in answers, "the program ended, or hung, before this case"
        code, out, err, stored = answers[case, lang]
        assert code == 3 and out == "", err
        assert re.search(r"\b[a-z-]+\.[a-z0-9-]+\b", err) and re.search(CODES[case], err), err
        assert "Traceback" not in err and "Warning" not in err and len(err) < 20_000
        assert bool(CHINESE.search(err)) is (lang == "zh")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", err)
        assert stored == []


# ---- what is odd and yet right


def total(model: dict[str, Any]) -> float:
    return compute(ProductModel.parse(model), starter_release()).total


def test_a_negative_input_is_a_credit_and_a_removal_has_one_sign() -> None:
    """2 kWh taken and 0.5 kWh handed back are 1.5 kWh; 5 kg taken from the air are −5 kg, written either way."""
    grid = total(power(1))
    both = cup(energy=[power(2)["processes"][0]["energy"][0], power(-0.5)["processes"][0]["energy"][0]])
    assert total(both) == pytest.approx(1.5 * grid, rel=1e-12)
    for amount in (5, -5):
        assert total(gas(amount, category="removal")) == pytest.approx(2 * grid - 5, rel=1e-12)


def test_a_process_that_uses_some_of_its_own_product_is_divided_by_what_is_left() -> None:
    """2 kWh for 1 kg of which 0.2 kg goes back: 2 / 0.8 = 2.5 kWh a kg."""
    model = {**circle(0.2)}
    model["processes"][0]["energy"] = power()["processes"][0]["energy"]
    assert total(model) == pytest.approx(2.5 * total(power(1)), rel=1e-12)


def test_very_small_and_very_large_amounts_that_fit_are_computed() -> None:
    """1e-300 and 1e300 kWh: the ratio is 1e600 beyond float64, the products are not."""
    grid = total(power(1))
    assert total(power(1e-300)) == pytest.approx(grid * 1e-300, rel=1e-12)
    assert total(power(1e300)) == pytest.approx(grid * 1e300, rel=1e-12)


@pytest.mark.parametrize("unit", ["degC", "degF", "dB", "dBm", "Np"])
def test_a_unit_that_does_not_scale_has_no_factor(unit: str) -> None:
    """1 °C is 274.15 K, 2 °C is not 548.3 K: there is no factor (BIPM SI brochure, 2.3.1)."""
    with pytest.raises(CodedError, match=r"quantity\.not-a-scale"):
        factor(unit, "K")


@pytest.mark.parametrize("unit", ["ton", "tons", "t*km/ton", "barrel", "bag", "mt"])
def test_a_word_for_several_units_is_refused_and_the_choices_are_told(unit: str) -> None:
    """A short ton is 907.18474 kg, a long ton 1 016.0469088 kg, a tonne 1 000 kg (NIST Handbook 44, app. C)."""
    with pytest.raises(CodedError, match=r"quantity\.ambiguous-unit"):
        factor(unit, "kg")
    assert factor("short_ton", "kg") == 907.18474 and factor("long_ton", "kg") == 1016.0469088
    assert factor("oil_barrel", "l") == pytest.approx(158.987294928)


def test_names_from_a_file_cannot_command_the_terminal() -> None:
    """ESC ] 0 sets a window's title, U+202E turns the reading direction; both are shown, not sent."""
    shown = terminal.safe("a\x1b]0;x\x07\u202egnp\t表\n")
    assert shown == "a\\u001b]0;x\\u0007\\u202egnp\t表\n"
    with terminal.out.capture() as captured:
        table = terminal.table(("\x1b[2J", "text"))
        table.add_row("\x1b]0;x\x07")
        terminal.out.print(table)
    assert "\x1b]" not in captured.get() and "\x1b[2J" not in captured.get() and "\x07" not in captured.get()


# ---- releases: whole or not at all, one after the other


def run(home: Path, *arguments: object, limit: str = "") -> subprocess.CompletedProcess[str]:
    code = f"{limit}\nimport sys\nfrom tanzuji.site.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, encoding="utf-8", timeout=60,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TANZUJI_HOME": str(home), "TANZUJI_LANG": "en"}, check=False,
    )  # fmt: skip


def kept(home: Path) -> list[str]:
    """Everything under the home but the starter library, folders too."""
    return sorted(
        str(p.relative_to(home))
        for p in home.rglob("*")
        if "starter" not in p.parts and (p.is_file() or p.name.startswith("."))
    )


def test_a_release_is_replaced_only_with_force_and_keeps_its_licence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first, second = zipped(tmp_path, package(co2=1.0)), tmp_path / "second.zip"
    first.rename(tmp_path / "first.zip")
    zipped(tmp_path, package(co2=3.0)).rename(second)
    notice = "CC0 1.0; U.S. Life Cycle Inventory Database\nNREL"
    (tmp_path / "notice.txt").write_text(notice + "\n", "utf-8")
    asked = ("--licence", f"@{tmp_path / 'notice.txt'}")
    done = run(home, "import", tmp_path / "first.zip", "--name", "mill", *asked)
    assert done.returncode == 0, done.stderr
    release = Release.open(home / "releases" / "mill" / "1")
    assert release.licence == notice
    assert release.intensity("mill").sum() == 1.0
    refused = run(home, "import", second, "--name", "mill")
    assert refused.returncode == 3 and "release.exists" in refused.stderr and "--force" in refused.stderr
    assert Release.open(release.folder).digest == release.digest
    assert run(home, "import", second, "--name", "mill", "--version", "2").returncode == 0
    assert run(home, "import", second, "--name", "mill", "--force").returncode == 0
    assert Release.open(release.folder).intensity("mill").sum() == 3.0
    assert not [name for name in kept(home) if "/." in name]


def test_two_imports_of_one_name_at_once_keep_one_whole_release(tmp_path: Path) -> None:
    home, file = tmp_path / "home", zipped(tmp_path, package())
    command = [sys.executable, "-m", "tanzuji", "import", str(file), "--name", "mill"]
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "TANZUJI_HOME": str(home)}
    racers = [
        subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(3)
    ]
    told = [(racer.communicate(timeout=60)[1], racer.returncode) for racer in racers]
    assert sorted(code for _, code in told) == [0, 3, 3], told
    assert all("release.exists" in err for err, code in told if code == 3)
    Release.open(home / "releases" / "mill" / "1").verify()
    assert not [name for name in kept(home) if "/." in name]


@pytest.mark.parametrize("step", ["_write_datasets", "_dump", "_put"])
def test_ctrl_c_during_an_import_leaves_nothing(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tanzuji.site import cli

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    home = tmp_path / "home"
    monkeypatch.setenv("TANZUJI_HOME", str(home))
    monkeypatch.setattr(f"tanzuji.engine.release_writer.{step}", stopped)
    monkeypatch.setattr(
        sys, "argv", ["tanzuji", "import", str(zipped(tmp_path, package())), "--name", "mill"]
    )
    assert cli.run() == 130
    assert kept(home) == []


SMALL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))"
"""No file may grow beyond 64 bytes: writing fails in its middle, as on a full disk."""


def test_a_full_disk_is_told_and_leaves_what_stood_there(tmp_path: Path) -> None:
    home, good, report = tmp_path / "home", tmp_path / "good.json", tmp_path / "out.yaml"
    good.write_text(json.dumps(cup()), "utf-8")
    report.write_text("mine", "utf-8")
    converted = run(home, "convert", good, report, "--force", limit=SMALL_DISK)
    imported = run(home, "import", zipped(tmp_path, package()), "--name", "mill", limit=SMALL_DISK)
    for done in (converted, imported):
        assert done.returncode == 3 and "cli.cannot-access" in done.stderr and "Traceback" not in done.stderr
    assert report.read_text("utf-8") == "mine" and kept(home) == []
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [
        "good.json",
        "out.yaml",
        "package.zip",
    ]


@pytest.mark.parametrize("what", ["a file", "below a file"])
def test_a_home_that_cannot_be_written_is_told(what: str, tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("", "utf-8")
    home = file if what == "a file" else file / "inner"
    done = run(home, "import", zipped(tmp_path, package()), "--name", "mill")
    assert done.returncode == 3 and "cli.cannot-access" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    done = run(home, "import", zipped(tmp_path, package()), "--name", "mill")
    assert done.returncode == 3 and "cli.cannot-access" in done.stderr
    assert kept(home) == []


def test_what_a_killed_import_left_behind_is_no_release(tmp_path: Path) -> None:
    """A kill between the last file and its place leaves a whole release under a name with a dot."""
    home = tmp_path / "home"
    assert run(home, "import", zipped(tmp_path, package()), "--name", "mill").returncode == 0
    folder = home / "releases" / "mill"
    (folder / "1").rename(folder / ".writing-x")
    assert "release.not-found" in run(home, "intensities", "mill").stderr
    assert "mill" not in run(home, "library").stdout


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("release.json", b"{"),
        ("release.json", b"[]"),
        ("ids.json", b'["mill", 7]'),
        ("datasets.jsonl", b"{}\n"),
        ("offsets.npy", b"\x93NUMPY"),
        ("gas-amounts.npy", b""),
        ("gas-amounts.npy", b"\x80\x04cos\nsystem\n(S'false'\ntR."),
    ],
)
def test_a_damaged_release_is_told_and_no_pickle_is_opened(file: str, content: bytes, tmp_path: Path) -> None:
    home, good = tmp_path / "home", tmp_path / "good.json"
    assert run(home, "import", zipped(tmp_path, package()), "--name", "mill").returncode == 0
    model = power()
    model["processes"][0]["energy"][0] |= {"datasets": ["mill"], "unit": "kg"}
    good.write_text(json.dumps(model), "utf-8")
    folder = home / "releases" / "mill" / "1"
    (folder / file).write_bytes(content)
    done = run(home, "footprint", good, "-r", folder)
    assert done.returncode == 3 and "release.damaged" in done.stderr, done.stderr


# ---- files written by the program


def test_a_file_is_written_through_a_link_and_an_existing_link_needs_force(tmp_path: Path) -> None:
    home, good = tmp_path / "home", tmp_path / "good.json"
    good.write_text(json.dumps(cup()), "utf-8")
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    link.symlink_to(target)
    assert "cli.file-exists" in run(home, "convert", good, link).stderr and not target.exists()
    assert run(home, "convert", good, link, "--force").returncode == 0
    assert link.is_symlink() and read_model(target) == read_model(good)


def test_one_file_may_be_input_and_output(tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    good.write_text(json.dumps(cup()), "utf-8")
    before = read_model(good)
    assert run(tmp_path / "home", "convert", good, good, "--force").returncode == 0
    assert read_model(good) == before


def test_a_file_keeps_its_rights_and_a_new_one_follows_the_users(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"x")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        keep(old, b"y")
        keep(new, b"z")
    finally:
        os.umask(mask)
    assert (old.stat().st_mode & 0o777, new.stat().st_mode & 0o777) == (0o640, 0o640)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old"]
