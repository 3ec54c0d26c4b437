"""The frame of a study's pages: name, state, what may be done now, tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tanzuji.footprints import queries
from tanzuji.footprints.models import Study, Version
from tanzuji.footprints.references import has_origin
from tanzuji.footprints.states import STUDY
from tanzuji.parties.acting import Acting
from tanzuji.web.language import say


def frame(acting: Acting, study: Study, here: str, *, version: Version | None = None) -> dict[str, Any]:
    """Context of `footprints/frame.html`; `here` is the key of the current tab."""
    standing = queries.standing(acting, study)
    return {
        "room": "footprints",
        "study": study,
        "version": version,
        "newest_number": standing.number,
        "state_names": STUDY.states,
        "action_names": STUDY.actions,
        "may": dict(STUDY.next(study.state, standing)),
        "tabs": tabs(study, acting),
        "here": here,
        "open_comments": standing.open_comments,
    }


def tabs(study: Study, acting: Acting) -> list[tuple[str, str, str]]:
    """Key, words and address of every tab; that of the reference model where there is one, or could be."""
    findings = study.errors + study.warnings
    models = has_origin(study) or acting.organisation.kind == "research" or acting.mandated("models")
    names = (
        ("scope", say("目的与范围", "Goal and scope")),
        ("inventory", say("清单", "Inventory")),
        ("checks", say("规则检查", "Rule checks") + (f" {findings}" if findings else "")),
        ("result", say("结果", "Result")),
        ("scenarios", say("情景", "Scenarios")),
        ("what_if", say("推演", "What if")),
        ("standards", say("多标准", "Standards")),
        ("versions", say("版本与评审", "Versions and review")),
        ("report", say("报告与导出", "Report and export")),
        ("product", say("发布与使用", "Publishing and use")),
        *((("reference", say("参考模型", "Reference model")),) if models else ()),
    )
    return [(key, words, reverse(f"footprints:{key}", args=[study.id])) for key, words in names]
