"""What a jurisdiction's pack states. Nothing here is law by itself: every item names where it was read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.errors import define
from tanzuji.documents.exchanges import Id
from tanzuji.documents.rules import Sourced
from tanzuji.documents.text import Text

Level = Literal["national", "sector", "provincial", "association", "enterprise"]

LEVELS: dict[Level, Text] = {
    "national": Text(zh="国家标准", en="National standard"),
    "sector": Text(zh="行业标准", en="Sector standard"),
    "provincial": Text(zh="地方标准", en="Provincial standard"),
    "association": Text(zh="团体标准", en="Group standard"),
    "enterprise": Text(zh="企业标准", en="Enterprise standard"),
}
"""国标、行标、地标、团标、企标, highest first."""

NO_PATH = define(
    "jurisdictions.no-path",
    zh="{name}没有规定从{source}转化为{target}的路径。",
    en="{name} states no path from {source} to {target}.",
    remedy_zh="已规定的路径：{known}。",
    remedy_en="Stated paths: {known}.",
)

Purpose = Literal["standard", "pilot", "label", "database", "supply_chain", "consumer"]

Share = Annotated[float, Field(ge=0, le=1)]


class Conversion(Sourced):
    """A path on which a standard of one level becomes one of a higher level.

    `allowed` is None where the policy says nothing of it.
    """

    source: Level
    target: Level
    allowed: bool | None
    condition: Text | None = None
    """What must hold, or why it is closed."""
    adoption_list: bool = False
    """The converted standard is put forward for the national adoption list (采信清单)."""


class Encouraged(Sourced):
    """A product or sector that the policy singles out for a purpose."""

    purpose: Purpose
    name: Text
    group: str = ""
    """Rule pack of the product group, where there is one."""


class Target(Sourced):
    """A goal of the policy; `op` qualitative has no value and is judged on a scale of four steps."""

    id: Id
    year: int
    metric: str
    name: Text
    op: Literal["at_least", "about", "qualitative"] = "qualitative"
    value: float | None = None
    unit: str = ""


class Library(Document):
    """The shared library that an installation for this jurisdiction publishes."""

    name: Id
    title: Text


class Gates(Document):
    """What an entry into the shared library takes, and by when each step is due."""

    coverage: Share = 0.95
    """Share of the result whose numbers must be traced to a meter, a document, a dataset or a declared estimate."""
    other_checker: bool = True
    """Whether the provenance checker must be of another organisation than the verifier."""
    days: dict[str, int] = Field(default_factory=dict)
    """Days that a step may take, by step."""


class BenchmarkRules(Document):
    """When figures of several enterprises may be published together."""

    groups: int = 5
    """Fewest group companies behind a figure."""
    top_one: Share = 0.70
    """Largest share of the output that one group may have."""
    top_two: Share = 0.85
    p_percent: float = 10
    """Nobody may be able to estimate another's value within this many percent."""
    percentiles_from: int = 10
    """Fewest group companies behind a percentile, and so behind L, M and B."""
    largest_output: Share = 0.5
    """Largest share of the output of one group behind L, M and B."""


class Paper(Document):
    """A policy document that a pack was read from."""

    number: str = ""
    title: str
    date: date


class Jurisdiction(Document):
    """What applies in a country or province."""

    format: Literal["tanzuji-jurisdiction/1"] = "tanzuji-jurisdiction/1"
    code: Id
    name: Text
    parent: str | None = None
    papers: tuple[Paper, ...] = ()
    library: Library
    conversions: tuple[Conversion, ...] = ()
    direct: tuple[Level, ...] = ()
    """Levels for which a standard may be applied for directly, without one of a lower level before."""
    provincial_standard_only_without_higher: bool = False
    """No new provincial standard where a national or sector standard exists."""
    stages: str = "canonical"
    """Id of the stage vocabulary (`tanzuji.rules.stages`)."""
    encouraged: tuple[Encouraged, ...] = ()
    targets: tuple[Target, ...] = ()
    switches: dict[str, bool] = Field(default_factory=dict)
    """What is in use here, by name of the feature."""
    gates: Gates = Gates()
    benchmark: BenchmarkRules = BenchmarkRules()

    def conversion(self, source: Level, target: Level) -> Conversion:
        """The path between two levels. Raises `jurisdictions.no-path` where the pack has none."""
        for path in self.conversions:
            if (path.source, path.target) == (source, target):
                return path
        raise NO_PATH.error(
            name=self.name,
            source=LEVELS[source],
            target=LEVELS[target],
            known="; ".join(f"{p.source} → {p.target}" for p in self.conversions) or "–",
        )

    def encouraged_for(self, purpose: Purpose) -> tuple[Encouraged, ...]:
        """What is singled out for a purpose."""
        return tuple(each for each in self.encouraged if each.purpose == purpose)

    def on(self, switch: str) -> bool:
        """Whether a feature is in use here; what a pack does not mention is."""
        return self.switches.get(switch, True)
