"""What the library room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

BROUGHT = declare("library.import.brought", zh="上传数据库", en="Database uploaded")
IMPORTED = declare("library.release.imported", zh="读入数据库", en="Database imported")
EXPORTED = declare("library.release.exported", zh="导出数据库", en="Database exported")
FORGOTTEN = declare("library.import.forgotten", zh="删除上传的数据库文件", en="Files of a database removed")
