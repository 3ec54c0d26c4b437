"""A study's draft on a page: who may change it, its live result, its open remarks; and the pieces that answer an edit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from tanzuji import rules
from tanzuji.documents.editing import Plain
from tanzuji.documents.errors import Problem
from tanzuji.footprints import messages, queries
from tanzuji.footprints.live import Live
from tanzuji.footprints.models import Comment, Study, Version
from tanzuji.footprints.pages.editing.fields import Sheet
from tanzuji.footprints.pages.editing.rows import View
from tanzuji.footprints.pages.wording import BOUNDARIES
from tanzuji.footprints.policy import Standing
from tanzuji.footprints.products import library
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
        own = library.newest(self.acting.organisation_id)
        return View(self.live, self.study.releases, counts, "@".join(own) if own else "")

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


def standing(draft: Draft) -> str:
    """What changing a study that stands at a version does to it; empty for a draft, and for who may not change it."""
    state, newest = draft.study.state, draft.newest
    if state not in ("calculated", "internally_reviewed", "verified") or newest is None or draft.locked:
        return ""
    name = STUDY.states[state]
    return say(
        f"这份核算是“{name.to('zh')}”，与版本 {newest.number} 一致。改动任何一处都会使它回到草稿；"
        f"版本 {newest.number} 保持不变，改回原样即恢复。",
        f"This study is “{name.to('en').lower()}” and equals version {newest.number}. Any change takes it back to "
        f"draft; version {newest.number} stays as it is, and undoing the changes brings the state back.",
    )


def moved(draft: Draft) -> str:
    """What became of the study's state, for a page that showed another."""
    newest = draft.newest
    name = STUDY.states[draft.study.state]
    if newest is None or draft.study.state == "submitted":
        return say(f"状态现在是“{name.to('zh')}”。", f"The state is “{name.to('en').lower()}” now.")
    if draft.study.state == "draft":
        return say(
            f"已回到草稿：与版本 {newest.number} 不同了。改回原样即恢复。",
            f"Back to draft: it differs from version {newest.number} now. Undoing the changes brings the state back.",
        )
    return say(
        f"又与版本 {newest.number} 一致：状态是“{name.to('zh')}”。",
        f"Equal to version {newest.number} again: the state is “{name.to('en').lower()}”.",
    )


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


def as_fragment(response: HttpResponse, name: str) -> HttpResponse:
    """A piece of a page, marked as such for the script that asked: no other page is put in its place."""
    response["X-Fragment"] = name
    return response


def addresses(study: Study) -> dict[str, str]:
    """The addresses that the editor's script speaks to."""
    names = ("edits", "undo", "redo", "change")
    return {name: reverse(f"footprints:{name}", args=[study.id]) for name in names} | {"language": language()}
