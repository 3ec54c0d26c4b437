"""What may be wrong with a workbook, apart from what may be wrong with any product model."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.documents.refusals import Both

NOT_A_WORKBOOK = define(
    "workbook.not-a-workbook",
    zh="“{file}”不是 Excel 工作簿（.xlsx）：{detail}。",
    en="“{file}” is not an Excel workbook (.xlsx): {detail}.",
    remedy_zh="请在 Excel 或 WPS 中另存为“Excel 工作簿 (.xlsx)”。",
    remedy_en="Save it in Excel or WPS as “Excel Workbook (.xlsx)”.",
)
MACROS = define(
    "workbook.macros",
    zh="“{file}”带有宏或控件（{member}）。",
    en="“{file}” carries macros or controls ({member}).",
    remedy_zh="请另存为不含宏的 .xlsx。",
    remedy_en="Save it as .xlsx without macros.",
)
EXTERNAL_LINK = define(
    "workbook.external-link",
    zh="“{file}”链接到其他文件或数据源（{member}）。",
    en="“{file}” links to other files or data sources ({member}).",
    remedy_zh="请断开链接，把值粘贴为数值后再保存。",
    remedy_en="Break the links, paste the values and save again.",
)
DOCTYPE = define(
    "workbook.doctype",
    zh="工作簿的部件“{member}”含有 DOCTYPE，正常的工作簿没有它。",
    en="Part “{member}” of the workbook has a DOCTYPE, which no genuine workbook has.",
    remedy_zh="请核实文件来源，用 Excel 或 WPS 重新保存。",
    remedy_en="Check where the file comes from and save it again with Excel or WPS.",
)
BAD_XML = define(
    "workbook.bad-xml",
    zh="工作簿的部件“{member}”已损坏：{detail}。",
    en="Part “{member}” of the workbook is damaged: {detail}.",
    remedy_zh="请用 Excel 或 WPS 打开并重新保存。",
    remedy_en="Open it with Excel or WPS and save it again.",
)
TOO_LARGE = define(
    "workbook.too-large",
    zh="工作簿过大：{what_zh}超过 {limit}。",
    en="The workbook is too large: more than {limit} {what_en}.",
    remedy_zh="请删去多余的行、列和工作表；背景数据请作为数据集导入。",
    remedy_en="Remove surplus rows, columns and sheets; import background data as datasets.",
)
HIDDEN_DATA = define(
    "workbook.hidden-data",
    zh="{what_zh}是隐藏的，但里面有内容。",
    en="{what_en} is hidden and holds content.",
    remedy_zh="请取消隐藏（或清除筛选）并核对，或删去这些内容。",
    remedy_en="Unhide it (or clear the filter) and check it, or delete the content.",
)
MERGED_CELLS = define(
    "workbook.merged-cells",
    zh="单元格 {cells} 是合并的，内容归属不明。",
    en="The cells {cells} are merged, so it is unclear what their content belongs to.",
    remedy_zh="请取消合并，并在每一行写全。",
    remedy_en="Unmerge them and fill in every row.",
)
FORMULA_WITHOUT_VALUE = define(
    "workbook.formula-without-value",
    zh="单元格 {cell} 是 Excel 公式，文件里没有它的计算结果。",
    en="Cell {cell} is an Excel formula whose result is not in the file.",
    remedy_zh="请在 Excel 中打开、重新计算并保存；模型自己的公式写在“公式”列，不加“=”。",
    remedy_en="Open, recalculate and save it in Excel; the model's own formulas go into column “Formula” without “=”.",
)
FORMULA_CELL = define(
    "workbook.formula-cell",
    zh="工作表“{sheet}”有 {count} 个 Excel 公式单元格（{cells}），读取的是文件中保存的结果，它可能已过时。",
    en="Sheet “{sheet}” has {count} Excel formula cell(s) ({cells}); the results stored in the file were read, which may be stale.",
    remedy_zh="请在 Excel 中重新计算并保存，或粘贴为数值。",
    remedy_en="Recalculate and save in Excel, or paste as values.",
)
ERROR_CELL = define(
    "workbook.error-cell",
    zh="这个单元格是 Excel 错误值。",
    en="This cell holds an Excel error value.",
    remedy_zh="请改正；模型自己的公式写在“公式”列，不加“=”。",
    remedy_en="Correct it; the model's own formulas go into column “Formula” without “=”.",
)
CELL_TOO_LONG = define(
    "workbook.cell-too-long",
    zh="这个单元格有 {length} 个字符，超过 Excel 的上限 {limit}。",
    en="This cell has {length} characters; Excel's own limit is {limit}.",
    remedy_zh="请缩短文字。",
    remedy_en="Shorten the text.",
)
BAD_CHARACTER = define(
    "workbook.bad-character",
    zh="这个单元格含有控制字符 {character}。",
    en="This cell holds the control character {character}.",
    remedy_zh="请删去该字符。",
    remedy_en="Remove that character.",
)
NO_SHEET = define(
    "workbook.no-sheet",
    zh="“{file}”里没有工作表“{sheet}”。",
    en="“{file}” has no sheet “{sheet}”.",
    remedy_zh="请使用产品模型模板，保留其工作表名。",
    remedy_en="Use the product model template and keep its sheet names.",
)
REPEATED_SHEET = define(
    "workbook.repeated-sheet",
    zh="工作表“{sheet}”与“{other}”是同一张表。",
    en="The sheets “{sheet}” and “{other}” are the same table.",
    remedy_zh="请合并到一张工作表。",
    remedy_en="Put both into one sheet.",
)
SHEET_IGNORED = define(
    "workbook.sheet-ignored",
    zh="工作表“{sheet}”不属于产品模型，没有读取。",
    en="Sheet “{sheet}” is no part of a product model and was not read.",
    remedy_zh="若其中有数据，请移到模板的工作表中。",
    remedy_en="If it holds data, move them to a sheet of the template.",
)
NO_HEADER = define(
    "workbook.no-header",
    zh="工作表“{sheet}”的前 {rows} 行里没有表头。",
    en="Sheet “{sheet}” has no header in its first {rows} rows.",
    remedy_zh="请恢复模板的表头，例如：{headers}。",
    remedy_en="Restore the template's header, e.g. {headers}.",
)
UNKNOWN_COLUMN = define(
    "workbook.unknown-column",
    zh="不认识这一列“{header}”，而它下面有内容。",
    en="The column “{header}” is not known, and it holds content.",
    remedy_zh="请删去该列，或改为：{known}。",
    remedy_en="Remove the column, or use one of: {known}.",
)
REPEATED_COLUMN = define(
    "workbook.repeated-column",
    zh="列“{header}”出现了两次。",
    en="The column “{header}” stands twice.",
    remedy_zh="请只留一列。",
    remedy_en="Keep one of them.",
)
UNKNOWN_ROW = define(
    "workbook.unknown-row",
    zh="不认识项目“{label}”。",
    en="The item “{label}” is not known.",
    remedy_zh="请恢复模板的项目名；其他内容写到“其他”工作表。",
    remedy_en="Restore the template's item names; anything else goes to the sheet “More”.",
)
AMOUNT_AND_FORMULA = define(
    "workbook.amount-and-formula",
    zh="同一行既有数值又有公式。",
    en="The row has both a number and a formula.",
    remedy_zh="请只留一个。",
    remedy_en="Keep one of the two.",
)
NOT_A_CHOICE = define(
    "workbook.not-a-choice",
    zh="“{value}”不在可选值之中。",
    en="“{value}” is not one of the choices.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
NOT_A_PAIR = define(
    "workbook.not-a-pair",
    zh="“{value}”不是“名称 = 值”。",
    en="“{value}” is not “name = value”.",
    remedy_zh="请写成 名称 = 值，多项用分号隔开。",
    remedy_en="Write name = value, with semicolons between several.",
)
NO_PROCESS = define(
    "workbook.no-process",
    zh="这一行没有写属于哪个过程。",
    en="The row does not say which process it belongs to.",
    remedy_zh="请在“过程”列填写“过程”工作表中的标识。",
    remedy_en="Write an id of the sheet “Processes” into column “Process”.",
)
UNKNOWN_OWNER = define(
    "workbook.unknown-process",
    zh="“过程”工作表里没有标识为“{process}”的过程。",
    en="The sheet “Processes” has no process with the id “{process}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
UNKNOWN_KEY = define(
    "workbook.unknown-key",
    zh="没有哪一行的“其他键”是“{key}”。",
    en="No row has the more key “{key}”.",
    remedy_zh="请改正行键，或删去这一行。",
    remedy_en="Correct the row key, or remove the line.",
)
REPEATED_KEY = define(
    "workbook.repeated-key",
    zh="“其他键”{key} 出现在两行。",
    en="The more key {key} stands in two rows.",
    remedy_zh="复制行后请清空新行的“其他键”，或另取一个。",
    remedy_en="After copying a row, clear the new row's more key or choose another.",
)
GIVEN_TWICE = define(
    "workbook.given-twice",
    zh="“{field}”在这份工作簿里给出了两次。",
    en="“{field}” is given twice in this workbook.",
    remedy_zh="请只留一处。",
    remedy_en="Keep one place.",
)
BAD_FIELD = define(
    "workbook.bad-field",
    zh="“{field}”不是字段名。",
    en="“{field}” is not a field name.",
    remedy_zh="请写成如 data.geography 的字段名。",
    remedy_en="Write a field name such as data.geography.",
)
MORE_PROBLEMS = define(
    "workbook.more-problems",
    zh="另有 {count} 处问题没有列出。",
    en="There are {count} more problems that are not listed.",
    remedy_zh="请先改正以上各处，再读取一次。",
    remedy_en="Correct these first and read it again.",
)

BINARY = Both("这是 .xlsb 文件", "it is an .xlsb file")
NO_BOOK = Both("缺少部件 xl/workbook.xml", "its part xl/workbook.xml is missing")
NO_SHEETS = Both("没有工作表", "it has no sheet")
UNREADABLE = Both("内容读不出来", "its content cannot be read")
NOT_WELL_FORMED = Both("XML 写法有误", "its XML is not well-formed")
