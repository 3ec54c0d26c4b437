"""The drafts of affected studies moved to the release, all of them at a click."""

from __future__ import annotations

import json
from uuid import UUID

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints.affected import reports
from tanzuji.footprints.live import opened
from tanzuji.footprints.models import Effect
from tanzuji.footprints.policy import may_edit
from tanzuji.footprints.services.updating import move_draft
from tanzuji.parties.acting import Acting


def update_drafts(acting: Acting, of: Effect, study: str = "") -> tuple[int, list[Problem]]:
    """How many drafts were moved to the release, each a step that undo takes back, and what kept others from it.

    All that are affected, or the one of `study`. A draft that stands on the release already is passed over.
    """
    may_edit(acting).enforce()
    wanted = [row.study_id for row in reports.products(of)]
    wanted += [UUID(str(one["study"])) for one in json.loads(of.drafts) if one["old"] != one["new"]]
    releases = opened(of.recomputation.releases)
    moved = 0
    problems: list[Problem] = []
    for study_id in wanted:
        if study and str(study_id) != study:
            continue
        try:
            move_draft(acting, study_id, releases, follows=True)
        except CodedError as error:
            if error.code != "footprints.nothing-to-update":
                problems += error.problems
        else:
            moved += 1
    return moved, problems
