"""Solved base cases on which people try things: kept by the document and the releases they stand on."""

from __future__ import annotations

from tanzuji.documents.models import ProductModel
from tanzuji.documents.profiles import ProfileComparison
from tanzuji.documents.what_if import Alternative, Marginal
from tanzuji.engine.profiles import profile_results
from tanzuji.engine.what_if import Ground, electricity_alternatives, marginals
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.results.kept import Kept

_grounds: Kept[Ground] = Kept(8)
"""One of a thousand lines takes about four megabytes, with the grounds of other methods that it keeps."""
_marginals: Kept[tuple[Marginal, ...]] = Kept(16)
_alternatives: Kept[tuple[Alternative, ...]] = Kept(16)
_profiles: Kept[ProfileComparison] = Kept(32)


def ground_of(model: ProductModel, digest: str, releases: str) -> Ground:
    """The ground of a model whose digest is `digest`. Raises what `compute` raises, and `release.not-found`."""
    return _grounds.get((digest, releases), lambda: Ground(model, opened(releases)))


def marginals_of(model: ProductModel, digest: str, releases: str) -> tuple[Marginal, ...]:
    """The marginal table of a model."""
    return _marginals.get((digest, releases), lambda: marginals(ground_of(model, digest, releases)))


def alternatives_of(model: ProductModel, digest: str, releases: str) -> tuple[Alternative, ...]:
    """What else could supply its lines of electricity."""
    return _alternatives.get(
        (digest, releases), lambda: electricity_alternatives(ground_of(model, digest, releases))
    )


def profiles_of(model: ProductModel, digest: str, releases: str) -> ProfileComparison:
    """A model under the profiles that fit it."""
    return _profiles.get(
        (digest, releases), lambda: profile_results(model, opened(releases), model_digest=digest)
    )
