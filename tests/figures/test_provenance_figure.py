"""The provenance graph draws every source and input, and marks what leads nowhere."""

from __future__ import annotations

import pytest
from lxml import etree

from tanzuji.documents.text import Text
from tanzuji.figures import TrailInput, TrailSource, provenance_graph

VALUE = Text(zh="0.6 kgCO₂e/kWh", en="0.6 kg CO₂e/kWh")
SOURCES = [
    TrailSource("m", Text(zh="计量器具", en="Meter"), Text(zh="一号表", en="Meter 1")),
    TrailSource("e", Text(zh="文件", en="Document"), Text(zh="<年报>", en="<report>"), there=False),
]
INPUTS = [
    TrailInput("a", Text(zh="煤", en="Coal"), "1 kg", 0.75, ("m",)),
    TrailInput("b", Text(zh="油", en="Oil"), "2 kg", 0.25, ("e",), traced=False),
    TrailInput("c", Text(zh="煤的运输", en="Hauling coal"), "3 t·km", 0.05, ("m", "e"), feeds="a"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_source_and_input_is_drawn_and_listed(language: str) -> None:
    drawn = provenance_graph(VALUE, INPUTS, SOURCES, coverage=0.75, language=language)  # type: ignore[arg-type]
    assert drawn is not None
    root = etree.fromstring(drawn.svg.encode())
    words = " ".join(root.itertext())
    for each in (*INPUTS, *SOURCES):
        assert each.name.to(language) in words  # type: ignore[arg-type]
    assert "style=" not in drawn.svg
    paths = [each.get("class") for each in root.iter("{*}path")]
    assert len(paths) == 3 + 4, "a line to the value or to what it explains, and one from each source"
    assert paths.count("pace") == 1 + 2, (
        "dashed: the untraced input, and both lines from the source that is gone"
    )
    assert [row[2] for row in drawn.table.rows] == [0.75, 0.25, 0.05]


def test_a_loop_of_explanations_is_drawn_without_end() -> None:
    loop = [
        TrailInput("a", Text(en="A"), "1", 0.5, feeds="b"),
        TrailInput("b", Text(en="B"), "1", 0.5, feeds="a"),
    ]
    assert provenance_graph(VALUE, loop, [], coverage=0.0) is not None


def test_nothing_is_drawn_without_an_input() -> None:
    assert provenance_graph(VALUE, [], [], coverage=0.0) is None
