"""The examples of the API's pages run as they stand there; the description of the API is whole."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from offices import Program, models, named, said, somebody

from tanzuji.formats.models import write_yaml
from tanzuji.jobs import services as jobs
from tanzuji.site.api import api

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("api.md", "api.zh-CN.md")


class Shell:
    """Runs the `curl` lines of a page against the system, with its variables and files."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.variables = {"SERVER": "", "TOKEN": program.headers["Authorization"].removeprefix("Bearer ")}
        self.files = {"cement.yaml": write_yaml(models()["cement_po425"]).encode()}

    def run(self, block: str) -> list[Any]:
        commands = block.replace("\\\n", " ").strip().splitlines()
        return [self.curl(shlex.split(self.filled(line))) for line in commands if line.startswith("curl")]

    def filled(self, line: str) -> str:
        return re.sub(r"\$(\w+)", lambda name: self.variables[name[1]], line)

    def curl(self, words: list[str]) -> Any:
        headers: dict[str, str] = {}
        method, body, target, form = "", None, "", {}
        rest = iter(words[1:])
        for word in rest:
            if word == "-H":
                name, _, value = next(rest).partition(": ")
                headers[name.replace("-", "_")] = value
            elif word == "-X":
                method = next(rest)
            elif word in ("-d", "--data-binary"):
                given = next(rest)
                body = self.files[given[1:]] if given.startswith("@") else given.encode()
            elif word == "-F":
                name, _, given = next(rest).partition("=@")
                form[name] = named(self.files[given], given)
            elif word == "-o":
                target = next(rest)
            elif word != "-sS":
                path = word.removeprefix("/api/")
        assert headers.pop("Authorization") == self.program.headers["Authorization"]
        if form:
            answer = self.program.upload(path, form["file"], **headers)
        else:
            answer = self.program.ask(method or ("GET" if body is None else "POST"), path, body, **headers)
        assert answer.status_code < 300, answer.content
        if target:
            self.files[target] = answer.content
        return answer


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_the_examples_run_as_they_stand(page: str) -> None:
    shell = Shell(Program(somebody()))
    answers = []
    for block in re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE):
        for line in re.split(r"\n(?=curl|export)", block):
            if line.startswith("export STUDY"):
                shell.variables["STUDY"] = said(answers[-1])["id"]
            elif line.startswith("export JOB"):
                shell.variables["JOB"] = said(answers[-1])["id"]
                jobs.run(shell.variables["JOB"])
            else:
                answers += shell.run(line)
    assert said(answers[0])["total"] == 794.5028150358097
    assert [said(a)["revision"] for a in answers[1:2]] == [2]
    assert shell.files["report.pdf"].startswith(b"%PDF")
    assert len(answers) == 9


def test_both_pages_have_the_same_examples() -> None:
    blocks = [
        re.findall(r"^```sh\n.*?^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
        for page in PAGES
    ]
    assert [b.replace('"language": "en"', '"language": "zh"') for b in blocks[0]] == blocks[1]


@pytest.mark.parametrize("page", PAGES)
def test_the_answer_shown_is_one_the_system_gives(page: str) -> None:
    shown = re.search(r"^```json\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert shown is not None
    example = json.loads(shown[1].replace(", …}", "}"))
    schema = api.get_openapi_schema()["components"]["schemas"]["CreatedStudy"]["properties"]
    assert example.keys() <= schema.keys()


def operations() -> list[Any]:
    paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
    return [
        pytest.param(operation, id=f"{method.upper()} {path}")
        for path, methods in paths.items()
        for method, operation in methods.items()
        if re.match(r"/api/(studies|jobs|examples|rules|forms|template)", path)
    ]


@pytest.mark.parametrize("operation", operations())
def test_every_operation_says_what_it_does_and_how_it_refuses(operation: dict[str, Any]) -> None:
    assert operation["summary"] and len(operation.get("description", "")) > 20
    refusing = {int(status) for status in operation["responses"]} - {200, 201, 202, 204}
    assert {401, 403, 422} <= refusing
    assert all(
        operation["responses"][status].get("content")
        for status in operation["responses"]
        if int(status) == 404
    )
    assert operation["security"] == [{"ByToken": []}, {"BySession": []}]


def test_every_address_of_the_pages_of_docs_exists() -> None:
    known = {re.sub(r"\{\w+\}", "", path) for path in api.get_openapi_schema(path_prefix="/api/")["paths"]}
    for page in PAGES:
        for ending in re.findall(r"`(?:GET |POST )?…(/[a-z-]+)", (DOCS / page).read_text("utf-8")):
            assert any(
                path.rstrip("/").endswith(ending) or re.search(rf"{ending}[/.]", path) for path in known
            ), ending
