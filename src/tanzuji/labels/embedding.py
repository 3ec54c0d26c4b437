"""Code for shops: a picture with a link, no script and no frame. It goes plain by itself when the label dies."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.errors import Language
from tanzuji.figures.labels import SIZES, Size, status_address
from tanzuji.labels import drawing
from tanzuji.web.language import code_of

PIXELS_PER_MM = 4
PLACEMENT = "advertising"
"""A page of a shop is advertising: the embed code needs that authorisation."""


@dataclass(frozen=True, slots=True)
class Embed:
    """What a shop needs to show a label: addresses, size in CSS pixels, words, and the markup made of them."""

    picture: str
    page: str
    width: int
    height: int
    alt: str

    @property
    def html(self) -> str:
        return (
            f'<a href="{escape(self.page)}" rel="noopener"><img src="{escape(self.picture)}" '
            f'width="{self.width}" height="{self.height}" alt="{escape(self.alt)}" loading="lazy"></a>'
        )


def embed(view: CertificateView, language: Language, *, variant: str = "", size: Size = "m") -> Embed:
    """The embed code of a certificate's label. Raises what `drawing.label_of` does."""
    label = drawing.label_of(view, language, variant=variant)
    width, height = SIZES[size]
    with translation.override(code_of(language)):
        path = reverse("labels:art", args=[view.number, f"{label.variant}-{size}"])
    return Embed(
        picture=f"{settings.ADDRESS}{path}",
        page=status_address(settings.ADDRESS, view.number),
        width=int(width * PIXELS_PER_MM),
        height=int(height * PIXELS_PER_MM),
        alt=label.title,
    )
