"""Two enterprises and others, each with everything it can own; every text of the second is a canary.

Models are imported when called: Django is set up after this file is read.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from canaries import MARK, Watch, canary, leaky, with_primes
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db.models import BinaryField, CharField, JSONField, Model, Q, TextField
from django.test import Client
from django.utils import timezone

if TYPE_CHECKING:
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.kinds import Role

PASSWORD = "violet-kiln-1450"

Ids = dict[str, Any]
"""What an address names, by parameter: `study_id`, `job_id`, `secret` …"""


@dataclass
class Office:
    """An organisation with its people by role, and the ids of what it owns."""

    organisation: Any
    people: dict[str, Acting] = field(default_factory=dict)
    ids: Ids = field(default_factory=dict)
    study: Study | None = None


@dataclass
class World:
    """`own` is the office that asks, `theirs` the one whose canaries must not be met, `absent` what nobody owns."""

    own: Office
    theirs: Office
    verifier: Office
    stranger: Any
    absent: Ids
    watch: Watch
    clients: dict[str, Caller] = field(default_factory=dict)

    def ids(self, whose: str) -> Ids:
        return {"own": self.own.ids, "theirs": self.theirs.ids, "absent": self.absent}[whose]


@dataclass
class Caller:
    """A browser or a program that somebody uses."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str, body: Any = None, kind: str = "", **headers: str) -> Any:
        """A request; a dict is sent as a form, bytes as they are with their `kind`."""
        self.client.cookies = SimpleCookie(
            self._cookies
        )  # whoever signed out is in again, as their session is
        named = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, dict) and method == "POST":
            return self.client.post(path, body, headers=named)
        sent = body if isinstance(body, bytes) else b""
        return self.client.generic(
            method, path, sent, content_type=kind or "application/octet-stream", headers=named
        )


# what belongs to an organisation ────────────────────────────────────────────


def _people(of: Any) -> Any:
    from tanzuji.parties.models import Membership

    return Membership.objects.filter(organisation=of).values("person")


OWNED: dict[str, Callable[[Any], Q]] = {
    "account.EmailAddress": lambda of: Q(user__in=_people(of)),
    "account.EmailConfirmation": lambda of: Q(email_address__user__in=_people(of)),
    "mfa.Authenticator": lambda of: Q(user__in=_people(of)),
    "sessions.Session": lambda of: Q(session_key__startswith=MARK.lower()),
    "django_tasks_database.DBTaskResult": lambda of: Q(queue_name__contains=MARK),
    "ledger.Event": lambda of: Q(organisation=of.id),
    "parties.Organisation": lambda of: Q(id=of.id),
    "parties.Person": lambda of: Q(id__in=_people(of)),
    "parties.Membership": lambda of: Q(organisation=of),
    "parties.Invitation": lambda of: Q(organisation=of),
    "parties.Token": lambda of: Q(organisation=of),
    "jobs.Job": lambda of: Q(organisation=of),
    "library.Release": lambda of: Q(owner=of),
    "library.Entry": lambda of: Q(release__owner=of),
    "library.Import": lambda of: Q(organisation=of),
    "library.Posting": lambda of: Q(release__owner=of),
    "library.SortKeys": lambda of: Q(release__owner=of),
    "library.Match": lambda of: Q(organisation=of),
    "footprints.Study": lambda of: Q(organisation=of),
    "footprints.Edit": lambda of: Q(study__organisation=of),
    "footprints.Version": lambda of: Q(study__organisation=of),
    "footprints.Decision": lambda of: Q(study__organisation=of),
    "footprints.Comment": lambda of: Q(study__organisation=of),
    "footprints.AnsweredRequest": lambda of: Q(organisation=of),
    "footprints.Publication": lambda of: Q(organisation=of),
    "footprints.Use": lambda of: Q(version__study__organisation=of),
    "footprints.Limits": lambda of: Q(study__organisation=of),
    "footprints.Recomputation": lambda of: Q(organisation=of),
    "footprints.RecomputedProduct": lambda of: Q(recomputation__organisation=of),
}
"""Tables with rows of an organisation, and which rows those are. The queue keeps no owner: its rows bear a mark."""

SHARED = {
    "auth.Permission": "Django's own words",
    "auth.Group": "unused",
    "contenttypes.ContentType": "Django's own words",
}
"""Tables without rows of an organisation, and why."""

KEPT = {
    "mfa.Authenticator.type": "says what the data are",
    "django_tasks_database.DBTaskResult.status": "checked by the table",
    "parties.Organisation.kind": "one of nine",
    "parties.Organisation.mandates": "words of a list",
    "parties.Person.language": "one of two",
    "library.Posting.head": "positions of entries",
    "library.Posting.rest": "positions of entries",
    "library.SortKeys.arrays": "numbers, and texts of the entries that bear canaries themselves",
}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def _of_rooms() -> Any:
    """The modules `of_*`, which read this one first."""
    from rooms import ROOMS

    return ROOMS


def owned() -> dict[str, Callable[[Any], Q]]:
    """OWNED with the tables of the rooms that state their own."""
    return OWNED | {label: rule for room in _of_rooms() for label, rule in room.OWNED.items()}


def shared() -> dict[str, str]:
    """SHARED likewise."""
    return SHARED | {label: why for room in _of_rooms() for label, why in room.SHARED.items()}


def kept() -> dict[str, str]:
    """KEPT likewise."""
    return KEPT | {column: why for room in _of_rooms() for column, why in room.KEPT.items()}


def rows_of(organisation: Any) -> str:
    """A digest of every column of every row that the organisation owns."""
    digest = hashlib.sha256()
    for label, rule in owned().items():
        model: Any = apps.get_model(label)
        for row in model.objects.filter(rule(organisation)).order_by("pk").values_list():
            digest.update(repr((label, *row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def text_columns(model: type[Model]) -> list[Any]:
    """The columns of a table in which something can be written."""
    kinds = (CharField, TextField, BinaryField, JSONField)
    return [f for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.is_relation]


def filled(model: type[Model], /, **given: Any) -> Any:
    """A new row with a canary in every text column that is not given."""
    row: Any = model(**given)
    for column in text_columns(model):
        if column.name in given or column.primary_key or f"{model._meta.label}.{column.name}" in kept():
            continue
        value: Any = canary()
        if isinstance(column, JSONField):
            value = {"name": canary(), canary(): [canary()]}
        elif isinstance(column, BinaryField):
            value = canary().encode()
        elif column.max_length and column.max_length < 20:
            value = canary()[: column.max_length]
        setattr(row, column.name, value)
    row.save(force_insert=True)
    return row


# the world ───────────────────────────────────────────────────────────────────


def world() -> World:
    """Everything, in the database."""
    from tanzuji.parties import services

    own = _office("enterprise", "澜石水泥有限公司", "Lanshi Cement", "works")
    theirs = _office(
        "enterprise",
        canary(),
        canary(),
        MARK.lower() + "works",
        code=canary()[:32],
        region=canary(),
        group_code=canary()[:32],
    )
    verifier = _office("verifier", "华验核查", "Huayan Verification", "verifier")
    stranger = services.register(email="stranger@nowhere.example", name="Stranger", password=PASSWORD)
    _furnish(own, canaries=False)
    _furnish(theirs, canaries=True)
    _fill_every_column(theirs)
    absent = {
        name: uuid4() if isinstance(value, UUID) else 999_983 if isinstance(value, int) else "0" * len(value)
        for name, value in theirs.ids.items()
    }
    absent["email"] = "nobody-at-all@works.example"
    assert theirs.study is not None
    numbers = [theirs.study.total or 0.0, *_primes(json.loads(theirs.study.document))]
    made = World(own, theirs, verifier, stranger, absent, Watch(numbers, _ids(theirs)))
    made.clients = _clients(made)
    return made


def _office(kind: Any, zh: str, en: str, host: str, **more: str) -> Office:
    from tanzuji.parties import queries, services

    made = services.found(kind, zh=zh, en=en, **more)
    office = Office(made)
    roles: dict[str, tuple[Role, ...]] = {
        "admin": ("admin",), "editor": ("editor",), "reviewer": ("reviewer",), "reader": ("reader",),
        "everything": ("admin", "editor", "reviewer", "reader"),
    }  # fmt: skip
    hidden = host.startswith(MARK.lower())
    for name, held in roles.items():
        person = services.register(
            email=f"{name}@{host}.example", name=canary() if hidden else name.title(), password=PASSWORD
        )
        services.join(person, made, held)
        office.people[name] = queries.required_for(person, made.id)
    return office


def _furnish(office: Office, *, canaries: bool) -> None:
    """A calculated study with edits, a version, remarks and a decision; a job with its file; invitation, token, factor."""
    from allauth.mfa.models import Authenticator

    from tanzuji.documents.editing import Set
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints import services
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release
    from tanzuji.jobs.models import Job
    from tanzuji.parties import queries
    from tanzuji.parties import services as parties

    said = canary if canaries else lambda: "words of our own"
    plain = demo_models()["cement_po425"].plain()
    if canaries:
        plain = leaky(with_primes(plain))
    editor, reviewer, admin = (office.people[role] for role in ("editor", "reviewer", "admin"))
    study = services.create(editor, ProductModel.parse(plain), [starter_release()], origin=said())
    for _ in range(3):
        services.edit(editor, study.id, [Set(place="product.model", value=said())], force=True)
        services.edit(editor, study.id, [Set(place="version", value=said())], force=True)
    services.undo(editor, study.id)
    services.make_version(editor, study.id, note=said())
    services.decide(reviewer, study.id, "return", number=1, reason=said())
    services.make_version(editor, study.id, note=said())
    remark = services.comment(reviewer, study.id, said(), place="product.model")
    services.answer(editor, study.id, remark.id, said())
    study.refresh_from_db()
    job = Job.objects.create(
        organisation=office.organisation, owner=editor.person, kind="footprints.report", title_zh=said(), title_en=said(),
        state="done", result=said().encode(), result_name=f"{said()}.json", result_type="application/json", done=3, total=3,
        page=f"/studies/{study.id}/report/", ended_at=timezone.now(), step_zh=said(), step_en=said(),
        parameters=json.dumps({"study": str(study.id), "words": said()}),
        problems=json.dumps([{"code": "web.failed", "path": said(), "message": {"zh": said(), "en": said()},
                              "remedy": {"zh": said(), "en": said()}}]),
    )  # fmt: skip
    colleague = office.people["reader"]
    host = colleague.person.email.partition("@")[2]
    offer = parties.invite(admin, f"guest@{host}", ["reader"])
    issued = parties.issue_token(editor, said(), days=30, may_write=True)
    factor = Authenticator.objects.create(
        id=700_001 if canaries else 600_001, user=editor.person, type="webauthn", data=_security_key(said())
    )
    office.study = study
    library, brought = _library(office, said)
    match = _match(office, said)
    recomputation = _recomputation(office, said)
    office.ids = {
        "recomputation_id": recomputation.id,
        "release_name": library.name,
        "import_id": brought.id,
        "match_id": match.id,
        "study_id": study.id,
        "comment_id": remark.id,
        "job_id": job.id,
        "person_id": colleague.person.id,
        "invitation_id": offer.invitation.id,
        "token_id": issued.token.id,
        "organisation_id": office.organisation.id,
        "secret": offer.secret
        if not canaries
        else queries.digest_of(offer.secret),  # theirs is not known to anybody
        "pk": factor.id,
        "uidb36": colleague.person.id.hex,
        "email": colleague.person.email,
    }
    for room in _of_rooms():
        office.ids |= room.furnish(office, said)


def _match(office: Office, said: Callable[[], str]) -> Any:
    """A line of the organisation's with the data it confirmed."""
    from tanzuji.library import services

    match = services.remember(
        office.people["editor"], name=said(), kind="input", unit="kg", release="starter", dataset=said()
    )
    # a number as long as that of nothing, so that an address with it is as long
    number = 700_002 if said is canary else 600_002
    type(match).objects.filter(pk=match.pk).update(id=number)
    match.id = number
    return match


def _recomputation(office: Office, said: Callable[[], str]) -> Any:
    """A published version with limits, and a report of what other releases would make of it."""
    from tanzuji.footprints import services
    from tanzuji.footprints.models import Recomputation, RecomputedProduct

    study, editor = office.study, office.people["editor"]
    assert study is not None
    services.publish(editor, study.id, 2)
    services.set_limits(editor, study.id, [{"name": said(), "limit": 1.0}])
    words = {"zh": said(), "en": said()}
    problem = {"code": "web.failed", "path": said(), "message": words, "remedy": words}
    made = Recomputation.objects.create(
        organisation=office.organisation, key=said(), releases=study.releases, count=1, changed=1, beyond=1, crossed=1,
        unknown=0, seconds=0.1, by=editor.person,
        left_out=json.dumps([{"study": str(study.id), "problems": [problem]}]),
    )  # fmt: skip
    RecomputedProduct.objects.create(
        recomputation=made, study=study, number=2, old=1.0, new=2.0, change=1.0, share=1.0, beyond=True, crossed=True,
        causes=json.dumps([{"dataset": said(), "name": words, "change": 1.0}]), band_before=json.dumps({"zh": said()}),
        band_after=json.dumps({"zh": said()}),
    )  # fmt: skip
    return made


def _library(office: Office, said: Callable[[], str]) -> tuple[Any, Any]:
    """A library of the organisation's own, and the import that it was made of, whose file is kept."""
    from tanzuji.documents.datasets import Dataset
    from tanzuji.documents.text import Text
    from tanzuji.engine import write_release
    from tanzuji.engine.store import owned_name, release_folder
    from tanzuji.library import services, sources
    from tanzuji.library.models import Import

    name = owned_name(office.organisation.id, "own")
    dataset = Dataset.parse(
        {"id": "own-factor", "name": {"zh": said(), "en": said()}, "category": [said()], "unit": "kg", "version": said(),
         "amounts": [{"gas": "CO2e", "amount": 2.0}], "source": {"title": said(), "publisher": said()},
         "technology": said(), "note": said()}
    )  # fmt: skip
    stored = write_release(
        release_folder(name, "1"), name=name, version="1", title=Text(zh=said(), en=said()), licence=said(),
        datasets=[dataset], report={"format": "words", "words": said()},
    )  # fmt: skip
    row = services.index_release(stored)
    editor = office.people["editor"]
    brought = Import.objects.create(
        organisation=office.organisation, person=editor.person, file=f"{said()}.csv", kind="csv", release=row,
        options=json.dumps({"name": "own", "version": "1", "licence": said()}),
    )  # fmt: skip
    place = sources.folder(brought.id) / "0"
    place.mkdir(parents=True)
    (place / "factors.csv").write_text(f"name,unit,kgCO2e\n{said()},kg,2\n", "utf-8")
    return row, brought


def _security_key(name: str) -> dict[str, Any]:
    """A security key as allauth keeps it: what a browser sends when one is registered."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        Aaguid,
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid(bytes(16)), uuid4().bytes, key)
    known = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), 0x45, 0, held)
    asked = CollectedClientData.create("webauthn.create", bytes(32), "http://testserver")
    response = {
        "clientDataJSON": websafe_encode(asked),
        "attestationObject": websafe_encode(AttestationObject.create("none", known, {})),
    }
    id_ = websafe_encode(held.credential_id)
    return {"name": name, "credential": {"id": id_, "rawId": id_, "type": "public-key", "response": response}}


def _fill_every_column(office: Office) -> None:
    """One more row of every kind in which every text is a canary, whether or not the system could have written it."""
    person, study = office.people["editor"].person, office.study
    assert study is not None
    soon = timezone.now() + timedelta(days=1)
    of = {"organisation": office.organisation}
    address = filled(apps.get_model("account.EmailAddress"), user=person, email=f"{canary()}@x.example")
    filled(apps.get_model("account.EmailConfirmation"), email_address=address)
    filled(apps.get_model("mfa.Authenticator"), user=person, type="totp")
    filled(apps.get_model("sessions.Session"), session_key=canary().lower(), expire_date=soon)
    queue = apps.get_model("django_tasks_database.DBTaskResult")
    # `enqueued_at` and its like have their defaults
    filled(queue, id=uuid4(), status="SUCCESSFUL", run_after=timezone.now())
    filled(apps.get_model("ledger.Event"), organisation=office.organisation.id)
    filled(apps.get_model("ledger.Event"), organisation=office.organisation.id, subject="study", subject_id=str(study.id),
           kind="footprints.study.exported", detail=json.dumps({"form": canary()}))  # fmt: skip
    another = filled(
        apps.get_model("parties.Person"), email=f"{canary().lower()}@x.example",
        password=make_password("x", salt=canary(), hasher="md5"), language="en",
    )  # fmt: skip
    filled(apps.get_model("parties.Membership"), person=another, **of)
    filled(
        apps.get_model("parties.Invitation"),
        email=f"{canary()}@x.example",
        invited_by=person,
        expires_at=soon,
        **of,
    )
    filled(apps.get_model("parties.Token"), person=person, expires_at=soon, **of)
    filled(apps.get_model("jobs.Job"), owner=person, **of)
    release = filled(apps.get_model("library.Release"), owner=office.organisation, current=True)
    filled(apps.get_model("library.Entry"), release=release, position=0)
    filled(apps.get_model("library.Import"), person=person, **of)
    filled(apps.get_model("library.Posting"), release=release)
    filled(apps.get_model("library.Match"), by=person, at=timezone.now(), **of)
    filled(
        apps.get_model("footprints.Study"),
        created_by=person,
        edited_by=person,
        edited_at=timezone.now(),
        **of,
    )
    number = study.versions.count() + 100
    version = filled(apps.get_model("footprints.Version"), study=study, number=number, revision=1, total=1.0, errors=0,
                     warnings=0, made_by=person)  # fmt: skip
    filled(apps.get_model("footprints.Edit"), study=study, revision=10_000, by=person)
    filled(apps.get_model("footprints.Decision"), study=study, version=version, by=person)
    filled(apps.get_model("footprints.Comment"), study=study, by=person)
    filled(apps.get_model("footprints.AnsweredRequest"), person=person, **of)
    filled(apps.get_model("footprints.Publication"), version=version, sequence=0, by=person, **of)
    filled(apps.get_model("footprints.Use"), version=version, product=study, number=1)
    made = filled(apps.get_model("footprints.Recomputation"), count=0, changed=0, beyond=0, crossed=0, unknown=0,
                  seconds=0.0, by=person, **of)  # fmt: skip
    filled(apps.get_model("footprints.RecomputedProduct"), recomputation=made, study=study, number=1)
    for room in _of_rooms():
        room.fill(office, filled)


def _primes(plain: dict[str, Any]) -> list[float]:
    lines = [
        line.get("amount")
        for process in plain["processes"]
        for kind in ("inputs", "energy", "wastes")
        for line in process.get(kind, [])
    ]
    return [a for a in lines if isinstance(a, float) and a > 1e7] + [c["low"] for c in plain["comparisons"]]


def _ids(office: Office) -> list[str]:
    """The ids of what the office owns, with and without hyphens."""
    found: list[str] = []
    for label, rule in owned().items():
        model: Any = apps.get_model(label)
        if isinstance(model._meta.pk, CharField):
            continue
        keys = model.objects.filter(rule(office.organisation)).values_list("pk", flat=True)
        found += [form for key in keys if isinstance(key, UUID) for form in (str(key), key.hex)]
    return found


def _clients(of: World) -> dict[str, Caller]:
    """Everybody who asks, by name."""
    from tanzuji.parties import services

    def browser(person: Any = None) -> Caller:
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            session = client.session  # as after a password was just given: no page asks for it again
            session["account_authentication_methods"] = [
                {"method": "password", "at": time.time(), "email": person.email}
            ]
            session.save()
        return Caller(client)

    def program(may_write: bool) -> Caller:
        secret = services.issue_token(of.own.people["editor"], "program", days=1, may_write=may_write).secret
        return Caller(Client(raise_request_exception=False), {"Authorization": f"Bearer {secret}"})

    roles = {role: browser(of.own.people[role].person) for role in ("admin", "editor", "reviewer", "reader")}
    return {
        "anonymous": browser(),
        **roles,
        "verifier": browser(of.verifier.people["everything"].person),
        "stranger": browser(of.stranger),
        "reading token": program(may_write=False),
        "writing token": program(may_write=True),
    }
