"""Answers where Django itself refuses: no such page, no access, a failure, a form from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tanzuji.documents.errors import CodedError, define
from tanzuji.parties.messages import TOO_MANY_REQUESTS
from tanzuji.web import answers
from tanzuji.web.middleware import request_id
from tanzuji.web.verdicts import Refused

CSRF = define(
    "web.csrf",
    zh="这个表单不是从本站打开的页面提交的，或页面开得太久了。没有保存任何改动。",
    en="This form was not sent from a page of this site, or the page was open for too long. Nothing was stored.",
    remedy_zh="请重新打开页面再提交；您填写的内容可用浏览器的“后退”找回。",
    remedy_en="Open the page again and resend; “back” in the browser brings back what you typed.",
)
BAD_REQUEST = define(
    "web.bad-request",
    zh="请求的格式不对，没有保存任何改动。",
    en="The request is malformed; nothing was stored.",
    remedy_zh="请重新打开页面再试。",
    remedy_en="Open the page again and retry.",
)


def _answered(request: HttpRequest, error: CodedError, status: int) -> HttpResponse:
    if answers.wants_json(request):
        return answers.as_json(error, status)
    return answers.as_page(request, error, status)


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is another's."""
    return _answered(request, answers.absent(), 404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 from Django."""
    return _answered(request, answers.absent(), 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too many fields, a forged host, and the like."""
    return _answered(request, BAD_REQUEST.error(), 400)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more attempts than allowed in a minute."""
    return _answered(request, TOO_MANY_REQUESTS.error(), 429)


def failed(request: HttpRequest) -> HttpResponse:
    """500, with the request's number for the operator."""
    return _answered(request, answers.FAILED.error(request=request_id.get()), 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without the site's token."""
    return _answered(request, Refused([CSRF.problem()]), 403)
