"""The text of a SimaPro export as rows of cells: encoding, header, separators."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both

MAX_BYTES = 128 * 1024**2
MAX_ROWS = 5_000_000

NOT_SIMAPRO = define(
    "simapro.not-simapro",
    zh="“{file}”不是 SimaPro 导出的 CSV（第一行应以“{{SimaPro”开头）。",
    en="“{file}” is no CSV export of SimaPro (its first line should begin with “{{SimaPro”).",
    remedy_zh="请在 SimaPro 中以 CSV 格式导出过程。",
    remedy_en="Export the processes from SimaPro as CSV.",
)
TOO_LARGE = define(
    "simapro.too-large",
    zh="“{file}”超过上限（{limit}）。",
    en="“{file}” is larger than the limit ({limit}).",
    remedy_zh="请分几次导出。",
    remedy_en="Export it in several files.",
)
BAD_ROW = define(
    "simapro.bad-row",
    zh="第 {line} 行读不出来：引号没有配对，或一格超过 {limit} 个字符。",
    en="Line {line} cannot be read: a quote is not closed, or a cell has more than {limit} characters.",
    remedy_zh="请从 SimaPro 重新导出，不要用别的程序改写。",
    remedy_en="Export it again from SimaPro, without another program in between.",
)
NUL = define(
    "simapro.nul-character",
    zh="“{file}”里有空字符（U+0000）。",
    en="“{file}” holds the character U+0000.",
    remedy_zh="请从 SimaPro 重新导出。",
    remedy_en="Export it again from SimaPro.",
)

_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
_HEADER = re.compile(r"\{\s*([^:}]+?)\s*:\s*(.*?)\s*\}")
_BREAK = "\x7f"
"""What SimaPro writes for a line break inside a cell."""
_CJK_SHARE = 0.75


Row = tuple[int, tuple[str, ...]]
"""Line number and cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An export. `old`: SimaPro 7 and before, with the amount before the unit and labels beside their values."""

    file: str
    version: str
    separator: str
    decimal: str
    old: bool
    rows: tuple[Row, ...]


def sheet(data: bytes, file: str) -> Sheet:
    """The rows of an export with its settings. Raises `simapro.*`."""
    if len(data) > MAX_BYTES:
        raise TOO_LARGE.error(file, file=file, limit=f"{MAX_BYTES // 1024**2} MiB")
    text = decoded(data)
    if "\x00" in text:
        raise NUL.error(file, file=file)
    start = text.lstrip()[:1000].split("\n", 1)[0].strip().strip('"')
    if start.startswith("{SimaPro"):
        settings = _settings(text)
        separator = _SEPARATORS.get(settings.get("csv separator", "").casefold(), ";")
        decimal = settings.get("decimal separator", ".") or "."
        version = start.split("}")[0].removeprefix("{SimaPro").strip()
        return Sheet(file, version, separator, decimal, False, tuple(_rows(text, separator, file)))
    if start.startswith("SimaPro"):
        separator = "\t" if "\t" in start else ";"
        decimal = "," if re.search(rf"{separator}\d+,\d+{separator}", text) else "."
        version = start.split(separator)[0].removeprefix("SimaPro").strip()
        return Sheet(file, version, separator, decimal, True, tuple(_rows(text, separator, file)))
    raise NOT_SIMAPRO.error(file, file=file)


def decoded(data: bytes) -> str:
    """The text: by its mark, as UTF-8, else in the code page of a Chinese or a western Windows.

    In a GBK file high bytes come in pairs that are both above 0xA0; in western text they stand alone between ASCII.
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    high = sum(byte >= 0x80 for byte in data)
    paired = sum(len(run) // 2 * 2 for run in re.findall(rb"(?:[\xa1-\xfe][\xa1-\xfe])+", data))
    if paired >= _CJK_SHARE * high:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", "replace")


def _settings(text: str) -> dict[str, str]:
    """`{Decimal separator: ,}` by its name in small letters, from the lines before the first block."""
    found: dict[str, str] = {}
    for line in StringIO(text):
        stripped = line.strip().strip('";, \t')
        if stripped and not stripped.startswith("{"):
            break
        match = _HEADER.match(stripped)
        if match:
            found[match.group(1).casefold()] = match.group(2)
    return found


def _rows(text: str, separator: str, file: str) -> Iterator[Row]:
    """Line number and cells. Cells that say the same are one text: units, names and zeros stand in every row."""
    reader = csv.reader(StringIO(text), delimiter=separator, quotechar='"', strict=False)
    same: dict[str, str] = {}
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            limit = csv.field_size_limit()
            raise BAD_ROW.error(f"{file}:{reader.line_num}", line=reader.line_num, limit=limit) from error
        count += 1
        if count > MAX_ROWS:
            raise TOO_LARGE.error(file, file=file, limit=Both(f"{MAX_ROWS} 行", f"{MAX_ROWS} rows"))
        said = (cell.replace(_BREAK, "\n").strip() for cell in cells)
        yield reader.line_num, tuple(same.setdefault(cell, cell) for cell in said)
