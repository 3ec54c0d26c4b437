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

from tanzuji.documents.errors import CodedError, Message, define

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 60
MAX_NODES = 100_000  # keys counted; read in about 1 s with their places
MAX_ALIASES = 50
MAX_PATH = 300  # a place with a longer path is told as the place around it

Scalar = str | int | float | bool | None

TOO_LARGE = define(
    "yaml.too-large",
    zh="{file}超过 YAML 文件的上限（{limit}）。",
    en="{file} is larger than a YAML file may be ({limit}).",
    remedy_zh="请拆成几个文件，或改用数据集导入。",
    remedy_en="Split it into several files, or import the data as datasets.",
)
ENCODING = define(
    "yaml.encoding",
    zh="{file}的文字编码无法识别。",
    en="The text encoding of {file} is not known.",
    remedy_zh="请以 UTF-8 另存（也接受带标记的 UTF-16 和 GB18030）。",
    remedy_en="Save it as UTF-8 (UTF-16 with its mark and GB18030 are read too).",
)
BAD_CHARACTER = define(
    "yaml.bad-character",
    zh="{file}第 {line} 行第 {column} 列有不可用的控制字符 {character}。",
    en="{file} has the control character {character} at line {line}, column {column}.",
    remedy_zh="请删去该字符。",
    remedy_en="Remove that character.",
)
SYNTAX = define(
    "yaml.syntax",
    zh="{file}第 {line} 行第 {column} 列不是有效的 YAML（{detail}）。",
    en="{file} is not valid YAML at line {line}, column {column} ({detail}).",
    remedy_zh="请检查该行的缩进、冒号、引号和括号；缩进只用空格。",
    remedy_en="Check indentation, colons, quotes and brackets there; indent with blanks only.",
)
EMPTY = define(
    "yaml.empty",
    zh="{file}没有内容。",
    en="{file} is empty.",
    remedy_zh="请写入内容后再读取。",
    remedy_en="Write something into it first.",
)
SEVERAL_DOCUMENTS = define(
    "yaml.several-documents",
    zh="{file}第 {line} 行开始了第二份文档。",
    en="{file} starts a second document at line {line}.",
    remedy_zh="请每个文件只放一份文档，删去“---”之后的部分。",
    remedy_en="Keep one document a file; remove what follows the second “---”.",
)
TOO_DEEP = define(
    "yaml.too-deep",
    zh="{file}第 {line} 行嵌套超过 {limit} 层。",
    en="{file} is nested more than {limit} levels deep at line {line}.",
    remedy_zh="请减少嵌套。",
    remedy_en="Nest less.",
)
EXPANSION = define(
    "yaml.expansion",
    zh="{file}第 {line} 行的引用（*）过多或展开后过大。",
    en="{file} has too many aliases (*) at line {line}, or they expand to too much.",
    remedy_zh="请直接写出内容，不用锚点和引用。",
    remedy_en="Write the content out instead of using anchors and aliases.",
)
UNKNOWN_ALIAS = define(
    "yaml.unknown-alias",
    zh="{file}第 {line} 行引用了此前没有写完的锚点“{anchor}”。",
    en="{file} uses the alias “{anchor}” at line {line}, which is not complete before that line.",
    remedy_zh="请先定义锚点，且不要引用自身。",
    remedy_en="Define the anchor first; it cannot hold itself.",
)
TAG = define(
    "yaml.tag",
    zh="{file}第 {line} 行第 {column} 列的标签“{tag}”不可用。",
    en="{file} has the tag “{tag}” at line {line}, column {column}, which is not accepted.",
    remedy_zh="请删去标签；需要文字时加引号。",
    remedy_en="Remove the tag; put text in quotes.",
)
BAD_KEY = define(
    "yaml.bad-key",
    zh="{file}第 {line} 行第 {column} 列的键不是一个词。",
    en="{file} has a key at line {line}, column {column} that is not a word.",
    remedy_zh="请用普通文字作键。",
    remedy_en="Use plain text as key.",
)
DUPLICATE_KEY = define(
    "yaml.duplicate-key",
    zh="{file}第 {line} 行的键“{key}”重复（首次在第 {first} 行）。",
    en="{file} has the key “{key}” at line {line} again (first at line {first}).",
    remedy_zh="请删去其中一个。",
    remedy_en="Remove one of the two.",
)
NOT_FINITE = define(
    "yaml.not-finite",
    zh="{file}第 {line} 行第 {column} 列的数“{value}”不是可表示的有限数。",
    en="{file} has “{value}” at line {line}, column {column}, which is not a finite number that can be held.",
    remedy_zh="请写有限的数；不知道时留空。",
    remedy_en="Write a finite number; leave it empty where it is unknown.",
)

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
        while path and path not in self.positions:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.positions.get(path)


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
    _refuse_control(text, file)
    try:
        return _Builder(file).document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        detail = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
        raise SYNTAX.error(f"{line}:{column}", file=file, line=line, column=column, detail=detail) from error


def _refuse_control(text: str, file: str) -> None:
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
            raise self._refusal(TOO_LARGE, event, limit=f"{MAX_NODES} values")

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
