"""Tables of the parties room. Names of people and organisations are unique to nobody; addresses are."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.parties.kinds import KINDS, MANDATES, Mandate, Role


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail address. Operators of the platform are `is_staff`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    office = models.CharField(max_length=12, blank=True, default="")
    """Which of the three offices of the installation they hold (`kinds.OFFICES`); blank: none."""
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A tenant: an enterprise, a verifier, a regulator …"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24, choices=[(kind, text.en) for kind, text in KINDS.items()])
    name_zh = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    code = models.CharField(max_length=32, blank=True, default="")
    """Unified social credit code (统一社会信用代码), or the identifier of another country."""
    region = models.CharField(max_length=120, blank=True, default="")
    group_code = models.CharField(max_length=32, blank=True, default="")
    """Code of the group company it belongs to; blank where it stands for itself."""
    mandates = models.CharField(max_length=80, blank=True, default="")
    """What it is charged with here (`kinds.MANDATES`), a comma-separated list."""
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="subordinates"
    )
    """The authority above it (上级主管部门), as the operator said."""
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name.to("en")

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh or None, en=self.name_en or None)

    @property
    def mandate_set(self) -> frozenset[Mandate]:
        return frozenset(each for each in MANDATES if each in self.mandates.split(","))

    @property
    def group(self) -> str:
        """What tells group companies apart: the group's code, or else its own, or else its id."""
        return self.group_code or self.code or str(self.id)


class Membership(models.Model):
    """A person in an organisation, with roles as a comma-separated list in the order of ROLES."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    roles = models.CharField(max_length=80, default="reader")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=models.Q(ended_at=None),
                name="one_membership_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(role for role in self.roles.split(",") if role)  # type: ignore[misc]


class Invitation(models.Model):
    """An offer to join, sent to an address; only the digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    roles = models.CharField(max_length=80)
    secret = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, default=None)
    withdrawn_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"


class Token(models.Model):
    """A program's key to the API in a person's name; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    shown = models.CharField(max_length=16)
    secret = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    signs = models.BooleanField(default=False)
    """Whether it may make decisions that take a person's second factor."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, default=None)
    withdrawn_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"
