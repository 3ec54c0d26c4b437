"""Adoption lists (采信清单) and the standards on them (ZJ-105)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, written
from tanzuji.standards.kinds import SOURCES
from tanzuji.standards.models import Adoption, AdoptionList
from tanzuji.standards.services.keeping import locked
from tanzuji.standards.states import STANDARD, STANDING
from tanzuji.web.lookup import by_id
from tanzuji.web.states import WRONG_STATE


def register_list(acting: Acting | None, form: Mapping[str, str]) -> AdoptionList:
    """A list by its document number, with where it was read. `acting` is None for what ships with the installation."""
    if acting is not None:
        policy.may_prepare(acting, "standards", "authority").enforce()
    title_zh = written.needed("title_zh", form.get("title_zh"), Text(zh="名称", en="A title"), 200)
    fields = {
        "number": written.needed("number", form.get("number"), Text(zh="文号", en="The number"), 80),
        "title_zh": title_zh,
        "title_en": written.clean(form.get("title_en"), 200) or title_zh,
        "issuer": written.needed("issuer", form.get("issuer"), Text(zh="发布机关", en="Who issued it"), 200),
        "batch": written.whole("batch", form.get("batch"), 1, 999) if form.get("batch") else None,
        "items": written.whole("items", form.get("items"), 1, 99_999) if form.get("items") else None,
        "issued_on": written.day("issued_on", form.get("issued_on")),
        "source_tag": written.one_of("source_tag", form.get("source_tag") or "D", SOURCES, Text(zh="来源类别", en="the kinds of source")),
        "source_ref": written.clean(form.get("source_ref"), 300),
    }  # fmt: skip
    try:
        with transaction.atomic():
            made = AdoptionList.objects.create(**fields)
            record(events.LISTED, acting, "adoption-list", made.id, number=made.number)
    except IntegrityError:
        raise messages.NUMBER_TAKEN.error("number", number=fields["number"]) from None
    return made


def adopt(acting: Acting | None, standard_id: UUID | str, list_id: UUID | str) -> Adoption:
    """A standard that the list names. Raises the policy's reason, `web.absent`, `standards.already`, `state.not-now`."""
    if acting is not None:
        policy.may_prepare(acting, "standards", "authority").enforce()
    listed = by_id(AdoptionList.objects.all(), list_id)
    with transaction.atomic():
        standard = locked(acting, standard_id)
        if standard.state not in STANDING:
            state, action = STANDARD.states[standard.state], Text(zh="列入采信清单", en="Adopt")
            raise WRONG_STATE.error("standard", state=state, action=action, next="–")
        made, new = Adoption.objects.get_or_create(
            list=listed, standard=standard, defaults={"by": acting.person if acting else None}
        )
        if not new:
            raise messages.ALREADY.error("standard", what=standard.named)
        record(
            events.ADOPTED, acting, "standard", standard.id, organisation=standard.organisation_id,
            list=listed.number,
        )  # fmt: skip
    return made
