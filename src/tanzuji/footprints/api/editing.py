"""Edits of a draft: operations on places, undo, redo, comments."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.footprints import queries, services
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, Paging, part, refusals

CHANGED = {200: schemas.Edited, 409: schemas.Conflicts, **refusals(404)}


@router.post(
    "{uuid:study_id}/edits",
    response=CHANGED,
    summary="Edit",
    openapi_extra={
        "requestBody": {
            "content": {
                "application/json": {
                    "example": {
                        "operations": [
                            {
                                "kind": "set",
                                "place": "processes[cement_mill].energy[power].amount",
                                "value": 31.5,
                                "was": 30.2,
                            }
                        ]
                    }
                }
            }
        }
    },
)
def post_edits(
    request: HttpRequest, study_id: UUID, edit: schemas.EditRequest, key: str | None = KEY
) -> HttpResponse:
    """Make operations on the draft: all, or none. Answers with the new revision and result.

    `was` is the value you saw (null: nothing stood there). Where somebody changed that place meanwhile, 409 answers
    with both values and nothing is stored; send it again with `force` to keep yours.
    """

    def make() -> schemas.Edited:
        done = services.edit(acting(request), study_id, edit.operations, force=edit.force)
        return answers.edited(done.study, done.live)

    def foresee() -> None:
        services.foresee(acting(request), study_id, edit.operations, force=edit.force)

    return repeatable(request, key, make, status=200, foresee=foresee)


@router.get("{uuid:study_id}/edits", response={200: schemas.EditList, **refusals(404)}, summary="List edits")
def list_edits(request: HttpRequest, study_id: UUID, paging: Paging = PAGING) -> schemas.EditList:
    """The steps of the draft, newest first."""
    rows, count = part(queries.edits(study_of(request, study_id)), paging)
    return schemas.EditList(items=[answers.edit_row(row) for row in rows], count=count)


@router.post("{uuid:study_id}/undo", response=CHANGED, summary="Undo")
def post_undo(request: HttpRequest, study_id: UUID, key: str | None = KEY) -> HttpResponse:
    """Take back your last edit that still stands."""

    def make() -> schemas.Edited:
        done = services.undo(acting(request), study_id)
        return answers.edited(done.study, done.live)

    return repeatable(request, key, make, status=200)


@router.post("{uuid:study_id}/redo", response=CHANGED, summary="Redo")
def post_redo(request: HttpRequest, study_id: UUID, key: str | None = KEY) -> HttpResponse:
    """Take back your last undo."""

    def make() -> schemas.Edited:
        done = services.redo(acting(request), study_id)
        return answers.edited(done.study, done.live)

    return repeatable(request, key, make, status=200)


@router.get(
    "{uuid:study_id}/comments", response={200: schemas.CommentList, **refusals(404)}, summary="List comments"
)
def list_comments(request: HttpRequest, study_id: UUID, paging: Paging = PAGING) -> schemas.CommentList:
    """Remarks on the draft with their answers, oldest first."""
    rows, count = part(queries.comments(study_of(request, study_id)), paging)
    return schemas.CommentList(items=[answers.comment_answer(row) for row in rows], count=count)


@router.post(
    "{uuid:study_id}/comments", response={201: schemas.CommentAnswer, **refusals(404)}, summary="Comment"
)
def post_comment(
    request: HttpRequest, study_id: UUID, comment: schemas.CommentRequest, key: str | None = KEY
) -> HttpResponse:
    """A remark on a place of the draft, or on the study as a whole."""

    def make() -> schemas.CommentAnswer:
        return answers.comment_answer(
            services.comment(acting(request), study_id, comment.text, place=comment.place)
        )

    return repeatable(request, key, make)


@router.post(
    "{uuid:study_id}/comments/{uuid:comment_id}/answers",
    response={201: schemas.ReplyAnswer, **refusals(404)},
    summary="Answer a comment",
)
def post_answer(
    request: HttpRequest,
    study_id: UUID,
    comment_id: UUID,
    answer: schemas.AnswerRequest,
    key: str | None = KEY,
) -> HttpResponse:
    """An answer to a remark."""

    def make() -> schemas.ReplyAnswer:
        made = services.answer(acting(request), study_id, comment_id, answer.text)
        return schemas.ReplyAnswer(id=made.id, text=made.text, by=answers.person(made.by), at=made.at)

    return repeatable(request, key, make)


@router.post(
    "{uuid:study_id}/comments/{uuid:comment_id}/settle",
    response={200: schemas.CommentAnswer, **refusals(404)},
    summary="Settle a comment",
)
def post_settle(request: HttpRequest, study_id: UUID, comment_id: UUID) -> schemas.CommentAnswer:
    """Mark a remark as settled; again changes nothing."""
    return answers.comment_answer(services.settle(acting(request), study_id, comment_id))
