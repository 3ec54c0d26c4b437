"""How often somebody may write or guess: counted in the cache that all processes of a machine share.

Addresses are kept as keyed digests, for as long as they count.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.web.verdicts import Absent

GUESSES, GUESSING_SECONDS = 10, 300
"""Different wrong secrets from one address, and for how long they count."""

TOO_OFTEN = define(
    "web.too-often",
    zh="从您的网络地址试错的次数太多，暂时不再受理。",
    en="Too many wrong attempts came from your address; no more are taken for now.",
    remedy_zh="请 {minutes} 分钟后再试；令牌或链接请核对后整段复制。",
    remedy_en="Try again in {minutes} minutes; copy the token or the link whole.",
)


class Later(CodedError):
    """Not now, but in so many seconds. Answered with `Retry-After`."""

    def __init__(self, problems: list[Problem], seconds: int) -> None:
        super().__init__(problems)
        self.seconds = seconds


class Limited(Later):
    """More than is allowed in a while. Answered as 429."""


class Busy(Later):
    """More than the machine can do at this moment. Answered as 503."""


def counted(request: HttpRequest, what: str, seconds: int) -> int:
    """How often `what` was done from the address of this request within so many seconds, with this time."""
    return _count(f"{what}:{_whence(request)}", seconds)


def counted_of_all(what: str, seconds: int) -> int:
    """How often `what` was done from anywhere within so many seconds, with this time."""
    return _count(f"{what}:all", seconds)


@contextmanager
def guessing(request: HttpRequest, what: str, secret: str) -> Iterator[None]:
    """Look a secret up within this; `Absent` out of it counts as a wrong guess. Raises `web.too-often` (Limited).

    The same wrong secret counts once, so that a program with an old token does not shut out its neighbours.
    """
    whence = f"{what}:{_whence(request)}"
    if _counted(f"guesses:{whence}")[0] >= GUESSES:
        raise Limited([TOO_OFTEN.problem(minutes=GUESSING_SECONDS // 60)], GUESSING_SECONDS)
    try:
        yield
    except Absent:
        if cache.add(f"guess:{whence}:{_digest(secret)}", 1, GUESSING_SECONDS):
            _count(f"guesses:{whence}", GUESSING_SECONDS)
        raise


def _whence(request: HttpRequest) -> str:
    return _digest(get_adapter(request).get_client_ip(request) if request.META.get("REMOTE_ADDR") else "")


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def _count(key: str, seconds: int) -> int:
    """One more, within so many seconds of the first: the cache's own `incr` would begin the time anew with each."""
    number, ends = _counted(key)
    now = time.time()
    if not number:
        ends = now + seconds
    cache.set(f"count:{key}", (number + 1, ends), ends - now)
    return number + 1


def _counted(key: str) -> tuple[int, float]:
    """How many there were, and when that is forgotten, in seconds since 1970."""
    number, ends = cache.get(f"count:{key}", (0, 0.0))
    return (number, ends) if ends > time.time() else (0, 0.0)
