"""Draw the pictures of the README from the demo products: `python tools/write_images.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tanzuji import compute, demo_models, starter_release
from tanzuji.figures import sankey, standalone

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "img"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    footprint = compute(demo_models()["lfp_battery_pack"], starter_release())
    for language in LANGUAGES:
        figure = sankey(footprint, language, width=1080)
        if figure is not None:
            drawn = standalone(figure.svg)
            opening = drawn.index(">") + 1  # paper, so that it reads on a dark page as well
            paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
            text = drawn[:opening] + paper + drawn[opening:]
            (FOLDER / f"sankey.{language}.svg").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
