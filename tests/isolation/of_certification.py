"""Addresses and tables of the certification room for the isolation matrix.

An office of the matrix is an applicant: it owns applications with what belongs to them. What a body or the authority does
is refused to it, to its own things as to others'.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {
    "application_id", "certification_paper_id", "team_member_id", "visit_id", "nonconformity_id", "cycle_id", "staff_id",
    "qualification_id", "scheme_draft_id", "scheme_edition_id",
}  # fmt: skip
"""Parameters of addresses that name what belongs to somebody."""

_SCHEME = {"scheme_code": "cn.footprint-label"}
_NOBODY = "00000000-0000-4000-8000-000000000001"
_REFUSED = {"POST": 403}
_NONE = {"GET": 404, "HEAD": 404}


def _paper(world: Any, ids: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"item": "request", "file": SimpleUploadedFile("request.pdf", b"request")}


ROWS: dict[str, Row] = {
    "certification:home": Row(queries=(*PAGES, "state=draft", "state=x")),
    "certification:new": Row(
        sends={"POST": as_form(body=_NOBODY, scheme="cn.footprint-label", study=_NOBODY)},
        queries=("scheme=cn.footprint-label", "renews=LEAK"),
        answers={"POST": 422},
    ),
    "certification:application": Row(),
    "certification:describe": Row(sends={"POST": as_form(item="cement", models_text="A")}),
    "certification:attach": Row(sends={"POST": _paper}),
    "certification:act": Row(sends={"POST": as_form(action="withdraw", reason="because")}),
    "certification:call": Row(sends={"POST": as_form(staff=_NOBODY, task="lead")}, answers=_REFUSED),
    "certification:impartial": Row(sends={"POST": nothing}, answers={"POST": 422}),
    "certification:plan": Row(
        sends={"POST": as_form(visit_from="2026-12-01", visit_until="2026-12-02", site="厂区")},
        answers=_REFUSED,
    ),
    "certification:visit_begin": Row(sends={"POST": nothing}, answers=_REFUSED),
    "certification:raise": Row(sends={"POST": as_form(severity="minor", text="缺")}, answers=_REFUSED),
    "certification:paper": Row(),
    "certification:dismiss": Row(sends={"POST": nothing}, answers={"POST": 404}),
    "certification:visit": Row(),
    "certification:answer": Row(
        sends={"POST": as_form(question="output", verdict="conforms")}, answers=_REFUSED
    ),
    "certification:visit_conclude": Row(sends={"POST": as_form(summary="好")}, answers=_REFUSED),
    "certification:photo": Row({"question": "meters"}, answers=_NONE),
    "certification:correct": Row(sends={"POST": as_form(cause="忘", correction="补")}),
    "certification:judge": Row(sends={"POST": as_form(accepted="yes")}, answers=_REFUSED),
    "certification:correction_evidence": Row(answers=_NONE),
    "certification:cycle": Row(),
    "certification:cycle_act": Row(sends={"POST": as_form(action="begin")}, answers=_REFUSED),
    "certification:bodies": Row(),
    "certification:body": Row({"body_id": _NOBODY}, answers=_NONE),
    "certification:declare": Row(sends={"POST": as_form(approval="A")}, answers=_REFUSED),
    "certification:register_staff": Row(sends={"POST": as_form(name="A")}, answers=_REFUSED),
    "certification:staff_leave": Row(sends={"POST": nothing}, answers=_REFUSED),
    "certification:confirming": Row(answers={"GET": 403, "HEAD": 403}),
    "certification:confirm": Row(sends={"POST": as_form(confirmed="yes")}, answers=_REFUSED),
    "certification:confirm_staff": Row(sends={"POST": as_form(confirmed="yes")}, answers=_REFUSED),
    "certification:schemes": Row(),
    "certification:scheme_new": Row(
        sends={"POST": as_form(**{"from": "cn.footprint-label"})},
        answers={"GET": 403, "HEAD": 403, "POST": 403},
    ),
    "certification:scheme_draft": Row(sends={"POST": as_form(text="a: 1", revision="1")}, answers=_REFUSED),
    "certification:scheme_lint": Row(sends={"POST": as_form(text="a: 1")}),
    "certification:scheme_fix": Row(sends={"POST": nothing}, answers=_REFUSED),
    "certification:scheme_remove": Row(sends={"POST": nothing}, answers=_REFUSED),
    "certification:scheme_edition": Row(),
    "certification:scheme_decide": Row(sends={"POST": as_form(action="activate")}, answers=_REFUSED),
    "certification:scheme": Row(_SCHEME, queries=("version=1", "version=x")),
    "certification:scheme_yaml": Row(_SCHEME),
    "api:list_schemes": Row(),
    "api:get_scheme": Row(_SCHEME, queries=("version=1",)),
    "api:list_applications": Row(queries=(*LISTS, "state=draft")),
    "api:begin_application": Row(
        sends={"POST": as_json(body=_NOBODY, scheme="cn.footprint-label", study=_NOBODY)},
        answers={"POST": 422},
    ),
    "api:get_application": Row(),
    "api:describe_application": Row(sends={"PATCH": as_json(item="cement")}),
    "api:attach_paper": Row(sends={"POST": as_json(item="request", evidence=_NOBODY)}, answers={"POST": 404}),
    "api:act_on_application": Row(sends={"POST": as_json(action="withdraw", reason="because")}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "certification.SchemeDraft": lambda of: Q(organisation=of),
    "certification.SchemeEdition": lambda of: Q(organisation=of),
    "certification.SchemeStep": lambda of: Q(edition__organisation=of),
    "certification.Qualification": lambda of: Q(organisation=of),
    "certification.Field": lambda of: Q(qualification__organisation=of),
    "certification.Staff": lambda of: Q(organisation=of),
    "certification.Competence": lambda of: Q(staff__organisation=of),
    "certification.Application": lambda of: Q(organisation=of),
    "certification.Signature": lambda of: Q(quote__application__organisation=of),
    "certification.Answer": lambda of: Q(inspection__application__organisation=of),
    **{
        f"certification.{name}": lambda of: Q(application__organisation=of)
        for name in ("Paper", "Step", "Quote", "Reminder", "Plan", "Member", "Surveillance", "Inspection",
                     "Nonconformity", "Assessment")
    },
}  # fmt: skip
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {"certification.Quote.currency": "a currency code"}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def _model(name: str) -> Any:
    return apps.get_model(f"certification.{name}")


def _body() -> Any:
    from tanzuji.parties import queries
    from tanzuji.parties import services as parties

    known = queries.organisations(kinds=("certification_body",)).filter(code="ISOLATED-BODY").first()
    return known or parties.found("certification_body", zh="认证中心", en="A body", code="ISOLATED-BODY")


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A draft application with a paper, and what a body and the authority add in the course of one."""
    from tanzuji.certification import services
    from tanzuji.rules.schemes import shipped

    editor = office.people["editor"]
    person, organisation = editor.person, office.organisation
    of = services.begin(
        editor, body=_body().id, scheme="cn.footprint-label", study=office.study.id, key=said()[:80]
    )
    services.describe(
        editor, of.id,
        {name: said() for name in ("analogy", "product_zh", "product_en", "family", "models_text", "target_name")},
    )  # fmt: skip
    paper = services.attach(editor, of.id, "licence", data=said().encode(), file="licence.pdf", note=said())
    cycle = _model("Surveillance").objects.create(
        application=of, certificate=said()[:60], cycle=1, due=date(2027, 1, 1)
    )
    visit = _model("Inspection").objects.create(
        application=of, occasion="application", started_by=person, summary=said()
    )
    found = _model("Nonconformity").objects.create(
        application=of, number=1, severity="minor", text=said(), due=date(2027, 1, 1), raised_by=person
    )
    staff = _model("Staff").objects.create(organisation=organisation, name=said(), declared_by=person)
    member = _model("Member").objects.create(application=of, staff=staff, person=person, task="expert")
    declared = _model("Qualification").objects.create(
        organisation=organisation, number=1, approval=said(), declared_by=person, state="refused"
    )
    draft = _model("SchemeDraft").objects.create(
        organisation=organisation,
        text=f"code: {said()}\n",
        created_by=person,
        changed_by=person,
        name_zh=said(),
    )
    edition = _model("SchemeEdition").objects.create(
        organisation=organisation, code=said()[:80], version=1, text=shipped()["cn.footprint-label"], digest="sha256:0",
        family="footprint", changes=said(), made_by=person,
    )  # fmt: skip
    return {
        "application_id": of.id, "certification_paper_id": paper.id, "cycle_id": cycle.id, "visit_id": visit.id,
        "nonconformity_id": found.id, "staff_id": staff.id, "team_member_id": member.id,
        "qualification_id": declared.id, "scheme_draft_id": draft.id, "scheme_edition_id": edition.id,
    }  # fmt: skip


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, organisation = office.people["everything"].person, office.organisation
    now, day = timezone.now(), date(2027, 1, 1)
    evidence = apps.get_model("activity.Evidence").objects.filter(organisation=organisation).first()
    by = {"by": person}
    of = filled(
        _model("Application"), organisation=organisation, body=_body(), study=office.study, sequence=900_101,
        scheme_version=1, created_by=person, since=now,
    )  # fmt: skip
    filled(_model("Paper"), application=of, evidence=evidence, **by)
    filled(_model("Step"), application=of, number=1, person=person, organisation=organisation)
    quote = filled(_model("Quote"), application=of, number=1, total=1, offered_by=person)
    filled(_model("Signature"), quote=quote, **by)
    filled(_model("Reminder"), application=of)
    filled(_model("Plan"), application=of, number=1, visit_from=day, visit_until=day, **by)
    cycle = filled(_model("Surveillance"), application=of, cycle=1, due=day)
    visit = filled(_model("Inspection"), application=of, surveillance=cycle, started_by=person)
    filled(_model("Answer"), inspection=visit, **by)
    filled(_model("Nonconformity"), application=of, number=1, due=day, raised_by=person)
    filled(_model("Assessment"), application=of, **by)
    staff = filled(_model("Staff"), organisation=organisation, declared_by=person)
    filled(_model("Competence"), staff=staff, since=day)
    filled(_model("Member"), application=of, staff=staff, person=person)
    declared = filled(_model("Qualification"), organisation=organisation, number=2, declared_by=person)
    filled(_model("Field"), qualification=declared, since=day)
    filled(_model("SchemeDraft"), organisation=organisation, created_by=person, changed_by=person)
    edition = filled(_model("SchemeEdition"), organisation=organisation, version=2, made_by=person)
    filled(_model("SchemeStep"), edition=edition, person=person)
