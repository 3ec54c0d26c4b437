"""The doors by which something comes in, knocked at as people and programs do; and what a refusal looks like.

Models are imported when called: Django is set up after this file is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.test import Client

if TYPE_CHECKING:
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.kinds import Role

PASSWORD = "violet-kiln-1450"
LONGEST = 5.0
"""Seconds; two on a machine that does nothing else."""

CODE = re.compile(r"[a-z][a-z-]*\.[a-z0-9][a-z0-9-]*")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@cache
def model(key: str = "rice_paddy") -> ProductModel:
    """A small product that ships with the package."""
    from tanzuji.formats.demo_models import demo_models

    return demo_models()[key]


def plain(**changed: Any) -> dict[str, Any]:
    """That product as plain data, with other fields."""
    found: dict[str, Any] = json.loads(json.dumps(model().plain()))
    return {**found, **changed}


@dataclass
class House:
    """An organisation with one person a role, and a study."""

    people: dict[str, Acting]
    study: Study

    def browser(self, role: str = "editor", **options: Any) -> Client:
        """A browser in which the person of that role is signed in."""
        client = Client(raise_request_exception=False, **options)
        client.force_login(self.people[role].person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def program(self, *, may_write: bool = True) -> dict[str, str]:
        """The headers of a program that acts for the editor."""
        from tanzuji.parties import services

        issued = services.issue_token(self.people["editor"], "program", days=1, may_write=may_write)
        return {"Authorization": f"Bearer {issued.secret}"}


def house() -> House:
    from tanzuji.footprints import services
    from tanzuji.formats.starter import starter_release
    from tanzuji.parties import queries
    from tanzuji.parties import services as parties

    works = parties.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement")
    people = {}
    roles: tuple[Role, ...] = ("admin", "editor", "reviewer", "reader")
    for role in roles:
        person = parties.register(email=f"{role}@works.example", name=role.title(), password=PASSWORD)
        parties.join(person, works, (role,))
        people[str(role)] = queries.required_for(person, works.id)
    return House(people, services.create(people["editor"], model(), [starter_release()]))


def send(client: Client, method: str, path: str, body: bytes | str = b"", **headers: str) -> Any:
    """A request of JSON; headers are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = named.pop("Content-Type", "application/json")
    raw = body.encode() if isinstance(body, str) else body
    return client.generic(method, path, raw, content_type=kind, headers=named)


# what is stored, and how a refusal looks ─────────────────────────────────────


def stored() -> str:
    """A digest of every row of every table but those of sessions, of libraries, of Django's own words and of the trail, which keeps
    every attempt; without the marks of when a token was used or somebody signed in."""
    digest = hashlib.sha256()
    for table in apps.get_models():
        if table._meta.app_label in ("sessions", "library", "auth", "contenttypes", "audit"):
            continue
        names = [f.attname for f in table._meta.concrete_fields if f.attname not in ("used_at", "last_login")]
        rows: Any = table._default_manager.order_by("pk").values_list(*names)
        for row in rows:
            digest.update(repr((table._meta.label, row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Knock:
    """A request in a `with`: it may take as long as a person waits, fail in no way of ours, and store nothing."""

    def __init__(self, *, stores: bool = False) -> None:
        self.stores = stores

    def __enter__(self) -> Knock:
        self.before = "" if self.stores else stored()
        self.began = time.monotonic()
        return self

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is None:
            assert time.monotonic() - self.began < LONGEST
            assert self.stores or stored() == self.before, "something was stored"


def problems_of(answer: Any) -> list[dict[str, Any]]:
    """The problems of an answer in JSON."""
    found: list[dict[str, Any]] = json.loads(answer.content)["problems"]
    return found


def refused(answer: Any, *statuses: int) -> list[str]:
    """The answer refuses in JSON: a code, and sentence and remedy in both languages. Gives the codes back."""
    assert answer.status_code in (statuses or (400, 401, 403, 404, 409, 413, 415, 422)), answer.content[:1500]
    problems = problems_of(answer)
    assert problems
    for problem in problems:
        assert CODE.fullmatch(problem["code"])
        for part in ("message", "remedy"):
            assert CHINESE.search(problem[part]["zh"]) and problem[part]["en"]
    return [problem["code"] for problem in problems]


def refused_page(answer: Any, language: str, *statuses: int) -> str:
    """The answer refuses as a page in its language, with its code, or with a notice or a field that says what is wrong."""
    assert answer.status_code in (statuses or (400, 403, 404, 409, 413, 422)), answer.content[:1500]
    page = answer.content.decode()
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in page
    assert 'role="alert"' in page or 'aria-invalid="true"' in page or CODE.search(words(page))
    return page


def words(page: str) -> str:
    """What a page says, without markup."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", without)))


def named(content: bytes, name: str = "model.xlsx") -> io.BytesIO:
    """A file for an upload."""
    file = io.BytesIO(content)
    file.name = name
    return file
