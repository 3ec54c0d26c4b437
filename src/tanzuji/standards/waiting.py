"""What waits in the room for somebody: the deed of theirs that the next step of a project, a request or a plan needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.standards.models import (
    Answer,
    Conversion,
    ConversionStep,
    Draft,
    Panellist,
    Remark,
    Standard,
    WorkPlan,
)

SHOWN = 5

Waiting = tuple[str, Text, Text]
"""The address of a page, what it is about, and what is to be done there."""

_TO_DO = {
    "proposed": Text(zh="等待立项决定", en="Waits to be accepted or declined"),
    "technical_review": Text(zh="等待审查组和审查结论", en="Waits for its panel and the decision"),
    "approved": Text(zh="等待发布", en="Waits to be published"),
}
_CONVERSIONS = {
    "requested": Text(zh="转化申请待筛选打分", en="A conversion waits for screening"),
    "screened": Text(zh="转化申请待推荐", en="A conversion waits for the recommendation"),
    "recommended": Text(zh="待登记上级接受", en="Waits for the answer of the higher body"),
    "accepted_by_target_body": Text(zh="待登记转化结果", en="Waits for the converted standard"),
}


def waiting(acting: Acting) -> list[Waiting]:
    """What waits for whoever acts, their vote first; at most five, in at most five queries.

    Only what their roles and their organisation's mandates let them do; what a second person decides is not shown to
    who proposed, asked for or screened it.
    """
    if not acting.may_write:
        return []
    found = (row for part in (_votes, _remarks, _projects, _conversions, _plans) for row in part(acting))
    return list(islice(found, SHOWN))


def _votes(acting: Acting) -> Iterator[Waiting]:
    newer = Draft.objects.filter(standard=OuterRef("draft__standard"), number__gt=OuterRef("draft__number"))
    mine = Panellist.objects.filter(
        person=acting.person, excused_at=None, vote=None, draft__standard__state="technical_review"
    )
    for row in mine.filter(~Exists(newer)).select_related("draft__standard").order_by("at", "id")[:SHOWN]:
        address = reverse("standards:standard", args=[row.draft.standard_id]) + "#panel"
        yield address, row.draft.standard.named, Text(zh="等您投票", en="Waits for your vote")


def _remarks(acting: Acting) -> Iterator[Waiting]:
    if not acting.has("editor"):
        return
    of = acting.organisation_id
    mine = Standard.objects.filter(
        Q(organisation_id=of) | Q(parties__organisation_id=of, parties__left_at=None),
        state__in=("consultation", "drafting"),
    )
    open_ = Remark.objects.filter(~Exists(Answer.objects.filter(remark=OuterRef("pk"))))
    counted = Count("consultations__remarks", filter=Q(consultations__remarks__in=open_), distinct=True)
    for row in mine.annotate(open_remarks=counted).filter(open_remarks__gt=0).order_by("changed_at")[:SHOWN]:
        n = row.open_remarks
        what = Text(zh=f"{n} 条意见待答复", en=f"Remarks to be answered: {n}")
        yield reverse("standards:standard", args=[row.id]) + "#remarks", row.named, what


def _projects(acting: Acting) -> Iterator[Waiting]:
    """What the authority decides on, and what the leading organisation does itself."""
    if not acting.has("reviewer"):
        return
    own, other = Q(organisation_id=acting.organisation_id), ~Q(proposed_by=acting.person)
    wanted = own & Q(level="enterprise", state__in=("proposed", "technical_review")) & other
    wanted = wanted | own & Q(level__in=("association", "enterprise"), state="approved")
    if acting.mandated("authority"):
        decided = ~Q(level="enterprise") & other & Q(state__in=("proposed", "technical_review"))
        wanted = wanted | decided | (~Q(level__in=("association", "enterprise")) & Q(state="approved"))
    for row in Standard.objects.filter(wanted).order_by("changed_at")[:SHOWN]:
        yield reverse("standards:standard", args=[row.id]), row.named, _TO_DO[row.state]


def _conversions(acting: Acting) -> Iterator[Waiting]:
    states = []
    if acting.mandated("authority") and acting.has("editor", "reviewer"):
        states.append("requested")
    if acting.mandated("authority", "standards") and acting.has("editor", "reviewer"):
        states += ["recommended", "accepted_by_target_body"]
    wanted = Q(state__in=states)
    if acting.mandated("authority") and acting.has("reviewer"):
        own = ConversionStep.objects.filter(
            conversion=OuterRef("pk"), action__in=("request", "screen"), by=acting.person
        )
        wanted = wanted | Q(~Exists(own), state="screened")
    elif not states:
        return
    for row in Conversion.objects.filter(wanted).select_related("standard").order_by("at")[:SHOWN]:
        yield reverse("standards:conversion", args=[row.id]), row.standard.named, _CONVERSIONS[row.state]


def _plans(acting: Acting) -> Iterator[Waiting]:
    if not (acting.mandated("authority") and acting.has("reviewer")):
        return
    for row in WorkPlan.objects.filter(state="consulted").exclude(by=acting.person).order_by("at")[:SHOWN]:
        title = Text(zh=f"{row.year} 年核算工作计划", en=f"Work plan of {row.year}")
        yield reverse("standards:plans"), title, Text(zh="等待确定", en="Waits to be decided")
