"""The only writers of the verification room: one function a user action = policy → transaction → step and ledger event.

Client and verifier agree::

    request(acting, study_id, verifier_id, *, level, purpose="", due=None, libraries=False, key="") -> Engagement
    offer(acting, id, team, *, due=None, terms="", seen=None) · accept(acting, id, *, seen=None) -> Engagement
    decline(acting, id, *, reason) · withdraw(acting, id, *, reason="") · terminate(acting, id, *, reason) -> Engagement
    submit(acting, id, *, note="") -> Submission · change_team(acting, id, team, *, reason) · declare(acting, id, {...})

The verifier examines, the client answers::

    plan(acting, id, *, materiality=0.05, added=(), procedures=None, risks="", visit="", criteria="") -> Plan
    ask(acting, id, text, *, place="", due=None) · answer(acting, id, request, *, text="", evidence="") · check(…)
    examine(acting, id, [(place, "examined" | "left", what was done or why not), …]) -> list[Examination]
    find(acting, id, text, *, severity, place="", clause="", effect=None) · settle(acting, id, finding, action, *, text="")

It is recomputed: `start_recomputation(acting, id, language) -> Job`, `download(acting, id, number)`, `report_own(…)`.

It is stated::

    draft(acting, id, paper) -> Draft · send_back(acting, id, *, reason) · sign(acting, id, *, reason="") -> StatementView
    withdraw_statement(acting, statement_id, *, reason) -> StatementView

Somebody without an account reviews: `invite`, `renew`, `withdraw_review`, `reply`, and by the link `open_link`,
`remark`, `sign_review`. By the clock: `remind(today=None, *, ahead=3) -> int`.
"""

from tanzuji.verification.services.engaging import (
    accept,
    change_team,
    declare,
    decline,
    offer,
    request,
    submit,
    terminate,
    withdraw,
)
from tanzuji.verification.services.examining import answer, ask, check, find, plan, settle
from tanzuji.verification.services.lines import examine
from tanzuji.verification.services.recomputing import download, outcome_of, recompute, report_own
from tanzuji.verification.services.recomputing import start as start_recomputation
from tanzuji.verification.services.reminding import remind
from tanzuji.verification.services.reviewing import invite, open_link, remark, renew, reply
from tanzuji.verification.services.reviewing import sign as sign_review
from tanzuji.verification.services.reviewing import withdraw as withdraw_review
from tanzuji.verification.services.stating import draft, send_back, sign, steady, withdraw_statement

__all__ = [
    "accept",
    "answer",
    "ask",
    "change_team",
    "check",
    "declare",
    "decline",
    "download",
    "draft",
    "examine",
    "find",
    "invite",
    "offer",
    "open_link",
    "outcome_of",
    "plan",
    "recompute",
    "remark",
    "remind",
    "renew",
    "reply",
    "report_own",
    "request",
    "send_back",
    "settle",
    "sign",
    "sign_review",
    "start_recomputation",
    "steady",
    "submit",
    "terminate",
    "withdraw",
    "withdraw_review",
    "withdraw_statement",
]  # fmt: skip
