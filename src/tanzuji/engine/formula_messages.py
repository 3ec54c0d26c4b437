"""What can be wrong with a formula, and how it is shown: the coded messages of the formula language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both, close_ones

MAX_SHOWN = 60
"""Characters of a name or formula that a message repeats."""

SYNTAX = define(
    "formula.syntax",
    zh="公式{where_zh}：此处应为{expected_zh}。",
    en="The formula {where_en}: expected {expected_en}.",
    remedy_zh="请改正该处。可用：数字、参数名、+ - * / ^、括号、比较、and/or/not 与函数。",
    remedy_en="Correct it. Allowed: numbers, names, + - * / ^ ( ), comparisons, and/or/not, functions.",
)
TOO_LONG = define(
    "formula.too-long",
    zh="公式过长：{measure_zh}超过上限 {limit}。",
    en="The formula is too long: it has more than {limit} {measure_en}.",
    remedy_zh="请把公式拆成几个参数。",
    remedy_en="Split the formula into several parameters.",
)
TOO_DEEP = define(
    "formula.too-deep",
    zh="公式在第 {position} 个字符处嵌套超过 {limit} 层。",
    en="The formula is nested more than {limit} levels deep at character {position}.",
    remedy_zh="请把内层表达式写成单独的参数。",
    remedy_en="Write the inner expressions as parameters of their own.",
)
BAD_CHARACTER = define(
    "formula.bad-character",
    zh="第 {position} 个字符 {character} 不能用于公式。",
    en="Character {position}, {character}, cannot be used in a formula.",
    remedy_zh="请使用半角字符：字母、汉字、0-9、下划线、小数点、+ - * / ^ ( ) , ; < > =。",
    remedy_en="Use half-width characters: letters, 0-9, underscore, decimal point, + - * / ^ ( ) , ; < > =.",
)
UNKNOWN_NAME = define(
    "formula.unknown-name",
    zh="没有名为“{name}”的参数。{close}",
    en="There is no parameter named “{name}”. {close}",
    remedy_zh="请定义该参数，或改正名称的拼写。",
    remedy_en="Define the parameter, or correct the spelling.",
)
UNKNOWN_FUNCTION = define(
    "formula.unknown-function",
    zh="第 {position} 个字符处的函数“{name}”不存在。{close}",
    en="There is no function “{name}” (character {position}). {close}",
    remedy_zh="可用的函数：{functions}。",
    remedy_en="Functions there are: {functions}.",
)
WRONG_ARGUMENT_COUNT = define(
    "formula.wrong-argument-count",
    zh="函数“{name}”（第 {position} 个字符）需要 {expected} 个参数，实际给出 {given} 个。",
    en="Function “{name}” (character {position}) takes {expected} argument(s), and {given} were given.",
    remedy_zh="请补足或删去参数。",
    remedy_en="Add or remove arguments.",
)
SHADOWS_FUNCTION = define(
    "formula.shadows-function",
    zh="参数名“{name}”与函数或关键字同名。",
    en="The parameter name “{name}” is that of a function or keyword.",
    remedy_zh="请给参数另取名称，例如“{name}_1”。",
    remedy_en="Give the parameter another name, for example “{name}_1”.",
)
DUPLICATE_NAME = define(
    "formula.duplicate-name",
    zh="参数名“{name}”与“{other}”只有大小写之别，视为同一名称。",
    en="The parameter names “{name}” and “{other}” differ in case only, and count as one name.",
    remedy_zh="请改用不同的名称。",
    remedy_en="Give one of them another name.",
)
CYCLE = define(
    "formula.cycle",
    zh="参数互相引用成环：{cycle}。",
    en="Parameters refer to each other in a circle: {cycle}.",
    remedy_zh="请给环中至少一个参数填写数值。",
    remedy_en="Give at least one parameter of the circle a number.",
)
NOT_A_NUMBER = define(
    "formula.not-a-number",
    zh="“{text}”的值不是有限的实数。",
    en="“{text}” does not give a finite real number.",
    remedy_zh="请检查除以零、负数的开方或对数、过大的幂（指数须在 ±10 000 以内）；可用 if(…) 避开这些情形。",
    remedy_en=(
        "Look for a division by zero, the root or logarithm of a negative number, or too large a power "
        "(exponents stay within ±10 000); if(…) can guard against them."
    ),
)


def shown(text: str) -> str:
    """`text` as a message may carry it: short, and without invisible or broken characters."""
    short = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)


def shown_character(character: str) -> str:
    """One character with its code point, which tells look-alikes apart."""
    code = f"U+{ord(character):04X}"
    return f"“{character}” ({code})" if character.isprintable() else code


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "—"


def where(position: int, found: str) -> dict[str, str | int]:
    """Where a formula cannot be read, as `formula.syntax` says it; nothing found is the end of the text."""
    if not found:
        return {"position": position, "where_zh": "写到一半就结束了", "where_en": "ends half-way"}
    return {
        "position": position,
        "where_zh": f"在第 {position} 个字符“{found}”处无法读取",
        "where_en": f"cannot be read at character {position}, at “{found}”",
    }


def close_names(name: str, spellings: Mapping[str, str]) -> Both:
    """A sentence with up to three names like `name`; `spellings` gives the names by case-folded name.

    At most 500 names are compared, those with the same first letter first: a comparison takes 40 µs.
    """
    near = [n for n in spellings if abs(len(n) - len(name)) <= 4 and len(n) <= MAX_SHOWN]
    near.sort(key=lambda other: other[:1] != name[:1])
    return close_ones([spellings[n] for n in difflib.get_close_matches(name, near[:500], cutoff=0.5)])
