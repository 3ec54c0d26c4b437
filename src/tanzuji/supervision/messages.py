"""What the supervision room refuses."""

from __future__ import annotations

from tanzuji.documents.errors import define

NO_TITLE = define(
    "supervision.no-title",
    zh="还没有名称。",
    en="There is no title yet.",
    remedy_zh="请写中文或英文名称。",
    remedy_en="Write a Chinese or an English title.",
)
BAD_YEAR = define(
    "supervision.bad-year",
    zh="年份应在 2020 到 2100 之间。",
    en="The year lies between 2020 and 2100.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
BAD_COUNT = define(
    "supervision.bad-count",
    zh="“{name}”应是 {least} 到 {most} 的整数。",
    en="“{name}” is a whole number from {least} to {most}.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
BAD_DATE = define(
    "supervision.bad-date",
    zh="“{value}”不是可用的日期。",
    en="“{value}” is not a date that will do.",
    remedy_zh="请写成 2026-11-30；期限应在今天之后，事件不晚于今天。",
    remedy_en="Write it as 2026-11-30; a due date lies ahead, what has happened does not.",
)
UNKNOWN = define(
    "supervision.unknown-choice",
    zh="没有“{value}”这一选项。",
    en="There is no choice “{value}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_WORDS = define(
    "supervision.no-words",
    zh="没有写内容。",
    en="There are no words.",
    remedy_zh="请写出来。",
    remedy_en="Write them.",
)
REASON_NEEDED = define(
    "supervision.reason-needed",
    zh="“{action}”需要写明理由。",
    en="“{action}” needs a reason.",
    remedy_zh="请写出理由；它留在记录里。",
    remedy_en="Write it; it stays on record.",
)
NOT_DRAFT = define(
    "supervision.not-draft",
    zh="只有草案能修改，现在是“{state}”。",
    en="Only a draft is changed; this is “{state}”.",
    remedy_zh="确定之后不再修改；请另拟一份计划。",
    remedy_en="What was decided stands; draft another plan.",
)
NOT_A_PICTURE = define(
    "supervision.not-a-picture",
    zh="这个文件不是 PNG、JPEG 或 WebP 图片。",
    en="The file is no PNG, JPEG or WebP picture.",
    remedy_zh="请用手机拍照，或另存为这三种格式之一。",
    remedy_en="Take a photograph, or save it in one of these formats.",
)
PICTURE_TOO_LARGE = define(
    "supervision.picture-too-large",
    zh="图片有 {size} MB，最多 {limit} MB。",
    en="The picture has {size} MB; {limit} MB is the most.",
    remedy_zh="请缩小后再传。",
    remedy_en="Make it smaller and send it again.",
)
TOO_MANY_PICTURES = define(
    "supervision.too-many-pictures",
    zh="已有 {limit} 张图片。",
    en="There are {limit} pictures already.",
    remedy_zh="不能再加。",
    remedy_en="No more can be added.",
)
NOT_TRUE_RECEIPT = define(
    "supervision.receipt-unknown",
    zh="没有这个编号和查询码的投诉。",
    en="There is no complaint with this number and code.",
    remedy_zh="请核对回执上的编号和查询码。",
    remedy_en="Check both on the receipt.",
)
NOT_MERGEABLE = define(
    "supervision.not-mergeable",
    zh="不能并入这件投诉。",
    en="It cannot be merged into that complaint.",
    remedy_zh="请选另一件尚未答复、没有并入别的投诉，并由贵单位受理的投诉。",
    remedy_en="Choose another one that your organisation took, is unanswered and not merged itself.",
)
NO_INSPECTOR = define(
    "supervision.no-inspector",
    zh="没有地址为“{value}”、属于{organisation}的人。",
    en="Nobody with the address “{value}” belongs to {organisation}.",
    remedy_zh="请先让此人加入单位。",
    remedy_en="Have them join it first.",
)
INSPECTOR_TWICE = define(
    "supervision.inspector-twice",
    zh="此人已在名录或检查组里。",
    en="They are on the list or the team already.",
    remedy_zh="不用再加。",
    remedy_en="Nothing is to be added.",
)
NO_SUCH_ORGANISATION = define(
    "supervision.no-such-organisation",
    zh="没有代码或名称为“{value}”的单位。",
    en="There is no organisation with the code or name “{value}”.",
    remedy_zh="请写登记的统一社会信用代码，或完整名称。",
    remedy_en="Write the registered code, or the full name.",
)
NO_SUCH_CERTIFICATE = define(
    "supervision.no-such-certificate",
    zh="没有编号为“{value}”的证书。",
    en="There is no certificate “{value}”.",
    remedy_zh="请核对编号；查不到的编号可按“疑似伪造”登记为线索。",
    remedy_en="Check the number; one that exists nowhere is entered as a sighting.",
)
EMPTY_POOL = define(
    "supervision.empty-pool",
    zh="抽查对象名录是空的：{pool}。",
    en="There is nothing to draw from: {pool}.",
    remedy_zh="请等有了有效证书再抽，或换一种名录。",
    remedy_en="Wait for valid certificates, or plan another pool.",
)
TOO_FEW_INSPECTORS = define(
    "supervision.too-few-inspectors",
    zh="名录里有 {count} 名检查员，每组需要 {team} 名。",
    en="There are {count} inspectors; a team needs {team}.",
    remedy_zh="请先把检查员列入名录。",
    remedy_en="Put inspectors on the list first.",
)
TOO_EARLY = define(
    "supervision.too-early",
    zh="承诺之后，日志还要再有 {count} 条记录才能抽取。",
    en="The log needs {count} more entries after the commitment before the draw.",
    remedy_zh="种子取自之后的记录，谁也不能提前知道。等任何一项公事（发证、发布、处置）写入日志即可。",
    remedy_en="The seed comes from later entries, so that nobody knows it beforehand. Any official act adds one.",
)
BEACON_NEEDED = define(
    "supervision.beacon-needed",
    zh="请填写事先指定的公开随机数：{beacon}。",
    en="Give the value of the public source that was named beforehand: {beacon}.",
    remedy_zh="公布后照抄。",
    remedy_en="Copy it once it is published.",
)
DRAWN_ALREADY = define(
    "supervision.drawn-already",
    zh="已经抽取过，结果不能更改。",
    en="It was drawn; the result stands.",
    remedy_zh="需要再抽时另作一次抽取。",
    remedy_en="Commit another draw where another is needed.",
)
DRAW_OPEN = define(
    "supervision.draw-open",
    zh="{number} 已承诺名录、还没有抽取。",
    en="{number} is committed and not drawn yet.",
    remedy_zh="请先完成它；作废重来会让结果可以挑选。",
    remedy_en="Draw it first; to begin anew would let a result be chosen.",
)
NOT_PUBLIC_YET = define(
    "supervision.not-public-yet",
    zh="名录和结果到 {day} 公开。",
    en="The lists and the result become public on {day}.",
    remedy_zh="在此之前可以核对承诺：摘要已经写入日志。",
    remedy_en="Until then the commitment can be checked: its digest is in the log.",
)
NOT_DRAWN = define(
    "supervision.not-drawn-yet",
    zh="{number} 还没有抽取。",
    en="{number} is not drawn yet.",
    remedy_zh="抽取之后公布名录、种子和结果。",
    remedy_en="Lists, seed and result come with the draw.",
)
NO_FINDING = define(
    "supervision.no-such-item",
    zh="检查单里没有“{item}”。",
    en="The checklist has no item “{item}”.",
    remedy_zh="请从检查单里选。",
    remedy_en="Choose one of the list.",
)
NOTE_NEEDED = define(
    "supervision.note-needed",
    zh="“{item}”不符合，请写明看到了什么。",
    en="“{item}” does not conform: say what was seen.",
    remedy_zh="写事实、地点和依据。",
    remedy_en="Write the fact, the place and the requirement.",
)
CHECKLIST_CLOSED = define(
    "supervision.checklist-closed",
    zh="现在是“{state}”，检查单不能再改。",
    en="It is “{state}”; the checklist is closed.",
    remedy_zh="检查单在检查期间填写。",
    remedy_en="It is filled in during the inspection.",
)
NOT_THIS_FINDING = define(
    "supervision.finding-not-now",
    zh="这项问题现在是“{state}”。",
    en="This finding is “{state}” now.",
    remedy_zh="先由被检查单位报整改，再复核。",
    remedy_en="The inspected answers first, then it is reviewed.",
)
MEASURE_NEEDED = define(
    "supervision.measure-needed",
    zh="没有选处置措施。",
    en="No measure was chosen.",
    remedy_zh="请选暂停、撤销或列入失信名单；暂停和撤销需要证书编号。",
    remedy_en="Choose suspension, revocation or listing; the first two need a certificate.",
)
MEASURE_ENDED = define(
    "supervision.measure-ended",
    zh="这项措施已经结束。",
    en="The measure has ended.",
    remedy_zh="不用再解除。",
    remedy_en="There is nothing to lift.",
)
STEP_BACKWARDS = define(
    "supervision.not-liftable",
    zh="“{kind}”不能在这里解除。",
    en="“{kind}” is not lifted here.",
    remedy_zh="撤销不能恢复；责令整改随复核结束。",
    remedy_en="A revocation stands; an order to correct ends with its review.",
)
