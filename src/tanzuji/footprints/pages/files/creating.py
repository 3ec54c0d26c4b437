"""New studies: from a file, from a blank form, from an example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.text import Text
from tanzuji.footprints import policy, services, shelf
from tanzuji.footprints.exchange import written
from tanzuji.footprints.pages.files.wrong_places import wrong_places
from tanzuji.footprints.pages.wording import choice_names
from tanzuji.footprints.tasks import CREATE
from tanzuji.formats.models import read_model_with_notices
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.formats.workbook import write_template
from tanzuji.jobs import services as jobs
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent, status_of
from tanzuji.web.downloads import TYPES, attachment, file_name
from tanzuji.web.language import language, say
from tanzuji.web.uploads import MAX_UPLOAD

NO_FILE = define(
    "footprints.no-file",
    zh="没有收到文件。",
    en="No file arrived.",
    remedy_zh="请选一个文件（.xlsx、.yaml 或 .json，不超过 {limit} MiB），再上传。",
    remedy_en="Choose a file (.xlsx, .yaml or .json of {limit} MiB at most) and upload it.",
)
EMPTY_FILE = define(
    "footprints.empty-file",
    zh="“{file}”是空的。",
    en="“{file}” is empty.",
    remedy_zh="请打开它看看，保存后再上传。",
    remedy_en="Open it, save it and upload it again.",
)

LARGE_WORKBOOK, LARGE_TEXT = 200_000, 2_000_000
"""Bytes beyond which reading takes about a second: a workbook of 2 500 lines, a YAML file of 4 000."""


def uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """The uploaded file and its name as it may be shown. Raises `footprints.no-file`, `footprints.empty-file`."""
    found = request.FILES.get("file")
    if found is None:
        raise NO_FILE.error("file", limit=MAX_UPLOAD // 2**20)
    name = shown_name(found.name or "")
    content = found.read()
    if not content:
        raise EMPTY_FILE.error("file", file=name)
    return content, name


def is_large(content: bytes) -> bool:
    """Whether reading the file takes longer than a person should wait for a page."""
    return len(content) > (LARGE_WORKBOOK if content.startswith(b"PK") else LARGE_TEXT)


def tell_notices(request: HttpRequest, notices: Sequence[Problem]) -> None:
    """What is no error, but worth knowing, on the next page."""
    for notice in notices[:20]:
        where = f"{notice.path}{say('：', ': ')}" if notice.path else ""
        flash.warning(request, f"{where}{notice.text(language())} {notice.remedy(language())}")


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The ways to begin; a POST brings a file."""
    if request.method != "POST":
        return _page(request, acting)
    policy.may_edit(acting).enforce()
    name = ""
    try:
        content, name = uploaded(request)
        releases = request.POST.getlist("release")[: shelf.MAX_RELEASES]
        if is_large(content):
            return _in_background(acting, content, name, releases)
        model, notices = read_model_with_notices(content, name=name)
        study = services.create(acting, model, shelf.chosen_releases(releases, acting), origin=name)
    except CodedError as error:
        return _page(request, acting, error=error, name=name)
    tell_notices(request, notices)
    return HttpResponseRedirect(reverse("footprints:study", args=[study.id]))


def _in_background(acting: Acting, content: bytes, name: str, releases: Sequence[str]) -> HttpResponse:
    job = jobs.start(
        acting,
        CREATE,
        {"name": name, "releases": list(releases)},
        title=Text(zh=f"从“{name}”新建核算", en=f"New study from “{name}”"),
        language=language(),
        page="/studies/new/",
        upload=content,
    )
    return HttpResponseRedirect(reverse("jobs:job", args=[job.id]))


def _page(
    request: HttpRequest, acting: Acting, *, error: CodedError | None = None, name: str = ""
) -> HttpResponse:
    releases = shelf.release_names(acting)
    context: dict[str, Any] = {
        "room": "footprints",
        "may_create": policy.may_edit(acting),
        "examples": shelf.examples(),
        "boundaries": {
            key: pair[language() == "en"] for key, pair in choice_names(("boundary", "type")).items()
        },
        "releases": releases if len(releases) > 1 else (),
        "chosen": request.POST.getlist("release") or releases[:1],
        "wrong": wrong_places(error.problems) if error else [],
        "file_name": name,
    }
    return render(request, "footprints/new.html", context, status=status_of(error) if error else 200)


@require_POST
@signed_in
def from_example(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """A study that begins as an example; it can be changed at will."""
    model = shelf.example(key)
    study = services.create(acting, model, shelf.chosen_releases([], acting), origin=f"example {key}")
    return HttpResponseRedirect(reverse("footprints:study", args=[study.id]))


@require_safe
@signed_in
def template(request: HttpRequest, acting: Acting, suffix: str) -> HttpResponse:
    """A file to fill in: an empty workbook, or an example in any form (`?example=cement_po425`)."""
    key = request.GET.get("example", "")
    if key:
        model = shelf.example(key)
        stem = model.product.name.to(language())
        return attachment(written(model, suffix, language()), file_name(stem, suffix), TYPES[suffix])
    if suffix != "xlsx":
        raise absent()
    stem = say("产品碳足迹数据模板", "product-footprint-template")
    return attachment(write_template(language()), file_name(stem, suffix), TYPES[suffix])
