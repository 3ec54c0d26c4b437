"""Who may bring databases in and take them away, and settle matches; and if not, why not."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.acting import Acting
from tanzuji.parties.rights import read_only_token
from tanzuji.web.verdicts import ALLOWED, Verdict

NEEDS_EDITOR = define(
    "library.needs-editor",
    zh="读入和导出数据库需要“核算员”的角色。",
    en="Importing and exporting databases needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色，或请有此角色的同事来做。",
    remedy_en="Ask an administrator of your organisation for the role, or a colleague who holds it.",
)
MATCHING_NEEDS_EDITOR = define(
    "library.matching-needs-editor",
    zh="确认和删除物料匹配需要“核算员”的角色。",
    en="Confirming and forgetting matches needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色，或请有此角色的同事来做。",
    remedy_en="Ask an administrator of your organisation for the role, or a colleague who holds it.",
)
READ_ONLY_TOKEN = read_only_token("library")


def may_import(acting: Acting) -> Verdict:
    """Whether they may bring databases in, and have files of databases made."""
    if not acting.may_write:
        return Verdict(READ_ONLY_TOKEN.problem())
    return ALLOWED if acting.has("editor") else Verdict(NEEDS_EDITOR.problem())


def may_match(acting: Acting) -> Verdict:
    """Whether they may confirm what a line stands on, for everybody of their organisation, and take it back."""
    if not acting.may_write:
        return Verdict(READ_ONLY_TOKEN.problem())
    return ALLOWED if acting.has("editor") else Verdict(MATCHING_NEEDS_EDITOR.problem())
