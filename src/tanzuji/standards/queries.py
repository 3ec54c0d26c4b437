"""Reads of the standards room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.errors import CodedError
from tanzuji.jurisdictions import Jurisdiction
from tanzuji.parties.acting import Acting
from tanzuji.standards.crosswalk import crosswalk
from tanzuji.standards.finding import Asked, group_of_code, higher_than_provincial
from tanzuji.standards.kinds import MADE_HERE
from tanzuji.standards.models import (
    AdoptionList,
    Answer,
    Call,
    Complaint,
    Consultation,
    Conversion,
    Draft,
    Panellist,
    Relation,
    Remark,
    Standard,
)
from tanzuji.standards.policy import Higher, Standing
from tanzuji.standards.states import OPEN, STANDING, VALID
from tanzuji.standards.waiting import waiting as waiting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id


def visible(acting: Acting | None) -> QuerySet[Standard]:
    """The standards somebody may see: public ones, and proposals of their own organisation; the authority sees all."""
    rows = Standard.objects.select_related("organisation", "proposed_by")
    if acting is None:
        return rows.filter(public=True)
    if acting.mandated("authority", "standards"):
        return rows
    of = acting.organisation_id
    return rows.filter(
        Q(public=True) | Q(organisation_id=of) | Q(parties__organisation_id=of, parties__left_at=None)
    ).distinct()


def standard(acting: Acting | None, id_: UUID | str) -> Standard:
    """One standard. Raises `web.absent` for one that is not there or not to be seen."""
    return by_id(visible(acting), id_)


def standards(acting: Acting | None = None, asked: Asked | None = None) -> QuerySet[Standard]:
    """The registry as somebody sees it, searched; in force first, then by level and number."""
    rows = (asked or Asked()).apply(visible(acting))
    return rows.order_by("-in_force_on", "level", "number", "created_at")


def in_force(
    *, product_code: str = "", group: str = "", kind: str = "", jurisdiction: str = ""
) -> QuerySet[Standard]:
    """Standards that apply today: for a product code of any list, a product group, a kind, a place.

    A national or sector standard applies everywhere, as does an association's of the nation; a provincial one in its
    own province.
    """
    rows = Standard.objects.filter(state__in=VALID, public=True)
    if product_code:
        bare = "".join(c for c in product_code if c.isalnum())
        above = [bare[:n] for n in range(4, len(bare) + 1)]
        rows = rows.filter(
            Q(group__in=group_of_code(product_code))
            | Q(codes__code__startswith=bare)
            | Q(codes__code__in=above)
        )
    if group:
        rows = rows.filter(group=group)
    if kind:
        rows = rows.filter(kind=kind)
    if jurisdiction:
        rows = rows.filter(
            Q(level__in=("international", "national", "sector")) | Q(jurisdiction__in=("cn", jurisdiction))
        )
    return rows.distinct().order_by("level", "number")


def is_drafter(acting: Acting, of: Standard) -> bool:
    """Whether the organisation takes part in the drafting."""
    return acting.organisation_id in drafters(of)


def drafters(of: Standard) -> frozenset[UUID]:
    """The organisations that draft: the leading one and the parties."""
    lead = {of.organisation_id} if of.organisation_id else set()
    return frozenset(lead | set(of.parties.filter(left_at=None).values_list("organisation_id", flat=True)))


def newest_draft(of: Standard) -> Draft | None:
    return of.drafts.order_by("-number").first()


def drafts(acting: Acting | None, of: Standard) -> list[Draft]:
    """The drafts somebody may read, newest first: those consulted on; the makers, the panel and the authority read all."""
    rows = of.drafts.select_related("by", "organisation").order_by("-number")
    inside = acting is not None and (
        is_drafter(acting, of)
        or acting.mandated("authority", "standards")
        or Panellist.objects.filter(draft__standard=of, person=acting.person, excused_at=None).exists()
    )
    return list(rows if inside else rows.filter(consultation__isnull=False))


def draft(acting: Acting | None, of: Standard, number: int) -> Draft:
    """One draft that somebody may read. Raises `web.absent`."""
    found = next((d for d in drafts(acting, of) if d.number == number), None)
    if found is None:
        raise absent()
    return found


def last_consultation(of: Standard) -> Consultation | None:
    return of.consultations.select_related("draft").order_by("-id").first()


def open_consultations(today: date | None = None) -> QuerySet[Consultation]:
    """Consultations that take remarks today, the one that ends first on top."""
    now = today or timezone.localdate()
    return (
        Consultation.objects.filter(
            opens_on__lte=now, closes_on__gte=now, standard__state="consultation", standard__public=True
        )
        .select_related("standard", "draft")
        .order_by("closes_on", "id")
    )


def remarks(of: Standard) -> list[Remark]:
    """Every remark on a standard with its answers, the oldest first."""
    return list(
        Remark.objects.filter(consultation__standard=of)
        .select_related("by", "organisation", "consultation__draft")
        .prefetch_related(Prefetch("answers", Answer.objects.select_related("by").order_by("id")))
        .order_by("at", "id")
    )


def unanswered(of: Standard) -> int:
    """How many remarks, of whichever consultation, nobody answered."""
    return (
        Remark.objects.filter(consultation__standard=of)
        .filter(~Exists(Answer.objects.filter(remark=OuterRef("pk"))))
        .count()
    )


def remark(id_: UUID | str) -> Remark:
    """One remark. Raises `web.absent`."""
    return by_id(Remark.objects.select_related("consultation__standard"), id_)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the panel of a draft has voted."""

    panel: int = 0
    voted: int = 0
    favour: int = 0
    against: int = 0
    abstained: int = 0


def panel(of: Draft | None) -> list[Panellist]:
    """The members of the panel of a draft, without those who were excused, with their votes."""
    if of is None:
        return []
    return list(
        of.panel.filter(excused_at=None).select_related("person", "organisation", "vote").order_by("at", "id")
    )


def tally(of: Draft | None) -> Tally:
    """The count of the votes on a draft."""
    members = panel(of)
    choices = [m.vote.choice for m in members if hasattr(m, "vote")]
    return Tally(
        len(members), len(choices), choices.count("for"), choices.count("against"), choices.count("abstain")
    )


def place(of: Standard) -> Jurisdiction:
    """What applies where a standard was proposed; the nation's rules for a place without a pack of its own."""
    return jurisdictions.load(of.jurisdiction if of.jurisdiction in jurisdictions.codes() else "cn")


def direct_path(of: Standard) -> bool:
    """Whether a national or sector standard may be applied for directly where it was proposed.

    It may where the jurisdiction says so, where it is the nation, and where its policy says nothing of that level;
    not where it names the way through an association standard, or closes it.
    """
    here = place(of)
    if here.parent is None or of.level not in ("national", "sector") or of.level in here.direct:
        return True
    try:
        return here.conversion("association", of.level).allowed is None  # type: ignore[arg-type]
    except CodedError:
        return True


def higher(of: Standard) -> tuple[Higher, ...]:
    """What keeps a provincial standard from being made, where its jurisdiction knows that rule."""
    if of.level != "provincial":
        return ()
    if not place(of).provincial_standard_only_without_higher:
        return ()
    return tuple(Higher(row.level, row.number) for row in higher_than_provincial(of))


def makers(of: Standard) -> frozenset[UUID]:
    """People who proposed the project or made one of its drafts."""
    made = set(of.drafts.values_list("by_id", flat=True))
    return frozenset(made | ({of.proposed_by_id} if of.proposed_by_id else set()))


def successor(of: Standard) -> Standard | None:
    """The project or standard that replaces this one, the newest that was not given up."""
    found = (
        Relation.objects.filter(other=of, kind="replaces")
        .exclude(standard__state__in=("declined", "withdrawn"))
        .select_related("standard")
        .order_by("-id")
        .first()
    )
    return found.standard if found else None


def standing(acting: Acting | None, of: Standard, today: date | None = None) -> Standing:
    """What a decision on a standard rests on."""
    newest, last, after = newest_draft(of), last_consultation(of), successor(of)
    counted = tally(newest)
    faults = len(crosswalk(newest.text, newest.rule_text).problems) if newest and of.state in OPEN else 0
    return Standing(
        acting=acting,
        level=of.level,
        today=today or timezone.localdate(),
        lead=of.organisation_id,
        drafters=drafters(of),
        makers=makers(of),
        higher=higher(of),
        direct=direct_path(of),
        jurisdiction=place(of).name,
        draft=newest.number if newest else 0,
        consulted_draft=last.draft.number if last else 0,
        faults=faults,
        consultation_ends=last.closes_on if last else None,
        unanswered=unanswered(of),
        panel=counted.panel,
        voted=counted.voted,
        favour=counted.favour,
        in_force_on=of.in_force_on,
        successor_in_force=bool(after and after.state in VALID),
        revision_open=bool(after and after.state in (*OPEN, "published")),
    )


def relations(acting: Acting | None, of: Standard) -> list[tuple[Relation, Standard, bool]]:
    """What the standard is tied to: the tie, the other standard, and whether the tie is read from this one."""
    seen = set(visible(acting).values_list("id", flat=True))
    own = [(r, r.other, True) for r in of.relations.select_related("other").order_by("kind", "id")]
    to = [(r, r.standard, False) for r in of.related.select_related("standard").order_by("kind", "id")]
    return [row for row in own + to if row[1].id in seen]


def calls(today: date | None = None) -> QuerySet[Call]:
    """Calls for proposals, open ones first."""
    return Call.objects.select_related("organisation").order_by("-closes_on", "-at")


def conversions(acting: Acting) -> QuerySet[Conversion]:
    """Requests for conversion: one's own; the authority and the curators see all."""
    rows = Conversion.objects.select_related("standard", "organisation", "result", "by").order_by("-at")
    if acting.mandated("authority", "standards"):
        return rows
    return rows.filter(organisation_id=acting.organisation_id)


def conversion(acting: Acting, id_: UUID | str) -> Conversion:
    """One request for conversion. Raises `web.absent`."""
    return by_id(conversions(acting), id_)


def convertible(acting: Acting) -> list[Standard]:
    """Issued standards somebody may put forward for a higher level, their own first; at most thirty.

    An editor of the leading organisation may, of an association, or of the authority (`services.converting`).
    """
    if not (acting.has("editor") and acting.may_write):
        return []
    rows = visible(acting).filter(state__in=STANDING, level__in=MADE_HERE[1:])
    own = Q(organisation_id=acting.organisation_id)
    if acting.organisation.kind != "association" and not acting.mandated("authority"):
        rows = rows.filter(own)
    return list(rows.alias(own=Case(When(own, then=0), default=1)).order_by("own", "number", "id")[:30])


def open_conversions(acting: Acting, of: Standard) -> list[Conversion]:
    """Requests for this standard that are under way and that somebody may read."""
    return list(
        conversions(acting).filter(standard=of).exclude(state__in=("converted", "refused", "withdrawn"))
    )


def adoption_lists() -> QuerySet[AdoptionList]:
    """The adoption lists with what of them is registered here, newest first."""
    return AdoptionList.objects.prefetch_related("adoptions__standard").order_by("-issued_on", "number")


def complaints(acting: Acting) -> QuerySet[Complaint]:
    """Complaints: one's own organisation's; the authority and the curators see all."""
    rows = Complaint.objects.select_related("standard", "organisation", "by", "decided_by").order_by("-at")
    if acting.mandated("authority", "standards"):
        return rows
    return rows.filter(organisation_id=acting.organisation_id)


def complaint(acting: Acting, id_: UUID | str) -> Complaint:
    """One complaint. Raises `web.absent`."""
    return by_id(complaints(acting), id_)
