"""The drawing of products that are made with other products."""

from __future__ import annotations

from xml.etree import ElementTree

from tanzuji.documents.text import Text
from tanzuji.figures import ProductNode, product_graph

NODES = [
    ProductNode("cement", Text(zh="水泥", en="cement"), 0, ()),
    ProductNode("concrete", Text(zh="混凝土", en="concrete"), 1, ("cement",), behind=("cement",), stale=True),
    ProductNode("wall", Text(zh="墙板", en="wall"), 2, ("cement", "concrete"), stale=True),
]
_SVG = "{http://www.w3.org/2000/svg}"


def test_every_product_is_a_square_and_every_use_a_line_that_says_who_takes_whom() -> None:
    drawn = product_graph(NODES, "zh")
    assert drawn is not None
    tree = ElementTree.fromstring(drawn.svg)
    assert len(tree.findall(f".//{_SVG}rect")) == 3
    lines = {path.findtext(f"{_SVG}title"): path.get("class") for path in tree.findall(f".//{_SVG}path")}
    assert lines == {"水泥 → 混凝土": "pace", "水泥 → 墙板": "axis", "混凝土 → 墙板": "pace"}
    assert "style=" not in drawn.svg


def test_suppliers_stand_left_of_what_is_made_with_them() -> None:
    drawn = product_graph(NODES, "en")
    assert drawn is not None
    places = [
        float(str(rect.get("x"))) for rect in ElementTree.fromstring(drawn.svg).findall(f".//{_SVG}rect")
    ]
    assert places == sorted(places) and len(set(places)) == 3


def test_the_table_and_the_sentence_hold_the_same() -> None:
    drawn = product_graph(NODES, "en")
    assert drawn is not None
    assert [row[1] for row in drawn.table.rows] == ["", "cement", "cement, concrete"]
    assert "3 levels" in drawn.summary and "2 of them are out of date" in drawn.summary


def test_products_in_a_loop_are_drawn_and_said() -> None:
    nodes = [
        ProductNode("a", Text(zh="甲", en="A"), 0, ("b",), looped=True),
        ProductNode("b", Text(zh="乙", en="B"), 0, ("a",), looped=True),
    ]
    drawn = product_graph(nodes, "en")
    assert drawn is not None and "2 are in a loop" in drawn.summary and "A, in a loop" in drawn.svg
    assert product_graph([], "zh") is None
