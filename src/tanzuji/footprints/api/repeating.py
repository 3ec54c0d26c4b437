"""`Idempotency-Key`: a POST that is sent again is not done again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.params.functions import Header
from pydantic import BaseModel

from tanzuji.documents.errors import define
from tanzuji.footprints.services.once import Answer, once
from tanzuji.parties.access import acting

BAD_KEY = define(
    "api.bad-key",
    zh="Idempotency-Key 应为 1–64 个可见的 ASCII 字符。",
    en="An Idempotency-Key has 1 to 64 visible ASCII characters.",
    remedy_zh="请用 UUID 一类的随机值，每个新请求一个。",
    remedy_en="Use a random value such as a UUID, a new one for every request.",
)

KEY: str | None = Header(
    None,
    alias="Idempotency-Key",
    description="any value of yours, new for every request: sent again with the same body, nothing is done twice",
)
"""`key: str | None = KEY` in an operation."""


def repeatable(
    request: HttpRequest,
    key: str | None,
    make: Callable[[], BaseModel],
    *,
    status: int = 201,
    foresee: Callable[[], object] | None = None,
) -> HttpResponse:
    """What `make` answers; under a key it is made once, and answered again for a week.

    `foresee` computes beforehand what `make` will need, so that its transaction is short.
    Raises `api.bad-key`, `footprints.key-reused`, and what `make` raises, which keeps nothing.
    """
    if key is None:
        return _answer(Answer(status, make().model_dump_json()))
    if not re.fullmatch(r"[\x21-\x7e]{1,64}", key):
        raise BAD_KEY.error("Idempotency-Key")
    kept = once(
        acting(request), key, _digest(request), lambda: Answer(status, make().model_dump_json()), foresee
    )
    return _answer(kept)


def _answer(kept: Answer) -> HttpResponse:
    return HttpResponse(kept.body, status=kept.status, content_type="application/json")


def _digest(request: HttpRequest) -> str:
    """Of method, address and body; a file counts with its bytes, not with the boundary that parts it."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for _, parts in sorted(request.FILES.lists()):
        for file in parts:
            digest.update(
                hashlib.sha256(f"{file.name}\n".encode("utf-8", "surrogatepass") + file.read()).digest()
            )
            file.seek(0)
    form: Any = sorted(request.POST.lists()) if request.FILES else None
    digest.update(json.dumps(form).encode() if form is not None else request.body)
    return "sha256:" + digest.hexdigest()
