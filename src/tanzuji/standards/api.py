"""The API of the standards room: the registry is anybody's to read, the rest needs a token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from tanzuji import jurisdictions
from tanzuji.parties.access import API_AUTH, OPEN_AUTH, asking
from tanzuji.parties.access import acting as acting_of
from tanzuji.parties.acting import Acting
from tanzuji.standards import overview, paths, procedures, queries, services, states
from tanzuji.standards.catalogue import codes as known_codes
from tanzuji.standards.catalogue import matching
from tanzuji.standards.crosswalk import crosswalk
from tanzuji.standards.finding import Asked
from tanzuji.standards.models import Conversion, Remark, Standard
from tanzuji.standards.schemas import (
    APPLIES,
    FILTERS,
    PLACE,
    WORDS,
    ActIn,
    AnswerIn,
    Applies,
    ChoiceOut,
    CodeOut,
    ConversionIn,
    ConversionOut,
    DraftIn,
    DraftOut,
    Filters,
    PathOut,
    Place,
    ProductCodeOut,
    ProgressOut,
    ProposalIn,
    RegistrationIn,
    RemarkIn,
    RemarkOut,
    StandardDetail,
    StandardOut,
    StandardsOut,
    StepOut,
    TieOut,
    VoteIn,
    Words,
)
from tanzuji.standards.services.proposing import as_proposal
from tanzuji.web.api import PAGING, BothLanguages, Paging, both, part, refusals

router = Router(auth=OPEN_AUTH)


def _plain(of: Standard) -> dict[str, Any]:
    return {
        "id": of.id, "number": of.number, "title": both(of.title), "kind": of.kind, "level": of.level, "layer": of.layer,
        "jurisdiction": of.jurisdiction, "sector": of.sector, "group": of.group,
        "product": both(of.product) if of.product_zh or of.product_en else None, "state": of.state, "public": of.public,
        "issued_on": of.issued_on, "in_force_on": of.in_force_on, "ended_on": of.ended_on,
        "to_be_abolished": of.to_be_abolished, "rule": of.rule, "rule_version": of.rule_version,
        "codes": [CodeOut(scheme=c.scheme, code=c.code) for c in of.codes.all()],
        "adoption_lists": [a.list.number for a in of.adoptions.all()],
        "source_tag": of.source_tag, "source_ref": of.source_ref,
    }  # fmt: skip


def _out(of: Standard) -> StandardOut:
    return StandardOut(**_plain(of))


def _detail(acting: Acting | None, of: Standard) -> StandardDetail:
    found = []
    if acting is not None:
        for action, verdict in states.STANDARD.next(of.state, queries.standing(acting, of)):
            code = verdict.problem.code if verdict.problem else ""
            found.append(
                ChoiceOut(
                    action=action,
                    name=both(states.STANDARD.actions[action]),
                    allowed=bool(verdict),
                    code=code,
                )
            )
    procedure = procedures.kept(of.procedure)
    return StandardDetail(
        **_plain(of),
        scope=BothLanguages(zh=of.scope_zh or of.scope_en, en=of.scope_en or of.scope_zh),
        ties=[
            TieOut(kind=tie.kind, standard=other.id, number=other.number, from_here=here)
            for tie, other, here in queries.relations(acting, of)
        ],
        steps=[
            StepOut(action=s.action, after=s.after, reason=s.reason, on=s.on) for s in of.steps.order_by("id")
        ],
        next=found,
        procedure=procedure.plain() if procedure else None,
    )


@router.get("", response={200: StandardsOut, **refusals()}, summary="The registry of standards")
def list_standards(request: HttpRequest, filters: Filters = FILTERS, paging: Paging = PAGING) -> StandardsOut:
    """Standards and rules, searched and narrowed."""
    named = filters.model_dump()
    rows = queries.standards(asking(request), Asked(named.pop("q"), **named))
    page, count = part(rows.prefetch_related("codes", "adoptions__list"), paging)
    return StandardsOut(items=[_out(row) for row in page], count=count)


@router.post("", auth=API_AUTH, response={201: StandardOut, **refusals()}, summary="Propose a standard")
def post_standard(request: HttpRequest, proposal: ProposalIn) -> Status[StandardOut]:
    """Opens a project; until it is accepted only you and the authority see it."""
    made = services.propose(acting_of(request), as_proposal(proposal.model_dump()))
    return Status(201, _out(made))


@router.post("registrations", auth=API_AUTH, response={201: StandardOut, **refusals()}, summary="Register an issued standard")  # fmt: skip
def post_registration(request: HttpRequest, form: RegistrationIn) -> Status[StandardOut]:
    """For curators: number, dates and source of a standard issued elsewhere; never its text."""
    return Status(201, _out(services.register(acting_of(request), form.model_dump())))


@router.get("in-force", response={200: list[StandardOut], **refusals()}, summary="Standards that apply")
def get_in_force(request: HttpRequest, to: Applies = APPLIES) -> list[StandardOut]:
    """What applies today to a product, by a code of CPC, HS or GB/T 7635 or by product group."""
    rows = queries.in_force(**to.model_dump())
    return [_out(row) for row in rows.prefetch_related("codes", "adoptions__list")[:200]]


@router.get("codes", response={200: list[ProductCodeOut], **refusals()}, summary="Product codes")
def get_codes(request: HttpRequest, words: Words = WORDS) -> list[ProductCodeOut]:
    """The table of codes that ships, searched by word or code."""
    hit = matching(words.q)
    return [
        ProductCodeOut(
            scheme=c.scheme, code=c.code, name=both(c.name), group=c.group, source_tag=c.source_tag, source_ref=c.source_ref
        )
        for c in known_codes()
        if not words.q or c.group in hit
    ]  # fmt: skip


@router.get(
    "targets/{jurisdiction}", response={200: list[ProgressOut], **refusals(404)}, summary="Targets and counts"
)
def get_targets(request: HttpRequest, jurisdiction: str) -> list[ProgressOut]:
    """The targets of a jurisdiction with what is registered here towards them."""
    return [
        ProgressOut(
            target=row.target.id, name=both(row.target.name), year=row.target.year, metric=row.target.metric,
            value=row.target.value, counted=row.counted, coming=row.coming,
            confirmed=row.confirmed.counted if row.confirmed else None,
        )
        for row in overview.progress(jurisdictions.load(jurisdiction).code)
    ]  # fmt: skip


@router.get(
    "conversions", auth=API_AUTH, response={200: list[ConversionOut], **refusals()}, summary="Conversions"
)
def list_conversions(request: HttpRequest) -> list[ConversionOut]:
    """Requests for conversion: your own, or all for the authority."""
    return [_conversion(row) for row in queries.conversions(acting_of(request))[:200]]


@router.get("conversions/{uuid:conversion_id}", auth=API_AUTH, response={200: ConversionOut, **refusals(404)}, summary="One conversion")  # fmt: skip
def get_conversion(request: HttpRequest, conversion_id: UUID) -> ConversionOut:
    """Where a request for conversion stands."""
    return _conversion(queries.conversion(acting_of(request), conversion_id))


def _conversion(row: Conversion) -> ConversionOut:
    return ConversionOut(
        id=row.id, standard=row.standard_id, target=row.target, jurisdiction=row.jurisdiction, state=row.state,
        result=row.result_id,
    )  # fmt: skip


@router.get("{uuid:standard_id}", response={200: StandardDetail, **refusals(404)}, summary="One standard")
def get_standard(request: HttpRequest, standard_id: UUID) -> StandardDetail:
    """With its ties, its history, and for whoever says who they are what may be done next and why something may not."""
    who = asking(request)
    return _detail(who, queries.standard(who, standard_id))


@router.post("{uuid:standard_id}/actions", auth=API_AUTH, response={200: StandardDetail, **refusals(404, 409)}, summary="Take a step")  # fmt: skip
def post_action(request: HttpRequest, standard_id: UUID, given: ActIn) -> StandardDetail:
    """A step of its life; a revision answers with the new project."""
    who = acting_of(request)
    form = given.model_dump()
    return _detail(who, services.act(who, standard_id, form.pop("action"), form))


@router.post("{uuid:standard_id}/drafts", auth=API_AUTH, response={201: DraftOut, **refusals(404)}, summary="Hand in a draft")  # fmt: skip
def post_draft(request: HttpRequest, standard_id: UUID, given: DraftIn) -> Status[DraftOut]:
    """The next draft; what its rule breaks and which clauses are missing come back with it."""
    made = services.add_draft(acting_of(request), standard_id, **given.model_dump())
    held = crosswalk(made.text, made.rule_text)
    return Status(
        201, DraftOut(number=made.number, problems=[p.code for p in held.problems], missing=[r.clause.id for r in held.missing])
    )  # fmt: skip


@router.get("{uuid:standard_id}/remarks", response={200: list[RemarkOut], **refusals(404)}, summary="Remarks")
def get_remarks(request: HttpRequest, standard_id: UUID) -> list[RemarkOut]:
    """Remarks of every consultation with their answers."""
    return [_remark(row) for row in queries.remarks(queries.standard(asking(request), standard_id))]


def _remark(row: Remark) -> RemarkOut:
    return RemarkOut(
        id=row.id, draft=row.consultation.draft.number, clause=row.clause, text=row.text, proposal=row.proposal,
        organisation=both(row.organisation.name),
        answers=[{"disposition": a.disposition, "text": a.text} for a in row.answers.order_by("id")],
    )  # fmt: skip


@router.post("{uuid:standard_id}/remarks", auth=API_AUTH, response={201: RemarkOut, **refusals(404)}, summary="Make a remark")  # fmt: skip
def post_remark(request: HttpRequest, standard_id: UUID, given: RemarkIn) -> Status[RemarkOut]:
    """While the consultation is open; public with the name of your organisation."""
    return Status(201, _remark(services.remark(acting_of(request), standard_id, **given.model_dump())))


@router.post("{uuid:standard_id}/remarks/{uuid:remark_id}/answers", auth=API_AUTH, response={201: dict[str, str], **refusals(404)}, summary="Answer a remark")  # fmt: skip
def post_answer_to_remark(
    request: HttpRequest, standard_id: UUID, remark_id: UUID, given: AnswerIn
) -> Status[dict[str, str]]:
    """For the drafting organisations."""
    who = acting_of(request)
    queries.standard(who, standard_id)
    made = services.answer(who, remark_id, disposition=given.disposition, text=given.text)
    return Status(201, {"disposition": made.disposition, "text": made.text})


@router.post(
    "{uuid:standard_id}/votes", auth=API_AUTH, response={201: dict[str, int], **refusals(404)}, summary="Vote"
)
def post_vote(request: HttpRequest, standard_id: UUID, given: VoteIn) -> Status[dict[str, int]]:
    """For members of the panel, once; the tally comes back."""
    who = acting_of(request)
    services.vote(who, standard_id, choice=given.choice, reason=given.reason)
    counted = queries.tally(queries.newest_draft(queries.standard(who, standard_id)))
    return Status(
        201,
        {"panel": counted.panel, "voted": counted.voted, "for": counted.favour, "against": counted.against},
    )


@router.get(
    "{uuid:standard_id}/paths", response={200: list[PathOut], **refusals(404)}, summary="Ways of conversion"
)
def get_paths(request: HttpRequest, standard_id: UUID, place: Place = PLACE) -> list[PathOut]:
    """The higher levels with what the jurisdiction's policy says of the way, and why a way is closed."""
    of = queries.standard(asking(request), standard_id)
    return [
        PathOut(
            target=way.target, stated=way.stated, condition=both(way.condition) if way.condition else None,
            source=way.source, allowed=bool(way.verdict), code=way.problem.code if way.problem else "",
        )
        for way in paths.paths(of, place.jurisdiction)
    ]  # fmt: skip


@router.post("{uuid:standard_id}/conversions", auth=API_AUTH, response={201: ConversionOut, **refusals(404)}, summary="Ask for conversion")  # fmt: skip
def post_conversion(request: HttpRequest, standard_id: UUID, given: ConversionIn) -> Status[ConversionOut]:
    """Refused with the reason where the jurisdiction's way is closed."""
    return Status(
        201, _conversion(services.request_conversion(acting_of(request), standard_id, **given.model_dump()))
    )
