"""What the routers of all rooms share: strict JSON, coded errors from schemas, pages of lists, answers to refusals."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.main import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.params.functions import Query
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from pydantic import BaseModel, Field

from tanzuji.documents.base import problem_of
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.text import Text
from tanzuji.formats.safe_json import read_json

Row = TypeVar("Row", bound=Model)

NOT_JSON = define(
    "api.not-json",
    zh="请求体的类型是“{type}”，应为 application/json。",
    en="The body is “{type}”; it must be application/json.",
    remedy_zh="请在请求头写 Content-Type: application/json；文件请发到以 /file 结尾的地址。",
    remedy_en="Send Content-Type: application/json; files go to the addresses that end in /file.",
)
ENCODED = define(
    "api.encoded-body",
    zh="请求体用“{encoding}”压缩了，这里不解压。",
    en="The body is compressed with “{encoding}”; nothing is inflated here.",
    remedy_zh="请不压缩地发送。",
    remedy_en="Send it uncompressed.",
)
NOT_READABLE = define(
    "api.not-readable",
    zh="请求读不懂：{detail}。",
    en="The request cannot be read: {detail}.",
    remedy_zh="请对照接口说明 /api/docs 改正。",
    remedy_en="Compare it with the description at /api/docs.",
)
BODY_TOO_LARGE = define(
    "api.too-large",
    zh="请求体超过 {limit} MiB。",
    en="The body is larger than {limit} MiB.",
    remedy_zh="请拆成几次发送。",
    remedy_en="Send it in parts.",
)

STATUSES = {NOT_JSON.code: 415, ENCODED.code: 415, NOT_READABLE.code: 400}
"""Status of errors that are about HTTP itself."""


class BothLanguages(Schema):
    """A text in Chinese and in English."""

    zh: str
    en: str


def both(text: Text) -> BothLanguages:
    """A text as the API writes it: both languages, the one that is missing filled with the other."""
    return BothLanguages(zh=text.to("zh"), en=text.to("en"))


class ProblemAnswer(Schema):
    """One thing that is wrong: a stable code, where it is, what it is and what to do."""

    code: str = Field(examples=["document.missing"])
    path: str = Field(description="place inside the input; empty for the request as a whole")
    message: BothLanguages
    remedy: BothLanguages


class Problems(Schema):
    """Why a request was refused. Nothing was stored."""

    problems: list[ProblemAnswer]


def refusals(*statuses: int) -> dict[int, Any]:
    """Responses of refusals for a router's `response=`; 400, 401, 403 and 422 are always possible."""
    return dict.fromkeys(sorted({400, 401, 403, 422, *statuses}), Problems)


class StrictParser(Parser):
    """JSON with one meaning: no repeated keys, no NaN, finite numbers, bounded depth, whole characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value. Raises `api.not-json`, `api.encoded-body` and `json.*`."""
        refuse_encoded(request)
        kind = getattr(request, "content_type", "application/json")  # a part of a multipart body has none
        if kind is not None and kind != "application/json" and not kind.endswith("+json"):
            raise NOT_JSON.error("", type=kind[:80])
        return read_json(request.body, "")


def refuse_encoded(request: HttpRequest) -> None:
    """Raises `api.encoded-body` for a compressed body: its size could not be known before it is inflated."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise ENCODED.error("", encoding=encoding[:40])


class ReadableJson(JSONRenderer):
    """JSON in UTF-8 without escapes, as people read it in a terminal."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False, "allow_nan": False}


class Api(NinjaAPI):
    """An API whose schema errors are the coded errors of documents, with paths as files have them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, made once a process: that takes a second of work, and anybody may ask for it."""
        prefix = path_prefix if path_prefix is not None else self.get_root_path(path_params or {})
        if prefix not in self._described:
            self._described[prefix] = super().get_openapi_schema(path_prefix=prefix)
        return self._described[prefix]

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Never returns: raises the CodedError."""
        raise CodedError(problem for context in error_contexts for problem in _problems(context))


def _problems(context: ValidationErrorContext[Any]) -> list[Problem]:
    model: Any = context.model
    single = getattr(model, "__read_from_single_attr__", None)
    kind: Any = model
    if (
        single
        and isinstance(found := model.model_fields[single].annotation, type)
        and issubclass(found, BaseModel)
    ):
        kind = found
    problems: dict[str, Problem] = {}
    for item in context.pydantic_validation_error.errors(include_url=False)[:200]:
        loc = tuple(item["loc"])
        flat = model.__ninja_flatten_map_reverse__.get(loc, loc)
        loc = flat[1:] if single and flat[:1] == (single,) else flat
        problem = problem_of(kind, {**item, "loc": loc})
        problems.setdefault(problem.path, problem)
    return list(problems.values())


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=200, description="how many")
    offset: int = Field(0, ge=0, le=1_000_000, description="how many to skip")


PAGING = Query(...)
"""`paging: Paging = PAGING` in an operation."""


def part(rows: QuerySet[Row], paging: Paging) -> tuple[list[Row], int]:
    """The asked part of a list, and how long the whole is."""
    return list(rows[paging.offset : paging.offset + paging.limit]), rows.count()


def answer(body: BaseModel, status: int = 200, **headers: str) -> HttpResponse:
    """A schema as an answer with headers of its own."""
    response = HttpResponse(body.model_dump_json(), status=status, content_type="application/json")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response
