"""What can go wrong with a job."""

from __future__ import annotations

from tanzuji.documents.errors import define

CANCELLED = define(
    "jobs.cancelled", zh="已按您的要求取消。", en="Cancelled as you asked.",
    remedy_zh="需要时可重新开始。", remedy_en="Start it again when you need it.",
)  # fmt: skip
TOO_MANY = define(
    "jobs.too-many", zh="您已有 {limit} 项后台工作没有结束。", en="{limit} of your jobs have not ended yet.",
    remedy_zh="请等其中一项结束，或取消它。", remedy_en="Wait for one to end, or cancel it.",
)  # fmt: skip
WORKER_DIED = define(
    "jobs.worker-died",
    zh="这项工作开始了 {attempts} 次，每次都在中途停下（执行它的进程没有了）。没有留下任何改动。",
    en="This was begun {attempts} times and stopped half way each time (its worker process died). Nothing was changed.",
    remedy_zh="请再试一次；仍不行时，请管理员查看后台工作进程的日志和内存。",
    remedy_en="Try again; if it persists, ask the operator to look at the worker's log and memory.",
)
