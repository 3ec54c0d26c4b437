"""Bundles and lists of keys where a key of the log was retired or lost, with what every verifier has to say of them.

A checkpoint of the maker covers 16 entries, and one more for each end that the log tells of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bundle_maker as maker

from tanzuji.proofs import bundles
from tanzuji.proofs.notes import Key

OLD, NEW, WITNESS = maker.LOG_KEY.vkey, maker.NEXT_KEY.vkey, maker.WITNESS_KEY.vkey
RETIRED, LOST = (maker.key_entry("log", maker.LOG, event) for event in ("retired", "lost"))


@dataclass(frozen=True)
class Ended:
    """A bundle, the keys that are given, and the code of the refusal; none where it holds, with or without a note."""

    data: bytes
    keys: str
    refused: str = ""
    noted: bool = False


def ended(size: int, how: str, key: Key = maker.LOG_KEY) -> str:
    """The line that tells of a key's end."""
    return f"#ended {key.name}+{key.id.hex()} {size} {how}"


def _case(*lines: str, refused: str = "", noted: bool = False, **made: Any) -> Ended:
    return Ended(maker.bundle(**made), "\n".join(lines), refused, noted)


def _by_list() -> dict[str, Ended]:
    """The reader's list tells of the end, as /log/keys does."""
    alone = {"witness": False}
    both = {"beside": [maker.NEXT]}
    return {
        "retired, up to its end": _case(OLD, ended(16, "retired"), NEW),
        "retired, beyond its end": _case(OLD, ended(15, "retired"), NEW, refused="ended"),
        "retired, no witness": _case(OLD, ended(16, "retired"), NEW, **alone),
        "lost, cosigned": _case(OLD, ended(16, "lost"), NEW, WITNESS),
        "lost, cosigned by a witness nobody gave": _case(OLD, ended(16, "lost"), NEW, refused="lost"),
        "lost, not cosigned": _case(OLD, ended(16, "lost"), NEW, WITNESS, refused="lost", **alone),
        "lost, long before its end": _case(OLD, ended(999, "lost"), NEW, refused="lost", **alone),
        "lost, cosigned beyond its end": _case(OLD, ended(15, "lost"), NEW, WITNESS, refused="lost"),
        "lost, the new key signed too": _case(OLD, ended(9, "lost"), NEW, noted=True, **both),
        "retired, both signed": _case(OLD, ended(16, "retired"), NEW, **both),
        "the end above the key": _case(ended(15, "retired"), OLD, NEW, refused="ended"),
        "retired and lost": _case(OLD, ended(16, "lost"), ended(16, "retired"), NEW, refused="lost"),
        "two ends": _case(OLD, ended(15, "retired"), ended(16, "retired"), NEW, refused="ended"),
        "another key ended": _case(OLD, NEW, ended(1, "lost", maker.NEXT_KEY)),
        "only the old one is given": _case(OLD, ended(9, "retired"), signer=maker.NEXT, refused="ended"),
        "a stranger signed": _case(OLD, ended(9, "lost"), NEW, signer=maker.STRANGER, refused="unsigned"),
        "a mangled line": _case(OLD, ended(16, "lost").replace("lost", "Lost"), refused="key"),
        "a number with a zero": _case(OLD, ended(16, "lost").replace(" 16 ", " 016 "), refused="key"),
        "a line cut off": _case(OLD, "#ended", refused="key"),
        "comments": _case("# 2026-06-01 – 2026-09-01", OLD, "# ended long ago", "#end"),
    }


def _by_bundle() -> dict[str, Ended]:
    """The bundle proves the end, in the tree of its own checkpoint."""
    new = {"signer": maker.NEXT}
    odd = maker.key_entry("status", maker.STATUS, "retired")
    return {
        "it signs its own end": _case(OLD, ends=[RETIRED], refused="ended"),
        "it signs its own loss, cosigned": _case(OLD, WITNESS, ends=[LOST], refused="lost"),
        "by the bundle's own keys": _case(ends=[LOST], refused="lost"),
        "only the old one, the bundle tells": _case(OLD, ends=[RETIRED], refused="ended", **new),
        "both given, the bundle tells": _case(OLD, NEW, ends=[LOST], noted=True, **new),
        "both given, both know": _case(OLD, NEW, ended(16, "lost"), ends=[LOST], **new),
        "both signed, the bundle tells": _case(
            OLD, NEW, ends=[LOST, RETIRED], noted=True, beside=[maker.NEXT]
        ),
        "the new one is given": _case(NEW, ends=[RETIRED], **new),
        "the bundle's own keys, the new one signed": _case(ends=[RETIRED], **new),
        "the end of another's key": _case(NEW, ends=[odd], refused="recorded", **new),
        "a beginning for an end": _case(
            NEW, ends=[maker.key_entry("log", maker.LOG)], refused="recorded", **new
        ),
        "an end in another history": Ended(_from_another_history(), NEW, "recorded"),
        "another kind": _case(NEW, ends=[maker.leaf("pcf-release/v1", {})], refused="kind", **new),
    }


def _from_another_history() -> bytes:
    """Two trees that the same key signed: the end in one says nothing in the other."""
    other = maker.members(
        [("issued", "valid"), ("suspended", "suspended")], signer=maker.NEXT, ends=[RETIRED]
    )
    foreign = {name: data for name, data in other.items() if name.startswith("keys/ended")}
    return bundles.packed(maker.members(signer=maker.NEXT) | foreign)


def cases() -> dict[str, Ended]:
    """All of them by name."""
    return _by_list() | _by_bundle()
