"""Where everything stands on the three sizes of the label: 60 × 92, 90 × 36 and 38 × 18 mm.

All three bear value, unit with the declared unit, boundary, evidence, validity, number and code; the large and the
middle one product and issuer too. On the small one the number leads to both.
"""

from __future__ import annotations

from tanzuji.figures.labels import code
from tanzuji.figures.labels.core import core
from tanzuji.figures.labels.marks import GREY, INK, LEAST, LEAST_LETTER, Sheet, fitting, lines, strokes, width
from tanzuji.figures.labels.messages import TOO_SMALL
from tanzuji.figures.labels.parts import frame, legend, legend_size, word
from tanzuji.figures.labels.subject import SIZES, Label, Size

_FACTS_FROM = 69.4
"""Lowest baseline above validity, number and issuer on the large label, mm."""


def laid_out(label: Label, size: Size, *, mono: bool) -> Sheet:
    """The marks of a label. Raises `label.text-too-small`, `label.code-too-fine`, `label.no-glyph`."""
    sheet = Sheet(*SIZES[size])
    {"l": _large, "m": _middle, "s": _small}[size](sheet, label, mono)
    return sheet


def _large(sheet: Sheet, label: Label, mono: bool) -> None:
    left, room = 17.5, sheet.width - 17.5 - 4
    frame(sheet, label.evidence, 7)
    core(sheet, (5.2, 6, 7, sheet.height - 12), label, mono=mono)
    title, other = label.heading
    sheet.write(left, 10.2, title, 4.1, room=room - 3, weight=700)
    sheet.write(left, 13.4, other, 1.75, room=room, fill=GREY, tracking=0.12)
    word(sheet, left, 16.4, label, tall=4.6, size=2.5)
    if label.variant == "numeric":
        # A comma hangs below the line: such a number stands higher on every size, so that it touches no word below.
        foot = 40.8 if "," in label.figure else 42
        sheet.write(left - 0.6, foot, label.figure, 19, room=room, weight=700, least=6)
        sheet.write(left, 47.4, label.unit_line, 3.3, room=room, weight=600)
    else:
        _rated_large(sheet, label, left, room)
    low = label.variant != "numeric" and _long_unit(label, 2.6, _beside_value(label, room))
    sheet.write(left, 53.1 if low else 51.6, label.boundary, 2.1 if low else 2.5, room=room, fill=GREY)
    sheet.add(strokes([((left, 54.2), (sheet.width - 4, 54.2))], 0.35))
    _description(sheet, label, left, room, mono)
    side = 16.5
    _code(sheet, label, sheet.width - 4 - side, sheet.height - 4.6 - side, side)
    _facts(sheet, label, left, 19.6)


def _facts(sheet: Sheet, label: Label, x: float, room: float) -> None:
    """Validity, number and issuer under each other beside the code; a long issuer stands in two lines."""
    issuer = label.facts[-1][1]
    long = fitting(issuer, 2.1, room) < 1.7
    base = 71.5 if long else 72.4
    for name, said in label.facts:
        sheet.write(x, base, name, 1.7, room=room, fill=GREY)
        if long and said == issuer:
            for index, part in enumerate(lines(said, 1.7, room, 3)):
                sheet.write(x, base + 2.3 + index * 2, part, 1.7, room=room, weight=600)
        else:
            sheet.write(x, base + 2.6, said, 2.1, room=room, weight=600)
        base += 5.7 if long else 5.9


def _description(sheet: Sheet, label: Label, x: float, room: float, mono: bool) -> None:
    """Legend or scale, product and maker between the rule and the facts: with smaller gaps, or a shorter name, where
    there is much to say."""
    if label.variant == "numeric":
        small = legend_size(label, room, 1.9, 2)
        foot = legend(sheet, x, 57.5, label, room=room, size=small, mono=mono)
    else:
        foot = _paragraph(sheet, x, 57.5, label.scale, 1.9, room, 2, grey=True)
    for product, maker, most in ((2.7, 2.1, 2), (2.2, 1.8, 2), (2.2, 1.8, 1)):
        trial = Sheet(sheet.width, sheet.height)
        last = _paragraph(trial, x, foot + product * 1.55, label.product, product, room, most, bold=True)
        last = _paragraph(trial, x, last + maker * 1.45, label.maker, maker, room, 1, grey=True)
        if last <= _FACTS_FROM:
            break
    sheet.add(*trial.marks)


def _rated_large(sheet: Sheet, label: Label, left: float, room: float) -> None:
    """Grade or score large, the value below it in the same breath."""
    taken = sheet.write(left - 0.6, 39, label.hero, 18, room=room * 0.6, weight=700, least=6)
    beside = left + taken + (1.6 if label.variant == "grade" else 1.2)
    name, place = label.aside
    sheet.write(beside, 33.4, name, 2.3, room=sheet.width - 3 - beside, fill=GREY)
    sheet.write(beside, 38.6, place, 2.9, room=sheet.width - 3 - beside, weight=600)
    size = fitting(label.figure, 6.2, room * 0.5)
    if _long_unit(label, 2.6, _beside_value(label, room)):
        sheet.write(left, 45.6, label.figure, min(size, 5.2), room=room, weight=700, least=3)
        _unit(sheet, left, (48.2, 48.2, 50.5), label, 2.6, room)
        return
    wide = sheet.write(left, 47.4, label.figure, size, room=room * 0.5, weight=700, least=3)
    sheet.write(left + wide + 1.2, 47.4, label.unit_line, 2.6, room=room - wide - 1.2, weight=600)


def _beside_value(label: Label, room: float) -> float:
    """What a rated large label leaves to the unit beside the value."""
    return room - width(label.figure, fitting(label.figure, 6.2, room * 0.5)) - 1.2


def _middle(sheet: Sheet, label: Label, mono: bool) -> None:
    left, side = 15.5, 20.5
    code_x = sheet.width - 5 - side
    room = code_x - 2.6 - left
    frame(sheet, label.evidence, 5)
    core(sheet, (4.6, 4, 6, sheet.height - 8), label, mono=mono)
    title, other = label.heading
    taken = sheet.write(left, 7.2, title, 3, room=room, weight=700)
    sheet.write(left + taken + 1.6, 7.2, other, 1.6, room=room - taken, fill=GREY, tracking=0.1)
    if label.variant == "numeric":
        # The unit is to be read at a glance too: the number leaves it the room it needs at 2.1 mm.
        spare = room - 0.8 - min(width(label.unit_line, 2.1), room * 0.5)
        figure_room = min(32.0, max(spare, room * 0.4))
        tall, foot = (11.5, 18.9) if "," in label.figure else (13, 19.6)
        wide = sheet.write(left - 0.4, foot, label.figure, tall, room=figure_room, weight=700, least=4)
        beside = left + wide + 0.8
        _unit(sheet, beside, (15.6, 13.8, 16.4), label, 2.6, left + room - beside)
        sheet.write(beside, 19.4, label.boundary, 2, room=left + room - beside, fill=GREY)
    else:
        _rated_middle(sheet, label, left, room)
    word(sheet, left, 21.4, label, tall=3.6, size=2.0)
    _paragraph(sheet, left, 28, label.product, 2.1, room, 1, bold=True)
    (until, day), (_, number), (role, issuer) = label.facts
    sheet.write(left, 30.7, f"{number}　{until} {day}", 1.75, room=room, fill=GREY)
    sheet.write(left, 33.1, f"{role} {issuer}", 1.75, room=room, fill=GREY)
    _code(sheet, label, code_x, (sheet.height - side) / 2, side)


def _rated_middle(sheet: Sheet, label: Label, left: float, room: float) -> None:
    wide = sheet.write(left - 0.4, 19.6, label.hero, 13, room=room * 0.45, weight=700, least=5)
    beside = left + wide + 1.0
    rest = left + room - beside
    sheet.write(beside, 11.4, "　".join(label.aside), 2.0, room=rest, weight=600)
    value = fitting(label.figure, 4.2, rest * 0.5)
    wide = width(label.figure, value)
    if _long_unit(label, 2.1, rest - wide - 0.8):
        sheet.write(beside, 15, label.figure, min(value, 3.4), room=rest, weight=700, least=2.4)
        _unit(sheet, beside, (17.4, 17.2, 19.4), label, 2.1, rest)
        tag = width(label.evidence_word, 2.0) + 2.4 + 3.6 * 0.75
        sheet.write(left + tag + 1.4, 24, label.boundary, 1.9, room=room - tag - 1.4, fill=GREY)
        return
    sheet.write(beside, 16, label.figure, value, room=rest * 0.5, weight=700, least=2.4)
    sheet.write(beside + wide + 0.8, 16, label.unit_line, 2.1, room=rest - wide - 0.8, weight=600)
    sheet.write(beside, 19.6, label.boundary, 1.9, room=rest, fill=GREY)


def _small(sheet: Sheet, label: Label, mono: bool) -> None:
    """No core: the frame tells the evidence and the lines carry what must be said. In ink alone, so `mono` is as it is."""
    side = code.LEAST_SIDE
    code_x, left = sheet.width - 3.2 - side, 2.1
    room = code_x - 1.7 - left
    frame(sheet, label.evidence, 2.6)
    tall, foot = (5.6, 6.5) if _long_unit(label, 1.9, room) else (7.2, 7.9)
    if label.variant == "numeric":
        if "," in label.figure:
            tall, foot = tall - 0.8, foot - 0.8
        sheet.write(left - 0.2, foot, label.figure, tall, room=room, weight=700, least=3)
    else:
        wide = sheet.write(left - 0.2, foot, label.hero, tall, room=room * 0.5, weight=700, least=3)
        sheet.write(left + wide + 0.6, foot, label.figure, 3, room=room - wide - 0.6, weight=700, least=2)
    _unit(sheet, left, (10.2, 8.5, 10.3), label, 1.9, room)
    for base, said in zip((12.2, 14.2), _small_lines(label, room), strict=True):
        sheet.write(left, base, said, LEAST, room=room)
    sheet.write(left, 16.2, label.number, LEAST, room=sheet.width - 2 * left)
    _code(sheet, label, code_x, 2.1, side)


def _small_lines(label: Label, room: float) -> tuple[str, str]:
    """Evidence and boundary, then validity; where the boundary needs a line of its own, evidence and validity share one."""
    evidence, day = label.evidence_word.capitalize(), label.valid_until.isoformat()
    together = f"{evidence} {label.boundary}"
    if fitting(together, LEAST, room) == LEAST:
        return together, f"{label.until_word} {day}"
    until = label.until_word if label.language == "zh" else "until"
    return label.boundary, f"{evidence} {until} {day}"


def _paragraph(
    sheet: Sheet,
    x: float,
    y: float,
    text: str,
    size: float,
    room: float,
    most: int,
    *,
    bold: bool = False,
    grey: bool = False,
) -> float:
    """Text in at most `most` lines, smaller where that saves a line; the baseline of its last line."""
    fits = fitting(text, size, room)
    size = fits if fits >= size * 0.8 else size * 0.92
    for index, part in enumerate(lines(text, size, room, most)):
        base = y + index * size * 1.2
        sheet.write(x, base, part, size, room=room, weight=600 if bold else 400, fill=GREY if grey else INK)
    return y + index * size * 1.2 if text else y


def _unit(
    sheet: Sheet, x: float, bases: tuple[float, float, float], label: Label, size: float, room: float
) -> None:
    """The unit with the declared unit: in one line at the first baseline, or where it is long in two at the other ones.

    It is never cut. Raises `label.text-too-small`.
    """
    one, upper, lower = bases
    if not _long_unit(label, size, room):
        sheet.write(x, one, label.unit_line, size, room=room, weight=600)
        return
    small = max(LEAST, size * 0.75)
    found = lines(label.unit_line, small, room, 2)
    if found[-1].endswith("…"):
        small, found = LEAST, lines(label.unit_line, LEAST, room, 2)
    if found[-1].endswith("…"):
        raise TOO_SMALL.error(text=label.unit_line, least=LEAST_LETTER)
    for base, part in zip((upper, lower), found, strict=False):
        sheet.write(x, base, part, small, room=room, weight=600)


def _long_unit(label: Label, size: float, room: float) -> bool:
    """Whether the unit needs two lines: in one it would be much smaller than it should be."""
    return fitting(label.unit_line, size, room) < max(LEAST, size * 0.65)


def _code(sheet: Sheet, label: Label, x: float, y: float, side: float) -> None:
    sheet.add(code.drawn(code.best(label.address, label.link, side), x, y, side))
