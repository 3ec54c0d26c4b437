"""What the workbook says to the person who fills it: a guide and a few rows as example."""

from __future__ import annotations

GUIDE: tuple[tuple[str, str], ...] = (
    ("产品模型工作簿", "Product model workbook"),
    (
        "加粗的表头和项目必填，其余可留空。表名、表头和项目名请勿改动；列的顺序可以调整。",
        "Bold headers and items are required, others may stay empty. Keep names of sheets, headers and items; "
        "columns may change places.",
    ),
    (
        "先填“产品”，再在“过程”中为每道工序写一行，然后在其他表中用“过程”列指明每一行属于哪个过程。",
        "Fill “Product” first, then one row a process in “Processes”; in the other sheets, column “Process” tells "
        "which process a row belongs to.",
    ),
    (
        "用量是一次运行的量：过程有产出量时按该产出量计，没有产出量时按产品的一个单位计。不知道的用量请留空，不要写 0。",
        "Amounts are per run: per the output of the process, or per unit of the product where it has no output. "
        "Leave unknown amounts empty; do not write 0.",
    ),
    (
        "数字用小数点“.”，不写单位和千位分隔。公式写在“公式”列，不加等号，例如 mass*1.02；参数在“参数”表中定义。",
        "Numbers take a decimal point, no unit and no thousands separator. Formulas go into column “Formula” without "
        "the equals sign, e.g. mass*1.02; parameters are defined in sheet “Parameters”.",
    ),
    (
        "数据集写背景数据库中的标识；多个标识用分号隔开，其因子相加。",
        "Datasets are ids of the background library; with semicolons between several, whose factors add up.",
    ),
    (
        "“其他”表以 JSON 保存少用的内容：行键对应某一行的“其他键”，行键为空时属于整个模型。",
        "Sheet “More” keeps rarely used content as JSON: the row key names the “More key” of a row; without row key "
        "it belongs to the model.",
    ),
    (
        "请勿合并单元格，勿隐藏有内容的行、列和工作表；“说明”和“示例”不会被读取。",
        "Do not merge cells; do not hide rows, columns or sheets with content. “Readme” and “Example” are never read.",
    ),
)

EXAMPLE_ROWS: tuple[tuple[tuple[str, str], tuple[tuple[str | float, ...], ...]], ...] = (
    (
        ("产品", "Product"),
        (
            ("模型标识 / Model id", "paper-cup"),
            ("产品名称 / Product name", "纸杯", "Paper cup"),
            ("单位类型 / Kind of unit", "声明单位 / Declared unit"),
            ("单位数量 / Unit amount", 1000.0),
            ("计量单位 / Unit of measure", "piece"),
            ("单位描述 / Unit description", "1000 只 250 ml 纸杯", "1000 cups of 250 ml"),
            ("系统边界 / System boundary", "从摇篮到大门 / Cradle to gate"),
        ),
    ),
    (
        ("过程", "Processes"),
        (
            ("标识 / Id", "名称 / Name", "阶段 / Stage"),
            ("forming", "成型", "制造 / Manufacturing"),
        ),
    ),
    (
        ("物料清单", "Bill of materials"),
        (
            (
                "过程 / Process",
                "名称 / Name",
                "用量 / Amount",
                "公式 / Formula",
                "单位 / Unit",
                "数据集 / Datasets",
            ),
            ("forming", "原纸", "", "cup_mass*1000*1.03", "g", "paper-board"),
            ("forming", "聚乙烯淋膜", 0.62, "", "kg", "ldpe-film"),
        ),
    ),
    (
        ("能源", "Energy"),
        (
            (
                "过程 / Process",
                "名称 / Name",
                "用量 / Amount",
                "单位 / Unit",
                "电力来源 / Electricity",
                "数据集 / Datasets",
            ),
            ("forming", "电", 18.5, "kWh", "电网 / Grid", "cn-grid-2024"),
        ),
    ),
    (
        ("参数", "Parameters"),
        (
            ("参数名 / Parameter", "数值 / Value", "单位 / Unit", "说明 / Description"),
            ("cup_mass", 9.5, "g", "每只纸杯的质量"),
        ),
    ),
)
