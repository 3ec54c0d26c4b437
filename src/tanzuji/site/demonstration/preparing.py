"""Making the demonstration: once an installation, in a few seconds; the next time it is only looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from tanzuji.formats.starter import starter_release
from tanzuji.ledger import queries as ledger
from tanzuji.ledger.services import declare, record
from tanzuji.parties import queries as parties
from tanzuji.parties import services
from tanzuji.parties.acting import Acting
from tanzuji.site.demonstration import (
    of_activity,
    of_archive,
    of_benchmarks,
    of_campaigns,
    of_certification,
    of_contributions,
    of_filings,
    of_labels,
    of_library,
    of_publications,
    of_reference_models,
    of_rulebook,
    of_standards,
    of_supervision,
    of_verification,
    stories,
)
from tanzuji.site.demonstration.cast import HOUSES, OFFICERS, PLAYERS, Account, House, accounts, full_name

TOLD = declare("site.demonstration.told", zh="演示情节", en="Story of the demonstration")

ROOMS: dict[str, Callable[[dict[str, Acting]], None]] = {
    "rulebook": of_rulebook.tell,
    "standards": of_standards.tell,
    "activity": of_activity.tell,
    "contributions": of_contributions.tell,
    "publications": of_publications.tell,
    "library": of_library.tell,
    "reference_models": of_reference_models.tell,
    "campaigns": of_campaigns.tell,
    "benchmarks": of_benchmarks.tell,
    "archive": of_archive.tell,
    "verification": of_verification.tell,
    "certification": of_certification.tell,
    "filings": of_filings.tell,
    "labels": of_labels.tell,
    "supervision": of_supervision.tell,
}
"""What has happened between the houses, room by room, in the order in which one stands on the other."""


def prepare() -> list[Account]:
    """Organisations, people and studies of the demonstration, made where they are not there yet; the accounts.

    A house is made with its studies in one transaction, so that a run that was stopped goes on where it was.
    """
    for house in HOUSES:
        if not parties.is_registered(house.code):
            with transaction.atomic():
                _settle(house)
    for officer in OFFICERS:
        if services.person_by_address(officer.email) is None:
            with transaction.atomic():
                person = services.register(email=officer.email, name=full_name(officer.name), password=None)
                services.appoint(person, officer.office)
    people: dict[str, Acting] = {}
    for room, tell in ROOMS.items():
        if not ledger.history("demonstration", room).exists():
            people = people or _cast()
            with transaction.atomic():
                tell(people)
                record(TOLD, None, "demonstration", room)
    return accounts()


def _cast() -> dict[str, Acting]:
    """Everybody by address, acting for the house where they begin."""
    houses = {house.code: parties.organisation_by_code(house.code) for house in HOUSES}
    found = {}
    for player in PLAYERS:
        person = services.person_by_address(player.email)
        if person is not None:
            found[player.email] = parties.required_for(person, houses[next(iter(player.roles))].id)
    return found


def _settle(house: House) -> None:
    """The house with its people, who are registered without a password where they are new, and its studies."""
    organisation = services.found(
        house.kind, zh=house.name.to("zh"), en=house.name.to("en"), code=house.code, region=house.region
    )
    if house.mandates:
        services.charge(organisation, house.mandates)
    inside = {}
    for player in PLAYERS:
        if house.code in player.roles:
            person = services.person_by_address(player.email) or services.register(
                email=player.email, name=full_name(player.name), password=None
            )
            services.join(person, organisation, player.roles[house.code])
            inside[player.email] = parties.required_for(person, organisation.id)
    stories.tell(house.code, inside, (starter_release(),))
