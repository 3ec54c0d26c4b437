"""Coded errors as answers: a page for people, JSON in both languages for machines."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.web.limits import Limited
from tanzuji.web.verdicts import Absent, Refused, Stale

Response = TypeVar("Response", bound=HttpResponse)

ABSENT = define(
    "web.absent",
    zh="这里没有可以给您看的内容。",
    en="There is nothing here that can be shown to you.",
    remedy_zh="请检查网址；若是别人的内容，请对方授权。",
    remedy_en="Check the address; if it belongs to somebody else, ask them for access.",
)
SIGN_IN = define(
    "web.sign-in",
    zh="需要先登录。",
    en="Sign in first.",
    remedy_zh="请登录，或在请求头里给出 Authorization: Bearer 令牌。",
    remedy_en="Sign in, or send a token as Authorization: Bearer.",
)
FAILED = define(
    "web.failed",
    zh="系统出错，没有保存任何改动。",
    en="The system failed; nothing was stored.",
    remedy_zh="请再试一次；仍不行时，把编号 {request} 告诉管理员。",
    remedy_en="Try again; if it persists, give the number {request} to the operator.",
)


def absent() -> Absent:
    """What is answered for an id that does not exist and for one that is another's, alike."""
    return Absent([ABSENT.problem()])


def status_of(error: CodedError) -> int:
    """403 refused, 404 absent, 409 stale, 413 too large, 429 too often, 422 for input that is wrong."""
    for kind, status in ((Refused, 403), (Absent, 404), (Stale, 409), (Limited, 429)):
        if isinstance(error, kind):
            return status
    if error.code == SIGN_IN.code:
        return 401
    return 413 if error.code.endswith("too-large") else 422


def plain(problem: Problem) -> dict[str, Any]:
    """One problem as JSON: code, place, and sentence and remedy in both languages."""
    return {
        "code": problem.code,
        "path": problem.path,
        "message": {"zh": problem.text("zh"), "en": problem.text("en")},
        "remedy": {"zh": problem.remedy("zh"), "en": problem.remedy("en")},
    }


def as_json(error: CodedError, status: int | None = None) -> JsonResponse:
    """`{"problems": […]}` with the status the error stands for."""
    problems = [plain(p) for p in error.problems]
    response = JsonResponse(
        {"problems": problems}, status=status or status_of(error), json_dumps_params={"ensure_ascii": False}
    )
    return _coded(response, error)


def as_page(request: HttpRequest, error: CodedError, status: int | None = None) -> HttpResponse:
    """A page that says what, where and the remedy; the text kept in the form is the caller's to keep."""
    status = status or status_of(error)
    response = render(request, "problems.html", {"problems": error.problems, "status": status}, status=status)
    return _coded(response, error)


_CODES = "tanzuji_codes"


def codes_of(response: HttpResponse) -> tuple[str, ...]:
    """The codes of the errors an answer was made of; none where it is no such answer."""
    return tuple(getattr(response, _CODES, ()))


def _coded(response: Response, error: CodedError) -> Response:
    setattr(response, _CODES, tuple(dict.fromkeys(problem.code for problem in error.problems)))
    if isinstance(error, Limited):
        response["Retry-After"] = str(error.seconds)
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: below /api/, or a script that accepts JSON."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")
