"""The proof bundle of a real certificate holds before the stand-alone verifier, which knows no code of the platform."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jwt
import pytest
from certificate_cases import TODAY, Case, made
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from tanzuji.certificates import bundle, credentials, identifiers, services, status_lists
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.ledger import keys, publishing, succession
from tanzuji.ledger.key_files import folder
from tanzuji.ledger.models import Cosigned, SignedHead
from tanzuji.proofs import bundles, data_integrity, multikeys, status_list
from tanzuji.proofs.cosignatures import cosign, witness_key
from tanzuji.proofs.notes import read_note
from tanzuji.proofs.offline import FILE, verify
from tanzuji.proofs.signing import Ed25519Signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    return made(monkeypatch)


def report_on(data: bytes, today: date = TODAY) -> verify.Report:
    return verify.Verification(data, keys.signer("log").vkey).run(today=today.isoformat())


def test_a_stranger_verifies_a_certificate_with_one_file_and_no_network(case: Case, tmp_path: Path) -> None:
    """As the stranger does it: another process, isolated from the package, in an empty folder, the key given."""
    view = case.issue()
    (tmp_path / "verify.py").write_bytes(FILE.read_bytes())
    (tmp_path / "bundle.zip").write_bytes(bundle.bundle(view.number))
    (tmp_path / "trusted.txt").write_text(keys.signer("log").vkey + "\n")
    command = [sys.executable, "-I", "verify.py", "bundle.zip", "--keys", "trusted.txt", "--lang", "zh"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert f"证书 {view.number}" in done.stdout
    assert "612 kgCO2e/t · 1 吨水泥 · 从摇篮到大门" in done.stdout
    if date.today() >= TODAY:
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_bundle_is_the_same_bytes_as_long_as_the_log_does_not_move(case: Case) -> None:
    view = case.issue()
    assert bundle.bundle(view.number) == bundle.bundle(view.number)


def test_the_bundle_tells_every_step_of_a_certificates_life(case: Case) -> None:
    view = case.issue()
    assert report_on(bundle.bundle(view.number)).status == "valid"
    services.suspend(case.who.decider, view.number, reason="监督检查发现产品不一致")
    found = report_on(bundle.bundle(view.number))
    assert (found.status, found.reason, found.exit_code) == ("suspended", "监督检查发现产品不一致", 3)
    services.revoke(case.who.decider, view.number, reason="整改期满仍不一致")
    data = bundle.bundle(view.number)
    assert report_on(data).status == "revoked"
    assert ("history", {"count": 2}) in report_on(data).held
    assert bundles.unpacked(data).keys() >= {"history/0001.leaf", "history/0002.tlog-proof"}


def test_an_old_bundle_with_a_newer_status_list_tells_of_the_revocation(case: Case) -> None:
    """A valid bundle stays true as of its checkpoint; who adds the platform's newer list learns what came after."""
    view = case.issue()
    old = bundle.bundle(view.number)
    services.revoke(case.who.decider, view.number, reason="撤销")
    newer = [("list.json", canonical_json(status_lists.signed("revocation")))]
    assert report_on(old).status == "valid"
    trusted = keys.signer("log").vkey
    assert verify.Verification(old, trusted, newer).run(today=TODAY.isoformat()).status == "revoked"


def test_a_bundle_of_a_certificate_whose_term_ran_out_says_so(case: Case) -> None:
    view = case.issue()
    data = bundle.bundle(view.number)
    assert report_on(data, view.expires_on).status == "valid"
    assert report_on(data, date.fromordinal(view.expires_on.toordinal() + 1)).status == "expired"


def test_who_gives_another_logs_key_is_told_that_it_is_not_this_logs(case: Case) -> None:
    view = case.issue()
    other = keys.signer("status").vkey
    with pytest.raises(verify.Refused) as caught:
        verify.Verification(bundle.bundle(view.number), other).run()
    assert caught.value.code == "other-log"


@pytest.fixture
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A keys' folder of this test, which may lose what it holds."""
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    return folder()


def test_after_a_rotation_old_bundles_hold_and_new_ones_tell_of_it(own_keys: Path, case: Case) -> None:
    """With the list as /log/keys gives it both verify; who has the old key alone is told that it ended."""
    view = case.issue()
    old, trusted = bundle.bundle(view.number), keys.signer("log").vkey
    succession.rotate("log")
    new, published = bundle.bundle(view.number), publishing.keys_text()
    for data in (old, new):
        assert verify.Verification(data, published).run(today=TODAY.isoformat()).exit_code == 0
    with pytest.raises(verify.Refused) as caught:
        verify.Verification(new, trusted).run()
    assert caught.value.code == "ended"
    found = verify.Verification(new, f"{trusted}\n{keys.signer('log').vkey}").run(today=TODAY.isoformat())
    assert found.exit_code == 0 and "ended" in [code for code, _ in found.noted]


def test_after_a_loss_old_bundles_need_a_witness_and_new_ones_hold(own_keys: Path, case: Case) -> None:
    view = case.issue()
    old = bundle.bundle(view.number)
    shutil.rmtree(own_keys)
    succession.lost("disk failed")
    published = publishing.keys_text()
    with pytest.raises(verify.Refused) as caught:
        verify.Verification(old, published).run()
    assert caught.value.code == "lost"
    new = bundle.bundle(view.number)
    assert verify.Verification(new, published).run(today=TODAY.isoformat()).exit_code == 0


def test_a_bundle_tells_of_the_last_ended_keys_alone(own_keys: Path, case: Case) -> None:
    """A log that was rotated for decades leaves room for the certificate's own history."""
    view = case.issue()
    for _ in range(bundle.ENDS + 1):
        succession.rotate("log")
    members = bundles.unpacked(bundle.bundle(view.number))
    told = [name for name in members if name.startswith("keys/ended") and name.endswith(".leaf")]
    assert told == [f"keys/ended-{number:04}.leaf" for number in range(1, bundle.ENDS + 1)]
    assert report_on(bundle.bundle(view.number)).exit_code == 0


def test_a_number_that_does_not_exist_has_no_bundle() -> None:
    with pytest.raises(CodedError) as caught:
        bundle.bundle("CFP-2026-999999-X")
    assert caught.value.code == "web.absent"


def test_an_independent_library_reads_the_token(case: Case) -> None:
    """PyJWT (RFC 7515, RFC 8037): signature, algorithm, type; the same credential as the one with its proof inside."""
    view = case.issue()
    signer = keys.signer(identifiers.issuer_key(view.body))
    public = Ed25519PublicKey.from_public_bytes(signer.public_key)
    text = credentials.jwt(view)
    assert jwt.decode(text, public, algorithms=["EdDSA"]) == credentials.unsigned(view)
    head = jwt.get_unverified_header(text)
    assert (head["typ"], head["alg"]) == ("vc+jwt", "EdDSA")
    assert head["kid"].partition("#")[2] == multikeys.multikey(signer.public_key)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(text[:-8] + "AAAAAAA" + text[-1], public, algorithms=["EdDSA"])


def test_the_credential_is_signed_by_the_body_and_its_document_lists_the_key(case: Case) -> None:
    view = case.issue()
    found = credentials.credential(view)
    document = identifiers.issuer_document(view.body)
    assert document is not None
    assert (
        found["issuer"]["id"]
        == document["id"]
        == f"did:web:{keys.node_name().replace(':', '%3A')}:did:{view.body}"
    )
    (method,) = document["verificationMethod"]
    address = data_integrity.check(found, multikeys.public_key(method["publicKeyMultibase"]))
    assert address == method["id"] in document["assertionMethod"]
    assert identifiers.issuer_document(case.who.rival.organisation_id) is None


def test_the_credential_has_the_shape_of_a_untp_conformity_credential(case: Case) -> None:
    """UNTP Digital Conformity Credential 0.6 (uncefact/spec-untp, DigitalConformityCredential-schema.json): the
    properties it requires, and the words it allows for assessorLevel, assessmentLevel, attestationType, topic."""
    found = credentials.credential(case.issue())
    assert found["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://test.uncefact.org/vocabulary/untp/dcc/0.6.0/",
    ]
    assert found["type"] == ["DigitalConformityCredential", "VerifiableCredential"]
    assert found["issuer"].keys() >= {"type", "id", "name"}
    subject = found["credentialSubject"]
    assert subject.keys() >= {"id", "assessorLevel", "assessmentLevel", "attestationType", "issuedToParty"}
    assert subject["assessorLevel"] in {
        "Self",
        "Commercial",
        "Buyer",
        "Membership",
        "Unspecified",
        "3rdParty",
    }
    assert subject["assessmentLevel"] in {
        "GovtApproval", "GlobalMRA", "Accredited", "Verified", "Validated", "Unspecified",
    }  # fmt: skip
    assert subject["attestationType"] == "certification"
    (assessment,) = subject["assessment"]
    assert assessment.keys() >= {"id", "conformance", "conformityTopic"}
    assert assessment["conformityTopic"] == "environment.emissions"
    (metric,) = assessment["declaredValue"]
    assert metric["metricValue"] == {"type": ["Measure"], "value": 612, "unit": "KGM"}
    (product,) = assessment["assessedProduct"]
    assert product["product"]["id"] == "https://id.gs1.org/01/06901234567892"


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ("612", "KGM", (612, "KGM")),
        ("26.9", "KGM", (26900, "GRM")),
        ("0.0005", "KGM", (500, "MGM")),
        ("1.25", "TNE", (1250, "KGM")),
        ("-0.3", "KGM", (-300, "GRM")),
        ("2E+3", "KGM", (2000, "KGM")),
        ("0.0000000001", "KGM", None),
        ("5", "", None),
    ],
)
def test_a_value_is_a_whole_number_of_the_largest_unit_that_allows_it(
    value: str, unit: str, amount: tuple[int, str] | None
) -> None:
    """By hand: 26.9 kg = 26 900 g; a tenth of a microgram is no whole number of any of them."""
    assert credentials.whole(Decimal(value), unit) == amount


def test_status_lists_say_as_of_when_and_of_which_checkpoint(case: Case) -> None:
    view = case.issue()
    found = status_lists.signed("suspension")
    subject = found["credentialSubject"]
    assert subject["checkpoint"]["size"] == status_lists.covering().size
    assert not any(status_list.decoded(subject["encodedList"]))
    services.suspend(case.who.decider, view.number, reason="暂停")
    bits = status_list.decoded(status_lists.signed("suspension")["credentialSubject"]["encodedList"])
    assert status_list.is_set(bits, view.status_index)
    assert sum(byte.bit_count() for byte in bits) == 1


def test_there_is_no_status_list_beyond_the_last(case: Case) -> None:
    case.issue()
    with pytest.raises(CodedError) as caught:
        status_lists.signed("revocation", 1)
    assert caught.value.code == "web.absent"


def test_the_certificate_in_the_bundle_is_the_public_document_and_nothing_more(case: Case) -> None:
    """TRUST 1: neither the unrounded value nor anybody's internal id leaves the house with it."""
    view = case.issue()
    members = bundles.unpacked(bundle.bundle(view.number))
    assert json.loads(members["certificate.json"]) == dict(view.document)
    assert not any(b"612.3456789" in member for member in members.values())


def test_lines_of_witnesses_whose_keys_are_no_longer_known_are_left_out(case: Case, settings: Any) -> None:
    """A witness that the settings name is listed and counts; one that they named once would be a line by nobody."""
    view = case.issue()
    witness = Ed25519Signer.made()
    key = witness_key("witness.example/w1", witness)
    bundle.bundle(view.number)
    newest = SignedHead.objects.order_by("-size", "-id")[0]
    line = cosign(read_note(newest.text).text, key.name, witness, 1_795_762_800)
    Cosigned.objects.create(at=timezone.now(), head=newest, name=key.name, line=str(line))
    settings.WITNESSES = []
    assert b"witness.example" not in bundle.bundle(view.number)
    assert report_on(bundle.bundle(view.number)).exit_code == 0
    settings.WITNESSES = [f"{key.vkey}@https://witness.example"]
    trusted = f"{keys.signer('log').vkey}\n{key.vkey}"
    found = verify.Verification(bundle.bundle(view.number), trusted).run(1, TODAY.isoformat())
    assert ("witness", {"name": key.name, "time": "2026-11-27 07:00 UTC"}) in found.held
