"""States of a file (SD-204), of an item and of an offer (SD-205, DOMAIN A.7.10)."""

from __future__ import annotations

from tanzuji.archive import policy
from tanzuji.archive.policy import FileStanding, ItemStanding, OfferStanding
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

LISTED = ("in_catalogue", "suspended")
"""What the catalogue speaks of."""
OPEN = ("archived", *LISTED)

FILE: Machine[FileStanding] = Machine(
    states={
        "archived": Text(zh="已建档", en="On file"),
        "in_catalogue": Text(zh="在目录库", en="In the catalogue"),
        "suspended": Text(zh="暂停列入", en="Suspended"),
        "removed": Text(zh="已移出", en="Removed"),
    },
    actions={
        "admit": Text(zh="列入目录库", en="Take into the catalogue"),
        "renew": Text(zh="改列最新评价", en="Show the newest evaluation"),
        "suspend": Text(zh="暂停列入", en="Suspend"),
        "reinstate": Text(zh="恢复列入", en="Reinstate"),
        "remove": Text(zh="移出", en="Remove"),
        "withdraw": Text(zh="撤回同意", en="Take consent back"),
    },
    table=(
        Transition(("archived",), "admit", "in_catalogue", policy.may_admit),
        Transition(("in_catalogue",), "renew", "in_catalogue", policy.may_renew),
        Transition(("in_catalogue",), "suspend", "suspended", policy.keeps_catalogue),
        Transition(("suspended",), "reinstate", "in_catalogue", policy.may_admit),
        Transition(OPEN, "remove", "removed", policy.keeps_catalogue),
        Transition(OPEN, "withdraw", "removed", policy.is_owner),
    ),
)
"""A removed file keeps its page and its reason; the product can be filed anew."""

RUNNING = ("approved", "matched", "sent")
"""Items that are matched and sent."""

ITEM: Machine[ItemStanding] = Machine(
    states={
        "draft": Text(zh="草稿", en="Draft"),
        "submitted": Text(zh="待批准", en="Awaiting approval"),
        "approved": Text(zh="已批准", en="Approved"),
        "matched": Text(zh="已匹配", en="Matched"),
        "sent": Text(zh="已推送", en="Sent"),
        "closed": Text(zh="已结束", en="Closed"),
    },
    actions={
        "edit": Text(zh="修改", en="Edit"),
        "submit": Text(zh="报审", en="Submit for approval"),
        "return": Text(zh="退回", en="Send back"),
        "approve": Text(zh="批准", en="Approve"),
        "match": Text(zh="匹配企业", en="Match"),
        "send": Text(zh="推送", en="Send"),
        "close": Text(zh="结束", en="Close"),
    },
    table=(
        Transition(("draft",), "edit", "draft", policy.may_edit),
        Transition(("draft",), "submit", "submitted", policy.may_submit),
        Transition(("submitted",), "return", "draft", policy.may_send_back),
        Transition(("submitted",), "approve", "approved", policy.may_approve),
        Transition(("approved", "matched"), "match", "matched", policy.may_send),
        Transition(("sent",), "match", "sent", policy.may_send),
        Transition(("matched", "sent"), "send", "sent", policy.may_send),
        Transition(("draft", "submitted", *RUNNING), "close", "closed", policy.may_close),
    ),
)
"""An item that was sent goes on being matched with products that come into the catalogue, as long as it is valid."""

RECEIVED = ("sent", "read", "responded")
"""Offers their enterprise knows of."""

OFFER: Machine[OfferStanding] = Machine(
    states={
        "matched": Text(zh="已匹配", en="Matched"),
        "sent": Text(zh="未读", en="Unread"),
        "read": Text(zh="已读", en="Read"),
        "responded": Text(zh="已答复", en="Answered"),
    },
    actions={
        "send": Text(zh="推送", en="Send"),
        "read": Text(zh="阅读", en="Read"),
        "respond": Text(zh="答复", en="Answer"),
    },
    table=(
        Transition(("matched",), "send", "sent"),
        Transition(("sent",), "read", "read"),
        Transition(("read", "responded"), "respond", "responded", policy.may_answer),
    ),
)
"""An answer may be changed as long as the item is valid."""

ANSWERS = {
    "interested": Text(zh="感兴趣", en="Interested"),
    "not": Text(zh="不感兴趣", en="Not interested"),
}
