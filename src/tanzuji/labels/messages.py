"""What the labels room refuses."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_IN_FORCE = define(
    "labels.not-in-force",
    zh="证书 {number} 现在是“{status}”，不出具标识。",
    en="Certificate {number} is “{status}” now; no label is drawn for it.",
    remedy_zh="只有有效的证书才有标识。原因见证书页。",
    remedy_en="Only a certificate in force has a label. Its page says why.",
)
OTHER_VARIANT = define(
    "labels.other-variant",
    zh="证书 {number} 没有{what}，不能用这种标识。",
    en="Certificate {number} has no {what}, so this kind of label cannot be used.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
HIGHER_BADGE = define(
    "labels.higher-badge",
    zh="证书 {number} 的凭据是“{has}”，不能画成“{asked}”。",
    en="The evidence of certificate {number} is “{has}”; it cannot be drawn as “{asked}”.",
    remedy_zh="边框和标签随证书，不能另选更高的。",
    remedy_en="Frame and tag follow the certificate; nothing higher can be chosen.",
)
NOT_AUTHORISED = define(
    "labels.not-authorised",
    zh="证书 {number} 还没有{placement}上的使用授权。",
    en="Certificate {number} has no authorisation for {placement} yet.",
    remedy_zh="请先申请使用授权，由认证机构批准。",
    remedy_en="Request one first; the certification body authorises it.",
)
UNKNOWN_PLACEMENT = define(
    "labels.unknown-placement",
    zh="没有“{given}”这个使用位置。",
    en="“{given}” is no placement of a label.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_WHERE = define(
    "labels.no-where",
    zh="没有写标识用在什么上面。",
    en="It is not said what bears the label.",
    remedy_zh="例如：50 kg 编织袋正面；或网店商品页的网址。不超过 {limit} 字。",
    remedy_en="For instance: front of the 50 kg bag; or the address of the shop page. {limit} characters at most.",
)
SAME_AGAIN = define(
    "labels.same-again",
    zh="这个位置已有授权或申请 {number}。",
    en="There is {number} for this placement already.",
    remedy_zh="同一处不必再申请。",
    remedy_en="One is enough for one place.",
)
REASON_NEEDED = define(
    "labels.reason-needed",
    zh="这一步要写明理由，不超过 {limit} 字。",
    en="This step needs a reason of at most {limit} characters.",
    remedy_zh="请写出理由。",
    remedy_en="Write it.",
)
UNKNOWN_ACTION = define(
    "labels.unknown-action",
    zh="没有“{action}”这个操作。",
    en="There is no action “{action}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_PROOF = define(
    "labels.no-proof",
    zh="没有附上使用证明。",
    en="There is no proof of use.",
    remedy_zh="请上传一张照片或印刷文件（PNG、JPEG、WebP、PDF，不超过 {limit} MiB）。",
    remedy_en="Send a photograph or print file (PNG, JPEG, WebP or PDF, {limit} MiB at most).",
)
NOT_A_PICTURE = define(
    "labels.not-a-picture",
    zh="文件“{file}”不是 PNG、JPEG、WebP 图片或 PDF。",
    en="The file “{file}” is no PNG, JPEG or WebP picture and no PDF.",
    remedy_zh="请换一个文件。",
    remedy_en="Send another file.",
)
PROOF_AGAIN = define(
    "labels.proof-again",
    zh="这个文件已经作为证明交过。",
    en="This file has been given as proof before.",
    remedy_zh="请另拍一张。",
    remedy_en="Take another one.",
)
BAD_DAY = define(
    "labels.bad-day",
    zh="“{given}”不是今天或以前的日期。",
    en="“{given}” is no day up to today.",
    remedy_zh="请写成 2026-11-27。",
    remedy_en="Write it as 2026-11-27.",
)
CHANGED_MEANWHILE = define(
    "labels.changed-meanwhile",
    zh="这项授权刚刚有了变化。",
    en="This authorisation has changed meanwhile.",
    remedy_zh="请看现在的状态，再决定。",
    remedy_en="Look at how it stands now, then decide.",
)
