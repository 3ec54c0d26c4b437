"""A label's SVG without digits that nobody sees: lighter, and every outline where it was (SVG 1.1, 8.3 path data)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tanzuji.figures.labels import drawing
from tanzuji.figures.labels.lighter import lighter
from tanzuji.labels import patterns


def _points(path: str) -> Iterator[tuple[float, float]]:
    """Every point of an outline, control points among them, in absolute coordinates; a reader of its own."""
    x = y = begun_x = begun_y = 0.0
    for step, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        given = [float(number) for number in re.findall(r"-?\d*\.?\d+", rest)]
        if step == "Z":
            x, y = begun_x, begun_y
        elif step == "h":
            x += given[0]
        elif step == "v":
            y += given[0]
        else:
            base = (0.0, 0.0) if step == "M" else (x, y)
            for across, down in zip(given[::2], given[1::2], strict=True):
                x, y = base[0] + across, base[1] + down
                yield x, y
        if step in "Mm":
            begun_x, begun_y = x, y
        yield x, y


@pytest.fixture(scope="module", params=["numeric-l", "numeric-s", "grade-l"])
def both(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The drawing as typst writes it, and lighter."""
    sample = patterns.samples()[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "lighter", lambda svg: svg)
        heavy = drawing.draw(sample.label, sample.size, "svg").decode()
    return heavy, drawing.draw(sample.label, sample.size, "svg").decode()


def test_no_point_moves_by_more_than_a_thousandth_of_a_point(both: tuple[str, str]) -> None:
    """Half of the last decimal in each direction, also at the end of a code's outline of a thousand steps."""
    heavy, light = (re.findall(r' d="([^"]*)"', svg) for svg in both)
    assert len(heavy) == len(light) and max(map(len, heavy)) > 5000
    for before, after in zip(heavy, light, strict=True):
        pairs = list(zip(_points(before), _points(after), strict=True))
        assert max(abs(a - b) for one, other in pairs for a, b in zip(one, other, strict=True)) <= 0.00051


def test_it_weighs_little_more_than_half(both: tuple[str, str]) -> None:
    heavy, light = both
    assert len(light) < 0.56 * len(heavy) and len(light) < 100_000


def test_every_sign_that_is_used_is_still_there(both: tuple[str, str]) -> None:
    _, light = both
    names = re.findall(r'<symbol id="([^"]+)"', light)
    assert len(names) == len(set(names))
    assert set(re.findall(r'xlink:href="#([^"]+)"', light)) == set(names)


def test_an_outline_of_another_grammar_stays_as_it_is() -> None:
    svg = '<path d="M 0 0 10.123456789 4 a 1 1 0 0 0 2 2" fill-rule="nonzero"/>'
    assert ' d="M 0 0 10.123 4 a 1 1 0 0 0 2 2"' in lighter(svg)
