"""Addresses of the nodes room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.nodes.pages import arrivals, conformance, peers

app_name = "nodes"

urlpatterns: list[URLPattern] = [
    path("", peers.home, name="home"),
    path("new/", peers.add, name="add_peer"),
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("arrivals/<uuid:arrival_id>/", arrivals.arrival, name="arrival"),
    path("conformance/", conformance.examinations, name="examinations"),
    path("conformance/<uuid:examination_id>/", conformance.examination, name="examination"),
    path("shipments/<uuid:shipment_id>/withdraw/", peers.withdraw, name="withdraw"),
    path("<uuid:peer_id>/", peers.peer, name="peer"),
    path("<uuid:peer_id>/settings/", peers.change, name="change_peer"),
    path("<uuid:peer_id>/map/", peers.map_dataset, name="map"),
    path("<uuid:peer_id>/queue/", peers.queue, name="queue"),
    path("<uuid:peer_id>/exchange/", peers.exchange, name="exchange"),
    path("<uuid:peer_id>/take-over/", peers.take_over, name="take_over"),
    path("<uuid:peer_id>/records.csv", peers.records, name="records"),
]
