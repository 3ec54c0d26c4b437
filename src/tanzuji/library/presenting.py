"""Facts of a dataset in words: its uncertainty, its quality, an address that may be followed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.reports.wording import plain

_SCORES = (
    ("technology", "技术", "technology"),
    ("geography", "地域", "geography"),
    ("time", "时间", "time"),
    ("precision", "精度", "precision"),
    ("completeness", "完整性", "completeness"),
)

BEST, WORST = 1, 5


@dataclass(frozen=True, slots=True)
class QualityShown:
    """Bars of five, full is best, and the rule's own scores, where 1 is best."""

    bars: int
    words: Text


def quality(dataset: Dataset) -> QualityShown | None:
    """The data-quality scores; None where there are none."""
    scores = dataset.quality
    if scores is None or scores.rating is None:
        return None
    known = [(zh, en, getattr(scores, name)) for name, zh, en in _SCORES if getattr(scores, name) is not None]
    return QualityShown(
        bars=round(6 - scores.rating),
        words=Text(
            zh="，".join(f"{zh} {value:g}" for zh, _, value in known),
            en=", ".join(f"{en} {value:g}" for _, en, value in known),
        ),
    )


@dataclass(frozen=True, slots=True)
class Score:
    """A data-quality score, 1 best to 5 (None: not scored), with bars of five, full is best."""

    name: Text
    value: float | None

    @property
    def bars(self) -> int:
        return 0 if self.value is None else round(WORST + BEST - self.value)


def scores(dataset: Dataset) -> tuple[Score, ...]:
    """The data-quality scores one by one; empty where there are none."""
    of = dataset.quality
    if of is None or of.rating is None:
        return ()
    return tuple(Score(Text(zh=zh, en=en), getattr(of, name)) for name, zh, en in _SCORES)


def uncertainty(dataset: Dataset) -> Text | None:
    """The interval or spread that the source gives; None where it gives none."""
    of = dataset.uncertainty
    if of is None:
        return None
    if of.minimum is not None and of.maximum is not None:
        between = f"{plain(of.minimum)}–{plain(of.maximum)}"
        return Text(zh=f"来源给出的范围 {between}", en=f"Range in the source {between}")
    if of.sigma is not None and of.distribution == "lognormal":
        return Text(
            zh=f"对数正态分布，ln 的标准差 {figure(of.sigma, 3)}",
            en=f"lognormal, standard deviation of ln {figure(of.sigma, 3)}",
        )
    if of.sigma is not None and of.distribution == "normal":
        return Text(
            zh=f"正态分布，标准差 {figure(of.sigma, 3)}",
            en=f"normal, standard deviation {figure(of.sigma, 3)}",
        )
    return None


def web_address(written: str) -> str:
    """The address of a source where it leads to the web; anything else (a script, a file) is not linked."""
    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return ""
    return written.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
