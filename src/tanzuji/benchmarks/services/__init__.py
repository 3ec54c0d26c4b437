"""The only writers of the benchmarks room: one function a user action."""

from __future__ import annotations

from tanzuji.benchmarks.services.consulting import answer, comment
from tanzuji.benchmarks.services.deciding import act
from tanzuji.benchmarks.services.preparing import change, consult, examine, propose, take_snapshot

__all__ = ["act", "answer", "change", "comment", "consult", "examine", "propose", "take_snapshot"]
