"""The evidence vault: kept by digest, read by its owner and those it grants, and what a reference resolves to."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from works import meter, paper, somebody, works

from tanzuji.activity import queries, services, vault
from tanzuji.activity.models import Evidence
from tanzuji.documents.errors import CodedError
from tanzuji.formats.starter import starter_release
from tanzuji.ledger import queries as ledger
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


def test_a_paper_is_known_by_its_digest_and_kept_once() -> None:
    acting = somebody()
    first, again = paper(acting, b"invoice 7"), paper(acting, b"invoice 7", "other name.pdf")
    assert first == again
    assert first.digest == hashlib.sha256(b"invoice 7").hexdigest()
    assert services.open_evidence(acting, first.id)[1] == b"invoice 7"


def test_a_kept_paper_cannot_be_changed() -> None:
    row = paper(somebody(), b"frozen")
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(id=row.id).update(title="another")


def test_a_paper_beyond_the_quota_leaves_nothing_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanzuji.activity.services.evidence.MAX_KEPT", 10)
    with pytest.raises(CodedError) as refused:
        paper(somebody(), b"more than ten bytes, refused")
    assert refused.value.code == "activity.too-much-kept"
    assert not vault.path_of(hashlib.sha256(b"more than ten bytes, refused").hexdigest()).exists()


def test_a_paper_that_was_tampered_with_is_not_handed_out() -> None:
    acting = somebody()
    row = paper(acting, b"as it was")
    vault.path_of(row.digest).write_bytes(b"as it was not")
    with pytest.raises(CodedError) as refused:
        services.open_evidence(acting, row.id)
    assert refused.value.code == "activity.evidence-damaged"


def test_another_reads_a_paper_only_while_it_is_granted() -> None:
    """JS-201: base data are private until their owner gives access; each reading by another is told to the owner."""
    owner, verifier = somebody(), somebody()
    row = paper(owner, b"calibration")
    with pytest.raises(Absent):
        queries.readable_evidence(verifier, row.id)
    given = services.grant(owner, row.id, verifier.organisation_id, reason="溯源性核验")
    assert services.open_evidence(verifier, row.id)[1] == b"calibration"
    assert "activity.evidence.read" in [event.kind for event in ledger.of_organisation(owner.organisation_id)]
    assert queries.resolves(verifier, row.reference)
    services.withdraw(owner, given.id)
    with pytest.raises(Absent):
        queries.readable_evidence(verifier, row.id)
    assert not queries.resolves(verifier, row.reference)


def test_a_grant_ends_with_its_last_day() -> None:
    owner, verifier = somebody(), somebody()
    row = paper(owner, b"short")
    given = services.grant(owner, row.id, verifier.organisation_id, reason="x", until=timezone.localdate())
    assert queries.readable_evidence(verifier, row.id) == row
    type(given).objects.filter(id=given.id).update(until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Absent):
        queries.readable_evidence(verifier, row.id)


def test_a_meter_is_shown_to_whom_it_was_granted() -> None:
    owner, verifier = somebody(), somebody()
    row = meter(owner, works(owner), "M1")
    assert queries.resolves(owner, row.reference) and not queries.resolves(verifier, row.reference)
    services.grant_meter(owner, row.id, verifier.organisation_id, reason="溯源性核验")
    assert queries.readable_meter(verifier, row.id) == row
    with pytest.raises(Absent):
        queries.own_meter(verifier, row.id)


def test_a_reference_leads_to_a_dataset_an_estimate_or_nowhere() -> None:
    acting = somebody()
    release = starter_release()
    known = release.ids[0]
    assert queries.resolves(acting, f"dataset:{release.name}@{release.version}/{known}")
    for wrong in (
        f"dataset:{release.name}@{release.version}/none", f"dataset:none@1/{known}", "dataset:x", "meter:7", "meter:" + "0" * 32,
        "evidence:abc", "estimate: ", "https://example.org", "",
    ):  # fmt: skip
        assert not queries.resolves(acting, wrong), wrong
    assert queries.resolves(acting, "estimate:行业平均")


def test_a_reader_keeps_nothing_and_a_stranger_is_given_nothing() -> None:
    reader, owner = somebody("reader"), somebody()
    with pytest.raises(Refused):
        paper(reader)
    row = paper(owner)
    for whom in (owner.organisation_id, "no id", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(CodedError) as refused:
            services.grant(owner, row.id, whom, reason="x")
        assert refused.value.code == "activity.no-organisation"


def test_what_is_wrong_with_a_paper_is_said_at_once_and_nothing_is_kept() -> None:
    acting = somebody()
    with pytest.raises(CodedError) as refused:
        services.keep_evidence(
            acting, data=b"", name="x", kind="poem", title=" ", dated=timezone.localdate() + timedelta(days=2)
        )
    assert refused.value.codes == (
        "activity.empty-file",
        "activity.unknown-choice",
        "activity.no-title",
        "activity.in-future",
    )
    assert not queries.evidence(acting).exists()
