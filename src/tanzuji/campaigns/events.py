"""What the campaigns room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

CREATED = declare("campaigns.campaign.created", zh="新建归集任务", en="Campaign drafted")
EDITED = declare("campaigns.campaign.edited", zh="修改归集任务草案", en="Draft of a campaign changed")
CONSULTED = declare("campaigns.campaign.consulted", zh="归集任务征求意见", en="Campaign opened for comments")
RETURNED = declare("campaigns.campaign.returned", zh="归集任务退回修改", en="Campaign sent back")
DECIDED = declare("campaigns.campaign.decided", zh="确定归集任务", en="Campaign decided")
STARTED = declare("campaigns.campaign.started", zh="启动归集任务", en="Campaign started")
CLOSED = declare("campaigns.campaign.closed", zh="结束归集任务", en="Campaign closed")
OPINION = declare("campaigns.opinion.given", zh="对归集任务提意见", en="Comment on a campaign")
ANSWERED = declare("campaigns.opinion.answered", zh="答复归集任务意见", en="Comment on a campaign answered")
ASSIGNED = declare("campaigns.task.assigned", zh="下达归集任务", en="Task assigned")
DROPPED = declare("campaigns.task.dropped", zh="取消任务", en="Task dropped")
ACCEPTED = declare("campaigns.task.accepted", zh="接受任务", en="Task accepted")
DECLINED = declare("campaigns.task.declined", zh="谢绝任务", en="Task declined")
LINKED = declare("campaigns.task.linked", zh="任务关联核算", en="Study linked to a task")
UNLINKED = declare("campaigns.task.unlinked", zh="任务解除关联", en="Study unlinked from a task")
REMINDED = declare("campaigns.task.reminded", zh="催办任务", en="Reminder of a task")
