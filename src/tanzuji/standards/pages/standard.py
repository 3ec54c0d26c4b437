"""One standard: what it is, where it stands, what may happen next and why not; its drafts, remarks, panel and ties."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.text import Text
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of, organisation, organisation_by_code
from tanzuji.standards import messages, paths, policy, procedures, queries, services, states
from tanzuji.standards.crosswalk import crosswalk
from tanzuji.standards.kinds import COMPANION, RELATIONS
from tanzuji.standards.models import Standard
from tanzuji.standards.pages.frame import answered, context, named_standards, shown
from tanzuji.standards.services.converting import may_request
from tanzuji.standards.services.describing import may_describe
from tanzuji.standards.services.drafting import may_add_draft
from tanzuji.standards.services.reviewing import may_convene
from tanzuji.standards.services.stepping import least_days
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import Absent

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

BY_THE_SYSTEM = ("supersede", "take_effect")
"""Steps that a page does not offer: they happen by themselves."""


@require_safe
def standard(request: HttpRequest, standard_id: UUID) -> HttpResponse:
    """One standard."""
    return _page(request, acting_of(request), standard_id, {})


def _page(
    request: HttpRequest, acting: Acting | None, standard_id: UUID, more: dict[str, Any]
) -> HttpResponse:
    of = queries.standard(acting, standard_id)
    today = timezone.localdate()
    newest, last = queries.newest_draft(of), queries.last_consultation(of)
    open_now = bool(last and of.state == "consultation" and last.opens_on <= today <= last.closes_on)
    drafts = queries.drafts(acting, of)
    panel = queries.panel(newest) if of.state in ("technical_review", "approved") or newest else []
    values = context(
        request, "home", of=of, ties={key: RELATIONS[key][0] for key in COMPANION.values()}, steps=list(of.steps.select_related("by", "organisation").order_by("-id")),
        drafts=drafts, last=last, open_now=open_now, remarks=queries.remarks(of), unanswered=queries.unanswered(of),
        panel=panel, tally=queries.tally(newest), relations=queries.relations(acting, of), today=today,
        parties_=[p.organisation for p in of.parties.filter(left_at=None).select_related("organisation")],
        adoptions=[a.list for a in of.adoptions.select_related("list")], procedure=procedures.kept(of.procedure),
        procedure_lines=procedures.as_lines(procedures.kept(of.procedure)), codes=_codes(of), life=_life(of),
        **(_for(acting, of, newest) if acting else _NOBODY),
    )  # fmt: skip
    return shown(request, "standard.html", values | more)


_NOBODY: dict[str, Any] = {
    "choices": [], "may_draft": False, "may_answer": False, "mine": None, "may_convene": False, "may_describe": False,
    "may_lead": False, "may_request": False, "least": 0, "candidates": [], "may_vote": False,
}  # fmt: skip


def _for(acting: Acting, of: Standard, newest: Any) -> dict[str, Any]:
    """What somebody may do here."""
    standing = queries.standing(acting, of)
    mine = next((m for m in queries.panel(newest) if m.person_id == acting.person.id), None)
    lead, convene = bool(policy.may_lead(standing)), bool(may_convene(acting, of))
    return {
        "choices": _choices(of, standing),
        "may_draft": bool(may_add_draft(standing, of.state)),
        "may_answer": of.state in ("consultation", "drafting") and bool(policy.may_draft(standing)),
        "mine": mine,
        "may_vote": mine is not None and of.state == "technical_review" and not hasattr(mine, "vote"),
        "may_convene": convene,
        "may_describe": bool(may_describe(acting, of)),
        "may_lead": lead and of.state in states.OPEN,
        "may_request": bool(may_request(acting, of))
        and bool(paths.higher_levels(of.level))
        and of.state in states.STANDING,
        "least": least_days(of) if of.state in states.OPEN else 0,
        "candidates": named_standards(queries.standards(acting).exclude(id=of.id))
        if may_describe(acting, of)
        else [],
    }


def _choices(of: Standard, standing: policy.Standing) -> list[dict[str, Any]]:
    """The steps that leave the state, possible or not, with why not."""
    return [
        {
            "action": action,
            "name": states.STANDARD.actions[action],
            "refused": verdict.problem,
            "reasoned": action in states.REASONED,
        }
        for action, verdict in states.STANDARD.next(of.state, standing)
        if action not in BY_THE_SYSTEM
    ]


def _codes(of: Standard) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in of.codes.order_by("scheme", "code"):
        found.setdefault(code.scheme, []).append(code.code)
    return found


_WAY = (
    "proposed",
    "accepted",
    "drafting",
    "consultation",
    "technical_review",
    "approved",
    "published",
    "in_force",
)


def _life(of: Standard) -> list[tuple[Text, str]]:
    """The way of a project with what is done, what is now and what is to come; empty for what was only registered."""
    if of.organisation_id is None or of.state not in (*_WAY, "under_revision"):
        return []
    at = _WAY.index("in_force" if of.state == "under_revision" else of.state)
    marks = ["done" if n < at else "now" if n == at else "" for n in range(len(_WAY))]
    return [(states.STANDARD.states[state], mark) for state, mark in zip(_WAY, marks, strict=True)]


def _posted(
    request: HttpRequest,
    acting: Acting,
    standard_id: UUID,
    change: Callable[[], Any],
    said: str,
    anchor: str = "",
) -> HttpResponse:
    """A form of the page: done, or the page again."""
    here = reverse("standards:standard", args=[standard_id]) + anchor
    return answered(request, change, said, here, lambda more: _page(request, acting, standard_id, more))


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """A step of its life; a revision leads to the new project."""
    action = request.POST.get("action", "")
    name = states.STANDARD.actions.get(action)
    return answered(
        request,
        lambda: services.act(acting, standard_id, action, request.POST.dict()),
        say("已记录：", "Recorded: ") + (name.to(language()) if name else ""),
        lambda done: reverse("standards:standard", args=[done.id]),
        lambda more: _page(request, acting, standard_id, more),
    )


@require_POST
@signed_in
def draft(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """Another draft."""
    given = request.POST.get
    return _posted(
        request, acting, standard_id,
        lambda: services.add_draft(
            acting, standard_id, text=given("text", ""), rule_text=given("rule_text", ""), note=given("note", "")
        ),
        say("草案已提交", "The draft was handed in"), "#drafts",
    )  # fmt: skip


@require_safe
def read_draft(request: HttpRequest, standard_id: UUID, number: int) -> HttpResponse:
    """A draft with its text and the crosswalk to the base standard (NX-102)."""
    acting = acting_of(request)
    of = queries.standard(acting, standard_id)
    found = queries.draft(acting, of, number)
    held = crosswalk(found.text, found.rule_text)
    return shown(request, "draft.html", context(request, "home", of=of, draft=found, held=held))


@require_POST
@signed_in
def remark(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """A remark in the consultation."""
    given = request.POST.get
    return _posted(
        request, acting, standard_id,
        lambda: services.remark(
            acting, standard_id, text=given("text", ""), clause=given("clause", ""), proposal=given("proposal", "")
        ),
        say("意见已提交，会公开并得到答复", "Your remark is on record; it is public and will be answered"), "#remarks",
    )  # fmt: skip


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, standard_id: UUID, remark_id: UUID) -> HttpResponse:
    """An answer to a remark."""
    queries.standard(acting, standard_id)
    given = request.POST.get
    return _posted(
        request, acting, standard_id,
        lambda: services.answer(acting, remark_id, disposition=given("disposition", ""), text=given("text", "")),
        say("已答复", "Answered"), f"#r-{remark_id}",
    )  # fmt: skip


def _organisation(request: HttpRequest) -> UUID:
    """The organisation a form names by its code, or by its id where the page put that there. Raises `standards.not-known`."""
    said = request.POST.get("organisation", "").strip()[:40]
    try:
        found = organisation_by_code(said) if not _ID.fullmatch(said) else organisation(said)
    except Absent:
        what = Text(zh="登记的单位代码", en="the codes registered here")
        raise messages.NOT_KNOWN.error("organisation", value=said, list=what, known="–") from None
    return found.id


@require_POST
@signed_in
def party(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """Add or drop a drafting organisation."""
    drop = request.POST.get("drop") == "1"
    change = services.drop_party if drop else services.add_party
    return _posted(
        request, acting, standard_id, lambda: change(acting, standard_id, _organisation(request)),
        say("起草单位已更新", "The drafting parties were changed"), "#drafts",
    )  # fmt: skip


@require_POST
@signed_in
def panel(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """Call somebody to the panel, or excuse them."""
    given = request.POST.get
    excused = given("excuse", "")

    def change() -> Any:
        if excused.isascii() and excused.isdigit() and len(excused) < 15:
            return services.excuse(acting, standard_id, int(excused))
        return services.convene(
            acting, standard_id, organisation_id=_organisation(request), email=given("email", "")
        )

    return _posted(
        request, acting, standard_id, change, say("审查组已更新", "The panel was changed"), "#panel"
    )


@require_POST
@signed_in
def vote(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """A vote on the draft under review."""
    given = request.POST.get
    return _posted(
        request, acting, standard_id,
        lambda: services.vote(acting, standard_id, choice=given("choice", ""), reason=given("reason", "")),
        say("已投票", "Your vote is on record"), "#panel",
    )  # fmt: skip


@require_POST
@signed_in
def describe(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """Rule, codes, reference, procedure."""
    return _posted(
        request, acting, standard_id, lambda: services.describe(acting, standard_id, request.POST.dict()),
        say("已保存", "Saved"), "#facts",
    )  # fmt: skip


@require_POST
@signed_in
def relate(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """A tie to the rule it serves."""
    given = request.POST.get
    return _posted(
        request, acting, standard_id,
        lambda: services.relate(acting, standard_id, given("other", ""), given("kind", "")),
        say("已关联", "Tied"), "#facts",
    )  # fmt: skip


@require_POST
@signed_in
def complain(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """A complaint about a standard in force."""
    return _posted(
        request, acting, standard_id,
        lambda: services.complain(acting, standard_id, text=request.POST.get("text", "")),
        say("投诉已受理，只有主管部门能看到", "Your complaint was received; only the authority sees it"),
    )  # fmt: skip
