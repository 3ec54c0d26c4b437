"""Every figure, for every kind of footprint, in both languages and at every width."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import sample
from drawn import SVG, words

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.figures import all_figures, line_bars, stage_bars, standalone, table_csv
from tanzuji.figures.figure import Column, Figure, Table
from tanzuji.figures.palette import ROLES, TOKENS
from tanzuji.figures.svg import escape, fit, number, text_width

KINDS: dict[str, Callable[[], Footprint]] = {
    "battery": sample.battery,
    "battery with credits": lambda: sample.battery(credits=True),
    "shirt": sample.shirt,
    "negative": sample.negative,
    "cancelling": sample.cancelling,
    "zero": sample.zero,
    "single": sample.single,
    "many": sample.many,
    "hostile": sample.hostile,
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module", params=list(KINDS))
def footprint(request: pytest.FixtureRequest) -> Footprint:
    return KINDS[request.param]()


def every(footprint: Footprint) -> list[Figure]:
    return [
        figure
        for language in LANGUAGES
        for width in (340.0, 720.0, 1080.0)
        for figure in all_figures(footprint, language, width=width)
    ]


def test_a_drawing_is_well_formed_named_and_harmless_under_a_strict_policy(footprint: Footprint) -> None:
    for figure in every(footprint):
        root = ElementTree.fromstring(figure.svg)
        assert root.tag == f"{SVG}svg" and root.get("role") == "img"
        assert (
            figure.heading in (root.get("aria-label") or "")
            and root.findtext(f"{SVG}title") == figure.heading
        )
        for element in root.iter():
            assert element.tag.removeprefix(SVG) in {"svg", "title", "text", "tspan", "rect", "line", "path"}
            assert set(element.attrib) <= {
                "class", "viewBox", "role", "aria-label", "x", "y", "width", "height", "x1", "x2", "y1", "y2", "d", "text-anchor",
            }  # fmt: skip
            assert set((element.get("class") or "").split()) <= ROLES


def test_every_number_in_a_drawing_is_finite_and_no_bar_is_turned_inside_out(footprint: Footprint) -> None:
    for figure in every(footprint):
        assert not re.search(r"\b(nan|inf)\b", figure.svg, re.IGNORECASE)
        for element in ElementTree.fromstring(figure.svg).iter():
            for name in ("width", "height"):
                assert float(element.get(name, "1")) > 0


def test_marks_stay_inside_the_drawing(footprint: Footprint) -> None:
    for figure in every(footprint):
        root = ElementTree.fromstring(figure.svg)
        _, _, width, height = (float(n) for n in (root.get("viewBox") or "").split())
        for element in root.iter(f"{SVG}rect"):
            x, y, w, h = (float(element.get(k, "0")) for k in ("x", "y", "width", "height"))
            assert x >= -0.01 and y >= -0.01 and x + w <= width + 1 and y + h <= height + 0.01, figure.id
        for found in words(figure.svg):
            size = text_width(found.text, 12 if "t2" in found.roles else 13)
            left = {"start": found.x, "middle": found.x - size / 2, "end": found.x - size}[found.anchor]
            # The estimate errs on the wide side by up to a tenth.
            assert left >= -0.1 * size - 1 and left + size <= width + 0.1 * size + 1, (figure.id, found.text)
            assert 0 < found.y < height


def test_labels_do_not_run_into_each_other(footprint: Footprint) -> None:
    """Two texts on the same line keep apart, by the estimate less the tenth by which it errs."""
    for figure in every(footprint):
        spans = []
        for found in words(figure.svg):
            size = 0.9 * text_width(found.text, 12 if "t2" in found.roles else 13)
            left = {"start": found.x, "middle": found.x - size / 2, "end": found.x - size}[found.anchor]
            spans.append((found.y, left, left + size, found.text))
        for i, (y, left, right, text) in enumerate(spans):
            for y2, left2, right2, text2 in spans[i + 1 :]:
                if abs(y - y2) < 10:
                    assert right <= left2 + 0.5 or right2 <= left + 0.5, (figure.id, text, text2)


def test_both_languages_say_everything(footprint: Footprint) -> None:
    chinese, english = (all_figures(footprint, language) for language in LANGUAGES)
    assert [figure.id for figure in chinese] == [figure.id for figure in english]
    for zh, en in zip(chinese, english, strict=True):
        assert zh.title.zh and zh.title.en and zh.summary and en.summary
        assert len(zh.table.rows) == len(en.table.rows) and len(zh.table.columns) == len(en.table.columns)
        assert [[c for c in row if isinstance(c, float)] for row in zh.table.rows] == [
            [c for c in row if isinstance(c, float)] for row in en.table.rows
        ]


def test_english_figures_hold_no_chinese_where_the_model_has_english() -> None:
    for kind in ("battery with credits", "shirt", "negative", "cancelling", "zero", "many"):
        for figure in all_figures(KINDS[kind](), "en"):
            everything = (
                figure.svg + figure.summary + figure.caption + "".join(figure.heads) + table_csv(figure)
            )
            assert not re.search("[\u3000-\u9fff\uff00-\uffef]", everything), (kind, figure.id)


def test_totals_in_tables_are_those_of_the_footprint(footprint: Footprint) -> None:
    """The last row of a table that has one is the total; the rows of parts above add up to it."""
    for figure in all_figures(footprint):
        if figure.id in {"tornado", "scenario-bars", "gauge", "gas-bars"}:
            continue
        at = next(i for i, column in enumerate(figure.table.columns) if column.kind == "amount")
        assert figure.table.rows[-1][at] == pytest.approx(footprint.total, abs=1e-9)


def test_line_rows_add_up_to_the_total(footprint: Footprint) -> None:
    figure = line_bars(footprint)
    values = [row[1] for row in figure.table.rows[:-1]]
    assert sum(v for v in values if isinstance(v, float)) == pytest.approx(footprint.total, abs=1e-9)


def test_what_has_nothing_to_show_is_left_out() -> None:
    assert [f.id for f in all_figures(sample.zero())] == ["stage-bars", "line-bars"]
    ids = [f.id for f in all_figures(sample.single())]
    assert ids == ["lifecycle-strip", "stage-bars", "contribution-tree", "line-bars", "tornado"]
    assert "tornado" not in [f.id for f in all_figures(sample.cancelling())]
    assert [f.id for f in all_figures(sample.battery())] == [
        "lifecycle-strip", "stage-bars", "sankey", "treemap", "contribution-tree", "line-bars", "gas-bars", "tornado",
        "scenario-bars", "gauge",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_names(language: Language) -> None:
    for figure in all_figures(sample.hostile(), language):
        lowered = figure.svg.casefold()
        assert "<script" not in lowered and "</script" not in lowered and 'onload="' not in lowered
        assert "<svg onload" not in lowered and "{{" not in figure.svg and " onclick='" not in lowered
        assert "\u202e" not in figure.svg and "\x00" not in figure.svg and "\x0b" not in figure.svg
        ElementTree.fromstring(standalone(figure.svg))
    bars = next(f for f in all_figures(sample.hostile(), language, width=1080) if f.id == "contribution-tree")
    shown = [found.text for found in words(bars.svg)]
    assert any(text.startswith("{{7*7}}") for text in shown)  # the name is shown as it was written


def test_escape_leaves_nothing_that_markup_or_a_template_could_take_up() -> None:
    assert escape('<a b="c">&\'{{x}}') == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;&#123;&#123;x&#125;&#125;"
    assert escape("a\u202eb\x00c\nd") == "ab\ufffdc d"


def test_numbers_are_short_and_finite() -> None:
    assert [number(v) for v in (1.0, 0.125, -0.001, 12.345, 1e6)] == ["1", "0.12", "0", "12.35", "1000000"]
    with pytest.raises(CodedError, match=r"figure\.not-finite"):
        number(float("nan"))


def test_long_names_are_cut_with_an_ellipsis_and_kept_in_full_in_the_title() -> None:
    name = "高纯度电池级一水合氢氧化锂原料（江西宜春产锂云母路线）"
    assert fit(name, 100) == "高纯度电池级…"  # 7 × 13 = 91; one more sign would be 104
    figure = next(f for f in all_figures(sample.many(), "zh") if f.id == "tornado")
    texts = list(ElementTree.fromstring(figure.svg).iter(f"{SVG}text"))
    cut = [t for t in texts if (t.text or "").endswith("…")]
    assert cut and all((t.findtext(f"{SVG}title") or "").startswith((t.text or "")[:-1]) for t in cut)
    assert any("（江西宜春产锂云母路线，含运输）" in (t.findtext(f"{SVG}title") or "") for t in cut)


def test_many_contributions_are_gathered() -> None:
    """200 contributions: at most 10 processes and their others in the Sankey; every table stays readable."""
    found = {figure.id: figure for figure in all_figures(sample.many())}
    assert len({row[1] for row in found["sankey"].table.rows if row[0] == "材料与服务"}) <= 11
    assert len(found["tornado"].table.rows) == 10
    assert len(found["contribution-tree"].table.rows) < 120
    assert len(found["treemap"].table.rows) < 120


def test_standalone_has_its_own_size_colours_fonts_and_hatching() -> None:
    figure = stage_bars(sample.battery(credits=True))
    for theme, ink in (("light", "#15202b"), ("print", "#000000")):
        alone = standalone(figure.svg, theme)  # type: ignore[arg-type]
        root = ElementTree.fromstring(alone)
        assert root.get("width") == "720" and root.get("height") == (root.get("viewBox") or "").split()[3]
        style = root.findtext(f"{SVG}style") or ""
        assert "'Noto Sans SC'" in style and f".f-ink{{fill:{ink}}}" in style and "var(" not in alone
        used = {c for e in root.iter() for c in (e.get("class") or "").split()} - {"chart", "wide"}
        assert all(f".{role}{{" in style for role in used)
        assert root.find(f".//{SVG}pattern[@id='hatch-credit']") is not None
        # Faces of documents lack the sign ₂: it is drawn as a lowered digit.
        assert not any("₂" in (e.text or "") for e in root.iter() if e.tag in {f"{SVG}text", f"{SVG}tspan"})


def test_colours_are_the_tokens_of_the_style_sheet(shared: object) -> None:
    """Light-theme values, read from the design's own token file."""
    text = (shared / "design/pages/tokens.css").read_text("utf-8")  # type: ignore[operator]
    light = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", text.split("@media")[0]))
    assert {name: light[name] for name in TOKENS["light"]} == TOKENS["light"]


def test_csv_keeps_numbers_and_disarms_formulas() -> None:
    """A spreadsheet runs a cell that begins with = + - @: words are quoted, numbers are left numbers."""
    table = Table(
        (Column("名称"), Column("碳足迹", "amount", "kgCO₂e/t"), Column("占比", "percent")),
        (("=HYPERLINK(1)", -8.29, -0.0976), ("+1", 59.76, 0.704), ("-2", 0.0, 0.0), ("@x", 1e-7, None), ("\t=1", 2.0, 1.0), ("铝, \"A\"", 3.0, 1.0)),
        sample_interval(),
    )  # fmt: skip
    figure = stage_bars(sample.battery())
    text = table_csv(Figure("x", "zh", figure.title, figure.svg, table, "", ""))
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["名称", "碳足迹（kgCO₂e/t）", "占比（%）"]
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)", "'+1", "'-2", "'@x", "' =1", '铝, "A"']
    assert [row[1] for row in rows[1:]] == ["-8.29", "59.76", "0", "1e-07", "2", "3"]
    assert [row[2] for row in rows[1:]] == ["-9.76", "70.4", "0", "", "100", "100"]


def sample_interval():  # type: ignore[no-untyped-def]
    return stage_bars(sample.battery()).table.interval


def test_hostile_names_are_disarmed_in_csv() -> None:
    for figure in all_figures(sample.hostile(), "en"):
        for row in csv.reader(io.StringIO(table_csv(figure))):
            assert not any(cell.startswith(("=", "@", "+")) for cell in row)


def test_a_typesetter_takes_every_drawing(tmp_path: object) -> None:
    """Typst (as the PDF report uses it) reads each standalone drawing without a word of complaint."""
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    page = "#set page(width: 800pt, height: auto)\n"
    for i, figure in enumerate(
        all_figures(sample.battery(credits=True)) + all_figures(sample.hostile(), "en")
    ):
        (tmp_path / f"{i}.svg").write_text(standalone(figure.svg, "print"), "utf-8")  # type: ignore[operator]
        page += f'#image("{i}.svg", width: 100%)\n'
    source = tmp_path / "page.typ"  # type: ignore[operator]
    source.write_text(page, "utf-8")
    made = typst.compile(str(source), format="pdf", font_paths=[str(fonts.sans_path().parent)])
    assert made.startswith(b"%PDF")
