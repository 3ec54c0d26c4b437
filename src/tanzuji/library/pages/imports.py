"""Pages that bring a database in: upload, recognised format and options, work in the background."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.engine.release import GWP_SETS
from tanzuji.engine.samples.release_samples import ITERATIONS
from tanzuji.engine.store import MAX_OWN_NAME
from tanzuji.formats.lci import ALLOCATIONS, LINKINGS, Allocation
from tanzuji.formats.names import FORMATS, readable
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.pages import shown
from tanzuji.library import lists, policy, queries, services
from tanzuji.library.models import Import
from tanzuji.library.options import ImportOptions
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say
from tanzuji.web.uploads import MAX_LARGE

SHOWN_IMPORTS = 30
SHOWN_JOBS = 3

ALLOCATION_NAMES: dict[Allocation, Text] = {
    "none": Text(zh="不分配：全部由定量参考产品承担", en="none: the reference product bears everything"),
    "physical": Text(zh="按物理量（缺系数时按质量）", en="physical (by mass where factors are missing)"),
    "economic": Text(zh="按经济价值（文件里的系数）", en="economic (the factors in the file)"),
    "causal": Text(zh="按因果（逐项系数）", en="causal (factors exchange by exchange)"),
    "as-stated": Text(zh="按各过程自己写明的方法", en="as each process states"),
}

FIELDS = ("name", "version", "title.zh", "title.en", "licence", "allocation", "linking", "gwp_set", "samples")


@require_http_methods(["GET", "POST"])
@signed_in
def bring(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What can be read in, and what was brought before; a POST brings files."""
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        policy.may_import(acting).enforce()
        try:
            brought = services.bring(acting, request.FILES.getlist("file"))
            return HttpResponseRedirect(reverse("library:begin_import", args=[brought.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {
        "room": "library",
        "formats": readable(),
        "forms": FORMATS,
        "size_of": size_of,
        "imports": list(queries.imports(acting).select_related("release", "person")[:SHOWN_IMPORTS]),
        "may_import": policy.may_import(acting),
        "limit": MAX_LARGE // 2**20,
        "problems": problems,
    }
    return render(request, "library/import.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: HttpRequest, acting: Acting, import_id: UUID) -> HttpResponse:
    """A database that was brought in: its format, and how it is to be read; a POST begins."""
    one = queries.import_of(acting, import_id)
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST" and "look" not in request.POST:
        policy.may_import(acting).enforce()
        try:
            options = ImportOptions.parse(asked(request, one))
            job = services.begin(acting, one.id, options, language=language())
            return HttpResponseRedirect(reverse("jobs:job", args=[job]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    work = [shown(job) for job in jobs.jobs_of_page(acting, f"/library/import/{one.id}/")[:SHOWN_JOBS]]
    context = {
        "room": "library",
        "one": one,
        "size_of": size_of,
        "form": FORMATS[one.kind],
        "given": _given(request, acting, one),
        "fields": FIELDS,
        "allocations": {key: ALLOCATION_NAMES[key] for key in ALLOCATIONS},
        "linkings": LINKINGS,
        "sets": GWP_SETS,
        "max_name": MAX_OWN_NAME,
        "may_import": policy.may_import(acting),
        "jobs": work,
        "problems": problems,
        "list": lists.looked_at(one, request.POST) if _is_list(one) else None,
    }
    return render(request, "library/begin_import.html", context, status=status)


def size_of(bytes_: int) -> str:
    """A size as people say it: `7.1 MiB`, `12 KiB`."""
    return f"{bytes_ / 2**20:.1f} MiB" if bytes_ >= 2**20 / 10 else f"{max(1, round(bytes_ / 1024))} KiB"


def _is_list(one: Import) -> bool:
    return FORMATS[one.kind].is_list and one.removed_at is None


@require_POST
@signed_in
def forget(request: HttpRequest, acting: Acting, import_id: UUID) -> HttpResponse:
    """Remove the files of an import."""
    services.forget(acting, import_id)
    flash.success(
        request,
        say("文件已删除；读好的数据库不受影响。", "The files are removed; libraries that were read stay."),
    )
    return HttpResponseRedirect(reverse("library:import"))


def asked(request: HttpRequest, one: Import) -> dict[str, Any]:
    """The options in a form, as `ImportOptions` parses them; what is not in it is as it was asked for last."""
    found: dict[str, Any] = json.loads(one.options)
    for field in ("name", "version", "licence", "allocation", "linking", "gwp_set"):
        if field in request.POST:
            found[field] = request.POST[field].strip()
    if "samples" in request.POST:
        found["samples"] = lists.whole(request.POST["samples"] or "0")
    title = {key: request.POST.get(f"title.{key}", "").strip() for key in ("zh", "en")}
    if any(title.values()):
        found["title"] = {key: text for key, text in title.items() if text}
    elif "title.zh" in request.POST:
        found.pop("title", None)
    if _is_list(one):
        found["mapping"] = lists.mapping_in(request.POST)
    return found


def _given(request: HttpRequest, acting: Acting, one: Import) -> dict[str, str]:
    """What the form shows: what was written, else what was asked for last, else a suggestion."""
    if request.method == "POST":
        return {field: request.POST.get(field, "") for field in FIELDS}
    last = json.loads(one.options)
    title = last.get("title") or {}
    title = {"zh": title, "en": title} if isinstance(title, str) else title
    name = last.get("name") or suggested(one.file)
    return {
        "name": name,
        "version": next_version(acting, name, last.get("version", "1")),
        "title.zh": title.get("zh", ""),
        "title.en": title.get("en", ""),
        "licence": last.get("licence", ""),
        "allocation": last.get("allocation", "none"),
        "linking": last.get("linking", "first"),
        "gwp_set": last.get("gwp_set", "AR6"),
        "samples": str(last.get("samples", ITERATIONS)),
    }


def suggested(file: str) -> str:
    """A short name from the name of a file."""
    stem = file.split(" + ")[0].rpartition(".")[0]
    plain = re.sub(r"[^a-z0-9]+", "-", stem.encode("ascii", "ignore").decode().lower()).strip("-")
    return plain[:MAX_OWN_NAME].strip("-") or "database"


def next_version(acting: Acting, name: str, version: str) -> str:
    """The version itself where it is free, else the next number."""
    taken = queries.own_versions(acting, name)
    while version in taken:
        head, _, last = version.rpartition(".")
        last = str(int(last) + 1) if last.isascii() and last.isdigit() and len(last) < 10 else f"{last}.2"
        version = f"{head}.{last}" if head else last
        if len(version) > 60:
            return ""
    return version
