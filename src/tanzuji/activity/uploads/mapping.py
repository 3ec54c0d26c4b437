"""What the columns of a table of readings mean: guessed, shown, corrected, and kept with what was stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, field_validator

from tanzuji.activity.uploads.times import DayIs, span_of
from tanzuji.documents.base import NOT_ONE_OF, Document
from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import factor
from tanzuji.documents.text import Text
from tanzuji.formats.factor_lists.headers import SEARCHED, Header, header_at
from tanzuji.formats.factor_lists.numbers import tidy
from tanzuji.formats.factor_lists.sheets import Table

Layout = Literal["rows", "by_time", "by_subject"]
"""`rows`: a row is one reading. `by_time`: a row is a month or day, a column a meter. `by_subject`: the other way round."""

LAYOUTS: dict[Layout, Text] = {
    "rows": Text(zh="一行一条读数", en="A row is one reading"),
    "by_time": Text(zh="一行一个月（或日），一列一块表", en="A row is a month (or day), a column a meter"),
    "by_subject": Text(zh="一行一块表，一列一个月（或日）", en="A row is a meter, a column a month (or day)"),
}


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A column that a table may have, how its header is recognised, and in which kinds of upload."""

    name: Text
    pattern: str
    kinds: tuple[str, ...] = ("readings", "purchases", "outputs")


FIELDS: dict[str, ColumnField] = {
    "subject": ColumnField(
        Text(zh="表、物料或产品", en="Meter, good or product"),
        r"(电?能?计?量?器?具?|仪?)?(表|器具)?(编号|编码|表号|名称)|计量器具|计量点|表计|物料(名称|编码)?|品名|品种|燃料(名称)?|材料(名称)?|原料(名称)?|产品(名称)?|名称"
        r"|meter( ?(no\.?|number|code|name|id))?|point|material|good|item|fuel|product|name",
    ),
    "time": ColumnField(
        Text(zh="日期或月份", en="Date or month"),
        r"(抄表|读表|统计|入库|到货|采购|盘存|记录|生产)?(日期|时间|月份|年月|期间)|月|日期时间|date|month|period|day|time(stamp)?|read(ing)? (date|at)",
    ),
    "start": ColumnField(Text(zh="开始", en="Start"), r"(开始|起始|起)(日期|时间)?|start( date)?|from"),
    "end": ColumnField(Text(zh="结束", en="End"), r"(结束|截止|终止|止)(日期|时间)?|end( date)?|to|until"),
    "value": ColumnField(
        Text(zh="数值", en="Value"),
        r"(表)?(读数|底数|示数|表码|表底|止码)|本(月|期)(读数|底数|示数|止码)|(用|耗|消耗|电|气|水|热|产|采购|入库|到货)量|数量|数值|值|净重|consumption|reading|register|value|amount|quantity|output|production|usage",
    ),
    "unit": ColumnField(Text(zh="单位", en="Unit"), r"(计量)?单位|units?"),
    "stock": ColumnField(Text(zh="盘存量", en="Stock counted"), r"(盘存|库存|期末库存|结存)(量)?|stock|closing stock", ("purchases",)),
    "supplier": ColumnField(Text(zh="供应商", en="Supplier"), r"供(应|货)(商|方|单位)?|supplier|vendor", ("purchases",)),
    "document": ColumnField(Text(zh="单号", en="Document"), r"(发票|单据|磅单|入库单|合同)?(号码|单号|编号|号)|invoice( no\.?)?|document|ticket", ("purchases",)),
    "distance": ColumnField(Text(zh="运距 km", en="Distance, km"), r"(运输)?(运距|距离)|distance", ("purchases",)),
    "closing": ColumnField(Text(zh="换表：旧表止码", en="Exchange: last value of the old meter"), r"(换表)?旧表(止码|底数|止数)|old meter.*", ("readings",)),
    "opening": ColumnField(Text(zh="换表：新表起码", en="Exchange: first value of the new meter"), r"(换表)?新表(起码|底数|起数)|new meter.*", ("readings",)),
    "note": ColumnField(Text(zh="备注", en="Note"), r"备注|说明|notes?|remarks?"),
}  # fmt: skip


class UploadMapping(Document):
    """How a table is read. `columns`: field → header, for a layout of rows; in the other layouts `subject` or `time` is
    the column at the left, and every other column with a header is read but for those of `ignored`."""

    format: Literal["tanzuji/readings/1"] = "tanzuji/readings/1"
    sheet: str = ""
    header_row: int = Field(1, ge=1)
    layout: Layout = "rows"
    columns: dict[str, str] = Field({})
    ignored: tuple[str, ...] = ()
    year: int | None = Field(None, description="of months that name none")
    unit: str = Field("", description="of values that name none; empty: that of the meter")
    day_is: DayIs = "end"
    values: Literal["amount", "register"] = Field(
        "amount", description="of meters that are registered with the upload"
    )
    subjects: dict[str, str] = Field(
        {}, description="name in the table → code here; empty: left out; `new:<carrier>`: to be registered"
    )

    @field_validator("columns")
    @classmethod
    def _known(cls, value: dict[str, str]) -> dict[str, str]:
        for key in value:
            if key not in FIELDS:
                raise NOT_ONE_OF.error(value=key[:60], expected=", ".join(FIELDS))
        return value


def folded(text: str) -> str:
    """A name as names are compared: narrow, small, without blanks."""
    return re.sub(r"\s+", "", tidy(text)).casefold()


def bare(header: str) -> str:
    """A header without what stands in brackets, its unit mostly."""
    return tidy(re.sub(r"[(（\[【].*?[)）\]】]", "", header)).strip(" :：/")


def unit_in(header: str) -> str:
    """The unit a header states in brackets or behind a slash or comma; empty where it states none."""
    plain = tidy(header)
    for text in [*re.findall(r"[(\[【](.*?)[)\]】]", plain), *re.split(r"[,，/]\s*", plain)[1:]]:
        inner = re.sub(r"^\s*单位\s*[:：]?", "", text).strip()
        try:
            factor(inner, inner)
        except CodedError:
            continue
        return inner
    return ""


def recognise(header: str, kind: str) -> str | None:
    """The field a header stands for in this kind of upload."""
    plain = bare(header).casefold()
    for key, field in FIELDS.items():
        if kind in field.kinds and re.fullmatch(field.pattern, plain, re.I):
            return key
    return None


def guess(table: Table, kind: str) -> UploadMapping:
    """What a table seems to hold; to be shown and corrected."""
    best: tuple[float, UploadMapping] | None = None
    for row in range(min(SEARCHED, len(table.rows))):
        if len(table.filled(row)) < 2:
            continue
        score, mapping = _read_as(table, header_at(table, row, 1), kind)
        if best is None or score > best[0]:
            best = score, mapping
    return best[1] if best else UploadMapping(sheet=table.name)


def _read_as(table: Table, header: Header, kind: str) -> tuple[float, UploadMapping]:
    plain = {"sheet": table.name, "header_row": header.row + 1}
    times = [name for name in header.names if _is_time(name)]
    if len(times) >= 2:
        left = next((name for name in header.names if name not in times), "")
        year = _year_above(table, header.row)
        columns = {"subject": left}
        unit = next((n for n in header.names if n not in times and recognise(n, kind) == "unit"), "")
        rest = tuple(n for n in header.names if n not in (*times, left, unit))
        columns |= {"unit": unit} if unit else {}
        found = {"layout": "by_subject", "columns": columns, "ignored": rest, "year": year}
        return 3 + len(times), UploadMapping.model_validate(plain | found)
    columns = {}
    for name in header.names:
        key = recognise(name, kind)
        if key is not None and key not in columns:
            columns[key] = name
    timed = "time" in columns or "end" in columns
    values = (
        "register"
        if re.search(r"读数|底数|示数|表码|止码|reading|register", columns.get("value", ""), re.I)
        else "amount"
    )
    if timed and "subject" not in columns and kind != "purchases":
        left = columns.get("time") or columns["end"]
        rest = tuple(
            n for n in header.names if n != left and (n.startswith("(") or recognise(n, kind) == "note")
        )
        found = {
            "layout": "by_time",
            "columns": {"time": left},
            "ignored": rest,
            "year": _year_above(table, header.row),
        }
        return 3.5, UploadMapping.model_validate(plain | found)
    score = len(columns) + 2 * timed + ("value" in columns) - 0.001 * header.row
    return score, UploadMapping.model_validate(
        plain | {"columns": columns, "values": values, "year": _year_above(table, header.row)}
    )


def _is_time(name: str) -> bool:
    """Whether a header names a time; 2000 alone is rather an amount in the row below the header."""
    return not re.fullmatch(r"\d+(\.0)?", name) and span_of(name, year=2000) is not None


def _year_above(table: Table, row: int) -> int | None:
    """A year that stands above the header or in the name of the sheet: `2025 年能源消耗台账`."""
    texts = [table.name, *(table.text(r, c) for r in range(row) for c in table.filled(r))]
    years = [int(found) for text in texts for found in re.findall(r"(?<!\d)(20\d{2})(?!\d)", text)]
    return years[0] if years else None
