"""Addresses of the publications room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.publications.pages import collections, drafts, feeds, libraries, offers, releases

app_name = "publications"

urlpatterns: list[URLPattern] = [
    path("", libraries.home, name="home"),
    path("feed.atom", feeds.feed, name="feed"),
    path("open/", libraries.open_library, name="open"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:offer_id>/decide/", offers.decide, name="decide_offer"),
    path("offers/<uuid:offer_id>/withdraw/", offers.withdraw, name="withdraw_offer"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/describe/", drafts.describe, name="describe_draft"),
    path("drafts/<uuid:draft_id>/choose/", drafts.choose, name="choose_for_draft"),
    path("drafts/<uuid:draft_id>/leave/", drafts.leave, name="leave_draft"),
    path("drafts/<uuid:draft_id>/submit/", drafts.submit, name="submit_draft"),
    path("drafts/<uuid:draft_id>/decide/", drafts.decide, name="decide_draft"),
    path("collections/<int:edition_id>/", collections.edition, name="edition"),
    path("collections/<uuid:collection_id>/edit/", collections.edit, name="edit_collection"),
    path("collections/<uuid:collection_id>/release/", collections.release, name="release_collection"),
    path("<release:library>/", libraries.library, name="library"),
    path("<release:library>/feed.atom", feeds.feed, name="library_feed"),
    path("<release:library>/subscribe/", libraries.subscribe, name="subscribe"),
    path("<release:library>/begin/", drafts.begin, name="begin_draft"),
    path("<release:library>/standing/", libraries.standing, name="standing"),
    path("<release:library>/offer/", offers.offer, name="offer"),
    path("<release:library>/collections/new/", collections.new, name="new_collection"),
    path("<release:library>/compare/", releases.compare, name="compare"),
    path("<release:library>/<int:number>/", releases.release, name="release"),
    path("<release:library>/<int:number>/changes.csv", releases.changes_csv, name="changes_csv"),
]
