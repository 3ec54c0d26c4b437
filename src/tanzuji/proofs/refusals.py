"""What the transparency log refuses, with its remedy."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_IN_TREE = define(
    "log.not-in-tree",
    zh="日志有 {size} 条，没有第 {index} 条。",
    en="The log has {size} entries; there is no entry {index}.",
    remedy_zh="条目从 0 起编号；请核对编号。",
    remedy_en="Entries are numbered from 0; check the number.",
)
BAD_PROOF = define(
    "log.bad-proof",
    zh="证明与日志的根不符（条目 {index}，日志大小 {size}）。",
    en="The proof does not lead to the root of the log (entry {index}, log size {size}).",
    remedy_zh="内容或证明被改动过，或属于别的条目；请从签发方重新下载，仍不符请举报。",
    remedy_en="Content or proof was altered or belongs to another entry; download both again, and report it if it stays so.",
)
BAD_FORM = define(
    "log.bad-form",
    zh="不是{what}：{detail}。",
    en="This is no {what}: {detail}.",
    remedy_zh="请使用原始文件，不要经编辑器改存（换行、空格、编码都不能变）。",
    remedy_en="Use the file as it was issued; line ends, spaces and encoding must not change.",
)
BAD_KEY = define(
    "log.bad-key",
    zh="“{text}”不是验证公钥（名称+编号+base64）。",
    en="“{text}” is no verifier key (name+id+base64).",
    remedy_zh="请整行复制日志公布的公钥，见 /log/keys。",
    remedy_en="Copy the whole line that the log publishes at /log/keys.",
)
NOT_SIGNED = define(
    "log.not-signed",
    zh="没有受信任公钥的有效签名。",
    en="No trusted key has signed it validly.",
    remedy_zh="请核对公钥来自 /log/keys 或其他可靠途径；仍不符时不要采信。",
    remedy_en="Compare your keys with /log/keys or another reliable source; where it stays so, do not rely on it.",
)
OTHER_ORIGIN = define(
    "log.other-origin",
    zh="检查点属于“{found}”，不是“{expected}”。",
    en="The checkpoint is of “{found}”, not of “{expected}”.",
    remedy_zh="请使用同一日志的检查点和公钥。",
    remedy_en="Use checkpoint and key of the same log.",
)
FORKED = define(
    "log.forked",
    zh="日志与已签署的检查点不一致：已签 {signed} 条，现有 {size} 条{detail}。",
    en="The log disagrees with a checkpoint that was signed: {signed} entries signed, {size} here{detail}.",
    remedy_zh="停止签署。若恢复了较旧的备份，请改用最新备份或副本；见 docs/log.zh-CN.md“日志分叉”。",
    remedy_en="Nothing is signed. Where an older backup was restored, use the newest one or a replica; see docs/log.md, “A fork”.",
)
KEY_MISSING = define(
    "log.key-missing",
    zh="日志已有检查点，却没有“{name}”的私钥（{folder}）。",
    en="The log has checkpoints but the private key of “{name}” is missing ({folder}).",
    remedy_zh="请放回密钥文件夹的备份；确已丢失时运行 tanzuji log keys --lost。",
    remedy_en="Put the backup of the keys' folder back; where it is lost for good, run tanzuji log keys --lost.",
)
UNFINISHED = define(
    "log.succession-unfinished",
    zh="“{command}”中途中断，日志暂不签署。",
    en="`{command}` was cut short; nothing is signed until it is completed.",
    remedy_zh="请再运行一次同一命令，它会接着做完。",
    remedy_en="Run the same command again; it completes what was begun.",
)
NOT_YET = define(
    "log.not-signed-yet",
    zh="条目 {index} 还没有进入已签署的检查点。",
    en="Entry {index} is in no signed checkpoint yet.",
    remedy_zh="提交后一分钟内会签署，请稍后再取。",
    remedy_en="It will be within a minute of its commit; ask again then.",
)
NO_PROVIDER = define(
    "log.no-provider",
    zh="这里没有装“{package}”，不能用 {what}。",
    en="“{package}” is not installed here, so {what} cannot be used.",
    remedy_zh='请安装：pip install "tanzuji[{extra}]"。',
    remedy_en='Install it: pip install "tanzuji[{extra}]".',
)
UNREACHABLE = define(
    "log.unreachable",
    zh="{address} 没有给出可用的回答（{detail}）。",
    en="{address} gave no usable answer ({detail}).",
    remedy_zh="请检查网址和网络，稍后再试；什么都没有记下。",
    remedy_en="Check the address and the network, and try again; nothing was recorded.",
)
BAD_STAMP = define(
    "log.bad-time-stamp",
    zh="时间戳与这个检查点不符（{detail}）。",
    en="The time stamp does not fit this checkpoint ({detail}).",
    remedy_zh="请用同一检查点的时间戳，并核对时间戳机构的根证书。",
    remedy_en="Use the stamp of the same checkpoint, and check the authority's root certificate.",
)
TOO_LARGE = define(
    "log.entry-too-large",
    zh="日志条目有 {size} 字节，上限 {limit}。",
    en="The entry has {size} bytes; a log entry has at most {limit}.",
    remedy_zh="请把大内容换成它的 SHA-256 摘要。",
    remedy_en="Put the SHA-256 of what is large in its place.",
)
FLOAT = define(
    "log.float",
    zh="日志条目里不能有浮点数（{place}）。",
    en="An entry of the log holds no binary fractions ({place}).",
    remedy_zh='请写成十进制文字，如 "0.42"。',
    remedy_en='Write the number as decimal text, as "0.42".',
)
