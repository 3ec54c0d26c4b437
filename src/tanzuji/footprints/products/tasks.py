"""Background work on all products of an organisation."""

from __future__ import annotations

import json
from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.footprints.live import opened
from tanzuji.footprints.products.recomputing import STORING, recomputed
from tanzuji.footprints.services.recomputing import RECOMPUTE, keep_recomputation
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.parties.acting import Acting


@work(RECOMPUTE)
def recompute(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    """Every product on other releases; ends at the report. A second attempt finds the report of the first."""
    releases = opened(json.dumps(parameters["releases"]))

    def tell(done: int, of: int, step: Text) -> None:
        progress.tell(done, of, step)

    outcome = recomputed(
        acting, releases, follows=bool(parameters["follows"]), sampled=bool(parameters["sampled"]), tell=tell
    )
    progress.tell(0, 1, STORING)
    made = keep_recomputation(acting, progress.key, releases, outcome, follows=bool(parameters["follows"]))
    return Result(page=f"/studies/products/recomputations/{made.id}/")
