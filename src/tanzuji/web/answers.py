"""Coded errors as answers: a page for people, JSON in both languages for machines."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.web.limits import Busy, Later, Limited
from tanzuji.web.verdicts import Absent, Refused, Stale

CURRENT = "public, max-age=1, stale-if-error=60"
"""`Cache-Control` of what anybody may read of a certificate: a suspension shows within a second. Caches in front
keep an answer that long; afterwards they ask with its ETag and are told 304."""

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
AT_ONCE = define(
    "web.at-once",
    zh="另一项操作同时改动了同样的内容，这一项没有保存。",
    en="Another act changed the same things at the same moment; this one was not stored.",
    remedy_zh="请刷新页面看看现在的情况，再做一次。",
    remedy_en="Reload to see how things stand now, then do it again.",
)
BUSY = define(
    "web.busy",
    zh="系统正忙，没有轮到这一项，没有保存。",
    en="The system is busy; this was not its turn, and nothing was stored.",
    remedy_zh="请过几秒再做一次。",
    remedy_en="Do it again in a few seconds.",
)
BUSY_SECONDS = 5


def at_once(error: BaseException) -> Stale | Busy | None:
    """The answer where transactions were in each other's way, else None.

    `Stale` where the database gave one of two up (SQLSTATE 40001, 40P01), `Busy` where a lock was waited for in vain
    (55P03, SQLite's BUSY and LOCKED).
    """
    if not isinstance(error, OperationalError):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", "") or ""
    if code in ("40001", "40P01"):
        return Stale([AT_ONCE.problem()])
    waited = code == "55P03" or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return Busy([BUSY.problem()], BUSY_SECONDS) if waited else None


def absent() -> Absent:
    """What is answered for an id that does not exist and for one that is another's, alike."""
    return Absent([ABSENT.problem()])


def status_of(error: CodedError) -> int:
    """403 refused, 404 absent, 409 stale, 413 too large, 429 too often, 503 busy, 422 for input that is wrong."""
    for kind, status in ((Refused, 403), (Absent, 404), (Stale, 409), (Limited, 429), (Busy, 503)):
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
    if isinstance(error, Later):
        response["Retry-After"] = str(error.seconds)
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: below /api/, or a script that accepts JSON."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")
