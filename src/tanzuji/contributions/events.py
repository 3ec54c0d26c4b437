"""What the contributions room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

OFFERED = declare("contributions.contribution.offered", zh="新建数据贡献", en="Data offered")
REMARKED = declare("contributions.remark.made", zh="对数据提出意见", en="Remark on data made")
SETTLED = declare("contributions.remark.settled", zh="了结对数据的意见", en="Remark on data settled")
TAKEN_ON = declare(
    "contributions.contribution.taken-on", zh="记下数据的经办人", en="Somebody takes data in hand"
)
UPLOADED = declare("contributions.upload.received", zh="上传因子文件", en="File of factors received")
REMOVED = declare("contributions.upload.removed", zh="删除因子文件", en="File of factors removed")

STEPS: dict[str, str] = {
    "edit": declare("contributions.contribution.edited", zh="编辑数据", en="Data edited"),
    "self_check": declare("contributions.contribution.self-checked", zh="数据自检", en="Data self-checked"),
    "resume": declare("contributions.contribution.resumed", zh="继续修改数据", en="Data taken up again"),
    "submit": declare("contributions.contribution.submitted", zh="提交数据", en="Data submitted"),
    "format_check": declare(
        "contributions.contribution.format-checked", zh="格式检查通过", en="Format checked"
    ),
    "assign_verifier": declare(
        "contributions.contribution.verifier-assigned", zh="指派验证机构", en="Verifier assigned"
    ),
    "verify": declare("contributions.contribution.verified", zh="数据验证通过", en="Data verified"),
    "assign_checker": declare(
        "contributions.contribution.checker-assigned",
        zh="指派溯源性核验机构",
        en="Provenance checker assigned",
    ),
    "check_provenance": declare(
        "contributions.contribution.provenance-checked", zh="溯源性核验通过", en="Provenance checked"
    ),
    "queue": declare("contributions.contribution.queued", zh="排入入库队列", en="Put into the entry queue"),
    "enter": declare("contributions.contribution.entered", zh="数据入库", en="Data entered the library"),
    "return": declare("contributions.contribution.returned", zh="退回数据", en="Data returned"),
    "reject": declare("contributions.contribution.rejected", zh="数据不予采纳", en="Data rejected"),
    "withdraw": declare("contributions.contribution.withdrawn", zh="撤回数据", en="Data withdrawn"),
    "supersede": declare("contributions.contribution.superseded", zh="数据被替代", en="Data superseded"),
    "suspend": declare("contributions.contribution.suspended", zh="数据暂停使用", en="Data suspended"),
    "reinstate": declare("contributions.contribution.reinstated", zh="数据恢复使用", en="Data reinstated"),
}
"""By action of the state machine."""
