"""Who may do what with a shared library and its releases, and if not, why not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS, Kind
from tanzuji.web.verdicts import ALLOWED, Verdict, first

if TYPE_CHECKING:
    from tanzuji.publications.models import SharedLibrary

NOT_CURATOR = define(
    "publications.not-curator",
    zh="“{library}”由负责它的单位编制和发布。",
    en="“{library}” is prepared and published by those in charge of it.",
    remedy_zh="请通过数据入库提交您的数据；或请主管部门授权（tanzuji mandate）。",
    remedy_en="Contribute your data through the gates, or have the authority mandate you (`tanzuji mandate`).",
)
FOUR_EYES = define(
    "publications.four-eyes",
    zh="这一版由您参与编制，不能由您发布或退回。",
    en="You took part in preparing this release, so you can neither release it nor send it back.",
    remedy_zh="请另一位评审员来做。",
    remedy_en="Ask another reviewer.",
)
NO_LIBRARY_KIND = define(
    "publications.no-library-kind",
    zh="{kind}不能建立行业数据库。",
    en="Sector libraries are not opened by: {kind}.",
    remedy_zh="行业协会、企业、科研与技术机构可以建立。",
    remedy_en="Associations, enterprises and research institutes may open one.",
)

OPENERS = {"association", "enterprise", "research"}
"""Kinds of organisations that may set up a library of a sector (上海 SH-204, 江苏 JS-204)."""


_RIGHTS = rights.of_room("publications")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def is_curator(acting: Acting, library: SharedLibrary) -> Verdict:
    """Whether their organisation looks after a library: its owner, or for the jurisdiction's the mandated."""
    own = (
        acting.mandated("factors")
        if library.organisation_id is None
        else acting.organisation_id == library.organisation_id
    )
    return ALLOWED if own else Verdict(NOT_CURATOR.problem(library=library.title))


def may_prepare(acting: Acting, library: SharedLibrary) -> Verdict:
    """Whether they may prepare releases of a library."""
    return first(may_write(acting), is_curator(acting, library), holds(acting, "editor"))


def may_release(acting: Acting, library: SharedLibrary, preparers: Collection[UUID]) -> Verdict:
    """Four eyes: a reviewer of those in charge who did not take part in preparing it."""
    own = acting.person.id in preparers
    return first(
        may_write(acting),
        is_curator(acting, library),
        holds(acting, "reviewer"),
        Verdict(FOUR_EYES.problem()) if own else ALLOWED,
    )


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a step of a release rests on: who acts, on which library's, prepared by whom."""

    acting: Acting
    library: SharedLibrary
    preparers: frozenset[UUID] = frozenset()


def may_prepare_now(of: Deciding) -> Verdict:
    return may_prepare(of.acting, of.library)


def may_release_now(of: Deciding) -> Verdict:
    return may_release(of.acting, of.library, of.preparers)


def may_open_library(acting: Acting) -> Verdict:
    """Whether they may set up a library of a sector."""
    kind = cast(Kind, acting.organisation.kind)
    return first(
        may_write(acting),
        holds(acting, "editor"),
        ALLOWED if kind in OPENERS else Verdict(NO_LIBRARY_KIND.problem(kind=KINDS[kind])),
    )


def may_offer(acting: Acting) -> Verdict:
    """Whether they may offer datasets of their organisation to a shared library."""
    return first(may_write(acting), holds(acting, "editor"))


def may_subscribe(acting: Acting) -> Verdict:
    """Whether they may subscribe; reading suffices, but a program's token has no mailbox."""
    return may_write(acting)
