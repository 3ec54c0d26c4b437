"""The only writers of the certification room."""

from tanzuji.certification.services.applying import attach, begin, describe
from tanzuji.certification.services.bodies import decide, decide_staff, declare, leave, register
from tanzuji.certification.services.examining import (
    answer,
    call,
    conclude,
    correct,
    declare_impartial,
    dismiss,
    inspect,
    judge,
    open_photo,
    plan,
    raise_nonconformity,
)
from tanzuji.certification.services.reminding import remind_due
from tanzuji.certification.services.schemes import (
    begin_scheme,
    decide_scheme,
    fix_scheme,
    remove_scheme,
    save_scheme,
)
from tanzuji.certification.services.stepping import act, offer
from tanzuji.certification.services.surveying import begin as begin_surveillance
from tanzuji.certification.services.surveying import conclude as conclude_surveillance
from tanzuji.certification.services.surveying import find

__all__ = [
    "act",
    "answer",
    "attach",
    "begin",
    "begin_scheme",
    "begin_surveillance",
    "call",
    "conclude",
    "conclude_surveillance",
    "correct",
    "decide",
    "decide_scheme",
    "decide_staff",
    "declare",
    "declare_impartial",
    "describe",
    "dismiss",
    "find",
    "fix_scheme",
    "inspect",
    "judge",
    "leave",
    "offer",
    "open_photo",
    "plan",
    "raise_nonconformity",
    "register",
    "remind_due",
    "remove_scheme",
    "save_scheme",
]
