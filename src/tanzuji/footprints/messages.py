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
NOT_A_NEWER_RELEASE = define(
    "footprints.no-release-to-recompute",
    zh="没有选定要重算的数据库版本。",
    en="No library release was chosen to recompute with.",
    remedy_zh="请至少选一个数据库版本。",
    remedy_en="Choose at least one release.",
)
REPEATED_LIBRARY = define(
    "footprints.repeated-library",
    zh="数据库“{name}”选了两个版本。",
    en="Two releases of the library “{name}” were chosen.",
    remedy_zh="每个数据库只选一个版本。",
    remedy_en="Choose one release of each library.",
)
BAD_LIMITS = define(
    "footprints.bad-limits",
    zh="等级界限读不懂：{line}。",
    en="The limits cannot be read: {line}.",
    remedy_zh="每行写一个名称和一个上限（kgCO₂e），上限由小到大，如“A 600”。最多 {most} 行。",
    remedy_en="Write a name and an upper limit (kg CO2e) in each line, limits rising, such as `A 600`; at most {most} lines.",
)
NOTHING_TO_UPDATE = define(
    "footprints.nothing-to-update",
    zh="草稿已经是这样，没有要改的。",
    en="The draft is like that already; there is nothing to change.",
    remedy_zh="不用做什么。",
    remedy_en="Nothing needs to be done.",
)
NOT_PUBLISHABLE = define(
    "footprints.nothing-known",
    zh="版本 {number} 里没有已知的量，不能作为其他产品的因子。",
    en="Nothing is known in version {number}; it cannot be a factor for other products.",
    remedy_zh="请补全用量和因子，生成新版本后发布。",
    remedy_en="Complete amounts and factors, and publish a new version.",
)
NOT_COMPARABLE = define(
    "footprints.not-comparable",
    zh="这两个版本不能比较：{reasons_zh}",
    en="The two versions cannot be compared: {reasons_en}",
    remedy_zh="请选单位、边界和方法相同的版本。",
    remedy_en="Choose versions of the same unit, boundary and method.",
)
NO_SUCH_LINE = define(
    "footprints.no-such-line",
    zh="清单里已经没有这一行。",
    en="The inventory has no such line any more.",
    remedy_zh="请重新打开页面再选。",
    remedy_en="Open the page again and choose once more.",
)
NOT_ITS_LIBRARY = define(
    "footprints.not-its-library",
    zh="这份核算没有用数据库“{release}”。",
    en="The study does not stand on the library “{release}”.",
    remedy_zh="请先在“目的与范围”里加上它，或选这份核算所用数据库里的数据。",
    remedy_en="Add it under “Goal and scope” first, or choose data of the libraries the study stands on.",
)
NOT_TO_STAND_ON = define(
    "footprints.not-to-stand-on",
    zh="碳足迹不能用“{dataset}”：{reason}。",
    en="A footprint may not stand on “{dataset}”: {reason}.",
    remedy_zh="请另选一条。",
    remedy_en="Choose another.",
)
MATCH_NEEDS_CONVERSION = define(
    "footprints.match-needs-conversion",
    zh="用量的单位是 {unit}，这条数据以 {per} 计，须先写换算。",
    en="The amount is in {unit} and the data are per {per}: a conversion must be given first.",
    remedy_zh="请在清单里打开这一行，选数据并写换算和它的出处。",
    remedy_en="Open the line in the inventory, choose the data there and write the conversion with its source.",
)
NO_SUCH_BENCHMARK = define(
    "footprints.no-such-benchmark",
    zh="没有这样一组已发布、并与本产品可比的基准值。",
    en="There is no published benchmark of that number that the product is comparable with.",
    remedy_zh="请在对标页面选列出的一组。",
    remedy_en="Choose one that the benchmark page lists.",
)
NOT_FINISHED = define(
    "footprints.not-finished",
    zh="核算“{name}”还没有通过内部评审。",
    en="The study “{name}” has not passed internal review.",
    remedy_zh="请评审通过后再贡献。",
    remedy_en="Have it reviewed, then contribute it.",
)
NOTHING_CHOSEN = define(
    "footprints.nothing-chosen",
    zh="没有选任何一项核算。",
    en="No study is chosen.",
    remedy_zh="请至少选一项。",
    remedy_en="Choose at least one.",
)
NOT_AN_OUTPUT = define(
    "footprints.not-an-output",
    zh="年产量“{value}”不是大于 0 的数。",
    en="A year's output of “{value}” is not a number above 0.",
    remedy_zh="请写该年度生产了多少个核算单位；不知道就留空。",
    remedy_en="Say how many of the study's units were produced in the year, or leave it empty.",
)
