"""Addresses and tables of the standards room for the isolation matrix.

The registry is public. What is an organisation's own until it is accepted: a proposal with its drafts; and for good:
its requests for conversion and its complaints.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {
    "standard_id",
    "conversion_id",
    "grievance_id",
    "remark_id",
    "list_id",
    "plan_id",
    "pilot_id",
}

_PROPOSAL = {
    "kind": "pcr", "level": "association", "layer": "product", "group": "cement", "title_zh": "水泥", "reason": "要用",
}  # fmt: skip
_PLACES = ("jurisdiction=cn-js", "jurisdiction=LEAK")

ROWS: dict[str, Row] = {
    "standards:home": Row(queries=(*PAGES, "q=LEAK", "q=2523", "level=national&stage=valid", "group=cement")),
    "standards:codes": Row(queries=("q=水泥", "q=7601")),
    "standards:map": Row(queries=_PLACES),
    "standards:consultations": Row(),
    "standards:call": Row(sends={"POST": as_form(title="x")}, answers={"POST": 403}),
    "standards:propose": Row(sends={"POST": as_form(**_PROPOSAL)}),
    "standards:register": Row(sends={"POST": as_form(number="GB/T 1")}, answers={"POST": 403}),
    "standards:priorities": Row(queries=_PLACES),
    "standards:score": Row(sends={"POST": as_form(group="cement")}, answers={"POST": 403}),
    "standards:begin_list": Row(sends={"POST": as_form(title="x")}, answers={"POST": 403}),
    "standards:change_list": Row(
        sends={"POST": as_form(action="add", group="cement", reason="x")}, answers={"POST": 403}
    ),
    "standards:plans": Row(),
    "standards:make_plan": Row(sends={"POST": as_form(year="2027")}, answers={"POST": 403}),
    "standards:act_on_plan": Row(sends={"POST": as_form(action="decide")}, answers={"POST": 404}),
    "standards:begin_pilot": Row(sends={"POST": as_form(title_zh="x")}, answers={"POST": 403}),
    "standards:finish_pilot": Row(sends={"POST": as_form(outcome="x")}, answers={"POST": 403}),
    "standards:conversions": Row(),
    "standards:conversion": Row(),
    "standards:act_on_conversion": Row(sends={"POST": as_form(action="withdraw", reason="x")}),
    "standards:adoption": Row(),
    "standards:register_list": Row(sends={"POST": as_form(number="x")}, answers={"POST": 403}),
    "standards:adopt": Row(sends={"POST": as_form(standard="x")}, answers={"POST": 403}),
    "standards:targets": Row(queries=_PLACES),
    "standards:confirm_target": Row(sends={"POST": as_form(target="x")}, answers={"POST": 403}),
    "standards:complaints": Row(),
    "standards:decide_complaint": Row(
        sends={"POST": as_form(upheld="1", finding="x")}, answers={"POST": 403}
    ),
    "standards:standard": Row(),
    "standards:act": Row(sends={"POST": as_form(action="withdraw", reason="x")}),
    "standards:add_draft": Row(sends={"POST": as_form(text="1 范围")}, answers={"POST": 403}),
    "standards:draft": Row({"number": 1}),
    "standards:remark": Row(sends={"POST": as_form(text="x")}, answers={"POST": 422}),
    "standards:answer": Row(sends={"POST": as_form(disposition="accepted", text="x")}, answers={"POST": 404}),
    "standards:party": Row(sends={"POST": as_form(organisation="x")}, answers={"POST": 422}),
    "standards:panel": Row(sends={"POST": as_form(email="x")}, answers={"POST": 422}),
    "standards:vote": Row(sends={"POST": as_form(choice="for")}, answers={"POST": 403}),
    "standards:describe": Row(sends={"POST": as_form(hs="2523")}),
    "standards:relate": Row(sends={"POST": as_form(kind="rates", other="x")}, answers={"POST": 404}),
    "standards:complain": Row(sends={"POST": as_form(text="x")}, answers={"POST": 422}),
    "standards:convert": Row(
        sends={"POST": as_form(target="national", reason="x")}, queries=_PLACES, answers={"POST": 403}
    ),
    # api
    "api:list_standards": Row(queries=(*LISTS, "q=LEAK", "stage=open")),
    "api:post_standard": Row(sends={"POST": as_json(**_PROPOSAL)}),
    "api:post_registration": Row(
        sends={
            "POST": as_json(kind="pcr", level="national", layer="general", source_tag="V", source_ref="x")
        },
        answers={"POST": 403},
    ),
    "api:get_in_force": Row(queries=("product_code=2523", "group=cement")),
    "api:get_codes": Row(queries=("q=水泥",)),
    "api:get_targets": Row({"jurisdiction": "cn-js"}),
    "api:list_conversions": Row(),
    "api:get_conversion": Row(),
    "api:get_standard": Row(),
    "api:post_action": Row(sends={"POST": as_json(action="withdraw", reason="x")}),
    "api:post_draft": Row(sends={"POST": as_json(text="1 范围")}, answers={"POST": 403}),
    "api:get_remarks": Row(),
    "api:post_remark": Row(sends={"POST": as_json(text="x")}, answers={"POST": 422}),
    "api:post_answer_to_remark": Row(
        sends={"POST": as_json(disposition="accepted", text="x")}, answers={"POST": 404}
    ),
    "api:post_vote": Row(sends={"POST": as_json(choice="for")}, answers={"POST": 403}),
    "api:get_paths": Row(queries=_PLACES),
    "api:post_conversion": Row(sends={"POST": as_json(target="national", reason="x")}, answers={"POST": 403}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "standards.Standard": lambda of: Q(organisation=of, public=False),
    "standards.Code": lambda of: Q(standard__organisation=of, standard__public=False),
    "standards.Draft": lambda of: Q(organisation=of),
    "standards.Step": lambda of: Q(organisation=of),
    "standards.Conversion": lambda of: Q(organisation=of),
    "standards.ConversionStep": lambda of: Q(organisation=of),
    "standards.Complaint": lambda of: Q(organisation=of),
}

SHARED: dict[str, str] = {
    "standards.Call": "public calls of authorities",
    "standards.Party": "who drafts what, public once the project is accepted; no text",
    "standards.Consultation": "public announcements",
    "standards.Remark": "said in public consultations, with the name of the organisation",
    "standards.Answer": "answers to public remarks",
    "standards.Panellist": "who reviews; people are shown to the panel and the authority",
    "standards.Vote": "votes of the panel; reasons are shown to the panel and the authority",
    "standards.Relation": "ties between standards; no text",
    "standards.AdoptionList": "public lists of authorities",
    "standards.Adoption": "what is on them; no text",
    "standards.Score": "public scores of product groups",
    "standards.PriorityList": "public lists of authorities; drafts are shown to authorities",
    "standards.PriorityItem": "what is on them",
    "standards.PriorityChange": "why it is on them",
    "standards.Opinion": "words of departments, shown to authorities",
    "standards.WorkPlan": "public plans of authorities",
    "standards.Pilot": "public pilots of authorities",
    "standards.Confirmation": "public counts towards targets",
}

_WORDS = "one of the words of standards.kinds or standards.states"

KEPT: dict[str, str] = {
    "standards.Standard.kind": _WORDS,
    "standards.Standard.level": _WORDS,
    "standards.Standard.layer": _WORDS,
    "standards.Standard.state": _WORDS,
    "standards.Standard.jurisdiction": "code of a jurisdiction pack",
    "standards.Standard.sector": "id of the catalogue",
    "standards.Standard.group": "id of the catalogue",
    "standards.Standard.source_tag": _WORDS,
    "standards.Standard.procedure": "JSON of a document with its own schema",
    "standards.Code.scheme": _WORDS,
    "standards.Code.code": "digits of a public code list",
    "standards.Step.action": _WORDS,
    "standards.Step.before": _WORDS,
    "standards.Step.after": _WORDS,
    "standards.Conversion.jurisdiction": "code of a jurisdiction pack",
    "standards.Conversion.target": _WORDS,
    "standards.Conversion.state": _WORDS,
    "standards.ConversionStep.action": _WORDS,
    "standards.ConversionStep.after": _WORDS,
    "standards.Complaint.state": _WORDS,
}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A proposal with codes and a draft; a request for conversion of, and a complaint about, a standard of the registry."""
    from tanzuji.standards import services

    model = apps.get_model
    editor = office.people["editor"]
    own = services.propose(
        editor,
        services.Proposal(
            kind="pcr", level="enterprise", layer="product", group="tyre", jurisdiction="cn-js", title_zh=said(),
            title_en=said(), scope_zh=said(), scope_en=said(), reason=said(), codes={"hs": "4011"},
        ),
    )  # fmt: skip
    draft = model("standards.Draft").objects.create(
        standard=own, number=1, text=said(), rule_text=said(), note=said(), by=editor.person,
        organisation=office.organisation,
    )  # fmt: skip
    assert draft.number == 1
    public = model("standards.Standard").objects.filter(number="T/MATRIX 1-2026").first()
    if public is None:
        public = services.register(
            None,
            {
                "kind": "pcr", "level": "association", "layer": "product", "group": "cement", "number": "T/MATRIX 1-2026",
                "title_zh": "矩阵标准", "in_force_on": "2026-01-01", "source_tag": "D", "source_ref": "矩阵",
            },
        )  # fmt: skip
    # One request a level and standard: the office that owns canaries, whose words differ each time, asks for another.
    target = "sector" if said() == said() else "national"
    asked = model("standards.Conversion").objects.create(
        standard=public, jurisdiction="cn-js", target=target, reason=said(),
        path=said(), organisation=office.organisation, by=editor.person,
    )  # fmt: skip
    model("standards.ConversionStep").objects.create(
        conversion=asked, action="request", after="requested", reason=said(), by=editor.person,
        organisation=office.organisation,
    )  # fmt: skip
    complaint = services.complain(editor, public.id, text=said())
    complaint.finding = said()
    complaint.save()
    nobodys = dict.fromkeys(("remark_id", "list_id", "plan_id", "pilot_id"), complaint.id)
    return {"standard_id": own.id, "conversion_id": asked.id, "grievance_id": complaint.id, **nobodys}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more proposal with a canary in every text column, and what hangs on it."""
    model = apps.get_model
    by = office.people["editor"].person
    standard = filled(
        model("standards.Standard"), kind="pcr", level="association", layer="product", state="proposed", group="tyre",
        sector="rubber", jurisdiction="cn-js", source_tag="D", procedure="", organisation=office.organisation, proposed_by=by,
    )  # fmt: skip
    filled(model("standards.Step"), standard=standard, action="propose", before="", after="proposed", by=by,
           organisation=office.organisation, on="2026-01-01")  # fmt: skip
