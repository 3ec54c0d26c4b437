"""Who may do what in an organisation, and if not, why not.

Roles are no ladder: an administrator manages people and does not account; whoever shall do both holds both roles.
So an administrator may give any role, to themselves as well; that nobody reviews their own work is kept by the
policy of the footprints room, whatever roles somebody holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tanzuji.parties import messages
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.web.verdicts import ALLOWED, Verdict, first


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the policies see them: their roles, and how many administrators the organisation has."""

    person_id: UUID
    name: str
    roles: frozenset[Role]
    admins: int

    @property
    def last_admin(self) -> bool:
        return "admin" in self.roles and self.admins <= 1


def is_person(acting: Acting) -> Verdict:
    """Whether a person acts, not a program with a token."""
    return Verdict(messages.PEOPLE_ONLY.problem()) if acting.program else ALLOWED


def may_see_people(acting: Acting) -> Verdict:
    """Whether they may see members with addresses, invitations and the activity."""
    return ALLOWED if acting.has("admin") else Verdict(messages.NEEDS_ADMIN.problem())


def may_manage(acting: Acting) -> Verdict:
    """Whether they may invite, give roles and end memberships."""
    return first(is_person(acting), may_see_people(acting))


def may_give(acting: Acting, member: Member, roles: Collection[Role]) -> Verdict:
    """Whether the member may be given these roles instead of theirs."""
    loses_admin = "admin" not in roles and member.last_admin
    return first(
        may_manage(acting),
        Verdict(messages.LAST_ADMIN.problem(name=member.name)) if loses_admin else ALLOWED,
    )


def may_end(acting: Acting, member: Member) -> Verdict:
    """Whether the membership may end: by an administrator, or by the member who leaves."""
    leaves = member.person_id == acting.person.id
    return first(
        is_person(acting) if leaves else may_manage(acting),
        Verdict(messages.LAST_ADMIN.problem(name=member.name)) if member.last_admin else ALLOWED,
    )


def may_issue(acting: Acting) -> Verdict:
    """Whether they may create a token; it acts in their own name, with the roles they hold when it is used."""
    return is_person(acting)


def may_withdraw(acting: Acting, owner: UUID) -> Verdict:
    """Whether they may withdraw somebody's token: their own, or anybody's as an administrator."""
    return first(
        ALLOWED if acting.may_write else Verdict(messages.READ_ONLY_TOKEN.problem()),
        ALLOWED
        if owner == acting.person.id or acting.has("admin")
        else Verdict(messages.NEEDS_ADMIN.problem()),
    )
