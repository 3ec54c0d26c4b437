"""The only writers of the parties room: one function a user action = policy → transaction → ledger event."""

from tanzuji.parties.services.founding import charge, found, join, place_under, register
from tanzuji.parties.services.invitations import Offer, accept, invite, resend, withdraw_invitation
from tanzuji.parties.services.offices import appoint, block, unblock
from tanzuji.parties.services.people import change_roles, choose_language, end_membership, person_by_address
from tanzuji.parties.services.tokens import MAX_DAYS, Issued, issue_token, mark_used, withdraw_token
from tanzuji.parties.services.wording import role_set, written

__all__ = [
    "MAX_DAYS",
    "Issued",
    "Offer",
    "accept",
    "appoint",
    "block",
    "change_roles",
    "charge",
    "choose_language",
    "end_membership",
    "found",
    "invite",
    "issue_token",
    "join",
    "mark_used",
    "person_by_address",
    "place_under",
    "register",
    "resend",
    "role_set",
    "unblock",
    "withdraw_invitation",
    "withdraw_token",
    "written",
]
