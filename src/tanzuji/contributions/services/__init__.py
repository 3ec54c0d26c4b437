"""The only writers of the contributions room: one function a user action = policy → transaction → step and ledger event.

By the contributor::

    offer(acting, document, *, kind, footprint=None, declarations=None, provenance=None, key="", study="") -> Contribution
    edit(acting, id, *, edition, document, footprint=None, declarations=None, provenance=None) -> Contribution
    self_check(acting, id, *, seen=None) · submit(acting, id, *, seen=None) · resume(acting, id) -> Contribution
    withdraw(acting, id, reason, *, seen=None) -> Contribution          # consent is revocable until entry

Files of many: `receive(acting, name, content) -> Upload`, `offer_rows(acting, upload_id, *, mapping="", declarations=None,
chosen=None, amended=None) -> list[Contribution]`, `forget(acting, upload_id)`.

By the curator of the library (mandate factors, or base_data for processes)::

    assign(acting, id, organisation_id, *, due=None, seen=None, reason="") -> Contribution   # verifier, then checker
    queue(acting, id, *, due=None, seen=None) -> Contribution
    enter(actor, ids, release) -> list[Contribution]                    # all or none; supersedes what they replace
    supersede(actor, id, reason, *, by=None) · suspend(actor, id, reason) · reinstate(actor, id, reason)
    withdraw(actor, id, reason) -> Contribution                         # out of the library

At the gates, by a reviewer of the assigned organisation::

    verify(acting, id, *, reason, seen=None) -> Contribution
    check_provenance(acting, id, *, confirmed, reason, remarks=None, seen=None) -> Contribution
    take_on(acting, id, email) -> Contribution                          # who there has it in hand

By whoever has it in hand::

    return_(acting, id, *, reason, reasons=(), seen=None) · reject(acting, id, *, reason, seen=None) -> Contribution

By whoever may read it::

    remark(acting, id, text, *, place="") · answer(acting, id, remark_id, text) · settle(acting, id, remark_id) -> Remark

`seen` is `number_of_steps` as whoever decides saw it: the same decision once more changes nothing, another raises
Stale. By the clock: `remind(today=None, *, ahead=3) -> int`.
"""

from tanzuji.contributions.services.acting import ACTIONS, Asked, act
from tanzuji.contributions.services.deciding import (
    assign,
    check_provenance,
    queue,
    reject,
    remind,
    return_,
    take_on,
    verify,
)
from tanzuji.contributions.services.files import forget, offer_rows, read_declarations, receive
from tanzuji.contributions.services.library import enter, reinstate, supersede, suspend, withdraw
from tanzuji.contributions.services.offering import edit, offer, read_offer, resume, self_check, submit
from tanzuji.contributions.services.remarks import answer, remark, settle

__all__ = [
    "ACTIONS",
    "Asked",
    "act",
    "answer",
    "assign",
    "check_provenance",
    "edit",
    "enter",
    "forget",
    "offer",
    "offer_rows",
    "queue",
    "read_declarations",
    "read_offer",
    "receive",
    "reinstate",
    "reject",
    "remark",
    "remind",
    "resume",
    "return_",
    "self_check",
    "settle",
    "submit",
    "supersede",
    "suspend",
    "take_on",
    "verify",
    "withdraw",
]
