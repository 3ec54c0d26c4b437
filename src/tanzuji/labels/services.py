"""The only writers of the labels room: one function a user action = policy → transaction → leaf → ledger event."""

from __future__ import annotations

from tanzuji.labels.following import follow, follow_all
from tanzuji.labels.using import decide, request, show

__all__ = ["decide", "follow", "follow_all", "request", "show"]
