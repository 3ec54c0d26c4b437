"""A surveillance of a certificate: visit, reduction figures, conclusion by somebody else."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tanzuji.certificates import queries as certificates
from tanzuji.certification import messages, policy, queries, services
from tanzuji.certification.models import Surveillance
from tanzuji.certification.pages.frame import at, done, names
from tanzuji.certification.services.surveying import tracking_of
from tanzuji.documents.errors import CodedError
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of


@require_GET
@signed_in
def cycle(request: HttpRequest, acting: Acting, cycle_id: UUID) -> HttpResponse:
    """One cycle of surveillance."""
    return page(request, acting, queries.surveillance(acting, cycle_id))


def page(
    request: HttpRequest, acting: Acting, shown: Surveillance, error: CodedError | None = None
) -> HttpResponse:
    """The cycle's page, with what is wrong where something was refused."""
    standing = queries.surveillance_standing(acting, shown)
    of = shown.application
    scheme = queries.document(of)
    tracked = tracking_of(shown)
    context = {
        **names(),
        "shown": shown,
        "of": of,
        "scheme": scheme,
        "certificate": certificates.by_number(shown.certificate),
        "visit": queries.inspection_of(of, shown),
        "nonconformities": list(queries.nonconformities(of).filter(surveillance=shown)),
        "tracked": tracked,
        "meets": tracked.meets(scheme.management.reduction.percent_a_year, shown.cycle) if tracked else None,
        "departs": tracked.departs(scheme.management.change_percent) if tracked else False,
        "is_body": acting.organisation_id == of.body_id,
        "is_applicant": acting.organisation_id == of.organisation_id,
        "may_begin": policy.may_call(standing),
        "may_examine": policy.may_examine(standing),
        "may_conclude": policy.may_conclude(standing),
        "sign": rights.may_sign(acting),
        "papers": scheme.process.file_for("surveillance"),
        "handed": {one.item: one for one in shown.papers.filter(replaced_at=None).select_related("evidence")},
        "problems": error.problems if error is not None else (),
        "given": request.POST if request.method == "POST" else {},
    }
    return render(
        request, "certification/cycle.html", context, status=status_of(error) if error is not None else 200
    )


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, cycle_id: UUID) -> HttpResponse:
    """Begin it, write what was found, hand in a paper, or conclude it."""
    shown = queries.surveillance(acting, cycle_id)
    post = request.POST
    file = request.FILES.get("file")

    def do() -> object:
        match post.get("action", ""):
            case "begin":
                return services.begin_surveillance(acting, shown.id)
            case "find":
                return services.find(
                    acting,
                    shown.id,
                    consistent=post.get("consistent") == "yes",
                    value=post.get("value", ""),
                    method_change=post.get("method_change", ""),
                    finding=post.get("finding", ""),
                )
            case "conclude":
                return services.conclude_surveillance(
                    acting, shown.id, post.get("outcome", ""), reason=post.get("reason", "")
                )
            case "paper":
                return services.attach(
                    acting,
                    shown.application_id,
                    post.get("item", ""),
                    data=file.read() if file is not None else b"",
                    file=(file.name or "") if file is not None else "",
                    surveillance=shown,
                )
            case other:
                known = "begin, find, conclude, paper"
                raise messages.UNKNOWN_CHOICE.error("action", value=other[:60], known=known)

    return done(request, do, at("cycle", shown.id), lambda error: page(request, acting, shown, error))
