"""What the register says where it cannot do what it is asked."""

from __future__ import annotations

from tanzuji.documents.errors import define

NO_NUMBERS = define(
    "register.no-numbers",
    zh="没有写要查的编号。",
    en="No number is asked for.",
    remedy_zh="请写 numbers=编号1,编号2。",
    remedy_en="Write numbers=FIRST,SECOND.",
)
TOO_MANY_NUMBERS = define(
    "register.too-many-numbers",
    zh="一次最多查 {limit} 个编号。",
    en="At most {limit} numbers are looked up at once.",
    remedy_zh="请分几次查。",
    remedy_en="Ask in parts.",
)
NOT_REGISTERED = define(
    "register.not-registered",
    zh="公示中没有编号“{number}”。",
    en="The number “{number}” is not in the register.",
    remedy_zh="请核对编号。商品上印着这个编号的，可能是伪造的，请告诉我们。",
    remedy_en="Compare the number. Where goods bear it, it may be forged: tell us.",
)
BAD_GTIN = define(
    "register.bad-gtin",
    zh="“{gtin}”不是商品条码。",
    en="“{gtin}” is no trade item number.",
    remedy_zh="请核对条码下的 8、12、13 或 14 位数字。",
    remedy_en="Compare the 8, 12, 13 or 14 digits below the bar code.",
)
TOO_MANY_REPORTS = define(
    "register.too-many-reports",
    zh="从您这里一小时内已经收到 {limit} 条，暂时不能再提交。",
    en="{limit} reports came from your address within an hour; no more are taken now.",
    remedy_zh="请一小时后再来，或打电话给主管部门。",
    remedy_en="Come back in an hour, or call the authority.",
)
FORM_TOO_OLD = define(
    "register.form-too-old",
    zh="这张表打开得太久，或不是从本页提交的。",
    en="This form was open for too long, or was not sent from this page.",
    remedy_zh="请再提交一次，您写的内容还在。",
    remedy_en="Send it once more; what you wrote is still there.",
)
