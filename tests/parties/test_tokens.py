"""Tokens: shown once, kept as a digest, good for a while, with the roles their owner holds when they are used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from party_cases import Works

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import queries as ledger
from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Token


def asked(secret: str, path: str = "/api/parties/me") -> tuple[int, dict[str, object]]:
    answer = Client().get(path, headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


def test_only_the_digest_of_a_token_is_kept(works: Works) -> None:
    secret = services.issue_token(works.editor, "meters", days=30).secret
    assert secret.startswith("tzj_") and len(secret) >= 47  # 32 random bytes
    kept = Token.objects.get()
    assert kept.shown == secret[:8]  # to tell tokens apart; 24 of 256 bits
    assert secret not in str(Token.objects.values().get())
    assert secret not in str(list(ledger.of_organisation(works.admin.organisation_id).values()))


def test_a_token_speaks_for_its_owner(works: Works) -> None:
    status, me = asked(services.issue_token(works.editor, "meters", days=30).secret)
    assert status == 200
    assert (me["name"], me["roles"], me["program"], me["may_write"]) == (
        "Editor",
        ["editor"],
        "meters",
        False,
    )


def test_a_withdrawn_an_expired_and_a_wrong_token_are_refused_alike(works: Works) -> None:
    withdrawn = services.issue_token(works.editor, "a", days=30)
    services.withdraw_token(works.editor, withdrawn.token.id)
    expired = services.issue_token(works.editor, "b", days=30)
    Token.objects.filter(id=expired.token.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    answers = [asked(secret) for secret in (withdrawn.secret, expired.secret, "tzj_" + "x" * 43, "tzj_")]
    assert answers[0][0] == 401
    assert all(answer == answers[0] for answer in answers)


def test_a_token_ends_with_its_owners_account(works: Works) -> None:
    secret = services.issue_token(works.editor, "meters", days=30).secret
    type(works.editor.person).objects.filter(id=works.editor.person.id).update(is_active=False)
    assert asked(secret)[0] == 401


def test_a_token_can_do_what_its_owner_can_at_the_time(works: Works) -> None:
    secret = services.issue_token(works.editor, "meters", days=30).secret
    services.change_roles(works.admin, works.editor.person.id, ["reader"])
    assert asked(secret)[1]["roles"] == ["reader"]


def test_use_is_noted_and_not_at_every_request(works: Works) -> None:
    issued = services.issue_token(works.editor, "meters", days=30)
    asked(issued.secret)
    first = Token.objects.get().used_at
    asked(issued.secret)
    assert first is not None and Token.objects.get().used_at == first


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_a_token_lasts_between_a_day_and_a_year(works: Works, days: int) -> None:
    with pytest.raises(CodedError, match=r"^parties\.bad-days"):
        services.issue_token(works.editor, "meters", days=days)
    assert not Token.objects.exists()


def test_administrators_see_and_withdraw_every_token_others_their_own(
    works: Works, elsewhere: Acting
) -> None:
    own = services.issue_token(works.editor, "own", days=30).token
    admins = services.issue_token(works.admin, "admin's", days=30).token
    assert set(queries.tokens(works.admin)) == {own, admins}
    assert set(queries.tokens(works.editor)) == {own}
    for stranger in (elsewhere, works.reader):
        with pytest.raises(CodedError, match=r"^web\.absent"):
            services.withdraw_token(stranger, own.id)
    services.withdraw_token(works.admin, own.id)
    assert not queries.tokens(works.editor).exists()


def test_a_reading_token_cannot_withdraw_another(works: Works) -> None:
    other = services.issue_token(works.editor, "other", days=30).token
    secret = services.issue_token(works.editor, "reader", days=30).secret
    answer = Client().delete(f"/api/parties/tokens/{other.id}", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["code"] == "parties.read-only-token"


def test_at_most_twenty_tokens_a_person(works: Works) -> None:
    for number in range(20):
        services.issue_token(works.editor, f"token {number}", days=30)
    with pytest.raises(CodedError, match=r"^parties\.too-many-tokens"):
        services.issue_token(works.editor, "one more", days=30)
