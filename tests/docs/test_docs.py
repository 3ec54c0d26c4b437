"""The documentation keeps up: error codes, commands, languages, links and code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.errors import Message
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import write_yaml
from tanzuji.site.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(ROOT / "tools"))

import write_errors_page  # noqa: E402

PAGES = sorted(path for path in DOCS.glob("*.md") if path.name != "README.md")
READABLE = [ROOT / "README.md", ROOT / "README.zh-CN.md", DOCS / "README.md", *PAGES]
CHINESE = re.compile("[\u3400-\u9fff]")
FIELD = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    found = write_errors_page.messages()
    assert len(found) > 150
    return found


@pytest.mark.parametrize("name", ["errors.md", "errors.zh-CN.md"])
def test_every_error_code_is_documented(messages: list[Message], name: str) -> None:
    documented = set(re.findall(r"^\| `([a-z0-9.-]+)` \|", (DOCS / name).read_text("utf-8"), re.MULTILINE))
    assert documented == {message.code for message in messages}, "run tools/write_errors_page.py"


@pytest.mark.parametrize(("language", "name"), [("en", "errors.md"), ("zh", "errors.zh-CN.md")])
def test_the_pages_of_errors_say_what_the_errors_say(
    messages: list[Message], language: Any, name: str
) -> None:
    assert (DOCS / name).read_text("utf-8") == write_errors_page.page(language), (
        "run tools/write_errors_page.py"
    )


def test_every_error_reads_in_chinese_and_in_english(messages: list[Message]) -> None:
    """Chinese texts have Chinese characters, English ones none; a text that is one field names its language."""
    for message in messages:
        for text, chinese in (
            (message.zh, True), (message.remedy_zh, True), (message.en, False), (message.remedy_en, False),
        ):  # fmt: skip
            words = FIELD.sub("", text).strip(" .,;:“”。，；：")
            if words:
                assert bool(CHINESE.search(words)) is chinese, (message.code, text)
            else:
                assert text.endswith("_zh}" if chinese else "_en}"), (message.code, text)


def test_every_error_has_a_remedy_and_a_code_of_room_and_fault(messages: list[Message]) -> None:
    for message in messages:
        assert re.fullmatch(r"[a-z][a-z0-9-]*\.[a-z0-9-]+", message.code), message.code
        assert message.remedy_zh and message.remedy_en, message.code


def test_both_languages_of_an_error_are_filled_from_the_same_values(messages: list[Message]) -> None:
    """`{detail_zh}` and `{detail_en}` are one value; so are `{why_zh}` and `{why}`."""
    for message in messages:
        zh, en = (
            {
                re.sub(r"_?(zh|en)$", "", field, flags=re.IGNORECASE)
                for text in texts
                for field in FIELD.findall(text)
            }
            for texts in ((message.zh, message.remedy_zh), (message.en, message.remedy_en))
        )
        assert zh == en, message.code


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda path: path.name)
def test_every_page_stands_in_both_languages_and_each_points_to_the_other(page: Path) -> None:
    other = page.name.replace(".zh-CN.md", ".md") if ".zh-CN" in page.name else page.name[:-3] + ".zh-CN.md"
    assert (page.parent / other).is_file()
    head = "\n".join(page.read_text("utf-8").splitlines()[:8])
    assert f"]({other})" in head
    title = head.splitlines()[0]
    if page.parent == DOCS:
        assert bool(CHINESE.search(title)) is (".zh-CN" in page.name), title


@pytest.mark.parametrize("page", READABLE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    for link in links:
        if not link.startswith(("http://", "https://", "mailto:")):
            file, _, anchor = link.partition("#")
            target = (page.parent / file) if file else page
            assert target.exists(), f"{page.name}: {link}"
            if anchor:
                assert anchor in _anchors(target), f"{page.name}: {link}"


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    missing = [page.name for page in PAGES if f"({page.name})" not in index]
    assert not missing


@pytest.mark.parametrize("command", [*COMMANDS, "version"])
def test_every_command_is_documented(command: str) -> None:
    """The pages of the command line say what a command does; the front pages show it (`make demo` is `demo`)."""
    for page in (DOCS / "cli.md", DOCS / "cli.zh-CN.md"):
        assert re.search(rf"`tanzuji {command}\b", page.read_text("utf-8")), (page.name, command)
    if command != "version":
        for page in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
            assert re.search(rf"(tanzuji|make) {command}\b", page.read_text("utf-8")), (page.name, command)


def test_every_option_is_documented() -> None:
    import typer.main

    from tanzuji.site.cli import app

    group: Any = typer.main.get_command(app)
    options = {
        option
        for command in group.commands.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    assert {"--report", "--gwp", "--show"} <= options
    for page in (DOCS / "cli.md", DOCS / "cli.zh-CN.md"):
        text = page.read_text("utf-8")
        assert not [option for option in sorted(options) if option not in text], page.name


@pytest.mark.parametrize("name", ["engine.md", "engine.zh-CN.md"])
def test_the_code_of_the_engine_page_gives_the_results_it_states(name: str) -> None:
    """Steel emits 1 and takes 0.5 power of 2 each: [[2.], [2.]], and three steel are 6 kg CO2e."""
    (code,) = _blocks(DOCS / name, "python")
    names: dict[str, Any] = {}
    exec(code, names)
    system = names["system"]
    assert system.intensities().tolist() == [[2.0], [2.0]]
    assert system.score({"steel": 3.0}).total == 6.0
    assert [node.product for node in system.tree({"steel": 1.0})] == ["steel", "power"]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_code_of_the_front_page_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a newcomer runs it, after `tanzuji template my.yaml --example cement_po425`: 794.5 kg CO2e/t
    (docs/products.md)."""
    monkeypatch.chdir(tmp_path)
    Path("my.yaml").write_text(write_yaml(demo_models()["cement_po425"]), "utf-8")
    (code,) = _blocks(ROOT / name, "python")
    exec(code, {})
    assert capsys.readouterr().out.startswith("794.5")
    assert Path("my.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("name", ["errors.md", "errors.zh-CN.md", "library.md", "library.zh-CN.md"])
def test_short_examples_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for code in _blocks(DOCS / name, "python"):
        exec(code, {})
    if name.startswith("errors"):
        assert "document.missing product" in capsys.readouterr().out


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    def anchors() -> Iterator[str]:
        for heading in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE):
            yield re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")

    return set(anchors())
