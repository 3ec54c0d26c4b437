"""Every address of the site; pages once a language, the API and health endpoints once."""

from __future__ import annotations

from django.urls import include, path

from tanzuji.register import public_urls
from tanzuji.site.api import api
from tanzuji.site.health import live, ready
from tanzuji.site.pages import entrance
from tanzuji.web.language import both_languages

urlpatterns = [
    path("", entrance, name="entrance"),
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("log/", include("tanzuji.ledger.urls")),
    path("api/", api.urls),
    path("", include((public_urls.PLAIN, "open"))),
    *both_languages(
        path("", include((public_urls.LOCAL, "public"))),
        path("", include("tanzuji.site.page_urls")),
        path("account/", include("tanzuji.parties.signing.urls")),
        path("organisation/", include("tanzuji.parties.urls")),
        path("jobs/", include("tanzuji.jobs.urls")),
        path("library/", include("tanzuji.library.urls")),
        path("audit/", include("tanzuji.audit.urls")),
        path("notices/", include("tanzuji.notices.urls")),
        path("rulebook/", include("tanzuji.rulebook.urls")),
        path("standards/", include("tanzuji.standards.urls")),
        path("base-data/", include("tanzuji.activity.urls")),
        path("models/", include("tanzuji.reference_models.urls")),
        path("contributions/", include("tanzuji.contributions.urls")),
        path("publications/", include("tanzuji.publications.urls")),
        path("benchmarks/", include("tanzuji.benchmarks.urls")),
        path("campaigns/", include("tanzuji.campaigns.urls")),
        path("archive/", include("tanzuji.archive.urls")),
        path("sharing/", include("tanzuji.sharing.urls")),
        path("nodes/", include("tanzuji.nodes.urls")),
        path("verification/", include("tanzuji.verification.urls")),
        path("certificates/", include("tanzuji.certificates.urls")),
        path("certification/", include("tanzuji.certification.urls")),
        path("labels/", include("tanzuji.labels.urls")),
        path("filings/", include("tanzuji.filings.urls")),
        path("supervision/", include("tanzuji.supervision.urls")),
        path("register/", include("tanzuji.register.urls")),
        path("studies/", include("tanzuji.footprints.urls")),
    ),
]

handler400 = "tanzuji.site.failures.bad_request"
handler403 = "tanzuji.site.failures.refused"
handler404 = "tanzuji.site.failures.absent"
handler429 = "tanzuji.site.failures.too_many"
handler500 = "tanzuji.site.failures.failed"
