"""Who acts, and for which organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.parties.kinds import Factor, Mandate, Role

if TYPE_CHECKING:
    from tanzuji.parties.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Acting:
    """A person acting for an organisation with roles in it; `program` where a token acts in their name."""

    person: Person
    organisation: Organisation
    roles: frozenset[Role]
    program: str = ""
    may_write: bool = True
    factor: Factor = "none"
    """Of the person who is signed in: a second factor shown a short while ago, longer ago, or none there is. Of a
    program: whether its token was given the right to sign."""

    @property
    def actor_id(self) -> str:
        return str(self.person.id)

    @property
    def actor_name(self) -> str:
        return f"{self.person.name} ({self.program})" if self.program else self.person.name

    @property
    def organisation_id(self) -> UUID:
        return self.organisation.id

    @property
    def organisation_name(self) -> Text:
        return self.organisation.name

    def has(self, *roles: Role) -> bool:
        """Whether they hold one of the roles."""
        return not self.roles.isdisjoint(roles)

    def mandated(self, *mandates: Mandate) -> bool:
        """Whether their organisation is charged with one of these."""
        return not self.organisation.mandate_set.isdisjoint(mandates)
