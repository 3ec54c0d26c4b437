"""An organisation with people of every role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role

PASSWORD = "violet-kiln-1450"


@dataclass
class Works:
    """A cement works: an administrator, an editor, a reviewer and a reader."""

    admin: Acting
    editor: Acting
    reviewer: Acting
    reader: Acting


def somebody(organisation: Any, name: str, *roles: Role, host: str = "works.example") -> Acting:
    """A new person with these roles, whose password is PASSWORD."""
    person = services.register(email=f"{name}@{host}", name=name.title(), password=PASSWORD)
    services.join(person, organisation, roles)
    return queries.required_for(person, organisation.id)
