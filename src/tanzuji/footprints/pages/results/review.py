"""A version with its result, and its internal review: difference, findings, comments, decision."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Study, Version
from tanzuji.footprints.pages.editing import remarks
from tanzuji.footprints.pages.editing.drafts import opened
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.results import changed, checks, differences, edition, result
from tanzuji.footprints.states import STUDY
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import language, say

CONSEQUENCES: dict[str, Text] = {
    "approve": Text(
        zh="数值、口径和出处一致；可以提交", en="Values, method and sources agree; it can be submitted"
    ),
    "return": Text(
        zh="编制人改后生成新版本，本次记录保留",
        en="Its makers change it and make a new version; this stays on record",
    ),
    "submit": Text(zh="冻结核算，交出这个版本", en="Freezes the study and hands this version over"),
    "reopen": Text(
        zh="回到草稿，可以再改；这个版本不变", en="Back to draft, to be changed; this version stays"
    ),
}
"""What a decision brings about, by action."""

DECIDED: dict[str, Text] = {
    "approve": Text(zh="评审通过", en="approved"),
    "return": Text(zh="退回修改", en="sent back"),
    "submit": Text(zh="提交", en="submitted"),
    "reopen": Text(zh="撤回提交", en="submission withdrawn"),
    "verify": Text(zh="通过核查", en="verified"),
    "unverify": Text(zh="核查声明被撤回", en="verification statement withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision with what it means, and why it is not possible where it is not."""

    action: str
    name: str
    consequence: str
    refused: Problem | None


@require_safe
@signed_in
def version(request: HttpRequest, acting: Acting, study_id: UUID, number: int) -> HttpResponse:
    """One version."""
    study = queries.study(acting, study_id)
    return _page(request, acting, queries.version(study, number))


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Takes `action`, `number` and `reason` of the form; what is wrong with them is shown on the version."""
    study = queries.study(acting, study_id)
    given = request.POST.get("number", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        services.decide(acting, study.id, action, number=number, reason=reason)
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        shown = queries.version(study, number)
        study.refresh_from_db()
        return _page(request, acting, shown, error=error, typed=reason, action=action)
    notices.success(request, say("已记录：", "Recorded: ") + DECIDED[action].to(language()))
    return HttpResponseRedirect(reverse("footprints:version", args=[study.id, number]) + "#review")


def _page(
    request: HttpRequest,
    acting: Acting,
    shown: Version,
    *,
    error: CodedError | None = None,
    typed: str = "",
    action: str = "",
) -> HttpResponse:
    study = queries.study(acting, shown.study_id)
    this = edition.frozen(shown)
    before = study.versions.filter(number=shown.number - 1).select_related("made_by").first()
    earlier = edition.frozen(before) if before else None
    told, count = changed.changes(earlier, this) if earlier else ([], 0)
    context = {
        **frame(acting, study, "versions", version=shown),
        **remarks.threads(opened(acting, study.id)),
        **checks.of_edition(this),
        **result.of_edition(this),
        "before": earlier,
        "difference": differences.difference(earlier, this) if earlier else None,
        "changes": told,
        "count": count,
        "listed": differences.LISTED,
        "decisions": [d for d in queries.decisions(study) if d.version.number == shown.number],
        "decided": DECIDED,
        "choices": choices(acting, study),
        "refusals": error.problems if error else (),
        "typed": typed,
        "chosen": action,
    }
    status = answers.status_of(error) if error else 200
    return render(request, "footprints/version.html", context, status=status)


def choices(acting: Acting, study: Study) -> list[Choice]:
    """The decisions that leave the state the study is in, possible or not."""
    standing = queries.standing(acting, study)
    return [
        Choice(
            action,
            STUDY.actions[action].to(language()),
            CONSEQUENCES[action].to(language()),
            verdict.problem,
        )
        for action, verdict in STUDY.next(study.state, standing)
        if action in CONSEQUENCES
    ]
