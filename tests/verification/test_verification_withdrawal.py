"""What a withdrawn statement does to a certificate that rests on it, through the rooms themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import verification_cases as cases
from django.test import Client

from tanzuji.certificates import queries as certificates
from tanzuji.certificates import services as issuing
from tanzuji.certificates.checking import per
from tanzuji.ledger import log
from tanzuji.parties.models import Organisation
from tanzuji.register import keeping
from tanzuji.verification import services
from tanzuji.verification.statements import StatementView

sys.path.append(str(Path(__file__).resolve().parents[1] / "certificates"))
from certificate_cases import Houses, facts_of

pytestmark = pytest.mark.django_db


def _facts(houses: cases.Houses, signed: StatementView) -> tuple[Any, Houses]:
    """Facts of a certificate for what the statement is on, and the people of a certification body."""
    from decimal import Decimal
    from types import SimpleNamespace

    body = Organisation.objects.create(kind="certification_body", name_zh="认证所", name_en="Body", code="B1")
    people = [cases.somebody(body, "editor", "reviewer") for _ in range(3)]
    who = Houses(houses.editor, *people, houses.stranger, houses.stranger)
    version: Any = SimpleNamespace(id=signed.version_id, result_digest=signed.result_digest)
    given = facts_of(
        who, version, signed, value=Decimal(signed.total).quantize(Decimal(1)), unrounded=signed.total,
        unit=f"kgCO2e/{per(signed.unit) or signed.unit}", boundary=signed.boundary, rule=signed.rule,
        level=signed.level, stages=(), interval=None,
    )  # fmt: skip
    return given, who


def test_a_certificate_is_suspended_once_when_its_statement_is_withdrawn_and_its_page_says_so() -> None:
    """CERT-09: what a certificate rests on is gone, so it is not to be used; client and verifier each hear of it."""
    keeping.forget()
    houses = cases.Houses.built()
    study = cases.submitted(houses, "cement_po425")
    signed = services.sign(houses.reviewer, cases.drafted(houses, study).id)
    facts, who = _facts(houses, signed)
    view = issuing.issue(
        who.decider, facts, key="k1", decided_by=who.decider.person.id, evaluated_by=who.evaluator.person.id
    )
    assert view.status == "valid"
    assert "标识有效" in Client().get(f"/zh/c/{view.number}/").content.decode()

    services.withdraw_statement(houses.reviewer, signed.id, reason="电表倍率记错")
    now = certificates.by_number(view.number)
    assert now is not None and now.status == "suspended"
    assert [event.kind for event in now.history] == ["issued", "suspended"], "two news of it, one suspension"
    assert [e.payload["status"] for e in log.entries("certificate", view.number)] == ["valid", "suspended"]
    keeping.forget()
    said = Client().get(f"/zh/c/{view.number}/").content.decode()
    assert "已暂停" in said and "所依据的核查声明已撤回" in said
    assert Client().get(f"/api/register/certificates/{view.number}").json()["may_be_shown"] is False
    assert "电表倍率记错" not in said, "why the verifier withdrew it is between it and its client"
