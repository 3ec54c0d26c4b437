"""What people write about themselves and others, checked and in the form in which it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.parties import messages
from tanzuji.parties.kinds import ROLES, Role
from tanzuji.parties.models import Person
from tanzuji.web.language import code_of

MAX_NAME = 120
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def written(roles: Iterable[str]) -> str:
    """Roles as they are kept, in the order of ROLES. Raises `parties.unknown-role`, `parties.no-role`."""
    held = set(roles)
    for role in sorted(held - set(ROLES)):
        raise messages.UNKNOWN_ROLE.error("roles", role=role[:40])
    if not held:
        raise messages.NO_ROLE.error("roles")
    return ",".join(role for role in ROLES if role in held)


def role_set(kept: str) -> frozenset[Role]:
    """Kept roles as a set."""
    return frozenset(role for role in ROLES if role in kept.split(","))


def address(given: str) -> str:
    """An e-mail address in lower case. Raises `parties.bad-address`."""
    email = given.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise messages.BAD_ADDRESS.error("email", value=given.strip()[:80]) from error
    if len(email) > 254:
        raise messages.BAD_ADDRESS.error("email", value=email[:80])
    return email


def name(given: str, path: str = "name", limit: int = MAX_NAME) -> str:
    """A name without blanks around it or control characters inside. Raises `parties.no-name`."""
    kept = " ".join(given.split())
    if not kept or len(kept) > limit or not kept.isprintable():
        raise messages.NO_NAME.error(path, limit=limit)
    return kept


def password(given: str, again: str, person: Person) -> str:
    """A password that will do for the person. Raises `parties.weak-password`, `parties.passwords-differ`."""
    faults = {language: _faults(given, person, language) for language in LANGUAGES}
    if any(faults.values()):
        raise messages.WEAK_PASSWORD.error("password", detail=Text(zh=faults["zh"], en=faults["en"]))
    if given != again:
        raise messages.PASSWORDS_DIFFER.error("again")
    return given


def _faults(given: str, person: Person, language: Language) -> str:
    """What Django's validators find, in a language; nothing where the password will do."""
    with translation.override(code_of(language)):
        try:
            validate_password(given, person)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""
