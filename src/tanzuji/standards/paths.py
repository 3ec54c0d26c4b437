"""Which ways lead upward from a standard in a jurisdiction, and why a way is closed (DOMAIN A.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanzuji import jurisdictions
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.text import Text
from tanzuji.jurisdictions import Jurisdiction
from tanzuji.standards.finding import higher_than_provincial
from tanzuji.standards.kinds import MADE_HERE, SHORT_LEVELS
from tanzuji.standards.models import Standard
from tanzuji.standards.queries import place
from tanzuji.standards.states import STANDING
from tanzuji.web.verdicts import ALLOWED, Verdict, first

CLOSED = define(
    "standards.path-closed",
    zh="{jurisdiction}不支持{source}转化为{target}：{why}。",
    en="{jurisdiction} does not support the way from {source} to {target}: {why}.",
    remedy_zh="可以走的路径：{open}。",
    remedy_en="Open: {open}.",
)
NOT_UPWARD = define(
    "standards.path-not-upward",
    zh="{source}不能转化为{target}。",
    en="A {source} standard does not turn into a {target} one.",
    remedy_zh="只能转化为更高层级。",
    remedy_en="A conversion leads to a higher level.",
)
NOT_ISSUED = define(
    "standards.not-issued",
    zh="这个标准还没有发布，不能转化。",
    en="This standard has not been published and cannot be converted.",
    remedy_zh="先发布实施，积累使用情况，再申请转化。",
    remedy_en="Publish it and let it be used first.",
)
HIGHER_THERE = define(
    "standards.target-exists",
    zh="这一产品已有{level} {number}，不能再转化为地方标准。",
    en="For this product there is {number} ({level}); it cannot become a provincial standard.",
    remedy_zh="请直接采用该标准，或申请转化为国家标准。",
    remedy_en="Use that standard, or ask for conversion into a national one.",
)


@dataclass(frozen=True, slots=True)
class Path:
    """A way to one level: open, closed, or one the policy says nothing of; with its words and their source."""

    target: str
    stated: Literal["open", "closed", "not_stated"]
    condition: Text | None
    source: str
    source_tag: str
    adoption_list: bool
    verdict: Verdict

    @property
    def problem(self) -> Problem | None:
        return self.verdict.problem


def paths(of: Standard, jurisdiction: str = "") -> list[Path]:
    """Every higher level with the way to it, highest first."""
    here = jurisdictions.load(jurisdiction) if jurisdiction else place(of)
    return [path(of, target, here) for target in higher_levels(of.level)]


def higher_levels(level: str) -> tuple[str, ...]:
    """The levels above one that a conversion may lead to."""
    if level not in MADE_HERE:
        return ()
    return MADE_HERE[: MADE_HERE.index(level)]


def path(of: Standard, target: str, here: Jurisdiction) -> Path:
    """The way from a standard to a level in a jurisdiction."""
    stated, condition, source, tag, adoption = _stated(of.level, target, here)
    checked = first(
        _upward(of.level, target),
        _open(of, target, here, stated, condition),
        _issued(of),
        _free(of, target, here),
    )
    return Path(target, stated, condition, source, tag, adoption, checked)


def _stated(
    level: str, target: str, here: Jurisdiction
) -> tuple[Literal["open", "closed", "not_stated"], Text | None, str, str, bool]:
    """What the policy says of the way: not written at all counts as not stated."""
    try:
        found = here.conversion(level, target)  # type: ignore[arg-type]
    except CodedError:
        return "not_stated", None, "", "", False
    known: dict[bool | None, Literal["open", "closed", "not_stated"]]
    known = {True: "open", False: "closed", None: "not_stated"}
    return known[found.allowed], found.condition, found.source_ref, found.source_tag, found.adoption_list


def _upward(level: str, target: str) -> Verdict:
    if target in higher_levels(level):
        return ALLOWED
    names = SHORT_LEVELS
    return Verdict(
        NOT_UPWARD.problem("target", source=names.get(level, level), target=names.get(target, target))
    )


def _open(of: Standard, target: str, here: Jurisdiction, stated: str, condition: Text | None) -> Verdict:
    """Closed where the policy says so. Where it says nothing the way is not closed, and the page says that."""
    if stated != "closed":
        return ALLOWED
    free = [t for t in higher_levels(of.level) if _stated(of.level, t, here)[0] != "closed"]
    names = [SHORT_LEVELS[t] for t in free]
    joined = Text(
        zh="、".join(n.to("zh") for n in names) or "没有",
        en=", ".join(n.to("en").lower() for n in names) or "none",
    )
    unstated = Text(zh="文件没有写这条路径", en="its plan does not name it")
    return Verdict(
        CLOSED.problem(
            "target", jurisdiction=here.name, source=SHORT_LEVELS[of.level], target=SHORT_LEVELS[target],
            why=condition or unstated, open=joined,
        )
    )  # fmt: skip


def _issued(of: Standard) -> Verdict:
    return ALLOWED if of.state in STANDING else Verdict(NOT_ISSUED.problem())


def _free(of: Standard, target: str, here: Jurisdiction) -> Verdict:
    """No provincial standard where a higher one exists for the product."""
    if target != "provincial" or not here.provincial_standard_only_without_higher:
        return ALLOWED
    found = higher_than_provincial(of).first()
    if found is None:
        return ALLOWED
    level = SHORT_LEVELS[found.level]
    return Verdict(HIGHER_THERE.problem("target", level=level, number=found.number))
