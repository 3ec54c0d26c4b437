"""What can go wrong in the parties room."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.rights import read_only_token

NEEDS_ADMIN = define(
    "parties.needs-admin",
    zh="这需要“管理员”的角色。",
    en="This needs the role of administrator.",
    remedy_zh="请本单位管理员来做，或请其给您这个角色。",
    remedy_en="Ask an administrator of your organisation to do it, or for the role.",
)
PEOPLE_ONLY = define(
    "parties.people-only",
    zh="这要由人登录后来做，程序的令牌不能做。",
    en="A person who is signed in does this; a program's token may not.",
    remedy_zh="请在浏览器里登录。",
    remedy_en="Sign in in the browser.",
)
READ_ONLY_TOKEN = read_only_token("parties")
LAST_ADMIN = define(
    "parties.last-admin",
    zh="{name}是本单位唯一的管理员。",
    en="{name} is the only administrator of this organisation.",
    remedy_zh="请先让另一人成为管理员。",
    remedy_en="Make somebody else an administrator first.",
)
NO_ROLE = define(
    "parties.no-role",
    zh="没有选角色。",
    en="No role was chosen.",
    remedy_zh="请至少选一个角色；只查看选“查看者”。",
    remedy_en="Choose at least one; “Reader” for somebody who only reads.",
)
UNKNOWN_ROLE = define(
    "parties.unknown-role",
    zh="没有“{role}”这个角色。",
    en="There is no role “{role}”.",
    remedy_zh="可选：admin、editor、reviewer、reader。",
    remedy_en="Choose among admin, editor, reviewer, reader.",
)
BAD_ADDRESS = define(
    "parties.bad-address",
    zh="“{value}”不是邮件地址。",
    en="“{value}” is not an e-mail address.",
    remedy_zh="请写成 姓名@单位.cn 的样子。",
    remedy_en="It looks like name@company.com.",
)
ALREADY_MEMBER = define(
    "parties.already-member",
    zh="{email} 已经是本单位成员。",
    en="{email} belongs to this organisation already.",
    remedy_zh="要改角色，请在成员表里改。",
    remedy_en="Change their roles in the list of people.",
)
TOO_MANY_INVITATIONS = define(
    "parties.too-many-invitations",
    zh="还有 {limit} 份邀请没有答复。",
    en="{limit} invitations are still unanswered.",
    remedy_zh="请先撤回不再需要的邀请。",
    remedy_en="Withdraw those that are no longer needed.",
)
INVITATION_GONE = define(
    "parties.invitation-gone",
    zh="这份邀请不能用：链接不完整，或已用过、已撤回、已换成新的。",
    en="This invitation does not work: the link is incomplete, or it was used, withdrawn or replaced by a newer one.",
    remedy_zh="请打开最新一封邀请邮件里的完整链接，或请对方重新邀请。",
    remedy_en="Open the whole link of the newest mail, or ask to be invited again.",
)
INVITATION_EXPIRED = define(
    "parties.invitation-expired",
    zh="这份邀请已于 {day} 过期。",
    en="This invitation expired on {day}.",
    remedy_zh="请对方重新邀请，旧链接不再有用。",
    remedy_en="Ask to be invited again; the old link stays dead.",
)
OTHER_ADDRESS = define(
    "parties.other-address",
    zh="邀请是发给另一个地址的，您登录的是 {email}。",
    en="The invitation is for another address; you are signed in as {email}.",
    remedy_zh="请退出登录，再打开邀请链接。",
    remedy_en="Sign out, then open the link again.",
)
SIGN_IN_TO_ACCEPT = define(
    "parties.sign-in-to-accept",
    zh="这个地址已有账号，登录后才能接受邀请。",
    en="This address has an account; sign in to accept.",
    remedy_zh="请登录；忘了密码可以重设。",
    remedy_en="Sign in; a forgotten password can be reset.",
)
NO_NAME = define(
    "parties.no-name",
    zh="没有写名称，或超过 {limit} 字。",
    en="The name is missing or longer than {limit} characters.",
    remedy_zh="请写一个认得出的名称。",
    remedy_en="Write a name that people recognise.",
)
PASSWORDS_DIFFER = define(
    "parties.passwords-differ",
    zh="两次输入的密码不一样。",
    en="The two passwords differ.",
    remedy_zh="请再输入一次。",
    remedy_en="Type it again.",
)
WEAK_PASSWORD = define(
    "parties.weak-password",
    zh="密码不合要求。{detail}",
    en="The password will not do. {detail}",
    remedy_zh="请用至少 10 个字符、不常见、不含姓名和地址的密码。",
    remedy_en="Use 10 characters or more, uncommon, without name or address.",
)
BAD_DAYS = define(
    "parties.bad-days",
    zh="令牌的有效天数应为 1 到 {limit}，写的是“{value}”。",
    en="A token is valid for 1 to {limit} days, not “{value}”.",
    remedy_zh="请选列出的期限。",
    remedy_en="Choose one of the terms offered.",
)
TOO_MANY_TOKENS = define(
    "parties.too-many-tokens",
    zh="您已有 {limit} 个有效令牌。",
    en="You hold {limit} valid tokens already.",
    remedy_zh="请先撤销不再使用的令牌。",
    remedy_en="Withdraw those that are no longer used.",
)
BAD_LANGUAGE = define(
    "parties.bad-language",
    zh="没有“{value}”这种语言。",
    en="There is no language “{value}” here.",
    remedy_zh="可选：zh、en。",
    remedy_en="Choose zh or en.",
)
WRONG_PASSWORD = define(
    "parties.wrong-password",
    zh="邮箱或密码不对。",
    en="The e-mail address or the password is wrong.",
    remedy_zh="请检查大小写和输入法；忘了密码可以重设。",
    remedy_en="Check capitals and keyboard; a forgotten password can be reset.",
)
WRONG_CURRENT_PASSWORD = define(
    "parties.wrong-current-password",
    zh="密码不对。",
    en="The password is wrong.",
    remedy_zh="请输入您现在的密码。",
    remedy_en="Type the password you use now.",
)
OTHER_ORGANISATION = define(
    "parties.other-organisation",
    zh="您现在代表{now}，而这一页是替另一个单位打开的。没有保存任何内容。",
    en="You act for {now} now; this page was opened for another organisation. Nothing was stored.",
    remedy_zh="请核对现在代表的单位，再重新打开这一页。",
    remedy_en="Check whom you act for, and open the page again.",
)
WRONG_CODE = define(
    "parties.wrong-code",
    zh="验证码不对，或已经过时。",
    en="The code is wrong or out of date.",
    remedy_zh="请输入验证器现在显示的六位数字；手机的时间要准。",
    remedy_en="Type the six digits shown now; the phone's clock has to be right.",
)
TOO_MANY_ATTEMPTS = define(
    "parties.too-many-attempts",
    zh="试错的次数太多，暂时不能登录。",
    en="Too many failed attempts; signing in is paused.",
    remedy_zh="请五分钟后再试；忘了密码可以重设。",
    remedy_en="Try again in five minutes; a forgotten password can be reset.",
)
TOO_MANY_REQUESTS = define(
    "parties.too-many-requests",
    zh="请求太频繁。",
    en="There were too many requests.",
    remedy_zh="请一分钟后再试。",
    remedy_en="Try again in a minute.",
)
BAD_RESET_LINK = define(
    "parties.bad-reset-link",
    zh="这个重设密码的链接不能用：不完整、已用过或已过期。",
    en="This link cannot be used: it is incomplete, was used, or has expired.",
    remedy_zh="请重新申请一个链接。",
    remedy_en="Ask for a new one.",
)

NO_SUCH_MANDATE = define(
    "parties.no-such-mandate",
    zh="没有“{value}”这种职权。",
    en="There is no mandate “{value}”.",
    remedy_zh="可用的有：{mandates}。",
    remedy_en="There are: {mandates}.",
)
SUPERIOR_NO_AUTHORITY = define(
    "parties.superior-no-authority",
    zh="“{name}”不是主管部门，不能作上级主管部门。",
    en="“{name}” is no competent authority and cannot stand above one.",
    remedy_zh="先用 tanzuji mandate 委任它为主管部门（authority）。",
    remedy_en="Charge it with being the authority first: `tanzuji mandate`.",
)
SUPERIOR_RING = define(
    "parties.superior-ring",
    zh="“{superior}”在“{name}”之下，不能又在它之上。",
    en="“{superior}” stands under “{name}” and cannot stand above it as well.",
    remedy_zh="请先解除原来的上下级关系。",
    remedy_en="Undo the other relation first.",
)
NO_SUCH_OFFICE = define(
    "parties.no-such-office",
    zh="没有“{value}”这个岗位。",
    en="There is no office “{value}”.",
    remedy_zh="可选：{offices}；不写则免去。",
    remedy_en="Choose among {offices}; none takes it back.",
)
ONE_OFFICE = define(
    "parties.one-office",
    zh="{name}已是{office}，三员不能由一人兼任。",
    en="{name} is {office} already; nobody holds two of the three offices.",
    remedy_zh="请先免去原岗位，或任命另一人。",
    remedy_en="Take the other office back first, or appoint somebody else.",
)
OFFICER_ELSEWHERE = define(
    "parties.officer-elsewhere",
    zh="{name}是某单位的成员，三员不在单位里任职。",
    en="{name} belongs to an organisation; officers of the installation belong to none.",
    remedy_zh="请给这个岗位另建一个账号：tanzuji createadmin，不写 --organisation。",
    remedy_en="Create another account for the office: tanzuji createadmin without --organisation.",
)
OFFICER_JOINS_NOTHING = define(
    "parties.officer-joins-nothing",
    zh="{name}是平台的三员之一，不能加入单位。",
    en="{name} is an officer of the installation and joins no organisation.",
    remedy_zh="请邀请另一个账号。",
    remedy_en="Invite another account.",
)
REASON_NEEDED = define(
    "parties.reason-needed",
    zh="停用账号要写明理由。",
    en="Blocking an account needs a reason.",
    remedy_zh="请写出为什么停用。",
    remedy_en="Write why it is blocked.",
)
NOT_ONESELF = define(
    "parties.not-oneself",
    zh="不能停用自己的账号。",
    en="You cannot block your own account.",
    remedy_zh="请系统管理员免去您的岗位。",
    remedy_en="Have the operator take your office back.",
)
