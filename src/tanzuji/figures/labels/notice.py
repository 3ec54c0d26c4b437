"""What stands where a label stood, once its certificate is no longer in force: a plain word and the number.

It looks like no label: no core, no cut corner, no value, nothing to be proud of.
"""

from __future__ import annotations

from tanzuji.documents.errors import Language
from tanzuji.figures.labels.drawing import set_svg
from tanzuji.figures.labels.marks import GREY, INK, PAPER, Sheet, box
from tanzuji.figures.labels.subject import SIZES, Size


def notice(language: Language, status: str, number: str, size: Size) -> bytes:
    """An SVG of the label's size that says how the certificate stands, e.g. `已暂停`, and where to read why."""
    width, height = SIZES[size]
    sheet = Sheet(width, height)
    sheet.add(box(0, 0, width, height, PAPER), box(0.4, 0.4, width - 0.8, height - 0.8, None, edge=0.3))
    room, unit = width - 4, height / 10
    sheet.write(width / 2, height * 0.48, status, min(unit * 2.2, 9), room=room, anchor="middle", weight=700)
    sheet.write(width / 2, height * 0.66, number, min(unit * 1.1, 3), room=room, anchor="middle", fill=GREY)
    hint = "原因见状态页" if language == "zh" else "The status page says why"
    sheet.write(width / 2, height * 0.82, hint, min(unit * 1.1, 2.6), room=room, anchor="middle", fill=INK)
    return set_svg(sheet, language, title=f"{number}: {status}", author="")
