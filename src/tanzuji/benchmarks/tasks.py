"""Background work of the benchmarks room."""

from __future__ import annotations

from typing import Any

from tanzuji.benchmarks import policy, queries
from tanzuji.benchmarks.disclosure import Key
from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.parties.acting import Acting

EXAMINE = "benchmarks.examine"
PAGE = "/benchmarks/candidates/"
EXAMINING = Text(
    zh="寻找证明：谁也不能推定别家的值", en="Looking for a proof that nobody can pin another's value"
)


@work(EXAMINE)
def examine(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    """Find out whether a snapshot of a kind and year could be taken; the page of candidates then knows."""
    policy.may_propose(acting).enforce()
    progress.tell(0, 1, EXAMINING)
    queries.examine(Key(**parameters["key"]), int(parameters["year"]))
    progress.tell(1, 1)
    return Result(page=PAGE)
