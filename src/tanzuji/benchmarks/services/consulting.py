"""Comments by anybody, and an answer to each of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tanzuji.benchmarks import events, messages, policy, queries
from tanzuji.benchmarks.models import Answer, Comment
from tanzuji.benchmarks.services import recording
from tanzuji.benchmarks.states import ADOPTED
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id


def comment(acting: Acting, benchmark_id: UUID | str, text: str, *, today: date | None = None) -> Comment:
    """Say something while it is open for comments, its last day included.

    Raises `benchmarks.no-text`, `benchmarks.not-open`.
    """
    policy.may_comment(acting).enforce()
    with transaction.atomic():
        of = recording.locked(acting, benchmark_id)
        said = recording.written(text, "text")
        if not queries.open_for_comments(of, today):
            raise messages.NOT_OPEN.error()
        made = Comment.objects.create(
            benchmark=of, text=said, by=acting.person, organisation=acting.organisation
        )
        record(events.COMMENTED, acting, "benchmark", of.id, number=of.number, comment=str(made.id))
        if of.organisation_id != acting.organisation_id:
            tell(
                [of.organisation_id],
                events.COMMENT,
                Text(zh=f"{of.name.to('zh')}的基准值收到一条意见", en=f"A comment on the benchmarks of {of.name.to('en')}"),
                page=f"/benchmarks/{of.id}/#comments",
            )  # fmt: skip
    return made


def answer(
    acting: Acting, benchmark_id: UUID | str, objection_id: UUID | str, *, adopted: str, text: str
) -> Answer:
    """Answer a comment; what is answered stays so.

    Raises `benchmarks.unknown-outcome`, `benchmarks.no-text`, `benchmarks.answered`, `benchmarks.not-open`.
    """
    if adopted not in ADOPTED:
        raise messages.UNKNOWN_OUTCOME.error("adopted", value=adopted[:40])
    with transaction.atomic():
        of = recording.locked(acting, benchmark_id)
        found = by_id(of.comments.select_related("by"), objection_id)
        policy.may_prepare(queries.standing(acting, of)).enforce()
        said = recording.written(text, "text")
        if Answer.objects.filter(comment=found).exists():
            raise messages.ANSWERED.error()
        if of.state not in ("consultation", "draft"):  # a draft with comments was sent back
            raise messages.NOT_OPEN.error()
        made = Answer.objects.create(
            comment=found, adopted=adopted, text=said, by=acting.person, organisation=acting.organisation
        )
        record(events.ANSWERED, acting, "benchmark", of.id, number=of.number, comment=str(found.id))
        tell(
            [found.organisation_id],
            events.COMMENT,
            Text(zh=f"您对{of.name.to('zh')}基准值的意见已答复", en=f"Your comment on the benchmarks of {of.name.to('en')} was answered"),
            page=f"/benchmarks/{of.id}/#comments",
            person=found.by,
        )  # fmt: skip
    return made
