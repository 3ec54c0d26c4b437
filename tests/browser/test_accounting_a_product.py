"""From signing in to the report in hand: what a carbon manager does with a product, in both languages, on a desk and
on a phone, light and dark. Results are compared with `tanzuji.compute` of the same change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pypdfium2
import pytest
from accessible import axe
from walker import Walker

import tanzuji as tz
from tanzuji.documents.editing import Set, apply, with_line_ids
from tanzuji.documents.errors import Language
from tanzuji.figures.amounts import total_text

LIN = "lin.lan@lanshi.example"
LIMESTONE = "processes[raw_materials].inputs[limestone].amount"
POWER = "processes[cement_mill].energy[electricity-whole-plant].datasets"
GRID, PHOTOVOLTAIC = "cn-elec-cf-2024-cn-041", "cn-elec-cf-2024-cn-047"

SAID: dict[Language, dict[str, str]] = {
    "zh": {
        "gap": "“石灰石”没有用量",
        "look up": "光伏发电",
        "factor": "2024年光伏发电碳足迹因子",
        "publisher": "生态环境部",
        "second line": "2 号线",
        "error": "只含 CO2",
        "look up the grid": "全国电力平均碳足迹因子 2024",
    },
    "en": {
        "gap": "“limestone” has no amount",
        "look up": "photovoltaic power",
        "factor": "Electricity footprint factor 2024, China, photovoltaic power",
        "publisher": "Ministry of Ecology and Environment",
        "second line": "line 2",
        "error": "CO2 alone",
        "look up the grid": "electricity footprint factor 2024 national average",
    },
}


@dataclass(frozen=True)
class Appearance:
    """The language of the pages, the width of the window in px, and whether it is dark."""

    language: Language
    width: int
    dark: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'dark' if self.dark else 'light'}"


APPEARANCES = [
    Appearance("zh", 1280, dark=False),
    Appearance("zh", 360, dark=True),
    Appearance("en", 1280, dark=True),
    Appearance("en", 360, dark=False),
]


@pytest.fixture(params=APPEARANCES, ids=str)
def seen_as(request: pytest.FixtureRequest, walker: Walker) -> Appearance:
    """How the pages appear to the walker."""
    appearance: Appearance = request.param
    walker.language = appearance.language
    walker.look(appearance.width, dark=appearance.dark)
    return appearance


@cache
def cement(limestone: float = 1418.44, electricity: str = GRID) -> tz.Footprint:
    """The footprint of the demo cement with this amount (kg) and factor, computed without the site."""
    changes = [
        Set(place=LIMESTONE, value=limestone, was=1418.44),
        Set(place=POWER, value=[electricity], was=[GRID]),
    ]
    plain = apply(with_line_ids(tz.demo_models()["cement_po425"].plain()), changes).plain
    return tz.compute(tz.ProductModel.parse(plain), tz.starter_release())


def strip(footprint: tz.Footprint) -> list[float]:
    """The share of each stage that has a number, in per cent."""
    shares = [stage.total / footprint.total * 100 for stage in footprint.stages if stage.total]
    return [pytest.approx(share, abs=0.006) for share in shares]


def test_a_product_is_accounted_from_sign_in_to_report(walker: Walker, seen_as: Appearance) -> None:
    said = SAID[seen_as.language]
    walker.open("")
    walker.enter(LIN)
    study = walker.begin_study("cement_po425")
    assert walker.total == total_text(cement())
    assert walker.stages == strip(cement())
    walker.script("window.here = 'since the page was loaded'")

    # An amount: total and strip follow while the page stays.
    doubled = cement(limestone=2836.88)
    revision = walker.revision
    walker.write(LIMESTONE, "2836.88")
    walker.saved(revision)
    assert walker.total == total_text(doubled) != total_text(cement())
    assert walker.stages == strip(doubled)

    # An amount taken away is a gap and a finding; it goes when the amount is back.
    known = walker.findings
    walker.write(LIMESTONE, "")
    walker.saved(revision + 1)
    assert [words for words in walker.findings if words not in known] != []
    assert said["gap"] in next(words for words in walker.findings if words not in known)
    walker.write(LIMESTONE, "2836.88")
    walker.saved(revision + 2)
    assert walker.findings == known
    assert walker.script("return window.here") == "since the page was loaded"

    # Another factor, found and chosen with the keyboard: 98 kWh with the ministry's factors for 2024.
    walker.follow("#outline a[href*='process=cement_mill']")
    walker.open_row("electricity-whole-plant")
    revision = walker.revision
    walker.look_up(POWER, said["look up"])
    walker.take(POWER, PHOTOVOLTAIC)
    walker.saved(revision)
    sunny = cement(2836.88, PHOTOVOLTAIC)
    assert sunny.total == pytest.approx(doubled.total - 98 * (0.5777 - 0.052), abs=0.001)
    assert walker.total == total_text(sunny)

    # The number of the line unfolds to its factor and who published it.
    walker.press("#from-electricity-whole-plant summary")
    origin = walker.one("#from-electricity-whole-plant .source").text
    for words in (said["factor"], "0.0520000", said["publisher"]):
        assert words in origin

    # A version, and its report as PDF.
    walker.follow("#make-version")
    assert walker.path == f"{study}result/"
    walker.reads("main", total_text(sunny))
    walker.follow("nav.tabs a[href$='/report/']")
    walker.follow("form:has(select#version) button.btn-primary")
    made = "a[href*='/jobs/'][href$='/result/']"
    walker.until(lambda: walker.all(made), "the report is made", 60)
    report = walker.download(made).read_bytes()
    assert report.startswith(b"%PDF")
    printed = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(report))
    name = tz.demo_models()["cement_po425"].product.name.to(seen_as.language)
    assert name.replace(" ", "") in printed.replace(" ", "")
    assert total_text(sunny) in printed

    # The model leaves as files that hold the same model.
    digest = walker.text("dl.facts code")
    for suffix in ("yaml", "json", "xlsx"):
        exported = walker.download(f"a.file[href$='export.{suffix}']")
        assert tz.digest(tz.read_model(exported)) == digest


def test_a_finding_leads_to_its_field_and_goes_when_it_is_settled(
    walker: Walker, seen_as: Appearance
) -> None:
    """The demo's second cement line has the CO2-only electricity factor. Taking the correction back brings it back."""
    said = SAID[seen_as.language]
    walker.enter(LIN)
    walker.open("studies/?name=42.5")
    walker.follow(next(a for a in walker.all("table.studies th a") if said["second line"] in a.text))
    wrong = walker.total

    error = "#live .sev-error a"
    assert said["error"] in walker.text(error)
    walker.follow(error)
    focused = "return document.activeElement.closest('[data-choose]')?.dataset.for"
    walker.until(
        lambda: walker.script(focused) == POWER, "the finding leads to the field that chooses the factor"
    )
    revision = walker.revision
    walker.look_up(POWER, said["look up the grid"])
    assert axe(walker) == []
    walker.take(POWER, GRID)
    walker.saved(revision)
    assert not walker.all(error)
    assert walker.total == total_text(cement()) != wrong

    revision = walker.revision
    walker.press("#undo")
    walker.saved(revision)
    assert walker.all(error)
    assert walker.total == wrong
