"""Published datasets withdrawn, suspended or put in force again: said at once, left out by the next release."""

from __future__ import annotations

from django.db import transaction

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, messages, notices, policy
from tanzuji.publications.models import SharedLibrary, Standing
from tanzuji.publications.services.drafting import former, needed
from tanzuji.publications.standings import KINDS


def set_standing(
    acting: Acting, library: SharedLibrary, dataset: str, kind: str, reason: str, *, replaced_by: str = ""
) -> Standing:
    """A published dataset told as `withdrawn`, `suspended`, `superseded` or `good` again, with the reason.

    Raises `publications.unknown-dataset`, `publications.reason-needed`.
    """
    policy.may_release(acting, library, ()).enforce()
    last = former(library)
    if kind not in KINDS or last is None or not last.contained.filter(dataset=dataset).exists():
        raise messages.UNKNOWN_DATASET.error("dataset", library=library.title, dataset=dataset[:200])
    return keep_standing(acting, library, dataset, kind, needed(reason), replaced_by=replaced_by)


def keep_standing(
    acting: Acting, library: SharedLibrary, dataset: str, kind: str, reason: str, *, replaced_by: str = ""
) -> Standing:
    """One more word on a dataset, told to the library's subscribers and to whoever listens."""
    with transaction.atomic():
        made = Standing.objects.create(
            library=library,
            dataset=dataset,
            kind=kind,
            reason=reason,
            replaced_by=replaced_by,
            organisation=acting.organisation,
            by=acting.person,
        )
        record(events.STANDING, acting, "shared-library", library.id, reason=reason, dataset=dataset,
               standing=kind, library=library.name)  # fmt: skip
        said = KINDS[kind]
        title = Text(
            zh=f"{library.title.to('zh')}：{dataset} {said.to('zh')}",
            en=f"{library.title.to('en')}: {dataset} is {said.to('en')}",
        )
        for one in library.subscriptions.select_related("person", "organisation"):
            tell([one.organisation], notices.STANDING, title, Text(zh=reason, en=reason),
                 page=f"/publications/{library.name}/", person=one.person)  # fmt: skip
    return made
