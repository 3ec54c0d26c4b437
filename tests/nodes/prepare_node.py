"""Run in a node's own environment: its database, its people, its releases; prints what the test needs as JSON.

`python prepare_node.py 2023` publishes the electricity announcements of that year; the accounts are those of the story.
"""

from __future__ import annotations

import json
import sys

from tanzuji.site.operations import migrate, ready_django

ready_django()
migrate()

from houses import CURATOR, cast, house  # noqa: E402

from tanzuji.parties import services as parties  # noqa: E402
from tanzuji.site.demonstration import of_publications  # noqa: E402

people = cast()
for year in map(int, sys.argv[1:]):
    of_publications.release_of_year(people, year)
province = house("province", "research", {"province@node.example": ("editor",)})["province@node.example"]


def token(email: str) -> str:
    who = province if email == "province@node.example" else people[email]
    return parties.issue_token(who, "node", days=1, may_write=True).secret


print(json.dumps({"curator": token(CURATOR), "province": token("province@node.example")}))
