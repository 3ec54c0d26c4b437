"""What can be wrong with a list of factors, each with its remedy."""

from __future__ import annotations

from tanzuji.documents.errors import define

TOO_LARGE = define(
    "factors.too-large",
    zh="“{file}”过大：{what_zh}超过 {limit}。",
    en="“{file}” is too large: more than {limit} {what_en}.",
    remedy_zh="请分成几个文件，或删去用不到的行列。",
    remedy_en="Split it into several files, or delete the rows and columns that are not needed.",
)
ENCODING = define(
    "factors.encoding",
    zh="“{file}”的文字编码认不出来（试过 {tried}）。",
    en="The text of “{file}” is in an unknown encoding (tried {tried}).",
    remedy_zh="请另存为 UTF-8 或 GB18030（GBK）编码的 CSV，或另存为 Excel 工作簿。",
    remedy_en="Save it as CSV in UTF-8 or GB18030 (GBK), or as an Excel workbook.",
)
NOT_TEXT = define(
    "factors.not-text",
    zh="“{file}”含有空字符，不是文本文件。",
    en="“{file}” holds NUL characters and is no text file.",
    remedy_zh="请从原来的程序重新导出 CSV。",
    remedy_en="Export the CSV again from the program it came from.",
)
BAD_CSV = define(
    "factors.bad-csv",
    zh="第 {row} 行不能按 CSV 读取：引号没有成对，或单元格超过 {limit} 个字符。",
    en="Row {row} cannot be read as CSV: a quote is not closed, or a cell has more than {limit} characters.",
    remedy_zh="请检查这一行的引号。",
    remedy_en="Check the quotes in this row.",
)
EMPTY = define(
    "factors.empty",
    zh="“{file}”里没有表格。",
    en="There is no table in “{file}”.",
    remedy_zh="请选择有因子的文件或工作表。",
    remedy_en="Choose a file or sheet with factors in it.",
)
NO_SHEET = define(
    "factors.no-sheet",
    zh="“{file}”没有工作表“{sheet}”。",
    en="“{file}” has no sheet “{sheet}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_COLUMN = define(
    "factors.no-column",
    zh="表里没有列“{header}”。",
    en="The table has no column “{header}”.",
    remedy_zh="表里有：{known}。请改正列的对应。",
    remedy_en="The table has: {known}. Correct the mapping.",
)
MISSING_FIELD = define(
    "factors.missing-field",
    zh="没有一列对应“{field_zh}”，也没有给出统一的值。",
    en="No column stands for “{field_en}”, and no value for all rows is given.",
    remedy_zh="请指定对应的列，或填写一个统一的值。",
    remedy_en="Choose the column, or state one value for all rows.",
)
TWICE = define(
    "factors.field-twice",
    zh="“{field_zh}”对应了两列：“{one}”和“{other}”。",
    en="“{field_en}” stands for two columns: “{one}” and “{other}”.",
    remedy_zh="请只保留一列。",
    remedy_en="Keep one of them.",
)
NO_ROWS = define(
    "factors.no-rows",
    zh="表头以下没有一行带有数值。",
    en="No row below the header has a value.",
    remedy_zh="请检查表头所在的行和数值列。",
    remedy_en="Check which row is the header and which column holds the values.",
)
EMPTY_CELL = define(
    "factors.empty-cell",
    zh="这一行缺少“{field_zh}”。",
    en="The row lacks “{field_en}”.",
    remedy_zh="请补上，或删去这一行。",
    remedy_en="Fill it in, or delete the row.",
)
BAD_NUMBER = define(
    "factors.bad-number",
    zh="“{value}”不能读作数。",
    en="“{value}” cannot be read as a number.",
    remedy_zh="请写成如 0.581 的数；范围请分写到最小值、最大值两列。",
    remedy_en="Write a number such as 0.581; a range goes into columns for minimum and maximum.",
)
AMBIGUOUS_NUMBER = define(
    "factors.ambiguous-number",
    zh="“{value}”里的逗号是小数点还是千位分隔，从表里看不出来，相差 1000 倍。",
    en="Whether the comma in “{value}” marks decimals or thousands cannot be told from the table; it matters 1000-fold.",
    remedy_zh="请在对应关系里写明小数点（decimal）是“.”还是“,”。",
    remedy_en="State in the mapping whether the decimal sign is “.” or “,”.",
)
MIXED_DECIMALS = define(
    "factors.mixed-decimals",
    zh="数值列里小数点既有“.”又有“,”，如“{one}”和“{other}”。",
    en="The columns of numbers use both “.” and “,” as the decimal sign: “{one}” and “{other}”.",
    remedy_zh="请统一写法，或在对应关系里写明小数点（decimal）。",
    remedy_en="Write them alike, or state the decimal sign in the mapping.",
)
UNKNOWN_UNIT = define(
    "factors.unknown-unit",
    zh="不认识单位“{unit}”。",
    en="The unit “{unit}” is not known.",
    remedy_zh="请写成如 kWh、kg、t*km 的单位，或如 kgCO2e/kWh 的因子单位；也可在对应关系里给出换写（units）。",
    remedy_en="Write a unit such as kWh, kg or t*km, or a unit of a factor such as kgCO2e/kWh; or translate it in the mapping (units).",
)
NO_MASS_UNIT = define(
    "factors.no-mass-unit",
    zh="看不出数值“{value}”是千克、克还是吨。",
    en="Whether the value “{value}” is in kilograms, grams or tonnes is not said.",
    remedy_zh="请在对应关系里为这一列写明单位，如 kgCO2e。",
    remedy_en="State the unit of the column in the mapping, for example kgCO2e.",
)
UNITS_DIFFER = define(
    "factors.units-differ",
    zh="同一行的单位不一致：“{one}”与“{other}”。",
    en="The units in the row differ: “{one}” and “{other}”.",
    remedy_zh="请改正其中一个。",
    remedy_en="Correct one of them.",
)
NEEDS_GWP = define(
    "factors.needs-gwp",
    zh="“{gas}”按二氧化碳当量给出，需知道用的是哪一套 GWP 才能换成质量。",
    en="“{gas}” is given as CO2 equivalents; its mass is known only with the GWP set that was used.",
    remedy_zh="请写明 GWP（AR4、AR5 或 AR6）。",
    remedy_en="State the GWP set (AR4, AR5 or AR6).",
)
REPEATED = define(
    "factors.repeated",
    zh="与 {other} 说的是同一个因子（名称、类别、地区、年份、单位都相同）。",
    en="States the same factor as {other}: name, category, region, year and unit are equal.",
    remedy_zh="请删去一行，或加一列编号（id）区分。",
    remedy_en="Delete one row, or tell them apart by a column of ids.",
)
MERGED_NUMBER = define(
    "factors.merged-number",
    zh="数值单元格 {cells} 是合并的，不知道它属于哪一行。",
    en="The cells {cells} with a number are merged, so it is unclear which row it belongs to.",
    remedy_zh="请取消合并，在每一行写上数值。",
    remedy_en="Unmerge them and write the number in every row.",
)
DATE_FOR_NUMBER = define(
    "factors.date-for-number",
    zh="这个单元格是日期 {value}，应为数。",
    en="The cell is the date {value} where a number belongs.",
    remedy_zh="Excel 可能把数误认作日期，请改正单元格格式和内容。",
    remedy_en="Excel may have taken a number for a date; correct the cell.",
)
NOT_A_YEAR = define(
    "factors.not-a-year",
    zh="“{value}”里看不出年份。",
    en="No year can be read from “{value}”.",
    remedy_zh="请写成 2024 或 2021-2023。",
    remedy_en="Write 2024 or 2021-2023.",
)
NOT_A_CHOICE = define(
    "factors.not-a-choice",
    zh="“{value}”不在可选值之中。",
    en="“{value}” is not one of the choices.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)

# What a person should know though the list was read.
TEXT_NUMBERS = define(
    "factors.text-numbers",
    zh="{count} 个数是以文本存的（{cells}），已按数读取。",
    en="{count} numbers were stored as text ({cells}) and read as numbers.",
    remedy_zh="如读错，请改正文件后重新读入。",
    remedy_en="If one was read wrongly, correct the file and read it again.",
)
NO_VALUE = define(
    "factors.no-value",
    zh="{count} 行没有数值（{cells}），没有读入。",
    en="{count} rows have no value ({cells}) and were left out.",
    remedy_zh="如需要，请补上数值。",
    remedy_en="Fill in the value if they are needed.",
)
NOT_ROWS = define(
    "factors.not-rows",
    zh="{count} 行不是因子，而是小标题或注释（{cells}），没有读入。",
    en="{count} rows are headings or remarks, no factors ({cells}), and were left out.",
    remedy_zh="如其中有因子，请补上名称和单位。",
    remedy_en="If one is a factor, add its name and unit.",
)
TOTAL_DIFFERS = define(
    "factors.total-differs",
    zh="{count} 行的合计与各气体之和不符（{cells}），采用合计。",
    en="In {count} rows the total is not the sum of the gases ({cells}); the total was taken.",
    remedy_zh="请核对原表；确认分气体正确时，可不读合计列。",
    remedy_en="Check the original; where the gases are right, leave the column of totals out.",
)
REGION_AS_WRITTEN = define(
    "factors.region-as-written",
    zh="不认识 {count} 个地区（{names}），照原文保存。",
    en="{count} regions are not known ({names}) and were kept as written.",
    remedy_zh="请用如 CN、CN-GD、GLO 的代码或常用国名、省名。",
    remedy_en="Use codes such as CN, CN-GD or GLO, or common names of countries and provinces.",
)
TAKEN_FOR_CO2E = define(
    "factors.taken-for-co2e",
    zh="{count} 个数（{cells}）没有写明气体，按二氧化碳当量读取。",
    en="{count} values ({cells}) state no gas and were taken for CO2 equivalents.",
    remedy_zh="如不是，请在对应关系里为这一列写明气体，或加一列“气体”。",
    remedy_en="If they are not, state the gas of the column in the mapping, or add a column “gas”.",
)
WORDS_KEPT = define(
    "factors.words-kept",
    zh="{count} 处描述（{cells}）不是固定的选项或年份，原文记入备注。",
    en="{count} descriptions ({cells}) are none of the fixed choices, or no year; they were kept in the note as written.",
    remedy_zh="需要筛选时，请改成固定的选项，如“摇篮到大门”“燃烧”，或写明年份。",
    remedy_en="To filter by them, use the fixed choices such as cradle to gate or combustion, or state the year.",
)
COLUMN_IGNORED = define(
    "factors.column-ignored",
    zh="列“{header}”没有对应的字段，没有读取。",
    en="The column “{header}” stands for no field and was not read.",
    remedy_zh="如有用，请为它指定字段。",
    remedy_en="Choose a field for it if it matters.",
)
SHEETS_LEFT = define(
    "factors.sheets-left",
    zh="只读了工作表“{sheet}”，其余没有读：{others}。",
    en="Only the sheet “{sheet}” was read, not: {others}.",
    remedy_zh="需要时，请另选工作表再读一次。",
    remedy_en="Choose another sheet and read again where needed.",
)
NOT_GASES = define(
    "factors.other-gas",
    zh="“{value}”不是“气体 = 数”的列表。",
    en="“{value}” is no list of “gas = number”.",
    remedy_zh="请写成如 HFC-134a = 0.2; CO2@biogenic = 1.5。",
    remedy_en="Write it like HFC-134a = 0.2; CO2@biogenic = 1.5.",
)
