"""What can be wrong with a Brightway datapackage."""

from __future__ import annotations

from tanzuji.documents.errors import define

NO_DATAPACKAGE = define(
    "brightway.no-datapackage",
    zh="“{file}”里没有 datapackage.json。",
    en="“{file}” holds no datapackage.json.",
    remedy_zh="请给出 bw_processing 写的数据包（ZIP 或文件夹）。",
    remedy_en="Give a datapackage as bw_processing writes it (ZIP or folder).",
)
BAD_RESOURCE = define(
    "brightway.bad-resource",
    zh="数据包的“{name}”不能读：{why_zh}。",
    en="“{name}” of the datapackage cannot be read: {why}.",
    remedy_zh="请用 bw_processing 重新写出数据包。",
    remedy_en="Write the datapackage again with bw_processing.",
)
NO_MATRIX = define(
    "brightway.no-matrix",
    zh="数据包里没有 {matrix}。",
    en="The datapackage holds no {matrix}.",
    remedy_zh="请写出数据库的处理结果（technosphere 与 biosphere），而不是单独的方法。",
    remedy_en="Write out a database (technosphere and biosphere), not a method alone.",
)
NOT_STATIC = define(
    "brightway.not-static",
    zh="“{name}”是随情景变化的数组或动态接口，没有单一的数值。",
    en="“{name}” is an array of scenarios or a dynamic interface, which has no single value.",
    remedy_zh="请写出静态向量（add_persistent_vector）。",
    remedy_en="Write static vectors (add_persistent_vector).",
)
NO_LABELS = define(
    "brightway.no-labels",
    zh="数据包只有编号，没有说明 {count} 个{what_zh}的名称和单位，认不出其中的温室气体。",
    en="The datapackage has numbers only: names and units of {count} {what} are missing, so no gas can be known.",
    remedy_zh="请用 add_csv_metadata 附上有 id、name、unit、location、categories 列的表。",
    remedy_en="Attach a table with the columns id, name, unit, location and categories by add_csv_metadata.",
)
NO_PRODUCT = define(
    "brightway.no-product",
    zh="过程“{process}”没有产出。",
    en="Process “{process}” makes nothing.",
    remedy_zh="请检查 technosphere 矩阵的这一列。",
    remedy_en="Check this column of the technosphere matrix.",
)
