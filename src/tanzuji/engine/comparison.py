"""Why a footprint changed: the effect of the method step by step, and what changed in the product, line by line.

The earlier model is computed again with the later library, then with the later GWP set, end-of-life method,
convention for biogenic carbon, treatment of electricity and allocation methods, in this order; each difference is
the effect of that step (ISO 14067, 6.4.7: changes of method and real changes are told apart). What is left is the
real change, from the earlier model to the later one under one method. The steps telescope, so that they sum to the
whole difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import fsum

from tanzuji.documents.comparisons import Comparison, Reason, Step, StepKind
from tanzuji.documents.editing import in_places
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.footprints import Footprint, ReleaseReference
from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.names import LOOPS, TREATMENTS
from tanzuji.documents.text import Text
from tanzuji.engine.comparability import obstacles
from tanzuji.engine.comparison_lines import line_effects
from tanzuji.engine.footprint import ENGINE_VERSION, preview
from tanzuji.engine.release import NO_DATASET, Release

NO_LIBRARY = define(
    "comparison.library-missing",
    zh="“{step_zh}”的影响分不出来：数据库版本 {releases} 已不在这里。",
    en="The effect of “{step_en}” cannot be set apart: the library release {releases} is no longer here.",
    remedy_zh="请重新导入这个版本；在此之前，这部分影响计在其余变化之中。",
    remedy_en="Import that release again; until then its effect is part of the remaining change.",
)
NOT_COMPUTED = define(
    "comparison.step-not-computed",
    zh="“{step_zh}”的影响分不出来：先前的模型这样算不出来（{place} {why_zh}）。",
    en="The effect of “{step_en}” cannot be set apart: the earlier model cannot be computed so ({place} {why_en}).",
    remedy_zh="这部分影响计在其余变化之中。",
    remedy_en="Its effect is part of the remaining change.",
)

_NAMES: dict[StepKind, tuple[str, str]] = {
    "engine": ("计算程序版本", "Version of the engine"),
    "library": ("背景数据", "Background data"),
    "gwp_set": ("GWP 数据集", "GWP set"),
    "end_of_life": ("生命末期方法", "End-of-life method"),
    "biogenic": ("生物碳处理", "Biogenic carbon"),
    "electricity": ("电力处理", "Electricity treatment"),
    "allocation": ("分配方法", "Allocation method"),
    "real": ("实际变化", "Real change"),
}
_REST = ("实际变化及未能分开的方法影响", "Real change, and effects of method that could not be set apart")
_METHOD: tuple[StepKind, ...] = ("gwp_set", "end_of_life", "biogenic", "electricity")

Releases = Release | Sequence[Release] | None


def compare(
    before: Footprint, after: Footprint, releases_before: Releases = None, releases_after: Releases = None
) -> Comparison:
    """The difference between two versions of a product's footprint, kg CO2e per unit of the study.

    Releases that are not those the footprints name, or None, count as no longer at hand: what cannot be computed
    without them is listed under `unseparated` and is part of `real`. Versions that differ in product, unit,
    boundary or rules are not comparable: the answer then holds reasons and no number.
    """
    reasons = tuple(map(_reason, obstacles(before.model, after.model)))
    if reasons:
        return Comparison(before=before.id, after=after.id, comparable=False, reasons=reasons)
    given = (*_opened(releases_before), *_opened(releases_after))
    way = _Way(before, after, _at_hand(before.releases, given), _at_hand(after.releases, given))
    way.go()
    real = _step("real", way.reached, way.end, names=_REST if way.unseparated else None)
    return Comparison(
        before=before.id,
        after=after.id,
        comparable=True,
        unit_label=after.unit_label,
        total_before=before.total,
        total_after=after.total,
        change=after.total - before.total,
        method=tuple(way.steps),
        method_change=fsum(step.effect for step in way.steps),
        real=real,
        unseparated=tuple(way.unseparated),
    )


def _opened(releases: Releases) -> tuple[Release, ...]:
    return (releases,) if isinstance(releases, Release) else tuple(releases or ())


def _at_hand(references: Sequence[ReleaseReference], given: Sequence[Release]) -> tuple[Release, ...] | None:
    """The releases that a footprint names, in its order; None where one of them is not among those given."""
    known = {release.digest: release for release in given}
    found = tuple(known[r.digest] for r in references if r.digest in known)
    return found if len(found) == len(references) else None


@dataclass(slots=True)
class _Way:
    """From the earlier footprint to the later one: how far the method has been brought up to date."""

    before: Footprint
    after: Footprint
    old: tuple[Release, ...] | None
    new: tuple[Release, ...] | None
    steps: list[Step] = field(default_factory=list)
    unseparated: list[Reason] = field(default_factory=list)
    reached: Footprint = field(init=False)
    end: Footprint = field(init=False)
    model: ProductModel = field(init=False)
    method: Method = field(init=False)
    releases: tuple[Release, ...] | None = field(init=False)

    def go(self) -> None:
        """Takes every step that can be taken; the others are told in `unseparated`."""
        self.reached, self.end = self.before, self.after
        self.model, self.method, self.releases = self.before.model, self.before.method, self.old
        asked = self._asked()
        versions = {self.before.engine_version, self.after.engine_version}
        # footprints of one other version compare with each other, but not with what this engine computes
        if len(versions) > 1 or (asked and versions != {ENGINE_VERSION}):
            blocked = self._engine()
            if blocked is not None:
                self.unseparated += map(blocked, ("engine", *asked))
                return
        for kind in asked:
            if kind == "library":
                self._library()
            else:
                self._choice(kind)

    def _asked(self) -> list[StepKind]:
        """The steps of method in which the versions differ."""
        asked: list[StepKind] = ["library"] if self.before.releases != self.after.releases else []
        asked += [k for k in _METHOD if getattr(self.before.method, k) != getattr(self.after.method, k)]
        same = _allocated_as(self.model, self.after.model) is self.model
        return asked if same else [*asked, "allocation"]

    def _engine(self) -> Callable[[StepKind], Reason] | None:
        """Both versions computed by this engine; what changes by that is one step. Why not, where that cannot be."""
        if self.old is None or self.new is None:
            lost = (self.before.releases if self.old is None else ()) + (
                self.after.releases if self.new is None else ()
            )
            return lambda kind: _missing(kind, lost)
        try:
            reached = preview(self.model, self.old, method=self.method, seed=self.before.seed)
            end = preview(self.after.model, self.new, method=self.after.method, seed=self.after.seed)
        except CodedError as error:
            problem = error
            return lambda kind: _not_computed(kind, self.model, problem)
        # where the later version was computed by an earlier engine, what that changes counts too
        effect = (reached.total - self.before.total) + (self.after.total - end.total)
        versions = f"{self.before.engine_version} → {self.after.engine_version}"
        self.steps.append(
            Step(
                kind="engine",
                name=_text(_NAMES["engine"]),
                detail=_text((versions, versions)),
                before=self.before.total,
                after=self.before.total + effect,
                effect=effect,
            )
        )
        self.reached, self.end = reached, end
        return None

    def _library(self) -> None:
        """The earlier model on the later library; what that no longer holds keeps its earlier factor."""
        if self.new is None:
            self.unseparated.append(_missing("library", self.after.releases))
            return
        names = " → ".join(_named(footprint.releases) for footprint in (self.before, self.after))
        detail = _text((names, names))
        releases = self.new
        try:
            taken = self._on(releases)
        except CodedError as error:
            lacking = {p.fields["dataset"] for p in error.problems if p.code == NO_DATASET.code}
            if lacking and self.old is None:
                self.unseparated.append(_missing("library", self.before.releases))
                return
            releases = (*self.new, *(release for release in self.old or () if release not in self.new))
            try:
                taken = self._on(releases)
            except CodedError as further:
                self.unseparated.append(_not_computed("library", self.model, further))
                return
            detail = _kept(names, len(lacking))
        self._take("library", taken, detail)
        self.releases = releases

    def _choice(self, kind: StepKind) -> None:
        """The earlier model with one choice of method as the later version makes it."""
        model, method, detail = self.model, self.method, None
        if kind == "allocation":
            model = _allocated_as(model, self.after.model)
        else:
            chosen = getattr(self.after.method, kind)
            detail = _choices(getattr(method, kind), chosen)
            method = method.model_copy(update={kind: chosen})
        if self.releases is None:
            self.unseparated.append(_missing(kind, self.before.releases))
            return
        try:
            taken = preview(model, self.releases, method=method, seed=self.before.seed)
        except CodedError as error:
            self.unseparated.append(_not_computed(kind, self.model, error))
            return
        self._take(kind, taken, detail)
        self.model, self.method = model, method

    def _on(self, releases: tuple[Release, ...]) -> Footprint:
        return preview(self.model, releases, method=self.method, seed=self.before.seed)

    def _take(self, kind: StepKind, taken: Footprint, detail: Text | None) -> None:
        self.steps.append(_step(kind, self.reached, taken, detail))
        self.reached = taken


def _choices(before: str, after: str) -> Text:
    """From what to what, in words where the choices have any."""
    pairs = [{**LOOPS, **TREATMENTS}.get(choice, (choice, choice)) for choice in (before, after)]
    return Text(zh=" → ".join(zh for zh, _ in pairs), en=" → ".join(en for _, en in pairs))


def _kept(names: str, count: int) -> Text:
    return Text(
        zh=f"{names}；{count} 个数据集在新版本中没有，沿用原值",
        en=f"{names}; datasets that the later release lacks keep their values: {count}",
    )


def _allocated_as(model: ProductModel, other: ProductModel) -> ProductModel:
    """The model with the allocation methods that the processes of the same id have in the other one."""
    methods = {process.id: process.allocation.method for process in other.processes}
    processes = tuple(
        process
        if methods.get(process.id, process.allocation.method) == process.allocation.method
        else process.model_copy(
            update={"allocation": process.allocation.model_copy(update={"method": methods[process.id]})}
        )
        for process in model.processes
    )
    return model if processes == model.processes else model.model_copy(update={"processes": processes})


def _step(
    kind: StepKind,
    before: Footprint,
    after: Footprint,
    detail: Text | None = None,
    names: tuple[str, str] | None = None,
) -> Step:
    return Step(
        kind=kind,
        name=_text(names or _NAMES[kind]),
        detail=detail,
        before=before.total,
        after=after.total,
        effect=after.total - before.total,
        lines=line_effects(before, after),
    )


def _text(names: tuple[str, str]) -> Text:
    return Text(zh=names[0], en=names[1])


def _named(releases: Sequence[ReleaseReference]) -> str:
    return ", ".join(f"{release.name} {release.version}" for release in releases) or "–"


def _missing(kind: StepKind, releases: Sequence[ReleaseReference]) -> Reason:
    zh, en = _NAMES[kind]
    return _reason(NO_LIBRARY.problem(step_zh=zh, step_en=en, releases=_named(releases)))


def _not_computed(kind: StepKind, model: ProductModel, error: CodedError) -> Reason:
    first = in_places(model.plain(), error).problems[0]
    zh, en = _NAMES[kind]
    why = {"why_zh": first.text("zh"), "why_en": first.text("en"), "place": first.path or "–"}
    return _reason(NOT_COMPUTED.problem(step_zh=zh, step_en=en, **why))


def _reason(problem: Problem) -> Reason:
    return Reason(
        code=problem.code,
        text=Text(zh=problem.text("zh"), en=problem.text("en")),
        remedy=Text(zh=problem.remedy("zh"), en=problem.remedy("en")),
    )
