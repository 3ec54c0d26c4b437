"""Pages of those who make reference models: the list, a new one from a file, the draft with its parameters, offering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.reference_models import COVERAGES, RANGE_KINDS, ParameterGuide, ReferenceModel
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import files, policy, queries, services
from tanzuji.reference_models.groups import group_name
from tanzuji.reference_models.models import KeptModel
from tanzuji.reference_models.pages.reading import BOUNDARIES, tabs
from tanzuji.reference_models.states import MODEL
from tanzuji.web.answers import absent, status_of
from tanzuji.web.downloads import TYPES, attachment, file_name
from tanzuji.web.language import language, say

NO_FILE = define(
    "reference.no-file",
    zh="没有收到文件。",
    en="No file arrived.",
    remedy_zh="请选一个 YAML 或 JSON 文件，再上传。",
    remedy_en="Choose a YAML or JSON file and upload it.",
)
NOT_A_NUMBER = define(
    "reference.not-a-number",
    zh="“{value}”不能读作数。",
    en="“{value}” cannot be read as a number.",
    remedy_zh="请写成如 1.5 的数，不写单位；缺省值也可以是以“=”开头的公式。",
    remedy_en="Write a number such as 1.5 without unit; a default may be a formula that begins with “=”.",
)


@require_safe
@signed_in
def ours(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The reference models the organisation makes, with where their newest version stands."""
    return _ours(request, acting)


def _ours(request: HttpRequest, acting: Acting, problems: Any = (), status: int = 200) -> HttpResponse:
    rows = []
    for kept in queries.of_organisation(acting):
        newest = kept.versions.defer("document").order_by("-number").first()
        rows.append({"model": kept, "newest": newest, "group": group_name(kept.group)})
    context = {
        "room": "reference_models",
        "tabs": tabs(acting),
        "here": "ours",
        "rows": rows,
        "state_names": MODEL.states,
        "coverages": COVERAGES,
        "may_make": policy.may_make(acting),
        "may_take_over": bool(policy.may_take_over(acting)),
        "problems": problems,
    }
    return render(request, "reference_models/ours.html", context, status=status)


@require_POST
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A reference model from a file; leads to its draft."""
    policy.may_make(acting).enforce()
    try:
        reference, name = _uploaded(request)
        kept = services.create(acting, reference, origin=name)
    except CodedError as error:
        return _ours(request, acting, error.problems, status_of(error))
    return HttpResponseRedirect(reverse("reference_models:draft", args=[kept.id]))


def _uploaded(request: HttpRequest) -> tuple[ReferenceModel, str]:
    found = request.FILES.get("file")
    if found is None:
        raise NO_FILE.error("file")
    name = shown_name(found.name or "")
    return files.read(found.read(), name), name


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: HttpRequest, acting: Acting, model_id: UUID) -> HttpResponse:
    """The draft: its parameters as a form. A POST stores defaults, ranges and sources."""
    kept = queries.own_model(acting, model_id)
    if request.method != "POST":
        return _draft(request, acting, kept)
    policy.may_make(acting).enforce()
    try:
        guides, defaults = _parameters(request, queries.document(kept))
        services.set_guides(acting, kept.id, guides, defaults, base_revision=_base(request))
    except CodedError as error:
        return _draft(request, acting, kept, error)
    flash.success(request, say("已保存参数。", "The parameters are stored."))
    return HttpResponseRedirect(reverse("reference_models:draft", args=[kept.id]))


def _base(request: HttpRequest) -> int:
    given = request.POST.get("base_revision", "")
    return int(given[:9]) if given.isascii() and given.isdigit() else 0


def _draft(
    request: HttpRequest,
    acting: Acting,
    kept: KeptModel,
    error: CodedError | None = None,
    *,
    typed: bool = True,
) -> HttpResponse:
    """The page; with an error it shows what was typed into the parameters, where they were sent."""
    reference = queries.document(kept)
    newest = kept.versions.defer("document").order_by("-number").first()
    post = request.POST if error and typed else {}
    context = {
        "room": "reference_models",
        "kept": kept,
        "reference": reference,
        "group": group_name(kept.group),
        "boundary": BOUNDARIES[reference.model.boundary.type],
        "coverages": COVERAGES,
        "range_kinds": RANGE_KINDS,
        "rows": [_field_row(reference, p, post) for p in reference.model.parameters],
        "newest": newest,
        "state_names": MODEL.states,
        "may_make": policy.may_make(acting),
        "problems": error.problems if error else (),
    }
    return render(request, "reference_models/draft.html", context, status=status_of(error) if error else 200)


def _field_row(reference: ReferenceModel, parameter: Any, post: Any) -> dict[str, Any]:
    guide, name = reference.guide(parameter.name), parameter.name

    def shown(field: str, kept: Any) -> Any:
        return post.get(f"{field}.{name}", kept) if post else kept

    return {
        "parameter": parameter,
        "value": shown("value", _plain(parameter.value)),
        "citation": shown("citation", parameter.citation),
        "low": shown("low", _plain(guide.low)),
        "high": shown("high", _plain(guide.high)),
        "range_kind": shown("range_kind", guide.range_kind or ""),
        "range_source": shown("range_source", guide.range_source),
        "own": f"own.{name}" in post if post else guide.own,
    }


def _plain(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else repr(value).removesuffix(".0")


def _parameters(
    request: HttpRequest, reference: ReferenceModel
) -> tuple[list[ParameterGuide], dict[str, tuple[float | str, str]]]:
    """What the form holds. Raises one problem a field that cannot be read."""
    problems: list[Problem] = []
    guides: list[ParameterGuide] = []
    defaults: dict[str, tuple[float | str, str]] = {}

    def number(field: str, name: str) -> float | None:
        text = request.POST.get(f"{field}.{name}", "").strip()
        if not text:
            return None
        try:
            value = float(text)
            if not abs(value) < 1e30:
                raise ValueError
        except ValueError:
            problems.append(NOT_A_NUMBER.problem(f"{field}.{name}", value=text[:40]))
            return None
        return value

    for parameter in reference.model.parameters:
        name, kept = parameter.name, reference.guide(parameter.name)
        text = request.POST.get(f"value.{name}", "").strip()
        value = text[:500] if text.startswith("=") else number("value", name)
        if value is None and not text:
            problems.append(NOT_A_NUMBER.problem(f"value.{name}", value=""))
        defaults[name] = (
            value if value is not None else parameter.value,
            request.POST.get(f"citation.{name}", "").strip()[:500],
        )
        kind = request.POST.get(f"range_kind.{name}", "")
        guides.append(
            ParameterGuide(
                name=name,
                low=number("low", name),
                high=number("high", name),
                range_kind=kind if kind in RANGE_KINDS else None,
                range_source=request.POST.get(f"range_source.{name}", "").strip()[:500],
                own=f"own.{name}" in request.POST,
                note=kept.note,
            )
        )
    if problems:
        raise CodedError(problems)
    return guides, defaults


@require_POST
@signed_in
def replace(request: HttpRequest, acting: Acting, model_id: UUID) -> HttpResponse:
    """The draft replaced by a file."""
    kept = queries.own_model(acting, model_id)
    policy.may_make(acting).enforce()
    try:
        reference, name = _uploaded(request)
        services.replace(acting, kept.id, reference, base_revision=_base(request), origin=name)
    except CodedError as error:
        return _draft(request, acting, kept, error, typed=False)
    flash.success(request, say("草稿已用文件替换。", "The draft was replaced by the file."))
    return HttpResponseRedirect(reverse("reference_models:draft", args=[kept.id]))


@require_safe
@signed_in
def draft_file(request: HttpRequest, acting: Acting, model_id: UUID, suffix: str) -> HttpResponse:
    """The draft as `yaml`, `json` or `csv`."""
    kept = queries.own_model(acting, model_id)
    if suffix not in files.SUFFIXES:
        raise absent()
    content = files.written(queries.document(kept), suffix, language())
    return attachment(content, file_name(f"{kept.code}-draft", suffix), TYPES[suffix])


@require_POST
@signed_in
def offer(request: HttpRequest, acting: Acting, model_id: UUID) -> HttpResponse:
    """The draft offered for review; leads to the version."""
    kept = queries.own_model(acting, model_id)
    try:
        made = services.offer(acting, kept.id, note=request.POST.get("note", ""))
    except CodedError as error:
        if status_of(error) == 403:
            raise
        return _draft(request, acting, kept, error, typed=False)
    return HttpResponseRedirect(reverse("reference_models:version", args=[kept.id, made.number]))
