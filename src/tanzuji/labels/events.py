"""What the labels room tells the ledger, and whom it tells what."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

OF = {
    "request": declare("labels.use.requested", zh="申请使用标识", en="Use of a label requested"),
    "authorise": declare("labels.use.authorised", zh="授权使用标识", en="Use of a label authorised"),
    "decline": declare("labels.use.declined", zh="不授权使用标识", en="Use of a label declined"),
    "use": declare("labels.use.begun", zh="开始使用标识", en="Label put to use"),
    "prove": declare("labels.use.proved", zh="补充标识使用证明", en="Proof of a label's use added"),
    "give_up": declare("labels.use.given-up", zh="停止使用标识", en="Use of a label given up"),
    "void": declare("labels.use.voided", zh="撤回标识使用授权", en="Authorisation of a label withdrawn"),
    "freeze": declare("labels.use.frozen", zh="冻结标识使用", en="Use of a label frozen"),
    "thaw": declare("labels.use.thawed", zh="恢复标识使用", en="Use of a label resumed"),
    "end": declare("labels.use.ended", zh="标识使用终止", en="Use of a label ended"),
}
"""The event of each action."""

NEWS = declare_notice("labels.news", zh="标识使用授权的变化", en="Changes of authorisations to use a label")
