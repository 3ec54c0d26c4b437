"""Reading schemes: the shipped ones, and texts being written; a child takes over what it does not state itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats import safe_yaml
from tanzuji.rules import shelf
from tanzuji.rules.load import shipped_texts, with_lines
from tanzuji.rules.schemes import messages
from tanzuji.rules.schemes.documents import Scheme
from tanzuji.rules.schemes.linting import lint

MAX_BYTES = 256 * 1024
_PARTS = ("scope", "pattern", "process", "management")


def shipped() -> Mapping[str, str]:
    """The text of every shipped scheme by its code."""
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    folder = resources.files("tanzuji.rules.schemes").joinpath("shipped")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name.removesuffix(".yaml"): f.read_text("utf-8") for f in files}


def load_scheme(code: str) -> Scheme:
    """The shipped scheme of this code. Raises `schemes.unknown`."""
    text = _shipped().get(code)
    if text is None:
        raise messages.UNKNOWN_SCHEME.error("scheme", code=code[:80], known=", ".join(_shipped()))
    return _parsed(text)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Scheme:
    return parse_scheme(text)


def parse_scheme(text: str | bytes) -> Scheme:
    """The scheme written in `text` (YAML). Raises `yaml.*`, `schemes.*`, and `rules.bad-pack` with lines."""
    if len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise messages.TOO_LARGE.error(limit=MAX_BYTES)
    plain, places = safe_yaml.load_with_places(text)
    try:
        return Scheme.parse(_with_parents(plain, []) if isinstance(plain, dict) else plain)
    except CodedError as error:
        raise with_lines(error, places) from error


def read_scheme(text: str | bytes) -> Scheme:
    """As `parse_scheme`, and proved sound. Raises the linter's problems in addition, each with its line."""
    scheme = parse_scheme(text)
    problems = problems_of(scheme)
    if problems:
        raise with_lines(CodedError(problems), safe_yaml.load_with_places(text)[1])
    return scheme


def problems_of(scheme: Scheme) -> list[Problem]:
    """What keeps a scheme from being sound, the rules it names among it."""
    return lint(scheme, rules={*shipped_texts(), *shelf.texts()})


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem with the line it stands in (from 1) and what is written there."""

    line: int
    text: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The scheme where it can be read, and everything that keeps it from being sound, in the order of lines."""

    scheme: Scheme | None
    remarks: tuple[Remark, ...]

    @property
    def sound(self) -> bool:
        return self.scheme is not None and not self.remarks


def diagnose(text: str) -> Diagnosis:
    """Read a scheme as far as it goes: syntax, then fields, then soundness. Raises nothing."""
    scheme: Scheme | None = None
    try:
        scheme = parse_scheme(text)
        problems = problems_of(scheme)
        found = (
            with_lines(CodedError(problems), safe_yaml.load_with_places(text)[1]).problems if problems else ()
        )
    except CodedError as error:
        found = error.problems
    lines = text.splitlines()
    remarks = []
    for problem in found:
        line = problem.fields.get("line")
        line = line if isinstance(line, int) else 1
        written = lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
        remarks.append(Remark(line, written, problem))
    return Diagnosis(scheme, tuple(sorted(remarks, key=lambda remark: remark.line)))


def _with_parents(plain: dict[str, Any], below: list[str]) -> dict[str, Any]:
    """The scheme with what its parent states and it does not, field by field of each part."""
    parent, chain = plain.get("parent"), [*below, str(plain.get("code"))]
    if not isinstance(parent, str):
        return plain
    if parent in chain:
        raise messages.OWN_PARENT.error("parent", chain=" → ".join([*chain, parent]))
    if parent not in _shipped():
        raise messages.UNKNOWN_SCHEME.error("parent", code=parent[:80], known=", ".join(_shipped()))
    read = safe_yaml.load(_shipped()[parent])
    above = _with_parents(read, chain) if isinstance(read, dict) else {}
    merged: dict[str, Any] = {name: above[name] for name in ("papers", "rule") if name in above}
    merged.update(plain)
    for name in _PARTS:
        own, its = plain.get(name, {}), above.get(name, {})
        if not isinstance(own, dict) or not isinstance(its, dict):
            continue
        mine, theirs = own.get("sources"), its.get("sources")
        sources: dict[str, Any] = dict(theirs) if isinstance(theirs, dict) else {}
        sources.update(mine if isinstance(mine, dict) else {})
        merged[name] = {**its, **own, "sources": sources}
    return merged
