"""What is said when an XML document is refused; paths are names of members."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both

_REPAIR = ("请修正导出程序或文件。", "Correct the file or the program that wrote it.")
_SPLIT = ("请拆成几个文件。", "Split it into several files.")
_NO_TRICKS = (
    "请去掉它后重新导出；数据文件用不着它。",
    "Take it out and export again; data files have no use for it.",
)

TOO_LARGE = define(
    "xml.too-large",
    zh="文件有 {size} 字节，超过上限 {limit} 字节。",
    en="The file has {size} bytes; the limit is {limit} bytes.",
    remedy_zh=_SPLIT[0],
    remedy_en=_SPLIT[1],
)
TOO_MANY = define(
    "xml.too-many-nodes",
    zh="文件里的元素和属性超过 {limit} 个。",
    en="The file holds more than {limit} elements and attributes.",
    remedy_zh=_SPLIT[0],
    remedy_en=_SPLIT[1],
)
TOO_MANY_ATTRIBUTES = define(
    "xml.too-many-attributes",
    zh="有一个元素的属性超过 {limit} 个。",
    en="An element has more than {limit} attributes.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
TOO_DEEP = define(
    "xml.too-deep",
    zh="嵌套超过 {limit} 层。",
    en="It is nested more than {limit} levels deep.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
TEXT_TOO_LONG = define(
    "xml.text-too-long",
    zh="有一段文字超过 {limit} 个字符。",
    en="A text is longer than {limit} characters.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
DOCTYPE = define(
    "xml.doctype",
    zh="文件带有 DOCTYPE 声明，可借以定义实体或读取别的文件，因此不接受。",
    en="The file has a DOCTYPE, through which entities are defined and other files are read; it is not accepted.",
    remedy_zh=_NO_TRICKS[0],
    remedy_en=_NO_TRICKS[1],
)
XINCLUDE = define(
    "xml.xinclude",
    zh="文件用 XInclude 引入别的文件，不接受。",
    en="The file includes other files (XInclude); it is not accepted.",
    remedy_zh=_NO_TRICKS[0],
    remedy_en=_NO_TRICKS[1],
)
UNKNOWN_ENCODING = define(
    "xml.unknown-encoding",
    zh="文件声明的编码“{encoding}”不支持。",
    en="The file declares the encoding “{encoding}”, which is not supported.",
    remedy_zh="请另存为 UTF-8；也可用 UTF-16、GB18030、GBK、Big5、ISO-8859-1、Windows-1252。",
    remedy_en="Save it as UTF-8; UTF-16, GB18030, GBK, Big5, ISO-8859-1 and Windows-1252 are read as well.",
)
WRONG_ENCODING = define(
    "xml.wrong-encoding",
    zh="第 {position} 字节起不是 {encoding} 编码的文字。",
    en="From byte {position} on, the file is not text in {encoding}.",
    remedy_zh='请在首行写明实际的编码（如 encoding="GB18030"），或另存为 UTF-8。',
    remedy_en='State the true encoding in the first line (such as encoding="GB18030"), or save it as UTF-8.',
)
NUL = define(
    "xml.nul-character",
    zh="文件里有空字符（U+0000）。",
    en="The file holds the character U+0000.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
EMPTY = define(
    "xml.empty",
    zh="文件是空的。",
    en="The file is empty.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
MALFORMED = define(
    "xml.malformed",
    zh="不是合法的 XML：第 {line} 行第 {column} 列，{detail}。",
    en="This is not well-formed XML: line {line}, column {column}, {detail}.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)

ELSEWHERE = Both("这里不能这样写", "this cannot stand here")
FAULTS = {
    "ERR_DOCUMENT_START": Both("这里应为第一个元素", "the first element is wanted"),
    "ERR_DOCUMENT_EMPTY": Both("这里应为第一个元素", "the first element is wanted"),
    "ERR_DOCUMENT_END": Both("根元素结束之后还有内容，或文件没有写完", "content follows the end, or the file is cut short"),
    "ERR_TAG_NOT_FINISHED": Both("元素没有结束，文件可能不完整", "an element is not closed; the file may be cut short"),
    "ERR_TAG_NAME_MISMATCH": Both("开始标签和结束标签不配对", "start and end of an element do not match"),
    "ERR_GT_REQUIRED": Both("标签没有写完", "a tag is not finished"),
    "ERR_LT_REQUIRED": Both("这里应为标签", "a tag is wanted"),
    "ERR_LTSLASH_REQUIRED": Both("缺结束标签，文件可能不完整", "an end tag is missing; the file may be cut short"),
    "ERR_UNDECLARED_ENTITY": Both("用了没有定义的实体", "an entity is used that nothing defines"),
    "ERR_INVALID_CHAR": Both("有不允许的字符", "it holds a character that is not allowed"),
    "ERR_INVALID_CHARREF": Both("字符引用不允许", "a character reference is not allowed"),
    "ERR_ATTRIBUTE_REDEFINED": Both("同一个属性写了两次", "an attribute stands twice"),
    "ERR_ATTRIBUTE_NOT_STARTED": Both("属性值缺引号", "the quotes of an attribute are missing"),
    "ERR_ATTRIBUTE_NOT_FINISHED": Both("属性值缺右引号", "the closing quote of an attribute is missing"),
    "ERR_ATTRIBUTE_WITHOUT_VALUE": Both("属性没有值", "an attribute has no value"),
    "ERR_CDATA_NOT_FINISHED": Both("CDATA 段没有结束", "a CDATA section is not closed"),
    "ERR_COMMENT_NOT_FINISHED": Both("注释没有结束", "a comment is not closed"),
    "ERR_PI_NOT_FINISHED": Both("处理指令没有结束", "a processing instruction is not closed"),
    "NS_ERR_UNDEFINED_NAMESPACE": Both("用了没有声明的命名空间前缀", "a namespace prefix is used that nothing declares"),
}  # fmt: skip
"""By the name of libxml2's error, whose own sentences are English only."""
