"""What every room asks first of whoever acts: a role, and a token that may write. The codes are the room's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from tanzuji.documents.errors import Message, define
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import ROLES, Role
from tanzuji.web.verdicts import ALLOWED, Verdict

NO_FACTOR = define(
    "parties.no-second-factor",
    zh="签署决定需要第二因素，您的账号还没有设置。",
    en="Signing a decision takes a second factor; your account has none yet.",
    remedy_zh="请在“账号 › 第二因素”里添加验证器或安全密钥。",
    remedy_en="Add an authenticator or a security key under “account › second factor”.",
)
CONFIRM_AGAIN = define(
    "parties.confirm-again",
    zh="签署决定前，请再用第二因素确认一次身份。",
    en="Before you sign a decision, show your second factor once more.",
    remedy_zh="请确认身份；之后十分钟内可以签署。",
    remedy_en="Confirm that it is you; you can sign for ten minutes after.",
)
TOKEN_DOES_NOT_SIGN = define(
    "parties.token-does-not-sign",
    zh="这个令牌不能签署决定。",
    en="This token may not sign decisions.",
    remedy_zh="请在浏览器里签署，或新建一个可以签署的令牌。",
    remedy_en="Sign in the browser, or create a token that may sign.",
)


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
    """Whether they may make a decision of legal weight.

    A person shows the second factor a short while before; a program needs a token that was given the right to sign,
    by a person who had just shown theirs. `TANZUJI_SECOND_FACTOR=0` lifts it, as the demonstration does.
    """
    if acting.factor == "fresh" or not settings.SECOND_FACTOR:
        return ALLOWED
    if acting.program:
        return Verdict(TOKEN_DOES_NOT_SIGN.problem())
    return Verdict((CONFIRM_AGAIN if acting.factor == "old" else NO_FACTOR).problem())


def gate(*verdicts: Verdict) -> Verdict:
    """What `ui.sign_gate` shows: the refusal of one of these for want of a second factor alone; else allowed."""
    codes = {NO_FACTOR.code, CONFIRM_AGAIN.code, TOKEN_DOES_NOT_SIGN.code}
    found = (one for one in verdicts if one.problem is not None and one.problem.code in codes)
    return next(found, ALLOWED)
