"""The rule check in the report: counts, findings with remedies, and what is left to a person."""

from __future__ import annotations

from tanzuji.documents.rules import Finding
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Bullets, Column, Paragraph, Row, Table
from tanzuji.reports.opening import check_sentence
from tanzuji.reports.study import Study


def findings(study: Study) -> tuple[Block, ...]:
    """What the check found, on whose authority, and what only a person can judge."""
    say, check = study.say, study.check
    if check is None:
        return (Paragraph(say("未检查。", "Not checked."), "note"),)
    packs = say("；", "; ").join(
        f"{p.number or p.id} {p.title.to(study.language)}{say('，版本 ', ', version ')}{p.version}"
        for p in check.packs
    )
    blocks: list[Block] = [
        Paragraph(
            study.sentences(check_sentence(study), say(f"所用规则：{packs}。", f"Rules used: {packs}."))
        )
    ]
    if check.findings:
        blocks.append(
            Table(
                say("发现", "Findings"),
                (
                    Column(say("规则", "Rule"), "code", 1.3),
                    Column(say("级别", "Severity"), weight=0.8),
                    Column(say("发现与补救", "Finding and remedy"), weight=3.8),
                    Column(say("依据", "Authority"), weight=1.8),
                ),
                tuple(_finding(study, finding) for finding in check.findings),
            )
        )
    if check.notes:
        blocks.append(Paragraph(say("仍需由人判断：", "Still for a person to judge:")))
        mark = say("：", ": ")
        blocks.append(
            Bullets(
                tuple(f"{n.title.to(study.language)}{mark}{n.text.to(study.language)}" for n in check.notes)
            )
        )
    blocks.append(
        Paragraph(
            say(
                "规则检查不等于核查；通过检查不表示符合标准。",
                "A rule check is not a verification; passing it does not prove conformity with a standard.",
            ),
            "note",
        )
    )
    return tuple(blocks)


def _finding(study: Study, finding: Finding) -> Row:
    parts = [finding.message.to(study.language), finding.remedy.to(study.language)]
    if finding.path:
        parts.append(study.say(f"（{finding.path}）", f"({finding.path})"))
    return Row(
        (
            finding.rule,
            study.word(wording.SEVERITIES, finding.severity),
            study.sentences(*parts),
            finding.standing.to(study.language),
        )
    )
