"""The page on security is current, every test it names exists, and no requirement is left out."""

from __future__ import annotations

import ast
import csv
import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "write_security_page", ROOT / "tools" / "write_security_page.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def functions_of(file: str) -> frozenset[str]:
    if not (ROOT / file).is_file():
        return frozenset()
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_on_security_is_as_it_would_be_written_now(writer: ModuleType, language: str) -> None:
    kept = (ROOT / "docs" / writer.PAGES[language]).read_text("utf-8")
    assert kept == writer.page(language), "run tools/write_security_page.py"


def test_every_test_that_is_named_exists(writer: ModuleType) -> None:
    missing = []
    for whose, test in writer.named_tests():
        file, _, name = test.partition("::")
        if not name.startswith("test_") or name not in functions_of(file):
            missing.append((whose, test))
    assert missing == []


def test_what_is_met_names_the_test_that_shows_it(writer: ModuleType) -> None:
    table = writer.rows(writer.ASVS)
    assert {row["status"] for row in table} <= writer.STATUSES.keys()
    assert [row["id"] for row in table if row["status"] == "met" and not row["test"]] == []
    assert all(
        row[name].strip() for row in table for name in ("subject_zh", "subject_en", "how_zh", "how_en")
    )


def test_each_of_the_78_bad_inputs_has_its_tests(writer: ModuleType) -> None:
    table = writer.rows(writer.INPUTS)
    assert [int(row["number"]) for row in table] == list(range(1, 79))
    assert all(row["tests"] and row["subject_zh"] and row["subject_en"] for row in table)


def test_every_requirement_of_levels_one_and_two_is_listed_once(writer: ModuleType, shared: Path) -> None:
    """OWASP ASVS 5.0, as published."""
    source = shared / "design" / "asvs5.csv"
    if not source.is_file():
        pytest.skip("the list of requirements is not on this machine")
    with source.open(encoding="utf-8", newline="") as file:
        published = [(row["req_id"], row["L"]) for row in csv.DictReader(file) if row["L"] in ("1", "2")]
    assert len(published) == 253
    assert [(row["id"], row["level"]) for row in writer.rows(writer.ASVS)] == published


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_asvs_wants_written_down_is_written_down(writer: ModuleType, language: str) -> None:
    """ASVS 5.0: 6.1, 7.1, 8.1, 11.1, 13.1, 14.1, 15.1 and 16.1 ask for documents."""
    headings = {
        "zh": ["角色", "登录", "会话", "次数限制", "记在哪里", "对外连接", "密码算法", "数据分级", "更新", "不防什么"],
        "en": ["Roles", "Signing in", "Sessions", "Limits", "What is kept where", "What goes out", "Cryptography",
               "Classes of data", "Updates", "Not protected against"],
    }[language]  # fmt: skip
    found = re.findall(r"^#+ (.+)$", writer.page(language), flags=re.MULTILINE)
    assert [heading for heading in headings if heading not in found] == []


def test_every_component_is_named_with_version_and_hash() -> None:
    text = (ROOT / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(lines) > 20
    assert [
        line
        for line in lines
        if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


DANGEROUS = {
    r"\beval\(|\bexec\(": set(),
    r"shell=True|os\.system\(|os\.popen\(": set(),
    r"pickle\.loads?\(|marshal\.loads?\(": {"engine/samples/executors.py"},  # what this process wrote itself
    r"yaml\.(unsafe_)?load\((?!.*safe)": set(),
    r"hashlib\.(md5|sha1)\(": set(),
    r"verify=False|CERT_NONE|_create_unverified_context": set(),
    r"allow_pickle=True": set(),
}


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_no_code_calls_what_runs_foreign_text_or_trusts_blindly(pattern: str) -> None:
    package = ROOT / "src" / "tanzuji"
    found = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"(?<![.\w])" + f"(?:{pattern})", file.read_text("utf-8").replace("safe_yaml.load(", ""))
    }
    assert found - DANGEROUS[pattern] == set()


def test_no_script_runs_text_or_listens_to_other_windows() -> None:
    scripts = list((ROOT / "src" / "tanzuji").rglob("static/**/*.js"))
    assert scripts
    pattern = re.compile(r"\beval\(|new Function\(|document\.write\(|postMessage|__proto__|setTimeout\(['\"]")
    assert [file.name for file in scripts if pattern.search(file.read_text("utf-8"))] == []
