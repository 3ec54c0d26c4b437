"""A strict door for YAML: plain values only, nothing that runs, expands or means something else than it says.

Read with libyaml's event stream and built here, so that depth, size and aliases are bounded before anything is
stored. Scalars follow the YAML 1.2 core schema, not YAML 1.1: only `true` and `false` are booleans (`no`, `on` and
`NO` are words), `1:30`, `0123`, `1_000`, `0x1F` and dates stay strings. Custom tags, duplicate keys, NaN and
infinities are refused. UTF-8, UTF-16 with its mark and GB18030 are read.

`load_with_places` also tells where each value stands, so that an error of the document can name line and column.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from tanzuji.documents.errors import CodedError, Message
from tanzuji.documents.refusals import Both
from tanzuji.formats.places import nearest_place
from tanzuji.formats.yaml_messages import (
    BAD_CHARACTER,
    BAD_KEY,
    DUPLICATE_KEY,
    EMPTY,
    ENCODING,
    EXPANSION,
    NOT_FINITE,
    SEVERAL_DOCUMENTS,
    SYNTAX,
    TAG,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN_ALIAS,
    fault,
)

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 60
MAX_NODES = 100_000  # keys counted; read in about 1 s with their places
MAX_ALIASES = 50
MAX_PATH = 300  # a place with a longer path is told as the place around it

Scalar = str | int | float | bool | None

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of a document stand: path → (line, column), from 1, and the text a scalar was written as."""

    positions: dict[str, tuple[int, int]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def find(self, path: str) -> tuple[int, int] | None:
        """Position of `path`, or of the nearest value around it; None for an empty document."""
        return self.positions.get(nearest_place(path, self.positions))


def shown_name(name: str) -> str:
    """A file name as it may stand in a message: one line, no control or direction characters, 80 at most."""
    clean = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return clean[:80] or "YAML"


def decoded(raw: bytes, *, name: str = "") -> str:
    """`raw` as text: by its mark, as UTF-8, else as GB18030. Raises `yaml.encoding`."""
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise ENCODING.error(file=shown_name(name))
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise ENCODING.error(file=shown_name(name))


def load(text: str | bytes, *, name: str = "") -> Any:
    """The value in `text`: dicts with text keys, lists, str, int, float, bool, None. Raises CodedError `yaml.*`."""
    return load_with_places(text, name=name)[0]


def load_with_places(text: str | bytes, *, name: str = "") -> tuple[Any, Places]:
    """`load`, and where each value stands. Raises CodedError `yaml.*`."""
    file = shown_name(name)
    if len(text) > MAX_BYTES:
        raise TOO_LARGE.error(file=file, limit="2 MB")
    text = decoded(text, name=name) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    refuse_control(text, file)
    try:
        return _Builder(file).document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        detail = fault(getattr(error, "problem", None))
        raise SYNTAX.error(f"{line}:{column}", file=file, line=line, column=column, detail=detail) from error


def refuse_control(text: str, file: str) -> None:
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise BAD_CHARACTER.error(
            f"{line}:{column}", file=file, line=line, column=column, character=f"U+{ord(found.group()):04X}"
        )


@dataclass(slots=True)
class _Anchor:
    value: Any
    nodes: int


class _Builder:
    """Builds plain values from libyaml events; nesting is bounded, so building by recursion is safe."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places = Places()
        self.anchors: dict[str, _Anchor] = {}
        self.nodes = 0
        self.aliases = 0

    def document(self, events: Iterator[Any]) -> tuple[Any, Places]:
        next(events)  # start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            raise EMPTY.error(file=self.file)
        value = self._node(next(events), events, "", 0)
        next(events)  # end of the document
        following = next(events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise self._refusal(SEVERAL_DOCUMENTS, following)
        if value is None:
            raise EMPTY.error(file=self.file)
        return value, self.places

    def _refusal(self, message: Message, event: Any, **fields: Any) -> CodedError:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        return message.error(f"{line}:{column}", file=self.file, line=line, column=column, **fields)

    def _node(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise self._refusal(TOO_DEEP, event, limit=MAX_DEPTH)
        self.places.positions.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag is not None and event.tag != "!" and event.tag not in _CORE_TAGS:
            raise self._refusal(TAG, event, tag=str(event.tag)[:60])
        before = self.nodes
        self._count(event, 1)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(events, path, depth)
        else:
            value = self._mapping(events, path, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(value, self.nodes - before)
        return value

    def _count(self, event: Any, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self._refusal(TOO_LARGE, event, limit=Both(f"{MAX_NODES} 个值", f"{MAX_NODES} values"))

    def _alias(self, event: Any) -> Any:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise self._refusal(UNKNOWN_ALIAS, event, anchor=event.anchor[:60])
        self.aliases += 1
        if self.aliases > MAX_ALIASES or self.nodes + anchor.nodes > MAX_NODES:
            raise self._refusal(EXPANSION, event)
        self.nodes += anchor.nodes
        return _copied(anchor.value)

    def _sequence(self, events: Iterator[Any], path: str, depth: int) -> list[Any]:
        values: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, _inner(path, f"[{len(values)}]"), depth + 1))
        return values

    def _mapping(self, events: Iterator[Any], path: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(BAD_KEY, event)
            key = event.value
            if "\0" in key:
                raise self._refusal(BAD_CHARACTER, event, character="U+0000")
            if key in values:
                raise self._refusal(DUPLICATE_KEY, event, key=key[:60], first=lines[key])
            self._count(event, 1)
            inner = _inner(path, f".{key}" if path else key)
            mark: Any = event.start_mark
            lines[key] = mark.line + 1
            self.places.positions.setdefault(inner, (mark.line + 1, mark.column + 1))
            values[key] = self._node(next(events), events, inner, depth + 1)
        return values

    def _scalar(self, event: Any, path: str) -> Scalar:
        text: str = event.value
        if "\0" in text:
            raise self._refusal(BAD_CHARACTER, event, character="U+0000")
        plain = event.style is None or event.style == ""
        if not plain or event.tag is not None:
            return text
        value = self._plain(event, text)
        if not isinstance(value, str) and value is not None:
            self.places.written[path] = text
        return value

    def _plain(self, event: Any, text: str) -> Scalar:
        if text in {"", "~", "null", "Null", "NULL"}:
            return None
        if text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
            return text[0] in "tT"
        if _NOT_FINITE.fullmatch(text):
            raise self._refusal(NOT_FINITE, event, value=text)
        if _INT.fullmatch(text) and len(text) <= 16:
            return int(text)
        if not _FLOAT.fullmatch(text):
            return text
        number = float(text)
        vanished = number == 0 and any(digit in "123456789" for digit in re.split("[eE]", text)[0])
        if not math.isfinite(number) or vanished:
            raise self._refusal(NOT_FINITE, event, value=text[:60])
        return number


def _inner(path: str, step: str) -> str:
    return path + step if len(path) + len(step) <= MAX_PATH else path


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value
