"""What can go wrong in the base data room."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.rights import read_only_token

NEEDS_EDITOR = define(
    "activity.needs-editor",
    zh="登记和上传基础数据需要“核算员”的角色。",
    en="Recording base data needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色，或请有此角色的同事来做。",
    remedy_en="Ask an administrator of your organisation for the role, or a colleague who holds it.",
)
NEEDS_REVIEWER = define(
    "activity.needs-reviewer",
    zh="批准计量方案需要“评审员”的角色。",
    en="Approving a measurement plan needs the role of reviewer.",
    remedy_zh="请本单位的评审员来批准。",
    remedy_en="Ask a reviewer of your organisation.",
)
OWN_PLAN = define(
    "activity.own-plan",
    zh="这份计量方案是您自己编写的。",
    en="You wrote this measurement plan yourself.",
    remedy_zh="请另一位评审员批准。",
    remedy_en="Another reviewer approves it.",
)
PLAN_CHANGED = define(
    "activity.plan-changed",
    zh="您看这一页的时候，计量方案被改过了。",
    en="The measurement plan changed while you were looking at it.",
    remedy_zh="请再看一遍，然后批准。",
    remedy_en="Look at it again, then approve.",
)
READ_ONLY_TOKEN = read_only_token("activity")
NEEDS_CURATOR = define(
    "activity.needs-curator",
    zh="归集设施报告由基础数据库管理单位来做。",
    en="Facility reports are collected by the curator of base data.",
    remedy_zh="请由受此委托的单位办理。",
    remedy_en="An organisation with that mandate does it.",
)

NO_FILE = define(
    "activity.no-file",
    zh="没有收到文件，或文件超过 {limit} MiB。",
    en="No file arrived, or one larger than {limit} MiB.",
    remedy_zh="请选一个文件再上传。",
    remedy_en="Choose a file and send it again.",
)
EMPTY_FILE = define(
    "activity.empty-file",
    zh="“{file}”是空的。",
    en="“{file}” is empty.",
    remedy_zh="请检查文件后再上传。",
    remedy_en="Look at the file and send it again.",
)
DAMAGED = define(
    "activity.evidence-damaged",
    zh="凭证 {digest}… 的文件不在，或与存入时不同。",
    en="The file of evidence {digest}… is gone, or is not what was kept.",
    remedy_zh="请管理员从备份恢复 evidence 目录。",
    remedy_en="The operator restores the folder “evidence” from a backup.",
)
TOO_MUCH_KEPT = define(
    "activity.too-much-kept",
    zh="本单位的凭证共 {size} MiB，上限 {limit} MiB。",
    en="The evidence of your organisation has {size} MiB; at most {limit} MiB are kept.",
    remedy_zh="请管理员调高上限，或改存摘要更小的文件。",
    remedy_en="Ask the operator, or keep smaller files.",
)
NO_TITLE = define(
    "activity.no-title",
    zh="没有写标题。",
    en="There is no title.",
    remedy_zh="请写别人能认出这份凭证的标题。",
    remedy_en="Write a title by which others know the paper.",
)
UNKNOWN_CHOICE = define(
    "activity.unknown-choice",
    zh="“{value}”不在可选之列。",
    en="“{value}” is not among the choices.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
BAD_DATE = define(
    "activity.bad-date",
    zh="“{value}”不是日期。",
    en="“{value}” is not a date.",
    remedy_zh="请写成 2025-03-31。",
    remedy_en="Write it as 2025-03-31.",
)
BAD_NUMBER = define(
    "activity.bad-number",
    zh="“{value}”不是数。",
    en="“{value}” is not a number.",
    remedy_zh="请只写数字，如 1250.5。",
    remedy_en="Write digits only, such as 1250.5.",
)
NOT_POSITIVE = define(
    "activity.not-positive",
    zh="{value} 不大于 0。",
    en="{value} is not above 0.",
    remedy_zh="请写大于 0 的数。",
    remedy_en="Write a number above 0.",
)
NEEDED = define(
    "activity.needed",
    zh="这一项没有填。",
    en="This is not filled in.",
    remedy_zh="请填写。",
    remedy_en="Fill it in.",
)
CODE_TAKEN = define(
    "activity.code-taken",
    zh="编号“{code}”已经用了。",
    en="The code “{code}” is taken.",
    remedy_zh="请换一个编号。",
    remedy_en="Choose another.",
)
WRONG_UNIT = define(
    "activity.wrong-unit",
    zh="{carrier_name}的量不能用“{unit}”表示。",
    en="{carrier_name} is not measured in “{unit}”.",
    remedy_zh="请用能换算为 {target} 的单位。",
    remedy_en="Use a unit that converts to {target}.",
)
CIRCLE = define(
    "activity.meter-circle",
    zh="“{code}”在这块表的下游，不能作它的上级表。",
    en="“{code}” is downstream of this meter and cannot be upstream of it.",
    remedy_zh="请选上游的表，或不选。",
    remedy_en="Choose a meter upstream, or none.",
)
OTHER_CARRIER = define(
    "activity.other-carrier",
    zh="上级表量的是{other}，这块表量的是{own}。",
    en="The meter upstream measures {other}, this one {own}.",
    remedy_zh="上下级的表须量同一种能源，并在同一设施。",
    remedy_en="Both measure the same carrier in the same facility.",
)
RETIRED = define(
    "activity.meter-retired",
    zh="计量器具“{code}”已于 {day} 停用。",
    en="The meter “{code}” was retired on {day}.",
    remedy_zh="请登记接替它的计量器具。",
    remedy_en="Register the meter that replaced it.",
)
DUE_BEFORE = define(
    "activity.due-before",
    zh="到期日 {due} 不晚于检定日 {done}。",
    en="It is due on {due}, which is not after the calibration on {done}.",
    remedy_zh="请核对证书上的两个日期。",
    remedy_en="Compare both dates with the certificate.",
)
IN_FUTURE = define(
    "activity.in-future",
    zh="{day} 还没有到。",
    en="{day} has not come yet.",
    remedy_zh="请核对日期。",
    remedy_en="Check the date.",
)
END_BEFORE = define(
    "activity.end-before",
    zh="结束 {end} 早于开始 {start}。",
    en="It ends on {end}, before it starts on {start}.",
    remedy_zh="请核对起止日期。",
    remedy_en="Check both dates.",
)
NO_ORGANISATION = define(
    "activity.no-organisation",
    zh="没有可以准许的这家单位。",
    en="There is no such organisation to give access to.",
    remedy_zh="请从名录里选另一家单位。",
    remedy_en="Choose another organisation from the directory.",
)
NO_REASON = define(
    "activity.no-reason",
    zh="没有写理由。",
    en="No reason is given.",
    remedy_zh="请用一句话写明为什么。",
    remedy_en="Say why in a sentence.",
)
OVER_ALREADY = define(
    "activity.over-already",
    zh="{until} 已经过了。",
    en="{until} is over.",
    remedy_zh="请写今天或以后的日期，或不写期限。",
    remedy_en="Write a day to come, or none.",
)

NO_COLUMNS = define(
    "activity.no-columns",
    zh="还不知道哪一列是：{zh}。",
    en="It is not known which column is: {en}.",
    remedy_zh="请为它选一列。",
    remedy_en="Choose a column for it.",
)
NO_SUBJECT = define(
    "activity.no-subject",
    zh="这一行没有写是哪块表、哪种物料或哪个产品。",
    en="The row does not say which meter, good or product it is of.",
    remedy_zh="请补上，或把这一行略去。",
    remedy_en="Add it, or leave the row out.",
)
BAD_TIME = define(
    "activity.bad-time",
    zh="“{value}”不是日期、月份或期间。",
    en="“{value}” is no date, month or period.",
    remedy_zh="请写成 2025-01-31、2025年1月 或 2025-01-01 至 2025-01-31；月份没有年份时，请填年份。",
    remedy_en="Write it as 2025-01-31, 2025-01 or 2025-01-01 to 2025-01-31; state the year where months name none.",
)
TOO_LARGE = define(
    "activity.upload-too-large",
    zh="一次最多 {limit} 条读数。",
    en="At most {limit} readings are taken at once.",
    remedy_zh="请分几次上传。",
    remedy_en="Upload them in parts.",
)
UNKNOWN_SUBJECT = define(
    "activity.unknown-subject",
    zh="没有叫“{name}”的。",
    en="There is none called “{name}”.",
    remedy_zh="请选它是哪一个，或先登记，或略去。",
    remedy_en="Say which one it is, register it, or leave it out.",
)
NEGATIVE = define(
    "activity.negative",
    zh="{value} 小于 0。",
    en="{value} is below 0.",
    remedy_zh="请核对；上网电量另设一块表。",
    remedy_en="Check it; electricity fed out has a meter of its own.",
)
NO_SPAN = define(
    "activity.no-span",
    zh="用量要有起止时间，这里只有一个时刻。",
    en="An amount needs a start and an end; here is a single moment.",
    remedy_zh="请写月份或日期，或给出起止两列。",
    remedy_en="Write a month or a day, or give both start and end.",
)
TWO_VALUES = define(
    "activity.two-values",
    zh="同一时间还有另一个数（{place}：{other}）。",
    en="There is another value for the same time ({place}: {other}).",
    remedy_zh="请在文件里删去错的那一个。",
    remedy_en="Take the wrong one out of the file.",
)
OVERLAPS = define(
    "activity.overlaps",
    zh="与已有的 {start} 至 {end} 重叠，会重复计算。",
    en="It overlaps with {start} to {end}, which is there already, and would be counted twice.",
    remedy_zh="请改成相同的起止时间（可替换原数），或略去。",
    remedy_en="Use the same start and end (it can then replace the other), or leave it out.",
)
HAS_PROBLEMS = define(
    "activity.rows-with-problems",
    zh="有 {count} 行不能存入。",
    en="{count} rows cannot be stored.",
    remedy_zh="请改正文件后再上传，或选“略去这些行”。",
    remedy_en="Correct the file and upload it again, or choose to leave these rows out.",
)
DIFFERS = define(
    "activity.rows-differ",
    zh="有 {count} 行与已有的数不同。",
    en="{count} rows differ from what is there.",
    remedy_zh="请选“替换”或“保留原数”。",
    remedy_en="Choose to replace them, or to keep what is there.",
)
NOTHING_NEW = define(
    "activity.nothing-new",
    zh="没有可存入的新数。",
    en="There is nothing new to store.",
    remedy_zh="这些数已经在了，或都被略去。",
    remedy_en="The values are there already, or all were left out.",
)
NO_RANGE = define(
    "activity.no-range",
    zh="计量器具“{code}”没有写走满一圈是多少。",
    en="The meter “{code}” does not say at what value its register rolls over.",
    remedy_zh="请先在计量器具里填“满度值”。",
    remedy_en="State the range of its register first.",
)
KEY_WEIGHTS = define(
    "activity.key-weights",
    zh="分摊的数不对。",
    en="The shares are not right.",
    remedy_zh="专用：只选一个产品；给定比例：每个不小于 0，合计不超过 1；按产量：系数大于 0。",
    remedy_en="Dedicated: one product; stated shares: none below 0, together at most 1; by output: factors above 0.",
)
OTHER_FACILITY = define(
    "activity.other-facility",
    zh="所选产品不在同一设施。",
    en="A product chosen belongs to another facility.",
    remedy_zh="请选同一设施的产品。",
    remedy_en="Choose products of the same facility.",
)
NO_LINES = define(
    "activity.no-lines",
    zh="没有读到任何品种和用量。",
    en="No carrier and no amount was found.",
    remedy_zh="请在表里写明品种（或排放源）、用量、单位，或排放量。",
    remedy_en="The table states carrier (or source), amount and unit, or emissions.",
)
