"""The matrix can fail: where the tenant is left out of any one query, it does, unless a wall in the database holds."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from matrix import check
from tenants import World
from url_rows import Address, addresses

from tanzuji.footprints import listing
from tanzuji.footprints import queries as footprints
from tanzuji.footprints.models import Comment, Study
from tanzuji.footprints.services import remarks
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.models import Job
from tanzuji.ledger import queries as ledger
from tanzuji.ledger.models import Event
from tanzuji.parties import queries as parties
from tanzuji.parties.models import Invitation, Membership, Token
from tanzuji.parties.services import invitations
from tanzuji.web.answers import absent

pytestmark = pytest.mark.django_db


def _one(rows: Any, **wanted: Any) -> Any:
    found = rows.filter(**wanted).first()
    if found is None:
        raise absent()
    return found


Mutation = tuple[ModuleType, str, Callable[..., Any], str]
"""A query without its tenant: where it stands, what it is called, what it becomes, and an address that must notice."""

MUTATIONS: dict[str, Mutation] = {
    "footprints.study": (
        footprints, "study", lambda acting, id_: _one(Study.objects.select_related("edited_by", "created_by"), id=id_),
        "footprints:inventory",
    ),
    "footprints.study, as it is written": (
        footprints, "study", lambda acting, id_: _one(Study.objects.select_related("edited_by", "created_by"), id=id_),
        "api:archive_study",
    ),
    "footprints.revision_of": (
        footprints,
        "revision_of",
        lambda acting, id_: _one(Study.objects.all(), id=id_).revision,
        "footprints:edits",
    ),
    "footprints.studies": (
        footprints, "studies", lambda acting: Study.objects.select_related("edited_by").order_by("id"), "footprints:studies",
    ),
    "footprints.studies, in the API": (
        listing, "found", lambda acting, name="": Study.objects.select_related("edited_by").exclude(total=None),
        "api:list_studies",
    ),
    "a comment of a study": (
        remarks, "_comment", lambda study, id_: _one(Comment.objects.select_related("by"), id=id_), "footprints:settle",
    ),
    "jobs.jobs": (jobs, "jobs", lambda acting: Job.objects.order_by("created_at"), "jobs:job"),
    "jobs.job": (jobs, "job", lambda acting, id_: _one(Job.objects.all(), id=id_), "api:get_job"),
    "jobs.result": (jobs, "result", lambda acting, id_: _one(Job.objects.all(), id=id_), "jobs:result"),
    "jobs.jobs_of_page": (
        jobs, "jobs_of_page", lambda acting, page: Job.objects.filter(state="done"), "footprints:report",
    ),
    "jobs.open_jobs": (jobs, "open_jobs", lambda acting: Job.objects.filter(state="done"), "home"),
    "parties.people": (
        parties, "people", lambda of: Membership.objects.select_related("person").order_by("id"), "parties:people",
    ),
    "parties.membership": (
        parties, "membership", lambda acting, id_: _one(Membership.objects.select_related("person"), person_id=id_),
        "parties:end",
    ),
    "parties.open_invitations": (
        parties, "open_invitations", lambda of: Invitation.objects.select_related("invited_by").order_by("id"),
        "parties:resend",
    ),
    "an invitation that is taken back": (
        invitations, "_open", lambda acting, id_: _one(Invitation.objects.all(), id=id_), "api:withdraw_invitation",
    ),
    "parties.tokens": (parties, "tokens", lambda acting: Token.objects.select_related("person"), "parties:tokens"),
    "parties.memberships": (
        parties, "memberships", lambda person: Membership.objects.select_related("organisation").order_by("id"),
        "parties:switch",
    ),
    "ledger.of_organisation": (
        ledger, "of_organisation", lambda of: Event.objects.order_by("-id"), "parties:activity",
    ),
}  # fmt: skip


WALLED = {
    "footprints.study", "footprints.study, as it is written", "footprints.revision_of", "footprints.studies",
    "footprints.studies, in the API", "a comment of a study",
}  # fmt: skip
"""Queries of tables that PostgreSQL shows to their own tenant only (web/walls.py)."""


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_matrix_notices_a_query_without_its_tenant(
    tenants: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module, function, changed, address = MUTATIONS[name]
    of = _address(address)
    check(tenants, of)
    monkeypatch.setattr(module, function, changed)
    if name in WALLED and connection.vendor == "postgresql":
        check(tenants, of)  # the wall inside the database holds what the query forgets
        return
    with pytest.raises(AssertionError):
        check(tenants, of)


def _address(name: str) -> Address:
    return next(address for address in addresses() if name in address.names)


BOUND_OTHERWISE = {
    "footprints.standing": "takes a study, which `study` gave",
    "parties.acting_for": "takes a person; `memberships` is what it looks through",
    "parties.acting_as": "takes a person and an organisation of an event, and only where one belongs to the other",
    "parties.good_tokens": "counted against a limit and shown to nobody",
    "parties.named_another": "takes who acts by now, and compares it with what the page was opened for",
    "parties.organisation_exists": "asked of an owner that a release's own name states; tells nobody anything",
    "parties.required_for": "takes a person; `memberships` is what it looks through",
    "parties.under": "ids of the authorities that the operator put below the acting one; what they ordered is public",
}
"""Queries that take whoever acts, or an organisation, and are not changed above, and why."""


def test_every_query_bound_to_a_tenant_is_changed_above() -> None:
    changed = {f"{module.__name__.split('.')[1]}.{function}" for module, function, _, _ in MUTATIONS.values()}
    bound = {
        f"{module.__name__.split('.')[1]}.{name}"
        for module in (footprints, jobs, parties, ledger)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and {"acting", "organisation"} & inspect.signature(function).parameters.keys()
    }
    assert sorted(bound - changed - BOUND_OTHERWISE.keys()) == []
