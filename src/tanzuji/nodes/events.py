"""What the nodes room tells the ledger, and what people are told."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

PEER_ADDED = declare("nodes.peer.added", zh="登记节点", en="Node registered")
PEER_CHANGED = declare("nodes.peer.changed", zh="更改节点", en="Node changed")
COMPARED = declare("nodes.peer.compared", zh="与节点核对", en="Compared with a node")
MAPPED = declare("nodes.dataset.mapped", zh="对应编号", en="Ids mapped")
QUEUED = declare("nodes.shipment.queued", zh="放入报送队列", en="Queued for another node")
SENT = declare("nodes.shipment.sent", zh="报送", en="Sent to another node")
NOT_SENT = declare("nodes.shipment.not-sent", zh="报送未成", en="Not sent to another node")
ANSWERED = declare("nodes.shipment.answered", zh="对方答复", en="Answered by another node")
WITHDRAWN = declare("nodes.shipment.withdrawn", zh="撤回报送", en="Withdrawn from the queue")
ARRIVED = declare("nodes.arrival.received", zh="收到报送", en="Received from another node")
DECIDED = declare("nodes.arrival.decided", zh="处理报送", en="Decided on what arrived")
EXAMINED = declare("nodes.database.examined", zh="数据库符合性检查", en="Database examined for conformance")

TOLD_ARRIVAL = declare_notice("nodes.arrived", zh="收到其他节点的数据", en="Data from another node")
TOLD_DECISION = declare_notice("nodes.decided", zh="报送的数据有了答复", en="An answer on data sent")
