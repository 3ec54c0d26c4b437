"""Recipes lie encrypted where the settings ask for it: read as ever, and nothing changed, moved or written around them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, NotSupportedError, connection, models, transaction
from django.db.models import F, Max, Value
from offices import Program, browser, organisation, refused, somebody, study

from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import services
from tanzuji.footprints.models import Comment, Edit, RecomputedProduct, Study, Version
from tanzuji.footprints.products.graph import web
from tanzuji.footprints.standing_on import naming
from tanzuji.jobs.models import Job
from tanzuji.ledger import key_files
from tanzuji.ledger.sealed import keys, prepared, rewriting, rows
from tanzuji.ledger.sealed.fields import sealed_fields
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db
ON = pytest.mark.parametrize("algorithm", ["aes-256-gcm", "sm4-gcm"])


@pytest.fixture(autouse=True)
def encrypted(settings: Any) -> Iterator[Any]:
    """Fields are encrypted, unless a test turns it off."""
    settings.FIELD_ENCRYPTION = "aes-256-gcm"
    yield settings
    (key_files.folder() / key_files.FIELDS).unlink(missing_ok=True)


def lying(table: str, column: str) -> list[Any]:
    """What lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" ORDER BY id')
        return [bytes(v) if isinstance(v, memoryview) else v for (v,) in cursor.fetchall()]


def write(table: str, column: str, value: Any, of: Any) -> None:
    """As somebody with a database client would."""
    with connection.cursor() as cursor:
        own = of.hex if connection.vendor == "sqlite" and hasattr(of, "hex") else of
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, own])


def editor() -> Acting:
    return somebody(f"{uuid4().hex}@a.cn", of=organisation(uuid4().hex[:8]))


def worked_on(acting: Acting, secret: str = "") -> tuple[Study, Version]:
    """A study that was edited, made a version and commented on."""
    of = study(acting)
    services.edit(acting, of.id, [Set(place="product.model", value=secret or "x", was="paddy")], key="one")
    version = services.make_version(acting, of.id, note=secret)
    services.comment(acting, of.id, secret or "?", place="product.model")
    of.refresh_from_db()
    return of, version


@ON
def test_no_word_of_a_recipe_lies_in_the_tables_and_everything_reads_as_ever(
    encrypted: Any, algorithm: str
) -> None:
    encrypted.FIELD_ENCRYPTION = algorithm
    acting, secret = editor(), f"秘方{uuid4().hex}"
    of, version = worked_on(acting, secret)
    for model in (Study, Edit, Version, Comment):
        for field in sealed_fields(model):
            kept = lying(model._meta.db_table, str(field.column))
            assert kept and all(text.startswith("sealed:1:") for text in kept), field
            assert secret not in "".join(kept)
    assert secret in of.document and secret in Edit.objects.get(study=of).operations
    assert Comment.objects.get(study=of).text == secret == Version.objects.get(id=version.id).note
    assert secret in Program(acting).get(f"studies/{of.id}/model").content.decode()


def test_digests_and_results_are_those_of_a_plain_installation(encrypted: Any) -> None:
    encrypted.FIELD_ENCRYPTION = None
    plain = worked_on(editor())[1]
    encrypted.FIELD_ENCRYPTION = "sm4-gcm"
    sealed = worked_on(editor())[1]
    for version in (plain, sealed):
        version.refresh_from_db()
    assert (plain.digest, plain.footprint_id, plain.result_digest, plain.total) == (
        sealed.digest, sealed.footprint_id, sealed.result_digest, sealed.total,
    )  # fmt: skip
    assert digest(json.loads(sealed.document)) == sealed.digest
    assert plain.footprint == sealed.footprint


def test_values_joins_and_deferred_fields_open_as_well() -> None:
    of, version = worked_on(editor(), "秘方")
    assert Study.objects.values_list("document", flat=True).get() == of.document
    assert Version.objects.values("study__document", "note").get() == {
        "study__document": of.document,
        "note": "秘方",
    }
    assert Version.objects.select_related("study").get(id=version.id).study.document == of.document
    assert Study.objects.defer("document").get().document == of.document
    assert Study.objects.only("document").get().document == of.document
    assert next(iter(Edit.objects.order_by("id").iterator(1))).study.document == of.document
    assert (
        Study.objects.filter(id__in=Version.objects.values("study")).distinct().get().document == of.document
    )
    assert Study.objects.annotate(n=models.Count("versions")).get().document == of.document


def test_what_ciphertext_cannot_do_is_refused_and_not_done_wrong() -> None:
    of, _ = worked_on(editor())
    kept = lying("footprints_study", "document")
    for act in (
        lambda: Study.objects.filter(id=of.id).update(document="{}"),
        lambda: Study.objects.filter(id=of.id).update(document=F("digest")),
        lambda: Study.objects.filter(id=of.id).update(document=Value("{}")),
        lambda: Study.objects.bulk_update([of], ["document"]),
        lambda: Study.objects.filter(document=of.document).exists(),
        lambda: Study.objects.aggregate(Max("document")),
        lambda: list(Study.objects.raw("SELECT * FROM footprints_study")),
    ):
        with pytest.raises(NotSupportedError), transaction.atomic():
            act()
    with pytest.raises(Exception, match="contains"), transaction.atomic():
        Study.objects.filter(document__contains="x").exists()
    assert lying("footprints_study", "document") == kept
    assert Study.objects.filter(id=of.id).update(**prepared(of, {"document": "{}", "revision": 9})) == 1
    of.refresh_from_db()
    assert (of.document, of.revision) == ("{}", 9)
    assert lying("footprints_study", "document")[0].startswith("sealed:1:")


def test_many_rows_made_at_once_are_encrypted_each_for_itself() -> None:
    acting = editor()
    many = [study(acting) for _ in range(3)]
    report = services_recomputation(acting, many)
    assert len(set(lying("footprints_recomputedproduct", "causes"))) == 3
    assert {row.causes for row in report} == {'["秘"]'}


def services_recomputation(acting: Acting, many: list[Study]) -> list[RecomputedProduct]:
    from tanzuji.footprints.models import Recomputation

    whole = Recomputation.objects.create(
        organisation=acting.organisation, key=uuid4().hex, releases="[]", count=3, changed=0, beyond=0,
        crossed=0, unknown=0, seconds=0.0, left_out='["秘"]',
    )  # fmt: skip
    RecomputedProduct.objects.bulk_create(
        RecomputedProduct(recomputation=whole, study=of, number=1, causes='["秘"]') for of in many
    )
    return list(RecomputedProduct.objects.filter(recomputation=whole))


def refusal(act: Any) -> str:
    with pytest.raises(CodedError) as told:
        act()
    return told.value.problems[0].code


def test_a_ciphertext_moved_to_another_row_field_or_tenant_does_not_open() -> None:
    """Every such move by somebody who can write to the database: each ends in a coded error, none in another's recipe."""
    one, other = editor(), editor()
    mine, again, theirs = study(one), study(one), study(other)
    texts = {
        row.id: text
        for row, text in zip(Study.objects.order_by("id"), lying("footprints_study", "document"), strict=True)
    }
    for target, source in ((again, mine), (theirs, mine), (mine, theirs)):
        write("footprints_study", "document", texts[source.id], target.id)
        assert refusal(lambda of=target: Study.objects.get(id=of.id).document) == "sealing.altered"
        write("footprints_study", "document", texts[target.id], target.id)
    assert Study.objects.get(id=mine.id).document == mine.document
    organisation_id = other.organisation_id.hex if connection.vendor == "sqlite" else other.organisation_id
    write("footprints_study", "organisation_id", organisation_id, mine.id)  # the row given to another tenant
    assert refusal(lambda: Study.objects.get(id=mine.id).document) == "sealing.altered"


def test_a_row_whose_parent_went_to_another_tenant_does_not_open() -> None:
    """The versions of a study hang on it: who moves the study to itself gets none of them."""
    of, version = worked_on(editor(), "秘方")
    thief = editor()
    given = thief.organisation_id.hex if connection.vendor == "sqlite" else thief.organisation_id
    write("footprints_study", "organisation_id", given, of.id)
    for act in (
        lambda: Version.objects.get(id=version.id).document,
        lambda: Edit.objects.get(study=of).operations,
        lambda: Comment.objects.get(study=of).text,
    ):
        assert refusal(act) == "sealing.altered"


def test_a_row_that_does_not_open_is_refused_by_pages_and_api_and_leaves_the_list_alone() -> None:
    acting = editor()
    of, fine = study(acting), study(acting)
    (kept,) = [
        text
        for row, text in zip(Study.objects.order_by("id"), lying("footprints_study", "document"), strict=True)
        if row.id == of.id
    ]
    write(
        "footprints_study",
        "document",
        kept[:-8] + ("AAAAAAA=" if kept[-8:] != "AAAAAAA=" else "BBBBBBB="),
        of.id,
    )
    page = browser(acting)
    assert page.get("/zh/studies/").status_code == 200
    assert page.get(f"/zh/studies/{fine.id}/", follow=True).status_code == 200
    answer = Program(acting).get(f"studies/{of.id}/model")
    assert answer.status_code < 500
    refused(answer, answer.status_code, "sealing.altered")
    assert rows.standing().unreadable == 1


def test_what_was_written_plain_reads_on_and_is_encrypted_by_rewriting_frozen_rows_among_them(
    encrypted: Any,
) -> None:
    encrypted.FIELD_ENCRYPTION = None
    acting = editor()
    of, version = worked_on(acting, "秘方")
    was = (version.document, version.footprint, Edit.objects.get(study=of).inverse)
    assert rows.standing().encrypted == 0 and lying("footprints_version", "note") == ["秘方"]
    encrypted.FIELD_ENCRYPTION = "aes-256-gcm"
    assert Version.objects.get(id=version.id).note == "秘方"
    count = rows.standing().plain
    assert rewriting.rewrite().values == count == 8
    assert rows.standing() == rows.Standing(newest=count)
    assert "秘方" not in "".join(
        lying("footprints_version", "note") + lying("footprints_version", "document")
    )
    now = Version.objects.get(id=version.id)
    assert (now.document, now.footprint, Edit.objects.get(study=of).inverse) == was
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        write("footprints_version", "note", "x", version.id)  # frozen again
    assert rewriting.rewrite().values == 0
    encrypted.FIELD_ENCRYPTION = None
    assert rewriting.rewrite().values == count
    assert lying("footprints_version", "note") == ["秘方"] and rows.standing().plain == count


def test_a_rotation_that_was_stopped_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    acting = editor()
    for _ in range(3):
        worked_on(acting, "秘方")
    first = keys.newest()
    assert first is not None
    second = rewriting.rotate()
    assert Study.objects.first().document  # type: ignore[union-attr]
    whole = rows.standing()
    assert rows.counted() == whole
    assert whole.newest == 0 and whole.older > 20
    monkeypatch.setattr(rows, "AT_ONCE", 2)
    replace, calls = rewriting._replace, iter(range(1000))

    def dies(*arguments: Any) -> int:
        if next(calls) == 7:
            raise KeyboardInterrupt
        return replace(*arguments)

    monkeypatch.setattr(rewriting, "_replace", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        rewriting.rewrite()
    monkeypatch.setattr(rewriting, "_replace", replace)
    assert rewriting.forget() == ([], [first.id])
    assert rewriting.rewrite().values == whole.older
    assert rows.standing() == rows.Standing(newest=whole.older)
    assert rewriting.forget() == ([first.id], [])
    assert keys.held() == (second,) and Version.objects.first().note == "秘方"  # type: ignore[union-attr]


def test_what_somebody_writes_while_rows_are_rewritten_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    acting = editor()
    of, _ = worked_on(acting)
    rewriting.rotate()
    replace = rewriting._replace

    def overtaken(model: Any, row: Any, *rest: Any) -> int:
        if model is Study:
            Study.objects.filter(id=of.id).update(**prepared(of, {"document": '{"later": 1}'}))
        return replace(model, row, *rest)

    monkeypatch.setattr(rewriting, "_replace", overtaken)
    rewriting.rewrite()
    assert Study.objects.get(id=of.id).document == '{"later": 1}'
    assert rows.standing().older == 0


def test_lost_keys_are_said_and_no_new_one_is_made_in_silence() -> None:
    acting = editor()
    of = study(acting)
    (key_files.folder() / "fields").unlink()
    assert refusal(lambda: Study.objects.get(id=of.id).document) == "sealing.key-unknown"
    for act in (lambda: study(acting), rewriting.rewrite, rewriting.rotate):
        assert refusal(act) == "sealing.keys-missing"
    assert rows.standing().unreadable >= 1 and keys.held() == ()
    assert rows.counted() == rows.standing(), "counted by their keys as by opening them"
    rewriting.rotate(lost=True)
    assert Study.objects.get(id=study(acting).id).document
    assert rewriting.rewrite().unreadable == rows.standing().unreadable >= 1


def test_a_text_that_looks_encrypted_is_only_a_text(encrypted: Any) -> None:
    """A person may type anything: plain or encrypted, it comes back as it was typed."""
    typed = "sealed:1:0123456789abcdef:AAAA"
    of, _ = worked_on(editor(), typed)
    encrypted.FIELD_ENCRYPTION = None
    plain, _ = worked_on(editor(), "sealed:0:" + typed)
    for mode in ("aes-256-gcm", None):
        encrypted.FIELD_ENCRYPTION = mode
        rewriting.rewrite()
        assert Comment.objects.get(study=of).text == typed
        assert Comment.objects.get(study=plain).text == "sealed:0:" + typed


def test_files_of_jobs_are_encrypted_byte_for_byte() -> None:
    acting = editor()
    file = bytes(range(256)) * 40
    job = Job.objects.create(
        organisation=acting.organisation,
        owner=acting.person,
        kind="x",
        title_zh="x",
        title_en="x",
        upload=file,
    )
    Job.objects.filter(id=job.id).update(**prepared(job, {"result": file[::-1], "notes": '["秘"]'}))
    assert (
        lying("jobs_job", "upload")[0].startswith(b"sealed:1:")
        and file[:64] not in lying("jobs_job", "upload")[0]
    )
    found = Job.objects.get(id=job.id)
    assert (bytes(found.upload or b""), bytes(found.result or b""), found.notes) == (
        file,
        file[::-1],
        '["秘"]',
    )
    assert list(Job.objects.values_list("upload", flat=True)) == [file]
    assert Job.objects.exclude(result=None).update(result=None) == 1
    assert Job.objects.get(id=job.id).result is None


def test_who_stands_on_whom_is_found_in_encrypted_drafts_too(encrypted: Any) -> None:
    acting = editor()
    used = study(acting)
    user = study(acting)
    plain = user.document[:-1] + f', "note": "product:{used.id}@1"' + "}"
    user.document = plain
    user.save()
    found = [(edge.user, edge.product) for edge in web(acting).edges]
    encrypted.FIELD_ENCRYPTION = None
    rewriting.rewrite()
    assert found == [(edge.user, edge.product) for edge in web(acting).edges]


def test_whose_drafts_name_a_dataset_is_known_whichever_of_them_lie_encrypted(encrypted: Any) -> None:
    acting, other = editor(), editor()
    sealed = study(acting)
    encrypted.FIELD_ENCRYPTION = None
    plain = study(other)
    dataset = "paddy"
    assert f'"{dataset}"' in plain.document
    assert sorted(naming(dataset)) == sorted([(of.id, of.organisation_id) for of in (sealed, plain)])
    assert naming(dataset[:-1]) == []
    assert naming(dataset, organisation_id=acting.organisation_id) == [(sealed.id, acting.organisation_id)]


def test_every_table_with_such_fields_tells_its_rows_apart() -> None:
    """What is authenticated as a row is its id, made here, or a key the table holds once."""
    concerned = rows.tables()
    assert {
        "footprints.study",
        "footprints.version",
        "activity.taking",
        "jobs.job",
        "contributions.revision",
    } <= {m._meta.label_lower for m in concerned}
    for model in concerned:
        unique = {
            tuple(c.fields)
            for c in model._meta.constraints
            if isinstance(c, models.UniqueConstraint) and c.condition is None
        }
        for field in sealed_fields(model):
            columns = [model._meta.get_field(name) for name in field.row]
            alone = len(columns) == 1 and getattr(columns[0], "unique", False)
            assert field.row in unique or alone, field
            assert field.row != ("id",) or isinstance(columns[0], models.UUIDField), (
                "an id the database makes is not known in time"
            )
