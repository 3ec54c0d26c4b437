"""What the filings room tells the ledger, and what people are told."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

SUBMITTED = declare("filings.filing.submitted", zh="报送备案", en="Filing submitted")
CHECKED = declare("filings.filing.checked", zh="核对备案", en="Filing checked")
RETURNED = declare("filings.filing.returned", zh="退回备案", en="Filing sent back")
REFUSED = declare("filings.filing.refused", zh="不予备案", en="Filing refused")
FILED = declare("filings.filing.filed", zh="准予备案", en="Certificate filed")
UPDATED = declare("filings.filing.updated", zh="备案变更", en="Filing updated")
CHANGE_REPORTED = declare("filings.change.reported", zh="报送备案变更", en="Change of a filing reported")
CHANGE_CHECKED = declare("filings.change.checked", zh="核对备案变更", en="Change of a filing checked")
CHANGE_DISMISSED = declare("filings.change.dismissed", zh="退回备案变更", en="Change of a filing sent back")
WITHDRAWN = declare("filings.filing.withdrawn", zh="撤回备案", en="Filing withdrawn")
READ = declare("filings.paper.read", zh="查看备案文件", en="Paper of a filing read")

TOLD_TO_CHECK = declare_notice("filings.to-check", zh="有备案要核对", en="A filing is to be checked")
TOLD_OUTCOME = declare_notice("filings.outcome", zh="备案结果", en="Outcome of a filing")
TOLD_CHANGED = declare_notice("filings.changed", zh="备案有变更", en="A filing has changed")
TOLD_REMINDED = declare_notice("filings.reminded", zh="备案提醒", en="Reminder about a filing")
