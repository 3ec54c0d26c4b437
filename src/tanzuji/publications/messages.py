"""What the publications room says when something will not do."""

from __future__ import annotations

from tanzuji.documents.errors import define

OPEN_ALREADY = define(
    "publications.open-already",
    zh="“{library}”的第 {number} 版正在编制。",
    en="Release {number} of “{library}” is in preparation already.",
    remedy_zh="请先发布或放弃它，再编制下一版。",
    remedy_en="Release it or give it up before the next one is begun.",
)
NOTHING_CHANGES = define(
    "publications.nothing-changes",
    zh="第 {number} 版没有任何进入或退出的数据集。",
    en="No dataset enters or leaves with release {number}.",
    remedy_zh="请从入库队列选择数据集。",
    remedy_en="Choose datasets from the entry queue.",
)
MISSING = define(
    "publications.missing",
    zh="提交发布前还缺：{field}。",
    en="Missing before it can be submitted: {field}.",
    remedy_zh="请补上；公告会照此发出。",
    remedy_en="Fill it in; the notice is sent as it stands.",
)
NOT_SOURCED = define(
    "publications.not-sourced",
    zh="数据集“{dataset}”没有注明{field}，不能发布。",
    en="Dataset “{dataset}” does not state its {field}; it cannot be published.",
    remedy_zh="请补上后再提供。",
    remedy_en="State it and offer the dataset again.",
)
NOT_QUEUED = define(
    "publications.not-queued",
    zh="“{dataset}”不在入库队列里。",
    en="“{dataset}” is not in the entry queue.",
    remedy_zh="可能已被撤回或进入别的版本；请刷新页面。",
    remedy_en="It may have been withdrawn or entered another release; load the page again.",
)
REPEATED = define(
    "publications.repeated",
    zh="数据集“{dataset}”在这一版里已有一份。",
    en="Dataset “{dataset}” is in this release already.",
    remedy_zh="请只选其中一份。",
    remedy_en="Choose one of them.",
)
ANOTHER_NOW = define(
    "publications.another-now",
    zh="第 {number} 版在您打开页面之后有改动。",
    en="Release {number} was changed after you opened the page.",
    remedy_zh="请刷新页面，看过现在的内容再决定。",
    remedy_en="Load the page again and decide on what is there now.",
)
CANDIDATE_GONE = define(
    "publications.candidate-gone",
    zh="第 {number} 版待发布的文件不在了，或与提交时不同。",
    en="The files of release {number} as submitted are gone, or are not those that were submitted.",
    remedy_zh="请退回后重新提交。",
    remedy_en="Send it back and submit it again.",
)
REASON_NEEDED = define(
    "publications.reason-needed",
    zh="这需要写明理由。",
    en="This needs a reason.",
    remedy_zh="请写出理由；它会给受影响的单位看到。",
    remedy_en="Write the reason; those concerned will read it.",
)
BAD_LIBRARY = define(
    "publications.bad-library",
    zh="“{name}”不能作共享数据库的名称。",
    en="“{name}” cannot name a shared library.",
    remedy_zh="请用 3–40 个小写字母、数字、连字符，以字母开头，且未被使用。",
    remedy_en="Use 3 to 40 lower-case letters, digits and hyphens, starting with a letter, that no library has.",
)
UNKNOWN_DATASET = define(
    "publications.unknown-dataset",
    zh="“{library}”里没有数据集“{dataset}”。",
    en="There is no dataset “{dataset}” in “{library}”.",
    remedy_zh="请检查标识。",
    remedy_en="Check the id.",
)
OFFERED_ALREADY = define(
    "publications.offered-already",
    zh="数据集“{dataset}”已提供给“{library}”，还没有决定。",
    en="Dataset “{dataset}” is offered to “{library}” already and not decided yet.",
    remedy_zh="请等待决定，或先撤回。",
    remedy_en="Wait for the decision, or withdraw it first.",
)
NARROWER = define(
    "publications.narrower",
    zh="“{library}”不比数据集所在的数据库更大。",
    en="“{library}” is no wider than the database the dataset is in.",
    remedy_zh="数据集只能从本单位到行业、再到省级、国家。",
    remedy_en="A dataset goes from private to sector, to province, to nation.",
)
NO_RELEASE_YET = define(
    "publications.no-release-yet",
    zh="“{library}”还没有发布过。",
    en="“{library}” has not published anything yet.",
    remedy_zh="请先发布第 1 版。",
    remedy_en="Publish its first release.",
)
BAD_COLLECTION = define(
    "publications.bad-collection",
    zh="产品类别数据集的第 {line} 行不对：{text}",
    en="Line {line} of the collection is wrong: {text}",
    remedy_zh="每行写：数据集标识，用途（贸易、标识，可并列），作用；数据集须在已发布的最新版里。",
    remedy_en="Write a line each: dataset id, uses (trade, label or both), role; the dataset has to be in the newest release.",
)
BAD_DATE = define(
    "publications.bad-date",
    zh="“{text}”不是日期。",
    en="“{text}” is not a date.",
    remedy_zh="请写成 2025-10-23 的样子。",
    remedy_en="Write it like 2025-10-23.",
)
DECIDED = define(
    "publications.decided",
    zh="数据集“{dataset}”的提供已是“{state}”。",
    en="The offer of dataset “{dataset}” is “{state}” already.",
    remedy_zh="请刷新页面。",
    remedy_en="Load the page again.",
)

SCOPE_TOO_NARROW = define(
    "publications.scope-too-narrow",
    zh="{number}“{dataset}”的提供方只同意用于{declared}，这个库是{library}的。",
    en="{number} “{dataset}”: its contributor agrees to {declared} only; this library is of the {library}.",
    remedy_zh="请不选它，或请提供方放宽可用范围后再来。",
    remedy_en="Leave it out, or ask the contributor for a wider scope.",
)
