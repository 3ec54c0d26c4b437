"""What the rulebook refuses, and why."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.rights import read_only_token

NEEDS_EDITOR = define(
    "rulebook.needs-editor",
    zh="编写规则需要“核算员”的角色。",
    en="Writing rules needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色，或请有此角色的同事来做。",
    remedy_en="Ask an administrator of your organisation for the role, or a colleague who holds it.",
)
NEEDS_REVIEWER = define(
    "rulebook.needs-reviewer",
    zh="启用、退回和停用规则需要“评审员”的角色。",
    en="Activating, returning and ending rules needs the role of reviewer.",
    remedy_zh="请有此角色的同事来做。",
    remedy_en="Ask a colleague who holds it.",
)
NEEDS_MANDATE = define(
    "rulebook.needs-mandate",
    zh="只有主管部门和标准规则库的管理单位能决定规则是否启用。",
    en="Only the competent authority and the curator of the standards library decide which rules hold.",
    remedy_zh="请提请启用，由他们决定；核算可以继续用现行的规则。",
    remedy_en="Offer it for activation and let them decide; studies go on with the rules that hold.",
)
OWN_VERSION = define(
    "rulebook.own-version",
    zh="这个版本是您生成的，要由另一个人启用。",
    en="You made this version; somebody else has to activate it.",
    remedy_zh="请另一位评审员决定。",
    remedy_en="Ask another reviewer to decide.",
)
NOT_YOURS = define(
    "rulebook.not-yours",
    zh="这个版本属于别的单位。",
    en="This version belongs to another organisation.",
    remedy_zh="请由编写它的单位来做。",
    remedy_en="The organisation that wrote it can do this.",
)
READ_ONLY_TOKEN = read_only_token("rulebook")
CHANGED = define(
    "rulebook.draft-changed",
    zh="草稿已被{who}改过（第 {now} 次修订），您是从第 {began} 次修订开始写的。",
    en="{who} changed the draft meanwhile (revision {now}); you began with revision {began}.",
    remedy_zh="您写的仍在下面的文本框里。请与现在的内容比较，合并后再保存。",
    remedy_en="What you wrote is still in the box below. Compare it with what stands there now, merge and save again.",
)
NOT_SOUND = define(
    "rulebook.not-sound",
    zh="规则还有 {count} 处问题，不能定稿。",
    en="The rule has {count} problems and cannot become a version.",
    remedy_zh="请按行改正，保存后再定稿。",
    remedy_en="Correct them line by line, save, and make the version then.",
)
TRIALS_FAIL = define(
    "rulebook.trials-fail",
    zh="{total} 个测试用例中有 {count} 个结果不符：{names}。",
    en="{count} of {total} test cases do not come out as they should: {names}.",
    remedy_zh="请改规则，或改正用例的预期。",
    remedy_en="Change the rule, or correct what the case expects.",
)
NO_TRIALS = define(
    "rulebook.no-trials",
    zh="核算规则至少要有一个应通过和一个应不通过的测试用例。",
    en="An accounting rule needs at least one study that passes it and one that it refuses.",
    remedy_zh="请加上用例；可从自带的示例产品改几处得到。",
    remedy_en="Add cases; a shipped example with a few changes will do.",
)
VERSION_TAKEN = define(
    "rulebook.version-taken",
    zh="{rule} 的版本 {version} 已经有了，版本定稿后不能改。",
    en="{rule} has a version {version} already, and versions never change.",
    remedy_zh="请在 version 里写新的版本号。",
    remedy_en="State another `version`.",
)
NO_REASON = define(
    "rulebook.no-reason",
    zh="请写明理由。",
    en="State the reason.",
    remedy_zh="写一句话：编写的人会看到它。",
    remedy_en="One sentence will do; those who wrote it will read it.",
)
TOO_MANY_TRIALS = define(
    "rulebook.too-many-trials",
    zh="一份草稿最多 {limit} 个测试用例。",
    en="A draft keeps {limit} test cases at most.",
    remedy_zh="请删去重复的用例。",
    remedy_en="Remove those that repeat each other.",
)
EMPTY_DRAFT = define(
    "rulebook.empty-draft",
    zh="草稿是空的。",
    en="The draft is empty.",
    remedy_zh="请从模板或现有规则开始。",
    remedy_en="Begin with the template or a rule that holds.",
)
DRAFT_TOO_LARGE = define(
    "rulebook.draft-too-large",
    zh="草稿超过 {limit} 字节。",
    en="The draft is larger than {limit} bytes.",
    remedy_zh="请拆成几个规则。",
    remedy_en="Split it into several rules.",
)
NOTHING_TO_COMPARE = define(
    "rulebook.nothing-to-compare",
    zh="请选两个规则或两个版本。",
    en="Choose two rules or two versions.",
    remedy_zh="写作 标识 或 标识@版本，如 cn.cement@1。",
    remedy_en="Written as id or id@version, e.g. cn.cement@1.",
)
