"""What can be wrong with a label before it is drawn."""

from __future__ import annotations

from tanzuji.documents.errors import define

INCOMPLETE = define(
    "label.incomplete",
    zh="标识上缺少{what}，因此没有绘制。",
    en="The label lacks {what}, so it was not drawn.",
    remedy_zh="标识必须标明数值、单位、声明单位或功能单位、系统边界、有效期、编号和出具者。请在证书的数据里补上。",
    remedy_en="A label always bears value, unit, declared or functional unit, boundary, validity, number and issuer. "
    "Add it to the facts of the certificate.",
)
NO_RATING = define(
    "label.no-rating",
    zh="没有可用的{what}，不能绘制这种标识。",
    en="There is no {what} to draw this kind of label with.",
    remedy_zh="得分和等级只在限定值、基准值和标杆值已公布且可比时才有。请改用数值型。",
    remedy_en="Score and grade exist only where comparable limit, reference and best values are published. "
    "Use the numeric label.",
)
UNKNOWN_KIND = define(
    "label.unknown-kind",
    zh="没有“{given}”这种{what}。",
    en="“{given}” is no {what} of a label.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
TOO_SMALL = define(
    "label.text-too-small",
    zh="“{text}”在这个尺寸上的字高不足 {least} mm，印出来读不清。",
    en="“{text}” would be less than {least} mm high at this size and could not be read in print.",
    remedy_zh="请改用大一号的标识，或缩短这段文字。",
    remedy_en="Use the next larger label, or shorten the text.",
)
CODE_TOO_FINE = define(
    "label.code-too-fine",
    zh="网址 {address} 太长：二维码的一个模块只有 {module} mm，小于 {least} mm，扫不出来。",
    en="The address {address} is too long: a module of the QR code would be {module} mm, less than {least} mm, "
    "and would not scan.",
    remedy_zh="请改用大一号的标识，或为系统设置更短的网址。",
    remedy_en="Use the next larger label, or give the installation a shorter address.",
)
NO_GLYPH = define(
    "label.no-glyph",
    zh="标识的字体里没有“{character}”（{code}），出现在“{text}”。",
    en="The face of the label has no “{character}” ({code}), which “{text}” holds.",
    remedy_zh="请换一个字符，例如用规范汉字代替表情符号或异体字。",
    remedy_en="Write it with other characters, for instance without emoji or rare variants.",
)
BAD_GTIN = define(
    "label.bad-gtin",
    zh="“{gtin}”不是有效的商品条码（GTIN）：应为 8、12、13 或 14 位数字，最后一位是校验位。",
    en="“{gtin}” is no GTIN: it has 8, 12, 13 or 14 digits, of which the last is the check digit.",
    remedy_zh="请核对商品条码，或留空。",
    remedy_en="Check the bar code of the product, or leave it empty.",
)
