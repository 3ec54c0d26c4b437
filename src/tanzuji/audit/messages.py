"""What can go wrong in the audit room."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_KEPT = define(
    "audit.not-kept",
    zh="审计记录写不进去，所以没有执行这个操作。",
    en="The audit trail cannot be written, so nothing was done.",
    remedy_zh="请稍后再试；仍不行时，把编号 {request} 告诉管理员。",
    remedy_en="Try again later; if it persists, give the number {request} to the operator.",
)
BAD_DAY = define(
    "audit.bad-day",
    zh="“{value}”不是日期。",
    en="“{value}” is not a date.",
    remedy_zh="请写成 2026-11-27 的样子。",
    remedy_en="Write it as 2026-11-27.",
)
BROKEN = define(
    "audit.broken",
    zh="第 {line} 行与它之前的记录对不上：有人改动或删除了审计记录。",
    en="Line {line} does not follow from those before it: the trail was altered or cut.",
    remedy_zh="请保留现场，从备份里找出这一行之前的记录，并比较透明日志里的链头。",
    remedy_en="Keep everything as it is; compare with a backup and with the heads in the transparency log.",
)
OTHER_HEAD = define(
    "audit.other-head",
    zh="透明日志记下的第 {line} 行的链头在这里不同，或这一行不见了。",
    en="The transparency log has another head of line {line} than this trail, or the line is gone.",
    remedy_zh="请保留现场，与备份比较：审计记录的末尾被改动、删除，或恢复了较早的数据库。",
    remedy_en="Keep everything as it is and compare with a backup: the end of the trail was altered or cut, or an older database was restored.",
)
