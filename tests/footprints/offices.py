"""Two organisations with people and tokens, and studies to work on; for tests of files and of the API."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import services
from tanzuji.footprints.models import Study
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person, Token
from tanzuji.parties.queries import digest_of


@lru_cache(maxsize=1)
def models() -> dict[str, ProductModel]:
    return demo_models()


def model(key: str = "rice_paddy") -> ProductModel:
    """A small demo product; its nine lines compute in fifteen milliseconds."""
    return models()[key]


def organisation(name: str = "甲厂") -> Organisation:
    return Organisation.objects.create(kind="enterprise", name_zh=name, name_en=name)


def somebody(
    email: str = "editor@example.org", *roles: Role, of: Organisation | None = None, name: str = ""
) -> Acting:
    """A person with roles (an editor by default) in an organisation."""
    of = of or organisation()
    roles = roles or ("editor",)
    person = Person.objects.create(email=email, name=name or email.split("@")[0])
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


def study(acting: Acting, key: str = "rice_paddy") -> Study:
    return services.create(acting, model(key), [starter_release()])


def browser(acting: Acting, **options: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client(**options)
    client.force_login(acting.person)
    return client


@dataclass
class Program:
    """A client of the API with a token."""

    acting: Acting
    may_write: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        secret = f"tzj_{self.acting.person.id}_{self.may_write}"
        Token.objects.get_or_create(
            secret=digest_of(secret),
            defaults={
                "organisation": self.acting.organisation,
                "person": self.acting.person,
                "name": "program",
                "shown": "tzj_",
                "may_write": self.may_write,
                "expires_at": timezone.now() + timedelta(days=1),
            },
        )
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """A request; `body` is sent as JSON, bytes as they are. Headers are written with `_` for `-`."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json")
        answer: Any = self.client.generic(
            method, f"/api/{path}", sent, content_type=kind, headers={**self.headers, **named}
        )
        return answer  # type: ignore[no-any-return]

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("PUT", path, body, **headers)

    def upload(
        self, path: str, file: Any, fields: dict[str, Any] | None = None, **headers: str
    ) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: Any = self.client.post(
            f"/api/{path}", {"file": file, **(fields or {})}, headers={**self.headers, **named}
        )
        return answer  # type: ignore[no-any-return]


def said(answer: HttpResponse) -> Any:
    """What an answer says, as JSON."""
    return json.loads(answer.content)


def codes(answer: HttpResponse) -> list[str]:
    """The codes of the problems of an answer."""
    return [problem["code"] for problem in said(answer)["problems"]]


def refused(answer: HttpResponse, status: int, *expected: str) -> None:
    """The answer refuses with this status and these codes, each with a sentence and a remedy in both languages."""
    assert answer.status_code == status, answer.content[:2000]
    problems: Iterable[dict[str, Any]] = said(answer)["problems"]
    for problem in problems:
        for part in ("message", "remedy"):
            assert problem[part]["zh"] and problem[part]["en"]
    if expected:
        assert codes(answer) == list(expected), answer.content[:2000]


def named(content: bytes, name: str) -> io.BytesIO:
    """A file for an upload."""
    file = io.BytesIO(content)
    file.name = name
    return file


def workbook_with(content: bytes, sheet: str, cell: str, text: str) -> bytes:
    """The workbook with a text in one cell, as a person would type it there; every other byte as it was."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"].decode())
    path = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
    typed = f'<c r="{cell}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    found, count = re.subn(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', lambda _: typed, parts[path].decode())
    assert count == 1, f"{sheet}!{cell} is not in the workbook"
    parts[path] = found.encode()
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return changed.getvalue()
