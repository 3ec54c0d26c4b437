"""Members and invitations: who is in, how somebody gets in, and what the ledger keeps of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from party_cases import PASSWORD, Works, somebody

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import queries as ledger
from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Invitation, Membership, Person


def refused(code: str) -> pytest.RaisesContext[CodedError]:
    return pytest.raises(CodedError, match=f"^{code}[: ]")


def newest_kind(acting: Acting) -> str:
    event = ledger.of_organisation(acting.organisation_id).first()
    assert event is not None
    return event.kind


def test_roles_change_and_the_ledger_keeps_what_they_were(works: Works) -> None:
    services.change_roles(works.admin, works.reader.person.id, ["reviewer", "editor"])
    membership = queries.membership(works.admin, works.reader.person.id)
    assert membership.role_set == {"editor", "reviewer"}
    event = ledger.of_organisation(works.admin.organisation_id).first()
    assert event is not None and event.kind == "parties.member.roles-changed"
    detail = json.loads(event.detail)
    assert (detail["before"], detail["roles"]) == ("reader", "editor,reviewer")
    assert event.actor == str(works.admin.person.id)


def test_the_last_administrator_stays_until_there_is_another(works: Works) -> None:
    me = works.admin.person.id
    for attempt in (
        lambda: services.change_roles(works.admin, me, ["editor"]),
        lambda: services.end_membership(works.admin, me),
    ):
        with refused("parties.last-admin"):
            attempt()
    services.change_roles(works.admin, works.editor.person.id, ["admin", "editor"])
    services.end_membership(works.admin, me)
    assert queries.acting_for(works.admin.person) is None


def test_whoever_leaves_takes_their_tokens_along(works: Works) -> None:
    secret = services.issue_token(works.editor, "meters", days=30).secret
    services.end_membership(works.editor, works.editor.person.id)
    assert queries.acting_by_token(secret) is None
    assert newest_kind(works.admin) == "parties.member.ended"


@pytest.mark.parametrize("roles", [[], ["owner"], ["reader", "root"]])
def test_roles_that_there_are_not_are_refused(works: Works, roles: list[str]) -> None:
    with pytest.raises(CodedError) as caught:
        services.change_roles(works.admin, works.reader.person.id, roles)
    assert caught.value.code == ("parties.unknown-role" if roles else "parties.no-role")
    assert queries.membership(works.admin, works.reader.person.id).roles == "reader"


def test_people_of_another_organisation_are_as_absent_as_nobody(works: Works, elsewhere: Acting) -> None:
    theirs = elsewhere.person.id
    for attempt in (
        lambda: services.change_roles(works.admin, theirs, ["reader"]),
        lambda: services.end_membership(works.admin, theirs),
    ):
        with refused("web.absent"):
            attempt()


def test_a_new_person_joins_by_an_invitation(works: Works) -> None:
    offer = services.invite(works.admin, " New.Person@Works.example ", ["editor", "reviewer"])
    membership = services.accept(
        offer.secret, None, name=" 沈  牧 ", password=PASSWORD, again=PASSWORD, language="zh"
    )
    person = membership.person
    assert (person.email, person.name, person.language) == ("new.person@works.example", "沈 牧", "zh")
    assert person.check_password(PASSWORD)
    assert membership.role_set == {"editor", "reviewer"}
    assert newest_kind(works.admin) == "parties.invitation.accepted"


def test_only_the_digest_of_an_invitation_is_kept(works: Works) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    kept = Invitation.objects.values().get()
    assert offer.secret not in str(kept) and len(offer.secret) >= 43  # 32 random bytes
    assert offer.secret not in str(list(ledger.of_organisation(works.admin.organisation_id).values()))


def test_an_invitation_works_once(works: Works) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    services.accept(offer.secret, None, name="New", password=PASSWORD, again=PASSWORD)
    with refused("parties.invitation-gone"):
        services.accept(offer.secret, None, name="Other", password=PASSWORD, again=PASSWORD)


def test_an_invitation_expires_after_14_days(works: Works) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    left = offer.invitation.expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with refused("parties.invitation-expired"):
        services.accept(offer.secret, None, name="New", password=PASSWORD, again=PASSWORD)
    assert not Person.objects.filter(email="new@works.example").exists()


def test_a_withdrawn_invitation_is_dead(works: Works) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    services.withdraw_invitation(works.admin, offer.invitation.id)
    with refused("parties.invitation-gone"):
        services.accept(offer.secret, None, name="New", password=PASSWORD, again=PASSWORD)


def test_inviting_an_address_again_renews_the_offer(works: Works) -> None:
    first = services.invite(works.admin, "new@works.example", ["reader"])
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    second = services.invite(works.admin, "NEW@works.example", ["editor"])
    assert Invitation.objects.count() == 1
    with refused("parties.invitation-gone"):
        queries.invitation_by_secret(first.secret)
    assert queries.invitation_by_secret(second.secret).roles == "editor"
    third = services.resend(works.admin, second.invitation.id)
    assert queries.invitation_by_secret(third.secret).roles == "editor"
    with refused("parties.invitation-gone"):
        queries.invitation_by_secret(second.secret)


def test_a_member_is_not_invited_again(works: Works) -> None:
    with refused("parties.already-member"):
        services.invite(works.admin, "Editor@works.example", ["reviewer"])


@pytest.mark.parametrize(
    "address", ["", "林岚", "a@", "a b@works.example", "a@b.c\nBcc: d@e.f", "a" * 250 + "@b.cn"]
)
def test_what_is_no_address_is_not_invited(works: Works, address: str) -> None:
    with refused("parties.bad-address"):
        services.invite(works.admin, address, ["reader"])
    assert not Invitation.objects.exists()


def test_an_invitation_is_for_its_address_alone(works: Works, elsewhere: Acting) -> None:
    offer = services.invite(works.admin, "new@works.example", ["admin"])
    with refused("parties.other-address"):
        services.accept(offer.secret, elsewhere.person)
    services.accept(offer.secret, None, name="New", password=PASSWORD, again=PASSWORD)


def test_an_account_cannot_be_taken_over_by_an_invitation(works: Works, elsewhere: Acting) -> None:
    offer = services.invite(works.admin, elsewhere.person.email, ["reader"])
    with refused("parties.sign-in-to-accept"):
        services.accept(offer.secret, None, name="Thief", password="other-kiln-1450", again="other-kiln-1450")
    elsewhere.person.refresh_from_db()
    assert elsewhere.person.check_password(PASSWORD)
    services.accept(offer.secret, elsewhere.person)
    assert [m.organisation_id for m in queries.memberships(elsewhere.person)] == [
        elsewhere.organisation_id,
        works.admin.organisation_id,
    ]


@pytest.mark.parametrize(
    ("name", "password", "again", "code"),
    [
        ("", PASSWORD, PASSWORD, "parties.no-name"),
        ("x" * 121, PASSWORD, PASSWORD, "parties.no-name"),
        ("a\u202eb", PASSWORD, PASSWORD, "parties.no-name"),  # writes the rest from right to left
        ("New", "short-pw1", "short-pw1", "parties.weak-password"),
        ("New", "password1234", "password1234", "parties.weak-password"),
        ("New", "new.person@works", "new.person@works", "parties.weak-password"),
        ("New", PASSWORD, PASSWORD + "x", "parties.passwords-differ"),
    ],
)
def test_a_refused_account_leaves_the_invitation_open(
    works: Works, name: str, password: str, again: str, code: str
) -> None:
    offer = services.invite(works.admin, "new.person@works.example", ["reader"])
    with refused(code):
        services.accept(offer.secret, None, name=name, password=password, again=again)
    assert not Person.objects.filter(email="new.person@works.example").exists()
    assert queries.invitation_by_secret(offer.secret)


def test_somebody_comes_back_after_leaving(works: Works) -> None:
    services.end_membership(works.admin, works.reader.person.id)
    offer = services.invite(works.admin, works.reader.person.email, ["reviewer"])
    services.accept(offer.secret, works.reader.person)
    assert queries.required_for(works.reader.person, works.admin.organisation_id).roles == {"reviewer"}
    assert (
        Membership.objects.filter(person=works.reader.person).count() == 2
    )  # the first time stays on record


def test_an_organisation_is_registered_with_its_first_administrator(db: None) -> None:
    person = services.register(
        email="First@x.example", name="First", password=PASSWORD, organisation="青岭铝业"
    )
    acting = queries.acting_for(person)
    assert acting is not None and acting.roles == {"admin", "editor"}
    assert (acting.organisation_name.zh, acting.organisation_name.en) == ("青岭铝业", None)
    assert services.person_by_address("first@X.example") == person


def test_what_a_program_may_not_do_it_may_not_do_as_an_administrator(works: Works) -> None:
    secret = services.issue_token(works.admin, "script", days=30, may_write=True).secret
    found = queries.acting_by_token(secret)
    assert found is not None
    program = found[0]
    for attempt in (
        lambda: services.invite(program, "x@works.example", ["admin"]),
        lambda: services.change_roles(program, works.reader.person.id, ["admin"]),
        lambda: services.end_membership(program, works.reader.person.id),
        lambda: services.issue_token(program, "another", days=30),
    ):
        with refused("parties.people-only"):
            attempt()


def test_two_organisations_do_not_see_each_other(works: Works, elsewhere: Acting) -> None:
    services.invite(elsewhere, "guest@bank.example", ["reader"])
    services.issue_token(elsewhere, "bank", days=30)
    assert not queries.open_invitations(works.admin.organisation_id).exists()
    assert not queries.tokens(works.admin).exists()
    assert elsewhere.person.id not in {m.person_id for m in queries.people(works.admin.organisation_id)}
    assert somebody(works.admin.organisation, "late", "reader").organisation_id == works.admin.organisation_id
