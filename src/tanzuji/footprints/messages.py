"""What can go wrong in the footprints room."""

from __future__ import annotations

from tanzuji.documents.errors import define

CHANGED_MEANWHILE = define(
    "footprints.changed-meanwhile",
    zh="您打开之后，这里有人改过（{who}）：现在是“{theirs}”，您写的是“{mine}”。",
    en="{who} changed this after you opened it: it is “{theirs}” now, you wrote “{mine}”.",
    remedy_zh="请选保留哪一个；您写的内容没有丢。",
    remedy_en="Choose which to keep; what you wrote is not lost.",
)
SUBMITTED = define(
    "footprints.submitted",
    zh="这份核算已提交，不能编辑。",
    en="This study is submitted and cannot be edited.",
    remedy_zh="请先撤回提交。",
    remedy_en="Withdraw the submission first.",
)
NOTHING_TO_UNDO = define(
    "footprints.nothing-to-undo",
    zh="没有可以撤销的编辑。",
    en="There is no edit to undo.",
    remedy_zh="只能撤销自己的编辑。",
    remedy_en="Only your own edits can be undone.",
)
NOT_COMPUTED = define(
    "footprints.not-computed",
    zh="草稿现在算不出结果，不能生成版本。",
    en="The draft cannot be computed now, so no version can be made.",
    remedy_zh="请先改正列出的问题。",
    remedy_en="Correct what is listed first.",
)
NO_VERSION = define(
    "footprints.no-version",
    zh="还没有版本。",
    en="There is no version yet.",
    remedy_zh="请先生成版本。",
    remedy_en="Make a version first.",
)
OTHER_VERSION = define(
    "footprints.other-version",
    zh="已有更新的版本 {number}。",
    en="There is a newer version, {number}.",
    remedy_zh="请看过新版本再决定。",
    remedy_en="Look at it before you decide.",
)
UNKNOWN_DECISION = define(
    "footprints.unknown-decision",
    zh="没有“{action}”这种决定。",
    en="“{action}” is no decision.",
    remedy_zh="可用：approve（通过）、return（退回）、submit（提交）、reopen（撤回提交）。",
    remedy_en="Must be one of: approve, return, submit, reopen.",
)
EMPTY_COMMENT = define(
    "footprints.empty-comment",
    zh="批注是空的，或超过 {limit} 字。",
    en="The comment is empty or longer than {limit} characters.",
    remedy_zh="请写出要说的话；长文请作附件。",
    remedy_en="Write what you want to say; keep it within the limit.",
)
TOO_MANY_LINES = define(
    "footprints.too-many-lines",
    zh="模型有 {count} 行，在线编辑的上限是 {limit} 行。",
    en="The model has {count} lines; {limit} is the most that can be edited here.",
    remedy_zh="请拆分模型，或用命令行计算。",
    remedy_en="Split the model, or compute it on the command line.",
)
TOO_LARGE_A_NUMBER = define(
    "footprints.too-large-a-number",
    zh="{value} 太大：数的绝对值不能超过 10³⁰。",
    en="{value} is too large: the size of a number is at most 10³⁰.",
    remedy_zh="请核对小数点和单位；多半是多写了几位。",
    remedy_en="Check the decimal point and the unit; a few digits too many, most likely.",
)
EDIT_KEY_REUSED = define(
    "footprints.edit-key-reused",
    zh="这个编辑的键已用于另一个编辑，所以没有保存。",
    en="The key of this edit was used for another edit, so it was not stored.",
    remedy_zh="每个新编辑用一个新的键；只有重发同一个编辑时才用同一个键。",
    remedy_en="Use a new key for every new edit, and the same key only to send the same edit again.",
)
BAD_PLACE = define(
    "footprints.bad-place",
    zh="“{place}”不是模型里的位置。",
    en="“{place}” is no place in a model.",
    remedy_zh="请写成 processes[grinding].energy[power].amount 这样；对整份核算的批注，位置留空。",
    remedy_en="Write it like processes[grinding].energy[power].amount; leave it empty for the whole study.",
)
KEY_REUSED = define(
    "footprints.key-reused",
    zh="Idempotency-Key“{key}”已用于另一个请求。",
    en="The Idempotency-Key “{key}” was used for another request.",
    remedy_zh="每个新请求用一个新的键；重发同一请求时请求体须完全相同。",
    remedy_en="Use a new key for every new request; repeat a request with the very same body.",
)
