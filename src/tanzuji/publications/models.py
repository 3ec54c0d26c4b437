"""Tables of the publications room: shared libraries, their releases in preparation and as published, who is told."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from tanzuji.documents.text import Text

_PERSON = settings.AUTH_USER_MODEL


def _both(zh: str, en: str) -> Text:
    return Text(zh=zh or en or "–", en=en or zh or "–")


class SharedLibrary(models.Model):
    """A database that more than one organisation stands on: of a sector, of the province, of the nation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    """Of its releases in the store; without an owner's prefix, so that everybody here may stand on them."""
    scope = models.CharField(max_length=12)
    """Key of `scopes.SCOPES`."""
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    """Whose it is; none: the library of the jurisdiction, which the holders of the mandate look after."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    about_zh = models.TextField(blank=True, default="")
    about_en = models.TextField(blank=True, default="")
    topics = models.CharField(max_length=300, blank=True, default="")
    """What it is about: first steps of categories, joined by commas."""
    licence = models.CharField(max_length=200)
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Text:
        return _both(self.title_zh, self.title_en)

    @property
    def about(self) -> Text | None:
        return _both(self.about_zh, self.about_en) if self.about_zh or self.about_en else None


class Draft(models.Model):
    """A release in preparation: what enters, what leaves, and what is said of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    library = models.ForeignKey(SharedLibrary, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    """Key of `states.STATES`."""
    revision = models.PositiveIntegerField(default=1)
    notes_zh = models.TextField(blank=True, default="")
    notes_en = models.TextField(blank=True, default="")
    notice_zh = models.TextField(blank=True, default="")
    notice_en = models.TextField(blank=True, default="")
    period = models.CharField(max_length=60, blank=True, default="")
    """What years its new values stand for, in words."""
    effective_from = models.DateField(null=True, default=None)
    digest = models.CharField(max_length=80, blank=True, default="")
    """Of the candidate that was written when it was submitted; what is released is that and no other."""
    announced_at = models.DateTimeField(null=True, default=None)
    """Since when every organisation may see what it would change."""
    reason = models.TextField(blank=True, default="")
    """Why it was sent back or given up."""
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, default=None)
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("library",),
                condition=models.Q(state__in=("draft", "in_review")),
                name="one_open_draft_a_library",
            ),
        )

    def __str__(self) -> str:
        return f"{self.library} {self.number}"

    @property
    def version(self) -> str:
        """Of the release to be."""
        return str(self.number)


class Preparer(models.Model):
    """Who took part in preparing a draft: they cannot be the second pair of eyes. Never changes."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="preparers")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "person"), name="one_preparer_a_draft"),)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.person_id}"


class Item(models.Model):
    """A dataset that enters or leaves with a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="items")
    leaves = models.BooleanField(default=False)
    dataset = models.CharField(max_length=200)
    document = models.TextField(blank=True, default="")
    """The dataset as it enters, as JSON; nothing of one that leaves."""
    contribution = models.UUIDField(null=True, default=None)
    """What it came from through the gates."""
    offer = models.UUIDField(null=True, default=None)
    """What it came from where the library is a sector's."""
    attribution = models.CharField(max_length=300, blank=True, default="")
    """Who contributed it."""
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "dataset"), name="one_item_a_dataset"),)

    def __str__(self) -> str:
        return self.dataset


class Publication(models.Model):
    """A published release of a shared library. Never changes; a later number supersedes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    library = models.ForeignKey(SharedLibrary, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    licence = models.CharField(max_length=200)
    notes_zh = models.TextField(blank=True, default="")
    notes_en = models.TextField(blank=True, default="")
    notice_zh = models.TextField(blank=True, default="")
    notice_en = models.TextField(blank=True, default="")
    period = models.CharField(max_length=60, blank=True, default="")
    effective_from = models.DateField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, default=None, related_name="superseded_by"
    )
    count = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    samples = models.PositiveIntegerField(default=0)
    """Joint draws from the distributions its changes were compared with; 0 where none is uncertain."""
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("library", "number"), name="one_release_a_number"),)

    def __str__(self) -> str:
        return f"{self.library} {self.number}"

    @property
    def version(self) -> str:
        return str(self.number)

    @property
    def notes(self) -> Text | None:
        return _both(self.notes_zh, self.notes_en) if self.notes_zh or self.notes_en else None

    @property
    def notice(self) -> Text | None:
        return _both(self.notice_zh, self.notice_en) if self.notice_zh or self.notice_en else None


class Contained(models.Model):
    """A dataset that a publication holds, and where it came from. Never changes."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="contained")
    dataset = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    contribution = models.UUIDField(null=True, default=None)
    attribution = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("publication", "dataset"), name="one_place_a_dataset"),
        )

    def __str__(self) -> str:
        return self.dataset


class Change(models.Model):
    """What a publication changed in one dataset, against the publication before it. Never changes."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="changes")
    dataset = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    """Key of `changes.KINDS`."""
    before = models.CharField(max_length=200, blank=True, default="")
    """The dataset it is compared with: itself, or the one it replaces."""
    name_zh = models.TextField(blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    topic = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    old = models.FloatField(null=True)
    new = models.FloatField(null=True)
    """kg CO2e per unit with AR6, or as published where only a total is known."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    """95 % interval of `new` over its samples; none where it states no distribution."""
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("publication", "dataset"), name="one_change_a_dataset"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.dataset}"

    @property
    def name(self) -> Text:
        return _both(self.name_zh, self.name_en)


class Standing(models.Model):
    """That a published dataset was withdrawn, suspended, superseded or is good again, and why. Never changes.

    The latest of a dataset counts. What is published stays as it is; the next release leaves out what is withdrawn or
    suspended.
    """

    library = models.ForeignKey(SharedLibrary, on_delete=models.PROTECT, related_name="standings")
    dataset = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    """Key of `standings.KINDS`."""
    replaced_by = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField()
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("library", "dataset", "-id"), name="standing_of_dataset"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.dataset}"


class Offer(models.Model):
    """A dataset offered from a narrower database to a wider one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    """Whose offer it is."""
    library = models.ForeignKey(SharedLibrary, on_delete=models.PROTECT, related_name="offers")
    """What it is offered to."""
    origin = models.CharField(max_length=130)
    """`name@version` of the release it was taken from."""
    dataset = models.CharField(max_length=200)
    document = models.TextField()
    state = models.CharField(max_length=12, default="offered")
    """Key of `scopes.OFFER_STATES`."""
    lawful_basis = models.CharField(max_length=24)
    """Key of `contributions.papers.LAWFUL_BASES`."""
    basis_note = models.TextField(blank=True, default="")
    """The contract, agreement or publication behind it."""
    contribution = models.UUIDField(null=True, default=None)
    """Of an offer to the jurisdiction's library: what goes through its gates."""
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, default=None, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "library", "dataset"),
                condition=models.Q(state="offered"),
                name="one_open_offer_a_dataset",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset} → {self.library_id}"


class Subscription(models.Model):
    """A person who is told by mail of what a shared library publishes."""

    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    """The one they acted for when they subscribed: the notice is theirs there."""
    library = models.ForeignKey(SharedLibrary, on_delete=models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "library"), name="one_subscription"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.library_id}"


class Collection(models.Model):
    """Datasets chosen for a class of products, in preparation; what is in force are its editions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    library = models.ForeignKey(SharedLibrary, on_delete=models.PROTECT, related_name="collections")
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    product_class = models.CharField(max_length=120)
    """Code and name of the class, e.g. `GB/T 7635 37440 水泥`."""
    entries = models.TextField(default="[]")
    """JSON: `[{"dataset", "role": {zh, en}, "uses": ["trade", "label"]}]`."""
    revision = models.PositiveIntegerField(default=1)
    prepared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    """Whoever worked on it last."""
    makers: models.ManyToManyField[Any, Any] = models.ManyToManyField(_PERSON, related_name="+")
    """All who worked on it since its last edition: none of them puts it in force."""
    prepared_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        return _both(self.title_zh, self.title_en)


class Edition(models.Model):
    """A collection as it was put in force. Never changes."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    """The release its datasets are read from."""
    entries = models.TextField()
    digest = models.CharField(max_length=80)
    prepared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("collection", "number"), name="one_edition_a_number"),)

    def __str__(self) -> str:
        return f"{self.collection_id} {self.number}"
