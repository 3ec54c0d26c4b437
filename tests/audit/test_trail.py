"""The audit trail: every attempt leaves its lines, the chain finds every change of them, without it nothing is done."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanzuji.audit import queries, services
from tanzuji.audit.chaining import FIRST, first_broken, link
from tanzuji.audit.models import Act
from tanzuji.ledger import log
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Invitation, Token

PASSWORD = "violet-kiln-1450"


def at(name: str, *args: Any) -> str:
    with translation.override("zh-hans"):
        return reverse(name, args=args)


def browser(acting: Acting) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(acting.person)
    return client


def lines() -> list[tuple[str, str, int | None, str]]:
    return [(a.phase, a.view, a.status, a.codes) for a in Act.objects.order_by("id")]


def test_an_act_leaves_a_line_before_and_a_line_after(editor: Acting) -> None:
    """TRUST section 6: time, person, kind and outcome of every change."""
    browser(editor).post(at("parties:tokens"), {"name": "erp", "days": "30"})
    assert lines() == [("begun", "parties:tokens", None, ""), ("ended", "parties:tokens", 200, "")]
    act = Act.objects.get(phase="ended")
    assert (act.person_name, act.organisation, act.method) == ("Editor", editor.organisation_id, "POST")
    assert act.address == "127.0.0.1" and act.request
    assert len(set(Act.objects.values_list("request", flat=True))) == 1


def test_what_was_refused_is_kept_with_its_code(editor: Acting) -> None:
    client = browser(editor)
    client.post(at("parties:withdraw_token", "00000000-0000-4000-8000-000000000000"))
    client.post(at("parties:tokens"), {"name": "", "days": "30"})
    client.post("/api/parties/tokens", b'{"name": "x", "days": 30}', content_type="application/json")
    ended = [line for line in lines() if line[0] == "ended"]
    assert ended[0][1:] == ("parties:withdraw_token", 404, "web.absent")
    assert ended[1][2] == 422
    assert ended[2][1] == "api:tokens"  # an address of the API is named after its first method


def test_reading_leaves_none(editor: Acting) -> None:
    client = browser(editor)
    for method in ("get", "head", "options"):
        getattr(client, method)(at("parties:tokens"))
    assert lines() == []


def test_strangers_and_forged_forms_are_kept_as_well(editor: Acting) -> None:
    stranger = Client()
    stranger.post(at("account_login"), {"login": "nobody@works.example", "password": "wrong"})
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(editor.person)
    assert forged.post(at("parties:tokens"), {"name": "x", "days": "30"}).status_code == 403
    ended = [line[1:3] for line in lines() if line[0] == "ended"]
    assert ended == [("account_login", 200), ("parties:tokens", 403)]
    assert Act.objects.filter(view="account_login").first().person == ""  # type: ignore[union-attr]


def test_a_program_is_named_with_its_owner(editor: Acting) -> None:
    from tanzuji.parties.services import issue_token

    secret = issue_token(editor, "erp", days=1, may_write=True).secret
    Client().post(
        "/api/parties/invitations", b"{}", content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    act = Act.objects.get(phase="ended")
    assert (act.person_name, act.program, act.status) == ("Editor", "erp", 422)


def test_secrets_in_addresses_are_left_out(editor: Acting) -> None:
    Client().post(at("parties:invitation", "s3cr3t-of-somebody"), {})
    assert Act.objects.count() == 2
    assert not Act.objects.filter(path__contains="s3cr3t").exists()


def test_without_the_trail_nothing_is_done(editor: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRUST section 6: the write of the trail fails, so the action fails."""

    def full(*_: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(services, "begin", full)
    client = browser(editor)
    answer = client.post(at("parties:tokens"), {"name": "erp", "days": "30"})
    assert answer.status_code == 503 and "audit.not-kept" in answer.content.decode()
    told = client.post("/api/parties/tokens", b'{"name": "x", "days": 30}', content_type="application/json")
    assert told.status_code == 503 and told.json()["problems"][0]["code"] == "audit.not-kept"
    assert not Token.objects.exists() and not Invitation.objects.exists()


def attempts(count: int) -> None:
    for number in range(count):
        attempt = services.Attempt(f"request-{number:04}", "POST", f"/zh/x/{number}/", "x:y", "127.0.0.1")
        services.begin(attempt)
        if number % 5:
            services.end(attempt, 200 if number % 3 else 422, () if number % 3 else ("x.y",))


def test_the_table_cannot_be_changed_nor_emptied(db: None) -> None:
    attempts(2)
    for statement in ("UPDATE audit_act SET person_name = 'x'", "DELETE FROM audit_act"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Act.objects.count() == 3


def test_every_alteration_of_the_lines_is_found_at_its_place(db: None) -> None:
    """300 random edits, cuts, swaps and insertions, done on copies as somebody with all rights could."""
    attempts(40)
    kept = list(Act.objects.order_by("id"))
    assert first_broken(kept) is None
    draw = random.Random(7)
    columns = (
        "at",
        "phase",
        "person",
        "person_name",
        "program",
        "address",
        "method",
        "path",
        "view",
        "status",
        "codes",
    )
    for _ in range(300):
        copies = list(Act.objects.order_by("id"))
        place = draw.randrange(len(copies) - 1)
        match draw.choice(("edit", "cut", "swap", "double")):
            case "edit":
                column = draw.choice(columns)
                before = getattr(copies[place], column)
                changed: Any = (
                    (before or 0) + 1
                    if column == "status"
                    else before.replace(year=2001)
                    if column == "at"
                    else f"{before}x"
                )
                setattr(copies[place], column, changed)
            case "cut":
                del copies[place]
            case "swap":
                copies[place], copies[place + 1] = copies[place + 1], copies[place]
            case "double":
                copies.insert(place + 1, copies[place])
                place += 1
        assert first_broken(copies) == place


def test_the_digest_is_that_of_the_line_before_and_the_canonical_line(db: None) -> None:
    """By hand, with the standard library alone."""
    import hashlib
    import json

    attempts(1)
    act = Act.objects.get()
    from datetime import UTC

    values = {
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"), "phase": "begun",
        "request": "request-0000", "person": "", "person_name": "", "program": "", "organisation": "",
        "address": "127.0.0.1", "method": "POST", "path": "/zh/x/0/", "view": "x:y", "status": None, "codes": "",
    }  # fmt: skip
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert act.chain == hashlib.sha256(bytes(32) + plain).hexdigest() == link(FIRST, act)


def test_a_trail_cut_at_its_end_is_found_by_the_transparency_log(db: None) -> None:
    """The chain alone cannot tell that its last lines are gone; the head in the log can."""
    attempts(5)
    assert services.anchor()
    assert not services.anchor()  # once a day
    sound = queries.verified()
    assert sound.sound and sound.anchors == 1
    head = log.entries(services.SUBJECT, services.SUBJECT)[0].payload
    last = Act.objects.order_by("-id").first()
    assert last is not None and head == {"lines": last.id, "head": last.chain}
    with connection.cursor() as cursor:
        _thawed(cursor, "delete")
        cursor.execute("DELETE FROM audit_act WHERE id = %s", [last.id])
    found = queries.verified()
    assert found.broken is None and found.off == last.id and not found.sound


def test_after_a_broken_line_the_rest_is_counted_and_held_against_its_heads(
    officers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read two lines at a time: one line altered in the middle breaks there; the head after it still agrees."""
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    attempts(5)
    assert services.anchor()
    every = list(Act.objects.order_by("id"))
    altered, count = every[len(every) // 2], len(every)
    with connection.cursor() as cursor:
        _thawed(cursor, "update")
        cursor.execute("UPDATE audit_act SET path = '/x' WHERE id = %s", [altered.id])
    found = queries.verified()
    assert (found.broken, found.lines, found.anchors, found.off) == (altered.id, count, 1, None)
    assert [one.code for one in found.problems()] == ["audit.broken"]
    client = Client()
    client.force_login(officers["audit"])
    page = client.get(at("audit:verify")).content.decode()
    assert f"第 {altered.id} 行与它之前的记录对不上" in page and "从备份里找出" in page


def _thawed(cursor: Any, against: str) -> None:
    """As an administrator of the database could: the triggers away."""
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE audit_act DISABLE TRIGGER USER")
    else:
        cursor.execute(f"DROP TRIGGER audit_act_no_{against}")


def test_what_no_database_keeps_is_replaced(db: None) -> None:
    services.begin(services.Attempt("r", "POST", "/\x00/\ud800" + "y" * 400, "v", "a", person_name="\x00"))
    act = Act.objects.get()
    assert len(act.path) == 300 and "\x00" not in act.path and queries.verified().sound
