"""What can go wrong when a database is brought in or taken away."""

from __future__ import annotations

from tanzuji.documents.errors import define

NO_FILE = define(
    "library.no-file",
    zh="没有收到文件，或文件超过 {limit} MiB。",
    en="No file arrived, or one larger than {limit} MiB.",
    remedy_zh="请选一个数据库文件再上传；更大的请管理员用 tanzuji import 读入。",
    remedy_en="Choose a database file and upload it; ask the operator to read larger ones with tanzuji import.",
)
EMPTY_FILE = define(
    "library.empty-file",
    zh="“{file}”是空的。",
    en="“{file}” is empty.",
    remedy_zh="请检查文件后再上传。",
    remedy_en="Look at the file and upload it again.",
)
TOO_MUCH_KEPT = define(
    "library.too-much-kept",
    zh="本单位上传的文件共 {size} MiB，上限 {limit} MiB。",
    en="The files your organisation uploaded have {size} MiB; at most {limit} MiB are kept.",
    remedy_zh="请先在“读入”页删除不再需要的文件；读好的数据库不受影响。",
    remedy_en="Remove files you no longer need on the page “import”; databases that were read stay.",
)
TAKEN = define(
    "library.release-taken",
    zh="已有数据库“{name} {version}”，版本发布后不再改动。",
    en="The library “{name} {version}” exists; versions do not change once they are there.",
    remedy_zh="请换个版本号。",
    remedy_en="Choose another version.",
)
RUNNING = define(
    "library.import-running",
    zh="“{name} {version}”正在读入。",
    en="“{name} {version}” is being imported.",
    remedy_zh="请等它结束，或先停止那项后台工作。",
    remedy_en="Wait for it to end, or stop that work first.",
)
FILES_GONE = define(
    "library.files-gone",
    zh="原来的文件已经删除，不能再读一次。",
    en="The files were removed, so they cannot be read again.",
    remedy_zh="请重新上传。",
    remedy_en="Upload them again.",
)
UNKNOWN_EXPORT = define(
    "library.unknown-export",
    zh="“{format}”不是可以写出的格式。",
    en="“{format}” is not a format that is written.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
TOO_LARGE_EXPORT = define(
    "library.export-too-large",
    zh="写成的文件有 {size} MiB，网页上最多取 {limit} MiB。",
    en="The file has {size} MiB; at most {limit} MiB can be fetched here.",
    remedy_zh="请管理员用 tanzuji export 写出。",
    remedy_en="Ask the operator to write it with tanzuji export.",
)
