"""Priority lists: drawn up, put to other departments, published, and revised as a new edition (1-00, ZJ-103, NX-101)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import organisations
from tanzuji.standards import events, messages, overview, policy, written
from tanzuji.standards.catalogue import groups
from tanzuji.standards.criteria import CRITERIA
from tanzuji.standards.models import Opinion, PriorityChange, PriorityItem, PriorityList
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id
from tanzuji.web.verdicts import ALLOWED, Verdict, first

EMPTY = define(
    "standards.empty-list",
    zh="清单里还没有产品。",
    en="There is no product on the list yet.",
    remedy_zh="请先加入产品类别，写明理由。",
    remedy_en="Add product groups with their reasons first.",
)
DISAGREED = define(
    "standards.disagreed",
    zh="{who}不同意这份清单，还没有写明如何处理。",
    en="{who} does not agree with this list, and nothing says what came of it.",
    remedy_zh="请修改清单后再请其表态，或在发布理由里写明如何处理。",
    remedy_en="Change the list and ask again, or write in the reason what came of it.",
)


def begin_list(acting: Acting, *, title: str, jurisdiction: str = "") -> PriorityList:
    """A draft edition, which begins as the one in force; other departments are asked for their word.

    Raises the policy's reason, `standards.already` while another draft is open.
    """
    policy.may_prepare(acting, "authority").enforce()
    code = jurisdictions.load(jurisdiction or settings.JURISDICTION).code
    named = written.needed("title", title, Text(zh="名称", en="A title"), 200)
    last = PriorityList.objects.filter(jurisdiction=code).order_by("-edition").first()
    try:
        with transaction.atomic():
            made = PriorityList.objects.create(
                jurisdiction=code, edition=(last.edition if last else 0) + 1, title=named,
                organisation=acting.organisation, by=acting.person,
            )  # fmt: skip
            if last:
                PriorityItem.objects.bulk_create(
                    PriorityItem(list=made, group=item.group, purpose=item.purpose)
                    for item in last.items.all()
                )
            _event(acting, made, "begin")
            others = organisations(mandate="authority").exclude(id=acting.organisation_id)
            tell(
                others.values_list("id", flat=True), events.TASK,
                Text(zh=f"优先清单征求贵部门意见：{named}"[:200], en=f"Your department's word on a priority list: {named}"[:200]),
                page="/standards/priorities/",
            )  # fmt: skip
    except IntegrityError:
        raise messages.ALREADY.error("title", what=Text(zh="清单草稿", en="A draft of the list")) from None
    return made


def _draft(acting: Acting, list_id: UUID | str) -> PriorityList:
    """The draft list, locked. Raises the policy's reason, `web.absent`."""
    policy.may_prepare(acting, "authority").enforce()
    return _open(list_id)


def _open(list_id: UUID | str) -> PriorityList:
    return by_id(PriorityList.objects.select_for_update().filter(state="draft"), list_id)


def add_item(
    acting: Acting, list_id: UUID | str, *, group: str, purpose: str = "", reason: str
) -> PriorityItem:
    """A product group comes onto the draft, with the reason. Raises `standards.has-national` where the nation has a rule."""
    with transaction.atomic():
        listed = _draft(acting, list_id)
        names = written.names_of_groups()
        chosen = written.one_of("group", group, names, Text(zh="产品类别", en="the product groups"))
        known = {c.id: c.name for c in CRITERIA}
        speaks = (
            written.one_of("purpose", purpose, known, Text(zh="准则", en="the criteria")) if purpose else ""
        )
        national = overview.national_rule(chosen)
        if national is not None:
            raise messages.HAS_NATIONAL.error(
                "group", group=groups()[chosen].name, number=national.number or national.title
            )
        why = written.needed("reason", reason, Text(zh="理由", en="The reason"))
        item, new = PriorityItem.objects.get_or_create(
            list=listed, group=chosen, defaults={"purpose": speaks}
        )
        if not new:
            raise messages.ALREADY.error("group", what=groups()[chosen].name)
        PriorityChange.objects.create(list=listed, group=chosen, action="add", reason=why, by=acting.person)
        _event(acting, listed, "add", group=chosen, reason=why)
    return item


def remove_item(acting: Acting, list_id: UUID | str, *, group: str, reason: str) -> None:
    """A product group leaves the draft, with the reason."""
    with transaction.atomic():
        listed = _draft(acting, list_id)
        why = written.needed("reason", reason, Text(zh="理由", en="The reason"))
        if not listed.items.filter(group=written.clean(group, 40)).delete()[0]:
            raise absent()
        PriorityChange.objects.create(
            list=listed, group=written.clean(group, 40), action="remove", reason=why, by=acting.person
        )
        _event(acting, listed, "remove", group=written.clean(group, 40), reason=why)


def give_opinion(acting: Acting, list_id: UUID | str, *, agrees: bool, text: str = "") -> Opinion:
    """What another department says of the draft; one that does not agree says why."""
    first(policy.may_prepare(acting, "authority")).enforce()
    with transaction.atomic():
        listed = _open(list_id)
        said = written.clean(text)
        if not agrees:
            policy.needs_reason(Text(zh="不同意", en="Disagree"), said).enforce()
        made = Opinion.objects.create(
            list=listed, agrees=agrees, text=said, organisation=acting.organisation, by=acting.person
        )
        _event(acting, listed, "opinion", agrees=agrees)
    return made


def may_publish(acting: Acting, listed: PriorityList) -> Verdict:
    """A reviewer of the authority who took no part in drawing it up: neither began it nor added or removed anything."""
    me = acting.person.id
    own = listed.by_id == me or listed.changes.filter(by_id=me).exists()
    return first(
        policy.may_decide(acting, "authority"), Verdict(policy.FOUR_EYES.problem()) if own else ALLOWED
    )


def publish_list(acting: Acting, list_id: UUID | str, *, reason: str = "") -> PriorityList:
    """The draft becomes the list in force, the former edition a revised one.

    Raises the policy's reason, `standards.empty-list`, and `standards.disagreed` where a department's last word is no
    and no reason says what came of it.
    """
    with transaction.atomic():
        listed = _open(list_id)
        may_publish(acting, listed).enforce()
        if not listed.items.exists():
            raise EMPTY.error()
        for item in listed.items.all():  # a national rule may have come while the list was drawn up
            national = overview.national_rule(item.group)
            if national is not None:
                raise messages.HAS_NATIONAL.error(
                    "group", group=groups()[item.group].name, number=national.number
                )
        against = [o for o in overview.last_opinions(listed) if not o.agrees]
        if against and not reason.strip():
            raise DISAGREED.error("reason", who=against[0].organisation.name)
        PriorityList.objects.filter(jurisdiction=listed.jurisdiction, state="published").update(
            state="revised"
        )
        listed.state, listed.published_at, listed.published_by = "published", timezone.now(), acting.person
        listed.save()
        _event(acting, listed, "publish", reason=written.clean(reason))
    return listed


def _event(acting: Acting, listed: PriorityList, action: str, reason: str = "", **detail: Any) -> None:
    record(
        events.PRIORITY, acting, "priority-list", listed.id, reason=reason, action=action,
        jurisdiction=listed.jurisdiction, edition=listed.edition, **detail,
    )  # fmt: skip
