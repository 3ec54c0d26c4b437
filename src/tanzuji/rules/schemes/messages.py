"""What can be wrong with a scheme."""

from __future__ import annotations

from tanzuji.documents.errors import define

UNKNOWN_SCHEME = define(
    "schemes.unknown",
    zh="没有代号为“{code}”的制度。",
    en="There is no scheme “{code}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
OWN_PARENT = define(
    "schemes.own-parent",
    zh="制度的上级成环：{chain}。",
    en="Schemes are each other's parents: {chain}.",
    remedy_zh="请改正 parent。",
    remedy_en="Correct `parent`.",
)
TOO_LARGE = define(
    "schemes.text-too-large",
    zh="制度文本超过 {limit} 字节。",
    en="The text of the scheme is larger than {limit} bytes.",
    remedy_zh="请缩短。",
    remedy_en="Shorten it.",
)
NO_SOURCE = define(
    "schemes.no-source",
    zh="“{field}”没有写明出处。",
    en="“{field}” does not say where it comes from.",
    remedy_zh="请在这一部分的 sources 里补上 source_tag；没有公开文件的写 G 或 D。",
    remedy_en="Add it to `sources` of this part with a source_tag; G or D where no public paper states it.",
)
UNKNOWN_SOURCE = define(
    "schemes.unknown-source",
    zh="sources 里的“{field}”不是这一部分的字段。",
    en="“{field}” in `sources` is no field of this part.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
TWICE = define(
    "schemes.twice",
    zh="“{id}”出现了两次。",
    en="“{id}” is there twice.",
    remedy_zh="请删去一处或改名。",
    remedy_en="Remove one or rename it.",
)
MISSING_STEP = define(
    "schemes.missing-step",
    zh="流程缺少“{step}”。",
    en="The process lacks “{step}”.",
    remedy_zh="请在 process.steps 里补上。",
    remedy_en="Add it to process.steps.",
)
STEP_ORDER = define(
    "schemes.step-order",
    zh="流程各步的次序不对。",
    en="The steps are not in their order.",
    remedy_zh="次序：{order}。",
    remedy_en="Their order: {order}.",
)
UNKNOWN_ITEM = define(
    "schemes.unknown-item",
    zh="目录里没有“{item}”。",
    en="The catalogue has no item “{item}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_PRODUCTS = define(
    "schemes.no-products",
    zh="目录是空的，也不允许参照执行：没有产品可以认证。",
    en="The catalogue is empty and nothing may follow by analogy: no product can be certified.",
    remedy_zh="请写目录，或设 by_analogy: true。",
    remedy_en="Fill the catalogue, or set by_analogy: true.",
)
GATE_ENDS = define(
    "schemes.gate-ends-early",
    zh="式样的停用日早于启用日。",
    en="The variant closes before it opens.",
    remedy_zh="请改正 opens 和 closes。",
    remedy_en="Correct `opens` and `closes`.",
)
BAD_NUMBER = define(
    "schemes.bad-number",
    zh="编号式样“{number}”不可用。",
    en="Certificates cannot be numbered by “{number}”.",
    remedy_zh="由大写字母、数字和连字符组成，以一个 {{serial:位数}} 和 {{check}} 结尾，可含 {{year}}、{{month}}，如 CFP-{{year}}-{{serial:6}}-{{check}}。",
    remedy_en="Capital letters, digits and hyphens, {{year}} and {{month}} where wanted, then one {{serial:digits}} and {{check}}: CFP-{{year}}-{{serial:6}}-{{check}}.",
)
BAD_ROUNDING = define(
    "schemes.bad-rounding",
    zh="修约要写 digits 或 interval 其中之一。",
    en="Rounding states either digits or an interval.",
    remedy_zh="例如 rounding: {{digits: 4}}。",
    remedy_en="For example rounding: {{digits: 4}}.",
)
LONG_SURVEILLANCE = define(
    "schemes.surveillance-too-rare",
    zh="监督间隔（{surveillance} 个月）比有效期（{months} 个月）还长。",
    en="Surveillance every {surveillance} months is rarer than the validity of {months} months.",
    remedy_zh="请缩短监督间隔；全国制度为 12 个月以内。",
    remedy_en="Shorten the interval; it is 12 months at most in the national scheme.",
)
NO_PLAN = define(
    "schemes.no-reduction-plan",
    zh="要求持续减排，申请资料里却没有降碳计划。",
    en="Continuous reduction is required, but the application file has no reduction plan.",
    remedy_zh="请给一项资料写上 plan: true。",
    remedy_en="Mark a paper of the file with plan: true.",
)
NO_BENCHMARK_FAMILY = define(
    "schemes.no-rating-variant",
    zh="碳效评价必须有得分或等级式样。",
    en="An efficiency rating needs the variant score or grade.",
    remedy_zh="请在 pattern.gates 里加上 score 或 grade。",
    remedy_en="Add score or grade to pattern.gates.",
)
UNKNOWN_RULE = define(
    "schemes.unknown-rule",
    zh="没有名为“{rule}”的规则。",
    en="There is no rule “{rule}”.",
    remedy_zh="请改正，或先在规则库里启用它。",
    remedy_en="Correct it, or activate it in the rule book first.",
)
