"""Results of the draft and of versions: summary, footprint, findings, figures, comparison, reports."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja.params.functions import Query

from tanzuji.documents.comparisons import Comparison
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.quality_schemes import scheme_named
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.uncertainty import FootprintUncertainty, UncertaintyComparison
from tanzuji.figures import standalone, table_csv
from tanzuji.footprints import messages, queries, reporting
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import document, study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.live import Live
from tanzuji.footprints.models import Study, Version
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.differences import compared
from tanzuji.footprints.pages.results.drawings import DRAWN, drawing
from tanzuji.footprints.uncertain import NO_SCHEME, Options, comparison_of, uncertainty_of
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.api import JobAnswer, job_answer
from tanzuji.parties.access import acting
from tanzuji.web.answers import absent
from tanzuji.web.api import both, refusals
from tanzuji.web.downloads import TYPES, attachment

VERSION: int | None = Query(
    None, ge=1, le=1_000_000, description="a version; without it the draft as it stands"
)


def _version(study: Study, number: int | None) -> Version | None:
    return queries.version(study, number) if number else None


def _computed(study: Study) -> Live:
    """The draft's result with scenarios. Raises what keeps it from being computed."""
    result = queries.draft_result(study, scenarios=True)
    if result.footprint is None:
        raise CodedError([messages.NOT_COMPUTED.problem(), *result.problems])
    return result


def _footprint(study: Study, number: int | None) -> Footprint:
    version = _version(study, number)
    footprint = queries.footprint(version) if version else _computed(study).footprint
    assert footprint is not None  # `_computed` would have raised
    return footprint


@router.get(
    "{uuid:study_id}/result", response={200: schemas.ResultAnswer, **refusals(404)}, summary="Read the result"
)
def get_result(request: HttpRequest, study_id: UUID, version: int | None = VERSION) -> schemas.ResultAnswer:
    """Total, lines and stages of the draft or of a version; what is wrong where the draft cannot be computed."""
    study = study_of(request, study_id)
    chosen = _version(study, version)
    if chosen is None:
        live, revision, digest = queries.draft_result(study), study.revision, study.digest
    else:
        footprint = queries.footprint(chosen)
        live = Live(footprint.model, footprint, queries.findings(chosen))
        revision, digest = chosen.revision, chosen.digest
    return schemas.ResultAnswer(
        **answers.summary(live),
        revision=revision,
        version=version,
        digest=digest,
        footprint_id=live.footprint.id if live.footprint else None,
        result_digest=live.footprint.result_digest if live.footprint else None,
    )


@router.get(
    "{uuid:study_id}/footprint", response={200: Footprint, **refusals(404)}, summary="Read the footprint"
)
def get_footprint(request: HttpRequest, study_id: UUID, version: int | None = VERSION) -> HttpResponse:
    """The footprint document: every contribution down to its factor. A version's is given as it was frozen."""
    study = study_of(request, study_id)
    chosen = _version(study, version)
    if chosen is not None:
        return document(chosen.footprint, ETag=f'"{chosen.result_digest}"')
    return document(_footprint(study, None).plain())


@router.get(
    "{uuid:study_id}/findings", response={200: CheckResult, **refusals(404)}, summary="Read the findings"
)
def get_findings(request: HttpRequest, study_id: UUID, version: int | None = VERSION) -> HttpResponse:
    """What the rules found, with the place in the model, the rule and its authority."""
    study = study_of(request, study_id)
    chosen = _version(study, version)
    if chosen is not None:
        return document(chosen.checked)
    check = _computed(study).check
    return document(check.plain() if check else {})


@router.get(
    "{uuid:study_id}/figures",
    response={200: list[schemas.FigureRow], **refusals(404)},
    summary="List figures",
)
def list_figures(
    request: HttpRequest, study_id: UUID, version: int | None = VERSION
) -> list[schemas.FigureRow]:
    """The figures that have something to show."""
    footprint = _footprint(study_of(request, study_id), version)
    query = f"?version={version}" if version else ""
    found = ((name, drawing(footprint, name, lang="en")) for name in DRAWN)
    return [
        schemas.FigureRow(
            name=name,
            title=both(figure.title),
            **{form: reverse("api:figure", args=[study_id, name, form]) + query for form in ("svg", "csv")},
        )
        for name, figure in found
        if figure is not None
    ]


@router.get(
    "{uuid:study_id}/figures/{slug:name}.{slug:form}",
    response=refusals(404),
    summary="Fetch a figure",
    url_name="figure",
    openapi_extra={
        "responses": {
            200: {"description": "Drawing or numbers", "content": {"image/svg+xml": {}, "text/csv": {}}}
        }
    },
)
def get_figure(
    request: HttpRequest,
    study_id: UUID,
    name: str,
    form: str,
    language: Literal["zh", "en"] = "zh",
    version: int | None = VERSION,
) -> HttpResponse:
    """A drawing as `svg`, which needs nothing else, or its numbers as `csv` at full precision."""
    footprint = _footprint(study_of(request, study_id), version)
    figure = drawing(footprint, name, lang=language) if name in DRAWN and form in ("svg", "csv") else None
    if figure is None:
        raise absent()
    text = standalone(figure.svg) if form == "svg" else table_csv(figure)
    return attachment(text.encode(), f"{name}.{form}", TYPES[form])


@router.get(
    "{uuid:study_id}/comparison", response={200: Comparison, **refusals(404)}, summary="Compare two versions"
)
def get_comparison(
    request: HttpRequest,
    study_id: UUID,
    before: int = Query(..., ge=1, le=1_000_000, description="number of the earlier version"),
    after: int | None = Query(None, ge=1, le=1_000_000, description="of the later one; without it the draft"),
) -> HttpResponse:
    """The difference split into effects of the method, step by step, and the real change, line by line.

    Where the versions are not comparable the answer holds the reasons and no numbers.
    """
    study = study_of(request, study_id)
    if after is None:
        _computed(study)
    found = compared(edition.chosen(study, str(before)), edition.chosen(study, str(after) if after else None))
    if found is None:
        raise absent()
    return document(found.plain())


SCHEME = Query(
    "pedigree",
    description="data-quality scheme that turns scores into variances where no distribution is stated; `none`: it does not",
)
DERIVE = Query(True, description="derive scores that nobody stated from kind, years and area of the data")


def _options(scheme: str, derive: bool, iterations: int, seed: int) -> Options:
    if scheme != NO_SCHEME:
        scheme_named(scheme)  # says which there are
    return Options(None if scheme == NO_SCHEME else scheme, iterations, derive, seed)


@router.get(
    "{uuid:study_id}/uncertainty",
    response={200: FootprintUncertainty, **refusals(404)},
    summary="Read the uncertainty",
)
def get_uncertainty(
    request: HttpRequest,
    study_id: UUID,
    version: int | None = VERSION,
    scheme: str = SCHEME,
    derive: bool = DERIVE,
    iterations: int = Query(1000, ge=100, le=10_000),
    seed: int = Query(0, ge=0, le=2**53 - 1),
    sobol: bool = Query(True, description="whether to compute Sobol indices of the inputs that matter most"),
) -> HttpResponse:
    """Interval, histogram, stages and lines of a Monte Carlo run, what moves the result, and data quality.

    The same inputs and seed give the same answer.
    """
    study = study_of(request, study_id)
    chosen = _version(study, version)
    releases = chosen.releases if chosen else study.releases
    options = _options(scheme, derive, iterations, seed)
    found = uncertainty_of(_footprint(study, version), releases, options, sobol=sobol)
    if found.uncertainty is None:
        raise CodedError(found.problems)
    return document(found.uncertainty.plain())


@router.get(
    "{uuid:study_id}/uncertainty/comparison",
    response={200: UncertaintyComparison, **refusals(404)},
    summary="Compare two versions on common samples",
)
def get_uncertainty_comparison(
    request: HttpRequest,
    study_id: UUID,
    before: int = Query(..., ge=1, le=1_000_000, description="number of the earlier version"),
    after: int | None = Query(None, ge=1, le=1_000_000, description="of the later one; without it the draft"),
    scheme: str = SCHEME,
    derive: bool = DERIVE,
    iterations: int = Query(1000, ge=100, le=10_000),
    seed: int = Query(0, ge=0, le=2**53 - 1),
) -> HttpResponse:
    """How likely it is that the later version is lower, and the distribution of the difference."""
    study = study_of(request, study_id)
    if after is None:
        _computed(study)
    options = _options(scheme, derive, iterations, seed)
    one, other = edition.chosen(study, str(before)), edition.chosen(study, str(after) if after else None)
    told = compared(one, other)
    if told is None or one.footprint is None or other.footprint is None:
        raise absent()
    if not told.comparable:
        raise messages.NOT_COMPARABLE.error(
            reasons_zh="；".join(reason.text.to("zh") for reason in told.reasons),
            reasons_en=" ".join(reason.text.to("en") for reason in told.reasons),
        )
    found = comparison_of((one.footprint, one.releases), (other.footprint, other.releases), options)
    return document(found.plain())


@router.post("{uuid:study_id}/reports", response={202: JobAnswer, **refusals(404)}, summary="Make a report")
def post_report(
    request: HttpRequest, study_id: UUID, report: schemas.ReportRequest, key: str | None = KEY
) -> HttpResponse:
    """Starts a job that writes the study report; `GET /api/jobs/{id}` tells its progress, `…/result` gives the file."""

    def make() -> JobAnswer:
        study = study_of(request, study_id)
        chosen = _version(study, report.version)
        job_id = reporting.start(
            acting(request),
            study,
            form=report.form,
            told=report.language,
            version=chosen.number if chosen else None,
            language=report.language,
        )
        return job_answer(jobs.job(acting(request), job_id))

    return repeatable(request, key, make, status=202)
