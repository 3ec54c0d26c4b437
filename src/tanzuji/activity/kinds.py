"""The words of the base data room: energy carriers, goods, evidence, ways of reading."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.text import Text


def _names(**names: tuple[str, str]) -> dict[str, Text]:
    return {key: Text(zh=zh, en=en) for key, (zh, en) in names.items()}


EVIDENCE_KINDS = _names(
    readings=("抄表与计量记录", "Meter readings"),
    calibration=("检定或校准证书", "Calibration certificate"),
    purchase=("采购与发票", "Purchase or invoice"),
    production=("生产统计", "Production record"),
    laboratory=("检测报告", "Laboratory report"),
    verified_report=("经核查的温室气体报告", "Verified greenhouse gas report"),
    energy_monitoring=("用能监测数据", "Energy monitoring data"),
    contract=("合同与凭证", "Contract or certificate"),
    publication=("出版物与公告", "Publication or announcement"),
    other=("其他", "Other"),
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a meter measures; `unit` is that of its totals, to which all units of its meters convert."""

    name: Text
    unit: str


CARRIERS: dict[str, Carrier] = {
    "electricity": Carrier(Text(zh="电力", en="Electricity"), "kWh"),
    "own_electricity": Carrier(Text(zh="自发电（余热、光伏）", en="Electricity of one's own"), "kWh"),
    "natural_gas": Carrier(Text(zh="天然气", en="Natural gas"), "m3"),
    "coal": Carrier(Text(zh="煤", en="Coal"), "t"),
    "diesel": Carrier(Text(zh="柴油", en="Diesel"), "t"),
    "heat": Carrier(Text(zh="热力（蒸汽、热水）", en="Heat (steam, hot water)"), "GJ"),
    "water": Carrier(Text(zh="水", en="Water"), "m3"),
    "compressed_air": Carrier(Text(zh="压缩空气", en="Compressed air"), "m3"),
    "material": Carrier(Text(zh="物料（皮带秤、地磅）", en="Material (belt scale, weighbridge)"), "t"),
}
"""Energy carriers and materials that are metered."""

METER_KINDS = _names(
    cumulative=("累计表：读表底数", "Cumulative: the register is read"),
    interval=("区间量：每期用量", "Interval: the amount of each period"),
)

GOOD_KINDS = _names(
    fuel=("燃料", "Fuel"),
    material=("原料", "Material"),
    auxiliary=("辅料", "Auxiliary"),
    packaging=("包装", "Packaging"),
    waste=("废弃物", "Waste"),
)

WHATS = _names(
    register=("表底数", "Register value"),
    amount=("用量", "Amount"),
    received=("购进", "Received"),
    stock=("盘存", "Stock"),
    output=("产量", "Output"),
)
"""What a reading states: of meters a register or an amount, of goods what came in or lies there, of products output."""

READING_EVENTS = _names(
    rollover=("走满一圈回零", "Register rolled over"),
    exchange=("换表", "Meter exchanged"),
)

UPLOAD_KINDS = _names(
    readings=("抄表读数", "Meter readings"),
    purchases=("燃料与采购", "Fuels and purchases"),
    outputs=("产量", "Output"),
)

METER_STATES = _names(
    active=("在用，检定有效", "Active, calibrated"),
    overdue=("检定过期", "Calibration overdue"),
    uncalibrated=("没有检定记录", "Never calibrated"),
    exempt=("在用，不需检定", "Active, exempt"),
    retired=("已停用", "Retired"),
)

ALLOCATION_METHODS = _names(
    direct=("专用：全部归一个产品", "Dedicated: all to one product"),
    output=("按产量（可加系数）", "By output (with factors)"),
    given=("按给定比例", "By stated shares"),
)

FLAWS = _names(
    no_key=("没有设定这段时间归哪些产品", "no key says which products bear it then"),
    output=(
        "按产量分摊，而产量没有记满这段时间或全为零",
        "it is shared by output, which is not booked throughout or is zero",
    ),
    unread=("没有读数", "it was not read"),
    below=("读数的时间比下级表少", "it was read for less time than its sub-meters"),
    negative=("下级表合计比它还多", "its sub-meters counted more than it did"),
    stocks=(
        "没有两头都盘存，也不是每月都有记录",
        "stocks were not counted at both ends, and not every month is booked",
    ),
)
"""Why what a product bears of a source is not known."""

REPORT_KINDS = _names(
    ghg=("经核查的温室气体报告", "Verified greenhouse gas report"),
    energy=("用能监测数据", "Energy monitoring data"),
)

REPORT_STATES = _names(
    kept=("仅本单位可见", "Seen by its owner alone"),
    handed=("已交归集", "Handed in"),
    accepted=("已归集", "Collected"),
    returned=("已退回", "Returned"),
)

PLAN_WAYS = _names(
    meter=("计量器具", "Meter"),
    good=("台账", "Ledger of purchases"),
    laboratory=("检测", "Laboratory"),
    supplier=("供应商提供", "Stated by a supplier"),
    estimate=("估算", "Estimate"),
)

PLAN_STATES = _names(
    draft=("草稿", "Draft"), approved=("已批准", "Approved"), replaced=("已被替代", "Replaced")
)

FREQUENCIES = _names(
    continuous=("连续", "Continuous"),
    shift=("每班", "Every shift"),
    day=("每日", "Daily"),
    month=("每月", "Monthly"),
    batch=("每批", "Every batch"),
    year=("每年", "Yearly"),
)
