"""Background work of the footprints room: reports, and studies from large files."""

from __future__ import annotations

import json
from typing import Any

from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.footprints import messages, queries, services, shelf
from tanzuji.footprints.exchange import title
from tanzuji.footprints.live import as_text, live
from tanzuji.footprints.models import Study
from tanzuji.footprints.services.once import Answer, once
from tanzuji.footprints.uncertain import uncertainty_of
from tanzuji.formats.models import read_model_with_notices
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.parties.acting import Acting
from tanzuji.reports import build_report, write_data_workbook, write_docx, write_html, write_json, write_pdf
from tanzuji.web.downloads import TYPES, file_name

FORMS: dict[str, Text] = {
    "pdf": Text(zh="PDF，排好版的报告", en="PDF, typeset"),
    "docx": Text(zh="Word（.docx），可修改", en="Word (.docx), to be edited"),
    "html": Text(zh="网页（.html），可离线打开", en="Web page (.html), opens offline"),
    "xlsx": Text(zh="Excel 数据表（.xlsx）", en="Excel tables (.xlsx)"),
    "json": Text(
        zh="JSON，足迹文件，供程序和复算", en="JSON, the footprint document, for programs and recomputation"
    ),
}
"""Forms of a report."""

REPORT = "footprints.report"
CREATE = "footprints.create-from-file"

_COMPUTING = Text(zh="计算", en="Computing")
_ARRANGING = Text(zh="编排报告", en="Arranging the report")
_WRITING = Text(zh="写成文件", en="Writing the file")
_READING = Text(zh="读取文件", en="Reading the file")
_STORING = Text(zh="保存并计算", en="Storing and computing")


@work(REPORT)
def report(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    """The report of a version, or of the draft as it stood at `revision`, in one form and language."""
    study = queries.study(acting, parameters["study"])
    form, told = parameters["form"], parameters["language"]
    progress.tell(0, 3, _COMPUTING)
    footprint, check, edition = _edition(study, parameters)
    stands_on = (
        queries.version(study, parameters["version"]).releases
        if parameters.get("version")
        else parameters["releases"]
    )
    unsure = None if form == "json" else uncertainty_of(footprint, stands_on, sobol=True).uncertainty
    progress.tell(1, 3, _ARRANGING)
    content = _written(footprint, check, unsure, form, told, progress)
    progress.tell(3, 3, _WRITING)
    stem = f"{title(study, told)}-{edition}" + ("" if form == "json" else f".{told}")
    return Result(file_name(stem, form), TYPES[form], content)


def _edition(study: Study, parameters: dict[str, Any]) -> tuple[Footprint, CheckResult | None, str]:
    """Footprint, findings and name of what the report is about. Raises what keeps a draft from being computed."""
    if parameters.get("version"):
        version = queries.version(study, parameters["version"])
        return queries.footprint(version), queries.findings(version), f"v{version.number}"
    revision = parameters["revision"]
    plain = json.loads(study.document) if revision == study.revision else queries.document_at(study, revision)
    result = live(as_text(plain), digest(plain), parameters["releases"], scenarios=True)
    if result.footprint is None:
        raise CodedError([messages.NOT_COMPUTED.problem(), *result.problems])
    return result.footprint, result.check, f"r{revision}"


def _written(
    footprint: Footprint,
    check: CheckResult | None,
    unsure: FootprintUncertainty | None,
    form: str,
    language: Language,
    progress: Progress,
) -> bytes:
    if form == "xlsx":
        return write_data_workbook(footprint, check, unsure, language=language)
    if form == "json":
        return write_json(footprint)
    arranged = build_report(footprint, check, unsure, language=language)
    progress.tell(2, 3, _WRITING)
    if form == "pdf":
        return write_pdf(arranged)
    return write_docx(arranged) if form == "docx" else write_html(arranged).encode()


@work(CREATE)
def create_from_file(
    acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language
) -> Result:
    """A study from a large file; a second attempt finds the study of the first."""
    progress.tell(0, 2, _READING)
    model, _ = read_model_with_notices(progress.upload, name=parameters["name"])
    releases = shelf.chosen_releases(parameters["releases"], acting)
    progress.tell(1, 2, _STORING)

    def make() -> Answer:
        return Answer(201, str(services.create(acting, model, releases, origin=parameters["name"]).id))

    made = once(acting, progress.key, digest(model), make)
    progress.tell(2, 2)
    return Result(page=f"/studies/{made.body}/")
