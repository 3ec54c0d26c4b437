"""What the product model room refuses."""

from __future__ import annotations

from tanzuji.documents.errors import define

CODE_TAKEN = define(
    "reference.code-taken",
    zh="贵单位已有代号为“{code}”的参考模型。",
    en="Your organisation has a reference model with the code “{code}” already.",
    remedy_zh="请修改那一个，或换一个代号。",
    remedy_en="Change that one, or choose another code.",
)
OTHER_REVISION = define(
    "reference.other-revision",
    zh="草稿现在是修订 {now}，您的改动基于 {base}。没有保存任何改动。",
    en="The draft is at revision {now}; your change rests on {base}. Nothing was stored.",
    remedy_zh="请重新打开草稿，再改一次。",
    remedy_en="Open the draft again and repeat the change.",
)
NOTHING_NEW = define(
    "reference.nothing-new",
    zh="草稿与版本 {number} 相同。",
    en="The draft is the same as version {number}.",
    remedy_zh="请先修改草稿。",
    remedy_en="Change the draft first.",
)
UNDER_REVIEW = define(
    "reference.under-review",
    zh="版本 {number} 正在评审。",
    en="Version {number} is under review.",
    remedy_zh="请等评审结束，或先撤回它。",
    remedy_en="Wait for the review to end, or take it back first.",
)
REASON_NEEDED = define(
    "reference.reason-needed",
    zh="这个决定需要写明理由。",
    en="This decision needs a reason.",
    remedy_zh="请写出为什么、要改什么。",
    remedy_en="Write why, and what is to be changed.",
)
NO_WORDS = define(
    "reference.no-words",
    zh="没有写内容。",
    en="There are no words.",
    remedy_zh="请写出意见或答复。",
    remedy_en="Write the remark or the answer.",
)
UNKNOWN_DECISION = define(
    "reference.unknown-decision",
    zh="没有“{action}”这个决定。",
    en="There is no decision “{action}”.",
    remedy_zh="可用：approve、return、withdraw、release、deprecate。",
    remedy_en="Must be one of: approve, return, withdraw, release, deprecate.",
)
NOT_A_REFERENCE = define(
    "reference.not-a-reference",
    zh="“{file}”不是参考模型。",
    en="“{file}” is not a reference model.",
    remedy_zh="请用 format 为 tanzuji/reference-model/1 的 YAML 或 JSON；可先下载一个参考模型来改。",
    remedy_en="Use YAML or JSON with the format tanzuji/reference-model/1; download a reference model and change it.",
)
OUTSIDE_RANGE = define(
    "reference.outside-range",
    zh="“{name}”取 {value}，在参考模型的范围 {low}–{high} {unit} 之外。",
    en="“{name}” is {value}, outside the range {low}–{high} {unit} of the reference model.",
    remedy_zh="请核对数值和单位；确实如此时，在备注里说明。",
    remedy_en="Check value and unit; where it is right, say why in a note.",
)
ANSWERED_ALREADY = define(
    "reference.answered-already",
    zh="这条意见已经答复。",
    en="This remark has been answered.",
    remedy_zh="答复不改；需要时在新版本的说明里写。",
    remedy_en="Answers stand; say what is new in the note of the next version.",
)
