"""What the campaigns room refuses."""

from __future__ import annotations

from tanzuji.documents.errors import define

NO_TITLE = define(
    "campaigns.no-title",
    zh="还没有名称。",
    en="There is no title yet.",
    remedy_zh="请写中文或英文名称。",
    remedy_en="Write a Chinese or an English title.",
)
NO_SECTOR = define(
    "campaigns.no-sector",
    zh="还没有行业。",
    en="There is no sector yet.",
    remedy_zh="请至少写一个行业和它的数量。",
    remedy_en="Write at least one sector with its quota.",
)
TOO_MANY_SECTORS = define(
    "campaigns.too-many-sectors",
    zh="{kind}最多 {limit} 个行业，这里有 {count} 个。",
    en="A {kind} has {limit} sectors at most; there are {count}.",
    remedy_zh="请减少行业，或改为“分批归集”。",
    remedy_en="Leave some out, or make it an enrolment wave.",
)
BAD_QUOTA = define(
    "campaigns.bad-quota",
    zh="第 {row} 行“{sector}”的数量应是 1 到 100000 的整数。",
    en="Row {row}, “{sector}”: a quota is a whole number from 1 to 100000.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
BAD_YEAR = define(
    "campaigns.bad-year",
    zh="年份应在 2020 到 2100 之间。",
    en="The year lies between 2020 and 2100.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
BAD_DATE = define(
    "campaigns.bad-date",
    zh="“{value}”不是日期。",
    en="“{value}” is not a date.",
    remedy_zh="请写成 2026-11-30。",
    remedy_en="Write it as 2026-11-30.",
)
NOT_DRAFT = define(
    "campaigns.not-draft",
    zh="只有草案能修改，现在是“{state}”。",
    en="Only a draft is changed; this is “{state}”.",
    remedy_zh="征求意见期间请先退回；确定之后不再修改。",
    remedy_en="While it is in consultation, send it back first; what was decided stands.",
)
REASON_NEEDED = define(
    "campaigns.reason-needed",
    zh="这个决定需要写明理由。",
    en="This decision needs a reason.",
    remedy_zh="请写出理由。",
    remedy_en="Write it.",
)
NO_WORDS = define(
    "campaigns.no-words",
    zh="没有写内容。",
    en="There are no words.",
    remedy_zh="请写出意见或答复。",
    remedy_en="Write the comment or the answer.",
)
NOT_IN_CONSULTATION = define(
    "campaigns.not-in-consultation",
    zh="这项归集任务现在不征求意见。",
    en="This campaign is not open for comments now.",
    remedy_zh="可直接联系制定单位。",
    remedy_en="Write to the authority.",
)
CONSULTATION_ENDED = define(
    "campaigns.consultation-ended",
    zh="征求意见已于 {until} 结束。",
    en="Comments were invited until {until}.",
    remedy_zh="可直接联系制定单位。",
    remedy_en="Write to the authority.",
)
ANSWERED_ALREADY = define(
    "campaigns.answered-already",
    zh="这条意见已经答复。",
    en="This comment has been answered.",
    remedy_zh="答复不改。",
    remedy_en="Answers stand.",
)
NOT_ASSIGNABLE = define(
    "campaigns.not-assignable",
    zh="现在是“{state}”，不能下达任务。",
    en="It is “{state}”; tasks cannot be assigned.",
    remedy_zh="确定之后、结束之前可以下达。",
    remedy_en="Assign them once it is decided and until it is closed.",
)
NO_SUCH_ORGANISATION = define(
    "campaigns.no-such-organisation",
    zh="没有代码或名称为“{value}”的单位。",
    en="There is no organisation with the code or name “{value}”.",
    remedy_zh="请写登记的统一社会信用代码，或完整名称。",
    remedy_en="Write the registered code, or the full name.",
)
NO_SUCH_SECTOR = define(
    "campaigns.no-such-sector",
    zh="这项归集任务里没有行业“{value}”。",
    en="The campaign has no sector “{value}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_PRODUCT = define(
    "campaigns.no-product",
    zh="没有写产品。",
    en="The product is missing.",
    remedy_zh="请写产品名称，含型号或等级。",
    remedy_en="Write the product with its type or grade.",
)
TASK_TWICE = define(
    "campaigns.task-twice",
    zh="{organisation}的“{product}”已有任务。",
    en="There is a task already for “{product}” of {organisation}.",
    remedy_zh="请删去这一行。",
    remedy_en="Remove the line.",
)
TOO_MANY_TASKS = define(
    "campaigns.too-many-tasks",
    zh="名单有 {count} 行，一次最多 {limit} 行。",
    en="The list has {count} lines; {limit} at once are the most.",
    remedy_zh="请分几次上传。",
    remedy_en="Send it in parts.",
)
NO_COLUMNS = define(
    "campaigns.no-columns",
    zh="名单的第一行应是列名，缺少：{missing}。",
    en="The first line of the list names its columns; missing: {missing}.",
    remedy_zh="列名：organisation（代码或名称）、sector、product、due（可空）。",
    remedy_en="Columns: organisation (code or name), sector, product, due (may be empty).",
)
NOT_READABLE = define(
    "campaigns.not-readable",
    zh="名单读不出来。",
    en="The list cannot be read.",
    remedy_zh="请存为 UTF-8 或 GBK 编码的 CSV。",
    remedy_en="Save it as CSV in UTF-8 or GBK.",
)
AFTER_THE_END = define(
    "campaigns.after-the-end",
    zh="这项归集任务已结束。",
    en="The campaign is closed.",
    remedy_zh="核算本身不受影响。",
    remedy_en="The study itself is not affected.",
)
DECLINED = define(
    "campaigns.declined",
    zh="这项任务已谢绝或取消。",
    en="This task was declined or dropped.",
    remedy_zh="请先接受它，或请主管部门重新下达。",
    remedy_en="Accept it first, or ask the authority to assign it again.",
)
STUDY_TAKEN = define(
    "campaigns.study-taken",
    zh="这项核算已用于同一归集任务的另一个产品。",
    en="This study stands for another product of the same campaign.",
    remedy_zh="请另选一项核算。",
    remedy_en="Choose another study.",
)
UNKNOWN_ACTION = define(
    "campaigns.unknown-action",
    zh="没有“{action}”这个动作。",
    en="There is no action “{action}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
