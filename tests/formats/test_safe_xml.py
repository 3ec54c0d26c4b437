"""XML from outside is refused with a code, in bounded time and memory; what is harmless is read, GBK included.

The bounds of the cases (depth, attributes, lengths) are those of the list of bad inputs the project keeps; what is
well-formed follows XML 1.0, encodings its appendix F.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.formats import safe_xml
from tanzuji.formats.safe_xml import MAX_NODES, iterate, parse, root_name

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "billion laughs": ("xml.doctype", lambda: f"<?xml version='1.0'?>{LAUGHS}]><l>&j;</l>".encode()),
    "quadratic blow-up": (
        "xml.doctype",
        lambda: f'<!DOCTYPE a [<!ENTITY x "{"x" * 200_000}">]><a>{"&x;" * 20_000}</a>'.encode(),
    ),
    "external file": (
        "xml.doctype",
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ),
    "parameter entity": ("xml.doctype", lambda: b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x/y"> %x;]><a/>'),
    "external DTD": ("xml.doctype", lambda: b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'),
    "DOCTYPE after a comment": (
        "xml.doctype",
        lambda: b"<?xml version='1.0'?>\n<!-- - --> <?p i?>\n<!DOCTYPE a><a/>",
    ),
    "DOCTYPE in UTF-16": ("xml.doctype", lambda: "<!DOCTYPE a><a/>".encode("utf-16")),
    "entity nobody defined": ("xml.malformed", lambda: b"<a>&x;</a>"),
    "XInclude": (
        "xml.xinclude",
        lambda: (
            b'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd" parse="text"/></a>'
        ),
    ),
    "200 000 deep": ("xml.too-deep", lambda: b"<a>" * 200_000 + b"</a>" * 200_000),
    "300 000 attributes": (
        "xml.too-many-attributes",
        lambda: b"<a " + b" ".join(b'a%d=">"' % at for at in range(300_000)) + b"/>",
    ),
    "the same attribute 300 000 times": (
        "xml.too-many-attributes",
        lambda: b"<a " + b'a="1" ' * 300_000 + b"/>",
    ),
    "text of 30 MB": ("xml.text-too-long", lambda: b"<a>" + b"x" * 30_000_000 + b"</a>"),
    "attribute of 30 MB": ("xml.text-too-long", lambda: b"<a b='" + b"x" * 30_000_000 + b"'/>"),
    "CDATA of 30 MB": ("xml.text-too-long", lambda: b"<a><![CDATA[" + b"x" * 30_000_000 + b"]]></a>"),
    "name of 30 MB": ("xml.text-too-long", lambda: b"<" + b"x" * 30_000_000 + b"/>"),
    "ten million elements": ("xml.too-many-nodes", lambda: b"<a>" + b"<b/>" * 10_000_000 + b"</a>"),
    "UTF-7": ("xml.unknown-encoding", lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'),
    "UTF-16 with the other mark": (
        "xml.malformed",
        lambda: b"\xfe\xff" + "<?xml version='1.0'?><a/>".encode("utf-16-le"),
    ),
    "GBK that says UTF-8": (
        "xml.wrong-encoding",
        lambda: '<?xml version="1.0" encoding="UTF-8"?><a>碳足迹</a>'.encode("gbk"),
    ),
    "NUL": ("xml.nul-character", lambda: b"<a>\x00</a>"),
    "NUL as a reference": ("xml.malformed", lambda: b"<a>&#0;</a>"),
    "cut short in an element": ("xml.malformed", lambda: b"<a><b>text"),
    "cut short in a tag": ("xml.malformed", lambda: b"<a><b attribute="),
    "two roots": ("xml.malformed", lambda: b"<a/><b/>"),
    "prefix nobody declared": ("xml.malformed", lambda: b"<x:a/>"),
    "an attribute twice": ("xml.malformed", lambda: b"<a b='1' b='2'/>"),
    "no XML": ("xml.malformed", lambda: b"%PDF-1.7"),
    "nothing": ("xml.empty", lambda: b" \r\n"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_xml_is_refused_with_a_code_in_both_languages(case: str) -> None:
    code, make = HOSTILE[case]
    with pytest.raises(CodedError) as caught:
        parse(make(), "processes/x.xml")
    assert caught.value.codes == (code,)
    problem = caught.value.problems[0]
    assert problem.path == "processes/x.xml"
    for language in ("zh", "en"):
        assert problem.text(language) and problem.remedy(language)
        assert "{" not in problem.text(language)


@pytest.mark.parametrize("case", HOSTILE)
def test_reading_element_by_element_refuses_the_same(case: str) -> None:
    """Its bounds are wider only for how many elements there are."""
    code, make = HOSTILE[case]
    if code == "xml.too-many-nodes":
        return
    with pytest.raises(CodedError) as caught:
        list(iterate(make(), "x.xml"))
    assert caught.value.codes == (code,)


def test_a_file_beyond_the_limit_of_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_BYTES", 10)
    with pytest.raises(CodedError, match=r"xml\.too-large"):
        safe_xml.utf8(b"<a>123456789</a>", "x.xml", safe_xml.MAX_BYTES, MAX_NODES)


@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "gb2312", "Big5", "utf-8", "UTF-16"])
def test_chinese_reads_the_same_in_every_encoding_in_use(encoding: str) -> None:
    text = "碳足跡" if encoding == "Big5" else "碳足迹"
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>{text}</a>'.encode(encoding)
    root = parse(data, "x.xml")
    assert root.text == text


def test_gb18030_reads_what_gbk_cannot_hold() -> None:
    text = "𠮷 € ㏒ ḿ"
    root = parse(f'<?xml version="1.0" encoding="GB18030"?><a>{text}</a>'.encode("gb18030"), "x.xml")
    assert root.text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_first_bracket(codec: str) -> None:
    assert parse("<a>碳</a>".encode(codec), "x.xml").text == "碳"


def test_style_sheets_comments_and_a_byte_order_mark_are_no_obstacle() -> None:
    data = b'\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="http://x/y.xsl"?><!-- x --><a><!-- y -->1<b/></a>'
    root = parse(data, "x.xml")
    assert root.text == "1" and [child.tag for child in root] == ["b"]


def test_long_documents_are_read_one_element_after_another() -> None:
    data = b"<all>" + b"".join(b"<d><n>%d</n></d>" % at for at in range(5000)) + b"</all>"
    found = []
    for element in iterate(data, "x.xml", "{*}d"):
        found.append(int(element.findtext("n")))
        assert sum(1 for _ in element.itersiblings(preceding=True)) <= 1, "those before are let go"
    assert found == list(range(5000))


def test_the_root_is_told_without_reading_what_follows() -> None:
    assert root_name(b"<?xml version='1.0'?><d xmlns='http://x/y'><open>", "x.xml") == "{http://x/y}d"


def test_equal_signs_in_texts_are_no_attributes() -> None:
    assert parse(b"<a>" + b"x = y; " * 5000 + b"</a>", "x.xml").text.count("=") == 5000


@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                ["<a>", "</a>", "<b c='1'>", "</b>", "<!--", "-->", "<?p", "?>", "<![CDATA[", "]]>", "&amp;", "&x;", "&#1;",
                 "<!DOCTYPE", "<!ENTITY", "=", '"', "'", ">", "<", "\x00", "碳", "\ufeff", "xmlns:x='u'", "<x:y/>",
                 "<?xml version='1.0' encoding='gbk'?>", "<?xml version='1.0' encoding='utf-16'?>"]
            ),
            max_size=30,
        ).map(lambda parts: "".join(parts).encode()),
    )
)  # fmt: skip
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    for reading in (parse, root_name, lambda data, name: list(iterate(data, name))):
        try:
            reading(data, "x.xml")
        except CodedError as error:
            assert error.code.startswith("xml.")
