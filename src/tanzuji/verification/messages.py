"""What can go wrong in the verification room."""

from __future__ import annotations

from tanzuji.documents.errors import define

MOVED_ON = define(
    "verification.moved-on",
    zh="您打开之后有人办理过：现在是“{state}”。",
    en="Somebody acted on it after you opened it: it is “{state}” now.",
    remedy_zh="请看过现在的样子再作决定。",
    remedy_en="Look at it as it is now, then decide.",
)
NOT_CLIENT = define(
    "verification.not-client",
    zh="这一步由委托方办理。",
    en="This is the client's to do.",
    remedy_zh="请委托方的人来做。",
    remedy_en="Ask somebody of the client.",
)
NOT_VERIFIER = define(
    "verification.not-verifier",
    zh="这一步由核查机构办理。",
    en="This is the verifier's to do.",
    remedy_zh="请核查机构的人来做。",
    remedy_en="Ask somebody of the verifier.",
)
NOT_ON_TEAM = define(
    "verification.not-on-team",
    zh="这一步由核查组的“{role}”办理。",
    en="This is for the team's {role}.",
    remedy_zh="请调整核查组，或请组里的人来做。",
    remedy_en="Change the team, or ask somebody on it.",
)
NOT_DECLARED = define(
    "verification.not-declared",
    zh="您还没有声明独立性。",
    en="You have not declared your independence yet.",
    remedy_zh="请先在“核查组”里作声明。",
    remedy_en="Declare it under “Team” first.",
)
DECLARATION_INCOMPLETE = define(
    "verification.declaration-incomplete",
    zh="独立性声明的四项须全部成立。",
    en="All four points of the declaration of independence have to hold.",
    remedy_zh="有一项不成立时，请换人核查。",
    remedy_en="Where one does not hold, somebody else has to verify.",
)
NO_VERIFIER = define(
    "verification.no-verifier",
    zh="这个单位不是核查机构。",
    en="This organisation is no verifier.",
    remedy_zh="请选核查机构或认证机构。",
    remedy_en="Choose a verifier or a certification body.",
)
SAME_GROUP = define(
    "verification.same-group",
    zh="核查机构与委托方属于同一集团。",
    en="The verifier belongs to the client's group of companies.",
    remedy_zh="请选没有关联的核查机构。",
    remedy_en="Choose a verifier that is not related.",
)
CONFLICT = define(
    "verification.conflict",
    zh="{person}参与编制这项核算，或属于委托方所在集团，不能核查。",
    en="{person} took part in this study or belongs to the client's group and cannot verify it.",
    remedy_zh="请换人。",
    remedy_en="Choose somebody else.",
)
NOT_THEIR_PERSON = define(
    "verification.not-their-person",
    zh="“{email}”不是本机构的评审员。",
    en="“{email}” is no reviewer of your organisation.",
    remedy_zh="请填本机构有“评审员”角色的人。",
    remedy_en="Name somebody of your organisation who holds the role of reviewer.",
)
TEAM_INCOMPLETE = define(
    "verification.team-incomplete",
    zh="核查组要有一名组长和另外一名独立技术复核人。",
    en="A team needs one lead verifier and another person as independent technical reviewer.",
    remedy_zh="请补上。",
    remedy_en="Name both.",
)
REASON_NEEDED = define(
    "verification.reason-needed",
    zh="请写明理由。",
    en="A reason is needed.",
    remedy_zh="写出是什么、为什么。",
    remedy_en="Write what and why.",
)
TEXT_NEEDED = define(
    "verification.text-needed",
    zh="没有写内容，或超过 {limit} 字。",
    en="There is no text, or more than {limit} characters.",
    remedy_zh="请写出内容。",
    remedy_en="Write it.",
)
BAD_PLACE = define(
    "verification.bad-place",
    zh="“{place}”不是模型里的位置。",
    en="“{place}” is no place of a model.",
    remedy_zh="请用编辑页的位置写法，如 processes[grinding].energy[power].amount；整体意见留空。",
    remedy_en="Write it as the editor does, e.g. processes[grinding].energy[power].amount; leave it empty for the whole.",
)
BAD_CHOICE = define(
    "verification.bad-choice",
    zh="“{value}”不在可选值之中。",
    en="“{value}” is not one of the choices.",
    remedy_zh="可选：{known}。",
    remedy_en="One of: {known}.",
)
BAD_DATE = define(
    "verification.bad-date",
    zh="日期“{value}”不对。",
    en="The date “{value}” is not possible.",
    remedy_zh="请写今天起 {days} 天以内的日期，如 2026-12-31。",
    remedy_en="Give a day from today within {days} days, such as 2026-12-31.",
)
BAD_NUMBER = define(
    "verification.bad-number",
    zh="“{value}”不对：要 {low} 到 {high} 之间的数。",
    en="“{value}” is not possible: a number from {low} to {high} is wanted.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
KEY_REUSED = define(
    "verification.key-reused",
    zh="这个标识已用于另一项委托。",
    en="This key stands for another request.",
    remedy_zh="请换一个标识。",
    remedy_en="Choose another key.",
)
OPEN_ALREADY = define(
    "verification.open-already",
    zh="这个机构正在核查这项核算（{number}）。",
    en="This verifier has the study in hand already ({number}).",
    remedy_zh="请在那里提交新版本。",
    remedy_en="Submit a new version there.",
)
SAME_VERSION = define(
    "verification.same-version",
    zh="版本 {number} 已经提交过。",
    en="Version {number} was handed in already.",
    remedy_zh="请先生成新版本，评审通过并提交。",
    remedy_en="Make a new version, have it reviewed and submit it first.",
)
NO_EVIDENCE = define(
    "verification.no-evidence",
    zh="凭证库里没有这份凭证。",
    en="There is no such paper in your vault.",
    remedy_zh="请先存入凭证库，或填写其摘要。",
    remedy_en="Put it into the vault first, or give its digest.",
)
UNCHECKED = define(
    "verification.unchecked-evidence",
    zh="还有 {count} 项证据要求没有核对。",
    en="Requests of evidence that are not checked: {count}.",
    remedy_zh="请核对，或把缺的写成发现。",
    remedy_en="Check them, or make what is missing a finding.",
)
UNEXAMINED = define(
    "verification.unexamined",
    zh="合理保证的样本里还有 {count} 行没有审查：{lines}。",
    en="Lines of the sample that reasonable assurance rests on and nobody examined: {count} ({lines}).",
    remedy_zh="请在“计划与抽样”里逐行记下审查了什么；取不到证据时只能无法表示意见。",
    remedy_en="Put down under “Plan and sample” what was examined; where no evidence is to be had, disclaim an opinion.",
)
LEFT_WITHOUT_REASON = define(
    "verification.left-without-reason",
    zh="样本里有 {count} 行既没有审查，也没有写明为什么不审查：{lines}。",
    en="Lines of the sample neither examined nor left with a reason: {count} ({lines}).",
    remedy_zh="请在“计划与抽样”里逐行审查，或写明理由；理由写进声明。",
    remedy_en="Examine them or give a reason for each under “Plan and sample”; the statement tells the reasons.",
)
NOT_SAMPLED = define(
    "verification.not-sampled",
    zh="“{place}”不在计划的样本里。",
    en="“{place}” is not in the sample of the plan.",
    remedy_zh="请用样本里的位置；要另外审查的行先加进计划。",
    remedy_en="Use a place of the sample; add other lines to the plan first.",
)
LINES_NEEDED = define(
    "verification.lines-needed",
    zh="没有写明任何一行，或多于样本的 {most} 行。",
    en="No line was put down, or more than the {most} of the sample.",
    remedy_zh="请从样本里选一行或几行，每行一次。",
    remedy_en="Choose one or several lines of the sample, each once.",
)
OPEN_FINDINGS = define(
    "verification.open-findings",
    zh="还有 {count} 条发现既没有关闭，也没有记为未纠正。",
    en="Findings neither closed nor put down as uncorrected: {count}.",
    remedy_zh="请逐条处理。",
    remedy_en="Settle each of them.",
)
STILL_WRONG = define(
    "verification.still-wrong",
    zh="有 {count} 条严重不符合没有纠正，不能出具无保留意见。",
    en="Major findings that are uncorrected: {count}; an unmodified opinion is not possible.",
    remedy_zh="请改为保留或否定意见，或等企业纠正。",
    remedy_en="Qualify the opinion or make it adverse, or have them corrected.",
)
BEYOND_MATERIALITY = define(
    "verification.beyond-materiality",
    zh="未纠正的误差推断到总体为 {found}，超过重要性水平 {limit}。",
    en="Errors left, projected to the whole, are {found} and exceed the materiality of {limit}.",
    remedy_zh="请改为否定意见，或等企业纠正后提交新版本。",
    remedy_en="Make the opinion adverse, or have them corrected in a new version.",
)
NEEDS_RESERVATIONS = define(
    "verification.needs-reservations",
    zh="除无保留意见外，都要写明保留事项或理由。",
    en="Any opinion but an unmodified one needs its reservations or reasons.",
    remedy_zh="请写明保留什么、为什么。",
    remedy_en="Write what is reserved and why.",
)
NO_RESERVATIONS = define(
    "verification.no-reservations",
    zh="无保留意见不能带保留事项。",
    en="An unmodified opinion bears no reservations.",
    remedy_zh="请删去，或改为保留意见。",
    remedy_en="Remove them, or qualify the opinion.",
)
NOT_RECOMPUTED = define(
    "verification.not-recomputed",
    zh="第 {number} 次提交还没有复算一致。",
    en="Submission {number} has not been recomputed to an equal result.",
    remedy_zh="请先复算；不一致时只能出具否定意见或无法表示意见。",
    remedy_en="Recompute it first; where it differs, only an adverse opinion or a disclaimer is possible.",
)
NO_RECOMPUTATION = define(
    "verification.no-recomputation",
    zh="第 {number} 次提交还没有复算过。",
    en="Submission {number} has not been recomputed.",
    remedy_zh="请先复算。",
    remedy_en="Recompute it first.",
)
NO_PLAN = define(
    "verification.no-plan",
    zh="还没有核查计划。",
    en="There is no plan yet.",
    remedy_zh="请先编制计划。",
    remedy_en="Make one first.",
)
OWN_DRAFT = define(
    "verification.own-draft",
    zh="声明由您起草，或您做过这次核查的工作，不能由您复核签发。",
    en="You drafted the statement or worked on this verification, so you cannot review and sign it.",
    remedy_zh="请没有参与的技术复核人签发。",
    remedy_en="A technical reviewer who took no part has to sign it.",
)
DRAFT_OUTDATED = define(
    "verification.draft-outdated",
    zh="草案写的是第 {number} 次提交，之后又有新的提交。",
    en="The draft is on submission {number}; there is a newer one.",
    remedy_zh="请退回，另行起草。",
    remedy_en="Send it back and draft anew.",
)
WITHDRAWN_ALREADY = define(
    "verification.statement-withdrawn",
    zh="这份声明已经撤回。",
    en="This statement is withdrawn already.",
    remedy_zh="不需要再做什么。",
    remedy_en="Nothing is left to do.",
)
NOT_A_REPORT = define(
    "verification.not-a-report",
    zh="这不是 tanzuji verify-study 写出的结果。",
    en="This is not what `tanzuji verify-study` wrote.",
    remedy_zh="请上传 --report 写出的 JSON 文件。",
    remedy_en="Send the JSON file that --report wrote.",
)
OTHER_PACKAGE = define(
    "verification.other-package",
    zh="结果是另一个包的（{digest}），不是第 {number} 次提交的。",
    en="The result is of another package ({digest}), not of submission {number}.",
    remedy_zh="请下载这次提交的复算包再复算。",
    remedy_en="Download the package of this submission and recompute that.",
)
RECOMPUTING = define(
    "verification.recomputing",
    zh="正在复算这次提交。",
    en="This submission is being recomputed.",
    remedy_zh="请等它结束。",
    remedy_en="Wait until that ends.",
)
LINK_GONE = define(
    "verification.link-gone",
    zh="这个评审链接已经用过、已过期或已收回。",
    en="This link of a review was used, has expired or was withdrawn.",
    remedy_zh="请邀请您的单位另发一个。",
    remedy_en="Ask whoever invited you for another.",
)
REVIEW_SIGNED = define(
    "verification.review-signed",
    zh="评审意见已经签署，不能再改。",
    en="The review is signed and cannot be changed.",
    remedy_zh="如需补充，请另发邀请。",
    remedy_en="To add something, another invitation is needed.",
)
NOT_INDEPENDENT = define(
    "verification.not-independent",
    zh="评审人须声明没有参与这项核算。",
    en="A reviewer has to declare to have had no part in the study.",
    remedy_zh="请勾选声明；不成立时不要签署。",
    remedy_en="Tick the declaration; do not sign where it does not hold.",
)
