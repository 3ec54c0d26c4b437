"""Datasets chosen for a class of products, for trade and for labels: prepared by one person, released by another."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tanzuji.documents.canonical import digest
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, messages, policy, queries
from tanzuji.publications.models import Collection, Edition, SharedLibrary
from tanzuji.publications.services.drafting import former
from tanzuji.web.verdicts import Stale

USES: dict[str, Text] = {
    "trade": Text(zh="国际贸易", en="international trade"),
    "label": Text(zh="绿色消费产品标识", en="labels of green products"),
}
"""What a collection is for (山东 SD-201)."""

_WRITTEN = {"trade": "trade", "label": "label", "贸易": "trade", "国际贸易": "trade", "标识": "label", "both": "both", "两者": "both"}  # fmt: skip
_MOST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset of a collection: what it is there for, and for which uses."""

    dataset: str
    uses: tuple[str, ...]
    role: str

    def plain(self) -> dict[str, object]:
        return {"dataset": self.dataset, "uses": list(self.uses), "role": self.role}


def read_entries(text: str) -> list[Entry]:
    """`id, trade label, role` a line → entries. Raises `publications.bad-collection`."""
    found: list[Entry] = []
    for number, line in enumerate(text.replace("\x00", "").splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in re.split(r"[,，;；\t]", line, maxsplit=2)]
        words = re.split(r"[\s+/、&]+", parts[1].lower()) if len(parts) > 1 else []
        uses = {_WRITTEN.get(word, "") for word in words}
        if "both" in uses:
            uses = set(USES)
        if len(parts) < 2 or not parts[0] or "" in uses or len(found) == _MOST:
            raise messages.BAD_COLLECTION.error(f"entries[{number}]", line=number, text=line.strip()[:80])
        kept = tuple(use for use in USES if use in uses)
        found.append(Entry(parts[0], kept, parts[2] if len(parts) > 2 else ""))
    return found


def keep_collection(
    acting: Acting,
    library: SharedLibrary,
    title: Text | None,
    product_class: str,
    entries: Sequence[Entry],
    *,
    collection_id: UUID | str | None = None,
    revision: int | None = None,
) -> Collection:
    """A collection as it is prepared; a new one without `collection_id`.

    `revision`: the one that was looked at. Raises `publications.another-now` where it was changed since, `publications.missing`, `publications.bad-collection` for a dataset that the newest release does not hold,
    `publications.no-release-yet`.
    """
    policy.may_prepare(acting, library).enforce()
    if title is None:
        raise messages.MISSING.error("title_zh", field=Text(zh="名称", en="title"))
    for field, given, said in (
        ("product_class", bool(product_class.strip()), Text(zh="产品类别", en="product class")),
        ("entries", bool(entries), Text(zh="数据集", en="datasets")),
    ):
        if not given:
            raise messages.MISSING.error(field, field=said)
    _refuse_unknown(library, entries)
    kept = {
        "title_zh": title.to("zh")[:200],
        "title_en": title.to("en")[:200],
        "product_class": product_class.strip()[:120],
        "entries": json.dumps([entry.plain() for entry in entries], ensure_ascii=False),
        "prepared_by": acting.person,
    }
    with transaction.atomic():
        if collection_id is None:
            made = Collection.objects.create(library=library, **kept)
        else:
            found = queries.collection(acting, collection_id)
            made = Collection.objects.select_for_update().get(id=found.id)
            if revision is not None and revision != made.revision:
                raise Stale([messages.ANOTHER_NOW.problem(number=made.revision)])
            for field, value in kept.items():
                setattr(made, field, value)
            made.revision += 1
            made.save()
        made.makers.add(acting.person)
        record(events.COLLECTION_KEPT, acting, "collection", made.id, datasets=len(entries))
    return made


def _refuse_unknown(library: SharedLibrary, entries: Sequence[Entry]) -> None:
    last = former(library)
    if last is None:
        raise messages.NO_RELEASE_YET.error("entries", library=library.title)
    held = set(last.contained.values_list("dataset", flat=True))
    for number, entry in enumerate(entries, 1):
        if entry.dataset not in held:
            raise messages.BAD_COLLECTION.error(f"entries[{number}]", line=number, text=entry.dataset[:80])


def release_collection(acting: Acting, collection_id: UUID | str, *, revision: int) -> Edition:
    """The collection put in force as its next edition, on the newest release, by somebody who did not work on it.

    Raises `publications.another-now` where it was changed since `revision`.
    """
    with transaction.atomic():
        found = queries.collection(acting, collection_id)
        of = Collection.objects.select_for_update().get(id=found.id)
        policy.may_release(acting, found.library, queries.makers(of)).enforce()
        if of.revision != revision:
            raise Stale([messages.ANOTHER_NOW.problem(number=of.revision)])
        entries = [Entry(e["dataset"], tuple(e["uses"]), e["role"]) for e in json.loads(of.entries)]
        _refuse_unknown(found.library, entries)
        last = former(found.library)
        assert last is not None
        plain = {
            "title": of.title.plain(),
            "product_class": of.product_class,
            "release": f"{found.library.name}@{last.version}",
            "entries": [entry.plain() for entry in entries],
        }
        made = Edition.objects.create(
            collection=of,
            number=of.editions.count() + 1,
            publication=last,
            entries=of.entries,
            digest=digest(plain),
            prepared_by=of.prepared_by,
            released_by=acting.person,
        )
        of.makers.clear()  # the next edition has makers of its own
        record(
            events.COLLECTION_RELEASED, acting, "collection", of.id, edition=made.number, digest=made.digest
        )
    return made
