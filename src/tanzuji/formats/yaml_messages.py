"""What the door for YAML says when it refuses; paths are `line:column`."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both

TOO_LARGE = define(
    "yaml.too-large",
    zh="“{file}”超过 YAML 文件的上限（{limit}）。",
    en="“{file}” is larger than a YAML file may be ({limit}).",
    remedy_zh="请拆成几个文件，或改用数据集导入。",
    remedy_en="Split it into several files, or import the data as datasets.",
)
ENCODING = define(
    "yaml.encoding",
    zh="“{file}”的文字编码无法识别。",
    en="The text encoding of “{file}” is not known.",
    remedy_zh="请以 UTF-8 另存（也接受带标记的 UTF-16 和 GB18030）。",
    remedy_en="Save it as UTF-8 (UTF-16 with its mark and GB18030 are read too).",
)
BAD_CHARACTER = define(
    "yaml.bad-character",
    zh="“{file}”第 {line} 行第 {column} 列有不可用的控制字符 {character}。",
    en="“{file}” has the control character {character} at line {line}, column {column}.",
    remedy_zh="请删去该字符。",
    remedy_en="Remove that character.",
)
SYNTAX = define(
    "yaml.syntax",
    zh="“{file}”第 {line} 行第 {column} 列不是有效的 YAML：{detail}。",
    en="“{file}” is not valid YAML at line {line}, column {column}: {detail}.",
    remedy_zh="请检查该行的缩进、冒号、引号和括号；缩进只用空格。",
    remedy_en="Check indentation, colons, quotes and brackets there; indent with blanks only.",
)
EMPTY = define(
    "yaml.empty",
    zh="“{file}”没有内容。",
    en="“{file}” is empty.",
    remedy_zh="请写入内容后再读取。",
    remedy_en="Write something into it first.",
)
SEVERAL_DOCUMENTS = define(
    "yaml.several-documents",
    zh="“{file}”第 {line} 行开始了第二份文档。",
    en="“{file}” starts a second document at line {line}.",
    remedy_zh="请每个文件只放一份文档，删去“---”之后的部分。",
    remedy_en="Keep one document a file; remove what follows the second “---”.",
)
TOO_DEEP = define(
    "yaml.too-deep",
    zh="“{file}”第 {line} 行嵌套超过 {limit} 层。",
    en="“{file}” is nested more than {limit} levels deep at line {line}.",
    remedy_zh="请减少嵌套。",
    remedy_en="Nest less.",
)
EXPANSION = define(
    "yaml.expansion",
    zh="“{file}”第 {line} 行的引用（*）过多或展开后过大。",
    en="“{file}” has too many aliases (*) at line {line}, or they expand to too much.",
    remedy_zh="请直接写出内容，不用锚点和引用。",
    remedy_en="Write the content out instead of using anchors and aliases.",
)
UNKNOWN_ALIAS = define(
    "yaml.unknown-alias",
    zh="“{file}”第 {line} 行引用了此前没有写完的锚点“{anchor}”。",
    en="“{file}” uses the alias “{anchor}” at line {line}, which is not complete before that line.",
    remedy_zh="请先定义锚点，且不要引用自身。",
    remedy_en="Define the anchor first; it cannot hold itself.",
)
TAG = define(
    "yaml.tag",
    zh="“{file}”第 {line} 行第 {column} 列的标签“{tag}”不可用。",
    en="“{file}” has the tag “{tag}” at line {line}, column {column}, which is not accepted.",
    remedy_zh="请删去标签；需要文字时加引号。",
    remedy_en="Remove the tag; put text in quotes.",
)
BAD_KEY = define(
    "yaml.bad-key",
    zh="“{file}”第 {line} 行第 {column} 列的键不是一个词。",
    en="“{file}” has a key at line {line}, column {column} that is not a word.",
    remedy_zh="请用普通文字作键。",
    remedy_en="Use plain text as key.",
)
DUPLICATE_KEY = define(
    "yaml.duplicate-key",
    zh="“{file}”第 {line} 行的键“{key}”重复（首次在第 {first} 行）。",
    en="“{file}” has the key “{key}” at line {line} again (first at line {first}).",
    remedy_zh="请删去其中一个。",
    remedy_en="Remove one of the two.",
)
NOT_FINITE = define(
    "yaml.not-finite",
    zh="“{file}”第 {line} 行第 {column} 列的数“{value}”不是可表示的有限数。",
    en="“{file}” has “{value}” at line {line}, column {column}, which is not a finite number that can be held.",
    remedy_zh="请写有限的数；不知道时留空。",
    remedy_en="Write a finite number; leave it empty where it is unknown.",
)

_ELSEWHERE = Both("这里不能这样写", "this cannot stand here")
_LATE = Both("前一份内容已经结束，这里多出了文字", "the content has ended, and more text follows")
_FAULTS = {
    "did not find expected ',' or ']'": Both("缺逗号或右方括号", "a comma or “]” is missing"),
    "did not find expected ',' or '}'": Both("缺逗号或右花括号", "a comma or “}” is missing"),
    "mapping values are not allowed in this context": Both(
        "这里不能再有“键: 值”；请看缩进，文字里有冒号时加引号",
        "“key: value” cannot stand here; look at the indentation, and quote a text that holds a colon",
    ),
    "found unexpected end of stream": Both("引号没有配对", "a quote is not closed"),
    "found unexpected document indicator": Both("引号没有配对", "a quote is not closed"),
    "found character that cannot start any token": Both(
        "不能以这个字符开头（缩进用了制表符，或文字没有加引号）",
        "nothing may begin with this character (a tab as indentation, or a text without quotes)",
    ),
    "did not find expected '-' indicator": Both(
        "这里应以“-”开头，与上面各项对齐", "“-” in line with the items above is wanted"
    ),
    "did not find expected key": Both(
        "这里应为“键: 值”，与上面各行对齐", "“key: value” in line with those above is wanted"
    ),
    "did not find expected node content": Both("这里应有一个值", "a value is wanted"),
    "did not find expected alphabetic or numeric character": Both(
        "“*”或“&”后面缺名称；作文字时加引号", "a name is missing after “*” or “&”; quote it as a text"
    ),
    "found unknown escape character": Both(
        "反斜杠后面的写法不对", "the escape after the backslash is not known"
    ),
    "did not find expected hexdecimal number": Both(
        "反斜杠后面的写法不对", "the escape after the backslash is not known"
    ),
    "did not find expected comment or line break": Both(
        "“|”或“>”后面应换行", "a line break is wanted after “|” or “>”"
    ),
    "could not find expected ':'": Both("键后面缺冒号", "a colon is missing after the key"),
    "did not find expected <document start>": _LATE,
    "found undefined tag handle": Both("不用标签（!）", "tags (!) are not accepted"),
    "found incompatible YAML document": Both("不是 YAML 1.1 或 1.2", "this is neither YAML 1.1 nor 1.2"),
}
"""By what libyaml says, which is English only."""


def fault(said: object) -> Both:
    """What is wrong with the writing, by the reader's own words for it."""
    return _FAULTS.get(str(said), _ELSEWHERE)
