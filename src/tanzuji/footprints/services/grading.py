"""Grade bands of a product taken over from a published benchmark."""

from __future__ import annotations

from uuid import UUID

from tanzuji.benchmarks.scoring import GRADES
from tanzuji.documents.text import Text
from tanzuji.footprints import benchmarking, messages, queries
from tanzuji.footprints.models import Limits
from tanzuji.footprints.services.recomputing import set_limits
from tanzuji.parties.acting import Acting


def take_over_bands(acting: Acting, study_id: UUID | str, benchmark_id: UUID | str) -> Limits | None:
    """The limits of grades 1 to 4 of a published benchmark as those of a product, in the product's own unit.

    Raises `footprints.no-such-benchmark` where it is not published or the product's draft is not comparable with it,
    `footprints.not-computed` where the draft has no result.
    """
    study = queries.study(acting, study_id)
    result = queries.draft_result(study)
    if result.footprint is None:
        raise messages.NOT_COMPUTED.error()
    found, _ = benchmarking.held_against(result.footprint, result.check, study.releases)
    gap = next((one.gap for one in found if one.gap and str(one.benchmark.id) == str(benchmark_id)), None)
    if gap is None:
        raise messages.NO_SUCH_BENCHMARK.error("benchmark")
    number = gap.benchmark.number
    return set_limits(
        acting,
        study.id,
        [
            {"name": f"{_both(name)}（{number}）", "limit": bound}
            for name, bound in zip(GRADES, gap.values.bounds, strict=False)
        ],
    )


def _both(name: Text) -> str:
    return f"{name.to('zh')} {name.to('en')}"
