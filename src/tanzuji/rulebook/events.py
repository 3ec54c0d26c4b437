"""What the rulebook tells the ledger, and the notices it sends."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as notice

DRAFTED = declare("rulebook.draft.begun", zh="开始编写规则", en="Rule begun")
SAVED = declare("rulebook.draft.saved", zh="保存规则草稿", en="Draft of a rule saved")
REMOVED = declare("rulebook.draft.removed", zh="删除规则草稿", en="Draft of a rule removed")
TRIAL_ADDED = declare("rulebook.trial.added", zh="增加测试用例", en="Test case added")
TRIAL_REMOVED = declare("rulebook.trial.removed", zh="删除测试用例", en="Test case removed")
FIXED = declare("rulebook.version.made", zh="生成规则版本", en="Version of a rule made")
OFFERED = declare("rulebook.version.offered", zh="提请启用规则", en="Rule offered for activation")
RETURNED = declare("rulebook.version.returned", zh="退回规则", en="Rule returned")
ACTIVATED = declare("rulebook.version.activated", zh="启用规则", en="Rule activated")
SUPERSEDED = declare("rulebook.version.superseded", zh="规则被替代", en="Rule superseded")
WITHDRAWN = declare("rulebook.version.withdrawn", zh="撤回规则", en="Rule withdrawn")

TOLD_OFFERED = notice("rulebook.offered", zh="有规则提请启用", en="A rule was offered for activation")
TOLD_RETURNED = notice("rulebook.returned", zh="规则被退回", en="A rule was returned")
TOLD_ACTIVATED = notice("rulebook.activated", zh="规则已启用", en="A rule holds now")
TOLD_PARENT = notice("rulebook.parent-changed", zh="上层规则有新版本", en="A rule you inherit from changed")
