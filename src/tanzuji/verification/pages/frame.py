"""The frame of a verification's pages: number, state, who asks whom, deadline, tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import verifying
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries
from tanzuji.verification.models import Engagement
from tanzuji.verification.papers import LEVELS, OPINIONS, ROLES, SEVERITIES
from tanzuji.verification.states import ENGAGEMENT, FINDING_STATES, RUNNING, STATES
from tanzuji.web.language import say

STATUS: dict[str, str] = {
    "requested": "now", "offered": "now", "accepted": "now", "examining": "now", "drafted": "now", "stated": "ok",
    "declined": "", "withdrawn": "", "terminated": "bad",
}  # fmt: skip
"""How a state is coloured; its word stands beside."""
UNBEGUN = ("requested", "offered", "declined", "withdrawn")
"""States before and without an accepted offer: nothing was planned, asked or found."""
FINDING_STATUS = {"open": "bad", "answered": "warn", "closed": "ok", "left": "bad"}
SEVERITY_STATUS = {"major": "bad", "minor": "warn", "observation": ""}


def frame(acting: Acting, of: Engagement, here: str) -> dict[str, Any]:
    """Context of `verification/frame.html`; `here` is the key of the current tab."""
    standing = queries.standing(acting, of)
    readable = queries.may_read(acting, of)
    study = verifying.names([of.study_id])[of.study_id]
    return {
        "room": "verification",
        "of": of,
        "study": study,
        "name": name_of(study),
        "own": queries.is_own(acting, of),
        "standing": standing,
        "may": dict(ENGAGEMENT.next(of.state, standing)),
        "running": of.state in RUNNING,
        "readable": readable,
        "here": here,
        "tabs": tabs(of, readable),
        "states": STATES,
        "status": STATUS,
        "actions": ENGAGEMENT.actions,
        "levels": LEVELS,
        "opinions": OPINIONS,
        "roles": ROLES,
        "severities": SEVERITIES,
        "finding_states": FINDING_STATES,
        "finding_status": FINDING_STATUS,
        "severity_status": SEVERITY_STATUS,
        "today": timezone.localdate(),
        "problems": (),
        "given": {},
    }


def tabs(of: Engagement, readable: bool) -> list[tuple[str, str, str]]:
    """Key, words and address of every tab; what may not be read yet, and what there cannot be anything in, has none."""
    open_findings = of.findings.filter(state__in=("open", "answered")).count()
    unchecked = of.requests.filter(checked_at=None).count()
    found = [("engagement", say("委托与进展", "Engagement"))]
    if readable and of.state not in UNBEGUN:
        again = [("changes", say("变化", "Changes"))] if of.submissions.count() > 1 else []
        found += [
            ("study", say("核算", "Study")),
            *again,
            ("plan", say("计划与抽样", "Plan and sample")),
            ("evidence", say("证据", "Evidence") + (f" {unchecked}" if unchecked else "")),
            ("findings", say("发现", "Findings") + (f" {open_findings}" if open_findings else "")),
            ("recomputation", say("复算", "Recomputation")),
            ("statement", say("声明", "Statement")),
        ]
    return [(key, words, reverse(f"verification:{key}", args=[of.id])) for key, words in found]


def name_of(study: Any) -> str:
    """The study's name in the language of the page, or the other."""
    return say(study.name_zh or study.name_en, study.name_en or study.name_zh)


def is_place(place: str) -> bool:
    """Whether a text is a place of a model."""
    try:
        return bool(read_place(place))
    except CodedError:
        return False
