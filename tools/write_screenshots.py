"""Take the pictures of the editor for the README from a demo of its own: `python tools/write_screenshots.py`.

Needs Chromium and its driver, as the tests in a browser do, whose walker goes there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "img"
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from sites import site_in  # noqa: E402
from walker import Walker, chromium  # noqa: E402

SECOND_LINE = {"zh": "2 号线", "en": "line 2"}
"""The demo's second cement line, which holds an error to correct."""


def main() -> None:
    """The cement mill with its wrong electricity factor, 1280 px wide and light, in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        site = site_in(Path(folder), ["demo"])
        browser = chromium(Path(folder) / "profile")
        try:
            site.start()
            walker = Walker(browser, site.address, Path(folder) / "downloads")
            walker.begin()
            walker.enter("lin.lan@lanshi.example")
            for language, words in SECOND_LINE.items():
                walker.language = language
                walker.open("studies/")
                walker.follow(next(a for a in walker.all("table.studies th a") if words in a.text))
                walker.look(1280, height=840)
                walker.follow("#outline a[href*='process=cement_mill']")
                written = walker.picture(FOLDER / f"editor.{language}.png")
                print(f"{written.relative_to(ROOT)}  {written.stat().st_size // 1000} kB")
        finally:
            browser.quit()
            site.stop()


if __name__ == "__main__":
    main()
