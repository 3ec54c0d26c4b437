"""Addresses and tables of the labels room for the isolation matrix.

The label of a certificate in force is public; the pages of one certificate's label are for its holder and its body, and
that others are answered as if there were none is shown in tests/labels, with certificates that exist.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {"use_id", "proof_id"}

_NUMBER = {"number": "CFP-2026-999999-X"}
_NONE = {"GET": 404, "HEAD": 404, "POST": 404}
_WRONG = {"POST": 422}


def _picture(world: Any, ids: Any) -> Any:
    return {"file": SimpleUploadedFile("a.png", b"GIF89a"), "taken_on": "2026-01-05"}


ROWS: dict[str, Row] = {
    "labels:home": Row(queries=(*PAGES, "state=in_use", "state=x")),
    "labels:patterns": Row(),
    "labels:sample": Row({"name": "numeric-l"}),
    "labels:use": Row(),
    "labels:decide": Row(sends={"POST": as_form(action="decline", reason="")}, answers={"POST": 403}),
    "labels:show": Row(sends={"POST": _picture}, answers=_WRONG),
    "labels:proof": Row(),
    "labels:label": Row(_NUMBER, queries=("size=s", "variant=x", "lang=x"), answers=_NONE),
    "labels:request": Row(_NUMBER, {"POST": as_form(placement="product", where="x")}, answers=_NONE),
    "labels:preview": Row(_NUMBER, queries=("size=s", "ink=mono"), answers=_NONE),
    "labels:download": Row(_NUMBER, queries=("format=pdf",), answers=_NONE),
    "labels:parcel": Row(_NUMBER, answers=_NONE),
    "labels:art": Row({**_NUMBER, "name": "numeric-m"}, answers=_NONE),
    "api:list_label_uses": Row(queries=LISTS),
    "api:request_label_use": Row(_NUMBER, {"POST": as_json(placement="product", where="x")}, answers=_NONE),
    "api:decide_on_label_use": Row(
        sends={"POST": as_json(action="decline", reason="x")}, answers={"POST": 403}
    ),
    "api:show_label_in_use": Row(sends={"POST": _picture}, answers=_WRONG),
    "api:get_label": Row(_NUMBER, answers=_NONE),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "labels.Authorisation": lambda of: Q(holder=of),
    "labels.Step": lambda of: Q(authorisation__holder=of),
    "labels.Proof": lambda of: Q(authorisation__holder=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A label in use at one place, with the photograph that shows it."""
    from tanzuji.activity import vault

    certificate = _certificate(office)
    editor = office.people["editor"].person
    of = apps.get_model("labels.Authorisation").objects.create(
        sequence=abs(hash(office.organisation.pk)) % 900_000 + 1, certificate=certificate,
        certificate_number=certificate.number, holder=office.organisation, body=certificate.body, state="authorised",
        placement="packaging", where=said(), terms=said(), requested_by=editor, requested_at=timezone.now(),
        since=timezone.now(),
    )  # fmt: skip
    by = {"by": editor, "organisation": office.organisation, "at": timezone.now()}
    of.steps.create(sequence=1, action="request", after="requested", reason=said(), reason_en=said(), **by)
    of.steps.create(
        sequence=2, action="authorise", before="requested", after="authorised", reason=said(), **by
    )
    proof = of.proofs.create(
        digest=vault.keep(said().encode()), kind="png", file=said(), size=8, words=said(),
        taken_on=date(2026, 1, 5), by=editor,
    )  # fmt: skip
    return {"use_id": of.id, "proof_id": proof.id}


def _certificate(office: Any) -> Any:
    """A certificate of the office, given by a body that is not in the matrix; what it says is public."""
    from tanzuji.certificates.facts import CertificateFacts, plain, public
    from tanzuji.documents.text import Text

    body, _ = apps.get_model("parties.Organisation").objects.get_or_create(
        kind="certification_body", name_zh="认证中心", name_en="Certification Centre", code="LABEL-BODY"
    )
    people = [office.people[role].person for role in ("editor", "reviewer")]
    serial = abs(hash(office.organisation.pk)) % 900_000 + 1
    facts = CertificateFacts(
        scheme="cn-national", scheme_version=1, scheme_name=Text(zh="碳效评价", en="Efficiency"), family="efficiency",
        body=body.pk, holder=office.organisation.pk, maker=Text(zh="甲", en="A"), product=Text(zh="产品", en="Product"),
        models=(), gtin="", version_id=None, statement=None, dataset_digest="sha256:" + "0" * 64, standard="x", rule="x",
        value=Decimal(1), unrounded="1", unit="kgCO2e/t", unit_words=Text(zh="1 吨", en="1 t"),
        boundary="cradle_to_gate", reference_year="2025", level="limited", months=24, surveillance_months=12,
    )  # fmt: skip
    number = f"LABEL-{serial:06d}"
    names = {
        "body_name": body.name,
        "body_code": "b",
        "holder_name": Text(zh="甲", en="A"),
        "holder_code": "h",
    }
    made = apps.get_model("certificates.Certificate").objects.create(
        request=apps.get_model("certificates.Request").objects.create(body=body, key=number, digest="d"),
        number=number, series=f"labels-{serial}", serial=1, status_index=serial, body=body, holder=office.organisation,
        scheme="cn-national", family="efficiency", facts=json.dumps(plain(facts)), digest="d", words="",
        document=json.dumps(public(facts, number=number, **names)), issued_on=date(2026, 1, 1),
        expires_on=date(2099, 1, 1), evaluated_by=people[0], decided_by=people[1], issued_by=people[1], at=timezone.now(),
    )  # fmt: skip
    apps.get_model("certificates.Event").objects.create(
        certificate=made, sequence=1, kind="issued", after="valid", cause="body", reason="颁发", log_index=10**9 + serial,
        at=timezone.now(),
    )  # fmt: skip
    apps.get_model("certificates.Standing").objects.create(
        certificate=made, status="valid", since=timezone.now(), sequence=1, ends=date(2099, 1, 1)
    )
    return made


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    editor = office.people["editor"].person
    first = apps.get_model("labels.Authorisation").objects.filter(holder=office.organisation).first()
    made = filled(
        apps.get_model("labels.Authorisation"), certificate=first.certificate, holder=office.organisation,
        body=first.body, sequence=abs(hash(office.organisation.pk)) % 900_000 + 1_000_001, requested_by=editor,
        requested_at=timezone.now(), since=timezone.now(),
    )  # fmt: skip
    by = {"by": editor, "authorisation": made}
    filled(
        apps.get_model("labels.Step"), sequence=1, organisation=office.organisation, at=timezone.now(), **by
    )
    filled(apps.get_model("labels.Proof"), size=1, taken_on=date(2026, 1, 5), **by)
