"""What the library room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

BROUGHT = declare("library.import.brought", zh="上传数据库", en="Database uploaded")
IMPORTED = declare("library.release.imported", zh="读入数据库", en="Database imported")
EXPORTED = declare("library.release.exported", zh="导出数据库", en="Database exported")
FORGOTTEN = declare("library.import.forgotten", zh="删除上传的数据库文件", en="Files of a database removed")
MATCHED = declare("library.match.confirmed", zh="确认物料匹配", en="Match of a line confirmed")
MATCH_FORGOTTEN = declare("library.match.forgotten", zh="不再记住物料匹配", en="Match of a line forgotten")
