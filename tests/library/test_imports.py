"""Databases brought in by an organisation: recognised, read in the background, seen by nobody else, nothing half done."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from tanzuji.documents.errors import CodedError
from tanzuji.engine import Release
from tanzuji.engine.store import full_name, home, installed, open_release, owned_name, release_folder
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.library import queries, services, sources
from tanzuji.library.models import Import
from tanzuji.library.models import Release as Indexed
from tanzuji.library.options import ImportOptions
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db


def person(email: str, organisation: str, roles: str = "editor") -> Acting:
    who = Person.objects.create_user(email=email, password="a long password", name=email)
    works, _ = Organisation.objects.get_or_create(
        name_zh=organisation, name_en=organisation, kind="enterprise"
    )
    Membership.objects.create(person=who, organisation=works, roles=roles)
    return parties.required_for(who, works.id)


def signed_in(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def ours(db: None) -> Acting:
    return person("ours@example.org", "Ours")


@pytest.fixture
def theirs(db: None) -> Acting:
    return person("theirs@example.org", "Theirs")


def kept(place: str) -> set[Path]:
    return set((home() / place).glob("*"))


@pytest.fixture(autouse=True)
def before(db: None) -> Iterator[dict[str, set[Path]]]:
    """The folders that were there; those of the test go with it."""
    were = {place: kept(place) for place in ("releases", "imports")}
    yield were
    for place, folders in were.items():
        for folder in kept(place) - folders:
            shutil.rmtree(folder, ignore_errors=True)


def package(
    steel: tuple[float, ...] = (2.0, 3.0), name: str = "made.zip", gsd: float = 0.0
) -> SimpleUploadedFile:
    """openLCA JSON-LD: steel from several mills with so many kg CO2 a kg, and a beam of 10 kg of steel.

    `gsd`: geometric standard deviation of what the mills emit, where it is stated.
    """
    unit = {"@id": "kg", "name": "kg"}

    def exchange(flow: str, kind: str, amount: float, **more: Any) -> dict[str, Any]:
        return {"flow": {"@id": flow, "name": flow, "flowType": kind}, "amount": amount, "unit": unit,
                "flowProperty": {"@id": "mass"}, **more}  # fmt: skip

    def spread(kg: float) -> dict[str, Any]:
        stated = {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": kg, "geomSd": gsd}
        return {"uncertainty": stated} if gsd else {}

    flows = {"steel": "PRODUCT_FLOW", "beam": "PRODUCT_FLOW", "Carbon dioxide, fossil": "ELEMENTARY_FLOW"}
    members: dict[str, Any] = {
        "unit_groups/mass.json": {"@id": "masses", "name": "Mass", "units": [{**unit, "conversionFactor": 1.0, "isRefUnit": True}]},
        "flow_properties/mass.json": {"@id": "mass", "name": "Mass", "unitGroup": {"@id": "masses"}},
        **{
            f"flows/{at}.json": {"@id": flow, "name": flow, "flowType": kind, "category": "Emissions to air" if at == 2 else "x",
                                 "flowProperties": [{"flowProperty": {"@id": "mass"}, "conversionFactor": 1.0, "isRefFlowProperty": True}]}
            for at, (flow, kind) in enumerate(flows.items())
        },
        **{
            f"processes/mill-{at}.json": {"@id": f"mill-{at}", "name": f"Mill {at}", "exchanges": [
                exchange("steel", "PRODUCT_FLOW", 1.0, isQuantitativeReference=True, isInput=False),
                exchange("Carbon dioxide, fossil", "ELEMENTARY_FLOW", kg, isInput=False, **spread(kg))]}
            for at, kg in enumerate(steel)
        },
        "processes/z-beam.json": {"@id": "beam", "name": "Beam", "exchanges": [
            exchange("beam", "PRODUCT_FLOW", 1.0, isQuantitativeReference=True, isInput=False),
            exchange("steel", "PRODUCT_FLOW", 10.0, isInput=True)]},
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member, value in members.items():
            archive.writestr(member, json.dumps(value))
    return SimpleUploadedFile(name, packed.getvalue())


def options(**more: Any) -> ImportOptions:
    return ImportOptions.parse({"name": "mills", "version": "1", **more})


def done(acting: Acting, one: Import, **more: Any) -> Job:
    """The job of an import, run to its end."""
    job = services.begin(acting, one.id, options(**more), language="en")
    jobs.run(job)
    return Job.objects.get(id=job)


def beam(acting: Acting, version: str = "1") -> float:
    release = open_release(full_name(acting.organisation_id, "mills"), version)
    return float(release.intensity("beam", "AR6").sum())


# names ───────────────────────────────────────────────────────────────────────


def test_a_library_of_an_organisation_carries_its_number_in_its_name(ours: Acting, theirs: Acting) -> None:
    from tanzuji.engine.store import owner_of, short_name

    name = owned_name(ours.organisation_id, "uslci")
    assert release_folder(name, "1").parent.name == name and len(name) <= 60
    assert (owner_of(name), short_name(name)) == (ours.organisation_id, "uslci")
    assert (owner_of("uslci"), short_name("uslci"), owner_of("org-x-y")) == (None, "uslci", None)
    assert name != owned_name(theirs.organisation_id, "uslci")
    for bad in ("x" * 30, "Upper", "", name, "../up"):
        with pytest.raises(CodedError):
            owned_name(ours.organisation_id, bad)


# reading ─────────────────────────────────────────────────────────────────────


def test_a_database_is_recognised_read_and_shown_to_its_organisation_alone(
    ours: Acting, theirs: Acting
) -> None:
    one = services.bring(ours, [package()])
    assert (one.kind, one.file, one.release) == ("openlca-json-ld", "made.zip", None)
    job = done(ours, one, licence="CC-BY")
    assert (
        job.state == "done" and job.page == f"/library/releases/{full_name(ours.organisation_id, 'mills')}/1/"
    )
    row = queries.release("mills", "1", ours)
    assert (row.owner_id, row.count, row.licence, row.public) == (ours.organisation_id, 3, "CC-BY", False)
    assert beam(ours) == pytest.approx(20.0)
    assert queries.search("beam", acting=ours).total == 1
    for stranger in (theirs, None):
        assert queries.search("beam", acting=stranger).total == 0
        assert queries.search("beam", acting=stranger, releases=[(row.name, "1")]).total == 0
        assert queries.choices("beam", acting=stranger, releases=[("mills", "1"), (row.name, "1")]).total == 0
        for name in ("mills", row.name):
            with pytest.raises(CodedError) as caught:
                queries.release(name, "1", stranger)
            assert caught.value.code == "web.absent"
        with pytest.raises(CodedError):
            queries.entry("beam", acting=stranger)
    with pytest.raises(CodedError):
        queries.import_of(theirs, one.id)


def test_two_organisations_may_give_their_libraries_the_same_name(ours: Acting, theirs: Acting) -> None:
    for acting, steel in ((ours, (2.0,)), (theirs, (5.0,))):
        assert done(acting, services.bring(acting, [package(steel)])).state == "done"
    assert (beam(ours), beam(theirs)) == (pytest.approx(20.0), pytest.approx(50.0))
    assert queries.search("beam", acting=ours).total == queries.search("beam", acting=theirs).total == 1


def test_studies_may_stand_on_own_libraries_and_not_on_those_of_others(ours: Acting, theirs: Acting) -> None:
    """Another's library answers exactly as one that is not there."""
    from tanzuji.footprints import shelf

    done(ours, services.bring(ours, [package()]))
    full = full_name(ours.organisation_id, "mills")
    assert f"{full} 1" in shelf.release_names(ours) and f"{full} 1" not in shelf.release_names(theirs)
    for written in ("mills 1", "mills", f"{full} 1"):
        assert [r.name for r in shelf.chosen_releases([written], ours)] == [full]
        with pytest.raises(CodedError) as theirs_error:
            shelf.chosen_releases([written], theirs)
        with pytest.raises(CodedError) as nobody:
            shelf.chosen_releases([written.replace("mills", "wills")], theirs)
        assert str(theirs_error.value) == str(nobody.value).replace("wills", "mills")
        assert theirs_error.value.code == "release.not-found"


def test_a_library_whose_organisation_is_not_here_is_nobodys(
    ours: Acting, stored: Callable[..., Release]
) -> None:
    from uuid import uuid4

    from library_cases import dataset

    name = owned_name(uuid4(), "orphan")
    release = stored(name, "1", dataset("x", name="Orphan"))
    with pytest.raises(CodedError):
        services.index_release(release)
    services.index_installed()
    assert not Indexed.objects.filter(name=name).exists()
    assert queries.search("orphan", acting=ours).total == 0


def test_a_database_that_states_uncertainties_is_kept_with_its_joint_samples(ours: Acting) -> None:
    """A beam is 10 times what the mill emits, lognormal with a geometric standard deviation of 1.2: of 1 000 draws
    16 % lie below the median by 1.2, give or take their standard error of 1.2 %."""
    one = services.bring(ours, [package((2.0,), gsd=1.2)])
    assert done(ours, one).state == "done"
    release = open_release(full_name(ours.organisation_id, "mills"), "1")
    drawn = release.samples([release.index("beam")])[:, 0]
    assert release.sample_count == 1000 and release.verify() is None
    assert float((drawn < 20.0 / 1.2).mean()) == pytest.approx(0.1587, abs=0.04)
    page = signed_in(ours).get(f"/en/library/releases/{release.name}/1/").content.decode()
    assert "1,000 joint samples are stored" in page
    assert done(ours, one, version="2", samples=0).state == "done"
    assert not open_release(release.name, "2").has_samples
    page = signed_in(ours).get(f"/en/library/releases/{release.name}/2/").content.decode()
    assert "tanzuji sample" in page


def test_the_page_asks_how_many_samples_are_drawn(ours: Acting) -> None:
    one = services.bring(ours, [package(gsd=1.2)])
    client, form = signed_in(ours), {"name": "mills", "version": "1"}
    assert 'name="samples"' in client.get(f"/en/library/import/{one.id}/").content.decode()
    wrong = client.post(f"/en/library/import/{one.id}/", {**form, "samples": "many"})
    assert wrong.status_code == 422 and "samples" in wrong.content.decode()
    assert client.post(f"/en/library/import/{one.id}/", {**form, "samples": "40"}).status_code == 302
    job = Job.objects.get(kind="library.import")
    jobs.run(job.id)
    assert open_release(full_name(ours.organisation_id, "mills"), "1").sample_count == 40


# choices ─────────────────────────────────────────────────────────────────────


def test_files_are_read_again_with_another_supplier_into_another_version(ours: Acting) -> None:
    one = services.bring(ours, [package()])
    done(ours, one)
    (ambiguous,) = open_release(full_name(ours.organisation_id, "mills"), "1").report["linking"]["ambiguous"]
    assert [c["id"] for c in ambiguous["candidates"]] == ["mill-0", "mill-1"]
    job = done(ours, one, version="2", choices={ambiguous["flow"]: "mill-1"})
    assert job.state == "done"
    assert (beam(ours, "1"), beam(ours, "2")) == (pytest.approx(20.0), pytest.approx(30.0))
    assert queries.release("mills", "2", ours).current and not queries.release("mills", "1", ours).current


def test_the_page_offers_the_choice_and_begins_to_read_again(ours: Acting) -> None:
    one = services.bring(ours, [package()])
    done(ours, one)
    client, row = signed_in(ours), queries.release("mills", "1", ours)
    page = client.get(f"/en/library/releases/{row.name}/1/").content.decode()
    assert 'name="choice:steel"' in page and "Mill 1" in page and "Beam" not in page.partition("<main")[0]
    answer = client.post(
        f"/en/library/releases/{row.name}/1/again/",
        {"choice:steel": "mill-1", "version": "2", "linking": "first"},
    )
    assert answer.status_code == 302
    job = Job.objects.get(kind="library.import", state="queued")
    assert json.loads(job.parameters)["options"]["choices"] == {"steel": "mill-1"}
    wrong = client.post(
        f"/en/library/releases/{row.name}/1/again/", {"choice:steel": "nobody", "version": "3"}
    )
    assert wrong.status_code == 422 and "library.no-such-supplier" in wrong.content.decode()
    taken = client.post(f"/en/library/releases/{row.name}/1/again/", {"version": "1"})
    assert taken.status_code == 422 and "library.release-taken" in taken.content.decode()


def test_a_library_read_again_keeps_saying_that_its_files_are_there_and_who_was_chosen_by_hand(
    ours: Acting,
) -> None:
    one = services.bring(ours, [package()])
    done(ours, one)
    done(ours, one, version="2", choices={"steel": "mill-1"})
    client, name = signed_in(ours), queries.release("mills", "1", ours).name
    for version in ("1", "2"):
        page = client.get(f"/en/library/releases/{name}/{version}/").content.decode()
        assert "The files were removed" not in page and "Read again with these" in page
    assert "by rule: Mill 1" not in page and '<option value="mill-1" selected>' in page
    services.forget(ours, one.id)
    gone = client.get(f"/en/library/releases/{name}/2/").content.decode()
    assert "The files were removed" in gone and "chosen by hand" in gone


# nothing half done ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("step", ["read", "link", "balance", "solve", "sample", "index"])
def test_a_stopped_import_leaves_nothing(ours: Acting, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Asked to stop at each of its steps."""
    from tanzuji.library import tasks

    one = services.bring(ours, [package(gsd=1.2)])
    job = services.begin(ours, one.id, options(), language="en")
    told = jobs.Progress.tell

    def tell(self: jobs.Progress, done: int, total: int, said: Any = None) -> None:
        if said is tasks.STEPS[step]:
            jobs.cancel(ours, job)
        told(self, done, total, said)

    monkeypatch.setattr(jobs.Progress, "tell", tell)
    jobs.run(job)
    assert Job.objects.get(id=job).state == "cancelled"
    assert not Indexed.objects.filter(owner=ours.organisation_id).exists()
    assert queries.search("beam", acting=ours).total == 0
    folder = home() / "releases" / full_name(ours.organisation_id, "mills")
    left = [path.name for path in folder.glob("*")] if folder.exists() else []
    if step == "index":
        assert Release.open(folder / "1").has_samples
    assert left in ([], ["1"] if step == "index" else []), "written whole, and shown to nobody"
    monkeypatch.undo()
    assert done(ours, one).state == "done" and beam(ours) == pytest.approx(20.0)


def test_a_second_attempt_writes_over_what_a_dead_worker_left(ours: Acting) -> None:
    """The release was moved to its place, and the worker died before it was indexed."""
    one = services.bring(ours, [package((7.0,))])
    done(ours, one)
    Indexed.objects.filter(owner=ours.organisation_id).delete()
    assert beam(ours) == pytest.approx(70.0)
    again = services.bring(ours, [package((2.0,))])
    assert done(ours, again).state == "done" and beam(ours) == pytest.approx(20.0)


def test_a_version_that_is_there_stays_as_it_is(ours: Acting) -> None:
    one = services.bring(ours, [package((2.0,))])
    done(ours, one)
    other = services.bring(ours, [package((9.0,))])
    with pytest.raises(CodedError) as caught:
        services.begin(ours, other.id, options(), language="en")
    assert caught.value.code == "library.release-taken"
    assert beam(ours) == pytest.approx(20.0)


def test_the_same_version_is_not_read_twice_at_once(ours: Acting) -> None:
    one = services.bring(ours, [package()])
    services.begin(ours, one.id, options(), language="en")
    colleague = person("colleague@example.org", "Ours")
    with pytest.raises(CodedError) as caught:
        services.begin(colleague, one.id, options(), language="en")
    assert caught.value.code == "library.import-running"


def test_two_who_ask_at_the_same_moment_do_not_both_begin(
    ours: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table itself refuses the second job, whatever either saw when looking first; afterwards it is free again."""
    from tanzuji.jobs import queries as job_queries

    one, other = (services.bring(ours, [package()]) for _ in range(2))
    colleague = person("colleague2@example.org", "Ours")
    first = services.begin(ours, one.id, options(), language="en")
    with pytest.raises(IntegrityError), transaction.atomic(), monkeypatch.context() as blind:
        blind.setattr(job_queries, "makes", lambda job: Job.objects.none())
        services.begin(colleague, other.id, options(), language="en")
    with pytest.raises(CodedError) as caught:
        services.begin(colleague, other.id, options(), language="en")
    assert caught.value.code == "library.import-running"
    assert json.loads(Import.objects.get(id=other.id).options) == {}
    assert Job.objects.filter(kind="library.import").count() == 1
    services.begin(colleague, other.id, options(version="2"), language="en")
    jobs.cancel(ours, first)
    assert services.begin(colleague, other.id, options(), language="en") != first


@pytest.mark.parametrize(("files", "code"), [
    ([], "library.no-file"),
    ([SimpleUploadedFile("a.zip", b"")], "library.empty-file"),
    ([SimpleUploadedFile("a.zip", b"no zip at all")], "archive.not-a-zip"),
    ([SimpleUploadedFile("a.xml", b"<html/>")], "import.unknown-format"),
])  # fmt: skip
def test_what_is_no_database_is_not_kept(
    ours: Acting, before: dict[str, set[Path]], files: list[SimpleUploadedFile], code: str
) -> None:
    with pytest.raises(CodedError) as caught:
        services.bring(ours, files)
    assert caught.value.code == code
    assert not Import.objects.exists() and kept("imports") == before["imports"]


def test_a_file_cannot_be_named_out_of_its_folder(ours: Acting) -> None:
    brought = package()
    brought.name = "..\\..\\up/../evil\u202e.zip"
    one = services.bring(ours, [brought])
    (path,) = sources.paths(one.id)
    assert path.parent.parent == sources.folder(one.id) and "\u202e" not in path.name


def test_organisations_keep_no_more_than_their_share(
    ours: Acting, before: dict[str, set[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanzuji.library.services import importing

    monkeypatch.setattr(importing, "MAX_KEPT", 100)
    with pytest.raises(CodedError) as caught:
        services.bring(ours, [package()])
    assert caught.value.code == "library.too-much-kept"
    assert kept("imports") == before["imports"]


def test_files_are_removed_and_the_library_stays(
    ours: Acting, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    one = services.bring(ours, [package()])
    done(ours, one)
    with django_capture_on_commit_callbacks(execute=True):
        services.forget(ours, one.id)
    assert not sources.paths(one.id) and beam(ours) == pytest.approx(20.0)
    with pytest.raises(CodedError) as caught:
        services.begin(ours, one.id, options(version="2"), language="en")
    assert caught.value.code == "library.files-gone"


def test_a_reader_may_look_and_not_import(ours: Acting) -> None:
    reader = person("reader2@example.org", "Ours", "reader")
    done(ours, services.bring(ours, [package()]))
    assert queries.release("mills", "1", reader)
    client = signed_in(reader)
    assert client.post("/en/library/import/", {"file": package()}).status_code == 403
    row = queries.release("mills", "1", reader)
    assert client.post(f"/en/library/releases/{row.name}/1/export/", {"format": "csv"}).status_code == 403


# taking away ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "form", ["openlca-json-ld", "ilcd", "tidas", "ecospold2", "brightway", "excel", "csv"]
)
def test_a_library_comes_back_from_every_format_as_it_went(ours: Acting, form: str) -> None:
    """Written by a job, brought in again, the same footprints."""
    done(ours, services.bring(ours, [package()]))
    job_id = services.begin_export(ours, queries.release("mills", "1", ours), form, language="en")
    jobs.run(job_id)
    job = Job.objects.get(id=job_id)
    assert job.state == "done", job.problems
    notes = json.loads(job.notes)
    assert all(set(note) == {"zh", "en"} for note in notes)
    if form in ("excel", "csv"):
        return  # a list of factors: its columns are asked for when it is read
    one = services.bring(ours, [SimpleUploadedFile(job.result_name, bytes(job.result or b""))])
    assert one.kind == form
    assert done(ours, one, name="again").state == "done"
    release = open_release(full_name(ours.organisation_id, "again"), "1")
    totals = {d.name.to("en"): float(release.intensity(d.id).sum()) for d in release.datasets()}
    assert totals["Beam"] == pytest.approx(20.0, rel=1e-12)


def test_a_list_of_factors_is_read_as_its_columns_were_said_to_mean(ours: Acting) -> None:
    content = "名称,单位,排放因子,备注\n钢,t,2100,a\n铝,kg,16.5,b\n".encode("gb18030")
    one = services.bring(ours, [SimpleUploadedFile("因子.csv", content)])
    assert one.kind == "csv"
    client = signed_in(ours)
    page = client.get(f"/zh/library/import/{one.id}/").content.decode()
    assert "排放因子" in page and "2100" in page
    form = {
        "name": "factors",
        "version": "1",
        "sheet": "",
        "header_row": "1",
        "header_rows": "1",
        "default-source": "试验",
    }
    for at, (header, field) in enumerate(
        (("名称", "name"), ("单位", "unit"), ("排放因子", "amount"), ("备注", "note"))
    ):
        form |= {f"column-{at}-header": header, f"column-{at}-field": field}
        form |= {f"column-{at}-unit": "kgCO2e", f"column-{at}-line": "fossil"} if field == "amount" else {}
    assert client.post(f"/zh/library/import/{one.id}/", form).status_code == 302
    job = Job.objects.get(kind="library.import")
    jobs.run(job.id)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    release = open_release(full_name(ours.organisation_id, "factors"), "1")
    totals = {d.name.zh: (float(release.intensity(d.id).sum()), d.unit) for d in release.datasets()}
    assert totals == {"钢": (2100.0, "t"), "铝": (16.5, "kg")}
    page = client.get("/zh/library/releases/factors/1/")
    assert page.status_code == 200 and "各列的含义" in page.content.decode()


def test_a_bad_cell_of_a_list_is_named_and_nothing_is_stored(ours: Acting) -> None:
    one = services.bring(ours, [SimpleUploadedFile("f.csv", b"name,unit,kgCO2e\nsteel,kg,two\niron,kg,3\n")])
    job = done(ours, one, name="factors")
    assert job.state == "failed" and "C2" in job.problems
    assert not [r for r in installed() if r.name == full_name(ours.organisation_id, "factors")]


# the whole page and the API ─────────────────────────────────────────────────


def test_large_files_come_to_the_import_and_nowhere_else(
    ours: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what is held in memory; a temporary file holds it, and goes with the request."""
    from tanzuji.web import uploads

    monkeypatch.setattr(uploads, "MAX_UPLOAD", 200)
    client = signed_in(ours)
    answer = client.post("/en/library/import/", {"file": package()})
    assert answer.status_code == 302 and Import.objects.get().size > 200
    assert client.post("/api/library/imports", {"file": package()}).status_code == 201
    elsewhere = client.post("/en/studies/new/", {"file": package()})
    assert elsewhere.status_code == 422 and "No file arrived" in elsewhere.content.decode()
    monkeypatch.setattr(uploads, "MAX_LARGE", 300)
    refused = client.post("/en/library/import/", {"file": package()})
    assert refused.status_code == 422 and "library.no-file" in refused.content.decode()


def test_the_api_brings_reads_reports_and_exports(ours: Acting) -> None:
    client = signed_in(ours)
    brought = client.post("/api/library/imports", {"file": package()})
    assert brought.status_code == 201 and brought.json()["format"] == "openlca-json-ld", brought.content
    address = f"/api/library/imports/{brought.json()['id']}"
    job = client.post(f"{address}/begin", json.dumps({"name": "mills"}), content_type="application/json")
    assert job.status_code == 202, job.content
    jobs.run(job.json()["id"])
    assert client.get(address).json()["release"].endswith("-mills@1")
    release = client.get("/api/library/releases/mills/1").json()
    assert (release["short"], release["owned"], release["count"]) == ("mills", True, 3)
    report = client.get("/api/library/releases/mills/1/report").json()
    assert report["linking"]["ambiguous"][0]["count"] == 1 and report["absurd"]["judged"] == 3
    export = client.post(
        "/api/library/releases/mills/1/exports",
        json.dumps({"format": "ilcd"}),
        content_type="application/json",
    )
    jobs.run(export.json()["id"])
    job = client.get(f"/api/jobs/{export.json()['id']}").json()
    assert job["state"] == "done" and job["notes"] and job["file"]["name"] == "mills-1-ilcd.zip"
    assert Client().get("/api/library/imports").status_code == 401
    formats = client.get("/api/library/formats").json()
    assert {f["key"] for f in formats if f["writes"]} >= {
        "ilcd",
        "tidas",
        "openlca-json-ld",
        "ecospold2",
        "brightway",
        "excel",
    }
    assert client.delete(address).status_code == 204
