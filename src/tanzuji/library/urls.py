"""Addresses of the library room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.library.pages import datasets, imports, matches, releases

app_name = "library"

urlpatterns: list[URLPattern] = [
    path("", datasets.search, name="search"),
    path("choices/", datasets.choices, name="choices"),
    path("datasets/<dataset:dataset>/", datasets.dataset, name="dataset"),
    path("datasets/<dataset:dataset>/dataset.<slug:suffix>", datasets.download, name="download"),
    path("releases/", releases.releases, name="releases"),
    path("releases/<release:release_name>/<release:version>/", releases.release, name="release"),
    path("releases/<release:release_name>/<release:version>/again/", releases.again, name="again"),
    path("releases/<release:release_name>/<release:version>/export/", releases.export, name="export"),
    path("releases/<release:release_name>/<release:version>/report.json", releases.report, name="report"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<int:match_id>/forget/", matches.forget, name="forget_match"),
    path("import/", imports.bring, name="import"),
    path("import/<uuid:import_id>/", imports.begin, name="begin_import"),
    path("import/<uuid:import_id>/forget/", imports.forget, name="forget_import"),
]
