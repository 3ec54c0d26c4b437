"""What a published dataset is worth by now: good, superseded, suspended, withdrawn."""

from __future__ import annotations

from tanzuji.documents.text import Text

KINDS: dict[str, Text] = {
    "good": Text(zh="有效", en="in force"),
    "superseded": Text(zh="已被取代", en="superseded"),
    "suspended": Text(zh="已暂停", en="suspended"),
    "withdrawn": Text(zh="已撤回", en="withdrawn"),
}

LEAVING = frozenset({"suspended", "withdrawn"})
"""What the next release leaves out; a superseded value stays, for studies of the years it stands for."""
