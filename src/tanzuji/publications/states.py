"""How a release comes about: prepared by one person, released by another; nothing is changed in between."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.publications import policy
from tanzuji.publications.policy import Deciding
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "draft": Text(zh="编制中", en="In preparation"),
    "in_review": Text(zh="待发布", en="To be released"),
    "published": Text(zh="已发布", en="Published"),
    "dropped": Text(zh="已放弃", en="Given up"),
}

RELEASE: Machine[Deciding] = Machine(
    states=STATES,
    actions={
        "edit": Text(zh="编辑", en="Edit"),
        "submit": Text(zh="提交发布", en="Submit for release"),
        "drop": Text(zh="放弃", en="Give up"),
        "announce": Text(zh="预告", en="Announce"),
        "return": Text(zh="退回", en="Send back"),
        "publish": Text(zh="发布", en="Release"),
    },
    table=(
        Transition(("draft",), "edit", "draft", policy.may_prepare_now),
        Transition(("draft",), "submit", "in_review", policy.may_prepare_now),
        Transition(("draft",), "drop", "dropped", policy.may_prepare_now),
        Transition(("in_review",), "announce", "in_review", policy.may_release_now),
        Transition(("in_review",), "return", "draft", policy.may_release_now),
        Transition(("in_review",), "publish", "published", policy.may_release_now),
    ),
)
