"""What the certificates room refuses, and why."""

from __future__ import annotations

from tanzuji.documents.errors import define

BAD_FACT = define(
    "certificates.bad-fact",
    zh="证书内容“{value}”不能用：{why}。",
    en="A certificate cannot say “{value}”: {why}.",
    remedy_zh="请改正后再颁发。",
    remedy_en="Correct it, then issue.",
)
TIE_UNTOLD = define(
    "certificates.tie-untold",
    zh="值 {unrounded} 按“{rule}”修约时是否接近进舍临界点，与证书内容所写不符。",
    en="Whether {unrounded} lies near a tie of its rounding by “{rule}” is not what the facts say.",
    remedy_zh="与临界点相差不到十亿分之一时写 near_tie，否则不写。",
    remedy_en="Say near_tie where it is within 1e-9 of a tie, and only there.",
)
NOT_ROUNDED = define(
    "certificates.not-rounded",
    zh="证书值 {value} 不是 {unrounded} 按“{rule}”修约的结果 {expected}。",
    en="The certified value {value} is not {unrounded} rounded by “{rule}”, which is {expected}.",
    remedy_zh="按 GB/T 8170 从未修约的值只修约一次。",
    remedy_en="Round once, by GB/T 8170, from the value as it was computed.",
)
BAD_GTIN = define(
    "certificates.bad-gtin",
    zh="商品条码“{gtin}”的位数或校验码不对。",
    en="The GTIN “{gtin}” has a wrong length or check digit.",
    remedy_zh="请核对包装上的 8、12、13 或 14 位条码；没有就留空。",
    remedy_en="Check the 8, 12, 13 or 14 digits on the packaging; leave it out where there is none.",
)
STAGES_DIFFER = define(
    "certificates.stages-differ",
    zh="各阶段之和 {sum} 与总量 {total} 不符。",
    en="The stages add up to {sum}, not to {total}.",
    remedy_zh="请从同一次计算中取阶段值和总量。",
    remedy_en="Take the stages and the total from the same result.",
)
NOT_VERIFIED = define(
    "certificates.not-verified",
    zh="这一版核算没有有效的核查声明，不能颁发证书。",
    en="There is no valid verification statement about exactly this version; no certificate can be issued.",
    remedy_zh="请先由核查机构核查这一版并签发核查声明。",
    remedy_en="Have a verifier verify this version and sign a statement first.",
)
NOT_AS_VERIFIED = define(
    "certificates.not-as-verified",
    zh="证书的{what}“{value}”与核查声明 {number} 的“{stated}”不一致。",
    en="The certificate’s {what} “{value}” is not the “{stated}” of verification statement {number}.",
    remedy_zh="证书只写核查过的内容；若核算已改，请重新核查。",
    remedy_en="A certificate says what was verified; where the study has changed, have it verified again.",
)
ADVERSE = define(
    "certificates.adverse-opinion",
    zh="核查声明 {number} 的结论不支持颁发证书。",
    en="The opinion of verification statement {number} does not support a certificate.",
    remedy_zh="需要无保留或保留意见的核查声明。",
    remedy_en="An unmodified or a qualified opinion is needed.",
)
NOT_HOLDERS = define(
    "certificates.not-holders-statement",
    zh="核查声明 {number} 不是给证书持有人的核算出具的。",
    en="Verification statement {number} is not about a study of the certificate’s holder.",
    remedy_zh="持有人须是被核查核算的单位。",
    remedy_en="The holder is the organisation whose study was verified.",
)
OTHER_FACTS = define(
    "certificates.other-facts",
    zh="这个请求编号已经用于另一份证书内容（{number}）。",
    en="This request key was used for other facts already (certificate {number}).",
    remedy_zh="重试时内容须不变；新证书请用新的请求编号。",
    remedy_en="Repeat a request unchanged, or use a new key for a new certificate.",
)
BAD_KEY = define(
    "certificates.bad-key",
    zh="请求编号须为 1 到 {limit} 个字符。",
    en="A request key has 1 to {limit} characters.",
    remedy_zh="请给出唯一的请求编号，以便重试时不会重复颁发。",
    remedy_en="Give a key of its own to every request, so that repeating it issues nothing twice.",
)
REASON_NEEDED = define(
    "certificates.reason-needed",
    zh="请写明原因，1 到 {limit} 字；原因会公开。",
    en="Give the reason, 1 to {limit} characters; it is public.",
    remedy_zh="写给看到证书页面的人。",
    remedy_en="Write it for those who read the certificate’s page.",
)
ORDER_NEEDED = define(
    "certificates.order-needed",
    zh="请写明文书号，1 到 {limit} 个字符。",
    en="Name the order by its number, 1 to {limit} characters.",
    remedy_zh="例如：示监罚〔2026〕12 号。",
    remedy_en="For example: order 12/2026.",
)
BAD_DAY = define(
    "certificates.bad-day",
    zh="“{value}”不是今天以后、有效期内的日期。",
    en="“{value}” is not a day from today on within its validity.",
    remedy_zh="请用 2026-12-31 这样的写法。",
    remedy_en="Write it like 2026-12-31.",
)
NOTHING_CORRECTED = define(
    "certificates.nothing-corrected",
    zh="没有改动任何内容。",
    en="Nothing was changed.",
    remedy_zh="请改正写错的地方。",
    remedy_en="Change what is wrong.",
)
NOT_CORRECTABLE = define(
    "certificates.not-correctable",
    zh="“{field}”不能更正：量化结果、依据和期限只能由新的核查和决定改变。",
    en="“{field}” cannot be corrected: results, grounds and terms change only by a new verification and decision.",
    remedy_zh="请走换证程序。",
    remedy_en="Renew the certificate instead.",
)
OTHER_PRODUCT = define(
    "certificates.other-product",
    zh="换证的{what}须与原证书相同。",
    en="A renewal keeps the {what} of the certificate it renews.",
    remedy_zh="不同的产品、持有人或机构请另行申请证书。",
    remedy_en="Another product, holder or body needs a certificate of its own.",
)
UNKNOWN_ACTION = define(
    "certificates.unknown-action",
    zh="没有“{action}”这个动作。",
    en="There is no action “{action}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Known: {known}.",
)
