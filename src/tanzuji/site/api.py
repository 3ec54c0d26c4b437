"""The API as a whole: routers of the rooms, one way of saying who acts, one shape of errors. OpenAPI at /api/openapi.json."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja.errors import AuthenticationError, HttpError

from tanzuji import __version__
from tanzuji.activity.api import router as activity
from tanzuji.archive.api import router as archive
from tanzuji.benchmarks.api import router as benchmarks
from tanzuji.campaigns.api import router as campaigns
from tanzuji.certificates.api import router as certificates
from tanzuji.certification.api import router as certification
from tanzuji.contributions.api import router as contributions
from tanzuji.documents.errors import CodedError
from tanzuji.filings.api import router as filings
from tanzuji.footprints.api import products, shelf
from tanzuji.footprints.api import router as footprints
from tanzuji.footprints.api.common import STATUSES as OF_PRECONDITIONS
from tanzuji.footprints.services import Conflicted
from tanzuji.jobs.api import router as jobs
from tanzuji.labels.api import router as labels
from tanzuji.library.api import router as library
from tanzuji.nodes.api import router as nodes
from tanzuji.parties.access import API_AUTH
from tanzuji.parties.api import router as parties
from tanzuji.publications.api import router as publications
from tanzuji.reference_models.api import router as reference_models
from tanzuji.register.api import router as register
from tanzuji.rulebook.api import router as rulebook
from tanzuji.sharing.api import router as sharing
from tanzuji.site.failures import CSRF
from tanzuji.standards.api import router as standards
from tanzuji.supervision.api import router as supervision
from tanzuji.verification.api import router as verification
from tanzuji.web import answers
from tanzuji.web.api import BODY_TOO_LARGE, NOT_READABLE, Api, ReadableJson, StrictParser
from tanzuji.web.api import STATUSES as OF_HTTP
from tanzuji.web.uploads import MAX_UPLOAD
from tanzuji.web.verdicts import Refused

DESCRIPTION = """\
Product carbon footprint management: everything the pages do.

**Who acts.** `Authorization: Bearer <token>`; tokens are issued on the page “organisation › tokens”, speak for one
person in one organisation, and may be read-only. A browser session works as well; writing then needs `X-CSRFToken`.

**Errors** are `{"problems": [{"code", "path", "message": {"zh", "en"}, "remedy": {"zh", "en"}}]}` and leave everything
as it was. Another organisation's id answers exactly like one that does not exist (404).

**Numbers.** Amounts are JSON numbers in the unit named beside them; results are kg CO2e per unit of the study,
unrounded. JSON is read strictly: a repeated key, NaN or a number beyond a double is an error.

**Repeating.** A POST with an `Idempotency-Key` is done once; the same key with the same body gets the same answer
again for a week, with another body 422.

**Together.** A study has a revision that every edit raises. Replacing its model needs `If-Match` with the revision
the change rests on: 428 without, 412 where it is no longer that revision, unless `merge=true` asks for a three-way
merge, which answers 409 with both values where two people changed one place.
"""

api = Api(
    title="tanzuji 碳足迹",
    version=__version__,
    description=DESCRIPTION,
    auth=API_AUTH,
    urls_namespace="api",
    docs_url="docs",
    parser=StrictParser(),
    renderer=ReadableJson(),
)
api.add_router("studies", footprints, tags=["studies"])
api.add_router("products", products.router, tags=["products"])
api.add_router("", shelf.router, tags=["shelf"])
api.add_router("library", library, tags=["library"])
api.add_router("rulebook", rulebook, tags=["rulebook"])
api.add_router("standards", standards, tags=["standards"])
api.add_router("base-data", activity, tags=["base-data"])
api.add_router("models", reference_models, tags=["models"])
api.add_router("contributions", contributions, tags=["contributions"])
api.add_router("publications", publications, tags=["publications"])
api.add_router("benchmarks", benchmarks, tags=["benchmarks"])
api.add_router("campaigns", campaigns, tags=["campaigns"])
api.add_router("archive", archive, tags=["archive"])
api.add_router("verification", verification, tags=["verification"])
api.add_router("certificates", certificates, tags=["certificates"])
api.add_router("certification", certification, tags=["certification"])
api.add_router("labels", labels, tags=["labels"])
api.add_router("filings", filings, tags=["filings"])
api.add_router("supervision", supervision, tags=["supervision"])
api.add_router("register", register, tags=["register"])
api.add_router("sharing", sharing, tags=["sharing"])
api.add_router("nodes", nodes, tags=["nodes"])
api.add_router("jobs", jobs, tags=["jobs"])
api.add_router("parties", parties, tags=["parties"])


@api.exception_handler(CodedError)
def coded(request: HttpRequest, error: CodedError) -> HttpResponse:
    return answers.as_json(error, {**OF_HTTP, **OF_PRECONDITIONS}.get(error.code))


@api.exception_handler(OperationalError)
def at_once(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """What the database gave up for another act at the same moment; anything else fails as it would."""
    coded = answers.at_once(error)
    if coded is None:
        raise error
    return answers.as_json(coded)


@api.exception_handler(Conflicted)
def conflicted(request: HttpRequest, error: Conflicted) -> HttpResponse:
    """The problems, and both values of every place that two people changed."""
    problems = [answers.plain(problem) for problem in error.problems]
    conflicts = [conflict.model_dump(mode="json") for conflict in error.conflicts]
    body = {"problems": problems, "conflicts": conflicts, "revision": error.study.revision}
    return JsonResponse(body, status=409, json_dumps_params={"ensure_ascii": False})


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answers.as_json(CodedError([answers.SIGN_IN.problem()]), 401)
    response["WWW-Authenticate"] = 'Bearer realm="tanzuji"'
    return response


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return answers.as_json(answers.absent())


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answers.as_json(BODY_TOO_LARGE.error("", limit=MAX_UPLOAD // 2**20), 413)


@api.exception_handler(HttpError)
def http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses: a body that cannot be read, a form from elsewhere."""
    if isinstance(error.__cause__, CodedError):
        return coded(request, error.__cause__)
    if isinstance(error.__cause__, RequestDataTooBig):
        return too_large(request, error.__cause__)
    if error.status_code == 403:
        return answers.as_json(Refused([CSRF.problem()]))
    return answers.as_json(NOT_READABLE.error("", detail=error.message), error.status_code)
