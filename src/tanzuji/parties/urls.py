"""Addresses of the parties room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.parties.pages import activity, organisation, people, security, tokens

app_name = "parties"

urlpatterns = [
    path("", organisation.organisation, name="organisation"),
    path("account/", organisation.account, name="account"),
    path("account/language/", organisation.language, name="language"),
    path("account/confirm/", organisation.confirm, name="confirm"),
    path("switch/<uuid:organisation_id>/", organisation.switch, name="switch"),
    path("people/", people.people, name="people"),
    path("people/<uuid:person_id>/roles/", people.change_roles, name="roles"),
    path("people/<uuid:person_id>/end/", people.end, name="end"),
    path("invitations/<uuid:invitation_id>/resend/", people.resend, name="resend"),
    path("invitations/<uuid:invitation_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("invitation/<str:secret>/", people.invitation, name="invitation"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/withdraw/", tokens.withdraw, name="withdraw_token"),
    path("security/", security.accounts, name="security"),
    path("security/<uuid:person_id>/block/", security.block, name="block"),
    path("security/<uuid:person_id>/unblock/", security.unblock, name="unblock"),
    path("activity/", activity.activity, name="activity"),
]
