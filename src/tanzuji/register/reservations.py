"""What a certificate does not say. A reader takes more from a number than it holds; these sentences stand beside it."""

from __future__ import annotations

from tanzuji.documents.text import Text


def reservations(
    boundary: str, family: str, models: tuple[str, ...], year: str, *, external: bool = False, certified: bool = True
) -> tuple[Text, ...]:  # fmt: skip
    """The sentences for a certificate, by its boundary, family, models and year; the most misread first."""
    found = []
    if not certified:
        found.append(
            Text(
                zh="只经核查机构核查，没有经过认证：没有做现场检查、产品一致性检查、评价与批准。",
                en="It was verified and not certified: there was no on-site inspection, no check of product consistency, no evaluation and no decision of a certification body.",
            )
        )
    if external:
        found.append(
            Text(
                zh="证书由其他机构签发。主管部门核对了证书与所报内容一致，本平台没有核算这个数值。",
                en="The certificate was issued elsewhere. The authority compared what was filed with it; this platform did not compute the value.",
            )
        )
    if boundary in ("cradle_to_gate", "gate_to_gate"):
        found.append(
            Text(
                zh="不含出厂以后的运输、使用和废弃。",
                en="Transport after the gate, use and disposal are not included.",
            )
        )
    if family != "neutrality":
        found.append(
            Text(
                zh="不表示产品“零碳”或“碳中和”：数值没有减去任何碳信用。",
                en="It does not mean “zero carbon” or “carbon neutral”: no carbon credits are taken off the value.",
            )
        )
    found.append(
        Text(
            zh="只有规则、单位和边界都相同的产品才能比较大小。",
            en="Only products under the same rule, unit and boundary can be compared.",
        )
    )
    found.append(
        Text(
            zh="只说温室气体，不说水、污染、安全、质量等其他方面。",
            en="It is about greenhouse gases only, not about water, pollution, safety or quality.",
        )
    )
    if models:
        named = "、".join(models[:6]) + ("等" if len(models) > 6 else "")
        also = ", ".join(models[:6]) + (" …" if len(models) > 6 else "")
        found.append(
            Text(
                zh=f"只适用于列出的型号：{named}。",
                en=f"It covers the models listed only: {also}.",
            )
        )
    if year:
        found.append(
            Text(
                zh=f"依据 {year} 年度的数据，不是您手上这一件的实测。" if year.isdigit() else f"依据的数据：{year}，不是您手上这一件的实测。",
                en=f"It rests on data of {year} and was not measured on the piece in your hand.",
            )
        )  # fmt: skip
    return tuple(found)
