"""What a product would come to if something were done otherwise, and what would have to be done to reach a target.

What is tried is a `Scenario`: it can be kept in the model as it stands.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.exchanges import Amount, Id
from tanzuji.documents.footprints import Lines
from tanzuji.documents.models import Scenario
from tanzuji.documents.text import Text


class BackgroundEdit(Document):
    """In the unit processes of a release: `instead` takes the place of a dataset wherever it is used.

    `share` of every amount is replaced; `within` names the processes that change, all of them where it is empty.
    """

    dataset: str
    instead: str
    share: float = Field(1.0, ge=0, le=1)
    within: tuple[str, ...] = ()


class Outcome(Document):
    """The footprint of something tried, kg CO2e per unit of the study."""

    total: float
    difference: float = Field(description="to the base case")
    lines: Lines
    stages: dict[str, float]


MarginalKind = Literal["line", "output", "parameter", "material"]


class Marginal(Document):
    """What one amount does to the total: kg CO2e per unit of the study, for a small change."""

    kind: MarginalKind
    place: str = Field(description="`process/line`, a process, a parameter, `material/field`")
    path: str = Field(description="place in the model, e.g. `processes[1].energy[0]`")
    name: Text
    of: Text | None = Field(None, description="the process or material it belongs to")
    stage: str = ""
    amount: float = Field(description="as the model has it, in `unit`")
    unit: str = ""
    per_percent: float = Field(description="for 1 % more of the amount; of a share, for one percentage point")
    per_unit: float | None = Field(None, description="for one more of its unit; absent where the amount is 0")
    elasticity: float | None = Field(None, description="% of the total per % of the amount")
    link: bool = Field(False, description="an amount handed on between the model's own processes")


class Alternative(Document):
    """Other datasets that could supply a line, and what that would do; kg CO2e per unit of the study."""

    place: str
    name: Text = Field(description="of the line")
    datasets: tuple[str, ...]
    supply: Text = Field(description="what would supply it")
    effect: float
    current: bool = Field(False, description="what supplies it now")


MeasureKind = Literal["amount", "parameter", "material", "datasets"]


class Measure(Document):
    """Something that can be done, from not at all (level 0) to all the way (level 1).

    All the way, an amount, parameter or material parameter is `value`, or `factor` times what it is now; a line is
    supplied by `datasets` up to `share` of its amount.
    """

    id: Id
    name: Text
    kind: MeasureKind
    place: str = Field(description="`process/line`, a process for its output, a parameter, `material/field`")
    value: float | None = None
    factor: float | None = None
    datasets: tuple[str, ...] = ()
    share: float = Field(1.0, ge=0, le=1)
    whole: bool = Field(False, description="all or nothing")
    priority: int = Field(1, ge=1, le=99, description="1 is used first; later ones only where it does not do")


Strategy = Literal["fewest", "least", "even"]
"""`fewest`: the smallest set of measures. `least`: the smallest sum of relative changes. `even`: all alike."""


class Dose(Document):
    """How far a measure is taken in a plan; the effects of all doses in their order sum to the change."""

    measure: str
    name: Text
    level: float = Field(description="0 to 1")
    value: Amount | None = Field(None, description="the amount then; a share for datasets")
    effect: float


class Plan(Document):
    """Which measures reach a target, or how near they come; kg CO2e per unit of the study."""

    format: Literal["tanzuji/plan/1"] = "tanzuji/plan/1"
    base: float
    target: float
    reached: float
    reachable: bool
    lowest: float = Field(description="what all measures together can come down to")
    strategy: Strategy
    doses: tuple[Dose, ...]
    unused: tuple[str, ...] = Field((), description="measures that the plan does not need")
    against: tuple[str, ...] = Field((), description="measures that raise the total on top of all that help")
    exact: bool = Field(
        description="the total answers to the measures in a straight line, so that no better plan exists"
    )
    scenario: Scenario
