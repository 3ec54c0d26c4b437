"""Rows of the database as the API shows them."""

from __future__ import annotations

import json
from typing import Any, Protocol

from tanzuji.documents.editing import in_places
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import queries
from tanzuji.footprints.api import schemas
from tanzuji.footprints.live import Live
from tanzuji.footprints.models import Comment, Decision, Edit, Study, Version
from tanzuji.footprints.states import STUDY
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import plain
from tanzuji.web.api import BothLanguages, ProblemAnswer, both


class Named(Protocol):
    """Somebody with an id and a name."""

    id: Any
    name: Any


def person(who: Named) -> schemas.PersonAnswer:
    return schemas.PersonAnswer(id=who.id, name=who.name)


def _row(study: Study, newest: int | None) -> dict[str, Any]:
    return {
        "id": study.id,
        "name": BothLanguages(zh=study.name_zh or study.name_en, en=study.name_en or study.name_zh),
        "state": study.state,
        "revision": study.revision,
        "total": study.total,
        "unit": study.unit_label,
        "boundary": study.boundary,
        "errors": study.errors,
        "warnings": study.warnings,
        "computed_revision": study.computed_revision,
        "newest_version": newest,
        "edited_by": person(study.edited_by),
        "edited_at": study.edited_at,
    }


def study_row(study: Any) -> schemas.StudyRow:
    """A row of `listing.listed`."""
    return schemas.StudyRow(**_row(study, study.newest_number))


def _whole(study: Study) -> dict[str, Any]:
    newest = queries.newest(study)
    return {
        **_row(study, newest.number if newest else None),
        "digest": study.digest,
        "releases": json.loads(study.releases),
        "created_by": person(study.created_by),
        "created_at": study.created_at,
    }


def study_answer(study: Study) -> schemas.StudyAnswer:
    return schemas.StudyAnswer(**_whole(study))


def created(study: Study, notices: tuple[Problem, ...] = ()) -> schemas.CreatedStudy:
    told = [ProblemAnswer.model_validate(plain(notice)) for notice in notices]
    return schemas.CreatedStudy(**_whole(study), notices=told)


def summary(result: Live) -> dict[str, Any]:
    """A live result in figures."""
    footprint = result.footprint
    problems = result.problems
    if problems:
        problems = in_places(result.model.plain(), CodedError(problems)).problems
    return {
        "total": result.total,
        "unit": footprint.unit_label.to("en") if footprint else "",
        "lines": footprint.lines if footprint else None,
        "stages": {stage.stage: stage.total for stage in footprint.stages} if footprint else {},
        "errors": result.errors,
        "warnings": result.warnings,
        "problems": [plain(problem) for problem in problems],
    }


def edited(study: Study, result: Live) -> schemas.Edited:
    return schemas.Edited(
        revision=study.revision,
        digest=study.digest,
        state=study.state,  # type: ignore[arg-type]
        result=schemas.Summary(**summary(result)),
    )


def edit_row(step: Edit) -> schemas.EditRow:
    return schemas.EditRow(
        revision=step.revision,
        operations=json.loads(step.operations)["operations"],
        undoes=step.undoes,
        digest=step.digest,
        by=person(step.by),
        at=step.at,
    )


def version_row(version: Version) -> schemas.VersionRow:
    return schemas.VersionRow(
        number=version.number,
        revision=version.revision,
        digest=version.digest,
        footprint_id=version.footprint_id,
        result_digest=version.result_digest,
        total=version.total,
        unit=version.unit_label,
        errors=version.errors,
        warnings=version.warnings,
        note=version.note,
        releases=json.loads(version.releases),
        made_by=person(version.made_by),
        made_at=version.made_at,
    )


def decision_row(decision: Decision) -> schemas.DecisionRow:
    return schemas.DecisionRow(
        action=decision.action,
        version=decision.version.number,
        reason=decision.reason,
        by=person(decision.by),
        at=decision.at,
    )


def next_actions(acting: Acting, study: Study) -> list[schemas.NextAction]:
    """Every action that leaves the study's state, with the reason where it is not allowed."""
    return [
        schemas.NextAction(
            action=action,
            name=both(STUDY.actions[action]),
            allowed=verdict.allowed,
            reason=ProblemAnswer.model_validate(plain(verdict.problem)) if verdict.problem else None,
        )
        for action, verdict in STUDY.next(study.state, queries.standing(acting, study))
    ]


def comment_answer(comment: Comment) -> schemas.CommentAnswer:
    return schemas.CommentAnswer(
        id=comment.id,
        place=comment.place,
        text=comment.text,
        by=person(comment.by),
        at=comment.at,
        settled_by=person(comment.settled_by) if comment.settled_by else None,
        settled_at=comment.settled_at,
        answers=[
            schemas.ReplyAnswer(id=reply.id, text=reply.text, by=person(reply.by), at=reply.at)
            for reply in sorted(comment.replies.all(), key=lambda reply: (reply.at, reply.id))
        ],
    )
