"""What the base data room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

KEPT = declare("activity.evidence.kept", zh="存入凭证", en="Evidence kept")
READ = declare("activity.evidence.read", zh="查阅凭证", en="Evidence read")
GRANTED = declare("activity.evidence.granted", zh="准许查阅", en="Access granted")
WITHDRAWN = declare("activity.evidence.withdrawn", zh="收回查阅", en="Access withdrawn")
FACILITY = declare("activity.facility.registered", zh="登记设施", en="Facility registered")
PRODUCT = declare("activity.product.registered", zh="登记设施的产品", en="Product of a facility registered")
GOOD = declare("activity.good.registered", zh="登记物料台账", en="Ledger of a good opened")
METER = declare("activity.meter.registered", zh="登记计量器具", en="Meter registered")
METER_CHANGED = declare("activity.meter.changed", zh="更改计量器具", en="Meter changed")
CALIBRATED = declare("activity.meter.calibrated", zh="登记检定", en="Calibration recorded")
RETIRED = declare("activity.meter.retired", zh="停用计量器具", en="Meter retired")
UPLOADED = declare("activity.readings.stored", zh="存入读数", en="Readings stored")
SHARED_OUT = declare("activity.key.set", zh="设定分摊", en="Allocation key set")
REPORTED = declare("activity.report.kept", zh="存入设施报告", en="Facility report kept")
HANDED = declare("activity.report.handed", zh="交归集", en="Facility report handed in")
COLLECTED = declare("activity.report.collected", zh="归集设施报告", en="Facility report collected")
RETURNED = declare("activity.report.returned", zh="退回设施报告", en="Facility report returned")
TAKEN_BACK = declare("activity.report.taken-back", zh="撤回归集", en="Facility report taken back")
PLANNED = declare("activity.plan.written", zh="编写计量方案", en="Measurement plan written")
PLAN_APPROVED = declare("activity.plan.approved", zh="批准计量方案", en="Measurement plan approved")
TAKEN = declare("activity.taking.made", zh="读数取入核算", en="Readings taken over into a study")
