"""People and studies of the review tests. Models are imported when called: Django is set up after this file is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from django.test import Client

    from tanzuji.documents.models import ProductModel
    from tanzuji.engine.release import Release
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.kinds import Role
    from tanzuji.parties.models import Organisation


@cache
def release() -> Release:
    from tanzuji.formats.starter import starter_release

    return starter_release()


@cache
def demo(name: str) -> ProductModel:
    from tanzuji.formats.demo_models import demo_models

    return demo_models()[name]


def organisation(zh: str = "澜石水泥有限公司", en: str = "Lanshi Cement") -> Organisation:
    from tanzuji.parties import services

    return services.found("enterprise", zh=zh, en=en)


def somebody(of: Organisation, name: str, *roles: Role) -> Acting:
    """A new person with these roles."""
    from tanzuji.parties import services
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.models import Person

    person = Person.objects.create_user(f"{name}-{uuid4().hex[:8]}@works.example", name=name)
    services.join(person, of, roles)
    return Acting(person, of, frozenset(roles))


def study_of(acting: Acting, name: str = "cement_po425") -> Study:
    """A study made from a demo product, which has no rule errors."""
    from tanzuji.footprints import services

    return services.create(acting, demo(name), [release()])


def edit(acting: Acting, study: Study, model: str) -> Study:
    """The draft with another product model number."""
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    return services.edit(acting, study.id, [Set(place="product.model", value=model)], force=True).study


def browser(acting: Acting) -> Client:
    """A browser in which this person is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client
