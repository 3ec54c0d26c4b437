"""The frame of the room's pages: the organisation's name and the tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tanzuji.parties import policy
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS, ROLE_MEANINGS, ROLES
from tanzuji.web.language import say


def frame(acting: Acting, here: str) -> dict[str, Any]:
    """Context of `parties/frame.html`; `here` is the key of the current tab."""
    names = [
        ("organisation", say("单位", "Organisation")),
        ("people", say("成员", "People")),
        ("tokens", say("接口令牌", "API tokens")),
    ]
    if policy.may_see_people(acting):
        names.append(("activity", say("操作记录", "Activity")))
    return {
        "acting": acting,
        "kinds": KINDS,
        "roles": ROLES,
        "role_meanings": ROLE_MEANINGS,
        "here": here,
        "tabs": [(key, words, reverse(f"parties:{key}")) for key, words in names],
        "problems": (),
    }
