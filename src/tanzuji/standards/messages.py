"""What the standards room says when something is wrong with what was written."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_KNOWN = define(
    "standards.not-known",
    zh="“{value}”不在{list}里。",
    en="“{value}” is not one of {list}.",
    remedy_zh="可选：{known}。",
    remedy_en="One of: {known}.",
)
NEEDED = define(
    "standards.needed",
    zh="没有写{what}。",
    en="{what} is missing.",
    remedy_zh="请补上。",
    remedy_en="Write it.",
)
NO_GROUP = define(
    "standards.no-group",
    zh="产品层的标准没有写产品类别。",
    en="A standard of the product layer names no product group.",
    remedy_zh="请选产品类别；通用的规则请选“通则”，整个行业的选“行业”。",
    remedy_en="Choose a product group; for rules of general use choose the layer “general”, for a sector “sector”.",
)
NO_SECTOR = define(
    "standards.no-sector",
    zh="行业层的标准没有写行业。",
    en="A standard of the sector layer names no sector.",
    remedy_zh="请选行业。",
    remedy_en="Choose a sector.",
)
NUMBER_TAKEN = define(
    "standards.number-taken",
    zh="编号“{number}”已经登记。",
    en="The number “{number}” is registered already.",
    remedy_zh="请核对编号；修订后的标准有新的年代号。",
    remedy_en="Check it; a revised standard bears a new year.",
)
BAD_DATE = define(
    "standards.bad-date",
    zh="“{value}”不是日期。",
    en="“{value}” is not a date.",
    remedy_zh="请写成 2026-11-27 的样子。",
    remedy_en="Write it as 2026-11-27.",
)
DATES_CROSSED = define(
    "standards.dates-crossed",
    zh="{later}早于{earlier}。",
    en="{later} is before {earlier}.",
    remedy_zh="请改正日期。",
    remedy_en="Correct the dates.",
)
BAD_CODE = define(
    "standards.bad-code",
    zh="“{code}”不像 {scheme} 代码。",
    en="“{code}” does not look like a code of {scheme}.",
    remedy_zh="CPC 是 1–5 位数字，HS 是 2–6 位数字，GB/T 7635 是 1–8 位数字。",
    remedy_en="CPC has 1–5 digits, HS 2–6, GB/T 7635 1–8.",
)
TOO_SHORT = define(
    "standards.consultation-too-short",
    zh="征求意见只有 {days} 天，少于 {least} 天。",
    en="The consultation is {days} days long; it must be {least} at least.",
    remedy_zh="请把截止日期推后到 {until} 或更晚。",
    remedy_en="Let it end on {until} or later.",
)
NOT_OPEN = define(
    "standards.not-open",
    zh="这次征求意见从 {opens} 到 {closes}，现在不能提意见。",
    en="This consultation runs from {opens} to {closes}; remarks cannot be made now.",
    remedy_zh="标准实施后可以在标准页面投诉或建议修订。",
    remedy_en="Once the standard is in force, its page takes complaints and requests for revision.",
)
CALL_CLOSED = define(
    "standards.call-closed",
    zh="这次征集已于 {closed} 截止。",
    en="This call closed on {closed}.",
    remedy_zh="可以不经征集直接提出项目。",
    remedy_en="A project may be proposed without a call.",
)
NO_SUCH_RULE = define(
    "standards.no-such-rule",
    zh="规则库里没有“{rule}”的版本“{version}”。",
    en="The rule book holds no version “{version}” of “{rule}”.",
    remedy_zh="请先在规则页面保存这一版，或清空规则一栏。",
    remedy_en="Save that version in the rule book first, or leave the rule blank.",
)
RULE_CHANGED = define(
    "standards.rule-changed",
    zh="规则“{rule}”版本“{version}”不是审查组表决的那一份。",
    en="Version “{version}” of the rule “{rule}” is not what the panel voted on.",
    remedy_zh="请改回原来的规则，或退回修改，提交新的草案后重新审查。",
    remedy_en="Name the former rule again, or send the project back and hand in a new draft for another review.",
)
SAME_STANDARD = define(
    "standards.same-standard",
    zh="两头是同一个标准。",
    en="Both ends are the same standard.",
    remedy_zh="请选另一个标准。",
    remedy_en="Choose another standard.",
)
NO_ACCOUNT = define(
    "standards.no-such-member",
    zh="{organisation}里没有用“{email}”登录的人。",
    en="Nobody of {organisation} signs in with “{email}”.",
    remedy_zh="审查人须先在本系统注册并属于一个单位。",
    remedy_en="A reviewer needs an account here and an organisation.",
)
OUT_OF_RANGE = define(
    "standards.out-of-range",
    zh="“{value}”不是 {low} 到 {high} 的整数。",
    en="“{value}” is not a whole number from {low} to {high}.",
    remedy_zh="请改正。",
    remedy_en="Correct it.",
)
TOO_MANY_SECTORS = define(
    "standards.too-many-sectors",
    zh="年度计划选了 {count} 个行业。",
    en="The plan names {count} sectors.",
    remedy_zh="每年优选 1–2 个行业。",
    remedy_en="One or two sectors a year.",
)
ALREADY = define(
    "standards.already",
    zh="{what}已经有了。",
    en="{what} is there already.",
    remedy_zh="请打开现有的那一份。",
    remedy_en="Open the one that exists.",
)
HAS_NATIONAL = define(
    "standards.has-national",
    zh="{group}已有国家标准：{number}。",
    en="{group} has a national standard: {number}.",
    remedy_zh="优先清单在国家已有规则的产品之外选取。",
    remedy_en="Priority products are those without a national rule.",
)
BAD_PROCEDURE = define(
    "standards.bad-procedure",
    zh="第 {line} 行不像“步骤 | 文件 | 人日”。",
    en="Line {line} does not read “step | documents | man-days”.",
    remedy_zh="文件用顿号或逗号隔开；人日写数字，不定就留空。",
    remedy_en="Separate documents by commas; write man-days as a number or leave them blank.",
)
ANSWERS_CLOSED = define(
    "standards.answers-closed",
    zh="审查已经开始，答复不再改动。",
    en="The review has begun; answers are not changed any more.",
    remedy_zh="审查退回后可以补充答复。",
    remedy_en="They may be added to once the review sends the draft back.",
)
