"""How sure a result is: drawn when it is asked for, and kept for a while by what it was asked with."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.canonical import ten_digits
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.quality_schemes import DEFAULT_SCHEME, scheme_named, schemes
from tanzuji.documents.uncertainty import FootprintUncertainty, QualityRating, UncertaintyComparison
from tanzuji.engine.uncertainty.data_quality import rate
from tanzuji.engine.uncertainty.monte_carlo import Sampled, compared, sample, told
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.results.kept import Kept

ITERATIONS = (1000, 5000, 10_000)
"""How often a page lets draw: what takes a second or two for a product of a thousand lines."""
NO_SCHEME = "none"
"""How an address says that scores shall not stand for distributions."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a result is drawn."""

    scheme: str | None = DEFAULT_SCHEME
    iterations: int = ITERATIONS[0]
    derive: bool = True
    seed: int = 0

    @classmethod
    def read(cls, scheme: str, iterations: str, derive: str) -> Options:
        """The options an address names; what is not among the choices is the usual one."""
        count = (
            int(iterations) if iterations.isascii() and iterations.isdigit() and len(iterations) < 7 else 0
        )
        return cls(
            None if scheme == NO_SCHEME else scheme if scheme in schemes() else DEFAULT_SCHEME,
            count if count in ITERATIONS else ITERATIONS[0],
            derive != "no",
        )


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Found:
    """What was drawn, or why it could not be. `moved`: the engine of today gives another total than was kept."""

    uncertainty: FootprintUncertainty | None
    problems: tuple[Problem, ...] = ()
    moved: bool = False


# A thousand lines drawn a thousand times take eight megabytes; what is told of them some kilobytes.
_sampled: Kept[Sampled] = Kept(4)
_told: Kept[Found] = Kept(64)
_compared: Kept[UncertaintyComparison] = Kept(64)


def drawn(footprint: Footprint, releases: str, options: Options) -> Sampled:
    """The draws of a footprint on its releases. Raises what `sample` raises, `release.not-found`."""
    key = (_identity(footprint), releases, options)
    return _sampled.get(
        key,
        lambda: sample(
            footprint.model,
            opened(releases),
            method=footprint.method,
            iterations=options.iterations,
            seed=options.seed,
            scheme=options.scheme,
            derive=options.derive,
        ),
    )


def uncertainty_of(
    footprint: Footprint, releases: str, options: Options = USUAL, *, sobol: bool = False
) -> Found:
    """The uncertainty of a footprint; what keeps it from being drawn stands in `problems`."""
    key = (_identity(footprint), releases, options, sobol)

    def make() -> Found:
        try:
            found = told(drawn(footprint, releases, options), sobol=sobol)
        except CodedError as error:
            return Found(None, error.problems)
        return Found(found, moved=ten_digits(found.total) != ten_digits(footprint.total))

    return _told.get(key, make)


def comparison_of(
    before: tuple[Footprint, str], after: tuple[Footprint, str], options: Options = USUAL
) -> UncertaintyComparison:
    """Two footprints with their releases on common samples. Raises what `drawn` raises."""
    key = (_identity(before[0]), before[1], _identity(after[0]), after[1], options)
    return _compared.get(key, lambda: compared(drawn(*before, options), drawn(*after, options)))


def ratings_of(footprint: Footprint, *, derive: bool) -> list[QualityRating]:
    """Data quality under every scheme."""
    return [
        rate(footprint.model, footprint.contributions, scheme_named(id), derive=derive) for id in schemes()
    ]


def _identity(footprint: Footprint) -> str:
    """A preview and the footprint it is of are drawn alike."""
    return footprint.id.removeprefix("preview:")
