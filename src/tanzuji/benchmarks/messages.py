"""What can go wrong in the benchmarks room, and why figures are not published."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_COMPARABLE = define(
    "benchmarks.not-comparable",
    zh="这些碳足迹不可比：{what}不一致。",
    en="These footprints are not comparable: they differ in {what}.",
    remedy_zh="一组限定值、基准值、标杆值只从规则和版本、单位、边界、分配、生命末期方法、GWP 数据集、电力方法和年份都相同的碳足迹算出。",
    remedy_en="Benchmarks are computed from footprints with one rule and version, unit, boundary, allocation, end-of-life method, GWP set, electricity method and year.",
)
NOT_POSITIVE = define(
    "benchmarks.not-positive",
    zh="有碳足迹不大于 0。",
    en="A footprint is not above 0.",
    remedy_zh="这里的规则只适用于大于 0 的碳足迹；请检查移除量和抵扣是否应当另列。",
    remedy_en="The rules hold for footprints above 0; look whether removals or credits belong beside the total.",
)
NO_OUTPUT = define(
    "benchmarks.no-output",
    zh="有碳足迹没有写明年产量。",
    en="A footprint does not say how much was produced in the year.",
    remedy_zh="没有产量就不能判断谁占主导；请补上产量后再入组。",
    remedy_en="Without it nobody can tell who dominates; add the output first.",
)
TOO_FEW = define(
    "benchmarks.too-few",
    zh="可比的企业集团不足 {least} 家。",
    en="Fewer than {least} groups of companies are comparable.",
    remedy_zh="等有更多企业的碳足迹经过验证和溯源性核验；同一集团的企业合计为一家。",
    remedy_en="Wait until more are verified and their provenance is checked; companies of one group count as one.",
)
DOMINANT = define(
    "benchmarks.dominant",
    zh="{who}占产量的比例超过 {most} %。",
    en="{who} hold more than {most} % of the output.",
    remedy_zh="平均值几乎就是它的值，所以不发布；等有更多企业加入。",
    remedy_en="The mean would nearly be theirs, so nothing is published; wait until more take part.",
)
ESTIMABLE = define(
    "benchmarks.estimable",
    zh="排放量第二大的企业能把最大一家的值估计到 {percent} % 以内（p% 规则）。",
    en="The second largest emitter could estimate the largest within {percent} % (p% rule).",
    remedy_zh="等有更多企业加入。",
    remedy_en="Wait until more take part.",
)
DIFFERENCING = define(
    "benchmarks.differencing",
    zh="与以前的一次快照相比，加入、退出或更改的企业不足 {least} 家，两次相减就能推出它们的值。",
    en="Compared with an earlier snapshot fewer than {least} groups joined, left or changed; the difference would show their values.",
    remedy_zh="等变化的企业达到 {least} 家；新加入的可先不计入。",
    remedy_en="Wait until {least} have changed; newcomers may be left out until then.",
)
PINNED = define(
    "benchmarks.pinned",
    zh="没有找到证明：已发布的数加上一家企业自己的值，可能把另一家推定到 ±{percent} % 以内（各家的值太接近，或与以前的快照重叠太多）。",
    en="No proof was found that the published figures and one firm's own value leave every other open by more than ±{percent} % (the values lie too close, or overlap too much with earlier snapshots).",
    remedy_zh="等有更多企业加入，或等下一年度。",
    remedy_en="Wait until more take part, or for the next year.",
)
FEW_FOR_PERCENTILES = define(
    "benchmarks.few-for-percentiles",
    zh="百分位数（限定值、标杆值）要有 {least} 家以上企业集团。",
    en="Percentiles, and so the limit and the best value, need {least} groups or more.",
    remedy_zh="等有更多企业加入。",
    remedy_en="Wait until more take part.",
)
DOMINANT_FOR_PERCENTILES = define(
    "benchmarks.dominant-for-benchmarks",
    zh="有一家占产量的比例超过 {most} %，不能据此定限定值、基准值、标杆值。",
    en="One group holds more than {most} % of the output; no benchmarks can rest on that.",
    remedy_zh="等有更多企业加入。",
    remedy_en="Wait until more take part.",
)
NOT_RISING = define(
    "benchmarks.not-rising",
    zh="标杆值、基准值、限定值没有依次增大：{best}、{reference}、{limit}。",
    en="The best, reference and limit values do not rise: {best}, {reference}, {limit}.",
    remedy_zh="应当 标杆值 < 基准值 < 限定值。",
    remedy_en="It has to be best < reference < limit.",
)
FROZEN = define(
    "benchmarks.frozen",
    zh="{year} 年的快照已经取过，不能再取。",
    en="The snapshot of {year} was taken; there is no second one.",
    remedy_zh="请用已有的快照；后来的碳足迹计入下一年度。",
    remedy_en="Use the one there is; what comes later counts in the next year.",
)
YEAR_NOT_OVER = define(
    "benchmarks.year-not-over",
    zh="{year} 年还没有结束。",
    en="The year {year} is not over.",
    remedy_zh="快照每年只取一次，请在年度结束后取。",
    remedy_en="A snapshot is taken once a year; take it when the year is over.",
)
NOT_FOR_BENCHMARKS = define(
    "benchmarks.withheld",
    zh="这些碳足迹不能用来定限定值、基准值、标杆值。",
    en="No benchmarks can be set on these footprints.",
    remedy_zh="原因见下。没有保存快照。",
    remedy_en="The reasons follow. No snapshot was kept.",
)
NOT_A_VALUE = define(
    "benchmarks.not-a-value",
    zh="“{value}”不是大于 0 的数。",
    en="“{value}” is not a number above 0.",
    remedy_zh="请写 kgCO₂e 的数，如 612。",
    remedy_en="Write kg CO2e, such as 612.",
)
TOO_FINE = define(
    "benchmarks.too-fine",
    zh="“{value}”的有效数字超过 {digits} 位。",
    en="“{value}” has more than {digits} significant digits.",
    remedy_zh="请修约到 {digits} 位有效数字。",
    remedy_en="Round it to {digits} significant digits.",
)
REASONS_NEEDED = define(
    "benchmarks.reasons-needed",
    zh="拟定值与算出的值不同，需要写明理由。",
    en="The values are not those that were computed; say why.",
    remedy_zh="请写出理由，它与值一起公开。",
    remedy_en="Write the reasons; they are published with the values.",
)
REASON_NEEDED = define(
    "benchmarks.reason-needed",
    zh="这一步需要写明理由。",
    en="This step needs a reason.",
    remedy_zh="请写出理由。",
    remedy_en="Write the reason.",
)
NO_NAME = define(
    "benchmarks.no-name",
    zh="没有写产品名称，或超过 {limit} 字。",
    en="The name of the product is missing or longer than {limit} characters.",
    remedy_zh="请写中文名称，最好也写英文。",
    remedy_en="Write it in Chinese, and in English if possible.",
)
NO_TEXT = define(
    "benchmarks.no-text",
    zh="没有写内容，或超过 {limit} 字。",
    en="There is no text, or more than {limit} characters.",
    remedy_zh="请写在 {limit} 字以内。",
    remedy_en="Keep within {limit} characters.",
)
BAD_DAY = define(
    "benchmarks.bad-day",
    zh="“{value}”不是今天或以后的日期。",
    en="“{value}” is no date of today or later.",
    remedy_zh="请写征求意见的截止日期，如 2026-12-31。",
    remedy_en="Write the last day of the consultation, such as 2026-12-31.",
)
TOO_SHORT = define(
    "benchmarks.too-short",
    zh="征求意见至少 {least} 天，最早到 {until} 截止。",
    en="A consultation lasts {least} days at least, until {until} or later.",
    remedy_zh="请写那天或以后的日期。",
    remedy_en="Write that day or a later one.",
)
BEING_EXAMINED = define(
    "benchmarks.being-examined",
    zh="这一组正在判断。",
    en="This is being examined already.",
    remedy_zh="请稍后刷新本页。",
    remedy_en="Look at the page again in a while.",
)
NOT_OPEN = define(
    "benchmarks.not-open",
    zh="现在不征求意见。",
    en="It is not open for comments.",
    remedy_zh="征求意见期间可以提出意见。",
    remedy_en="Comments are taken while the consultation is open.",
)
ANSWERED = define(
    "benchmarks.answered",
    zh="这条意见已经答复。",
    en="This comment has its answer.",
    remedy_zh="答复公开后不能更改。",
    remedy_en="An answer is public and does not change.",
)
UNKNOWN_ACTION = define(
    "benchmarks.unknown-action",
    zh="没有“{action}”这一步。",
    en="There is no step “{action}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Choose among {known}.",
)
UNKNOWN_OUTCOME = define(
    "benchmarks.unknown-outcome",
    zh="没有“{value}”这种处理。",
    en="A comment cannot be “{value}”.",
    remedy_zh="可选：yes（采纳）、partly（部分采纳）、no（未采纳）。",
    remedy_en="Choose yes, partly or no.",
)
CHANGED_MEANWHILE = define(
    "benchmarks.changed-meanwhile",
    zh="这组值在您打开之后有了变化，没有做任何事。",
    en="These values changed since you opened them; nothing was done.",
    remedy_zh="请看过现在的样子再做。",
    remedy_en="Look at them as they are now and do it again.",
)
ONE_AT_A_TIME = define(
    "benchmarks.one-at-a-time",
    zh="根据这次快照已有一组值（{number}）。",
    en="There are values from this snapshot already ({number}).",
    remedy_zh="请改那一组，或先放弃它。",
    remedy_en="Change those, or give them up first.",
)
