"""Whoever leaves an organisation does not write into another one unawares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from party_cases import Works

    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(works: Works, elsewhere: Acting) -> Client:
    """A browser of the works' editor, who edits for the bank as well and acts for it."""
    from tanzuji.parties import services
    from tanzuji.parties.queries import SESSION_KEY

    services.join(works.editor.person, elsewhere.organisation, ["editor"])
    client = Client()
    client.force_login(works.editor.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = str(elsewhere.organisation_id)
    session.save()
    return client


def test_a_page_opened_for_an_organisation_that_was_left_creates_nothing_elsewhere(
    both: Client, works: Works, elsewhere: Acting
) -> None:
    from tanzuji.footprints.models import Study
    from tanzuji.parties import services

    form = both.get("/zh/studies/new/").content.decode()
    field = f'name="acting_for" value="{elsewhere.organisation_id}"'
    assert field in form
    services.end_membership(elsewhere, works.editor.person.id)
    sent = {"acting_for": str(elsewhere.organisation_id)}
    told = []
    # at once, and after another page was opened in the meantime
    for _ in range(2):
        answer = both.post("/zh/studies/new/examples/rice_paddy/", sent)
        assert answer.status_code == 409
        assert "parties.other-organisation" in answer.content.decode()
        assert not Study.objects.exists()
        told.append("现在代表澜石水泥有限公司" in both.get("/zh/studies/").content.decode())
    assert told == [True, False]
    sent = {"acting_for": str(works.editor.organisation_id)}
    assert both.post("/zh/studies/new/examples/rice_paddy/", sent).status_code == 302
    assert Study.objects.get().organisation == works.editor.organisation


def test_a_change_is_refused_where_the_sessions_organisation_was_left(
    both: Client, works: Works, elsewhere: Acting
) -> None:
    from tanzuji.footprints.models import Study
    from tanzuji.parties import services

    services.end_membership(elsewhere, works.editor.person.id)
    assert both.post("/zh/studies/new/examples/rice_paddy/").status_code == 409
    assert not Study.objects.exists()
