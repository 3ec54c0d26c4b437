"""Every address of the site: what names a tenant's things in it, and what somebody with the right would send to it.

A new address fails `test_every_address_has_a_row` until it is thought about here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import translation
from rooms import ROOMS
from tenants import PASSWORD, Ids, World
from url_shapes import LISTS as _LISTS
from url_shapes import PAGES as _PAGES
from url_shapes import Body, Row
from url_shapes import as_form as _form
from url_shapes import as_json as _json
from url_shapes import nothing as _none

TENANTS = {
    "study_id", "comment_id", "job_id", "person_id", "invitation_id", "token_id", "organisation_id", "secret", "pk",
    "uidb36", "import_id", "release_name", "recomputation_id", "match_id",
}.union(*(room.TENANTS for room in ROOMS))  # fmt: skip
"""Parameters of addresses that name what belongs to somebody."""


def _model(world: World) -> dict[str, Any]:
    assert world.own.study is not None
    found: dict[str, Any] = json.loads(world.own.study.document)
    return {**found, "version": "sent"}


def _file(world: World) -> SimpleUploadedFile:
    return SimpleUploadedFile("model.json", json.dumps(_model(world)).encode())


def _factors(world: World, ids: Ids) -> Any:
    """A list of factors."""
    return {"file": SimpleUploadedFile("factors.csv", b"name,unit,kgCO2e\nsteel,kg,2\n")}


def _whole(world: World, ids: Ids) -> bytes:
    return json.dumps(_model(world)).encode()


def _upload(world: World, ids: Ids) -> Any:
    return {"file": _file(world), "base_revision": str(world.own.study.revision if world.own.study else 1)}


def _if_match(world: World) -> dict[str, str]:
    return {"If_Match": f'"{world.own.study.revision if world.own.study else 1}"'}


def _address(**more: Any) -> Body:
    """A form that names somebody by e-mail."""
    return lambda world, ids: {key: ids["email"] if value is _EMAIL else value for key, value in more.items()}


def _invite_json(world: World, ids: Ids) -> bytes:
    return json.dumps({"email": f"new-{ids['email']}", "roles": ["reader"]}).encode()


def _releases(world: World, ids: Ids) -> bytes:
    from tanzuji.footprints import shelf

    return json.dumps({"releases": list(shelf.release_names(world.own.people["editor"])[:1])}).encode()


def _target(world: World, ids: Ids) -> bytes:
    measure = {"id": "m", "name": "m", "kind": "parameter", "place": "clinker_share", "factor": 0.9}
    return json.dumps({"measures": [measure], "change": -0.01}).encode()


def _this_study(world: World, ids: Ids) -> bytes:
    return json.dumps({"study": str(ids["study_id"])}).encode()


def _recompute(world: World, ids: Ids) -> Any:
    from tanzuji.footprints import shelf

    return {"release": shelf.release_names(world.own.people["editor"])[:1]}


_EMAIL = object()
_SET = {"kind": "set", "place": "product.model", "value": "another"}
_JSON = {"Accept": "application/json"}
_BLANK = {
    "product.name.zh": "水泥", "unit.kind": "declared", "unit.amount": "1", "unit.unit": "t",
    "unit.description.zh": "1 t 水泥", "boundary.type": "cradle_to_gate", "stages": "canonical",
}  # fmt: skip

API: dict[str, Row] = {
    "openapi-json": Row(),
    "openapi-view": Row(),
    "api-root": Row(answers={"GET": 404}),
    # studies
    "list_studies": Row(queries=(*_LISTS, "sort=name", "sort=errors", "state=calculated", "name=水泥 LEAK")),
    "create_study": Row(sends={"POST": _whole}),
    "create_study_from_file": Row(sends={"POST": lambda world, ids: {"file": _file(world)}}),
    "create_study_from_example": Row({"name": "rice_paddy"}, {"POST": _json()}),
    "get_study": Row(),
    "archive_study": Row(sends={"DELETE": _none}),
    "get_model": Row(),
    "put_model": Row(sends={"PUT": _whole}, headers=_if_match, queries=("merge=true",)),
    "put_file": Row(sends={"POST": _upload}),
    "export_model": Row({"suffix": "xlsx"}, queries=("version=1", "version=100", "language=en")),
    "put_releases": Row(sends={"PUT": _releases}),
    # editing
    "post_edits": Row(sends={"POST": _json(operations=[_SET], force=True)}),
    "list_edits": Row(queries=_LISTS),
    "post_undo": Row(sends={"POST": _none}),
    "post_redo": Row(sends={"POST": _none}),
    "list_comments": Row(queries=_LISTS),
    "post_comment": Row(sends={"POST": _json(text="好", place="product.model")}),
    "post_answer": Row(sends={"POST": _json(text="好")}),
    "post_settle": Row(sends={"POST": _none}),
    # results
    "get_result": Row(queries=("version=1", "version=102")),
    "get_footprint": Row(queries=("version=1",)),
    "get_findings": Row(queries=("version=1",)),
    "list_figures": Row(queries=("version=1",)),
    "get_comparison": Row(asks="before=1&after=2", queries=("before=1", "before=102&after=1")),
    "get_uncertainty": Row(
        asks="iterations=100", queries=("version=1&iterations=100", "scheme=none&iterations=100&sobol=false")
    ),
    "get_uncertainty_comparison": Row(
        asks="before=1&after=2&iterations=100", queries=("before=1&iterations=100",)
    ),
    "figure": Row({"name": "stage-bars", "form": "csv"}, queries=("version=1", "language=en")),
    "post_report": Row(sends={"POST": _json(form="json")}),
    # what if, and many standards
    "post_what_if": Row(sends={"POST": _json(changes={"gwp_set": "AR5"})}, queries=("version=1",)),
    "post_target": Row(sends={"POST": _target}, queries=("version=1",)),
    "get_marginals": Row(queries=("version=1", "limit=3")),
    "get_electricity": Row(queries=("version=1",)),
    "get_profiles": Row(queries=("version=1", "profiles=eu-pef", "profiles=LEAK")),
    "get_bridge": Row(asks="after=eu-pef", queries=("after=own&before=pact-3", "after=LEAK")),
    "list_profiles": Row(),
    # versions
    "list_versions": Row(queries=_LISTS),
    "post_version": Row(sends={"POST": _json(note="n")}),
    "get_version": Row({"number": 1}),
    "get_version_model": Row({"number": 1}),
    "list_decisions": Row(queries=_LISTS),
    "post_decision": Row(
        sends={"POST": _json(action="return", version=2, reason="because")}, worker="reviewer"
    ),
    "get_next": Row(),
    # all products of an organisation
    "list_products": Row(queries=(*_LISTS, "name=LEAK", "only=stale", "only=published&sort=used", "only=x")),
    "product_graph": Row(),
    "list_recomputations": Row(queries=_LISTS),
    "post_recomputation": Row(sends={"POST": _releases}),
    "get_recomputation": Row(),
    "list_recomputed": Row(queries=(*_LISTS, "name=LEAK", "only=crossed", "sort=name")),
    "post_update": Row(sends={"POST": _this_study}, answers={"POST": 422}),  # its draft is like that already
    "list_publications": Row(),
    "post_publication": Row(sends={"POST": _json(version=1)}),
    "post_renewal": Row(sends={"POST": _none}, answers={"POST": 422}),  # it stands on the newest already
    "put_limits": Row(sends={"PUT": _json(limits=[{"name": "A", "limit": 1.0}])}),
    # what there is to start from
    "list_examples": Row(),
    "get_example": Row({"name": "rice_paddy"}),
    "list_rules": Row(),
    "list_forms": Row(),
    "get_template": Row(),
    # library
    "datasets": Row(queries=("q=LEAK", "limit=1", "offset=5", "release=LEAK@1")),
    "dataset": Row({"dataset": "no-such-dataset"}, answers={"GET": 404}),
    "releases": Row(),
    "formats": Row(),
    "get_release": Row({"version": "1"}),
    "get_report": Row({"version": "1"}),
    "post_export": Row({"version": "1"}, {"POST": _json(format="csv")}),
    "list_imports": Row(queries=_LISTS),
    "bring_import": Row(sends={"POST": _factors}),
    "get_import": Row(),
    "begin_import": Row(sends={"POST": _json(name="sent", version="1")}),
    "forget_import": Row(sends={"DELETE": _none}),
    "search": Row(queries=("q=LEAK", "limit=50")),
    "post_suggestions": Row(sends={"POST": _json(lines=[{"name": "水泥 LEAK", "unit": "kg"}])}),
    "list_matches": Row(queries=_LISTS),
    "forget_match": Row(sends={"DELETE": _none}),
    "get_suggestions": Row(queries=_LISTS),
    "post_matches": Row(sends={"POST": _json(choices=[])}),
    # jobs
    "list_jobs": Row(queries=_LISTS),
    "get_job": Row(),
    "cancel_job": Row(sends={"POST": _none}),
    "job_result": Row(),
    # parties
    "me": Row(),
    "organisation": Row(),
    "people": Row(queries=_LISTS, worker="admin"),
    "change_roles": Row(sends={"PUT": _json(roles=["editor"])}, worker="admin"),
    "end_membership": Row(sends={"DELETE": _none}, worker="admin"),
    "invitations": Row(queries=_LISTS, worker="admin"),
    "invite": Row(sends={"POST": _invite_json}, worker="admin"),
    "resend": Row(sends={"POST": _none}, worker="admin"),
    "withdraw_invitation": Row(sends={"DELETE": _none}, worker="admin"),
    "tokens": Row(queries=_LISTS),
    "issue_token": Row(sends={"POST": _json(name="t", days=1)}),
    "withdraw_token": Row(sends={"DELETE": _none}),
}
"""Addresses of the API by their name in it."""

_AGAIN = {"GET": 302, "POST": 302}
"""Allauth asks for the password again first, or leads away."""

PAGES: dict[str, Row] = {
    "entrance": Row(),
    "live": Row(),
    "ready": Row(),
    "home": Row(),
    "policy": Row(),
    "policy_of": Row({"code": "cn-js"}),
    "demo_sign_in": Row(sends={"POST": _address(account=_EMAIL)}, answers={"POST": 404}),
    # signing in: whose address it is shows in nothing
    "account_login": Row(sends={"POST": _address(login=_EMAIL, password="wrong " + PASSWORD)}, adds=True,
                         looks_up=True, worker="anonymous"),
    "account_logout": Row(sends={"POST": _none}),
    "account_inactive": Row(),
    "account_reauthenticate": Row(sends={"POST": _form(password=PASSWORD)}),
    "account_change_password": Row(sends={"POST": _form(oldpassword="x", password1="y", password2="z")}),
    "account_set_password": Row(sends={"POST": _form(password1="y", password2="z")}),
    "account_reset_password": Row(sends={"POST": _address(email=_EMAIL)}, looks_up=True, worker="anonymous"),
    "account_reset_password_done": Row(),
    "account_reset_password_from_key_done": Row(),
    "account_reset_password_from_key": Row({"key": "c9xq0x-0123456789abcdef"}, {"POST": _form(password1="y", password2="y")},
                                           adds=True, looks_up=True, worker="anonymous"),
    "mfa_index": Row(),
    "mfa_authenticate": Row(sends={"POST": _form(code="123456")}),
    "mfa_reauthenticate": Row(sends={"POST": _form(code="123456")}),
    "mfa_activate_totp": Row(sends={"POST": _form(code="123456")}),
    "mfa_deactivate_totp": Row(sends={"POST": _none}, answers={"GET": 404, "POST": 404}),
    "mfa_view_recovery_codes": Row(answers={"GET": 404}),
    "mfa_generate_recovery_codes": Row(sends={"POST": _none}),
    "mfa_download_recovery_codes": Row(answers={"GET": 404}),
    "mfa_list_webauthn": Row(),
    "mfa_add_webauthn": Row(sends={"POST": _form(name="key", credential="{}")}),
    "mfa_edit_webauthn": Row(sends={"POST": _form(name="key")}),
    "mfa_remove_webauthn": Row(sends={"POST": _none}),
    "mfa_reauthenticate_webauthn": Row(sends={"POST": _form(credential="{}")}),
    # parties
    "parties:organisation": Row(),
    "parties:account": Row(),
    "parties:confirm": Row(),
    "parties:security": Row(answers={"GET": 404}),
    "parties:block": Row(sends={"POST": _form(reason="r")}, answers={"POST": 404}),
    "parties:unblock": Row(sends={"POST": _none}, answers={"POST": 404}),
    "system": Row(answers={"GET": 404}),
    "parties:language": Row(sends={"POST": _form(language="zh")}),
    "parties:switch": Row(sends={"POST": _none}),
    "parties:people": Row(sends={"POST": lambda world, ids: {"email": f"new-{ids['email']}", "roles": ["reader"]}},
                          worker="admin"),
    "parties:roles": Row(sends={"POST": _form(roles=["editor"])}, worker="admin"),
    "parties:end": Row(sends={"POST": _none}, worker="admin"),
    "parties:resend": Row(sends={"POST": _none}, worker="admin"),
    "parties:withdraw_invitation": Row(sends={"POST": _none}, worker="admin"),
    "parties:invitation": Row(sends={"POST": _form(name="Guest", password="kiln-violet-77!", again="kiln-violet-77!")},
                              worker="anonymous"),
    "parties:tokens": Row(sends={"POST": _form(name="t", days="30")}),
    "parties:withdraw_token": Row(sends={"POST": _none}),
    "parties:activity": Row(queries=_PAGES, worker="admin"),
    # jobs
    "jobs:jobs": Row(queries=_PAGES),
    "jobs:job": Row(),
    "jobs:progress": Row(),
    "jobs:result": Row(),
    "jobs:cancel": Row(sends={"POST": _none}),
    # library
    "library:search": Row(queries=("q=LEAK", "release=LEAK%401", "page=3")),
    "library:choices": Row(queries=("q=LEAK", "release=LEAK%401")),
    "library:dataset": Row({"dataset": "no-such-dataset"}, answers={"GET": 404}),
    "library:download": Row({"dataset": "no-such-dataset", "suffix": "json"}, answers={"GET": 404}),
    "library:releases": Row(),
    "library:release": Row({"version": "1"}),
    "library:again": Row({"version": "1"}, {"POST": _form(version="2", linking="first")}),
    "library:export": Row({"version": "1"}, {"POST": _form(format="csv")}),
    "library:report": Row({"version": "1"}),
    "library:matches": Row(queries=_PAGES),
    "library:forget_match": Row(sends={"POST": _none}),
    "library:import": Row(sends={"POST": _factors}),
    "library:begin_import": Row(sends={"POST": _form(name="sent", version="1", header_row="1", header_rows="1")}),
    "library:forget_import": Row(sends={"POST": _none}),
    # files
    "footprints:studies": Row(queries=(*_PAGES, "name=LEAK", "sort=name", "sort=errors", "state=calculated")),
    "footprints:new": Row(sends={"POST": lambda world, ids: {"file": _file(world)}}),
    "footprints:new_blank": Row(sends={"POST": _form(**_BLANK)}),
    "footprints:blank_rules": Row(),
    "footprints:new_from_example": Row({"key": "rice_paddy"}, {"POST": _none}),
    "footprints:template": Row({"suffix": "xlsx"}, queries=("example=rice_paddy",)),
    "footprints:export": Row({"suffix": "yaml"}, queries=("version=1", "version=100")),
    "footprints:report": Row(sends={"POST": _form(form="json", language="zh")}, queries=("version=1",)),
    "footprints:replace": Row(sends={"POST": _upload}),
    "footprints:archive": Row(sends={"POST": _none}),
    # editing
    "footprints:study": Row(),
    "footprints:inventory": Row(queries=("process=x",)),
    "footprints:row": Row(asks="place=processes[clinker].energy[coal]", queries=("place=x",)),
    "footprints:adding": Row(asks="add=energy", queries=("add=x",)),
    "footprints:matching": Row(sends={"POST": _form(show="all")}, queries=("show=all", *_PAGES)),
    "footprints:scope": Row(),
    "footprints:taking_over": Row(queries=("year=2025", "facility=x"), sends={"GET": _none, "POST": _form(look="1")}),
    "footprints:edits": Row(sends={"POST": _json(operations=[_SET], force=True)}, queries=("since=0", "since=x", "since=99999999")),
    "footprints:undo": Row(sends={"POST": _none}),
    "footprints:redo": Row(sends={"POST": _none}),
    "footprints:change": Row(sends={"POST": lambda world, ids: {
        "page": "scope", "base": str(world.own.study.revision if world.own.study else 1), "product.model": "X"}}),
    "footprints:comments": Row(queries=("place=product.model",)),
    "footprints:comment": Row(sends={"POST": _form(text="好", place="product.model")}),
    "footprints:answer": Row(sends={"POST": _form(text="好")}),
    "footprints:settle": Row(sends={"POST": _none}),
    "footprints:history": Row(queries=_PAGES),
    "footprints:make_version": Row(sends={"POST": _form(note="n")}),
    # results
    "footprints:result": Row(queries=("version=1", "version=102", "version=x")),
    "footprints:process": Row(asks="process=clinker", queries=("process=x", "process=clinker&version=1")),
    "footprints:figure_csv": Row({"name": "stage-bars"}, queries=("version=1",)),
    "footprints:figure_svg": Row({"name": "stage-bars"}, queries=("version=1",)),
    "footprints:uncertainty": Row(queries=("version=1", "scheme=cn_dqi5&derive=no")),
    "footprints:uncertainty_csv": Row({"name": "distribution"}, queries=("version=1",)),
    "footprints:uncertainty_svg": Row({"name": "effects"}, queries=("version=1",)),
    "footprints:products": Row(queries=(*_PAGES, "name=LEAK", "only=stale&sort=total", "only=x&sort=x")),
    "footprints:products_csv": Row(queries=("name=LEAK",)),
    "footprints:product_graph": Row(),
    "footprints:contribute": Row(
        sends={"POST": lambda world, ids: {"study": str(ids["study_id"]), "licence": "x"}}, answers={"POST": 422}
    ),
    "footprints:recompute": Row(sends={"POST": _recompute}),
    "footprints:recomputation": Row(queries=(*_PAGES, "name=LEAK", "only=beyond&sort=change")),
    "footprints:recomputation_csv": Row(queries=("only=crossed",)),
    "footprints:update_draft": Row(sends={"POST": lambda world, ids: {"study": str(ids["study_id"])}}),
    "footprints:product": Row(),
    "footprints:publish": Row(sends={"POST": _form(number="1")}),
    "footprints:renew": Row(sends={"POST": _none}, answers={"POST": 422}),
    "footprints:limits": Row(sends={"POST": _form(limits="A 1")}),
    "footprints:checks": Row(queries=("version=1",)),
    "footprints:scenarios": Row(queries=("version=1",)),
    "footprints:what_if": Row(queries=("version=1", "gwp_set=AR5&target=-5", "release=LEAK%201", "line.x/y=LEAK&all=1")),
    "footprints:save_what_if": Row(sends={"POST": _form(scenario='{"id": "x", "name": "x", "gwp_set": "AR5"}', name="n")}),
    "footprints:standards": Row(queries=("version=1", "before=own&after=eu-pef", "after=LEAK")),
    "footprints:standards_file": Row({"name": "profile-bars", "form": "csv"}, queries=("version=1", "after=pact-3")),
    "footprints:versions": Row(queries=_PAGES),
    "footprints:version": Row({"number": 1}),
    "footprints:compare": Row(queries=("before=1&after=2", "before=102&after=1")),
    "footprints:compare_csv": Row(queries=("before=1&after=2",)),
    "footprints:decide": Row(sends={"POST": _form(action="return", number="2", reason="because")}, worker="reviewer"),
}  # fmt: skip
"""Addresses of pages by their name."""

ROWS: dict[str, Row] = {f"api:{name}": row for name, row in API.items()} | PAGES
for _room in ROOMS:
    ROWS |= _room.ROWS


@dataclass(frozen=True)
class Address:
    """An address as the resolver knows it: one of the names it has, all of them, and its parameters."""

    names: tuple[str, ...]
    route: str
    parameters: frozenset[str]

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def tenants(self) -> list[str]:
        """The parameters that name what belongs to somebody."""
        return sorted(self.parameters & TENANTS)

    @property
    def given(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.names:
            found |= ROWS[name].given
        return found

    def path(self, ids: Ids) -> str:
        """The address in Chinese, filled with ids."""
        filled = {**{name: ids[name] for name in self.tenants}, **self.given}
        with translation.override("zh-hans"):
            return reverse(self.name, kwargs={key: filled[key] for key in self.parameters} or None)


def addresses() -> list[Address]:
    """Every address there is, those with the same route as one."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for name, route, parameters in _walk(get_resolver(), "", ""):
        found.setdefault(route, []).append((name, parameters))
    return [Address(tuple(name for name, _ in named), route, named[0][1]) for route, named in found.items()]


def _walk(resolver: Any, before: str, space: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        inner = ":".join(filter(None, (space, getattr(pattern, "namespace", None))))
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, route, inner)
        else:
            parameters = frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
            yield ":".join(filter(None, (space, str(pattern.name)))), route, parameters
