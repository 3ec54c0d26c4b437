"""The label as a drawing: what it says, that it can be read and scanned, and what it refuses to draw.

Read back by programs of others: zxing for the codes, PDFium for where the text stands, typst for how wide it is.
"""

from __future__ import annotations

import ctypes
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, get_args

import numpy as np
import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.figures.labels import (
    FORMATS,
    SIZES,
    Evidence,
    Label,
    Size,
    Stratum,
    Variant,
    digital_link,
    draw,
    gtin14,
    notice,
    status_address,
)
from tanzuji.figures.labels.core import heights
from tanzuji.figures.labels.faces import face, fonts
from tanzuji.figures.labels.parts import frame_inset

pdfium = pytest.importorskip("pypdfium2")

NUMBER = "CFP-2026-000417-X"
CEMENT = Label(
    language="zh", variant="numeric", evidence="certified", value=Decimal("738"), unit="kgCO2e", per="吨水泥",
    boundary="摇篮到大门", product="澜石牌 P·O 42.5 普通硅酸盐水泥", maker="澜石水泥有限公司",
    valid_until=date(2028, 11, 26), number=NUMBER, issuer="恒证认证中心",
    address=status_address("https://tz.example", NUMBER),
    strata=(Stratum("f-raw", "原料", 0.036), Stratum("f-manufacturing", "生产", 0.935), Stratum("f-distribution", "运输", 0.029)),
    score=Decimal(74), grade="B", scale="标杆 530　基准 618　限定 720（2025 年度值）",
)  # fmt: skip
ENGLISH = replace(
    CEMENT, language="en", per="t of cement", boundary="Cradle to gate", product="Lanshi P·O 42.5 Portland cement",
    maker="Lanshi Cement Co., Ltd.", issuer="Hengzheng Certification Centre",
    strata=(Stratum("f-raw", "Materials", 0.036), Stratum("f-manufacturing", "Plant", 0.935), Stratum("f-distribution", "Transport", 0.029)),
    scale="Best 530, reference 618, limit 720 (2025)",
)  # fmt: skip
CREDIT = replace(
    CEMENT, value=Decimal("12360.5"), product="高性能低碳排放复合硅酸盐水泥（旋窑余热发电与绿电直供联合工艺）P·C 42.5R 型",
    maker="示例省示例市新型建筑材料科技集团股份有限公司第一分公司",
    strata=(
        Stratum("f-raw", "原材料获取", 0.40), Stratum("f-manufacturing", "生产制造", 0.35), Stratum("f-distribution", "分销和储存", 0.15),
        Stratum("f-use", "使用", 0.1), Stratum("f-eol", "废弃", 0.12), Stratum("f-recycling", "回收", -0.12),
    ),
)  # fmt: skip
BATTERY = replace(
    ENGLISH, value=Decimal("0.1456"), per="kWh delivered over the service life", boundary="Cradle to grave",
    product="LFP traction battery pack",
)  # fmt: skip
"""A functional unit that is long in words; it is never cut."""
EVERY = [
    pytest.param(replace(label, variant=variant), size, id=f"{name}-{variant}-{size}")
    for (name, label), variant, size in product(
        (("zh", CEMENT), ("en", ENGLISH), ("long", CREDIT), ("unit", BATTERY)), get_args(Variant), SIZES
    )
]
MM = 72 / 25.4


def page_of(label: Label, size: Size, *, mono: bool = False) -> Any:
    return pdfium.PdfDocument(draw(label, size, "pdf", mono=mono))[0]


def said(label: Label, size: Size) -> str:
    """The text of the PDF without blanks; small lowered figures read as they are."""
    return re.sub(r"\s", "", page_of(label, size).get_textpage().get_text_range())


def pixels(png: bytes) -> np.ndarray:
    """Grey values of an RGBA PNG on white, shape (height, width); read here by the book (PNG, W3C 2003, section 9)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, shape = 8, b"", (0, 0)
    while at < len(png):
        (length,) = struct.unpack(">L", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">LLBB", body[:10])
            assert (depth, colour) == (8, 6)
            shape = (height, width)
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(shape[0], 1 + 4 * shape[1])
    found, before = np.zeros((shape[0], 4 * shape[1]), np.uint8), np.zeros(4 * shape[1], np.int32)
    for index, row in enumerate(rows):
        before = _unfiltered(int(row[0]), row[1:].astype(np.int32), before)
        found[index] = before
    rgba = found.reshape(*shape, 4).astype(float)
    clear = rgba[..., 3:] / 255
    return (rgba[..., :3].mean(-1) * clear[..., 0] + 255 * (1 - clear[..., 0])).astype(np.uint8)


def _unfiltered(kind: int, row: np.ndarray, above: np.ndarray) -> np.ndarray:
    if kind == 2:
        return (row + above) % 256
    if kind == 0:
        return row
    out = row.copy()
    for i in range(len(row)):
        left = int(out[i - 4]) if i >= 4 else 0
        up, corner = int(above[i]), int(above[i - 4]) if i >= 4 else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda one: abs(guess - one))
        out[i] = (row[i] + (left if kind == 1 else (left + up) // 2 if kind == 3 else nearest)) % 256
    return out


@pytest.mark.parametrize(("label", "size"), EVERY)
def test_every_label_says_what_the_policy_asks_for(label: Label, size: Size) -> None:
    """JS-301 明确标注量化信息 and A.7.4: value, unit with the declared unit, boundary, validity, number; read by PDFium."""
    text = said(label, size)
    for part in (label.figure, "CO2e", label.per, label.boundary, "2028-11-26", NUMBER, label.evidence_word):
        assert re.sub(r"\s", "", part).casefold() in text.casefold(), part
    if label.variant == "grade":
        assert "B" in text
    if label.variant == "score":
        assert "74" in text
    if size != "s":
        assert re.sub(r"\s", "", label.issuer)[:6] in text


@pytest.mark.parametrize("mono", (False, True))
@pytest.mark.parametrize(("label", "size"), EVERY)
def test_the_code_leads_to_the_status_page(label: Label, size: Size, mono: bool) -> None:
    """zxing reads the code of the PDF at 300 dots an inch, in colour and in one ink."""
    drawn = page_of(label, size, mono=mono).render(scale=300 / 72).to_numpy()
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(drawn))
    assert found.text == f"https://tz.example/c/{NUMBER}"
    assert found.format == zxingcpp.BarcodeFormat.QRCode


@pytest.mark.parametrize("size", SIZES)
def test_the_code_of_a_png_can_be_read_and_the_corner_is_clear(size: Size) -> None:
    """600 dots an inch, so L is 60 / 25.4 × 600 = 1417 dots wide (hand calculation)."""
    png = draw(CEMENT, size, "png")
    grey = pixels(png)
    assert abs(grey.shape[1] - SIZES[size][0] / 25.4 * 600) <= 1
    (found,) = zxingcpp.read_barcodes(grey)
    assert found.text == CEMENT.address
    assert grey[0, -1] == 255  # the cut corner: nothing is drawn there


@pytest.mark.parametrize(("label", "size"), EVERY)
def test_no_text_leaves_the_frame_or_enters_the_code(label: Label, size: Size) -> None:
    """Where PDFium finds each sign: inside the frame, out of the four white modules around the code."""
    page = page_of(label, size)
    width, height = SIZES[size]
    inset = frame_inset(label.evidence)
    left, top, right, bottom = code_area(label, size)
    text = page.get_textpage()
    for index in range(text.count_chars()):
        if not text.get_text_range(index, 1).strip():
            continue
        x0, y0, x1, y1 = (value / MM for value in text.get_charbox(index))
        sign = text.get_text_range(index, 1)
        assert x0 >= inset - 0.01 and x1 <= width - inset + 0.01, sign
        assert y0 >= inset - 0.01 and y1 <= height - inset + 0.01, sign
        down0, down1 = height - y1, height - y0
        assert x1 <= left or x0 >= right or down1 <= top or down0 >= bottom, sign


def code_area(label: Label, size: Size) -> tuple[float, float, float, float]:
    """Where zxing finds the code, with the white it needs; mm from the upper left."""
    scale = 300 / 25.4
    drawn = page_of(label, size).render(scale=300 / 72).to_numpy()
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(drawn))
    where = found.position
    x0, y0 = where.top_left.x / scale, where.top_left.y / scale
    x1, y1 = where.bottom_right.x / scale, where.bottom_right.y / scale
    assert x1 - x0 >= 11.8  # 12 mm, two dots of 300 less
    quiet = 3.5 * (x1 - x0) / 29  # four modules of the smallest code used, less the dots zxing rounds by
    return x0 - quiet, y0 - quiet, x1 + quiet, y1 + quiet


@pytest.mark.parametrize(("label", "size"), EVERY)
def test_letters_are_high_enough_to_be_read(label: Label, size: Size) -> None:
    """A Chinese character is at least 1.4 mm high. Its size in the PDF is that of the whole em, of which it takes 92 %."""
    page = page_of(label, size)
    for thing in page.get_objects(textpage=page.get_textpage()):
        if thing.type == pdfium.raw.FPDF_PAGEOBJ_TEXT:
            _, _, _, d, _, _ = thing.get_matrix().get()
            em, characters = abs(d) * _font_size(thing) / MM, thing.extract()
            if em * 0.92 < 1.4:
                assert set(characters) <= set("0123456789 "), (characters, em)  # lowered figures alone: CO₂


def _font_size(thing: Any) -> float:
    size = ctypes.c_float()
    assert pdfium.raw.FPDFTextObj_GetFontSize(thing.raw, size)
    return float(size.value)


@pytest.mark.parametrize(
    "text",
    ("产品碳足迹", "kgCO", "12,360", "CFP-2026-000417-X", "标杆 66　基准 78（2025）", "P·O 42.5", "−0.36"),
)
def test_text_is_as_wide_as_typst_sets_it(text: str) -> None:
    """Our reading of the font file against typst's own measure; full-width brackets at an end may be set closer."""
    source = (
        '#set text(font: "Noto Sans SC", fallback: false, kerning: false, ligatures: false, cjk-latin-spacing: none, size: 100pt, lang: "zh")\n'
        "#context [#metadata(measure(sys.inputs.said).width.pt()) <wide>]"
    )
    found = typst.query(
        source.encode(), "<wide>", field="value", one=True, font_paths=fonts(), sys_inputs={"said": text}
    )
    assert face().width(text, 100) == pytest.approx(float(found), abs=0.6 if "（" not in text else 60)


def test_three_files_of_one_label_look_alike() -> None:
    """The PDF drawn by PDFium and the PNG drawn by typst differ by less than 2 % of their dots' darkness."""
    for size in SIZES:
        png = pixels(draw(CEMENT, size, "png"))
        pdf = page_of(CEMENT, size).render(scale=600 / 72).to_numpy().mean(-1)
        rows, columns = min(png.shape[0], pdf.shape[0]), min(png.shape[1], pdf.shape[1])
        assert np.abs(png[:rows, :columns] - pdf[:rows, :columns]).mean() / 255 < 0.02


@pytest.mark.parametrize("format", FORMATS)
def test_equal_labels_give_equal_bytes(format: Any) -> None:
    assert draw(CEMENT, "m", format) == draw(replace(CEMENT), "m", format)
    assert draw(CEMENT, "m", format) != draw(replace(CEMENT, value=Decimal("739")), "m", format)


def test_an_svg_is_as_large_as_it_says_and_has_its_text_as_outlines() -> None:
    svg = draw(CEMENT, "l", "svg").decode()
    assert 'width="60mm" height="92mm"' in svg
    assert "<text" not in svg and "<image" not in svg and "<script" not in svg
    assert "产品碳足迹：澜石牌 P·O 42.5 普通硅酸盐水泥，738 kgCO₂e / 吨水泥，摇篮到大门，已认证" in svg


@pytest.mark.parametrize(("label", "size"), EVERY)
def test_one_ink_is_one_ink(label: Label, size: Size) -> None:
    """Stamps and coders make no grey: black and paper are all there is."""
    svg = draw(label, size, "svg", mono=True).decode().lower()
    assert set(re.findall(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b", svg)) <= {"#000000", "#ffffff", "#000", "#fff"}


@pytest.mark.parametrize(("label", "size"), EVERY)
def test_nothing_looks_like_the_national_mark(label: Label, size: Size) -> None:
    """No round shape but in letters, and no green: hue between yellow-green and green with any strength."""
    svg = draw(label, size, "svg").decode()
    shapes = re.sub(r"<symbol.*?</symbol>", "", svg, flags=re.DOTALL)
    assert not re.search(r"<(circle|ellipse)", shapes)
    assert not any(re.search(r"[CcQqAaSsTt]\s*-?[\d.]", path) for path in re.findall(r' d="([^"]*)"', shapes))
    for colour in set(re.findall(r"#([0-9a-fA-F]{6})", shapes)):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
        assert not (green > red + 40 and green > blue + 40), colour


FRAMES: dict[Evidence, str] = {"self": "dashed", "verified": "thin", "certified": "thick"}


def test_the_frame_tells_the_evidence_without_colour() -> None:
    """Dashed, thin (0.5 mm), thick (0.9 mm); in points of the SVG."""
    widths = {}
    for evidence in FRAMES:
        svg = draw(replace(CEMENT, evidence=evidence), "l", "svg").decode()
        found = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', svg)]
        widths[evidence] = {round(width / MM, 2) for width in found}
        assert ("stroke-dasharray" in svg) == (evidence == "self")
    assert 0.9 in widths["certified"] and 0.5 in widths["verified"] and 0.35 in widths["self"]
    assert not {0.9} & (widths["verified"] | widths["self"])


@pytest.mark.parametrize(
    ("changed", "path"),
    (
        ({"per": " "}, "per"), ({"unit": ""}, "unit"), ({"boundary": ""}, "boundary"), ({"number": ""}, "number"),
        ({"issuer": ""}, "issuer"), ({"value": Decimal("NaN")}, "value"), ({"variant": "score", "score": None}, "score"),
        ({"variant": "grade", "grade": ""}, "grade"), ({"variant": "grade", "grade": "AB"}, "grade"),
        ({"variant": "score", "score": Decimal(101)}, "score"), ({"variant": "grade", "scale": ""}, "scale"),
    ),
)  # fmt: skip
def test_nothing_is_drawn_without_what_must_be_shown(changed: dict[str, Any], path: str) -> None:
    """JS-301, ZJ-302: value, unit, declared unit and boundary always; score and grade only where they exist."""
    with pytest.raises(CodedError) as refused:
        draw(replace(CEMENT, **changed), "l", "svg")
    assert path in {problem.path for problem in refused.value.problems}
    assert {problem.code for problem in refused.value.problems} <= {"label.incomplete", "label.no-rating"}


def refusal(label: Label, size: Any = "s", format: Any = "svg") -> str:
    with pytest.raises(CodedError) as refused:
        draw(label, size, format)
    return refused.value.problems[0].code


def test_what_could_not_be_read_or_scanned_is_refused_with_the_remedy() -> None:
    assert refusal(replace(CEMENT, number="CFP-" + "9" * 60)) == "label.text-too-small"
    assert (
        refusal(replace(CEMENT, boundary="从原材料开采到成品出厂并包括全部上游运输在内的系统边界"))
        == "label.text-too-small"
    )
    far = status_address("https://a-very-long-name-of-a-host-of-a-province.example.gov.example", NUMBER * 2)
    assert refusal(replace(CEMENT, address=far)) == "label.code-too-fine"
    assert draw(replace(CEMENT, address=far), "m", "svg")
    assert refusal(replace(CEMENT, product="水泥😀")) == "label.no-glyph"
    assert refusal(replace(CEMENT, product="水泥😀"), "l") == "label.no-glyph"
    assert refusal(CEMENT, "xl") == "label.unknown-kind"
    assert refusal(CEMENT, "l", "bmp") == "label.unknown-kind"


@pytest.mark.parametrize(
    "evil",
    (
        "</script><script>alert(1)</script>",
        "{{7*7}}",
        '"><svg onload=alert(1)>',
        '#read("/etc/passwd")',
        "$x^2$ *b* _i_ `c`",
        "a\u202ebc\x00d",
    ),
)
def test_a_hostile_name_is_drawn_as_text(evil: str) -> None:
    """TRUST §4, 43: script and template marks in a name stay signs; typst markup is not read."""
    label = replace(CEMENT, product=evil, maker=evil)
    svg = draw(label, "l", "svg").decode()
    assert "<script" not in svg and "onload=alert(1)>" not in svg.replace("&gt;", "")
    plain = re.sub(r"[\u202e\x00\s]", "", evil)[:5]
    assert plain in said(label, "l")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(min_value=1e-6, max_value=1.0), min_size=1, max_size=8),
    st.floats(min_value=20, max_value=90),
)
def test_strata_fill_the_core_and_none_disappears(shares: list[float], height: float) -> None:
    tall = heights(shares, height)
    assert sum(tall) == pytest.approx(height)
    assert min(tall) >= min(0.9, height / len(shares)) - 1e-9
    assert [a <= b + 1e-9 for a, b in zip(sorted(tall), sorted(tall)[1:], strict=False)].count(False) == 0


def test_a_gtin_is_checked_and_written_with_fourteen_digits() -> None:
    """GS1's published examples: 9506000134352 (Digital Link standard) and 6291041500213 (check digit calculator)."""
    assert gtin14("9506000134352") == "09506000134352"
    assert gtin14("6291041500213") == "06291041500213"
    for wrong in (
        "9506000134353",
        "950600013435",
        "９506000134352",
        "0",
        "00000000",
        "-9506000134352",
        "9506000134352 1",
    ):
        with pytest.raises(CodedError) as refused:
            gtin14(wrong)
        assert refused.value.problems[0].code == "label.bad-gtin"


def test_a_product_with_a_gtin_bears_a_digital_link_where_its_modules_are_wide_enough() -> None:
    """GS1 asks for modules of 0.396 mm: 16.5 mm hold 41 of them, 12 mm 30; the link takes 33, the plain address 29."""
    link = digital_link("https://tz.example", "9506000134352", NUMBER)
    assert link == f"https://tz.example/01/09506000134352?c={NUMBER}"
    label = replace(CEMENT, link=link)
    for size, expected in (("l", link), ("m", link), ("s", CEMENT.address)):
        (found,) = zxingcpp.read_barcodes(
            np.ascontiguousarray(page_of(label, size).render(scale=300 / 72).to_numpy())
        )
        assert found.text == expected


def test_what_stands_in_for_a_dead_label_is_no_label() -> None:
    """A word and the number; no value, no core, no code."""
    svg = notice("zh", "已暂停", NUMBER, "m").decode()
    assert f"{NUMBER}: 已暂停" in svg
    assert svg.count("<use") == len("已暂停") + len(NUMBER) + len(
        "原因见状态页"
    )  # outlines of these signs alone
