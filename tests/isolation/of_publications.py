"""Addresses and tables of the publications room for the isolation matrix, and of what releases change for studies."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"draft_id", "offer_id", "collection_id", "effect_id"}
"""Parameters of addresses that name what belongs to somebody."""

SHARED_LIBRARY = "matrix-shared"
_LIBRARY = {"library": SHARED_LIBRARY}
_RELEASE = {"library": SHARED_LIBRARY, "number": 1}
_BECAUSE = as_json(reason="because")


ROWS: dict[str, Row] = {
    "publications:home": Row(),
    "publications:feed": Row(),
    "publications:open": Row(
        sends={"POST": as_form(name="new-lib", title_zh="库", licence="CC0")}, queries=("name=LEAK",)
    ),
    "publications:offers": Row(),
    "publications:decide_offer": Row(
        sends={"POST": as_form(action="refuse", reason="because")}, worker="reviewer"
    ),
    "publications:withdraw_offer": Row(sends={"POST": nothing}),
    "publications:draft": Row(),
    "publications:describe_draft": Row(
        sends={"POST": as_form(notice_zh="公告", effective_from="2026-01-01")}
    ),
    "publications:choose_for_draft": Row(sends={"POST": as_form(item="x")}),
    "publications:leave_draft": Row(sends={"POST": as_form(dataset="none", reason="because")}),
    "publications:submit_draft": Row(sends={"POST": as_form(action="drop", reason="because")}),
    "publications:decide_draft": Row(
        sends={"POST": as_form(action="return", reason="because")}, worker="reviewer"
    ),
    "publications:edition": Row({"edition_id": 1}),
    "publications:edit_collection": Row(
        sends={"POST": as_form(title_zh="水泥", entries="x")}, answers={"POST": 422}
    ),
    "publications:release_collection": Row(sends={"POST": as_form(revision="1")}, worker="reviewer"),
    "publications:library": Row(_LIBRARY),
    "publications:library_feed": Row(_LIBRARY),
    "publications:subscribe": Row(_LIBRARY, {"POST": as_form(wanted="on")}),
    "publications:begin_draft": Row(_LIBRARY, {"POST": nothing}),
    "publications:standing": Row(
        _LIBRARY, {"POST": as_form(dataset="lime", kind="suspended", reason="because")}
    ),
    "publications:offer": Row(
        _LIBRARY, {"POST": as_form(origin="x@1", dataset="lime")}, answers={"POST": 404}
    ),
    "publications:new_collection": Row(_LIBRARY, queries=("title_zh=LEAK",)),
    "publications:compare": Row(_LIBRARY, queries=("from=1&to=1", "from=x&to=9")),
    "publications:release": Row(_RELEASE, queries=PAGES),
    "publications:changes_csv": Row(_RELEASE),
    "footprints:effects": Row(),
    "footprints:effect": Row(),
    "footprints:update_affected": Row(sends={"POST": nothing}),
    "footprints:effect_of": Row(_RELEASE),
    "footprints:compare_releases": Row(_LIBRARY, asks="from=1&to=1", queries=("from=1&to=1",)),
    "footprints:overall": Row(),
    "api:list_publications": Row(queries=(*LISTS, "library=LEAK")),
    "api:get_publication": Row(_RELEASE),
    "api:list_publication_changes": Row(_RELEASE, queries=LISTS),
    "api:compare_publications": Row(_LIBRARY, asks="old=1&new=1", queries=("old=1&new=1",)),
    "api:list_dataset_standings": Row(_LIBRARY),
    "api:set_dataset_standing": Row(
        _LIBRARY, {"POST": as_json(dataset="lime", standing="suspended", reason="because")}, worker="reviewer"
    ),
    "api:list_entry_queue": Row(_LIBRARY),
    "api:begin_release_draft": Row(_LIBRARY, {"POST": nothing}),
    "api:get_release_draft": Row(),
    "api:patch_release_draft": Row(sends={"PATCH": as_json(items=[], period="2026")}),
    "api:submit_release_draft": Row(sends={"POST": nothing}, answers={"POST": 422}),
    "api:announce_release_draft": Row(sends={"POST": nothing}, worker="reviewer", answers={"POST": 403}),
    "api:return_release_draft": Row(sends={"POST": _BECAUSE}, worker="reviewer", answers={"POST": 403}),
    "api:drop_release_draft": Row(sends={"POST": _BECAUSE}),
    "api:publish_release_draft": Row(
        sends={"POST": as_json(digest="sha256:0")}, worker="reviewer", answers={"POST": 403}
    ),
    "api:list_effects": Row(queries=LISTS),
    "api:get_effect": Row(),
    "api:update_affected": Row(sends={"POST": as_json()}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "publications.Draft": lambda of: Q(library__organisation=of),
    "publications.Preparer": lambda of: Q(draft__library__organisation=of),
    "publications.Item": lambda of: Q(draft__library__organisation=of),
    "publications.Offer": lambda of: Q(organisation=of),
    "publications.Subscription": lambda of: Q(organisation=of),
    "publications.Collection": lambda of: Q(library__organisation=of),
    "footprints.Effect": lambda of: Q(organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {
    "publications.SharedLibrary": "who publishes which library is public",
    "publications.Publication": "published for everybody",
    "publications.Contained": "what a published release holds",
    "publications.Change": "what a published release changed",
    "publications.Standing": "what became of a published dataset",
    "publications.Edition": "a published collection",
}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {
    "publications.Draft.state": "one of four",
    "publications.Offer.state": "one of five",
    "publications.Offer.lawful_basis": "one of four",
    "publications.Collection.entries": "read as JSON",
    "footprints.Effect.drafts": "ids and numbers",
}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def _private(office: Any, said: str) -> tuple[str, str]:
    """A database of the office's own with one factor."""
    from tanzuji.documents.datasets import Dataset, GasAmount, Source
    from tanzuji.documents.text import Text
    from tanzuji.engine import write_release
    from tanzuji.engine.store import full_name, release_folder
    from tanzuji.library.services import index_newest

    name = full_name(office.organisation.id, "offered")
    of = Dataset(
        id="lime",
        name=Text(zh=said, en=said),
        unit="kg",
        amounts=(GasAmount(gas="CO2e", amount=1.0),),
        source=Source(title=said, licence="CC0"),
    )
    release = write_release(
        release_folder(name, "1"), name=name, version="1", title=Text(zh=said), licence="CC0", datasets=[of]
    )
    index_newest(release)
    return name, "1"


def _published(office: Any) -> None:
    """A library with a release and a collection, for everybody to read."""
    from tanzuji.documents.text import Text
    from tanzuji.publications import services

    editor, reviewer = office.people["editor"], office.people["reviewer"]
    library = services.open_library(editor, SHARED_LIBRARY, Text(zh="共享", en="shared"), licence="CC0")
    offered = services.offer(editor, library, _private(office, "石灰"), "lime", lawful_basis="own_data")
    services.decide(reviewer, offered.id, True)
    draft = services.open_draft(editor, library)
    services.choose(editor, draft.id, [offered.id])
    services.describe(editor, draft.id, {"notice_zh": "公告"}, effective_from=date(2026, 1, 1))
    digest = services.submit(editor, draft.id).digest
    services.publish(reviewer, draft.id, digest=digest)
    entries = services.read_entries("lime, trade")
    made = services.keep_collection(editor, library, Text(zh="石灰类"), "lime", entries)
    ROWS["publications:edition"].given["edition_id"] = services.release_collection(
        reviewer, made.id, revision=made.revision
    ).id


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A library of the office's own with a draft, an offer to it, a collection in preparation; an effect of a release."""
    from tanzuji.documents.text import Text
    from tanzuji.publications import queries, services
    from tanzuji.publications.models import Collection, SharedLibrary

    if not SharedLibrary.objects.filter(name=SHARED_LIBRARY).exists():
        _published(office)
    editor = office.people["editor"]
    name = f"matrix-{office.organisation.id.hex[:12]}"
    library = services.open_library(editor, name, Text(zh="一家的库", en="a library"), licence="CC0")
    offered = services.offer(
        editor, library, _private(office, said()), "lime", lawful_basis="own_data", basis_note=said()
    )
    draft = services.open_draft(editor, library)
    services.describe(editor, draft.id, {"notes_zh": said(), "notes_en": said()})
    services.subscribe(editor, queries.library(SHARED_LIBRARY), True)
    collection = Collection.objects.create(
        library=library, title_zh=said(), title_en=said(), product_class=said(), prepared_by=editor.person
    )
    effect = apps.get_model("footprints.Effect").objects.create(
        organisation=office.organisation,
        library=SHARED_LIBRARY,
        number=2,
        digest="sha256:0",
        affected=1,
        recomputation_id=office.ids["recomputation_id"],
        drafts=json.dumps([{"study": str(office.study.id), "old": 1.0, "new": 2.0}]),
    )
    return {
        "draft_id": draft.id,
        "offer_id": offered.id,
        "collection_id": collection.id,
        "effect_id": effect.id,
    }


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    from django.utils import timezone

    person, of = office.people["editor"].person, {"organisation": office.organisation}
    library = apps.get_model("publications.SharedLibrary").objects.get(**of, name__startswith="matrix-", name__regex="[0-9a-f]{12}$")  # fmt: skip
    draft = filled(
        apps.get_model("publications.Draft"), library=library, number=99, state="dropped", opened_by=person,
        ended_at=timezone.now(),
    )  # fmt: skip
    filled(apps.get_model("publications.Item"), draft=draft, leaves=True)
    filled(
        apps.get_model("publications.Offer"),
        library=library,
        by=person,
        state="withdrawn",
        lawful_basis="own_data",
        **of,
    )
    filled(apps.get_model("publications.Collection"), library=library, prepared_by=person, entries="[]")
    made = filled(
        apps.get_model("footprints.Recomputation"), count=0, changed=0, beyond=0, crossed=0, unknown=0, seconds=0.0,
        by=person, releases="[]", left_out="[]", **of,
    )  # fmt: skip
    filled(apps.get_model("footprints.Effect"), recomputation=made, number=3, affected=0, drafts="[]", **of)
