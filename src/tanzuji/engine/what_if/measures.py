"""Measures taken to some level, as one scenario that can be tried and kept."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.exchanges import Amount, Emission
from tanzuji.documents.models import Scenario
from tanzuji.documents.what_if import Measure
from tanzuji.engine.instead import MATERIAL_FIELDS
from tanzuji.engine.what_if.ground import NOTHING, Ground

UNKNOWN_PLACE = define(
    "what-if.unknown-place",
    zh="措施“{measure}”改的“{place}”不在模型里，或没有用量。",
    en="What the measure “{measure}” changes, “{place}”, is not in the model or has no amount.",
    remedy_zh="行写成“过程/行标识”，产出写过程标识，参数写参数名，材料参数写“材料/字段”。",
    remedy_en="Write a line as `process/line`, an output as its process, a parameter by name, `material/field`.",
)
NOTHING_TO_DO = define(
    "what-if.nothing-to-do",
    zh="措施“{measure}”没有写要改成什么。",
    en="The measure “{measure}” does not say what is to change.",
    remedy_zh="请给出 value 或 factor；换数据集时给出 datasets。",
    remedy_en="Give a value or a factor; to replace datasets, give the datasets.",
)
SAME_PLACE = define(
    "what-if.same-place",
    zh="措施“{one}”与“{other}”改的是同一处“{place}”。",
    en="The measures “{one}” and “{other}” change the same thing, “{place}”.",
    remedy_zh="请合并，或只留一项。",
    remedy_en="Join them, or keep one.",
)
REPEATED = define(
    "what-if.repeated-measure",
    zh="有两项措施的标识都是“{measure}”。",
    en="Two measures have the id “{measure}”.",
    remedy_zh="请给其中一项换个标识。",
    remedy_en="Give one of them another id.",
)

MAX_MEASURES = 60
"""Measures one question may name; beyond, a search over sets takes seconds."""
TOO_MANY = define(
    "what-if.too-many-measures",
    zh="一次最多 {limit} 项措施，给了 {count} 项。",
    en="At most {limit} measures at a time; there are {count}.",
    remedy_zh="请先按边际表挑出影响大的。",
    remedy_en="Choose those with a large effect from the marginal table first.",
)


class Measures:
    """Measures checked against a model, with what they change now and all the way."""

    def __init__(self, ground: Ground, measures: Sequence[Measure]) -> None:
        """Raises `what-if.*` with the place in the list of measures."""
        if len(measures) > MAX_MEASURES:
            raise TOO_MANY.error("measures", limit=MAX_MEASURES, count=len(measures))
        self.ground, self.listed = ground, tuple(measures)
        self._check()
        self._now = [None if m.kind == "datasets" else self._present(m, i) for i, m in enumerate(measures)]

    def __len__(self) -> int:
        return len(self.listed)

    def _check(self) -> None:
        problems: list[Problem] = []
        seen: dict[tuple[str, str], str] = {}
        ids: set[str] = set()
        for i, m in enumerate(self.listed):
            if m.id in ids:
                problems.append(REPEATED.problem(f"measures[{i}].id", measure=m.id))
            ids.add(m.id)
            if (m.kind == "datasets" and not m.datasets) or (
                m.kind != "datasets" and m.value is None and m.factor is None
            ):
                problems.append(NOTHING_TO_DO.problem(f"measures[{i}]", measure=m.id))
            key = (m.kind, m.place.casefold() if m.kind == "parameter" else m.place)
            if key in seen:
                problems.append(
                    SAME_PLACE.problem(f"measures[{i}].place", one=seen[key], other=m.id, place=m.place)
                )
            seen.setdefault(key, m.id)
        if problems:
            raise CodedError(problems)

    def _present(self, m: Measure, index: int) -> tuple[float, Amount]:
        """The number behind what a measure changes, and how the model writes it. Raises `what-if.unknown-place`."""
        model, amounts = self.ground.model, self.ground.amounts
        unknown = UNKNOWN_PLACE.error(f"measures[{index}].place", measure=m.id, place=m.place)
        if m.kind == "parameter":
            name = next((p.name for p in model.parameters if p.name.casefold() == m.place.casefold()), None)
            if name is None:
                raise unknown
            return amounts.parameters[name], amounts.parameters[name]
        if m.kind == "material":
            owner, _, name = m.place.partition("/")
            material = next((x for x in model.materials if x.id == owner), None)
            if material is None or name not in MATERIAL_FIELDS:
                raise unknown
            value = float(getattr(material, name))
            return value, value
        if "/" not in m.place:
            output = next((p.output for p in model.processes if p.id == m.place), None)
            at = next((i for i, p in enumerate(model.processes) if p.id == m.place), 0)
            if output is None:
                raise unknown
            return amounts.value(output.amount, f"processes[{at}].output.amount"), output.amount
        path = self.ground.index.places.get(m.place)
        if path is None:
            raise unknown
        line = self.ground.index.items[path].line
        if isinstance(line, Emission):
            amount = amounts.known(line.amount, f"{path}.amount")
        else:
            amount = amounts.of(line, path)
        if amount is None:
            raise unknown
        return amount, amount if line.amount is None else line.amount

    def value(self, index: int, level: float) -> Amount:
        """What measure `index` makes of its amount at `level`; the share, for datasets."""
        m, now = self.listed[index], self._now[index]
        if now is None:
            return level * m.share
        number, written = now
        if m.factor is not None and m.value is None:
            scale = 1 + level * (m.factor - 1)
            # a formula stays one, so that it still answers to the parameters that other measures change
            return f"=({written.lstrip('=')})*{scale!r}" if isinstance(written, str) else number * scale
        assert m.value is not None
        return number + level * (m.value - number)

    def weight(self, index: int) -> float:
        """The relative change all the way: of an amount |goal / now − 1|, of a supply its share; > 0."""
        m, now = self.listed[index], self._now[index]
        if now is None:
            return max(m.share, 1e-9)
        goal = m.value if m.value is not None else now[0] * (m.factor or 0.0)
        change = abs(goal - now[0]) / abs(now[0]) if now[0] else abs(goal)
        return max(change, 1e-9)

    def scenario(self, levels: Sequence[float]) -> Scenario:
        """All measures at their levels; those at 0 leave no trace."""
        found: dict[str, dict[str, object]] = {
            name: {} for name in ("parameters", "amounts", "materials", "datasets", "shares")
        }
        for i, (m, level) in enumerate(zip(self.listed, levels, strict=True)):
            if not level:
                continue
            value = self.value(i, level)
            if m.kind == "datasets":
                found["datasets"][m.place] = m.datasets
                if value != 1:
                    found["shares"][m.place] = value
            else:
                into = {"parameter": "parameters", "amount": "amounts", "material": "materials"}[m.kind]
                found[into][m.place] = value
        return NOTHING.model_copy(update=found)


def scenario_of(ground: Ground, measures: Sequence[Measure], levels: Sequence[float]) -> Scenario:
    """Measures at their levels (0 to 1, one each) as one scenario. Raises `what-if.*`."""
    return Measures(ground, measures).scenario(levels)
