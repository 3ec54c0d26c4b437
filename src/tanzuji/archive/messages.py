"""What the archive room says where it cannot do what it is asked."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_AUTHORITY = define(
    "archive.not-authority",
    zh="目录库由主管部门管理。",
    en="The catalogue is kept by the authority.",
    remedy_zh="请等主管部门处理；运营者可用 tanzuji mandate 委任。",
    remedy_en="Wait for the authority; the operator charges one with `tanzuji mandate`.",
)
NOT_OWNER = define(
    "archive.not-owner",
    zh="只有产品所属企业能这样做。",
    en="Only the enterprise whose product it is can do this.",
    remedy_zh="请联系该企业。",
    remedy_en="Ask that enterprise.",
)
OWN_PRODUCT = define(
    "archive.own-product",
    zh="本单位的产品不能由本单位列入目录库。",
    en="An organisation does not take its own product into the catalogue.",
    remedy_zh="请由另一主管部门处理。",
    remedy_en="Another authority has to do it.",
)
NEEDS_CONSENT = define(
    "archive.needs-consent",
    zh="还没有同意建档和列入目录库。",
    en="The file and its place in the catalogue were not agreed to.",
    remedy_zh="请勾选同意；列入以后也可以撤回。",
    remedy_en="Tick the agreement; it can be taken back later.",
)
NOT_PUBLISHED = define(
    "archive.not-published",
    zh="这份核算还没有发布过版本。",
    en="No version of this study is published.",
    remedy_zh="请先在核算的“发布与使用”页发布一个版本。",
    remedy_en="Publish a version on the study's page “publishing and use” first.",
)
IN_ANOTHER_FILE = define(
    "archive.in-another-file",
    zh="这份核算已在档案 {number} 中。",
    en="This study is in file {number} already.",
    remedy_zh="请打开那份档案。",
    remedy_en="Open that file.",
)
NOT_REVIEWED = define(
    "archive.not-reviewed",
    zh="没有一个已发布的版本通过了评审。",
    en="No published version has passed review.",
    remedy_zh="请企业对已发布的版本完成内部评审。",
    remedy_en="The enterprise has to complete the review of a published version.",
)
NOT_THROUGH_GATES = define(
    "archive.not-through-gates",
    zh="已发布、已评审的版本没有一个通过了验证和溯源性核验。",
    en="No published, reviewed version has passed verification and the provenance check.",
    remedy_zh="请企业把这个版本提交入库并通过两道关口；本地区可以用开关 catalogue_needs_gates 免去这一条。",
    remedy_en="The enterprise contributes that version and has it pass both gates; a jurisdiction may do without by "
    "its switch catalogue_needs_gates.",
)
NOTHING_NEWER = define(
    "archive.nothing-newer",
    zh="目录库里已是符合条件的最新评价。",
    en="The catalogue shows the newest evaluation that qualifies.",
    remedy_zh="企业发布新版本并通过评审后再更新。",
    remedy_en="Renew when the enterprise has published and reviewed a newer version.",
)
NEEDS_REASON = define(
    "archive.needs-reason",
    zh="没有写理由。",
    en="No reason is given.",
    remedy_zh="请写明理由，对方会看到。",
    remedy_en="State the reason; the other side sees it.",
)
NOT_SENDER = define(
    "archive.not-sender",
    zh="推送信息由主管部门或银行起草。",
    en="Items are drafted by an authority or a bank.",
    remedy_zh="请联系它们。",
    remedy_en="Ask one of them.",
)
OTHERS_ITEM = define(
    "archive.others-item",
    zh="这条信息由另一单位起草。",
    en="Another organisation drafted this item.",
    remedy_zh="请联系起草单位。",
    remedy_en="Ask them.",
)
OWN_DRAFT = define(
    "archive.own-draft",
    zh="这条信息由您起草或修改，不能由您批准。",
    en="You drafted or edited this item, so you cannot approve it.",
    remedy_zh="请主管部门另一位评审员批准。",
    remedy_en="Ask another reviewer of the authority.",
)
NO_TITLE = define(
    "archive.no-title",
    zh="标题要有中文和英文。",
    en="The title is needed in Chinese and in English.",
    remedy_zh="请补上缺少的一种。",
    remedy_en="Add the one that is missing.",
)
NO_TEXT = define(
    "archive.no-text",
    zh="没有写内容。",
    en="There is no text.",
    remedy_zh="请用中文或英文写明内容。",
    remedy_en="Write what is offered, in Chinese or in English.",
)
NO_KIND = define(
    "archive.no-kind",
    zh="没有“{kind}”这一类。",
    en="There is no kind “{kind}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
BAD_LINK = define(
    "archive.bad-link",
    zh="网址应以 https:// 或 http:// 开头。",
    en="The link has to begin with https:// or http://.",
    remedy_zh="请写完整的网址，或不填。",
    remedy_en="Write the whole address, or none.",
)
BAD_DAY = define(
    "archive.bad-day",
    zh="有效期应是今天或以后的日期。",
    en="It has to be valid until today or a later day.",
    remedy_zh="请按 2026-12-31 的样子写。",
    remedy_en="Write it like 2026-12-31.",
)
OUT_OF_DATE = define(
    "archive.out-of-date",
    zh="有效期到 {until}，已经过了。",
    en="It was valid until {until}.",
    remedy_zh="请起草新的一条。",
    remedy_en="Draft a new one.",
)
NO_ANSWER = define(
    "archive.no-answer",
    zh="答复是“感兴趣”或“不感兴趣”。",
    en="The answer is “interested” or “not”.",
    remedy_zh="请选一个。",
    remedy_en="Choose one.",
)
NO_CADENCE = define(
    "archive.no-cadence",
    zh="没有“{cadence}”这种频率。",
    en="There is no cadence “{cadence}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
