"""The API of the rulebook: rules to read, to lint, to compare, to write and to decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.params.functions import Query
from ninja.responses import Status
from pydantic import Field

from tanzuji.documents.errors import Problem
from tanzuji.documents.text import Text
from tanzuji.parties.access import API_AUTH, OPEN_AUTH, acting, asking
from tanzuji.rulebook import queries, services
from tanzuji.rulebook.models import Draft, RuleVersion
from tanzuji.rulebook.queries import Rule
from tanzuji.rules import effective
from tanzuji.rules.cases import Case, CaseOutcome, run, run_all
from tanzuji.rules.compare import compare
from tanzuji.rules.diagnosis import diagnose
from tanzuji.rules.tree import inheritance
from tanzuji.web.api import PAGING, Paging, part, refusals

router = Router(auth=OPEN_AUTH)


class RuleRow(Schema):
    """A rule in a list."""

    id: str
    version: str
    kind: str
    layer: str
    level: str
    title: dict[str, str | None]
    number: str
    inherits: str | None
    thin: bool
    state: str
    shipped: bool


class RuleAnswer(RuleRow):
    """A rule in full."""

    text: str = Field(description="YAML as it was written")
    document: dict[str, Any] = Field(description="its own items")
    effective: dict[str, Any] = Field(description="with all it inherits")


class RemarkAnswer(Schema):
    """A problem and its line."""

    line: int
    text: str
    code: str
    path: str
    message: dict[str, str]
    remedy: dict[str, str]


class LintAnswer(Schema):
    """What is wrong with a rule as it is written."""

    sound: bool
    id: str | None
    remarks: list[RemarkAnswer]


class ChangeAnswer(Schema):
    """A value that differs."""

    key: str
    was: Any
    now: Any
    turn: Literal["added", "removed", "tightened", "loosened", "changed"]
    line_was: int | None
    line_now: int | None


class StepAnswer(Schema):
    """What one rule of the chain says of an item."""

    rule: str
    value: Any
    line: int | None
    relation: str


class StrandAnswer(Schema):
    """An item through the chain."""

    key: str
    steps: list[StepAnswer]


class OutcomeAnswer(Schema):
    """How a test case came out."""

    case: str
    expects: str
    met: bool
    found: list[str]
    total: float | None
    problems: list[dict[str, str]]


class TextBody(Schema):
    """A rule as it is written."""

    text: str = Field(max_length=1_048_576, description="YAML")


class DraftBody(TextBody):
    """A rule to keep; `revision` is the one that was read where it is saved again."""

    revision: int | None = None


class DraftAnswer(Schema):
    """A draft."""

    id: UUID
    rule: str
    revision: int
    problems: int
    text: str
    changed_at: datetime


class DraftList(Schema):
    """Part of a list of drafts."""

    items: list[DraftAnswer]
    count: int


class VersionAnswer(Schema):
    """A version that was made."""

    id: UUID
    rule: str
    version: str
    state: str
    digest: str
    changes: str
    made_at: datetime


class VersionList(Schema):
    """Part of a list of versions."""

    items: list[VersionAnswer]
    count: int


class ChangesBody(Schema):
    """What is new in a version."""

    changes: str = Field("", max_length=4000)


class ActBody(Schema):
    """A decision about a version."""

    action: Literal["offer", "return", "activate", "supersede", "withdraw"]
    reason: str = Field("", max_length=4000)


def _both(text: Text) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}


def _row(rule: Rule) -> dict[str, Any]:
    pack = rule.pack
    return {
        "id": pack.id, "version": pack.version, "kind": pack.kind, "layer": pack.layer, "level": pack.level,
        "title": _both(pack.title), "number": pack.number, "inherits": pack.inherits, "thin": pack.thin,
        "state": rule.state, "shipped": rule.row is None,
    }  # fmt: skip


def _said(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "zh": problem.text("zh"), "en": problem.text("en")}


def _draft(one: Draft) -> DraftAnswer:
    return DraftAnswer(
        id=one.id, rule=one.rule, revision=one.revision, problems=one.problems, text=one.text,
        changed_at=one.changed_at,
    )  # fmt: skip


def _version(row: RuleVersion) -> VersionAnswer:
    return VersionAnswer(
        id=row.id, rule=row.rule, version=row.version, state=row.state, digest=row.digest, changes=row.changes,
        made_at=row.made_at,
    )  # fmt: skip


def _outcome(each: CaseOutcome) -> OutcomeAnswer:
    return OutcomeAnswer(
        case=each.case.id, expects=each.case.expects, met=each.met, found=list(each.failed), total=each.total,
        problems=[_said(p) for p in each.problems],
    )  # fmt: skip


@router.get("rules", response={200: list[RuleRow], **refusals()}, summary="List the rules that hold")
def list_active_rules(request: HttpRequest) -> list[RuleRow]:
    """The rules that studies are checked against and results judged by, general ones first."""
    return [RuleRow(**_row(rule)) for rule in queries.active()]


@router.get("rules/{rule:rule_id}", response={200: RuleAnswer, **refusals(404)}, summary="Read a rule")
def get_active_rule(request: HttpRequest, rule_id: str, version: str | None = Query(None)) -> RuleAnswer:
    """The version that holds, or the one asked for, as written and with all it inherits."""
    found = queries.public_rule(rule_id, version, acting=asking(request))
    whole = effective(found.pack)
    return RuleAnswer(**_row(found), text=found.text, document=found.pack.plain(), effective=whole.plain())


@router.get("rules/{rule:rule_id}/inheritance", response={200: list[StrandAnswer], **refusals(404)},
            summary="Trace what a rule inherits")  # fmt: skip
def get_rule_inheritance(
    request: HttpRequest, rule_id: str, version: str | None = Query(None)
) -> list[StrandAnswer]:
    """Every item with the rules of the chain that set, tighten or add it, and their lines."""
    found = queries.public_rule(rule_id, version, acting=asking(request))
    return [
        StrandAnswer(
            key=strand.key,
            steps=[
                StepAnswer(rule=s.rule, value=s.value, line=s.line, relation=s.relation) for s in strand.steps
            ],
        )
        for strand in inheritance(found.text).strands
    ]


@router.get("rules/{rule:rule_id}/cases", response={200: list[OutcomeAnswer], **refusals(404)},
            summary="Run the test cases of a rule")  # fmt: skip
def get_rule_cases(
    request: HttpRequest, rule_id: str, version: str | None = Query(None)
) -> list[OutcomeAnswer]:
    """How the studies kept with the rule come out now."""
    found = queries.public_rule(rule_id, version, acting=asking(request))
    return [_outcome(each) for each in run_all(found.pack, found.cases())]


@router.get("compare", response={200: list[ChangeAnswer], **refusals(404)}, summary="Compare two rules")
def compare_two_rules(
    request: HttpRequest, first: str = Query(...), second: str = Query(...)
) -> list[ChangeAnswer]:
    """`first` and `second` are written id or id@version; what differs item by item, and which way it turns."""
    texts = []
    for name in (first, second):
        id_, _, version = name.partition("@")
        texts.append(queries.public_rule(id_, version or None, acting=asking(request)).text)
    return [
        ChangeAnswer(key=c.key, was=c.was, now=c.now, turn=c.turn, line_was=c.line_was, line_now=c.line_now)
        for c in compare(*texts).changes
    ]


@router.post("lint", auth=API_AUTH, response={200: LintAnswer, **refusals(413)}, summary="Lint a rule")
def lint_rule_text(request: HttpRequest, body: TextBody) -> LintAnswer:
    """Everything that keeps the text from being a sound rule, line by line; nothing is kept."""
    found = diagnose(body.text)
    return LintAnswer(
        sound=found.sound,
        id=found.pack.id if found.pack else None,
        remarks=[
            RemarkAnswer(
                line=r.line, text=r.text, code=r.problem.code, path=r.problem.path,
                message={"zh": r.problem.text("zh"), "en": r.problem.text("en")},
                remedy={"zh": r.problem.remedy("zh"), "en": r.problem.remedy("en")},
            )
            for r in found.remarks
        ],
    )  # fmt: skip


@router.get("drafts", auth=API_AUTH, response={200: DraftList, **refusals()}, summary="List drafts")
def list_rule_drafts(request: HttpRequest, paging: Paging = PAGING) -> DraftList:
    """The drafts of your organisation, the last changed first."""
    rows, count = part(queries.drafts(acting(request)), paging)
    return DraftList(items=[_draft(row) for row in rows], count=count)


@router.post("drafts", auth=API_AUTH, response={201: DraftAnswer, **refusals(413)}, summary="Begin a draft")
def begin_rule_draft(request: HttpRequest, body: TextBody) -> Status[DraftAnswer]:
    """A rule to be written; it may be unfinished."""
    return Status(201, _draft(services.begin(acting(request), body.text, origin="api")))


@router.get("drafts/{uuid:rule_draft_id}", auth=API_AUTH, response={200: DraftAnswer, **refusals(404)},
            summary="Read a draft")  # fmt: skip
def get_rule_draft(request: HttpRequest, rule_draft_id: UUID) -> DraftAnswer:
    """The text as it was saved last."""
    return _draft(queries.draft(acting(request), rule_draft_id))


@router.put("drafts/{uuid:rule_draft_id}", auth=API_AUTH, response={200: DraftAnswer, **refusals(404, 409, 413)},
            summary="Save a draft")  # fmt: skip
def save_rule_draft(request: HttpRequest, rule_draft_id: UUID, body: DraftBody) -> DraftAnswer:
    """Keeps the text; 409 where somebody saved since `revision`."""
    return _draft(services.draft(acting(request), body.text, draft_id=rule_draft_id, revision=body.revision))


@router.delete("drafts/{uuid:rule_draft_id}", auth=API_AUTH, response={204: None, **refusals(404)},
               summary="Remove a draft")  # fmt: skip
def remove_rule_draft(request: HttpRequest, rule_draft_id: UUID) -> HttpResponse:
    """Versions that were made of it stay."""
    services.remove(acting(request), rule_draft_id)
    return HttpResponse(status=204)


@router.post("drafts/{uuid:rule_draft_id}/cases", auth=API_AUTH, response={201: OutcomeAnswer, **refusals(404)},
             summary="Keep a test case")  # fmt: skip
def add_rule_case(request: HttpRequest, rule_draft_id: UUID, body: Case) -> Status[OutcomeAnswer]:
    """A study the rule has to pass or to refuse; answered with how it comes out now."""
    who = acting(request)
    services.add_trial(who, rule_draft_id, body)
    found = diagnose(queries.draft(who, rule_draft_id).text)
    if found.pack is None or not found.sound:
        return Status(201, _outcome(CaseOutcome(body, False, problems=found.problems)))
    return Status(201, _outcome(run(found.pack, body)))


@router.post("drafts/{uuid:rule_draft_id}/version", auth=API_AUTH, response={201: VersionAnswer, **refusals(404)},
             summary="Make a version")  # fmt: skip
def make_rule_version(request: HttpRequest, rule_draft_id: UUID, body: ChangesBody) -> Status[VersionAnswer]:
    """Refused while the rule is not sound or a case does not come out as it should."""
    return Status(201, _version(services.fix(acting(request), rule_draft_id, changes=body.changes)))


@router.get("versions", auth=API_AUTH, response={200: VersionList, **refusals()}, summary="List versions")
def list_rule_versions(request: HttpRequest, paging: Paging = PAGING) -> VersionList:
    """The versions of your organisation, newest first."""
    rows, count = part(queries.own_versions(acting(request)), paging)
    return VersionList(items=[_version(row) for row in rows], count=count)


@router.get("versions/{uuid:rule_version_id}", auth=API_AUTH, response={200: VersionAnswer, **refusals(404)},
            summary="Read a version")  # fmt: skip
def get_rule_version(request: HttpRequest, rule_version_id: UUID) -> VersionAnswer:
    """Where a version stands."""
    return _version(queries.row(acting(request), rule_version_id))


@router.post("versions/{uuid:rule_version_id}/act", auth=API_AUTH, response={200: VersionAnswer, **refusals(404)},
             summary="Decide about a version")  # fmt: skip
def act_on_rule_version(request: HttpRequest, rule_version_id: UUID, body: ActBody) -> VersionAnswer:
    """Offer or withdraw one's own; return, activate or supersede as a curator's reviewer."""
    return _version(services.act(acting(request), rule_version_id, body.action, reason=body.reason))
