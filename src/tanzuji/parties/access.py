"""The gate of pages and of the API: who acts is known before a view runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages as flash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from ninja.security import HttpBearer, SessionAuth

from tanzuji.documents.errors import CodedError
from tanzuji.parties import messages, queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Office
from tanzuji.parties.models import Person, Token
from tanzuji.web import answers, limits, walls
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import Absent, Refused, Stale

P = ParamSpec("P")


def signed_in(
    view: Callable[Concatenate[HttpRequest, Acting, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for people who act for an organisation: `view(request, acting, …)`. Others are led to sign in."""

    @wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        acting = queries.acting_of(request)
        if acting is not None:
            if queries.named_another(request, acting):
                _tell_another(request, acting)
            return view(request, acting, *args, **kwargs)
        if answers.wants_json(request):
            return answers.as_json(CodedError([answers.SIGN_IN.problem()]))
        if request.user.is_authenticated:  # somebody who left their last organisation
            return HttpResponseRedirect(reverse("parties:account"))
        asked = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home")
        return redirect_to_login(asked, reverse("account_login"))

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], gate)


def officer(
    office: Office,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Person, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A page for whoever holds an office of the installation: `view(request, person, …)`.

    Everybody else is answered as if there were no such page; strangers are led to sign in.
    """

    def gated(
        view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = queries.person_of(request)
            if person is None:
                asked = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home")
                return redirect_to_login(asked, reverse("account_login"))
            if person.office != office:
                raise answers.absent()
            return view(request, person, *args, **kwargs)

        return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], gate)

    return gated


def _tell_another(request: HttpRequest, acting: Acting) -> None:
    """A page is shown with a word about whom it is for now; whatever changes something is refused."""
    other = messages.OTHER_ORGANISATION.problem(now=acting.organisation_name)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        raise Stale([other])
    request.session[queries.SESSION_KEY] = str(acting.organisation_id)
    now = acting.organisation_name.to(language())
    flash.warning(
        request,
        say(
            f"您已不在先前的单位，现在代表{now}。",
            f"You left the organisation you acted for; you act for {now} now.",
        ),
    )


class BySession(SessionAuth):
    """A person who is signed in in the browser; writing needs the site's CSRF token in `X-CSRFToken`."""

    def _get_key(self, request: HttpRequest) -> str | None:
        # Whoever is not signed in is told so, and not that a CSRF token is missing.
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        return queries.acting_of(request)


class ByToken(HttpBearer):
    """A program: `Authorization: Bearer tzj_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        try:
            with limits.guessing(request, "token", token):
                acting, kept = self._found(token)
        except Absent:
            return None
        if not acting.may_write and request.method not in ("GET", "HEAD", "OPTIONS"):
            raise Refused([messages.READ_ONLY_TOKEN.problem()])
        services.mark_used(kept)
        walls.enter(acting.organisation_id)
        return acting

    @staticmethod
    def _found(token: str) -> tuple[Acting, Token]:
        found = queries.acting_by_token(token)
        if found is None:
            raise answers.absent()
        return found


API_AUTH: list[Any] = [ByToken(), BySession()]
"""How a request to the API says who acts; `request.auth` is the `Acting`."""


def anybody(request: HttpRequest) -> str:
    """Lets a request in that does not say who asks; it sees what is public."""
    return "anybody"


OPEN_AUTH: list[Any] = [*API_AUTH, anybody]
"""Of a router with something to read for strangers; `asking` says who asks."""


def asking(request: HttpRequest) -> Acting | None:
    """Who asks; None for somebody who does not say so."""
    who = getattr(request, "auth", None)
    return who if isinstance(who, Acting) else None


def acting(request: HttpRequest) -> Acting:
    """Who acts in a request to the API."""
    who = request.auth  # type: ignore[attr-defined]
    if not isinstance(who, Acting):
        raise CodedError([answers.SIGN_IN.problem()])
    return who
