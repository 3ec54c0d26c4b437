"""Every address of the site; pages once a language, the API and health endpoints once."""

from __future__ import annotations

from django.urls import include, path

from tanzuji.site.api import api
from tanzuji.site.health import live, ready
from tanzuji.site.pages import entrance
from tanzuji.web.language import both_languages

urlpatterns = [
    path("", entrance, name="entrance"),
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("api/", api.urls),
    *both_languages(
        path("", include("tanzuji.site.page_urls")),
        path("account/", include("tanzuji.parties.signing.urls")),
        path("organisation/", include("tanzuji.parties.urls")),
        path("jobs/", include("tanzuji.jobs.urls")),
        path("library/", include("tanzuji.library.urls")),
        path("studies/", include("tanzuji.footprints.urls")),
    ),
]

handler400 = "tanzuji.site.failures.bad_request"
handler403 = "tanzuji.site.failures.refused"
handler404 = "tanzuji.site.failures.absent"
handler429 = "tanzuji.site.failures.too_many"
handler500 = "tanzuji.site.failures.failed"
