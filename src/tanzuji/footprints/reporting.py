"""Reports of a study, started as background work."""

from __future__ import annotations

from uuid import UUID

from tanzuji.documents.errors import Language, define
from tanzuji.documents.text import Text
from tanzuji.footprints import queries
from tanzuji.footprints.exchange import title
from tanzuji.footprints.models import Study
from tanzuji.footprints.tasks import FORMS, REPORT
from tanzuji.jobs import services as jobs
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent

UNKNOWN_FORM = define(
    "footprints.unknown-form",
    zh="没有“{form}”这种报告。",
    en="There is no report in the form “{form}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
UNKNOWN_LANGUAGE = define(
    "footprints.unknown-language",
    zh="没有“{language}”这种语言的报告。",
    en="There is no report in the language “{language}”.",
    remedy_zh="可选：zh、en。",
    remedy_en="Must be one of: zh, en.",
)


def number(study: Study, text: str) -> int | None:
    """The version a form names: none for the draft. Raises `web.absent` for one there is not."""
    if text in ("", "draft"):
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise absent()
    return queries.version(study, int(text)).number


def page(study: Study) -> str:
    """The address a study's reports are started from, after /zh or /en."""
    return f"/studies/{study.id}/report/"


def start(
    acting: Acting, study: Study, *, form: str, told: str, version: int | None, language: Language
) -> UUID:
    """The id of a job that writes the report of a version, or of the draft as it stands. Whoever reads may ask for it.

    Raises `footprints.unknown-form`, `footprints.unknown-language`, `jobs.too-many`.
    """
    if form not in FORMS:
        raise UNKNOWN_FORM.error("form", form=form[:20], known=", ".join(FORMS))
    if told not in ("zh", "en"):
        raise UNKNOWN_LANGUAGE.error("language", language=told[:20])
    parameters = {
        "study": str(study.id),
        "version": version,
        "revision": study.revision,
        "releases": study.releases,
        "form": form,
        "language": told,
    }
    zh = f"{title(study, 'zh')[:120]}，{f'版本 {version}' if version else f'草稿 r{study.revision}'}"
    en = f"{title(study, 'en')[:120]}, {f'version {version}' if version else f'draft r{study.revision}'}"
    names = Text(
        zh=f"{zh}，{form.upper()} 报告{'（英文）' if told == 'en' else ''}",
        en=f"{en}, {form.upper()} report{' in Chinese' if told == 'zh' else ''}",
    )
    return jobs.start(acting, REPORT, parameters, title=names, language=language, page=page(study)).id
