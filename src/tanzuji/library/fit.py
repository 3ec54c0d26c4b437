"""Why a dataset is where it is: what of it fits the words, the unit, the region, the year, the technology asked for."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.regions import region
from tanzuji.documents.text import Text
from tanzuji.library import kinds, words
from tanzuji.library.found import Row
from tanzuji.library.searching import Search, distance

_PLACES = (
    ("head", "名称、地域、年份含{}", "name, region or year has {}"),
    ("body", "类别、来源等含{}", "category or source has {}"),
    ("none", "不含{}", "without {}"),
)


def why(row: Row, held: Sequence[str], asked: Search, unit: str) -> tuple[Text, ...]:
    """The reasons of a row's place in a search, in the order in which they count. `held`: the words of its entry."""
    found = [*_words(held, asked.query)]
    if unit:
        found.append(_unit(row, unit))
    if asked.technology.terms:
        found.append(_technology(held, asked.technology))
    if asked.geography:
        found.append(_region(row, asked.geography))
    if asked.year is not None:
        found.append(_year(row, asked.year))
    if found and row.rating is not None:
        found.append(
            Text(
                zh=f"数据质量评分 {row.rating:.1f}（1 最好）", en=f"data quality {row.rating:.1f} (1 is best)"
            )
        )
    elif found and row.confidence != "medium":
        level = kinds.named("confidence", row.confidence)
        found.append(Text(zh=f"可信度{level.to('zh')}", en=f"confidence {level.to('en')}"))
    return tuple(found)


def _words(held: Sequence[str], query: words.Query) -> list[Text]:
    places: dict[str, list[str]] = {"head": [], "body": [], "none": []}
    for term in query.terms:
        places[words.place(term, held)].append(term.written)
    return [
        Text(zh=zh.format(_quoted(places[place], "、")), en=en.format(_quoted(places[place], ", ")))
        for place, zh, en in _PLACES
        if places[place]
    ]


def _quoted(written: Sequence[str], between: str) -> str:
    return between.join(f"“{word}”" for word in written)


def _unit(row: Row, unit: str) -> Text:
    if row.fits:
        return Text(zh=f"单位可由 {unit} 换算", en=f"unit converts from {unit}")
    return Text(zh=f"单位不能由 {unit} 换算", en=f"unit does not convert from {unit}")


def _technology(held: Sequence[str], technology: words.Query) -> Text:
    has = [term.written for term in technology.terms if words.place(term, held) != "none"]
    if not has:
        return Text(zh="没有写明所问的技术", en="the technology asked for is not named")
    return Text(zh=f"技术含{_quoted(has, '、')}", en=f"technology has {_quoted(has, ', ')}")


def _region(row: Row, geography: str) -> Text:
    name = region(geography).name
    zh, en = name.to("zh"), name.to("en")
    if not row.geography:
        return Text(zh="没有写明地域", en="no region stated")
    return (
        Text(zh=f"地域为{zh}", en=f"region is {en}"),
        Text(
            zh=f"地域为{zh}所在的{row.region.to('zh')}",
            en=f"region is {row.region.to('en')}, which {en} is part of",
        ),
        Text(zh=f"地域为{zh}的一部分", en=f"region is a part of {en}"),
        Text(zh="全球数据", en="data of the world"),
        Text(zh=f"地域不是{zh}", en=f"region is not {en}"),
    )[distance(geography, row.geography)]


def _year(row: Row, year: int) -> Text:
    if not row.years:
        return Text(zh="没有写明年份", en="no year stated")
    apart = years_apart(row, year)
    if apart == 0:
        return Text(zh=f"数据年份含 {year} 年", en=f"data of {year}")
    return Text(
        zh=f"数据年份与 {year} 年相差 {apart} 年",
        en=f"data {apart} {'year' if apart == 1 else 'years'} from {year}",
    )


def years_apart(row: Row, year: int) -> int:
    """Years between the data and a year; 0 within their span. The data must state a year."""
    last = row.year_to if row.year_to is not None else row.year_from
    first = row.year_from if row.year_from is not None else row.year_to
    assert last is not None and first is not None
    return max(0, first - year, year - last)
