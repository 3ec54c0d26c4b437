"""Two people changed one field: what each wrote, who and when, so that one of them can choose."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.footprints.pages.editing.typed import written
from tanzuji.footprints.pages.schema import Fields, fields_of, leaf_at
from tanzuji.footprints.pages.wording import place_name, value_name
from tanzuji.footprints.services import Conflicted
from tanzuji.web.language import language, say
from tanzuji.web.numerals import moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in conflict. `mine`, `theirs` and `was` are words for a reader; the `_text` ones belong in the field."""

    place: str
    name: str
    reason: str
    was: str
    mine: str
    theirs: str
    mine_text: str
    theirs_text: str
    theirs_value: Any
    who: str
    when: str
    can_keep: bool

    def plain(self) -> dict[str, Any]:
        """For the page's script and other programs."""
        return asdict(self)


def merge_view(conflicted: Conflicted) -> list[Entry]:
    """Every place in conflict, ready to be shown."""
    plain = json.loads(conflicted.study.document)
    found = []
    for conflict in conflicted.conflicts:
        fields = _fields(conflict.place)
        who, when = conflicted.authors[conflict.place]
        single = leaf_at(conflict.place) is not None if fields else False
        gone = conflict.reason == "vanished"
        found.append(
            Entry(
                place=conflict.place,
                name=place_name(plain, conflict.place, language()) or say("整个模型", "the whole model"),
                reason=conflict.reason,
                was=value_name(fields, conflict.was, language()),
                mine=value_name(fields, conflict.mine, language()),
                theirs=say("已删除", "removed") if gone else value_name(fields, conflict.theirs, language()),
                mine_text=written(conflict.place, conflict.mine) if single else "",
                theirs_text=written(conflict.place, conflict.theirs) if single else "",
                theirs_value=conflict.theirs,
                who=who,
                when=moment(when),
                can_keep=not gone,
            )
        )
    return found


def _fields(place: str) -> Fields:
    try:
        return fields_of(read_place(place))
    except CodedError:
        return ()
