"""Reads of the labels room: artwork, uses, hints at misuse. Whoever asks for uses of his own is bound to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast, get_args
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.figures.labels import FORMATS, SIZES, Format, Size
from tanzuji.figures.labels.messages import UNKNOWN_KIND
from tanzuji.labels import drawing
from tanzuji.labels.kinds import OPEN, PLACEMENTS, USABLE
from tanzuji.labels.models import Authorisation, Proof, Step
from tanzuji.labels.policy import Case
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

WITHOUT_PROOF = timedelta(days=30)
OLD_PROOF = timedelta(days=365)
ENDS_SOON = timedelta(days=90)


def artwork(
    number: str,
    *,
    variant: str = "",
    size: str = "l",
    lang: str = "zh",
    mono: bool = False,
    badge: str = "",
    format: str = "svg",
) -> bytes:
    """The label of a certificate as SVG, PNG or PDF; the same certificate gives the same bytes.

    `variant`: `numeric`, `score` or `grade`, by default the certificate's own; `badge`: `self`, `verified` or `certified`,
    by default what the certificate has. Raises `web.absent`, `labels.not-in-force` (nothing is drawn for a certificate
    that is suspended, revoked or over), `labels.other-variant`, `labels.higher-badge`, and what the drawing refuses
    (`label.*`).
    """
    view = certificate(number)
    return art(view, variant=variant, size=size, lang=lang, mono=mono, badge=badge, format=format)


def certificate(number: str) -> CertificateView:
    """The certificate of a number as it stands today. Raises `web.absent`."""
    view = certificates.by_number(number)
    if view is None:
        raise absent()
    return view


def art(
    view: CertificateView,
    *,
    variant: str = "",
    size: str = "l",
    lang: str = "zh",
    mono: bool = False,
    badge: str = "",
    format: str = "svg",
) -> bytes:
    """The same of a certificate that was read already."""
    _one_of("size", size, tuple(SIZES), Text(zh="尺寸", en="size"))
    _one_of("format", format, FORMATS, Text(zh="文件格式", en="file format"))
    _one_of("lang", lang, get_args(Language), Text(zh="语言", en="language"))
    label = drawing.label_of(view, cast(Language, lang), variant=variant, badge=badge)
    return drawing.drawn(label, cast(Size, size), cast(Format, format), mono)


def _one_of(path: str, given: str, known: tuple[str, ...], what: Text) -> None:
    if given not in known:
        raise UNKNOWN_KIND.error(path, given=given[:40], what=what, known=", ".join(known))


def authorisations(number: str) -> QuerySet[Authorisation]:
    """Every use that was asked for of a certificate's label, newest first. For rooms above, not for pages of strangers."""
    return _rows().filter(certificate_number=number)


def logged(number: str) -> list[int]:
    """Entries of the public log about uses of a certificate's label, oldest first."""
    steps = Step.objects.filter(authorisation__certificate_number=number, log_index__isnull=False)
    found = steps.order_by("log_index").values_list("log_index", flat=True)
    return [index for index in found if index is not None]


def placements(number: str) -> list[str]:
    """Where the label of a certificate may be shown today, in the order of `PLACEMENTS`; none unless it is in force."""
    view = certificates.by_number(number)
    if view is None or view.status != "valid":
        return []
    found = set(authorisations(view.number).filter(state__in=USABLE).values_list("placement", flat=True))
    return [placement for placement in PLACEMENTS if placement in found]


def uses(acting: Acting) -> QuerySet[Authorisation]:
    """The uses of labels that concern the acting organisation, as holder or as body; newest first."""
    concerned = Q(holder_id=acting.organisation_id) | Q(body_id=acting.organisation_id)
    return _rows().filter(concerned)


def use(acting: Acting, use_id: UUID | str) -> Authorisation:
    """One of them. Raises `web.absent`, for another's as for none."""
    return by_id(uses(acting), use_id)


def waiting(acting: Acting) -> QuerySet[Authorisation]:
    """Requests that the acting body has to decide on, oldest first."""
    return uses(acting).filter(body_id=acting.organisation_id, state="requested").order_by("sequence")


def search(
    words: str = "", *, placement: str = "", state: str = "", ended_in_use: bool = False
) -> QuerySet[Authorisation]:
    """Uses of all labels, for those who oversee the market; newest first.

    `ended_in_use`: those that were in use when they were frozen or ended, so that goods with a dead label may be about.
    """
    found = _rows()
    for word in clean(words, 100).split():
        found = found.filter(
            Q(where__icontains=word)
            | Q(certificate_number__icontains=word)
            | Q(holder__name_zh__icontains=word)
            | Q(holder__name_en__icontains=word)
        )
    if placement:
        found = found.filter(placement=placement)
    if state:
        found = found.filter(state=state)
    if ended_in_use:
        found = found.filter(state__in=("frozen", "void"), used_since__isnull=False)
    return found


def _rows() -> QuerySet[Authorisation]:
    return Authorisation.objects.select_related("holder", "body").order_by("-sequence")


def steps(of: Authorisation) -> QuerySet[Step]:
    """What was done with a use, oldest first."""
    return of.steps.select_related("by", "organisation").order_by("sequence")


def proofs(of: Authorisation) -> QuerySet[Proof]:
    """Its proofs, newest first."""
    return of.proofs.select_related("by").order_by("-at", "id")


def proof(acting: Acting, proof_id: UUID | str) -> Proof:
    """One proof of a use that concerns the acting organisation. Raises `web.absent`."""
    own = Q(authorisation__holder_id=acting.organisation_id) | Q(
        authorisation__body_id=acting.organisation_id
    )
    return by_id(Proof.objects.filter(own), proof_id)


def case(acting: Acting | None, of: Authorisation) -> Case:
    """What an action on a use rests on."""
    return case_of(acting, certificate(of.certificate_number))


def case_of(acting: Acting | None, view: CertificateView) -> Case:
    """The same of a certificate."""
    return Case(
        acting=acting,
        holder=view.holder,
        holder_name=view.holder_name,
        body=view.body,
        body_name=view.body_name,
        certificate=view.number,
        status=view.status,
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at, in a sentence; `state` is `warn` or `bad`."""

    state: str
    words: Text


def hints(of: Authorisation, view: CertificateView, *, today: date | None = None) -> list[Hint]:
    """What may go wrong, or has gone wrong, with the use of a label."""
    day = today or timezone.localdate()
    found: list[Hint] = []
    if of.state in ("frozen", "void") and of.used_since is not None:
        found.append(Hint("bad", _IN_THE_MARKET if of.state == "void" else _STOP_NOW))
    if of.state == "authorised" and timezone.localdate(of.since) + WITHOUT_PROOF < day:
        found.append(Hint("warn", _NO_PROOF))
    if of.state == "in_use":
        newest = of.proofs.order_by("-taken_on").values_list("taken_on", flat=True).first()
        if newest is not None and newest + OLD_PROOF < day:
            found.append(Hint("warn", _OLD))
    if of.state in OPEN and view.status == "valid" and view.expires_on - ENDS_SOON <= day:
        left = (view.expires_on - day).days
        found.append(Hint("warn", Text(
            zh=f"证书还有 {left} 天到期。到期后标识失效，请按剩余时间安排印量。",
            en=f"The certificate ends in {left} days. Its label is void then; print accordingly.",
        )))  # fmt: skip
    return found


_STOP_NOW = Text(
    zh="标识已冻结，但这里报告过在用。请停止新的使用，广告和网页上的标识应立即撤下。",
    en="The label is frozen, but was reported in use here. Stop new use; take it off advertising and pages at once.",
)
_IN_THE_MARKET = Text(
    zh="标识已失效，但这里报告过在用。请撤下，并说明已出厂产品的处理。",
    en="The label is void, but was reported in use here. Take it off, and say what becomes of goods that have left.",
)
_NO_PROOF = Text(
    zh="授权已过 30 天，还没有使用证明。",
    en="Authorised more than 30 days ago; there is no proof of use yet.",
)
_OLD = Text(
    zh="最近的使用证明已超过一年，请补拍。",
    en="The newest proof of use is more than a year old; take another.",
)
