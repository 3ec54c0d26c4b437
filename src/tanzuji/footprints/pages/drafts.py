"""A study's draft on a page: who may change it, its live result, its open remarks; and the pieces that answer an edit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tanzuji import rules
from tanzuji.documents.editing import Plain
from tanzuji.documents.errors import Problem
from tanzuji.footprints import messages, queries
from tanzuji.footprints.live import Live
from tanzuji.footprints.models import Comment, Study, Version
from tanzuji.footprints.pages.fields import Sheet
from tanzuji.footprints.pages.rows import View
from tanzuji.footprints.pages.wording import BOUNDARIES
from tanzuji.footprints.policy import Standing
from tanzuji.footprints.states import STUDY
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say
from tanzuji.web.numerals import moment

GENERAL = "gbt-24067-2024"
"""The general rules, which every other pack inherits."""


@dataclass
class Draft:
    """The draft of a study as somebody looks at it."""

    acting: Acting
    study: Study
    live: Live
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    @cached_property
    def plain(self) -> Plain:
        found: Plain = json.loads(self.study.document)
        return found

    @cached_property
    def remarks(self) -> list[Comment]:
        """Open remarks, oldest first."""
        return list(queries.comments(self.study).filter(settled_at=None))

    @cached_property
    def view(self) -> View:
        counts: dict[str, int] = {}
        for remark in self.remarks:
            counts[remark.place] = counts.get(remark.place, 0) + 1
        return View(self.live, self.study.releases, counts)

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.view, self.plain, self.typed, self.problems)

    def model_process(self, wanted: str) -> str:
        """The process of that id, or else the first."""
        return self.live.model.processes[self.view.process_index(wanted)].id

    @cached_property
    def newest(self) -> Version | None:
        return queries.newest(self.study)

    @cached_property
    def locked(self) -> Problem | None:
        """Why the acting person cannot change the draft; none where they can."""
        if self.study.state == "submitted":
            return messages.SUBMITTED.problem()
        return STUDY.verdict(self.study.state, "edit", Standing(self.acting)).problem


def about(draft: Draft) -> str:
    """What is accounted, in a line: the unit in words, the boundary, the rules it follows."""
    model = draft.live.model
    known = {pack.id: pack.title.to(language()) for pack in rules.available()}
    followed = [known.get(id_, id_) for id_ in model.rules if id_ != GENERAL] or [known.get(GENERAL, GENERAL)]
    parts = (model.unit.description.to(language()), say(*BOUNDARIES[model.boundary.type]), *followed)
    return say("，", ", ").join(parts)


def saved_at(draft: Draft) -> str:
    """When the draft was changed last: the time of a day that is today."""
    when = draft.study.edited_at
    today = timezone.localdate() == timezone.localdate(when)
    return moment(when)[-5:] if today else moment(when)


def opened(acting: Acting, study_id: UUID) -> Draft:
    """The draft of one of the organisation's studies. Raises `web.absent`."""
    study = queries.study(acting, study_id)
    return Draft(acting, study, queries.draft_result(study))


@dataclass(frozen=True, slots=True)
class Here:
    """Which page an edit came from: `inventory` with a process, or `scope`; and what its browser knew."""

    page: str = "inventory"
    process: str = ""
    base: int = 0
    digest: str = ""


def addresses(study: Study) -> dict[str, str]:
    """The addresses that the editor's script speaks to."""
    names = ("edits", "undo", "redo", "change")
    return {name: reverse(f"footprints:{name}", args=[study.id]) for name in names} | {"language": language()}
