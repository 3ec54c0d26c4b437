"""The only writers of the rulebook."""

from tanzuji.rulebook.services.deciding import act, bring, supersede
from tanzuji.rulebook.services.drafting import (
    add_trial,
    begin,
    draft,
    read_case,
    remove,
    remove_trial,
    save,
)
from tanzuji.rulebook.services.fixing import fix
from tanzuji.rulebook.services.shelving import shelve

__all__ = [
    "act",
    "add_trial",
    "begin",
    "bring",
    "draft",
    "fix",
    "read_case",
    "remove",
    "remove_trial",
    "save",
    "shelve",
    "supersede",
]
