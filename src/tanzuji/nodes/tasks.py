"""Background work of the nodes room."""

from __future__ import annotations

from typing import Any

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.text import Text
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.nodes import queries, services
from tanzuji.nodes.services.sending import KIND
from tanzuji.parties.acting import Acting

SENDING = Text(zh="报送和询问", en="Sending and asking")
COMPARING = Text(zh="核对目录", en="Comparing catalogues")


@work(KIND)
def exchange(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    """Send, ask, compare. What could not be sent stays queued with its reason; the job fails where nothing worked."""
    peer = queries.peer(acting, parameters["peer"])
    progress.tell(0, 2, SENDING)
    problems = services.exchange(acting, peer)
    progress.tell(1, 2, COMPARING)
    services.compare(acting, peer)
    progress.tell(2, 2)
    if problems and not peer.shipments.filter(state__in=("sent", "acknowledged", "rejected")).exists():
        raise CodedError(problem for error in problems for problem in error.problems)
    return Result(page=f"/nodes/{peer.id}/")
