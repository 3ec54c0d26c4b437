"""What the parties room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

FOUNDED = declare("parties.organisation.founded", zh="登记单位", en="Organisation registered")
CHARGED = declare("parties.organisation.charged", zh="委以职权", en="Mandates given")
PLACED = declare("parties.organisation.placed", zh="确定上级主管部门", en="Superior authority named")
JOINED = declare("parties.member.joined", zh="加入单位", en="Joined the organisation")
ROLES_CHANGED = declare("parties.member.roles-changed", zh="更改角色", en="Roles changed")
ENDED = declare("parties.member.ended", zh="成员离开", en="Membership ended")
INVITED = declare("parties.invitation.sent", zh="邀请成员", en="Invitation sent")
RENEWED = declare("parties.invitation.renewed", zh="重发邀请", en="Invitation renewed")
WITHDRAWN = declare("parties.invitation.withdrawn", zh="撤回邀请", en="Invitation withdrawn")
ACCEPTED = declare("parties.invitation.accepted", zh="接受邀请", en="Invitation accepted")
TOKEN_ISSUED = declare("parties.token.issued", zh="新建令牌", en="Token created")
TOKEN_WITHDRAWN = declare("parties.token.withdrawn", zh="撤销令牌", en="Token withdrawn")
SIGNED_IN = declare("parties.person.signed-in", zh="登录", en="Signed in")
SIGN_IN_FAILED = declare("parties.person.sign-in-failed", zh="登录失败", en="Sign-in failed")
SIGNED_OUT = declare("parties.person.signed-out", zh="退出登录", en="Signed out")
PASSWORD_CHANGED = declare("parties.person.password-changed", zh="更改密码", en="Password changed")
PASSWORD_RESET = declare("parties.person.password-reset", zh="重设密码", en="Password reset")
FACTOR_ADDED = declare("parties.person.factor-added", zh="启用第二道验证", en="Second factor added")
FACTOR_REMOVED = declare("parties.person.factor-removed", zh="停用第二道验证", en="Second factor removed")
FACTOR_FAILED = declare("parties.person.factor-failed", zh="第二道验证失败", en="Second factor failed")
CODES_RENEWED = declare("parties.person.codes-renewed", zh="更换备用码", en="Recovery codes renewed")
APPOINTED = declare("parties.person.appointed", zh="任免三员", en="Office given or taken")
BLOCKED = declare("parties.person.blocked", zh="停用账号", en="Account blocked")
UNBLOCKED = declare("parties.person.unblocked", zh="恢复账号", en="Account unblocked")
