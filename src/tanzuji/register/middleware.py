"""Public pages answered before sessions, sign-in and forms: nothing is asked of who reads, and no cookie is set."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from tanzuji.documents.errors import CodedError, Language
from tanzuji.register import public_urls
from tanzuji.web import answers
from tanzuji.web.language import code_of

_LOCAL = URLResolver(RegexPattern(r"^/"), [*public_urls.LOCAL, *public_urls.PICTURES])
_PLAIN = URLResolver(RegexPattern(r"^/"), [*public_urls.PLAIN, *public_urls.PROGRAMS, *public_urls.MACHINES])
_BEGINS = re.compile(public_urls.BEGINS)
_PREFIX = re.compile(r"/(zh|en)(/.*)")
_READS = ("GET", "HEAD")


class PublicRegister:
    """Answers what is read at the addresses of `public_urls`; whatever writes goes the way of all requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _READS:
            return self.get_response(request)
        prefix = _PREFIX.fullmatch(request.path_info)
        rest = prefix[2] if prefix else request.path_info
        if not _BEGINS.match(rest):
            return self.get_response(request)
        try:
            match = (_LOCAL if prefix else _PLAIN).resolve(rest)
        except Resolver404:
            return self.get_response(request)
        chosen: Language = ("en" if prefix[1] == "en" else "zh") if prefix else asked_language(request)
        with translation.override(code_of(chosen)):
            request.LANGUAGE_CODE = code_of(chosen)  # as LocaleMiddleware sets it
            response = self._answered(request, match.func, match.kwargs)
        response.setdefault("X-Frame-Options", "DENY")
        if response.status_code != 304:  # there the length would be taken for that of what is kept
            response.setdefault("Content-Length", str(len(response.content)))
        if response.status_code >= 400:
            response.setdefault("Cache-Control", "no-store")
        if not prefix and (
            rest == "/log/" or not rest.startswith("/log/")
        ):  # the log's files have no language
            response.setdefault("Vary", "Accept-Language")
        return response

    @staticmethod
    def _answered(
        request: HttpRequest, view: Callable[..., HttpResponse], given: dict[str, str]
    ) -> HttpResponse:
        try:
            return view(request, **given)
        except (CodedError, Http404) as found:
            error = found if isinstance(found, CodedError) else answers.absent()
            if answers.wants_json(request):
                return answers.as_json(error)
            return answers.as_page(request, error)


def asked_language(request: HttpRequest) -> Language:
    """`?lang=`, else the browser's first of ours; Chinese first. No cookie counts, so that caches may keep answers."""
    wanted = request.GET.get("lang", "")[:2].lower()
    if wanted in ("zh", "en"):
        return "zh" if wanted == "zh" else "en"
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if tag.startswith(("zh", "en")):
            return "zh" if tag.startswith("zh") else "en"
    return "zh"
