"""Addresses and tables of the rulebook for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from url_shapes import LISTS, Row, as_form, as_json, nothing

TENANTS: set[str] = {"rule_draft_id", "rule_version_id", "trial_id"}
"""Parameters of addresses that name what belongs to somebody."""

RULE = {"rule_id": "cn.cement"}
"""A shipped rule, which everybody reads."""

TEXT = "id: matrix.rule\nversion: '1'\n"

CASE = {"id": "matrix", "title": "m", "expects": "pass", "example": "cement_po425"}

ROWS: dict[str, Row] = {
    "rulebook:home": Row(queries=("kind=metering", "kind=x")),
    "rulebook:compare": Row(queries=("first=cn.cement&second=cn.tyre", "first=x&second=y")),
    "rulebook:rule": Row(given=RULE, queries=("version=1", "version=9")),
    "rulebook:inheritance": Row(given=RULE, queries=("version=1",)),
    "rulebook:cases": Row(given=RULE, queries=("version=1",)),
    "rulebook:history": Row(given=RULE, queries=("version=1",)),
    "rulebook:download": Row(given=RULE, queries=("version=1",)),
    "rulebook:pcr": Row(given=RULE, queries=("version=1",)),
    "rulebook:new": Row(sends={"POST": as_form(way="text", text=TEXT)}),
    "rulebook:draft": Row(sends={"POST": as_form(text=TEXT, revision="1", do="save")}),
    "rulebook:lint": Row(sends={"POST": as_form(text=TEXT)}),
    "rulebook:preview": Row(sends={"POST": as_form(text=TEXT)}),
    "rulebook:add_case": Row(sends={"POST": as_form(case=json.dumps(CASE))}),
    "rulebook:remove_case": Row(sends={"POST": nothing}),
    "rulebook:make_version": Row(sends={"POST": as_form(changes="x")}, answers={"POST": 422}),
    "rulebook:remove_draft": Row(sends={"POST": nothing}),
    "rulebook:version": Row(),
    "rulebook:act": Row(sends={"POST": as_form(action="offer", reason="x")}),
    "api:list_active_rules": Row(),
    "api:get_active_rule": Row(given=RULE, queries=("version=1", "version=9")),
    "api:get_rule_inheritance": Row(given=RULE, queries=("version=1",)),
    "api:get_rule_cases": Row(given=RULE, queries=("version=1",)),
    "api:compare_two_rules": Row(queries=("second=cn.tyre",), asks="first=cn.cement&second=cn.tyre"),
    "api:lint_rule_text": Row(sends={"POST": as_json(text=TEXT)}),
    "api:list_rule_drafts": Row(queries=LISTS),
    "api:begin_rule_draft": Row(sends={"POST": as_json(text=TEXT)}),
    "api:get_rule_draft": Row(),
    "api:save_rule_draft": Row(sends={"PUT": as_json(text=TEXT, revision=1)}),
    "api:remove_rule_draft": Row(sends={"DELETE": nothing}),
    "api:add_rule_case": Row(sends={"POST": as_json(**CASE)}),
    "api:make_rule_version": Row(sends={"POST": as_json(changes="x")}, answers={"POST": 422}),
    "api:list_rule_versions": Row(queries=LISTS),
    "api:get_rule_version": Row(),
    "api:act_on_rule_version": Row(sends={"POST": as_json(action="offer", reason="x")}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "rulebook.Draft": lambda of: Q(organisation=of),
    "rulebook.Trial": lambda of: Q(draft__organisation=of),
    "rulebook.RuleVersion": lambda of: Q(organisation=of),
    "rulebook.Standing": lambda of: Q(version__organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {"rulebook.RuleVersion.level": "one of five fixed levels, too short for a canary"}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A draft with a case, and a version that is ready and not offered yet."""
    from tanzuji.rulebook import services
    from tanzuji.rules.cases import Case

    editor = office.people["editor"]
    word = said()
    text = (
        f"id: matrix.{office.organisation.id}\nversion: '1'\nkind: evaluation\nlayer: general\nlevel: Q\n"
        f"title: {{zh: {word}, en: {word}}}\nevaluation:\n  source_tag: D\n  grades:\n"
        "    - {name: {zh: 好, en: good}, up_to: reference}\n    - {name: {zh: 差, en: poor}}\n"
    )
    draft = services.begin(editor, text)
    trial = services.add_trial(editor, draft.id, Case.parse(CASE))
    services.remove_trial(editor, draft.id, trial.id)
    version = services.fix(editor, draft.id, changes=said())
    kept = services.add_trial(editor, draft.id, Case.parse({**CASE, "title": {"zh": said(), "en": said()}}))
    return {"rule_draft_id": draft.id, "trial_id": kept.id, "rule_version_id": version.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    editor = office.people["editor"].person
    draft = filled(
        apps.get_model("rulebook.Draft"),
        organisation=office.organisation,
        created_by=editor,
        changed_by=editor,
    )
    filled(apps.get_model("rulebook.Trial"), draft=draft, added_by=editor)
    version = filled(apps.get_model("rulebook.RuleVersion"), organisation=office.organisation, made_by=editor)
    filled(
        apps.get_model("rulebook.Standing"), version=version, person=editor, organisation=office.organisation
    )
