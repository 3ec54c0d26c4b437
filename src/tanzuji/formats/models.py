"""The doors of a product model: YAML, JSON and Excel by content in, the same document out.

Law: `read_model(write(model))` equals `model`, with the same digest, for each of the three forms.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.models import ProductModel
from tanzuji.formats.references import parse_model
from tanzuji.formats.safe_json import read_json
from tanzuji.formats.safe_yaml import MAX_NODES, Places, decoded, load_with_places, shown_name
from tanzuji.formats.workbook import read_workbook_with_notices, write_workbook
from tanzuji.formats.yaml_text import yaml_text

__all__ = ["read_model", "read_model_with_notices", "write_json", "write_workbook", "write_yaml"]

MAX_BYTES = 32 * 1024 * 1024
MAX_TEXT = 16 * 1024 * 1024

NOT_FOUND = define(
    "model-file.not-found",
    zh="没有文件“{file}”，或无法读取。",
    en="There is no file “{file}”, or it cannot be read.",
    remedy_zh="请检查路径和文件名。",
    remedy_en="Check the path and the name.",
)
TOO_LARGE = define(
    "model-file.too-large",
    zh="“{file}”有 {size} 字节，超过产品模型文件的上限 {limit} 字节。",
    en="“{file}” has {size} bytes; a product model may have {limit}.",
    remedy_zh="请删去无关内容；背景数据请作为数据集导入。",
    remedy_en="Remove what does not belong; import background data as datasets.",
)
UNKNOWN_FORMAT = define(
    "model-file.unknown-format",
    zh="“{file}”是{format_zh}，不是产品模型。",
    en="“{file}” is {format_en}, not a product model.",
    remedy_zh="请另存为 .xlsx（无宏），或写成 YAML、JSON。",
    remedy_en="Save it as .xlsx without macros, or write it as YAML or JSON.",
)
NOT_A_MODEL = define(
    "model-file.not-a-model",
    zh="“{file}”不是产品模型：最外层应为“键: 值”。",
    en="“{file}” is not a product model: its outermost level must be “key: value”.",
    remedy_zh="请从 id、product、unit、boundary、processes 开始写。",
    remedy_en="Start from id, product, unit, boundary and processes.",
)

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "旧版 .xls 或加密的 Office 文件", "an old .xls or an encrypted Office file"),
    (b"%PDF", "PDF", "a PDF"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip file"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"SQLite format 3", "数据库", "a database"),
    (b"<", "XML 或 HTML", "XML or HTML"),
)


def read_model(source: Path | str | bytes, *, name: str = "") -> ProductModel:
    """The product model in a file (its path) or its bytes: YAML, JSON or XLSX by content.

    Raises CodedError with every wrong place at once. Paths read `processes[0].inputs[2].amount (12:5)` for YAML (line
    and column), `processes[0].inputs[2].amount` for JSON and `物料清单!D7` for a workbook.
    """
    return read_model_with_notices(source, name=name)[0]


def read_model_with_notices(
    source: Path | str | bytes, *, name: str = ""
) -> tuple[ProductModel, tuple[Problem, ...]]:
    """`read_model`, and what a person should know though it is no error, e.g. sheets that were not read."""
    raw, file = _bytes(source, name)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook_with_notices(raw, file)
    for magic, zh, en in _FOREIGN:
        if raw.startswith(magic):
            raise UNKNOWN_FORMAT.error(file=file, format_zh=zh, format_en=en)
    if len(raw) > MAX_TEXT:
        raise TOO_LARGE.error(file=file, size=len(raw), limit=MAX_TEXT)
    text = decoded(raw, name=file)
    if text.lstrip(" \t\r\n").startswith(("{", "[")):
        return _from_json(text, file), ()
    return _from_yaml(text, file), ()


def write_yaml(model: ProductModel) -> str:
    """The model as YAML in the order of its fields, without fields at their default."""
    return yaml_text(model)


def write_json(model: ProductModel) -> str:
    """The model as indented JSON in the order of its fields."""
    plain = {"format": model.format, **model.plain()}
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _bytes(source: Path | str | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, str):
        source = Path(source)
    if isinstance(source, bytes):
        file = shown_name(name or "model")
        size = len(source)
    else:
        file = shown_name(name or source.name)
        if not source.is_file():  # a folder, a pipe or a device is not read
            raise NOT_FOUND.error(file=file)
        size = source.stat().st_size
    if size > MAX_BYTES:
        raise TOO_LARGE.error(file=file, size=size, limit=MAX_BYTES)
    try:
        return (source if isinstance(source, bytes) else source.read_bytes()), file
    except OSError as error:
        raise NOT_FOUND.error(file=file) from error


def _from_json(text: str, file: str) -> ProductModel:
    plain = read_json(text.encode("utf-8", "surrogatepass"), file, max_values=MAX_NODES)
    if not isinstance(plain, dict):
        raise NOT_A_MODEL.error(file=file)
    return parse_model(plain)


def _from_yaml(text: str, file: str) -> ProductModel:
    plain, places = load_with_places(text, name=file)
    if not isinstance(plain, dict):
        raise NOT_A_MODEL.error("1:1", file=file)
    plain = _without_empty(plain)
    try:
        return parse_model(plain)
    except CodedError as error:
        if not _as_written(plain, error, places):
            raise _placed(error, places) from error
    try:
        return parse_model(plain)
    except CodedError as error:
        raise _placed(error, places) from error


def _without_empty(value: Any) -> Any:
    """YAML people leave `key:` without a value; that is a field not given."""
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner is not None}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


def _as_written(plain: dict[str, Any], error: CodedError, places: Places) -> bool:
    """Put back the text of numbers that stand where the field wants text: `version: 1.10` is the text `1.10`."""
    changed = False
    for problem in error.problems:
        written = places.written.get(problem.path)
        if problem.code == "document.wrong-type" and written is not None:
            changed |= _replace(plain, problem.path, written)
    return changed


def _replace(plain: Any, path: str, written: str) -> bool:
    *outer, last = _steps(path)
    for step in outer:
        try:
            plain = plain[step]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        if isinstance(plain[last], str | dict | list):
            return False
        plain[last] = written
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    for part in path.replace("[", ".[").split("."):
        if part.startswith("[") and part.endswith("]") and part[1:-1].isdigit():
            steps.append(int(part[1:-1]))
        elif part:
            steps.append(part)
    return steps


def _placed(error: CodedError, places: Places) -> CodedError:
    problems = []
    for problem in error.problems:
        place = places.find(problem.path)
        path = f"{problem.path} ({place[0]}:{place[1]})".strip() if place else problem.path
        problems.append(replace(problem, path=path))
    return CodedError(problems)
