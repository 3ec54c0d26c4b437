"""Method profiles: what a standard lays down about the choices that change a result, and results under several.

Every ruling says where it was read, as rules do: `V` read in the source named, `G` general understanding that was
not compared with the standard's text, `D` a default of this platform.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.comparisons import Reason
from tanzuji.documents.datasets import Confidence
from tanzuji.documents.exchanges import Id
from tanzuji.documents.footprints import Lines, ReleaseReference
from tanzuji.documents.lines import Stage
from tanzuji.documents.models import Method
from tanzuji.documents.rules import SourceTag
from tanzuji.documents.text import Text

ChoiceKind = Literal["boundary", "allocation", "electricity", "end_of_life", "biogenic", "gwp_set", "cut_off"]
CHOICES: tuple[ChoiceKind, ...] = (
    "boundary", "allocation", "electricity", "end_of_life", "biogenic", "gwp_set", "cut_off",
)  # fmt: skip
"""In the order in which a bridge takes its steps."""

CHOICE_NAMES: dict[ChoiceKind, tuple[str, str]] = {
    "boundary": ("计入的阶段", "Stages counted"),
    "allocation": ("分配", "Allocation"),
    "electricity": ("电力", "Electricity"),
    "end_of_life": ("生命末期", "End of life"),
    "biogenic": ("生物碳", "Biogenic carbon"),
    "gwp_set": ("GWP 数据集", "GWP set"),
    "cut_off": ("取舍", "Cut-off"),
}


class Ruling(Document):
    """What a standard allows in one choice. The first that is allowed applies where the model's own is not."""

    allow: tuple[str, ...] = Field((), description="values of the method; empty where the choice has none")
    instead: dict[str, str] = Field(
        {},
        description="a value that is not allowed → the allowed one nearest to it; the first where none is named",
    )
    leaves_out: tuple[Stage, ...] = Field((), description="boundary: canonical stages that do not count")
    price_ratio: float | None = Field(
        None, description="allocation: above this ratio of prices economic value goes before mass or energy"
    )
    item_max: float | None = Field(None, description="cut-off: largest share of one item, 0.01 = 1 %")
    sum_max: float | None = Field(None, description="cut-off: largest share of all items together")
    clause: str
    source: Text
    source_tag: SourceTag
    confidence: Confidence = "medium"
    note: Text | None = None


class Profile(Document):
    """A standard as the choices it lays down."""

    format: Literal["tanzuji/profile/1"] = "tanzuji/profile/1"
    id: Id
    name: Text
    standard: str = Field(description="number and edition, e.g. `ISO 14067:2018`")
    about: Text
    url: str = ""
    rules: tuple[str, ...] = Field(
        (), description="rule packs of the products it is meant for; empty: for all products"
    )
    boundary: Ruling
    allocation: Ruling
    electricity: Ruling
    end_of_life: Ruling
    biogenic: Ruling
    gwp_set: Ruling
    cut_off: Ruling

    def ruling(self, kind: ChoiceKind) -> Ruling:
        found: Ruling = getattr(self, kind)
        return found


class Choice(Document):
    """One choice as it stands for a model under a profile."""

    kind: ChoiceKind
    value: str
    text: Text = Field(description="the value in words")
    own: bool = Field(description="whether it is what the model has chosen itself")
    clause: str = ""
    source: Text | None = None
    source_tag: SourceTag | None = None
    confidence: Confidence = "medium"
    note: Text | None = None


class ProfileResult(Document):
    """A model under a profile, kg CO2e per unit of the study; `own` is the study as it stands."""

    profile: str
    name: Text
    standard: str = ""
    method: Method
    total: float
    estimated: float = Field(
        0.0,
        description="in the total: items that the profile does not let a study leave out, by their stated shares of "
        "the emissions of the study as it stands",
    )
    lines: Lines = Field(description="without what is only estimated")
    stages: dict[str, float] = Field(description="without what is only estimated")
    choices: tuple[Choice, ...]
    without_uptake: float = Field(
        description="the total without biogenic carbon dioxide, taken up and given off; other biogenic gases count"
    )
    notes: tuple[Reason, ...] = ()

    @property
    def too_low(self) -> Reason | None:
        """The note that a credit counts without its burden; None where there is none."""
        return next((note for note in self.notes if note.code == "profiles.credit-without-burden"), None)


class Mover(Document):
    """What one line of the model, or one term of a material loop, adds to a step."""

    path: str
    name: Text
    of: Text
    stage: str
    before: float
    after: float
    effect: float


class BridgeStep(Document):
    """One choice taken from one profile to the next; the movers sum to the effect."""

    kind: ChoiceKind
    name: Text
    before_text: Text
    after_text: Text
    before: float
    after: float
    effect: float
    clause: str = Field("", description="of the profile that is reached")
    source: Text | None = None
    source_tag: SourceTag | None = None
    movers: tuple[Mover, ...] = Field((), description="largest magnitude first")


class Bridge(Document):
    """From the result under one profile to that under another; the effects of the steps sum to `change`."""

    before: str
    after: str
    total_before: float
    total_after: float
    change: float
    steps: tuple[BridgeStep, ...] = Field(description="the choices in which they differ, in their order")


class ProfileComparison(Document):
    """One model under several profiles, and the bridges from each to the next."""

    format: Literal["tanzuji/profiles/1"] = "tanzuji/profiles/1"
    model_digest: str
    releases: tuple[ReleaseReference, ...]
    unit_label: Text
    results: tuple[ProfileResult, ...]
    bridges: tuple[Bridge, ...]
    notes: tuple[Reason, ...] = Field((), description="what holds for all of them")
