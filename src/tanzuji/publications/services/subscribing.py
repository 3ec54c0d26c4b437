"""Who is told of a library's releases."""

from __future__ import annotations

from django.db import transaction

from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, policy
from tanzuji.publications.models import SharedLibrary, Subscription


def subscribe(acting: Acting, library: SharedLibrary, wanted: bool) -> None:
    """The acting person told of every release of a library by notice and mail, or no longer."""
    policy.may_subscribe(acting).enforce()
    with transaction.atomic():
        if wanted:
            _, made = Subscription.objects.get_or_create(
                person=acting.person, library=library, defaults={"organisation": acting.organisation}
            )
        else:
            made = bool(Subscription.objects.filter(person=acting.person, library=library).delete()[0])
        if made:
            kind = events.SUBSCRIBED if wanted else events.UNSUBSCRIBED
            record(kind, acting, "shared-library", library.id, name=library.name)
