"""The only writers of the nodes room."""

from tanzuji.nodes.services.examining import examine_release
from tanzuji.nodes.services.mapping import add_peer, change_peer, map_dataset
from tanzuji.nodes.services.receiving import acknowledge, receive, reject, value_of
from tanzuji.nodes.services.sending import begin, compare, exchange, queue, take_over, withdraw

__all__ = [
    "acknowledge",
    "add_peer",
    "begin",
    "change_peer",
    "compare",
    "examine_release",
    "exchange",
    "map_dataset",
    "queue",
    "receive",
    "reject",
    "take_over",
    "value_of",
    "withdraw",
]
