"""What is said when a package is refused; paths are names of members."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both

_NOT_A_ZIP_REMEDY = ("请重新导出或下载这个包。", "Export or download the package again.")

NOT_FOUND = define(
    "archive.not-found",
    zh="找不到“{file}”。",
    en="“{file}” was not found.",
    remedy_zh="请检查路径；须为 ZIP 文件或文件夹。",
    remedy_en="Check the path; a ZIP file or a folder is wanted.",
)
NOT_A_ZIP = define(
    "archive.not-a-zip",
    zh="“{file}”不是 ZIP 文件。",
    en="“{file}” is not a ZIP archive.",
    remedy_zh=_NOT_A_ZIP_REMEDY[0],
    remedy_en=_NOT_A_ZIP_REMEDY[1],
)
TRUNCATED = define(
    "archive.truncated",
    zh="“{file}”不完整或已损坏：{detail}。",
    en="“{file}” is incomplete or damaged: {detail}.",
    remedy_zh=_NOT_A_ZIP_REMEDY[0],
    remedy_en=_NOT_A_ZIP_REMEDY[1],
)
TWO_FORMATS = define(
    "archive.two-formats",
    zh="“{file}”既是 ZIP，又是 {other}。",
    en="“{file}” is a ZIP archive and {other} at the same time.",
    remedy_zh="请用普通 ZIP 重新打包。",
    remedy_en="Pack it again as a plain ZIP archive.",
)
TOO_MANY = define(
    "archive.too-many-members",
    zh="包内成员超过 {limit} 个。",
    en="The package has more than {limit} members.",
    remedy_zh="请拆成几个包分别读入。",
    remedy_en="Split it into several packages.",
)
TOO_LARGE = define(
    "archive.too-large",
    zh="包解压后有 {size} 字节，超过上限 {limit} 字节。",
    en="The package holds {size} bytes uncompressed; the limit is {limit} bytes.",
    remedy_zh="请拆成几个包分别读入。",
    remedy_en="Split it into several packages.",
)
BOMB = define(
    "archive.bomb",
    zh="成员“{name}”的压缩比为 {ratio}，超过上限 {limit}。",
    en="Member “{name}” is compressed {ratio} to one; the limit is {limit}.",
    remedy_zh="请核实来源；正常的数据包压缩比在 15 以内。",
    remedy_en="Check where it comes from; genuine data packages stay below 15 to one.",
)
OVERLAPPING = define(
    "archive.overlapping",
    zh="“{file}”的成员相互重叠。",
    en="Members of “{file}” overlap.",
    remedy_zh="请核实来源，用普通 ZIP 重新打包。",
    remedy_en="Check where it comes from and pack it again as a plain ZIP archive.",
)
UNSAFE_NAME = define(
    "archive.unsafe-name",
    zh="成员名“{name}”不能接受（{why_zh}）。",
    en="Member name “{name}” is not accepted ({why}).",
    remedy_zh="请用相对路径、正斜线和普通文字重新打包。",
    remedy_en="Pack it again with relative paths, forward slashes and plain characters.",
)
DUPLICATE_NAME = define(
    "archive.duplicate-name",
    zh="成员名“{name}”出现了不止一次。",
    en="Member name “{name}” stands more than once.",
    remedy_zh="请删去重复的成员，重新打包。",
    remedy_en="Remove the duplicate and pack it again.",
)
LINK = define(
    "archive.link",
    zh="成员“{name}”是链接或特殊文件。",
    en="Member “{name}” is a link or a special file.",
    remedy_zh="请以普通文件代替链接。",
    remedy_en="Put the file itself in place of the link.",
)
ENCRYPTED = define(
    "archive.encrypted",
    zh="成员“{name}”已加密。",
    en="Member “{name}” is encrypted.",
    remedy_zh="请去掉密码重新打包。",
    remedy_en="Pack it again without a password.",
)
UNKNOWN_COMPRESSION = define(
    "archive.unknown-compression",
    zh="成员“{name}”的压缩方法（{method}）不支持。",
    en="Member “{name}” uses an unsupported compression method ({method}).",
    remedy_zh="请用 deflate 重新打包。",
    remedy_en="Pack it again with deflate.",
)

BAD_DIRECTORY = Both("目录读不出来", "its directory cannot be read")
BAD_MEMBER = Both("其中的一个文件读不出来", "one of its files cannot be read")
NO_END = Both("缺少结尾，传输可能中断过", "its end is missing; the transfer may have stopped")
CUT_SHORT = Both(
    "其中的文件超出了末尾，传输可能中断过", "its files reach beyond its end; the transfer may have stopped"
)
OTHER_FORMAT = Both("别的格式", "another format")
