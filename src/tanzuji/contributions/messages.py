"""What the contributions room refuses."""

from __future__ import annotations

from tanzuji.documents.errors import define

NEEDS_MANDATE = define(
    "contributions.needs-mandate",
    zh="这由“{mandate}”的单位决定。",
    en="This is for the {mandate} to decide.",
    remedy_zh="请联系该单位；平台管理员用 tanzuji mandate 委托。",
    remedy_en="Ask that organisation; the operator charges one with `tanzuji mandate`.",
)
NOT_YOURS = define(
    "contributions.not-yours",
    zh="这份数据由另一单位贡献，只有该单位能改。",
    en="Another organisation contributes these data; only they may change them.",
    remedy_zh="请提出意见，由贡献单位修改。",
    remedy_en="Make a remark; the contributor will change them.",
)
NOT_AT_GATE = define(
    "contributions.not-at-gate",
    zh="这一步指派给了别的单位。",
    en="This step is assigned to another organisation.",
    remedy_zh="请由被指派单位的评审员决定，或请管理单位改派。",
    remedy_en="A reviewer of the assigned organisation decides, or the curator assigns another.",
)
OWN_DATA = define(
    "contributions.own-data",
    zh="您属于贡献单位（或其集团），或参与过这份数据，不能验证或核验。",
    en="You belong to the contributor (or its group) or worked on these data, so you cannot verify or check them.",
    remedy_zh="请与数据无关的另一位评审员决定。",
    remedy_en="Ask a reviewer who has nothing to do with the data.",
)
OWN_WORK = define(
    "contributions.own-work",
    zh="您为贡献单位参与过这份数据，不能以管理单位的身份处理。",
    en="You worked on these data for the contributor, so you cannot act on them for the curator.",
    remedy_zh="请管理单位的另一位同事处理。",
    remedy_en="Ask a colleague at the curator.",
)
VERIFIED_BY_YOU = define(
    "contributions.verified-by-you",
    zh="验证是您做的，溯源性核验须由另一人做。",
    en="You verified these data; somebody else has to check their provenance.",
    remedy_zh="请另一位评审员核验。",
    remedy_en="Ask another reviewer.",
)
NO_GATEKEEPER = define(
    "contributions.no-gatekeeper",
    zh="只有核查机构、认证机构、科研与技术机构可以验证或核验。",
    en="Only verifiers, certification bodies and research bodies may verify or check.",
    remedy_zh="请另选一个单位。",
    remedy_en="Choose another organisation.",
)
SAME_GROUP = define(
    "contributions.same-group",
    zh="这个单位就是贡献单位，或与它同属一个集团。",
    en="That organisation is the contributor or belongs to its group.",
    remedy_zh="请选与贡献单位无关的单位。",
    remedy_en="Choose one that has nothing to do with the contributor.",
)
SAME_AS_VERIFIER = define(
    "contributions.same-as-verifier",
    zh="溯源性核验须由验证机构以外的单位做（同一集团也不行）。",
    en="The provenance check is for another organisation than the verifier, and not one of its group.",
    remedy_zh="请另选一个单位。",
    remedy_en="Choose another organisation.",
)
HAS_ERRORS = define(
    "contributions.has-errors",
    zh="自检有 {count} 处错误。",
    en="The self-check finds {count} error(s).",
    remedy_zh="请按清单改正后再来。",
    remedy_en="Correct what is listed first.",
)
NO_CONSENT = define(
    "contributions.no-consent",
    zh="没有声明同意数据入库。",
    en="Consent to entering the library is not declared.",
    remedy_zh="请勾选同意；入库之前可以随时撤回。",
    remedy_en="Declare it; until entry it may be revoked at any time.",
)
NO_BASIS = define(
    "contributions.no-basis",
    zh="没有写明收集和提供这些数据的合法依据。",
    en="The lawful basis for collecting and passing on these data is not stated.",
    remedy_zh="请选择一项依据。",
    remedy_en="Choose one.",
)
NO_METHOD = define(
    "contributions.no-method",
    zh="没有写明核算方法。",
    en="The method of accounting is not stated.",
    remedy_zh="请写标准号，如 GB/T 24067-2024。",
    remedy_en="Write the number of a standard, e.g. GB/T 24067-2024.",
)
PRIVATE = define(
    "contributions.private",
    zh="可用范围是“仅本单位”，这样的数据不提交。",
    en="The scope is “our organisation only”; such data are not submitted.",
    remedy_zh="请选行业、省级或国家数据库，或留作草稿。",
    remedy_en="Choose the sector, provincial or national database, or keep it as a draft.",
)
UNANSWERED = define(
    "contributions.unanswered",
    zh="还有 {count} 条意见没有答复。",
    en="{count} remark(s) have no answer yet.",
    remedy_zh="请逐条答复后再提交。",
    remedy_en="Answer each of them, then submit.",
)
TOO_LITTLE_TRACED = define(
    "contributions.too-little-traced",
    zh="已确认的来源覆盖结果的 {share}，要求至少 {asked}。",
    en="The confirmed sources cover {share} of the result; at least {asked} is wanted.",
    remedy_zh="请确认更多输入，或退回并写明缺哪些。",
    remedy_en="Confirm more inputs, or return it and say which are lacking.",
)
PRE_STUDY = define(
    "contributions.pre-study",
    zh="这是前期研究的数据，不入库。",
    en="These are data of a preliminary study; they do not enter the library.",
    remedy_zh="请贡献单位取消“前期研究”后重新提交。",
    remedy_en="The contributor takes the mark away and submits again.",
)
NOT_YOUR_REMARK = define(
    "contributions.not-your-remark",
    zh="意见由提出它的单位了结。",
    en="A remark is settled by the organisation that made it.",
    remedy_zh="请答复它，由对方了结。",
    remedy_en="Answer it; they will settle it.",
)
REASON_NEEDED = define(
    "contributions.reason-needed",
    zh="这个决定需要写明理由。",
    en="This decision needs a reason.",
    remedy_zh="请写出理由。",
    remedy_en="Write it.",
)
MOVED_ON = define(
    "contributions.moved-on",
    zh="这份数据在您打开后有了新进展，现在是“{state}”。没有保存任何改动。",
    en="These data have moved on since you opened them; they are “{state}” now. Nothing was stored.",
    remedy_zh="请看过新进展后再决定。",
    remedy_en="Look at what is new, then decide.",
)
EDITED_MEANWHILE = define(
    "contributions.edited-meanwhile",
    zh="这份数据在您打开后被人改过。没有保存任何改动。",
    en="Somebody changed these data since you opened them. Nothing was stored.",
    remedy_zh="请重新打开，再改一次。",
    remedy_en="Open them again and make your change anew.",
)
UNKNOWN_ACTION = define(
    "contributions.unknown-action",
    zh="没有“{action}”这个动作。",
    en="There is no action “{action}”.",
    remedy_zh="请用数据页上列出的动作。",
    remedy_en="Use one of the actions listed with the data.",
)
UNKNOWN_INPUT = define(
    "contributions.unknown-input",
    zh="来源清单里没有输入“{input}”。",
    en="The trail has no input “{input}”.",
    remedy_zh="请按来源清单逐项核验。",
    remedy_en="Check the inputs that the trail lists.",
)
NO_ASSIGNEE = define(
    "contributions.no-assignee",
    zh="“{email}”不是本单位的评审员。",
    en="“{email}” is no reviewer of your organisation.",
    remedy_zh="请选本单位的一位评审员。",
    remedy_en="Choose a reviewer of your organisation.",
)
BAD_DATE = define(
    "contributions.bad-date",
    zh="期限“{value}”不是今天或以后的日期。",
    en="The deadline “{value}” is not today or later.",
    remedy_zh="请写成如 2026-12-31 的日期。",
    remedy_en="Write a date such as 2026-12-31.",
)
BAD_PLACE = define(
    "contributions.bad-place",
    zh="“{place}”不是这份数据里的位置。",
    en="“{place}” is no place in these data.",
    remedy_zh="请写成如 dataset.amounts[0].amount 的位置，或留空。",
    remedy_en="Write a place such as dataset.amounts[0].amount, or leave it empty.",
)
EMPTY_REMARK = define(
    "contributions.empty-remark",
    zh="意见是空的，或超过 {limit} 个字符。",
    en="The remark is empty or longer than {limit} characters.",
    remedy_zh="请写 1 至 {limit} 个字符。",
    remedy_en="Write 1 to {limit} characters.",
)
KEY_REUSED = define(
    "contributions.key-reused",
    zh="标识“{key}”已用于另一份数据。",
    en="The key “{key}” stands for other data already.",
    remedy_zh="请为每份数据另取一个标识。",
    remedy_en="Use a key of its own for each offer.",
)
NOT_REPLACEABLE = define(
    "contributions.not-replaceable",
    zh="数据“{dataset}”由别的单位贡献；替代它须由该单位或数据库管理单位提出。",
    en="Dataset “{dataset}” was contributed by others; they or the curator offer what replaces it.",
    remedy_zh="请另用一个数据编号。",
    remedy_en="Use a dataset id of your own.",
)
KIND_UNFIT = define(
    "contributions.unfit-kind",
    zh="产品碳足迹要写明可比条件（规则、单位、边界、年份……），其他数据不写。",
    en="A product footprint states what it is comparable by (rule, unit, boundary, year …); other data do not.",
    remedy_zh="请补上或去掉“comparable”。",
    remedy_en="Add or remove `comparable`.",
)
VALUE_DIFFERS = define(
    "contributions.value-differs",
    zh="可比条件里的值 {comparable} 与数据集的值 {dataset} kgCO2e/{unit} 不一致。",
    en="The value it is comparable by, {comparable}, is not that of the dataset, {dataset} kg CO2e/{unit}.",
    remedy_zh="请改成同一个值。",
    remedy_en="Make both the same.",
)
TOO_LARGE = define(
    "contributions.too-large",
    zh="文件超过 {limit} MiB。",
    en="The file is larger than {limit} MiB.",
    remedy_zh="请分成几个文件上传。",
    remedy_en="Upload it in parts.",
)
NOT_A_LIST = define(
    "contributions.not-a-list",
    zh="文件既不是 CSV、XLSX 因子表，也不是 ILCD 数据包。",
    en="The file is neither a table of factors (CSV, XLSX) nor an ILCD package.",
    remedy_zh="请上传 .csv、.xlsx 或 ILCD 的 .zip、.xml 文件。",
    remedy_en="Upload a .csv, .xlsx, or an ILCD .zip or .xml file.",
)
TOO_MANY_FILES = define(
    "contributions.too-many-files",
    zh="本单位已存有太多文件：最多 {files} 个，合计 {limit} MiB。",
    en="Your organisation keeps too many files here: {files} at most, {limit} MiB together.",
    remedy_zh="请移除不再需要的文件；由文件生成的草稿会保留。",
    remedy_en="Remove files that are no longer needed; drafts made of them stay.",
)
TOO_MANY_ROWS = define(
    "contributions.too-many-rows",
    zh="选了 {count} 行，一次最多 {limit} 行。",
    en="{count} rows are chosen; {limit} at most at a time.",
    remedy_zh="请分几次选择，或分成几个文件。",
    remedy_en="Choose them in parts, or split the file.",
)
NO_ROWS_CHOSEN = define(
    "contributions.nothing-chosen",
    zh="没有选任何一行。",
    en="No row is chosen.",
    remedy_zh="请至少选一行。",
    remedy_en="Choose at least one.",
)
