"""The form of “what if” read back: rows of things that can be changed, and what somebody has changed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from tanzuji.documents.errors import Problem, define
from tanzuji.documents.text import Text
from tanzuji.documents.what_if import Alternative, BackgroundEdit, Marginal, Measure, Strategy

NOT_A_CHANGE = define(
    "footprints.not-a-change",
    zh="“{value}”不能读作{wanted_zh}。",
    en="“{value}” cannot be read as {wanted_en}.",
    remedy_zh="请写一个数，如 −10。",
    remedy_en="Write a number such as −10.",
)
NOT_OFFERED = define(
    "footprints.not-offered",
    zh="“{value}”不在可选之列。",
    en="“{value}” is not among the choices.",
    remedy_zh="请从列表里选。",
    remedy_en="Choose from the list.",
)

METHOD = ("end_of_life", "gwp_set", "biogenic")
"""Choices of method that the form can change."""
LARGEST = 1e6
"""Per cent of an amount that the form takes, either way."""

STRATEGIES: dict[Strategy, tuple[str, str]] = {
    "fewest": ("措施最少", "fewest measures"),
    "least": ("改动最小", "least change"),
    "even": ("各项同比例", "all alike"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for. `measures` are what was changed, all the way; `problems` what could not be read."""

    measures: tuple[Measure, ...] = ()
    method: Mapping[str, str] = field(default_factory=dict)
    release: str = ""
    background: tuple[BackgroundEdit, ...] = ()
    target: float | None = None
    strategy: Strategy = "fewest"
    problems: tuple[Problem, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.measures or self.method or self.release or self.background)


def name_of(kind: str, place: str) -> str:
    """The name of a field: what it changes, and where."""
    return f"{kind}.{place}"


def read(form: Mapping[str, str], rows: Sequence[Marginal], alternatives: Sequence[Alternative]) -> Asked:
    """What a form asks for; what cannot be read is among the `problems` with the name of its field."""
    reader = _Reader(form)
    measures = [m for i, row in enumerate(rows) if (m := reader.of_row(i, row)) is not None]
    measures += reader.of_supplies(alternatives)
    measures += reader.of_swaps()
    return Asked(
        measures=tuple(measures),
        method={k: v for k in METHOD if (v := form.get(k, "").strip())},
        release=form.get("release", "").strip(),
        background=reader.of_background(),
        target=reader.number("target", "目标", "a target"),
        strategy=reader.strategy(),
        problems=tuple(reader.problems),
    )


class _Reader:
    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.problems: list[Problem] = []

    def number(self, name: str, zh: str, en: str) -> float | None:
        """The number in a field; None where it is empty or cannot be read, which is noted."""
        text = self.form.get(name, "").strip()
        if not text:
            return None
        plain = text.replace("\u2212", "-").replace("，", "").replace(",", "").rstrip("%").strip()
        try:
            value = float(plain)
        except ValueError:
            value = float("nan")
        if not isfinite(value) or abs(value) > 1e30:
            self.problems.append(NOT_A_CHANGE.problem(name, value=text[:40], wanted_zh=zh, wanted_en=en))
            return None
        return value

    def strategy(self) -> Strategy:
        wanted = self.form.get("strategy", "")
        return next((key for key in STRATEGIES if key == wanted), "fewest")

    def _priority(self, name: str) -> int:
        text = self.form.get(f"first.{name}", "")
        return int(text) if text in ("1", "2", "3") else 1

    def of_row(self, index: int, row: Marginal) -> Measure | None:
        """What the field of a row of the marginal table changes."""
        name = name_of(row.kind, row.place)
        value = self.number(name, "一个变化", "a change")
        if value is None:
            return None
        given: dict[str, object] = {
            "id": f"m{index}",
            "name": _named(row.name, row.of),
            "place": row.place,
            "priority": self._priority(name),
        }
        if row.kind in ("line", "output"):
            if value == 0:
                return None
            percent = max(-100.0, min(value, LARGEST))
            return Measure.parse({**given, "kind": "amount", "factor": 1 + percent / 100})
        goal = value / 100 if row.kind == "material" else value
        if abs(goal - row.amount) <= 1e-12 * max(abs(row.amount), 1e-300):
            return None
        return Measure.parse({**given, "kind": row.kind, "value": goal})

    def of_supplies(self, alternatives: Sequence[Alternative]) -> list[Measure]:
        """Other electricity, for the lines where some is offered."""
        offered: dict[str, dict[str, Alternative]] = {}
        for each in alternatives:
            if not each.current:
                offered.setdefault(each.place, {})[each.datasets[0]] = each
        found = []
        for i, (place, choices) in enumerate(offered.items()):
            name = name_of("supply", place)
            wanted = self.form.get(name, "").strip()
            if not wanted:
                continue
            if wanted not in choices:
                self.problems.append(NOT_OFFERED.problem(name, value=wanted[:60]))
                continue
            chosen = choices[wanted]
            told = Text(
                zh=f"{chosen.name.to('zh')}：{chosen.supply.to('zh')}",
                en=f"{chosen.name.to('en')}: {chosen.supply.to('en')}",
            )
            found.append(self._supply(f"s{i}", told, place, (wanted,), f"share.{place}", name))
        return found

    def of_swaps(self) -> list[Measure]:
        """Other datasets for lines of any kind: a place, and ids joined by `+`."""
        found = []
        for i in range(SWAPS):
            place = self.form.get(f"swap{i}.place", "").strip()
            ids = tuple(x.strip() for x in self.form.get(f"swap{i}.datasets", "").split("+") if x.strip())
            if place and ids:
                told = Text(zh=f"改用 {' + '.join(ids)}", en=f"{' + '.join(ids)} instead")
                found.append(self._supply(f"w{i}", told, place, ids, f"swap{i}.share", f"swap{i}"))
        return found

    def _supply(
        self, id_: str, told: Text, place: str, datasets: tuple[str, ...], share: str, first: str
    ) -> Measure:
        percent = self.number(share, "一个份额", "a share")
        part = 1.0 if percent is None else max(0.0, min(percent / 100, 1.0))
        return Measure(
            id=id_,
            name=told,
            kind="datasets",
            place=place,
            datasets=datasets,
            share=part,
            priority=self._priority(first),
        )

    def of_background(self) -> tuple[BackgroundEdit, ...]:
        """A dataset replaced inside the unit processes."""
        old, new = (self.form.get(f"background.{key}", "").strip() for key in ("dataset", "instead"))
        if not (old and new):
            return ()
        percent = self.number("background.share", "一个份额", "a share")
        share = 1.0 if percent is None else max(0.0, min(percent / 100, 1.0))
        return (BackgroundEdit(dataset=old, instead=new, share=share),)


def _named(name: Text, of: Text | None) -> Text:
    """What a line is called, with its process or material."""
    if of is None or of == name:
        return name
    return Text(
        zh=f"{name.to('zh')}（{of.to('zh')}）",
        en=f"{name.to('en')} ({of.to('en')})",
    )


SWAPS = 2
"""Lines of any kind whose datasets the form can replace at a time."""
