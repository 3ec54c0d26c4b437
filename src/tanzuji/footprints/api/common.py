"""What several operations need: the study of an address, its preconditions, documents as answers."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.documents.errors import define
from tanzuji.footprints import queries
from tanzuji.footprints.models import Study
from tanzuji.parties.access import acting

NEEDS_BASE = define(
    "footprints.needs-base",
    zh="没有说明这个改动基于草稿的哪个修订。",
    en="The request does not say which revision of the draft it rests on.",
    remedy_zh='请在请求头写 If-Match: "修订号"，即取模型时 ETag 的值。',
    remedy_en='Send If-Match: "revision", the ETag the model was read with.',
)
BAD_BASE = define(
    "footprints.bad-base",
    zh="If-Match“{given}”不是草稿的修订号。",
    en="If-Match “{given}” is not a revision of the draft.",
    remedy_zh='请写成 If-Match: "12"，即取模型时 ETag 的值。',
    remedy_en='Write If-Match: "12", the ETag the model was read with.',
)
OTHER_REVISION = define(
    "footprints.other-revision",
    zh="草稿现在是修订 {now}，您的改动基于 {base}。没有保存任何改动。",
    en="The draft is at revision {now}; your change rests on {base}. Nothing was stored.",
    remedy_zh="请重新取模型再改，或加 merge=true 作三方合并。",
    remedy_en="Read the model again, or ask for a three-way merge with merge=true.",
)

STATUSES = {NEEDS_BASE.code: 428, BAD_BASE.code: 400, OTHER_REVISION.code: 412}
"""Status of errors about preconditions (RFC 9110, RFC 6585)."""


def study_of(request: HttpRequest, study_id: UUID) -> Study:
    """The study of the address. Raises `web.absent`."""
    return queries.study(acting(request), study_id)


def etag(revision: int) -> str:
    """The ETag of a draft's model."""
    return f'"{revision}"'


def base_of(study: Study, if_match: str | None) -> int:
    """The revision that `If-Match` names. Raises `footprints.needs-base`, `footprints.bad-base`."""
    if if_match is None:
        raise NEEDS_BASE.error("If-Match")
    found = re.fullmatch(r'\s*(?:W/)?"?([0-9]{1,9})"?\s*', if_match, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= study.revision:
        raise BAD_BASE.error("If-Match", given=if_match[:40])
    return int(found[1])


def document(plain: Any, **headers: str) -> HttpResponse:
    """A document as JSON, as it is kept."""
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/json")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response
